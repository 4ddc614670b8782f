"""Events across articles: what is told of one, by whom, and how many independent tellers there are."""

import dataclasses
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from dragoman.errors import Missing
from dragoman.record.bulk import fetch
from dragoman.record.changes import Change, load_changes
from dragoman.record.lines import (
    ArticleLine,
    EventLine,
    EventParts,
    Someone,
    describe_article,
    describe_event,
    load_events,
)
from dragoman.record.models import EventRow, Version
from dragoman.record.origins import Article, Origin, Speaker, find_origins
from dragoman.record.origins import Told as _Told
from dragoman.record.store import Record

__all__ = [
    "MOST_COUNTED",
    "Account",
    "Gathered",
    "Outcome",
    "Teller",
    "Telling",
    "Told",
    "find_account",
    "gather",
    "load_accounts",
]

_LISTED = 12  # tellings that are given of each of several events: the first ones, and the last
# Tellings of which tellers are counted. What everybody tells for ever has more; the first ones have what is known of it.
MOST_COUNTED = 400
_MOST_TOLD = 2000  # tellings of all happenings that are loaded before any is counted: few have more
Outcome = Literal["happened", "planned", "sought", "denied", "disputed"]


@dataclass(frozen=True, slots=True)
class Telling:
    """One article's telling of an event."""

    article: ArticleLine
    event: EventLine
    own: bool  # no copy and no report of another's
    origin: str  # id of the article, or the name of the outlet, that it is from
    reason: str | None  # why it is not its own
    changed: tuple[Change, ...] = ()  # of what its origin says; find_account alone looks for it


@dataclass(frozen=True, slots=True)
class Told:
    """A value that some tell: a date, a place or a standing."""

    value: str
    articles: int
    tellers: int  # independent of each other


@dataclass(frozen=True, slots=True)
class Teller:
    """An independent teller: one outlet's report, with all that copy or repeat it."""

    outlet: str | None
    article: str | None  # id; None where the outlet is only named
    sources: tuple[str, ...]  # who it says it has it from; empty: it says so itself
    articles: tuple[str, ...]  # ids of all that tell it after this one, itself among them


@dataclass(frozen=True, slots=True)
class Account:
    """What is known of one event, and who says so."""

    happening: str
    act: str
    outcome: Outcome
    parties: tuple[Someone, ...]
    dates: tuple[Told, ...]
    places: tuple[Told, ...]
    standings: tuple[Told, ...]
    conditions: tuple[str, ...]
    tellers: tuple[Teller, ...]  # independent of each other: their number is what counts
    tellings: tuple[Telling, ...]  # the oldest first; not all where there are more than are given at once
    count: int  # of all tellings that are kept; tellers are counted in the first 400 of them


def find_account(record: Record, event: str, *, limit: int = 60, start: int = 0) -> Account:
    """Say what is known of an event.

    event: `happening` of an event that a question gave, or "ARTICLE/events/e1", the place of any telling of it.
    limit, start: which tellings are given, the oldest first; what is counted is counted in all.
    Raises Missing where there is none.
    """
    with record.snapshot():
        rows = EventRow.objects.using(record.alias)
        article, found, local = event.partition("/events/")
        told = rows.filter(version__article_id=article, local=local) if found else rows.filter(end=event)
        row = told.first() or rows.filter(happening=event).first()
        if row is None:
            raise Missing("no such event is kept", event)
        (group,) = _load_told([row.happening], record.alias).values()
        shown = group.told[start : start + limit] or group.told[-limit:]
        given = Gathered([group], [shown])
        (account,) = given.accounts(load_events(given.rows, record.alias), record.alias)
        return _with_changes(account, record.alias)


def _with_changes(account: Account, alias: str) -> Account:
    """Say of each telling that is not its teller's own what it changed."""
    ids = {told.article.id for told in account.tellings} | {told.origin for told in account.tellings}
    known = Version.objects.using(alias).filter(article_id__in=ids, current=True)
    pks = dict(known.values_list("article_id", "pk"))
    pairs = {
        told.article.id: (pks[told.article.id], pks[told.origin])
        for told in account.tellings
        if not told.own and told.origin in pks
    }
    changes = load_changes(pairs.values(), alias) if pairs else {}
    tellings = [
        dataclasses.replace(told, changed=changes.get(pairs[told.article.id], ())) if told.article.id in pairs else told
        for told in account.tellings
    ]
    return dataclasses.replace(account, tellings=tuple(tellings))


