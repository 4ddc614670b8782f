"""What holds for every request: how long a session lasts, what a token opens, and that a private site is private."""

import logging
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.contrib.auth import logout
from django.contrib.auth.signals import user_logged_in, user_login_failed
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from dragoman.accounts.access import is_open, is_way_to_factor, user_of
from dragoman.accounts.factor import has_factor
from dragoman.accounts.limits import address_of
from dragoman.accounts.models import Scope, Session, Site, User
from dragoman.accounts.roles import Role
from dragoman.accounts.tokens import find_token

__all__ = ["VisitMiddleware"]

_log = logging.getLogger("dragoman.accounts")
# A session that nobody uses ends after Django's SESSION_COOKIE_AGE; one that is used ends after this.
_LONGEST = timedelta(days=30).total_seconds()
_SAVED = timedelta(minutes=10).total_seconds()  # a session in use is saved, and so prolonged, this often
_API = "/api/"
_TEXTS = "/api/articles/"


class VisitMiddleware:
    """Tells who asks, and closes what is closed to all who are not logged in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer a request."""
        said = request.headers.get("Authorization", "")
        if request.path.startswith(_API) and said:
            refused = _enter_by_token(request, said)
            if refused is not None:
                return refused
        else:
            _end_or_prolong(request)
        response = self._get_response(request)
        if user_of(request) is not None:
            # What is shown to one person is kept by no cache on the way.
            response.headers.setdefault("Cache-Control", "private, no-cache")
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponseBase | None:  # noqa: ARG002
        """Close a private site; lead those to a second factor who must have one."""
        if is_open(view):
            return None
        user = user_of(request)
        if user is not None:
            return _ask_for_factor(request, user) if not is_way_to_factor(view) else None
        if not Site.current().private:
            return None
        if request.path.startswith(_API):
            return _unauthorised(_("this site is private: log in, or send a token"))
        if request.method in {"GET", "HEAD"}:
            return redirect_to_login(request.get_full_path())
        return redirect_to_login("/")


def _ask_for_factor(request: HttpRequest, user: User) -> HttpResponseBase | None:
    """Lead somebody to the page where a second factor is set, if the site demands one. Who sends a token has no session."""
    least = Site.current().factor_from
    if least is None or user.role < least or request.session.is_empty() or has_factor(user):
        return None
    if request.method not in {"GET", "HEAD"} or request.path.startswith(_API):
        raise PermissionDenied(
            _("With the role of %(role)s one needs a second factor here: set one first.")
            % {"role": Role(user.role).label}
        )
    return redirect("account-factor")


def _enter_by_token(request: HttpRequest, said: str) -> HttpResponse | None:
    scheme, _space, secret = said.partition(" ")
    token = find_token(secret.strip()) if scheme.lower() == "bearer" else None
    if token is None:
        return _unauthorised(_("the token is not known, or has ended"))
    scope = Scope.TEXTS if request.path.startswith(_TEXTS) else Scope.RECORD
    if scope not in token.scopes:
        return HttpResponse(
            _("this token is not for: %(scope)s") % {"scope": scope.label}, status=403, content_type="text/plain"
        )
    request.user = token.user
    return None


def _unauthorised(said: str) -> HttpResponse:
    return HttpResponse(said, status=401, content_type="text/plain", headers={"WWW-Authenticate": "Bearer"})


def _end_or_prolong(request: HttpRequest) -> None:
    if user_of(request) is None:
        return
    now = time.time()
    if now - request.session.get("began", now) > _LONGEST:
        logout(request)
    elif now - request.session.get("saved", 0) > _SAVED:
        request.session["saved"] = int(now)


@receiver(user_login_failed)
def _note_failure(request: HttpRequest | None = None, **kwargs: object) -> None:  # noqa: ARG001
    """Note that somebody failed. What was typed is not noted: it may be a password in the wrong field."""
    _log.warning("somebody did not come in, from %s", address_of(request) if request else "this machine")


@receiver(user_logged_in)
def _begin(request: HttpRequest, user: User, **kwargs: object) -> None:  # noqa: ARG001
    """Note of a session where and when it began; throw out those that ended."""
    request.session["began"] = request.session["saved"] = int(time.time())
    request.session["agent"] = request.headers.get("User-Agent", "")[:200]
    request.session["address"] = address_of(request)[:45]
    _log.info("person/%s came in, from %s", user.pk, request.session["address"])
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
