"""Links found by indexes are those that comparing everything with everything finds, however articles come and go."""

import dataclasses
import datetime as dt
from collections import Counter
from collections.abc import Callable

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dragoman.model import Actor, Article, Auxiliary, Event, Mention, Parts, Reader, Reading, Span
from dragoman.record.across.blocking import keys_of, keys_sought
from dragoman.record.across.events import find_match, moment_of, reach_of
from dragoman.record.across.tellings import Standing, Telling
from dragoman.record.decisions import decide, iter_links
from dragoman.record.models import ActorRow, Bearers, EventRow, Link
from dragoman.record.store import Record, open_record
from tests.record.test_linking import derived

NAMES = ("Peter Novak", "Jan Novak", "Novak", "Ana Novak", "Rescue Forces", "Forces", "Lantern")
COUNTRIES = ("SVK", "LVA", "KEN", None)
DAYS = [dt.date(2024, 3, 1) + dt.timedelta(days=days) for days in (0, 1, 5, 40, 90, 700)]
DATABASE = settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@st.composite
def small_readings(draw: st.DrawFn) -> Reading:
    """One of eight addresses, so that articles change; few names, places and days, so that they meet."""
    people = draw(st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(COUNTRIES)), min_size=1, max_size=4))
    people = list(dict(people).items())
    outlet = draw(st.sampled_from(["The Lantern", "Wire", "Post"]))
    said = draw(st.sampled_from(["", "The Lantern reported talks on the river dams of the north. ", "Wire said so. "]))
    tail = draw(st.sampled_from(["", "talks on the river dams of the north went on for days and days without an end"]))
    text, mentions = said, []
    for name, _ in people:
        mentions.append(Mention(len(text), len(text) + len(name), "name"))
        text += f"{name} and "
    trigger = Span(len(text), len(text) + 3)
    text += f"met . {tail}"
    day = draw(st.sampled_from(DAYS))
    auxiliary: tuple[Auxiliary, ...] = draw(st.sampled_from([(), ("negation",), ("future",)]))
    date = draw(st.sampled_from([None, day.isoformat(), DAYS[0].isoformat(), "2024"]))
    actors = tuple(
        Actor(f"a{at}", name, "person", country, mentions=(mention,))
        for at, ((name, country), mention) in enumerate(zip(people, mentions, strict=True))
    )
    event = Event(
        "e1", "CONSULT", None, (), tuple(actor.id for actor in actors), (), date, None, auxiliary, None, (), trigger,
        Span(0, trigger.end),
    )  # fmt: skip
    address = draw(st.integers(0, 7))
    id_ = f"{address}-{abs(hash((text, outlet, day, date, auxiliary, tuple(people))))}"
    article = Article(
        id=id_, text=text, parts=Parts(paragraphs=(Span(0, len(text)),)), url=f"https://x.example/{address}",
        publisher=outlet, published=day.isoformat(),
    )  # fmt: skip
    return Reading(reader=Reader("dragoman", "0", "rules", ()), article=article, actors=actors, events=(event,))


@DATABASE
@given(coming=st.lists(small_readings(), min_size=2, max_size=14), batched=st.booleans())
def test_what_comes_and_goes_leaves_what_is_there(
    fresh_url: Callable[[], str], coming: list[Reading], *, batched: bool
) -> None:
    one, other = open_record(fresh_url()), open_record(fresh_url())
    for part in [coming] if batched else [[reading] for reading in coming]:
        list(one.add(part))
    last = list(one.readings())
    list(other.add(reversed(last)))
    assert derived(one) == derived(other)
    assert _counts(one) == _counts(other)
    one.rebuild()
    assert derived(one) == derived(other)
    one.close()
    other.close()


@DATABASE
@given(coming=st.lists(small_readings(), min_size=4, max_size=14), chosen=st.integers(0, 50))
def test_a_rejected_link_is_seen_and_can_be_taken_back_whoever_comes(
    fresh_url: Callable[[], str], coming: list[Reading], chosen: int
) -> None:
    record = open_record(fresh_url())
    half = len(coming) // 2
    list(record.add(coming[:half]))
    links = list(iter_links(record))
    if links:
        decide(record, links[chosen % len(links)].key, confirmed=False)
    list(record.add(coming[half:]))
    before = derived(record)
    record.rebuild()
    assert derived(record) == before
    for link in [link for link in iter_links(record) if link.standing == "rejected"]:
        decide(record, link.key, confirmed=None)
    free = open_record(fresh_url())
    list(free.add(record.readings()))
    if not any(link.standing == "rejected" for link in iter_links(record)):
        before = derived(record)
        record.rebuild()
        assert derived(record) == before
    record.close()
    free.close()


def _counts(record: Record) -> list[tuple[object, ...]]:
    rows = Bearers.objects.using(record.alias).values_list("name", "country", "block", "count", "leader")
    assert Link.objects.using(record.alias).values("key").distinct().count() == Link.objects.using(record.alias).count()
    return sorted(rows)


