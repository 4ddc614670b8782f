"""A backup holds everything, and goes into either database."""

import gzip
import pathlib
from collections.abc import Callable

import pytest
from django.db import connections

from dragoman.errors import Unusable
from dragoman.record.backup import back_up, restore
from dragoman.record.databases import url_of_folder
from dragoman.record.models import Anchor, KeptArticle, Verdict, Version
from dragoman.record.notes import add_note, iter_notes
from dragoman.record.store import Record, open_record
from tests.record.conftest import make_reading


@pytest.fixture
def filled(record: Record) -> Record:
    first = make_reading("Varga met the envoy in Oslo.", id_="a1", url="https://courier.example/1", title="T")
    later = make_reading("Varga met the envoy in Bergen.", id_="a2", url="https://courier.example/1", title="T")
    list(record.add([first]))
    add_note(record.alias, "a1", "envoy", "which one?", author="desk")
    add_note(record.alias, "a1", "Oslo", "no, Bergen")
    list(record.add([later, make_reading("Another text.", id_="b1")]))
    Verdict.objects.using(record.alias).create(
        about="event", left_end="0" * 32, right_end="1" * 32, confirmed=False, author="desk"
    )
    return record


def state(record: Record) -> object:
    alias = record.alias
    return (
        list(record.readings()),
        record.versions("a1"),
        list(iter_notes(alias)),
        record.status(),
        list(Version.objects.using(alias).order_by("pk").values_list("number", "current", "fingerprint", "added")),
        list(
            Anchor.objects.using(alias)
            .order_by("note", "version__number")
            .values_list("version__number", "start", "end")
        ),
        list(Verdict.objects.using(alias).values_list("about", "left_end", "right_end", "confirmed", "author", "made")),
        list(KeptArticle.objects.using(alias).values_list("key", "added")),
    )


def test_what_is_restored_is_what_was_there(
    filled: Record, fresh_url: Callable[[], str], tmp_path: pathlib.Path
) -> None:
    counts = back_up(filled, tmp_path / "b.gz")
    assert (counts.articles, counts.versions, counts.notes, counts.verdicts) == (2, 3, 2, 1)
    for url in (fresh_url(), url_of_folder(tmp_path / "other")):  # the same kind of database, and SQLite
        other = open_record(url)
        assert restore(other, tmp_path / "b.gz") == counts
        restored, before = state(other), state(filled)
        assert restored == before


def test_a_record_that_holds_something_is_not_overwritten(filled: Record, tmp_path: pathlib.Path) -> None:
    back_up(filled, tmp_path / "b.gz")
    with pytest.raises(Unusable, match="empty"):
        restore(filled, tmp_path / "b.gz")
    assert filled.status().articles == 2


@pytest.mark.parametrize("damage", ["cut file", "cut lines", "other", "broken line", "no gzip"])
def test_a_damaged_backup_restores_nothing(
    filled: Record, fresh_url: Callable[[], str], tmp_path: pathlib.Path, damage: str
) -> None:
    path = tmp_path / "b.gz"
    back_up(filled, path)
    lines = gzip.decompress(path.read_bytes()).splitlines(keepends=True)
    changed = {
        "cut file": path.read_bytes()[:-40],
        "cut lines": gzip.compress(b"".join(lines[:2])),
        "other": gzip.compress(b'{"line": "head", "backup": 99}\n'),
        "broken line": gzip.compress(lines[0] + b"{}\n" + lines[-1]),
        "no gzip": b"text",
    }
    path.write_bytes(changed[damage])
    other = open_record(fresh_url())
    with pytest.raises(Unusable, match=r"b\.gz"):
        restore(other, path)
    assert other.status().articles == 0


def test_writers_go_on_while_a_backup_is_made(filled: Record, url: str) -> None:
    with filled.snapshot():
        before = filled.status().articles
        other = open_record(url)
        if other.alias == filled.alias:
            other.alias = f"{filled.alias}-2"
            connections.databases[other.alias] = connections.databases[filled.alias]
        list(other.add([make_reading("A third text.", id_="c1")]))
        assert filled.status().articles == before
    assert filled.status().articles == before + 1


def test_a_place_that_cannot_be_written_is_named(filled: Record, tmp_path: pathlib.Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Unusable, match="cannot be written"):
        back_up(filled, tmp_path / "file" / "b.gz")
