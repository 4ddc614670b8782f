"""Links that people make are shown like others, have the same consequences, and stay."""

import dataclasses
import pathlib
from collections.abc import Callable

import pytest

from dragoman.errors import Missing, Unusable
from dragoman.model import Parts
from dragoman.record.backup import back_up, restore
from dragoman.record.decisions import HeldLink, decide, iter_links, make_link
from dragoman.record.happenings import find_account
from dragoman.record.store import Record, open_record
from tests.record.samples import readings

NAMED = {str(reading.article.source_id): reading for reading in readings()}


def place(name: str, row: str = "") -> str:
    return f"{NAMED[name].article.id}/{row}".rstrip("/")


def made(record: Record) -> list[HeldLink]:
    return [link for link in iter_links(record) if link.made_by is not None]


@pytest.fixture
def some(record: Record) -> Record:
    list(record.add([NAMED[name] for name in ("water-1", "fish-1", "beef-1", "beef-2")]))
    return record


def test_a_link_between_events_makes_them_one_happening_and_stays(some: Record) -> None:
    link = make_link(
        some,
        "corroborates",
        place("fish-1", "events/e1"),
        place("water-1", "events/e1"),
        author="desk",
        reason="so I say",
    )
    assert (link.standing, link.confidence, link.made_by, link.reason) == ("confirmed", 1.0, "desk", "so I say")
    for _ in range(2):
        assert made(some) == [link]
        account = find_account(some, place("water-1", "events/e1"))
        assert {telling.article.id for telling in account.tellings} == {place("water-1"), place("fish-1")}
        some.rebuild()
    # A new version that has the same sentence keeps it; one that has not loses it from sight alone.
    article = NAMED["fish-1"].article
    for text, count in (
        (f"{article.text} More later.", 1),
        ("Nothing of the kind happened at sea.", 0),
        (article.text + "!", 1),
    ):
        changed = dataclasses.replace(article, text=text, id=f"{article.id}{len(text)}", parts=Parts())
        reading = (
            NAMED["fish-1"]
            if count
            else dataclasses.replace(
                NAMED["fish-1"], actors=(), statements=(), events=(), figures=(), forecasts=(), dates=()
            )
        )
        list(some.add([dataclasses.replace(reading, article=changed)]))
        assert len(made(some)) == count
    decide(some, made(some)[0].key, confirmed=None)
    assert made(some) == []
    some.rebuild()
    assert made(some) == []
    assert len(find_account(some, place("water-1", "events/e1")).tellings) < len(account.tellings)


def test_a_report_of_a_report_by_hand_is_no_witness(some: Record) -> None:
    before = find_account(some, place("beef-1", "events/e2"))
    assert len(before.tellers) == 2
    link = make_link(some, "rereports", place("beef-2"), place("beef-1"))
    assert (link.made_by, link.left_row) == ("", "")
    for _ in range(2):
        assert len(find_account(some, place("beef-1", "events/e2")).tellers) == 1
        some.rebuild()
    decide(some, link.key, confirmed=None)
    assert len(find_account(some, place("beef-1", "events/e2")).tellers) == 2


def test_a_backup_has_it(some: Record, fresh_url: Callable[[], str], tmp_path: pathlib.Path) -> None:
    link = make_link(
        some, "updates", place("fish-1", "statements/s1"), place("water-1", "statements/s2"), author="desk"
    )
    assert back_up(some, tmp_path / "b.gz").links == 1
    other = open_record(fresh_url())
    assert restore(other, tmp_path / "b.gz").links == 1
    assert made(other) == [link]


@pytest.mark.parametrize(
    ("kind", "left", "right", "error", "said"),
    [
        ("same_actor", place("fish-1", "actors/norway"), place("water-1", "actors/kenya"), Unusable, "of these kinds"),
        ("updates", place("fish-1", "events/e1"), place("water-1", "statements/s1"), Unusable, "two events"),
        ("updates", place("fish-1"), place("water-1"), Unusable, "two events"),
        ("copies", place("fish-1", "events/e1"), place("water-1", "events/e1"), Unusable, "two articles"),
        ("updates", place("fish-1", "events/e99"), place("water-1", "events/e1"), Missing, "no such"),
        ("copies", "nothing", place("water-1"), Missing, "no such"),
        ("updates", place("fish-1", "statements/s1"), place("fish-1", "statements/s2"), Unusable, "same article"),
    ],
)
def test_what_cannot_be_linked_is_refused(
    some: Record, kind: str, left: str, right: str, error: type[Unusable], said: str
) -> None:
    with pytest.raises(error, match=said):
        make_link(some, kind, left, right)
    assert made(some) == []


def test_what_is_linked_already_is_confirmed_instead(some: Record) -> None:
    link = make_link(some, "copies", place("fish-1"), place("water-1"))
    with pytest.raises(Unusable, match=f"dragoman confirm {link.key[:12]}"):
        make_link(some, link.kind, link.left, link.right)