def meeting(number: int, day: dt.date, words: str = "in the capital") -> Reading:
    """An article by another outlet that tells, without a date, that two ministers met."""
    people = [("Ana Kovac", "SVK"), ("Jan Vesely", "LVA")]
    text = f"Ana Kovac and Jan Vesely met {words} . Report {number}."
    actors = tuple(
        Actor(
            name[:3],
            name,
            "person",
            country,
            mentions=(Mention(text.index(name), text.index(name) + len(name), "name"),),
        )
        for name, country in people
    )
    trigger = Span(text.index("met"), text.index("met") + 3)
    event = Event("e1", "CONSULT", None, (), ("Ana", "Jan"), (), None, None, (), None, (), trigger, Span(0, text.index(" .")))  # fmt: skip
    article = Article(
        id=f"{number:03}-{words}", text=text, parts=Parts(paragraphs=(Span(0, len(text)),)),
        url=f"https://x.example/{number}", publisher=f"Outlet {number}", published=day.isoformat(),
    )  # fmt: skip
    return Reading(reader=Reader("dragoman", "0", "rules", ()), article=article, actors=actors, events=(event,))


def test_a_telling_has_a_few_links_however_many_tell_the_same(fresh_url: Callable[[], str]) -> None:
    day = dt.date(2024, 3, 1)
    told = [meeting(number, day + dt.timedelta(days=number // 6)) for number in range(18)]
    one, other = open_record(fresh_url()), open_record(fresh_url())
    list(one.add(told))
    for reading in reversed(told):
        list(other.add([reading]))
    assert derived(one) == derived(other)
    events = Link.objects.using(one.alias).filter(left_row="events/e1")
    counts = Counter(events.values_list("left_end", "kind"))
    assert max(counts.values()) == 4
    assert len(_happenings(one)) == 1
    # The first of them changes: those that were linked to it find others in its place, as if it had always been so.
    for record in (one, other):
        list(record.add([meeting(0, day, "in a small town"), meeting(7, day, "at last")]))
    assert derived(one) == derived(other)
    one.rebuild()
    assert derived(one) == derived(other)
    one.close()
    other.close()


def test_what_is_told_without_a_date_week_after_week_is_not_one_happening(record: Record) -> None:
    days = [dt.date(2024, 3, 1) + dt.timedelta(days=5 * number) for number in range(12)]
    list(record.add(meeting(number, day) for number, day in enumerate(days)))
    happenings = _happenings(record)
    assert len(happenings) > 4
    assert max(map(max, happenings.values())) - min(map(min, happenings.values())) == days[-1] - days[0]
    # Nobody is further from the first of them than an undated telling can be.
    assert all(max(group) - min(group) <= dt.timedelta(days=8) for group in happenings.values())


def _happenings(record: Record) -> dict[str, list[dt.date]]:
    found: dict[str, list[dt.date]] = {}
    for name, told in EventRow.objects.using(record.alias).values_list("happening", "told"):
        found.setdefault(name, []).append(told)
    return found


@st.composite
def tellings(draw: st.DrawFn) -> tuple[Telling, dt.date]:
    day = dt.date(2024, 1, 1) + dt.timedelta(days=draw(st.integers(0, 60)))
    first = day - dt.timedelta(days=draw(st.sampled_from([1, 7, 14, 400, 9000])))
    last = first + dt.timedelta(days=draw(st.sampled_from([0, 2, 8, 63, 74, 366, 20_000])))
    cast = draw(st.frozensets(st.sampled_from(["KEN", "ETH", "NOR", "ana", "jan"]), min_size=1, max_size=4))
    standing: Standing = draw(st.sampled_from(["happened", "planned", "sought", "denied"]))
    exact = draw(st.booleans())
    id_ = str(draw(st.integers(0, 10**9)))
    words = draw(st.frozensets(st.sampled_from(["dam", "ferry", "river"])))
    made = Telling(id_, "e", "meet", standing, first, last, exact, cast, frozenset(), None, None, told=day)
    return dataclasses.replace(made, words=words, lead=draw(st.booleans())), day


@settings(max_examples=400, deadline=None)
@given(one=tellings(), other=tellings())
def test_tellings_that_match_find_each_other(one: tuple[Telling, dt.date], other: tuple[Telling, dt.date]) -> None:
    if find_match(one[0], other[0]) is None:
        return
    moments = moment_of(*one), moment_of(*other)
    assert reach_of(*moments) == reach_of(*reversed(moments))
    assert set(keys_of(one[0], moments[0])) & set(keys_sought(other[0], later=moments[0] == "later"))
    assert set(keys_of(other[0], moments[1])) & set(keys_sought(one[0], later=moments[1] == "later"))


def named(number: int, *names: str) -> Reading:
    """An article on Kenyans."""
    text = f"{', '.join(names)} spoke. Report {number}."
    actors = tuple(
        Actor(
            f"a{at}", name, "person", "KEN", mentions=(Mention(text.index(name), text.index(name) + len(name), "name"),)
        )
        for at, name in enumerate(names)
    )
    return Reading(
        article=Article(id=f"n{number}", text=text, published="2024-03-04"),
        reader=Reader("dragoman", "0", "rules", ()),
        actors=actors,
    )


def test_two_namesakes_that_come_at_once_leave_a_last_name_to_none(record: Record) -> None:
    list(record.add([named(1, "Ana Novak"), named(2, "Novak")]))
    alone = ActorRow.objects.using(record.alias).filter(folded="novak")
    assert alone.get().identity == "name:ana novak:KEN"
    list(record.add([named(3, "Jan Novak"), named(4, "Peter Novak")]))
    assert alone.get().identity == "name:novak:KEN"
