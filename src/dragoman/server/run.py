"""Serve a Record until the process is stopped."""

import gc
import ipaddress
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import waitress
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.urls import get_resolver

from dragoman.accounts import mail
from dragoman.accounts.language import speaking
from dragoman.errors import Unusable
from dragoman.jobs.workers import Workers
from dragoman.record.databases import folder_of_url
from dragoman.record.opened import record
from dragoman.review import searches
from dragoman.server import adding, logs, looking, processes
from dragoman.server.key import find_key

__all__ = ["Place", "serve"]

# The handlers that stand above the applications; the others are found by their modules' name.
_JOBS = (adding.add, looking.look)

_LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
_WORKERS = 2  # jobs at once
_HEADERS = {"x-forwarded-for", "x-forwarded-proto", "x-forwarded-host"}
_MOST = 128 * 2**20  # bytes of a request: as many files as one form takes, and then some
# Requests at once; each thread keeps a connection to the database, with pages of its own that it has read: with eight an answer
# took half as much CPU time again as with three.
_THREADS = 4


@dataclass(frozen=True, slots=True)
class Place:
    """Where a site is served, and by what names and ways people come there."""

    host: str = "127.0.0.1"
    port: int = 8000  # 0 takes a free one
    allowed: tuple[str, ...] = ()  # names under which others may ask; needed where `host` is not the loopback address
    proxy: str | None = None  # address of a reverse proxy that speaks HTTPS with browsers, whose word on them is taken
    mail: str | None = None  # as accounts/mail.py reads it; None: no mail is sent
    sender: str | None = None  # whom mail is from; None: dragoman@ the first of `allowed`
    processes: int = 1  # that answer; one more works on jobs where there are several
    debug: bool = False  # Django's debug pages, which show the program's insides; on the loopback address alone


def serve(url: str, place: Place, *, ready: Callable[[str], None], warn: Callable[[str], None]) -> None:
    """Serve the Record at a URL.

    ready: is told the address when it is listened at; warn: is told what works, but not as one would wish.
    Raises Unusable where that is not safe, or the address or the Record cannot be used.
    """
    public = not _is_loopback(place.host)
    if (public or place.proxy) and place.debug:
        raise Unusable("debug pages are for the loopback address alone", "DRAGOMAN_DEBUG")
    if (public or place.proxy) and not place.allowed:
        raise Unusable("name the hosts by which others will ask, with --allow-host", "--host")
    logs.set_up()
    settings.DRAGOMAN_RECORD = url
    record()
    for name, value in _settings(url, place, warn).items():
        setattr(settings, name, value)
    get_resolver().url_patterns  # noqa: B018  (a path that cannot be loaded shows now, not at the first request)
    options: dict[str, object] = {"threads": _THREADS, "ident": None, "max_request_body_size": _MOST}
    if place.proxy:
        options |= {"trusted_proxy": place.proxy, "trusted_proxy_count": 1, "trusted_proxy_headers": _HEADERS}
    # What no proxy of ours said of a browser is dropped.
    options |= {"clear_untrusted_proxy_headers": True}
    try:
        listening = processes.listen(place.host, place.port)
    except (OSError, OverflowError) as trouble:
        raise Unusable(f"cannot listen there: {trouble}", f"{place.host}:{place.port}") from trouble
    shown = f"[{place.host}]" if ":" in place.host else place.host

    # What is loaded stays: the collector need not go through it with every hundredth answer.
    gc.collect()
    gc.freeze()

    def answer() -> None:
        waitress.create_server(WSGIHandler(), sockets=[listening], **options).run()

    def work() -> None:
        workers.start()
        looking.begin()
        searches.begin()
        ready(f"http://{shown}:{listening.getsockname()[1]}/")

    workers = Workers(_WORKERS, around=speaking)
    try:
        if place.processes == 1:
            work()
            answer()
        else:
            processes.run_processes(place.processes, answer, work)
    finally:
        workers.stop()


def _settings(url: str, place: Place, warn: Callable[[str], None]) -> dict[str, Any]:
    """Return what the setting of a site changes in Django's settings."""
    chosen: dict[str, Any] = {
        "DEBUG": place.debug,
        "ALLOWED_HOSTS": [*_LOOPBACK, *place.allowed],
        "DRAGOMAN_PROCESSES": place.processes,
    }
    key = find_key(folder_of_url(url))
    if key is None:
        warn("no place to keep a key: who is logged in is out when this stops (DRAGOMAN_SECRET_KEY_FILE keeps one)")
    else:
        chosen["SECRET_KEY"] = key
    if place.proxy:
        chosen |= {
            "SECURE_HSTS_SECONDS": 365 * 24 * 3600,
            "SECURE_SSL_REDIRECT": True,
            "SECURE_REDIRECT_EXEMPT": ["^healthz$"],  # asked by what watches the server, without the proxy
            "SESSION_COOKIE_SECURE": True,
            "CSRF_COOKIE_SECURE": True,
            # Browsers take a cookie of such a name from this very host and over HTTPS alone.
            "SESSION_COOKIE_NAME": "__Host-session",
            "CSRF_COOKIE_NAME": "__Host-csrftoken",
        }
    if place.mail:
        sender = place.sender or f"dragoman@{place.allowed[0].lstrip('.') if place.allowed else 'localhost'}"
        chosen |= mail.settings_of(place.mail, sender)
    return chosen


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
