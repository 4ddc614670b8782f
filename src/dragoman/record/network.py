"""Who meets whom: pairs of states or persons in the newest tellings of meetings, each meeting counted once."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Literal

from django.utils.translation import gettext as _

from dragoman.errors import Unusable
from dragoman.export.countries import country_name
from dragoman.record.bulk import fetch
from dragoman.record.meetings import is_meeting
from dragoman.record.newest import EVENTS, LINE_ORDER, Among, Listing, acts_of, find_driver
from dragoman.record.questions import find_someone
from dragoman.record.rows import days_of
from dragoman.record.sql import TRUE, Sql
from dragoman.record.store import Record

__all__ = ["Level", "Meeting", "Network", "Node", "find_network"]

Level = Literal["states", "people"]

_MOST_TELLINGS = 2000  # the newest; enough for some months of a busy Record
_MOST_CAST = 6  # sides of a meeting; a congress of thirty states says little of any two of them
_STANDINGS = ("happened", "denied", "planned", "sought")  # the strongest first: who met did so whatever was planned


@dataclass(frozen=True, slots=True)
class Node:
    """A state or a person who meets others."""

    key: str  # across articles
    name: str
    meetings: int


@dataclass(frozen=True, slots=True)
class Meeting:
    """Two who meet: how often it happened, is planned, was sought or was denied, and where to read of it."""

    one: str  # key
    other: str
    happened: int
    planned: int
    sought: int
    denied: int
    latest: str  # ISO day on which it was last told of
    happenings: tuple[str, ...]  # the newest first

    @property
    def count(self) -> int:
        """All of them."""
        return len(self.happenings)

    @property
    def standing(self) -> str:
        """Say how the surest of them stands."""
        order = ("happened", "planned", "sought", "denied")
        return next(standing for standing in order if getattr(self, standing))


@dataclass(frozen=True, slots=True)
class Network:
    """Pairs, those who meet most often first, and those who are in them."""

    nodes: tuple[Node, ...]
    meetings: tuple[Meeting, ...]
    tellings: int  # that were looked at
    cut: bool  # there are older tellings that were not


@dataclass(frozen=True, slots=True)
class _Told:
    cast: Mapping[str, str]  # key and name
    standing: str
    latest: str


def find_network(
    record: Record, level: Level = "states", *, who: str | None = None, date: str | None = None, limit: int = 60
) -> Network:
    """Find who meets whom.

    who: only meetings on whose side this one takes part; a name, a country or a key.
    date: EDTF; only meetings of that time.
    limit: pairs at most, 1 to 400.
    Raises WrongQuery where nobody is called so, Unusable where date or limit are wrong.
    """
    if not 1 <= limit <= 400:
        raise Unusable("is 1 to 400", "limit")
    alias = record.alias
    with record.snapshot():
        asked = is_meeting("it", alias)
        if date:
            first, last = days_of(date)
            if first is None:
                raise Unusable(
                    _("%(date)s is no date; write 2024, 2024-03 or 2023/2024") % {"date": repr(date)}, "date"
                )
            asked &= Sql("it.first_day <= %s AND it.last_day >= %s", (last, first))
        side = find_someone(who, alias).side if who else None

        def rows(among: Among) -> Sql:
            return asked & (TRUE if side is None else acts_of(side, alias, among))

        driver = find_driver(side, alias, "record_party") if side is not None else None
        columns = ("it.id", "it.happening", "it.standing", "it.told")
        newest = Listing(EVENTS, rows, alias, columns, LINE_ORDER, driver).newest(_MOST_TELLINGS + 1).rows
        shown = newest[:_MOST_TELLINGS]
        parties = _parties([row[0] for row in shown], level, alias)
    meetings = _gather(shown, parties)
    return _network(meetings, limit, len(shown), cut=len(newest) > len(shown))


_CAST = """
    SELECT p.event_id, a.identity, a.country, a.kind, a.name
    FROM record_party p JOIN record_actorrow a ON a.id = p.actor_id WHERE p.event_id IN ({keys}) ORDER BY p.id
"""


def _parties(events: list[int], level: Level, alias: str) -> dict[int, dict[str, str]]:
    """Return who takes part in each event, by key: states with the country of whoever is named, or persons."""
    found: dict[int, dict[str, str]] = defaultdict(dict)
    for event, identity, country, kind, name in fetch(_CAST, events, alias):
        if level == "states" and country and kind != "outlet":
            found[event][f"state:{country}"] = country_name(country)
        elif level == "people" and kind == "person" and identity:
            found[event][identity] = name
    return found


def _gather(rows: Iterable[Any], parties: Mapping[int, Mapping[str, str]]) -> dict[str, _Told]:
    """Put the tellings of a meeting together: all who are named in any, and the strongest standing."""
    meetings: dict[str, _Told] = {}
    for event, about, standing, told in rows:
        cast = parties.get(event, {})
        before = meetings.get(about)
        if before is None:
            meetings[about] = _Told(dict(cast), standing, told.isoformat())
            continue
        standings = (before.standing, standing)
        best = next((one for one in _STANDINGS if one in standings), standing)
        meetings[about] = _Told({**before.cast, **cast}, best, before.latest)
    return meetings


def _network(meetings: Mapping[str, _Told], limit: int, tellings: int, *, cut: bool) -> Network:
    pairs: dict[tuple[str, str], list[tuple[str, _Told]]] = defaultdict(list)
    names: dict[str, str] = {}
    for about, told in meetings.items():
        if len(told.cast) <= _MOST_CAST:
            for one, other in combinations(sorted(told.cast), 2):
                pairs[one, other].append((about, told))
            for key, name in told.cast.items():
                names[key] = max(names.get(key, ""), name, key=len)
    chosen = sorted(pairs.items(), key=lambda item: (-len(item[1]), item[0]))[:limit]
    edges = tuple(_meeting(pair, told) for pair, told in chosen)
    degree: Counter[str] = Counter()
    for edge in edges:
        degree.update({edge.one: edge.count, edge.other: edge.count})
    nodes = tuple(
        Node(key, names[key], count) for key, count in sorted(degree.items(), key=lambda item: (-item[1], item[0]))
    )
    return Network(nodes, edges, tellings, cut)


def _meeting(pair: tuple[str, str], told: list[tuple[str, _Told]]) -> Meeting:
    counted = Counter(found.standing for _, found in told)
    one, other = pair
    return Meeting(
        one,
        other,
        happened=counted["happened"],
        planned=counted["planned"],
        sought=counted["sought"],
        denied=counted["denied"],
        latest=max(found.latest for _, found in told),
        happenings=tuple(name for name, _ in told),
    )
