"""What every answer says to browsers about itself, and how trouble with a request is answered."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from dragoman.accounts.limits import TooOften
from dragoman.errors import Unusable

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
            said = f"That was tried too often. Wait {max(1, trouble.seconds // 60)} minutes and try again."
            made = _trouble(request, HTTPStatus.TOO_MANY_REQUESTS, "Too often", said)
            made.headers["Retry-After"] = str(trouble.seconds)
            return made
        if not isinstance(trouble, Unusable):
            return None
        return _trouble(request, HTTPStatus.BAD_REQUEST, "That cannot be asked", str(trouble))


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """Answer a request that is none."""
    return _trouble(request, HTTPStatus.BAD_REQUEST, "That cannot be asked", "The request is not well formed.")


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer that this is not open to whoever asks."""
    said = str(exception.args[0]) if exception.args else "Your role does not open this."
    return _trouble(request, HTTPStatus.FORBIDDEN, "Not open to you", said)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """Answer a form that did not come from a page of ours, or from one that is too old."""
    said = "The form did not come from a page of this site, or that page is too old. Go back, load it again and send it again."
    return _trouble(request, HTTPStatus.FORBIDDEN, "The form was not taken", said)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer that there is nothing at a path."""
    said = str(exception.args[0]) if exception.args and isinstance(exception.args[0], str) else ""
    return _trouble(request, HTTPStatus.NOT_FOUND, "Nothing is here", said or "No page has this address.")


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer that an error of ours was met."""
    said = "Something went wrong here, and not with what you asked. It has been logged."
    return _trouble(request, HTTPStatus.INTERNAL_SERVER_ERROR, "An error of ours", said)


def _trouble(request: HttpRequest, status: HTTPStatus, title: str, said: str) -> HttpResponse:
    return render(request, "trouble.html", {"title": title, "said": said, "status": int(status)}, status=status)
