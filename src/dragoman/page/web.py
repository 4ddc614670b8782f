"""Fetch a page from an address: politely, with limits, and never from inside somebody's network.

Every hop of a redirect is checked anew: scheme, port, address, robots.txt. A host's name is resolved once, every address
of the answer must be public, and the connection goes to the address that was checked, so that a second answer
of the name server (DNS rebinding) changes nothing.
"""

import ipaddress
import socket
import ssl
import zlib
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from urllib.parse import SplitResult, urljoin, urlsplit

import urllib3
from protego import Protego
from urllib3.exceptions import HTTPError, LocationParseError

from dragoman.errors import Unreachable
from dragoman.page.limits import Limits

__all__ = ["Page", "fetch_page"]

_AGENT = f"dragoman/{version('dragoman')}"
_ROBOT = "dragoman"
_PORTS = {"http": 80, "https": 443}
_MOVED = frozenset({301, 302, 303, 307, 308})
_ROBOTS_SIZE = 512 * 1024  # bytes that RFC 9309 asks every robot to read


@dataclass(frozen=True, slots=True)
class Page:
    """What an address gave."""

    url: str  # after redirects
    data: bytes
    content_type: str | None


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    headers: urllib3.HTTPHeaderDict
    data: bytes


def fetch_page(url: str, limits: Limits = Limits(), *, private: bool = False) -> Page:
    """Fetch a page. Raises Unreachable with one line.

    private: also from loopback and private addresses and any port; for tests, which run their own server.
    """
    address = url
    for _ in range(limits.redirects + 1):
        parts = _check(address, url, private=private)
        _ask_robots(parts, url, limits, private=private)
        answer = _get(parts, url, limits, private=private)
        target = answer.headers.get("Location")
        if answer.status in _MOVED and target:
            address = urljoin(address, target)
            continue
        if answer.status != 200:
            raise Unreachable(f"the server answered {answer.status}", url)
        return Page(address, answer.data, answer.headers.get("Content-Type"))
    raise Unreachable(f"leads on more than {limits.redirects} times", url)


def _check(address: str, url: str, *, private: bool) -> SplitResult:
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError as trouble:
        raise Unreachable("is no valid address", url) from trouble
    if parts.scheme not in _PORTS or not parts.hostname:
        raise Unreachable("only http and https addresses are fetched", url)
    if parts.username or parts.password:
        raise Unreachable("addresses with a user name are not fetched", url)
    if port not in {None, 80, 443, 8080, 8443} and not private:
        raise Unreachable(f"port {port} is not fetched from", url)
    return parts


def _resolve(parts: SplitResult, url: str, *, private: bool) -> str:
    """Resolve a host to one address; refuse it where any of its addresses is not a public one."""
    try:
        found = socket.getaddrinfo(parts.hostname, parts.port or _PORTS[parts.scheme], type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as trouble:
        raise Unreachable("the host's name is not known", url) from trouble
    addresses = [str(entry[4][0]) for entry in found]
    if not private and not all(_is_public(address) for address in addresses):
        raise Unreachable("leads to a private address, which is never fetched", url)
    return addresses[0]


def _is_public(address: str) -> bool:
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        # Addresses that carry an IPv4 one inside reach it through a translator.
        inner = found.ipv4_mapped or found.sixtofour or (found.teredo[1] if found.teredo else None)
        if inner is None and found in ipaddress.ip_network("64:ff9b::/96"):
            inner = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
        if inner is not None and not _is_public(str(inner)):
            return False
    return found.is_global and not found.is_multicast


def _ask_robots(parts: SplitResult, url: str, limits: Limits, *, private: bool) -> None:
    """Ask robots.txt (RFC 9309): a missing one allows all; one that cannot be had now forbids all."""
    robots = parts._replace(path="/robots.txt", query="", fragment="")
    small = Limits(document=_ROBOTS_SIZE, seconds=limits.seconds, redirects=limits.redirects)
    answer = _get(robots, url, small, private=private, cut=True)
    if answer.status >= 500:
        raise Unreachable("the site's robots.txt cannot be had now", url)
    if answer.status == 200 and not Protego.parse(answer.data.decode("utf-8", "replace")).can_fetch(
        parts.geturl(), _ROBOT
    ):
        raise Unreachable("the site's robots.txt asks robots not to fetch it", url)


def _get(parts: SplitResult, url: str, limits: Limits, *, private: bool, cut: bool = False) -> _Answer:
    """Request one address, connected to the resolved IP, with the host's own name in TLS and in the Host header."""
    pinned = _resolve(parts, url, private=private)
    path = urllib3.util.parse_url(parts.geturl()).request_uri
    headers = {
        "Host": parts.netloc,
        "User-Agent": _AGENT,
        "Accept-Encoding": "gzip",
        "Accept": "text/html, text/plain;q=0.9, */*;q=0.5",
    }
    try:
        with _open_pool(parts, pinned, limits) as pool:
            response = pool.request("GET", path, headers=headers, redirect=False, preload_content=False, retries=False)
            data = _read_limited(response, url, limits.document, cut=cut)
            return _Answer(response.status, response.headers, data)
    except (HTTPError, LocationParseError, OSError, ssl.SSLError, zlib.error) as trouble:
        raise Unreachable(f"could not be fetched: {_describe(trouble)}", url) from trouble


def _open_pool(parts: SplitResult, pinned: str, limits: Limits) -> urllib3.HTTPConnectionPool:
    timeout = urllib3.Timeout(connect=limits.seconds, read=limits.seconds)
    port = parts.port or _PORTS[parts.scheme]
    if parts.scheme == "http":
        return urllib3.HTTPConnectionPool(pinned, port, timeout=timeout)
    return urllib3.HTTPSConnectionPool(
        pinned,
        port,
        timeout=timeout,
        assert_hostname=parts.hostname,
        server_hostname=parts.hostname,
        ssl_context=_trust(),
    )


@cache
def _trust() -> ssl.SSLContext:
    return ssl.create_default_context()


def _read_limited(response: urllib3.BaseHTTPResponse, url: str, limit: int, *, cut: bool) -> bytes:
    """Read an answer piece by piece, unpacked, and stop at the limit: what it says of its own size may be false."""
    pieces, size = [], 0
    for piece in response.stream(65_536, decode_content=True):
        pieces.append(piece)
        size += len(piece)
        if size > limit:
            if cut:
                break
            raise Unreachable(f"sends more than {limit >> 20} MB", url)
    return b"".join(pieces)[: limit if cut else None]


def _describe(trouble: Exception) -> str:
    name = type(trouble).__name__
    plain = {"ConnectTimeoutError": "no answer in time", "ReadTimeoutError": "no answer in time",
             "NewConnectionError": "no connection", "SSLError": "its certificate is not valid",
             "ProtocolError": "the connection broke off", "DecodeError": "the answer is damaged"}  # fmt: skip
    return plain.get(name, name)
