"""Talk over the sample Record on both databases, and another site that it can ask: a real server on the loopback address."""

import contextlib
import http.server
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

import pytest
from django.core.cache import cache
from django.test import Client

import dragoman.talk.work  # noqa: F401  (registers what jobs do)
from dragoman.accounts.models import Entry, User
from dragoman.accounts.roles import Role
from dragoman.jobs.models import Job
from dragoman.talk.models import Backlink, Comment, Domain, Draft, Flag, Notice, Sent, Switch, Verdict, Wish, Word
from tests.desk.conftest import Desk, desk  # noqa: F401  (a fixture)
from tests.record.conftest import server  # noqa: F401  (a fixture)

TITLE = "Bolivia denies sending troops to border"


@dataclass
class Site:
    """Another site: pages as one sets them, and what was sent to it."""

    host: str
    pages: dict[str, tuple[int, dict[str, str], bytes]] = field(default_factory=dict)
    sent: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def put(self, path: str, body: str | bytes = "", status: int = 200, **headers: str) -> str:
        """Set a page; return its address."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        content = body.encode() if isinstance(body, str) else body
        self.pages[path] = (status, {"Content-Type": "text/html; charset=utf-8"} | named, content)
        return f"http://{self.host}{path}"


class _Handler(http.server.BaseHTTPRequestHandler):
    site: Site

    def do_GET(self) -> None:
        self._answer()

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        self.site.sent.append((self.path, {name: values[0] for name, values in parse_qs(body).items()}))
        self._answer()

    def _answer(self) -> None:
        status, headers, body = self.site.pages.get(self.path, (404, {}, b"nothing"))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        with contextlib.suppress(ConnectionError):
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@contextlib.contextmanager
def other_site() -> Iterator[Site]:
    """Run another site."""
    made = Site("")
    handler = type("_Bound", (_Handler,), {"site": made})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        made.host = f"127.0.0.1:{running.server_address[1]}"
        yield made
        running.shutdown()


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    with other_site() as made:
        monkeypatch.setenv("DRAGOMAN_OUTSIDE_ALLOWED", made.host)
        yield made


@pytest.fixture
def fresh(desk: Desk) -> Desk:  # noqa: F811
    """The desk with nothing said on it."""
    cache.clear()
    Comment.objects.exclude(parent=None).update(parent=None)
    for table in (Notice, Flag, Draft, Wish, Comment, Backlink, Sent, Domain, Switch, Verdict, Word, Job, Entry):
        table.objects.all().delete()
    return desk


@dataclass
class Cast:
    """People who are logged in, and the article that they talk about."""

    desk: Desk
    address: str
    ada: Client  # a commenter
    ben: Client  # another
    rita: Client  # a reviewer, who is trusted
    eve: Client  # an editor

    def say(self, who: Client, body: str, status: int = 302, **fields: Any) -> Comment | None:
        """Send a comment; return it where it was taken."""
        last = Comment.objects.order_by("-pk").first()
        answer = who.post(f"{self.address}comments/write", {"body": body, **fields})
        assert answer.status_code == status, answer.content.decode()[:3000]
        newest = Comment.objects.order_by("-pk").first()
        return newest if newest != last else None

    def said(self, who: Client, body: str, **fields: Any) -> Comment:
        """Send a comment that is taken."""
        made = self.say(who, body, **fields)
        assert made is not None
        return made

    def page(self, who: Client | None = None) -> str:
        """Return the article's page as somebody sees it."""
        answer = (who or self.desk.client).get(self.address)
        assert answer.status_code == 200
        return answer.content.decode()


@pytest.fixture
def cast(fresh: Desk) -> Cast:
    clients = []
    for name, role in (
        ("Ada Lovelace", Role.COMMENTER),
        ("Ben", Role.COMMENTER),
        ("Rita", Role.REVIEWER),
        ("Eve", Role.EDITOR),
    ):
        email = f"{name.partition(' ')[0].lower()}@talk.example"
        user = User.objects.filter(email=email).first() or User.objects.create_user(email, role=role, name=name)
        client = Client()
        client.force_login(user)
        clients.append(client)
    return Cast(fresh, fresh.article(TITLE), *clients)
