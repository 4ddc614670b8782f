"""Links: good enough, the same in any order, and what people decided on them stays."""

import dataclasses
import importlib.util
import pathlib
import random
from collections.abc import Callable

import pytest
from django.db.models import F
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dragoman.errors import Unusable
from dragoman.model import Reading
from dragoman.record.backup import back_up, restore
from dragoman.record.decisions import decide, iter_links
from dragoman.record.models import ActorRow, EventRow, Side
from dragoman.record.store import Record, open_record
from tests.record.samples import readings

_FILE = pathlib.Path(__file__).parents[2] / "benchmarks" / "record.py"


def derived(record: Record) -> object:
    alias = record.alias
    actors = ActorRow.objects.using(alias).values_list("version__article_id", "local", "identity")
    events = EventRow.objects.using(alias).values_list("version__article_id", "local", "happening")
    sides = Side.objects.using(alias).values_list("event__version__article_id", "event__local", "country", "standing")
    assert not Side.objects.using(alias).exclude(happening=F("event__happening")).exists()
    links = [dataclasses.astuple(link) for link in iter_links(record)]
    return sorted(actors), sorted(events), sorted(sides), sorted(links, key=str)


def named(source_id: str) -> Reading:
    return next(reading for reading in readings() if reading.article.source_id == source_id)


@pytest.fixture
def filled(record: Record) -> Record:
    list(record.add(readings()))
    return record


def test_the_sample_is_linked_as_well_as_is_claimed(filled: Record) -> None:
    spec = importlib.util.spec_from_file_location("benchmark", _FILE)
    assert spec
    assert spec.loader
    benchmark = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(benchmark)
    figures = benchmark.measure(filled, say=lambda _: None)
    assert {name: figures[name] for name, bar in benchmark.BARS.items() if figures[name] < bar} == {}


def test_what_is_derived_can_be_derived_again(filled: Record) -> None:
    before = derived(filled)
    filled.rebuild()
    assert derived(filled) == before


@settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(seed=st.integers(0, 10**6), size=st.integers(2, 24))
def test_the_order_of_arrival_changes_nothing(fresh_url: Callable[[], str], seed: int, size: int) -> None:
    chance = random.Random(seed)  # noqa: S311
    some = chance.sample(readings(), size)
    one, other = open_record(fresh_url()), open_record(fresh_url())
    list(one.add(some))
    for reading in chance.sample(some, size):
        list(other.add([reading]))
    assert derived(one) == derived(other)
    one.close()
    other.close()


def test_every_link_says_why_and_how_surely(filled: Record) -> None:
    links = list(iter_links(filled))
    assert {link.kind for link in links} == {
        *("same_actor", "copies", "rereports", "repeats", "corroborates", "contradicts", "updates")
    }
    assert all(link.reason and 0 < link.confidence <= 1 and link.standing == "open" for link in links)
    told = next(link for link in links if link.kind == "updates" and link.differences)
    assert "standing" in told.differences


def test_two_of_one_name_stay_two(filled: Record) -> None:
    novaks = ActorRow.objects.using(filled.alias).filter(folded="peter novak").values_list("identity", flat=True)
    assert set(novaks) == {"name:peter novak:SVK", "name:peter novak:LVA"}


def test_a_copy_repeats_and_does_not_corroborate(filled: Record) -> None:
    pair = {named("fish-1").article.id, named("fish-2").article.id}
    kinds = {link.kind for link in iter_links(filled) if {link.left, link.right} == pair}
    assert kinds == {"copies", "repeats", "same_actor"}


def test_a_rejected_event_link_takes_happenings_apart_and_survives(
    record: Record, fresh_url: Callable[[], str], tmp_path: pathlib.Path
) -> None:
    list(record.add([named("border-1"), named("border-2")]))
    for link in list(iter_links(record, kind="contradicts")):
        decide(record, link.key, confirmed=False, author="desk")
    assert len(set(EventRow.objects.using(record.alias).values_list("happening", flat=True))) > 1
    before = derived(record)
    record.rebuild()
    assert derived(record) == before
    back_up(record, tmp_path / "b.gz")
    other = open_record(fresh_url())
    restore(other, tmp_path / "b.gz")
    assert derived(other) == before
    for link in list(iter_links(record, kind="contradicts")):
        assert link.standing == "rejected"
        decide(record, link.key[:16], confirmed=None)
    assert {link.standing for link in iter_links(record)} == {"open"}


def test_a_rejected_actor_link_takes_two_apart(record: Record) -> None:
    list(record.add([named("water-1"), named("water-3")]))
    link = next(link for link in iter_links(record, kind="same_actor") if "kamau" in link.left_row)
    decide(record, link.key, confirmed=False)
    rows = ActorRow.objects.using(record.alias).filter(folded="wanjiru kamau")
    assert len({row.identity for row in rows}) == 2
    record.rebuild()
    assert len({row.identity for row in rows.all()}) == 2
    decide(record, link.key, confirmed=True)
    assert len({row.identity for row in rows.all()}) == 1
    assert next(found for found in iter_links(record) if found.key == link.key).confidence == 1.0


def test_a_rejected_copy_is_a_witness(record: Record) -> None:
    list(record.add([named("fish-1"), named("fish-2")]))
    assert [link.kind for link in iter_links(record) if link.left_row.startswith("events")] == ["repeats"]
    (copy,) = iter_links(record, kind="copies")
    decide(record, copy.key, confirmed=False)
    assert [link.kind for link in iter_links(record) if link.left_row.startswith("events")] == ["corroborates"]


def test_a_new_version_is_linked_in_place_of_the_old_one_and_keeps_verdicts(record: Record) -> None:
    old = named("border-2")
    list(record.add([named("border-1"), named("border-4"), old]))
    link = next(link for link in iter_links(record, kind="contradicts") if link.left == old.article.id)
    decide(record, link.key, confirmed=False)
    article = dataclasses.replace(old.article, id="changed", text=old.article.text + " ")
    list(record.add([dataclasses.replace(old, article=article)]))
    before = derived(record)
    record.rebuild()
    assert derived(record) == before
    after = list(iter_links(record))
    assert not [link for link in after if old.article.id in {link.left, link.right}]
    again = next(found for found in after if found.key == link.key)
    assert (again.left, again.right, again.standing) == ("changed", link.right, "rejected")


def test_a_link_that_is_not_there_is_refused(filled: Record) -> None:
    with pytest.raises(Unusable, match="no such link"):
        decide(filled, "x", confirmed=True)
    with pytest.raises(Unusable, match="no such link"):
        decide(filled, "", confirmed=True)
