"""Events of different articles that are one happening.

1. Each telling is linked to older ones that match it, of each kind of link to no more than the _MOST that agree best: of a
   thousand tellings of one story each has a handful of links.
2. Each telling joins the happening of the one it agrees best with, if its time touches that of the happening's first
   telling; who joins none begins one. So talks that are told of without a date, week after week, are not one happening.
Both are told by what is kept alone, not by the order in which it came.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from dragoman.record.across.blocking import keys_sought
from dragoman.record.across.events import MOMENTS, Moment, find_match, find_relation, moment_of, reach_of
from dragoman.record.across.tellings import Telling
from dragoman.record.bulk import change, chunks, join
from dragoman.record.links.articles import articles_of_one_text
from dragoman.record.links.verdicts import find_rejected, replace_links
from dragoman.record.models import EventRow, Link
from dragoman.record.rows import end_of, telling_of_plain

__all__ = ["EVENT_KINDS", "event_links", "find_crowded", "link_events", "settle_happenings"]

EVENT_KINDS = ("repeats", "corroborates", "contradicts", "updates")
# Days of publication that one search spans.
_SPAN = 14
_SEARCH = """
    SELECT kept.key, kept.event_id, kept.day FROM {mine} CROSS JOIN record_tellingkey kept
    WHERE kept.key = mine.key AND kept.day BETWEEN %s AND %s
"""
# Older tellings that one is linked to, of each kind. The sample's largest story needs six.
_MOST = 4
_MADE = 2.0  # how sure a link is that a person made: more than any derived one, and whatever the times are


@dataclass(frozen=True, slots=True)
class _Told:
    """An event's row, with what of its version it is compared by."""

    pk: int
    version: int
    local: str
    end: str
    day: dt.date
    telling: Telling

    @property
    def moment(self) -> Moment:
        return moment_of(self.telling, self.day)

    @property
    def age(self) -> tuple[dt.date, str]:
        return self.day, self.telling.article


def link_events(versions: Collection[int], alias: str) -> set[str]:
    """Link the events of versions to those that tell of the same, in place of the links that they had.

    Returns the ends whose links to older tellings changed: their happenings are to be settled.
    """
    mine = [told for part in chunks(versions) for told in _read(EventRow.objects.using(alias).filter(version__in=part))]
    same_text = articles_of_one_text(versions, alias)
    own = {told.end for told in mine}
    links: dict[str, Link] = {}
    for one, other in _find_pairs(mine, alias):
        link = _link(one, other, same_text)
        if link is not None:
            # Two events of one sentence and one trigger are one end: the first of them stands for it.
            links[link.key] = min(link, links.get(link.key, link), key=lambda link: (link.left_row, link.right_row))
    # What is older than these is linked to them by what it had: one more can only take the place of the last.
    younger = {link.left_end for link in links.values()} - own
    before = {link.key: link for part in chunks(own | younger) for link in _derived(alias).filter(left_end__in=part)}
    kept = [link for link in before.values() if link.left_end not in own and link.right_end not in own]
    wanted = _best([*kept, *links.values()])
    changed = replace_links(before.values(), wanted, alias)
    return own | {link.left_end for link in changed}


def find_crowded(links: Iterable[Link], alias: str) -> set[int]:
    """Return the versions that have as many links of one of these links' kinds as are kept: others wait for its place."""
    going = {(link.left_end, link.kind): link.left_id for link in links if link.author is None}
    counts: dict[tuple[str, str], int] = defaultdict(int)
    for part in chunks({end for end, _ in going}):
        for place in _derived(alias).filter(left_end__in=part).values_list("left_end", "kind"):
            counts[place] += 1
    return {version for place, version in going.items() if counts[place] >= _MOST}


def event_links(alias: str) -> "QuerySet[Link]":
    """Return the links between events: statements have links of these kinds too."""
    return Link.objects.using(alias).filter(kind__in=EVENT_KINDS, left_row__startswith="events/")


def _derived(alias: str) -> "QuerySet[Link]":
    return event_links(alias).filter(author=None)


def _best(links: Iterable[Link]) -> list[Link]:
    """Choose, for each telling and kind, the links that are kept: the surest ones, of equal ones by their keys."""
    groups: dict[tuple[str, str], list[Link]] = defaultdict(list)
    for link in links:
        groups[link.left_end, link.kind].append(link)
    return [link for group in groups.values() for link in sorted(group, key=_rank)[:_MOST]]


