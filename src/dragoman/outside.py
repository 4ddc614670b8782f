"""Requests to other sites on behalf of somebody: with limits, and never into somebody's network.

A host's name is resolved once, every address of the answer must be public, and the connection goes to the address that was
checked, so that a second answer of the name server (DNS rebinding) changes nothing. Each hop of a redirect is checked anew.
No cookies are kept and no credentials sent; a proxy that the environment names is not asked.
"""

import ipaddress
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from typing import Any, Self
from urllib.parse import SplitResult, urljoin, urlsplit

import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError, LocationParseError

from dragoman.errors import Unreachable
from dragoman.settings import read_settings

__all__ = ["AGENT", "Answer", "Guard", "ask", "check", "follow", "site_guard"]

AGENT = f"dragoman/{version('dragoman')}"
_PORTS = {"http": 80, "https": 443}
_MOVED = frozenset({301, 302, 303, 307, 308})
_KEEP_METHOD = frozenset({307, 308})
_GLOBAL_IPV6 = ipaddress.ip_network("2000::/3")  # the only unicast addresses that are given out
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


@dataclass(frozen=True, slots=True)
class Guard:
    """What a request may reach, and how much of an answer is taken."""

    ports: frozenset[int] = frozenset(_PORTS.values())
    allowed: frozenset[str] = (
        frozenset()
    )  # "127.0.0.1:8123": what is asked wherever it leads; for tests, which run their own servers
    private: bool = False  # any address and port; for tests too
    seconds: float = 10.0  # for one hop: from the connection to the last byte
    size: int = 2**20  # bytes of an answer, unpacked
    redirects: int = 5


@dataclass(frozen=True, slots=True)
class Answer:
    """What an address answered."""

    url: str  # after redirects
    status: int
    headers: urllib3.HTTPHeaderDict
    data: bytes


def site_guard() -> Guard:
    """Return what the environment allows (settings.py)."""
    settings = read_settings()
    return Guard(ports=Guard().ports | settings.outside_ports, allowed=settings.outside_allowed)


def follow(
    url: str,
    guard: Guard,
    *,
    method: str = "GET",
    body: bytes | None = None,
    headers: Mapping[str, str] | None = None,
    cut: bool = False,
) -> Answer:
    """Ask an address, and those it leads on to; return the first answer that does not, whatever its status.

    A request with a body is sent again where 307 or 308 says so; any other redirect of it is the answer.
    cut: take the beginning of what is too large, in place of refusing it.
    Raises Unreachable with one line.
    """
    address = url
    for _ in range(guard.redirects + 1):
        answer = ask(address, guard, method=method, body=body, headers=headers, cut=cut, given=url)
        target = answer.headers.get("Location")
        leads_on = _KEEP_METHOD if body is not None else _MOVED
        if answer.status not in leads_on or not target:
            return answer
        try:
            address = urljoin(address, target)
        except ValueError as trouble:
            raise Unreachable("leads on to what is no address", url) from trouble
    raise Unreachable(f"leads on more than {guard.redirects} times", url)


def ask(
    url: str,
    guard: Guard,
    *,
    method: str = "GET",
    body: bytes | None = None,
    headers: Mapping[str, str] | None = None,
    cut: bool = False,
    given: str | None = None,
) -> Answer:
    """Ask one address once, without following it anywhere.

    given: what errors name, where somebody gave another address that led here.
    Raises Unreachable with one line.
    """
    where = given or url
    parts = check(url, guard, given=where)
    pinned = _resolve(parts, guard, where)
    try:
        path = urllib3.util.parse_url(parts.geturl()).request_uri
        sent = {"Host": _host_of(parts), "User-Agent": AGENT, "Accept-Encoding": "gzip"} | dict(headers or {})
        with _Watch(guard.seconds) as watch, _open_pool(parts, pinned, watch) as pool:
            response = pool.request(
                method, path, body=body, headers=sent, redirect=False, preload_content=False, retries=False
            )
            try:
                data = _read_limited(response, guard, watch, where, cut=cut)
            finally:
                response.close()
        return Answer(url, response.status, response.headers, data)
    except (HTTPError, LocationParseError, OSError, ValueError, zlib.error) as trouble:
        raise Unreachable(f"could not be fetched: {_describe(trouble)}", where) from trouble


def check(url: str, guard: Guard, *, given: str | None = None) -> SplitResult:
    """Take an address apart. Raises Unreachable where it is none, or of a kind that is not asked; resolves no name."""
    where = given or url
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as trouble:
        raise Unreachable("is no valid address", where) from trouble
    if parts.scheme not in _PORTS or not parts.hostname:
        raise Unreachable("only http and https addresses are fetched", where)
    if parts.username is not None or parts.password is not None:
        raise Unreachable("addresses with a user name are not fetched", where)
    if port is not None and port not in guard.ports and not _is_allowed(parts, guard):
        raise Unreachable(f"port {port} is not fetched from", where)
    return parts


