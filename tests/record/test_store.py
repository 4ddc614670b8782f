"""Keeping: the same once, a changed one as a version, nothing lost on the way in and out."""

import dataclasses
import threading

import pytest
from hypothesis import HealthCheck, given, settings

from dragoman.errors import UnreadableInput, Unusable
from dragoman.model import Reading
from dragoman.record import linking
from dragoman.record.keeping import Kept
from dragoman.record.models import Bearers, EventRow, Party
from dragoman.record.store import Record, open_record
from tests.record.conftest import make_reading
from tests.strategies import readings

FIRST = make_reading("Varga met the envoy on Monday in Oslo.", id_="a1", url="https://courier.example/1", title="Talks")


def test_what_was_kept_comes_back(record: Record) -> None:
    assert list(record.add([FIRST])) == [Kept("added", "a1", "Talks", 1)]
    assert list(record.readings()) == [FIRST]
    status = record.status()
    assert (status.articles, status.actors, status.statements, status.events) == (1, 1, 1, 1)
    assert record.holds(FIRST.article)


def test_the_same_twice_adds_nothing(record: Record) -> None:
    outcomes = [kept.outcome for kept in record.add([FIRST, FIRST]) if isinstance(kept, Kept)]
    outcomes += [kept.outcome for kept in record.add([FIRST]) if isinstance(kept, Kept)]
    assert outcomes == ["added", "known", "known"]
    assert record.status().versions == 1


def test_a_changed_text_is_a_version_and_the_old_one_stays(record: Record) -> None:
    changed = make_reading("Varga met two envoys on Monday in Oslo.", id_="a2", url=FIRST.article.url, title="Talks")
    assert [kept.outcome for kept in record.add([FIRST, changed]) if isinstance(kept, Kept)] == ["added", "changed"]
    assert record.versions("a1") == record.versions("a2") == [FIRST, changed]
    assert list(record.readings()) == [changed]
    status = record.status()
    assert (status.articles, status.versions, status.events) == (1, 2, 1)
    # An old text that comes again is known, and does not become the newest.
    assert [kept.outcome for kept in record.add([FIRST]) if isinstance(kept, Kept)] == ["known"]
    assert list(record.readings()) == [changed]


def test_rows_of_two_tables_that_count_from_one_are_two_articles(record: Record) -> None:
    one = make_reading("Varga met the envoy on Monday in Oslo.", id_="a1", source_id="1")
    other = make_reading("Wheat prices fell again after heavy rain.", id_="b1", source_id="1")
    later = make_reading("Varga met the envoy on Monday evening in Oslo.", id_="a2", source_id="1")
    outcomes = [kept.outcome for kept in record.add([one, other, later]) if isinstance(kept, Kept)]
    assert outcomes == ["added", "added", "changed"]
    assert record.versions("a1") == [one, later]


def test_an_id_that_is_taken_is_refused_alone(record: Record) -> None:
    other = make_reading("Quite another text.", id_="a1", url="https://courier.example/2")
    nameless = make_reading("Quite another text.", id_="x" * 500, url="https://courier.example/3")
    third = make_reading("A third text.", id_="a3")
    first, *refused, last = record.add([FIRST, other, nameless, third])
    assert isinstance(first, Kept)
    assert all(isinstance(item, UnreadableInput) for item in refused)
    assert isinstance(last, Kept)
    assert record.status().articles == 2


def test_a_failure_in_a_batch_leaves_nothing(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*_: object) -> None:
        raise RuntimeError("the disk is full")

    # The last step of a batch: all its rows are written by then.
    monkeypatch.setattr(linking, "settle_happenings", failing)
    with pytest.raises(RuntimeError):
        list(record.add([FIRST, make_reading("Another text.", id_="second")]))
    assert record.status().articles == 0
    assert not Bearers.objects.using(record.alias).exists()


def test_two_writers_at_once_keep_everything_once(url: str) -> None:
    many = [make_reading(f"Varga met envoy {number} in Oslo.", id_=f"a{number}") for number in range(40)]

    def work() -> None:
        record = open_record(url)
        list(record.add(many))
        record.close()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert open_record(url).status().articles == 40
    assert list(open_record(url).readings()) == many


def test_a_record_that_is_not_there_is_not_made_by_asking(tmp_path: object) -> None:
    with pytest.raises(Unusable, match="no Record"):
        open_record(f"sqlite:///{tmp_path}/none/record.sqlite3", create=False)


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("mysql://host/name", "no database"),
        ("record.sqlite3", "no database"),
        ("postgresql://host:port/name", "no PostgreSQL URL"),
        ("postgresql://host", "names no database"),
        ("postgresql://dragoman:secret@127.0.0.1:1/name", "cannot be used"),
    ],
)
def test_a_url_that_is_none_is_one_line_without_its_password(url: str, message: str) -> None:
    with pytest.raises(Unusable, match=message) as raised:
        open_record(url)
    assert "secret" not in str(raised.value)
    assert "\n" not in str(raised.value)


def test_parties_hang_on_their_events(record: Record) -> None:
    list(record.add([FIRST]))
    event = EventRow.objects.using(record.alias).get()
    assert event.first_day is not None
    assert event.first_day.isoformat() == "2024-05-28"
    assert [party.actor.name for party in Party.objects.using(record.alias).filter(event=event)] == ["Varga"]


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(drawn=readings())
def test_any_reading_is_kept_as_it_is(record: Record, drawn: Reading) -> None:
    id_ = f"id-{record.status().articles}"
    named = dataclasses.replace(drawn, article=dataclasses.replace(drawn.article, id=id_, source_id=id_))
    (kept,) = record.add([named])
    assert isinstance(kept, Kept)
    assert record.versions(id_) == [named]
