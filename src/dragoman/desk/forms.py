"""The forms of the way in, of one's account and of the page of people."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from dragoman.accounts import limits
from dragoman.accounts.models import Scope, Site, User
from dragoman.accounts.roles import Role

__all__ = [
    "AddressForm",
    "CodeForm",
    "FactorForm",
    "InviteForm",
    "JoinForm",
    "LoginForm",
    "NameForm",
    "PasswordForm",
    "SiteForm",
    "TokenForm",
]

if TYPE_CHECKING:
    _SiteModelForm = forms.ModelForm[Site]
else:
    _SiteModelForm = forms.ModelForm  # which takes a type in its stubs alone

_LONGEST_PASSWORD = 1000  # letters: hashing longer ones is work that a stranger could cause


class LoginForm(AuthenticationForm):
    """Address and password."""

    username = forms.EmailField(
        label=_("E-mail address"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "username"})
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        max_length=_LONGEST_PASSWORD,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    error_messages = {  # noqa: RUF012  (as Django has it)
        "invalid_login": _("Address and password do not fit."),
        "inactive": _("Address and password do not fit."),
    }

    def clean(self) -> dict[str, Any]:
        """Count the try, before the password is looked at."""
        name = self.cleaned_data.get("username", "").casefold()
        if name and self.request is not None:
            address = limits.address_of(self.request)
            limits.check("login-address", address)
            limits.check("login-account", f"{name} {address}")
            limits.check("login-anywhere", name)
        cleaned = super().clean()
        if name and self.request is not None and self.get_user() is not None:
            limits.forget("login-account", f"{name} {limits.address_of(self.request)}")
            limits.forget("login-anywhere", name)
        return cleaned


class AddressForm(forms.Form):
    """Where a link is sent to."""

    email = forms.EmailField(
        label=_("E-mail address"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )


class CodeForm(forms.Form):
    """A code of the second factor."""

    code = forms.CharField(
        label=_("Code"),
        max_length=60,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )


class NameForm(forms.Form):
    """What others see."""

    name = forms.CharField(label=_("Name"), max_length=80, help_text=_("Others see it beside what you do here."))


class JoinForm(NameForm):
    """A name and a password for a new account."""

    password = forms.CharField(
        label=_("Password"),
        strip=False,
        max_length=_LONGEST_PASSWORD,
        help_text=_("At least 8 characters, of any kind. Passwords that many people use are not taken."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, email: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self._email = email

    def clean(self) -> dict[str, Any]:
        """Look whether the password is any good."""
        cleaned = super().clean() or {}
        try:
            validate_password(cleaned.get("password", ""), User(email=self._email, name=cleaned.get("name", "")))
        except forms.ValidationError as trouble:
            self.add_error("password", trouble)
        return cleaned


class PasswordForm(forms.Form):
    """The password again, before something that a borrowed browser must not do."""

    password = forms.CharField(
        label=_("Your password, again"),
        strip=False,
        max_length=_LONGEST_PASSWORD,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self._user = user

    def clean_password(self) -> str:
        """Check it, not too often."""
        password: str = self.cleaned_data["password"]
        limits.check("password", str(self._user.pk))
        if not self._user.check_password(password):
            raise forms.ValidationError(_("This is not your password."))
        limits.forget("password", str(self._user.pk))
        return password


class TokenForm(PasswordForm):
    """A new token for the API."""

    name = forms.CharField(
        label=_("What it is for"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    scopes = forms.MultipleChoiceField(
        label=_("What it opens"), choices=Scope.choices, widget=forms.CheckboxSelectMultiple, initial=[Scope.RECORD]
    )
    days = forms.TypedChoiceField(
        label=_("How long it holds"),
        choices=[(30, _("30 days")), (90, _("90 days")), (365, _("a year"))],
        coerce=int,
        initial=90,
    )
    field_order = ("name", "scopes", "days", "password")


class FactorForm(PasswordForm, CodeForm):
    """The first code of a second factor."""

    field_order = ("code", "password")


class InviteForm(AddressForm):
    """Whom to invite, and as what."""

    role = forms.TypedChoiceField(
        label=_("Role"),
        choices=[(role.value, role.label) for role in Role],
        coerce=lambda value: Role(int(value)),
        initial=Role.COMMENTER.value,
    )


class SiteForm(_SiteModelForm):
    """What holds for the whole site."""

    class Meta:
        """Of the table."""

        model = Site
        fields = ("private", "open_signup", "factor_from", "language", "by_reader")
        labels = {  # noqa: RUF012
            "private": _("Private"),
            "open_signup": _("Open sign-up"),
            "factor_from": _("Second factor demanded from the role of"),
            "language": _("Language"),
            "by_reader": _("Each reader's own language"),
        }
        help_texts = {  # noqa: RUF012
            "private": _("Nothing is shown to those who are not logged in, and the API wants a token."),
            "open_signup": _("Anybody may join as a commenter. Otherwise people join by invitation."),
            "factor_from": _("Whoever has it or a higher one, and logs in, sets a second factor before anything else."),
            "language": _("Of the site's own words, dates and numbers. Articles and their record stay as they are."),
            "by_reader": _("What a reader's browser asks for, where there is a translation; else the one above."),
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["factor_from"].choices = [("", _("nobody")), *Role.choices]  # type: ignore[attr-defined]
        (_plain, english), *others = settings.LANGUAGES
        self.fields["language"] = forms.ChoiceField(
            label=self.fields["language"].label,
            help_text=self.fields["language"].help_text,
            choices=[("", english), *others],
            required=False,
        )
