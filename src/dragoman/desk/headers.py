"""What every answer says to browsers about itself, and how trouble with a request is answered."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dragoman.accounts.limits import TooOften
from dragoman.desk.words import named
from dragoman.errors import Unusable, WrongQuery
from dragoman.review.wording import say_wrong

__all__ = ["HeadersMiddleware", "bad_request", "forbidden", "forged", "not_found", "server_error"]

# Nothing but our own files: no inline script or style, no frames, no form that leads elsewhere.
_POLICY = "; ".join(
    (
        *("default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self'", "connect-src 'self'"),
        *("form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'"),
    )
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


class HeadersMiddleware:
    """Set the headers of every answer; answer a wrong limit, cursor or date with a page that says what is wrong."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, with the headers."""
        response = self._get_response(request)
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    def process_exception(self, request: HttpRequest, trouble: Exception) -> HttpResponse | None:
        """Answer what cannot be used with 400, what was tried too often with 429; everything else is an error of ours."""
        if isinstance(trouble, TooOften):
            wait = max(1, trouble.seconds // 60)
            said = ngettext(
                "That was tried too often. Wait %(minutes)d minute and try again.",
                "That was tried too often. Wait %(minutes)d minutes and try again.",
                wait,
            )
            made = _trouble(request, HTTPStatus.TOO_MANY_REQUESTS, _("Too often"), said % {"minutes": wait})
            made.headers["Retry-After"] = str(trouble.seconds)
            return made
        if not isinstance(trouble, Unusable):
            return None
        return _trouble(request, HTTPStatus.BAD_REQUEST, _("That cannot be asked"), _said(trouble))


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """Answer a request that is none."""
    return _trouble(request, HTTPStatus.BAD_REQUEST, _("That cannot be asked"), _("The request is not well formed."))


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer that this is not open to whoever asks."""
    said = str(exception.args[0]) if exception.args else _("Your role does not open this.")
    return _trouble(request, HTTPStatus.FORBIDDEN, _("Not open to you"), said)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """Answer a form that did not come from a page of ours, or from one that is too old."""
    said = _(
        "The form did not come from a page of this site, or that page is too old. Go back, load it again and send it again."
    )
    return _trouble(request, HTTPStatus.FORBIDDEN, _("The form was not taken"), said)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer that there is nothing at a path."""
    said = str(exception.args[0]) if exception.args and isinstance(exception.args[0], str) else ""
    return _trouble(request, HTTPStatus.NOT_FOUND, _("Nothing is here"), said or _("No page has this address."))


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer that an error of ours was met."""
    said = _("Something went wrong here, and not with what you asked. It has been logged.")
    return _trouble(request, HTTPStatus.INTERNAL_SERVER_ERROR, _("An error of ours"), said)


def _said(trouble: Unusable) -> str:
    if isinstance(trouble, WrongQuery):
        return say_wrong(trouble)
    return f"{named(trouble.where)}: {trouble.message}" if trouble.where else trouble.message


def _trouble(request: HttpRequest, status: HTTPStatus, title: str, said: str) -> HttpResponse:
    return render(request, "trouble.html", {"title": title, "said": said, "status": int(status)}, status=status)
