"""Which language a page speaks: the site's, or, where the site says so, the first of its reader's for which there are words."""

import contextlib
from collections.abc import Callable, Iterator

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation.trans_real import parse_accept_lang_header

from dragoman.accounts.models import Site

__all__ = ["language_middleware", "speaking"]

_PLAIN = ("/api/", "/static/", "/healthz")  # what programs read is English, and what has no words needs no language


def language_middleware(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Speak the language of whoever asks while the page is made.

    A cache keeps a page for each `Accept-Language` where that matters; no cookie chooses a language, so none has to be looked at.
    """

    def answer(request: HttpRequest) -> HttpResponseBase:
        if len(settings.LANGUAGES) < 2 or request.path.startswith(_PLAIN):
            return get_response(request)
        site = Site.current()
        language = _of_site(site)
        if site.by_reader:
            language = _of_reader(request.headers.get("Accept-Language", "")) or language
        with translation.override(language):
            response = get_response(request)
        response.headers.setdefault("Content-Language", language)
        if site.by_reader:
            patch_vary_headers(response, ["Accept-Language"])
        return response

    return answer


@contextlib.contextmanager
def speaking() -> Iterator[None]:
    """Speak the site's language: in mail and what else is written where nobody asks."""
    if len(settings.LANGUAGES) < 2:
        yield
        return
    with translation.override(_of_site(Site.current())):
        yield


def _of_site(site: Site) -> str:
    """Return the language that is set, as long as there are words in it."""
    return site.language if site.language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def _of_reader(said: str) -> str | None:
    """Return the first language that a browser asks for and the site speaks; "de-AT" is content with "de"."""
    known = dict(settings.LANGUAGES)
    for wanted, _share in parse_accept_lang_header(said):
        for code in (wanted, wanted.partition("-")[0]):
            if code in known:
                return code
    return None
