"""Requests to other sites: what is refused, and what is taken of an answer."""

import gzip
import http.server
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import replace

import pytest

from dragoman.errors import Unreachable
from dragoman.outside import Guard, ask, follow, site_guard


class Handler(http.server.BaseHTTPRequestHandler):
    seen: list[tuple[str, str, bytes]]

    def do_GET(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        self.seen.append((self.command, self.path, self.rfile.read(length)))
        moved = {"/moved": "/end", "/loop": "/loop", "/inside": "http://127.0.0.1:1/", "/file": "file:///etc/passwd",
                 "/broken": "http://[", "/kept": "/end"}.get(self.path)  # fmt: skip
        if moved:
            self.send_response(308 if self.path == "/kept" else 302)
            self.send_header("Location", moved)
            self.send_header("Set-Cookie", "a=b")
            self.end_headers()
        elif self.path == "/slow":
            self.send_response(200)
            self.end_headers()
            for _ in range(100):
                self.wfile.write(b"x")
                self.wfile.flush()
                time.sleep(0.05)
        else:
            body = gzip.compress(b"x" * 300_000) if self.path == "/bomb" else str(self.headers).encode()
            self.send_response(200)
            if self.path == "/bomb":
                self.send_header("Content-Encoding", "gzip")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    do_POST = do_GET  # noqa: N815  (the library's own names)

    def log_message(self, *_: object) -> None:
        pass

    def handle(self) -> None:
        try:
            super().handle()
        except ConnectionError:
            return  # who asked broke off


@pytest.fixture
def place() -> Iterator[str]:
    Handler.seen = []
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def guard_for(place: str) -> Guard:
    return Guard(allowed=frozenset({place}), seconds=5, size=100_000, redirects=2)


def test_an_allowed_address_is_asked_without_cookies_or_credentials(place: str) -> None:
    answer = follow(f"http://{place}/moved", guard_for(place))
    assert (answer.status, answer.url) == (200, f"http://{place}/end")
    said = answer.data.decode().lower()
    assert f"host: {place}" in said
    assert "user-agent: dragoman/" in said
    assert "cookie" not in said
    assert "authorization" not in said


@pytest.mark.parametrize(
    ("path", "message"),
    [("/loop", "leads on more than 2"), ("/inside", "port 1 is"), ("/file", "only http"), ("/broken", "no")],
)
def test_each_hop_is_checked(place: str, path: str, message: str) -> None:
    with pytest.raises(Unreachable, match=message) as raised:
        follow(f"http://{place}{path}", guard_for(place))
    assert raised.value.where == f"http://{place}{path}"


def test_a_redirect_into_the_own_network_is_refused(place: str) -> None:
    port = int(place.rpartition(":")[2])
    guard = Guard(ports=frozenset({port}), allowed=frozenset({f"localhost:{port}"}))
    assert ask(f"http://localhost:{port}/end", guard).status == 200
    with pytest.raises(Unreachable, match="private address"):
        ask(f"http://{place}/end", guard)


def test_a_body_is_sent_again_only_where_the_answer_says_so(place: str) -> None:
    guard = guard_for(place)
    assert follow(f"http://{place}/moved", guard, method="POST", body=b"a=1").status == 302
    assert follow(f"http://{place}/kept", guard, method="POST", body=b"a=2").status == 200
    assert Handler.seen == [("POST", "/moved", b"a=1"), ("POST", "/kept", b"a=2"), ("POST", "/end", b"a=2")]


def test_size_is_limited_after_unpacking(place: str) -> None:
    with pytest.raises(Unreachable, match="more than 97 kB"):
        ask(f"http://{place}/bomb", guard_for(place))
    assert len(ask(f"http://{place}/bomb", guard_for(place), cut=True).data) == 100_000


def test_an_answer_that_trickles_is_broken_off(place: str) -> None:
    with pytest.raises(Unreachable, match=r"in time|broke off"):
        ask(f"http://{place}/slow", replace(guard_for(place), seconds=0.3))


@pytest.mark.parametrize(
    "url",
    [
        *("http://127.0.0.1/", "http://localhost/", "http://2130706433/", "http://0x7f.1/", "http://0/", "http://[::1]/"),
        *("http://10.1.2.3/", "http://172.16.0.1/", "http://192.168.1.1/", "http://169.254.169.254/latest/meta-data/"),
        *("http://100.64.0.1/", "http://224.0.0.1/", "http://255.255.255.255/", "http://198.18.0.1/", "http://240.0.0.1/"),
        *("http://[::ffff:127.0.0.1]/", "http://[::ffff:a00:1]/", "http://[::127.0.0.1]/", "http://[fc00::1]/"),
        *("http://[fe80::1]/", "http://[fec0::1]/", "http://[ff02::1]/", "http://[64:ff9b::7f00:1]/", "http://[2002:7f00:1::]/"),
        *("http://[64:ff9b:1::a00:1]/", "http://[2001:db8::1]/", "http://[::]/", "http://[fe80::1%25lo]/"),
        *("ftp://example.org/", "file:///etc/passwd", "gopher://example.org/", "javascript:alert(1)", "//example.org/", ""),
        *("http://user@example.org/", "http://:pass@example.org/", "http://@example.org/", "http://example.org:22/"),
        *("http://example.org:99999/", "http://[::1/", "http:///path", "http://a.invalid/", "http://\ud800/", "http://" + "a" * 300),
    ],
)  # fmt: skip
def test_what_is_never_asked(url: str) -> None:
    with pytest.raises(Unreachable):
        ask(url, Guard())


def test_a_name_that_leads_inside_is_refused_whatever_else_it_leads_to(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a name server answers is the one thing here that no test can have for real."""
    answers = [("93.184.216.34", 80), ("10.0.0.1", 80)]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [(2, 1, 6, "", one) for one in answers])
    with pytest.raises(Unreachable, match="private"):
        ask("http://mixed.example/", Guard())


def test_a_name_is_resolved_once(place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second answer of a name server that rebinds is never asked for."""
    port = int(place.rpartition(":")[2])
    asked: list[str] = []
    own = socket.getaddrinfo

    def resolve(host: str, *rest: object, **options: object) -> object:
        asked.append(host)
        return own("127.0.0.1" if host == "rebinds.example" else host, *rest, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    answer = ask(f"http://rebinds.example:{port}/", Guard(allowed=frozenset({f"rebinds.example:{port}"})))
    assert f"Host: rebinds.example:{port}" in answer.data.decode()
    assert [host for host in asked if host != "127.0.0.1"] == ["rebinds.example"]


def test_the_environment_says_what_else_is_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DRAGOMAN_OUTSIDE_PORTS", "8080 x")
    monkeypatch.setenv("DRAGOMAN_OUTSIDE_ALLOWED", "127.0.0.1:81 127.0.0.1:82")
    guard = site_guard()
    assert guard.ports == {80, 443, 8080}
    assert guard.allowed == {"127.0.0.1:81", "127.0.0.1:82"}
