"""Somebody's own page: name, password, second factor, sessions, tokens."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.forms import PasswordChangeForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dragoman.accounts import audit, factor, limits
from dragoman.accounts.access import needs, person, way_to_factor
from dragoman.accounts.models import Scope, Session, Token
from dragoman.accounts.roles import Role
from dragoman.accounts.tickets import digest_of
from dragoman.accounts.tokens import make_token
from dragoman.desk.forms import FactorForm, NameForm, PasswordForm, TokenForm

__all__ = [
    "change_name",
    "change_password",
    "end_session",
    "end_sessions",
    "end_token",
    "make_codes",
    "set_factor",
    "show",
    "take_factor_off",
    "token",
]

_own = needs(Role.READER)
_asked = require_http_methods(["GET", "HEAD", "POST"])
_SECRET = sensitive_post_parameters()  # all of them: nothing of these forms is for an error report


@_own
@never_cache
@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """Show one's account."""
    user = person(request)
    now = timezone.now()
    sessions = Session.objects.filter(user=user, expire_date__gte=now).order_by("-seen")
    context = {
        "name_form": NameForm({"name": user.name}),
        "role": Role(user.role).label,
        "has_factor": factor.has_factor(user),
        "codes_left": user.recovery_codes.count(),
        "sessions": [(one, digest_of(one.pk), one.pk == request.session.session_key) for one in sessions],
        "tokens": [
            (one, [Scope(scope).label for scope in one.scopes], one.ends < now) for one in user.tokens.order_by("pk")
        ],
        "soon": now + timedelta(days=7),
    }
    return render(request, "account.html", context)


@_own
@require_POST
def change_name(request: HttpRequest) -> HttpResponse:
    """Change what others see."""
    user = person(request)
    form = NameForm(request.POST)
    if not form.is_valid():
        return _form(request, form, _("Your name"), _("Change it"))
    user.name = form.cleaned_data["name"]
    user.save(update_fields=["name"])
    audit.log(user, "person.renamed", f"person/{user.pk}")
    return _done(request, _("Your name is changed."))


@_own
@never_cache
@_SECRET
@_asked
def change_password(request: HttpRequest) -> HttpResponse:
    """Change one's password; all other sessions end."""
    user = person(request)
    if request.method == "POST":
        limits.check("password", str(user.pk))
    form = PasswordChangeForm(user, request.POST or None)
    if not form.is_valid():
        return _form(request, form, _("A new password"), _("Change it"))
    form.save()
    limits.forget("password", str(user.pk))
    update_session_auth_hash(request, user)
    _others(request).delete()
    audit.log(user, "password.changed", f"person/{user.pk}")
    return _done(request, _("Your password is changed, and you are logged out everywhere else."))


@way_to_factor
@_own
@never_cache
@_SECRET
@_asked
def set_factor(request: HttpRequest) -> HttpResponse:
    """Set a second factor: show the secret, and take it when the app's first code is right."""
    user = person(request)
    if request.method != "POST" or "factor" not in request.session:
        request.session["factor"] = factor.make_secret()
    secret = request.session["factor"]
    form = FactorForm(request.POST or None, user=user)
    if form.is_valid():
        codes = factor.set_factor(user, secret, form.cleaned_data["code"])
        if codes:
            del request.session["factor"]
            _others(request).delete()
            audit.log(user, "factor.set", f"person/{user.pk}")
            return _show_codes(request, codes)
        form.add_error("code", _("This code does not fit. Look whether the clock of the device is right."))
    context = {"form": form, "title": _("Second factor"), "button": _("Set it"), "secret": secret}
    return render(request, "factor.html", context | {"drawn": factor.draw_secret(secret, user)})


@_own
@never_cache
@_SECRET
@_asked
def take_factor_off(request: HttpRequest) -> HttpResponse:
    """Log in by password alone from now on."""
    user = person(request)
    form = PasswordForm(request.POST or None, user=user)
    if not form.is_valid():
        return _form(request, form, _("Without a second factor"), _("Take it off"))
    factor.take_off(user)
    audit.log(user, "factor.off", f"person/{user.pk}")
    return _done(request, _("You log in by your password alone."))


@_own
@never_cache
@_SECRET
@_asked
def make_codes(request: HttpRequest) -> HttpResponse:
    """Make new recovery codes in place of the old ones."""
    user = person(request)
    if not factor.has_factor(user):
        return redirect("account-factor")
    form = PasswordForm(request.POST or None, user=user)
    if not form.is_valid():
        return _form(request, form, _("New recovery codes"), _("Make them"))
    audit.log(user, "factor.codes", f"person/{user.pk}")
    return _show_codes(request, factor.make_recovery_codes(user))


def _show_codes(request: HttpRequest, codes: list[str]) -> HttpResponse:
    return render(request, "shown_once.html", {"title": _("Recovery codes"), "codes": codes, "help": "codes"})


@_own
@require_POST
def end_session(request: HttpRequest) -> HttpResponse:
    """Log one other browser out. Sessions go by a hash: their keys are never shown."""
    wanted = request.POST.get("session", "")
    _others(request).filter(pk__in=[one.pk for one in _others(request) if digest_of(one.pk) == wanted]).delete()
    return _done(request, _("That browser is logged out."))


@_own
@require_POST
def end_sessions(request: HttpRequest) -> HttpResponse:
    """Log out everywhere else."""
    _others(request).delete()
    user = person(request)
    audit.log(user, "sessions.ended", f"person/{user.pk}")
    return _done(request, _("You are logged out everywhere else."))


@_own
@never_cache
@_SECRET
@_asked
def token(request: HttpRequest) -> HttpResponse:
    """Make a token, and show it once."""
    user = person(request)
    form = TokenForm(request.POST or None, user=user)
    if not form.is_valid():
        return _form(request, form, _("A token for the API"), _("Make it"))
    made = form.cleaned_data
    secret = make_token(user, made["name"], made["scopes"], made["days"])
    audit.log(user, "token.made", f"person/{user.pk}", name=made["name"], scopes=made["scopes"])
    return render(request, "shown_once.html", {"title": _("Your token"), "codes": [secret], "help": "token"})


@_own
@require_POST
def end_token(request: HttpRequest, number: int) -> HttpResponse:
    """Take a token back."""
    user = person(request)
    mine = get_object_or_404(Token, pk=number, user=user)
    audit.log(user, "token.ended", f"person/{user.pk}", name=mine.name)
    mine.delete()
    return _done(request, _("The token opens nothing any more."))


def _others(request: HttpRequest) -> Any:
    return Session.objects.filter(user=person(request)).exclude(session_key=request.session.session_key)


def _form(request: HttpRequest, form: Any, title: str, button: str) -> HttpResponse:
    return render(request, "account_form.html", {"form": form, "title": title, "button": button})


def _done(request: HttpRequest, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect("account")
