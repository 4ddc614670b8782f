"""The sample Record on both databases, once a run: with a note, an orphaned one, a confirmed link and two rejected ones."""

import dataclasses
import pathlib
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.db import connections

from dragoman.model import Reading
from dragoman.record.databases import url_of_folder
from dragoman.record.decisions import HeldLink, decide, iter_links
from dragoman.record.exports.formats import export_record
from dragoman.record.notes import add_note
from dragoman.record.store import Record, open_record
from tests.record.samples import readings
from tests.record.servers import Server

DATABASES = ("sqlite", "postgresql")


@dataclass(frozen=True)
class Decided:
    confirmed: HeldLink
    rejected_copy: HeldLink
    rejected_event: HeldLink


@dataclass(frozen=True)
class Kept:
    record: Record
    url: str
    decided: Decided
    place: pathlib.Path  # where its exports are kept, each made once

    def exported(self, form: str) -> pathlib.Path:
        """Return the folder of an export, which is made when it is first asked for."""
        folder = self.place / form
        if not folder.exists():
            export_record(self.record, form, folder)
        return folder


@pytest.fixture(scope="session")
def kept(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Kept]]:
    urls = {"sqlite": url_of_folder(tmp_path_factory.mktemp("kept")), "postgresql": server.fresh()}
    yield {name: _fill(url, tmp_path_factory.mktemp("exports")) for name, url in urls.items()}
    connections.close_all()


@pytest.fixture(params=DATABASES)
def sample(request: pytest.FixtureRequest, kept: dict[str, Kept]) -> Kept:
    return kept[request.param]


def _fill(url: str, place: pathlib.Path) -> Kept:
    record = open_record(url)
    list(record.add(readings()))
    first = readings()[0].article
    title = first.title or ""
    words = first.text[len(title) + 2 :][:40]
    add_note(record.alias, first.id, words, "It was Lake Turkana.", author="desk")
    add_note(record.alias, first.id, title, "The headline is the agency's.")
    changed = dataclasses.replace(first, text="X" + first.text[1:], title="X" + title[1:], id="changed")
    list(record.add([dataclasses.replace(readings()[0], article=changed)]))
    links = list(iter_links(record))
    copy, repeat = (next(link for link in links if link.kind == kind) for kind in ("copies", "repeats"))
    confirmed = next(link for link in links if link.kind == "contradicts")
    decide(record, confirmed.key, confirmed=True)
    decide(record, copy.key, confirmed=False)
    # What hung on the copy is derived anew, so the next one is looked for again.
    event = next(link for link in iter_links(record, kind="repeats") if link.key != repeat.key)
    decide(record, event.key, confirmed=False)
    return Kept(record, url, Decided(confirmed, copy, event), place)


def kept_readings(record: Record) -> dict[str, Reading]:
    return {reading.article.id: reading for reading in record.readings()}
