"""Serve a Record until the process is stopped."""

import ipaddress
from collections.abc import Callable, Sequence

import waitress
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.urls import get_resolver

from dragoman.errors import Unusable
from dragoman.jobs.workers import Workers
from dragoman.record.opened import record
from dragoman.review import searches
from dragoman.server import adding

__all__ = ["serve"]

_JOBS = (adding.add,)  # the handlers that stand above the applications; the others are found by their modules' name

_LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
_LARGEST = 128 * 2**20  # bytes of a request: as many files as one form takes, and then some
_WORKERS = 2  # jobs at once
_THREADS = 8  # requests at once; each thread keeps a connection to the database


def serve(
    url: str, *, host: str, port: int, allowed: Sequence[str] = (), debug: bool = False, ready: Callable[[str], None]
) -> None:
    """Serve the Record at a URL.

    host, port: where to listen; port 0 takes a free one.
    allowed: names under which others may ask; needed where `host` is not the loopback address.
    debug: Django's debug pages, which show the program's insides; on the loopback address alone.
    ready: is told the address when it is listened at.
    Raises Unusable where that is not safe, or the address or the Record cannot be used.
    """
    public = not _is_loopback(host)
    if public and debug:
        raise Unusable("debug pages are for the loopback address alone", "DRAGOMAN_DEBUG")
    if public and not allowed:
        raise Unusable("name the hosts by which others will ask, with --allow-host", "--host")
    settings.DEBUG = debug
    settings.ALLOWED_HOSTS = [*_LOOPBACK, *allowed]
    settings.DRAGOMAN_RECORD = url
    record()
    get_resolver().url_patterns  # noqa: B018  (a path that cannot be loaded shows now, not at the first request)
    try:
        server = waitress.create_server(
            WSGIHandler(), host=host, port=port, threads=_THREADS, ident=None, max_request_body_size=_LARGEST
        )
    except (OSError, ValueError) as trouble:
        raise Unusable(f"cannot listen there: {trouble}", f"{host}:{port}") from trouble
    shown = f"[{host}]" if ":" in host else host
    workers = Workers(_WORKERS)
    workers.start()
    searches.begin()
    ready(f"http://{shown}:{getattr(server, 'effective_port', port)}/")
    try:
        server.run()
    finally:
        workers.stop()


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
