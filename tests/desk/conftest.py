"""The desk over the sample Record, on both databases, asked through Django's test client."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import lxml.html
import pytest
from django.db import connections
from django.test import Client, override_settings

from dragoman.accounts.models import User
from dragoman.accounts.roles import Role
from dragoman.model import Reading
from dragoman.record.databases import url_of_folder
from dragoman.record.models import EventRow
from dragoman.record.store import Record, open_record
from tests.record.conftest import server  # noqa: F401  (a fixture)
from tests.record.samples import readings
from tests.record.servers import Server


@dataclass
class Desk:
    record: Record
    client: Client

    def open(self, address: str, status: int = 200) -> lxml.html.HtmlElement:
        """Open a page, which must answer with this status."""
        answer = self.client.get(address)
        assert answer.status_code == status, (address, answer.status_code)
        return parse(answer.content.decode())

    def as_role(self, role: Role) -> Client:
        """Return a client that is logged in as somebody with a role."""
        address = f"{role.label}@desk.example"
        user = User.objects.filter(email=address).first() or User.objects.create_user(address, role=role)
        client = Client()
        client.force_login(user)
        return client

    def article(self, title: str) -> str:
        """Return the address of the article with this title."""
        found = [one for one in self.record.readings() if one.article.title == title]
        assert len(found) == 1, title
        return f"/articles/{found[0].article.id}/"

    def event(self, title: str) -> str:
        """Return the address of what the first event in an article tells of."""
        rows = EventRow.objects.using(self.record.alias).filter(version__title=title)
        return f"/events/{rows.order_by('number')[0].happening}/"


def parse(page: str) -> lxml.html.HtmlElement:
    """Read a page."""
    root = lxml.html.document_fromstring(page)
    assert isinstance(root, lxml.html.HtmlElement)
    return root


def text_of(page: lxml.html.HtmlElement, selector: str) -> str:
    """Return the words of all elements that a selector finds."""
    return " | ".join(" ".join(found.text_content().split()) for found in page.cssselect(selector))


def make_desk(url: str, kept: Iterable[Reading] | None = None) -> Iterator[Desk]:
    """Open a Record with the sample in it, or with other Readings, and a client over it."""
    record = open_record(url)
    list(record.add(readings() if kept is None else kept))
    with override_settings(DRAGOMAN_RECORD=url, ALLOWED_HOSTS=["testserver"]):
        yield Desk(record, Client())
    connections.close_all()


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def desk(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    if request.param == "postgresql":
        running: Server = request.getfixturevalue("server")
        url = running.fresh()
    else:
        url = url_of_folder(tmp_path_factory.mktemp("desk"))
    yield from make_desk(url)
