"""The way in: logging in with one or two factors, joining, and a new password for who forgot it."""

import logging
import time
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth import login
from django.contrib.auth.forms import PasswordResetForm
from django.contrib.auth.tokens import default_token_generator
from django.contrib.auth.views import LoginView, LogoutView, PasswordResetConfirmView
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse, reverse_lazy
from django.utils.http import url_has_allowed_host_and_scheme, urlsafe_base64_encode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from dragoman.accounts import audit, limits, mail
from dragoman.accounts.access import open_to_all
from dragoman.accounts.factor import has_factor, take_code
from dragoman.accounts.joining import find_invitation, invite, join
from dragoman.accounts.models import Site, User
from dragoman.accounts.roles import Role
from dragoman.desk.forms import AddressForm, CodeForm, JoinForm, LoginForm

__all__ = [
    "link_of_reset",
    "log_in",
    "log_out",
    "reset",
    "reset_confirm",
    "second_factor",
    "sign_up",
    "take_invitation",
]

_log = logging.getLogger("dragoman.accounts")
_BACKEND = "django.contrib.auth.backends.ModelBackend"
_WAITS = 600  # seconds between the password and the second factor
_asked = require_http_methods(["GET", "HEAD", "POST"])


class _Login(LoginView):
    template_name = "login.html"
    form_class = LoginForm

    def form_valid(self, form: LoginForm) -> HttpResponse:  # type: ignore[override]
        """Log in, or ask for the second factor first."""
        user = form.get_user()
        if not isinstance(user, User) or not has_factor(user):
            return super().form_valid(form)
        self.request.session.cycle_key()
        self.request.session["waiting"] = {"user": user.pk, "since": int(time.time())}
        return redirect(f"{reverse('login-code')}?{urlencode({'next': self.get_success_url()})}")

    def get_default_redirect_url(self) -> str:
        """Lead to the front page, where nothing else was asked for."""
        return reverse("front")

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Say whether one may join without being invited."""
        return super().get_context_data(**context) | {"site_of": Site.current()}


log_in = open_to_all(_Login.as_view())
log_out = open_to_all(LogoutView.as_view(next_page="front"))


@open_to_all
@never_cache
@_asked
def second_factor(request: HttpRequest) -> HttpResponse:
    """Ask for the code that follows the password."""
    waiting = request.session.get("waiting", {})
    user = User.objects.filter(pk=waiting.get("user"), is_active=True).first()
    if user is None or time.time() - waiting["since"] > _WAITS:
        return redirect("login")
    form = CodeForm(request.POST or None)
    if form.is_valid():
        limits.check("code", str(user.pk))
        if take_code(user, form.cleaned_data["code"]):
            limits.forget("code", str(user.pk))
            del request.session["waiting"]
            login(request, user, backend=_BACKEND)
            return redirect(_onward(request))
        _log.warning("person/%s gave a wrong code, from %s", user.pk, limits.address_of(request))
        form.add_error("code", _("This code does not fit, or was used already."))
    context = {"form": form, "title": _("Second factor"), "button": _("Log in"), "help": "factor"}
    return render(request, "entrance.html", context)


def _onward(request: HttpRequest) -> str:
    wanted = request.GET.get("next", "")
    own = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if own else reverse("front")


# Joining


@open_to_all
@never_cache
@_asked
def sign_up(request: HttpRequest) -> HttpResponse:
    """Send the link by which somebody joins; without mail, lead there."""
    if not Site.current().open_signup:
        return render(request, "entrance.html", {"title": _("By invitation"), "help": "closed"})
    form = AddressForm(request.POST or None)
    if not form.is_valid():
        return render(request, "entrance.html", {"form": form, "title": _("Join"), "button": _("Go on")})
    limits.check("signup-address", limits.address_of(request))
    email = form.cleaned_data["email"]
    if not mail.is_set_up():
        return redirect("join", secret=invite(email, Role.COMMENTER, None, signing_up=True))
    _mail_link(request, email)
    # The same words, whether the address is known here or not.
    return render(request, "entrance.html", {"title": _("Look into your mail"), "help": "sent", "email": email})


def _mail_link(request: HttpRequest, email: str) -> None:
    try:
        limits.check("mail-to", email.casefold())
    except limits.TooOften:
        return  # quietly: who asks for another's address learns nothing
    if User.objects.filter(email=email.casefold()).exists():
        link = request.build_absolute_uri(reverse("login"))
        mail.send(email, _("You have an account already"), "mail/known.txt", link=link)
    else:
        secret = invite(email, Role.COMMENTER, None, signing_up=True)
        link = request.build_absolute_uri(reverse("join", args=[secret]))
        mail.send(email, _("Confirm your address"), "mail/join.txt", link=link)


@open_to_all
@never_cache
@sensitive_post_parameters("password")
@_asked
def take_invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """Make the account that a link invites to."""
    limits.check("link-address", limits.address_of(request))
    invitation = find_invitation(secret)
    if invitation is None:
        raise Http404(_("This link has been used, or it has ended. Ask for another."))
    form = JoinForm(request.POST or None, email=invitation.email)
    if form.is_valid():
        user = join(invitation, form.cleaned_data["name"], form.cleaned_data["password"])
        if user is None:
            form.add_error(None, _("This address cannot join: log in with it, or ask for a new password."))
        else:
            login(request, user, backend=_BACKEND)
            return redirect("account")
    role = Role(invitation.role)
    context = {"form": form, "title": _("Join"), "button": _("Make the account"), "help": "join"}
    return render(request, "entrance.html", context | {"email": invitation.email, "role": role.label})


# A new password


@open_to_all
@never_cache
@_asked
def reset(request: HttpRequest) -> HttpResponse:
    """Send a link by which somebody sets a new password."""
    if not mail.is_set_up():
        return render(request, "entrance.html", {"title": _("A new password"), "help": "no-mail"})
    form = AddressForm(request.POST or None)
    if not form.is_valid():
        return render(
            request, "entrance.html", {"form": form, "title": _("A new password"), "button": _("Send a link")}
        )
    limits.check("reset-address", limits.address_of(request))
    email = form.cleaned_data["email"]
    try:
        limits.check("mail-to", email.casefold())
    except limits.TooOften:
        pass  # quietly, as with an address that nobody has
    else:
        sending = PasswordResetForm({"email": email})
        sending.is_valid()
        sending.save(
            use_https=request.is_secure(),
            request=request,
            subject_template_name="mail/reset-subject.txt",
            email_template_name="mail/reset.txt",
        )
    return render(request, "entrance.html", {"title": _("Look into your mail"), "help": "sent", "email": email})


class _Confirm(PasswordResetConfirmView):
    template_name = "entrance.html"
    success_url = reverse_lazy("login")
    extra_context = {"title": _lazy("A new password"), "button": _lazy("Set it"), "help": "reset"}  # noqa: RUF012

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Count the try."""
        limits.check("link-address", limits.address_of(request))
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        """Set the password, and end every session: whoever knew the old one is out."""
        answer = super().form_valid(form)
        form.user.sessions.all().delete()
        audit.log(form.user, "password.reset", f"person/{form.user.pk}")
        return answer


reset_confirm = open_to_all(_Confirm.as_view())


def link_of_reset(request: HttpRequest, user: User) -> str:
    """Return the address at which somebody sets a new password."""
    uid = urlsafe_base64_encode(str(user.pk).encode())
    return request.build_absolute_uri(reverse("reset-confirm", args=[uid, default_token_generator.make_token(user)]))