def load_accounts(happenings: Sequence[str], alias: str, *, listed: int = _LISTED) -> list[Account]:
    """Load the accounts of happenings, in their order, in a handful of queries.

    listed: tellings that are given of each: the first ones, and the last.
    """
    found = gather(happenings, alias, listed=listed)
    return found.accounts(load_events(found.rows, alias), alias)


def gather(happenings: Sequence[str], alias: str, *, listed: int) -> "Gathered":
    """Gather what is counted of happenings; the tellings that are given are for the caller to load, with others."""
    known = _load_told(happenings, alias)
    groups = [known[name] for name in happenings if name in known]
    return Gathered(groups, [_few(group.told, listed) for group in groups])


@dataclass(frozen=True, slots=True)
class _Group:
    """What is counted of a happening."""

    act: str
    count: int
    told: Sequence[_Told]  # the oldest first


def _few(told: Sequence[_Told], most: int) -> Sequence[_Told]:
    return told if len(told) <= most else [*told[: most - 1], told[-1]]


_COUNTED = "SELECT happening, count(*) FROM record_eventrow WHERE happening IN ({keys}) GROUP BY happening"
_TOLD = """
    SELECT event.act, event.happening, event.id, version.id, version.article_id, version.publisher, version.published_day,
        event.told, event.standing, event.first_day, event.date, event.place, event.condition
    FROM ({rows}) AS event JOIN record_version version ON version.id = event.version_id
    ORDER BY event.told, event.version_id, event.number
"""
_COLUMNS = "act, happening, id, version_id, told, number, standing, first_day, date, place, condition"
_ROWS = f"SELECT {_COLUMNS} FROM record_eventrow WHERE happening IN ({{keys}})"  # noqa: S608
_FEW_ROWS = f"{_ROWS} LIMIT {_MOST_TOLD + 1}"
# To number the tellings of each takes several times as long.
_FIRST_ROWS = f"""
    SELECT * FROM (
        SELECT {_COLUMNS}, row_number() OVER (PARTITION BY happening ORDER BY told, version_id, number) AS place_in
        FROM record_eventrow WHERE happening IN ({{keys}})
    ) AS numbered
    WHERE place_in <= {MOST_COUNTED}
"""  # noqa: S608
_SPEAKERS = """
    SELECT event_id, statement.sourcing, actor.name, actor.folded, actor.kind
    FROM record_eventsource source JOIN record_statementrow statement ON statement.id = statement_id
    LEFT JOIN record_actorrow actor ON actor.id = statement.actor_id
    WHERE event_id IN ({keys}) ORDER BY source.id
"""


def _load_told(happenings: Sequence[str], alias: str) -> dict[str, _Group]:
    """Load the first tellings of happenings, without their texts."""
    rows = fetch(_TOLD.replace("{rows}", _FEW_ROWS), happenings, alias)
    counts: dict[str, int] = Counter(row[1] for row in rows)
    if len(rows) > _MOST_TOLD:
        counts = dict(fetch(_COUNTED, happenings, alias))
        many = max(counts.values()) > MOST_COUNTED
        rows = fetch(_TOLD.replace("{rows}", _FIRST_ROWS if many else _ROWS), happenings, alias)
    acts: dict[str, str] = {}
    some: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for act, name, *columns in rows:
        acts.setdefault(name, act)
        if len(some[name]) < MOST_COUNTED:
            some[name].append(tuple(columns))
    said = _load_speakers([columns[0] for found in some.values() for columns in found], alias)
    articles: dict[int, Article] = {}
    return {
        name: _Group(acts[name], counts[name], [_told(name, columns, articles, said) for columns in found])
        for name, found in some.items()
    }


def _told(
    happening: str,
    columns: Sequence[Any],
    articles: dict[int, Article],
    said: Mapping[int, tuple[tuple[Speaker, ...], str]],
) -> _Told:
    """articles: those that are made; one tells of several."""
    pk, version = columns[:2]
    if version not in articles:
        articles[version] = Article(*columns[1:5])
    return _Told(pk, happening, articles[version], *columns[5:], *said.get(pk, ((), None)))


def _load_speakers(events: Sequence[int], alias: str) -> dict[int, tuple[tuple[Speaker, ...], str]]:
    """Load who says what is told inside statements, with the kind of source that the innermost has."""
    found: dict[int, tuple[tuple[Speaker, ...], str]] = {}
    for event, sourcing, *speaker in fetch(_SPEAKERS, events, alias):
        others = found.get(event, ((), ""))[0]
        found[event] = ((*others, Speaker(*speaker)) if speaker[0] is not None else others, sourcing)
    return found