def _rank(link: Link) -> tuple[float, str]:
    return -link.confidence, link.key


_FIELDS = ("pk", "version_id", "local", "end", "version__published_day", "telling")


def _read(rows: "QuerySet[EventRow]") -> Iterator[_Told]:
    for pk, version, local, end, day, telling in rows.exclude(telling=None).values_list(*_FIELDS):
        yield _Told(pk, version, local, end, day or dt.date.min, telling_of_plain(telling))


def _find_pairs(mine: Sequence[_Told], alias: str) -> Iterator[tuple[_Told, _Told]]:
    """Give each telling with those of other versions that share a key with it and were published at about its time."""
    by_pk = {told.pk: told for told in mine}
    pairs: dict[int, set[int]] = defaultdict(set)
    for own, group in _near_in_time(mine):
        for later in (False, True):
            reach = max(reach_of(own, moment) for moment in MOMENTS if (moment == "later") == later)
            for one, other in _search(group, reach, alias, later=later):
                pairs[other].add(one)
    missing = set(pairs) - set(by_pk)
    for part in chunks(missing):
        by_pk |= {told.pk: told for told in _read(EventRow.objects.using(alias).filter(pk__in=part))}
    for other, them in pairs.items():
        yield from ((by_pk[one], by_pk[other]) for one in them if _may_meet(by_pk[one], by_pk[other]))


def _may_meet(one: _Told, other: _Told) -> bool:
    return one.version != other.version and abs((one.day - other.day).days) <= reach_of(one.moment, other.moment)


def _search(group: Sequence[_Told], reach: int, alias: str, *, later: bool) -> Iterator[tuple[int, int]]:
    sought: dict[int, list[tuple[int, int]]] = defaultdict(list)
    days = {told.pk: told.day.toordinal() for told in group}
    for told in group:
        for key in keys_sought(told.telling, later=later):
            sought[key].append((told.pk, days[told.pk]))
    first, last = min(days.values()) - reach, max(days.values()) + reach
    rows = join(_SEARCH, ("key",), [(key,) for key in sought], alias, first, last)
    for key, event, day in rows:
        for pk, own in sought[key]:
            if event != pk and -reach <= day - own <= reach:
                yield pk, event


def _near_in_time(mine: Sequence[_Told]) -> Iterator[tuple[Moment, list[_Told]]]:
    """Group those of one moment that were published within some days."""
    for moment in MOMENTS:
        group: list[_Told] = []
        for told in sorted((told for told in mine if told.moment == moment), key=lambda told: told.day):
            if group and (told.day - group[0].day).days > _SPAN:
                yield moment, group
                group = []
            group.append(told)
        if group:
            yield moment, group


def _link(one: _Told, other: _Told, same_text: Mapping[int, set[int]]) -> Link | None:
    # The later article is what the link speaks of; on one day, the one with the greater id.
    first, second = sorted((one, other), key=lambda told: told.age)
    match = find_match(second.telling, first.telling)
    if match is None:
        return None
    relation: str | None = find_relation(first.telling, second.telling, first_day=first.day, second_day=second.day)
    if relation is None:
        return None
    if relation == "corroborates" and second.version in same_text.get(first.version, ()):
        relation = "repeats"  # copies are not witnesses
    return Link(
        key=end_of("event", f"{second.end}|{first.end}"),
        kind=relation,
        left_id=second.version,
        left_row=f"events/{second.local}",
        right_id=first.version,
        right_row=f"events/{first.local}",
        reason=match.reason,
        confidence=match.confidence,
        differences=match.differences,
        left_end=second.end,
        right_end=first.end,
        told=second.day,
    )


# Happenings


@dataclass(frozen=True, slots=True)
class _Placed:
    """A telling, with the happening it is in."""

    age: tuple[dt.date, str, int]  # with its place in its article
    happening: str
    first: dt.date  # when it can have been, both days included
    last: dt.date
    beside: Mapping[str, float]  # ends that stand before it in its article and tell of the same, and how surely


