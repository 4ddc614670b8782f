"""Errors as RFC 9457 has them: every answer of the API that is no success is application/problem+json."""

import re
from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse

__all__ = ["PROBLEM_TYPE", "problem", "problems_middleware"]

PROBLEM_TYPE = "application/problem+json"
_API = re.compile(r"/api(/|$)")


def problem(status: int, detail: str, **more: object) -> JsonResponse:
    """Make an answer that says what is wrong; `more` goes beside the standard's own fields."""
    body = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail}
    return JsonResponse(body | more, status=status, content_type=PROBLEM_TYPE)


def problems_middleware(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Turn what Django itself answers below /api (an unknown path or host, a method that is not allowed) into problems."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if response.status_code < HTTPStatus.BAD_REQUEST or not _API.match(request.path):
            return response
        if response.headers.get("Content-Type") == PROBLEM_TYPE:
            return response
        made = problem(response.status_code, _detail(request, response))
        for name in {"Allow", "WWW-Authenticate", "Retry-After"} & set(response.headers):
            made.headers[name] = response.headers[name]
        return made

    return middleware


def _detail(request: HttpRequest, response: HttpResponseBase) -> str:
    if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        return f"{request.method} is not allowed here; the API is read-only"
    if response.status_code == HTTPStatus.NOT_FOUND:
        return "nothing is at this path; /api/openapi.json lists what is"
    if response.headers.get("Content-Type") == "text/plain" and isinstance(response, HttpResponse):
        return response.content.decode()  # said by accounts/visits.py
    return HTTPStatus(response.status_code).description