@dataclass(frozen=True, slots=True)
class Gathered:
    """What is counted of some happenings, and which tellings of each are given."""

    groups: Sequence[_Group]
    shown: Sequence[Sequence[_Told]]

    @property
    def rows(self) -> list[int]:
        """Return the numbers of the events that are given."""
        return [told.pk for some in self.shown for told in some]

    def accounts(self, events: Mapping[int, EventParts], alias: str) -> list[Account]:
        """Make the accounts, of the events that were loaded."""
        origins = find_origins([told for group in self.groups for told in group.told], alias)
        return [
            _account(group, [events[told.pk] for told in some], origins)
            for group, some in zip(self.groups, self.shown, strict=True)
        ]


def _account(group: _Group, shown: Sequence[EventParts], origins: Mapping[int, Origin]) -> Account:
    tellings = {parts.pk: _telling(parts, origins[parts.pk]) for parts in shown}
    return Account(
        happening=group.told[0].happening,
        act=group.act,
        outcome=_outcome(group.told),
        parties=_parties(tuple(tellings.values())),
        dates=_count_told(group.told, origins, "date"),
        places=_count_told(group.told, origins, "place"),
        standings=_count_told(group.told, origins, "standing"),
        conditions=tuple(dict.fromkeys(told.condition for told in group.told if told.condition)),
        tellers=_tellers(group.told, origins, tellings),
        tellings=tuple(tellings.values()),
        count=group.count,
    )


def _telling(parts: EventParts, origin: Origin) -> Telling:
    article = describe_article(parts.version)
    whose = origin.article or origin.outlet or origin.key
    return Telling(article, describe_event(parts), origin.reason is None, whose, origin.reason)


def _outcome(group: Sequence[_Told]) -> Outcome:
    """Say how it stands, all tellings together.

    Who said that it would not happen, before the day on which others say it did, was mistaken and does not dispute it.
    """
    standings = {told.standing for told in group}
    if "happened" in standings:
        denials = [told.day for told in group if told.standing == "denied"]
        days = [told.first_day or told.day for told in group if told.standing == "happened"]
        return "disputed" if denials and min(days) <= max(denials) else "happened"
    if "denied" in standings:
        return "denied"
    return "planned" if "planned" in standings else "sought"


def _parties(tellings: Sequence[Telling]) -> tuple[Someone, ...]:
    """Return all that take part, each once, under the longest of their names."""
    parties: dict[str, Someone] = {}
    for telling in tellings:
        for party in (*telling.event.actors, *telling.event.recipients):
            name = party.key or party.name
            if name not in parties or len(party.name) > len(parties[name].name):
                parties[name] = party
    return tuple(parties.values())


def _count_told(group: Sequence[_Told], origins: Mapping[int, Origin], name: str) -> tuple[Told, ...]:
    """Count who tells each value; what the most independent tellers tell comes first."""
    articles: dict[str, set[str]] = defaultdict(set)
    tellers: dict[str, set[str]] = defaultdict(set)
    for told in group:
        value = getattr(told, name)
        if value is not None:
            articles[value].add(told.article.id)
            tellers[value].add(origins[told.pk].key)
    found = [Told(value, len(articles[value]), len(tellers[value])) for value in articles]
    return tuple(sorted(found, key=lambda told: (-told.tellers, -told.articles, told.value)))


def _tellers(
    group: Sequence[_Told], origins: Mapping[int, Origin], tellings: Mapping[int, Telling]
) -> tuple[Teller, ...]:
    by_origin: dict[str, list[_Told]] = defaultdict(list)
    for told in group:
        by_origin[origins[told.pk].key].append(told)
    made = []
    for some in by_origin.values():
        origin = origins[some[0].pk]
        own = [told for told in some if origins[told.pk].reason is None] or some
        sources = dict.fromkeys(name for told in own if (name := _source(told, tellings.get(told.pk))))
        articles = tuple(dict.fromkeys(told.article.id for told in some))
        made.append(Teller(origin.outlet, origin.article, tuple(sources), articles))
    return tuple(made)


def _source(told: _Told, telling: Telling | None) -> str | None:
    """Return who it has it from, by the innermost statement, whose speaker knows it; in the article's words where it is given."""
    if telling is None:
        return told.speakers[-1].name if told.speakers else told.sourcing
    said = telling.event.said_by
    if not said:
        return None
    return said[-1].speaker.name if said[-1].speaker else said[-1].source or said[-1].sourcing
