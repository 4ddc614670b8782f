"""Every test that takes `url` or `record` runs on both databases."""

import pathlib
from collections.abc import Callable, Iterator

import pytest
from django.db import connections

from dragoman.model import Actor, Article, Event, Mention, Parts, Reader, Reading, Span, Statement
from dragoman.record.databases import url_of_folder
from dragoman.record.store import Record, open_record
from tests.record.samples import readings
from tests.record.servers import Server, run_server


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    with run_server() as running:
        yield running


@pytest.fixture(params=["sqlite", "postgresql"])
def fresh_url(request: pytest.FixtureRequest, tmp_path: pathlib.Path) -> Iterator[Callable[[], str]]:
    """Make the URL of an empty place, as often as it is called."""
    made = 0

    def make() -> str:
        nonlocal made
        made += 1
        if request.param == "postgresql":
            server: Server = request.getfixturevalue("server")
            return server.fresh()
        return url_of_folder(tmp_path / f"record-{made}")

    yield make
    connections.close_all()


@pytest.fixture
def url(fresh_url: Callable[[], str]) -> str:
    return fresh_url()


@pytest.fixture
def record(url: str) -> Record:
    return open_record(url)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def sample(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    """The sample Record, for tests that only read."""
    if request.param == "postgresql":
        server: Server = request.getfixturevalue("server")
        url = server.fresh()
    else:
        url = url_of_folder(tmp_path_factory.mktemp("sample"))
    record = open_record(url)
    list(record.add(readings()))
    yield record
    connections.close_all()


def make_reading(
    text: str, *, id_: str, url: str | None = None, source_id: str | None = None, title: str | None = None
) -> Reading:
    """A Reading with one actor, one statement and one event, over any text of at least two words."""
    first = Span(0, len(text.split(maxsplit=1)[0]))
    whole = Span(0, len(text))
    return Reading(
        reader=Reader("dragoman", "0", "rules", ()),
        article=Article(id=id_, text=text, parts=Parts(paragraphs=(whole,)), url=url, source_id=source_id, title=title),
        actors=(Actor("first", first.of(text), "person", mentions=(Mention(*first, "name"),)),),
        statements=(Statement("s1", first, "first", "named", None, (whole,), "indirect"),),
        events=(Event("e1", "CONSULT", None, (), ("first",), (), "2024-05-28", None, (), None, ("s1",), first, whole),),
    )
