"""Events of different articles that are one happening."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Min, Q, QuerySet

from dragoman.record.across.blocking import keys_sought
from dragoman.record.across.events import MOMENTS, Moment, find_match, find_relation, moment_of, reach_of
from dragoman.record.across.tellings import Telling
from dragoman.record.links.articles import articles_of_one_text
from dragoman.record.links.verdicts import chunks, find_rejected, replace_links
from dragoman.record.models import EventRow, Link, TellingKey
from dragoman.record.rows import end_of, telling_of

__all__ = ["EVENT_KINDS", "link_events", "settle_happenings"]

EVENT_KINDS = ("repeats", "corroborates", "contradicts", "updates")
# Days of publication that one search spans.
_SPAN = 14


@dataclass(frozen=True, slots=True)
class _Told:
    """An event's row, with what of its version it is compared by."""

    pk: int
    version: int
    local: str
    end: str
    happening: str
    day: dt.date
    telling: Telling

    @property
    def moment(self) -> Moment:
        return moment_of(self.telling, self.day)

    @property
    def age(self) -> tuple[dt.date, str]:
        return self.day, self.telling.article


def link_events(versions: Collection[int], again: Collection[int], alias: str) -> None:
    """Link the events of versions to those that tell of the same, and give those one happening.

    again: versions among them that were linked before; happenings that fall apart are for `settle_happenings`.
    """
    mine = [told for part in chunks(versions) for told in _read(EventRow.objects.using(alias).filter(version__in=part))]
    same_text = articles_of_one_text(versions, alias)
    links: dict[str, Link] = {}
    names = _Names()
    for one, other in _find_pairs(mine, alias):
        link = _link(one, other, same_text)
        if link is not None:
            # Two events of one sentence and one trigger are one end: the first of them stands for it.
            links[link.key] = min(link, links.get(link.key, link), key=lambda link: (link.left_row, link.right_row))
            names.tie(one, other)
    before = [
        link
        for part in chunks(again)
        for side in ("left__in", "right__in")
        for link in derived_of_events(alias).filter(**{side: part})
    ]
    replace_links(before, list(links.values()), alias)
    rejected = find_rejected(
        "event", {end for link in links.values() for end in (link.left_end, link.right_end)}, alias
    )
    for old, new in names.merged(rejected):
        EventRow.objects.using(alias).filter(happening=old).update(happening=new)


def derived_of_events(alias: str) -> "QuerySet[Link]":
    """Return the links between events that nobody made by hand: statements have links of these kinds too."""
    links = Link.objects.using(alias).filter(kind__in=EVENT_KINDS, author=None)
    return links.filter(left_row__startswith="events/")


def _read(rows: "QuerySet[EventRow]") -> Iterator[_Told]:
    fields = ("pk", "version_id", "local", "end", "happening", "version__published_day")
    for row in rows.exclude(telling=None).select_related("version").only(*fields[1:], "telling"):
        day = row.version.published_day or dt.date.min
        yield _Told(row.pk, row.version_id, row.local, row.end, row.happening, day, telling_of(row))


def _find_pairs(mine: Sequence[_Told], alias: str) -> Iterator[tuple[_Told, _Told]]:
    """Give each telling with those of other versions that share a key with it and were published at about its time."""
    by_pk = {told.pk: told for told in mine}
    pairs: dict[int, set[int]] = defaultdict(set)
    for own, group in _near_in_time(mine):
        for moment in MOMENTS:
            for one, other in _search(group, moment, reach_of(own, moment), alias):
                pairs[other].add(one)
    missing = set(pairs) - set(by_pk)
    for part in chunks(missing):
        by_pk |= {told.pk: told for told in _read(EventRow.objects.using(alias).filter(pk__in=part))}
    for other, them in pairs.items():
        yield from ((by_pk[one], by_pk[other]) for one in them if by_pk[one].version != by_pk[other].version)