def settle_happenings(ends: Collection[str], alias: str) -> None:
    """Give tellings their happenings anew, and those that follow from them.

    ends: of all tellings whose links to older ones changed, or were decided on.
    """
    waiting = set(ends)
    while waiting:
        own = _placed(waiting, alias)
        ahead = _ahead(own, alias)
        known = own | _placed({end for links in ahead.values() for end, _ in links} - set(own), alias)
        leaders = known | _placed({placed.happening for placed in known.values()} - set(known), alias)
        moved: dict[str, str] = {}
        # The oldest first, as each is placed by older ones. Where one lies between these and is not among them, it is
        # placed in the next round, and those behind it once more.
        for end in sorted(own, key=lambda end: own[end].age):
            older = [(to, sure) for to, sure in ahead[end] if to in known and known[to].age < own[end].age]
            name = _join(end, [(moved.get(to, known[to].happening), sure) for to, sure in older], leaders)
            if name != own[end].happening:
                moved[end] = name
        _move(moved, alias)
        waiting = _behind(moved, alias)


def _join(end: str, near: Iterable[tuple[str, float]], leaders: Mapping[str, _Placed]) -> str:
    """Return the happening that a telling belongs to: that of the surest link, of equal ones the one that began first."""
    own = leaders[end]
    fitting = [
        (-sure, leaders[name].age, name)
        for name, sure in near
        if name in leaders and (sure == _MADE or (own.first <= leaders[name].last and leaders[name].first <= own.last))
    ]
    return min(fitting)[2] if fitting else end


def _placed(ends: Iterable[str], alias: str) -> dict[str, _Placed]:
    found: dict[str, _Placed] = {}
    fields = ("end", "happening", "number", "version__published_day", "telling")
    for part in chunks(ends):
        rows = EventRow.objects.using(alias).filter(end__in=part).exclude(telling=None)
        for end, happening, number, day, plain in rows.values_list(*fields):
            telling = telling_of_plain(plain)
            age = (day or dt.date.min, telling.article, number)
            placed = _Placed(age, happening, telling.first, telling.last, plain["beside"])
            # Two events of one sentence are one end: the first of them stands for it.
            found[end] = min(placed, found.get(end, placed), key=lambda placed: placed.age)
    return found


def _behind(ends: Iterable[str], alias: str) -> set[str]:
    """Return the ends that are placed by these: linked to them, or behind them in their articles."""
    found: set[str] = set()
    for part in chunks(ends):
        found |= set(event_links(alias).filter(right_end__in=part).values_list("left_end", flat=True))
        made = event_links(alias).filter(left_end__in=part).exclude(author=None)
        found |= set(made.values_list("right_end", flat=True))
        rows = EventRow.objects.using(alias).filter(version__events__end__in=part).exclude(telling=None)
        found |= {
            end
            for end, plain in rows.values_list("end", "telling")
            if plain and not set(part).isdisjoint(plain["beside"])
        }
    return found


def _ahead(own: Mapping[str, _Placed], alias: str) -> dict[str, list[tuple[str, float]]]:
    """Return for each end those it is linked to, and how surely; links that a person rejected lead nowhere.

    Derived links lead to older ones; one that a person made may lead either way.
    """
    links: list[tuple[str, str, float]] = []
    for part in chunks(own):
        links += _derived(alias).filter(left_end__in=part).values_list("left_end", "right_end", "confidence")
        made = event_links(alias).filter(Q(left_end__in=part) | Q(right_end__in=part)).exclude(author=None)
        for left, right in made.values_list("left_end", "right_end"):
            links += [(one, other, _MADE) for one, other in ((left, right), (right, left)) if one in own]
    rejected = find_rejected("event", {end for left, right, _ in links for end in (left, right)}, alias)
    found = {end: list(placed.beside.items()) for end, placed in own.items()}
    for left, right, sure in links:
        if frozenset((left, right)) not in rejected:
            found[left].append((right, sure))
    return found


def _move(moved: Mapping[str, str], alias: str) -> None:
    rows = [(to, end) for end, to in moved.items()]
    change('UPDATE record_eventrow SET happening = %s WHERE "end" = %s', rows, alias)
    change(
        'UPDATE record_side SET happening = %s WHERE event_id IN (SELECT id FROM record_eventrow WHERE "end" = %s)',
        rows,
        alias,
    )