def _is_allowed(parts: SplitResult, guard: Guard) -> bool:
    return guard.private or f"{parts.hostname}:{parts.port or _PORTS[parts.scheme]}" in guard.allowed


def _host_of(parts: SplitResult) -> str:
    """Return the Host header: the name as the network knows it, and the port where it is not the scheme's own."""
    name = parts.hostname or ""
    host = f"[{name}]" if ":" in name else name.encode("idna").decode()
    return host if parts.port in {None, _PORTS[parts.scheme]} else f"{host}:{parts.port}"


def _resolve(parts: SplitResult, guard: Guard, where: str) -> str:
    """Resolve a host to one address; refuse it where any of its addresses is not a public one."""
    try:
        found = socket.getaddrinfo(parts.hostname, parts.port or _PORTS[parts.scheme], type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as trouble:
        raise Unreachable("the host's name is not known", where) from trouble
    addresses = [str(entry[4][0]) for entry in found]
    if not _is_allowed(parts, guard) and not all(_is_public(address) for address in addresses):
        raise Unreachable("leads to a private address, which is never fetched", where)
    return addresses[0]


def _is_public(address: str) -> bool:
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        # Addresses that carry an IPv4 one inside reach it through a translator.
        inner = found.ipv4_mapped or found.sixtofour or (found.teredo[1] if found.teredo else None)
        if found in _NAT64:
            inner = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
        elif found not in _GLOBAL_IPV6:
            return False
        if inner is not None and not _is_public(str(inner)):
            return False
    return found.is_global and not found.is_multicast


class _Watch:
    """Breaks a connection off when its time is over, however slowly it trickles."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.over = False
        self._end = time.monotonic() + seconds
        self._sockets: list[socket.socket] = []
        self._timer = threading.Timer(seconds, self._break_off)
        self._timer.daemon = True

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(self, *trouble: object) -> None:
        self._timer.cancel()
        for one in self._sockets:
            one.close()

    def add(self, connection: socket.socket) -> None:
        # A copy of the handle: TLS takes the connection's own away from the socket that it wraps.
        self._sockets.append(connection.dup())

    def _break_off(self) -> None:
        self.over = True
        for one in self._sockets:
            try:
                one.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue  # it is closed already


class _Plain(HTTPConnection):
    watch: _Watch

    def _new_conn(self) -> socket.socket:
        made = super()._new_conn()
        self.watch.add(made)
        return made


class _Secure(HTTPSConnection):
    watch: _Watch

    def _new_conn(self) -> socket.socket:
        made = super()._new_conn()
        self.watch.add(made)
        return made


def _open_pool(parts: SplitResult, pinned: str, watch: _Watch) -> urllib3.HTTPConnectionPool:
    """Make a pool that connects to the resolved address, with the host's own name in TLS."""
    port = parts.port or _PORTS[parts.scheme]
    options: dict[str, Any] = {"timeout": urllib3.Timeout(connect=watch.seconds, read=watch.seconds)}
    if parts.scheme == "http":
        pool = urllib3.HTTPConnectionPool(pinned, port, **options)
        pool.ConnectionCls = type("_Watched", (_Plain,), {"watch": watch})
        return pool
    name = parts.hostname
    secure = urllib3.HTTPSConnectionPool(
        pinned, port, assert_hostname=name, server_hostname=name, ssl_context=_trust(), **options
    )
    secure.ConnectionCls = type("_Watched", (_Secure,), {"watch": watch})
    return secure


@cache
def _trust() -> ssl.SSLContext:
    return ssl.create_default_context()


def _read_limited(response: urllib3.BaseHTTPResponse, guard: Guard, watch: _Watch, where: str, *, cut: bool) -> bytes:
    """Read an answer piece by piece, unpacked, and stop at the limit: what it says of its own size may be false."""
    pieces, size = [], 0
    for piece in response.stream(65_536, decode_content=True):
        pieces.append(piece)
        size += len(piece)
        if size > guard.size:
            if cut:
                break
            raise Unreachable(f"sends more than {_amount(guard.size)}", where)
    if watch.over:  # what was broken off looks like an end where no length was given
        raise Unreachable("could not be fetched: no answer in time", where)
    return b"".join(pieces)[: guard.size if cut else None]


def _amount(size: int) -> str:
    return f"{size >> 20} MB" if size >= 2**20 else f"{size >> 10} kB"


def _describe(trouble: Exception) -> str:
    name = type(trouble).__name__
    plain = {"ConnectTimeoutError": "no answer in time", "ReadTimeoutError": "no answer in time",
             "NewConnectionError": "no connection", "SSLError": "its certificate is not valid",
             "ProtocolError": "the connection broke off", "DecodeError": "the answer is damaged"}  # fmt: skip
    return plain.get(name, name)