def _search(group: Sequence[_Told], moment: Moment, reach: int, alias: str) -> Iterator[tuple[int, int]]:
    sought: dict[int, list[_Told]] = defaultdict(list)
    for told in group:
        for key in keys_sought(told.telling, moment):
            sought[key].append(told)
    days = [told.day.toordinal() for told in group]
    table = TellingKey.objects.using(alias).filter(day__range=(min(days) - reach, max(days) + reach))
    for part in chunks(sought):
        for key, event, day in table.filter(key__in=part).values_list("key", "event_id", "day"):
            for told in sought[key]:
                if event != told.pk and abs(day - told.day.toordinal()) <= reach:
                    yield told.pk, event


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
    relation: str = find_relation(first.telling, second.telling, first_day=first.day, second_day=second.day)
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
    )


# Happenings


class _Names:
    """Which happenings become one: each is named after the smallest end of its tellings."""

    def __init__(self) -> None:
        self.ties: list[tuple[_Told, _Told]] = []

    def tie(self, one: _Told, other: _Told) -> None:
        self.ties.append((one, other))

    def merged(self, rejected: set[frozenset[str]]) -> Iterator[tuple[str, str]]:
        """Give the happenings that become another, each with that one."""
        roots: dict[str, str] = {}

        def root(name: str) -> str:
            while roots.setdefault(name, name) != name:
                name = roots[name]
            return name

        for one, other in self.ties:
            if frozenset((one.end, other.end)) not in rejected:
                first, second = sorted((root(one.happening), root(other.happening)))
                roots[second] = first
        yield from ((name, root(name)) for name in roots if root(name) != name)


def settle_happenings(rows: Collection[int], alias: str, *, joined: bool = False) -> None:
    """Give all tellings that links tie together one happening anew, where links have gone.

    rows: all that a link has gone from. joined: links may also have come.
    """
    table = EventRow.objects.using(alias)
    waiting = {
        end: name for part in chunks(rows) for end, name in table.filter(pk__in=part).values_list("end", "happening")
    }
    split: set[str] = set()  # happenings that fell apart: each part is walked through to its end
    while waiting:
        start, name = waiting.popitem()
        others = {end for end, its in waiting.items() if its == name}
        reached, whole = _reach(start, alias, until=None if joined or name in split else others)
        if not whole:  # all that a link has gone from are still tied together: so is the happening
            _name_anew(name, alias)
            reached = {start, *others}
        else:
            split.add(name)
            _set_happening(reached, alias)
        waiting = {end: its for end, its in waiting.items() if end not in reached}


def _name_anew(name: str, alias: str) -> None:
    """Name a happening after the smallest of its tellings, if the one that it is named after has gone."""
    rows = EventRow.objects.using(alias).filter(happening=name)
    if not rows.filter(end=name).exists():
        smallest = rows.aggregate(Min("end"))["end__min"]
        rows.update(happening=smallest)


def _set_happening(ends: Collection[str], alias: str) -> None:
    name = min(ends)
    for part in chunks(ends):
        EventRow.objects.using(alias).filter(end__in=part).exclude(happening=name).update(happening=name)


def _reach(start: str, alias: str, *, until: Collection[str] | None) -> tuple[set[str], bool]:
    """Go from an end to all that links lead to, link by link; rejected links lead nowhere.

    until: stop when all of these are reached; None: never.
    Returns the ends that were reached, and whether they are all.
    """
    border, reached = {start}, set[str]()
    while border:
        reached |= border
        if until is not None and reached.issuperset(until):
            return reached, False
        pairs: set[frozenset[str]] = set()
        for part in chunks(border):
            links = Link.objects.using(alias).filter(Q(left_end__in=part) | Q(right_end__in=part), kind__in=EVENT_KINDS)
            pairs |= {frozenset(pair) for pair in links.values_list("left_end", "right_end")}
        rejected = find_rejected("event", {end for pair in pairs for end in pair}, alias)
        border = {end for pair in pairs - rejected for end in pair} - reached
    return reached, True
