"""Fetch a page from an address: politely, with limits, and never from inside somebody's network (outside.py)."""

from dataclasses import dataclass, replace
from urllib.parse import urljoin, urlsplit

from protego import Protego

from dragoman.errors import Unreachable
from dragoman.outside import Guard, ask, check, site_guard
from dragoman.page.limits import Limits

__all__ = ["Page", "fetch_page"]

_ROBOT = "dragoman"
_PORTS = frozenset({80, 443, 8080, 8443})
_MOVED = frozenset({301, 302, 303, 307, 308})
_ROBOTS_SIZE = 512 * 1024  # bytes that RFC 9309 asks every robot to read
_HEADERS = {"Accept": "text/html, text/plain;q=0.9, */*;q=0.5"}


@dataclass(frozen=True, slots=True)
class Page:
    """What an address gave."""

    url: str  # after redirects
    data: bytes
    content_type: str | None


def fetch_page(url: str, limits: Limits = Limits(), *, private: bool = False) -> Page:
    """Fetch a page. Raises Unreachable with one line.

    private: also from loopback and private addresses and any port; for tests, which run their own server.
    """
    own = site_guard()
    guard = replace(own, ports=own.ports | _PORTS, private=private, seconds=limits.seconds, size=limits.document)
    address = url
    for _ in range(limits.redirects + 1):
        _ask_robots(address, url, guard)
        answer = ask(address, guard, headers=_HEADERS, given=url)
        target = answer.headers.get("Location")
        if answer.status in _MOVED and target:
            address = urljoin(address, target)
            continue
        if answer.status != 200:
            raise Unreachable(f"the server answered {answer.status}", url)
        return Page(address, answer.data, answer.headers.get("Content-Type"))
    raise Unreachable(f"leads on more than {limits.redirects} times", url)


def _ask_robots(address: str, url: str, guard: Guard) -> None:
    """Ask robots.txt (RFC 9309): a missing one allows all; one that cannot be had now forbids all."""
    parts = check(address, guard, given=url)
    robots = parts._replace(path="/robots.txt", query="", fragment="").geturl()
    answer = ask(robots, replace(guard, size=_ROBOTS_SIZE), headers=_HEADERS, cut=True, given=url)
    if answer.status >= 500:
        raise Unreachable("the site's robots.txt cannot be had now", url)
    if answer.status == 200 and not Protego.parse(answer.data.decode("utf-8", "replace")).can_fetch(
        urlsplit(address).geturl(), _ROBOT
    ):
        raise Unreachable("the site's robots.txt asks robots not to fetch it", url)
