"""Events across articles: what is told of one, by whom, and how many independent tellers there are."""

import dataclasses
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.db.models import Case, CharField, F, Q, QuerySet, When

from dragoman.errors import Missing
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
from dragoman.record.origins import Origin, find_origins
from dragoman.record.store import Record

__all__ = ["Account", "Outcome", "Teller", "Telling", "Told", "find_account", "load_accounts", "with_happening"]

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
    tellings: tuple[Telling, ...]  # the oldest first


def find_account(record: Record, event: str) -> Account:
    """Say what is known of an event.

    event: `happening` of an event that a question gave, or "ARTICLE/events/e1", the place of any telling of it.
    Raises Missing where there is none.
    """
    with record.snapshot():
        rows = EventRow.objects.using(record.alias)
        article, found, local = event.partition("/events/")
        told = rows.filter(version__article_id=article, local=local) if found else rows.filter(end=event)
        row = told.first() or rows.filter(happening=event).exclude(happening="").first()
        if row is None:
            raise Missing("no such event is kept", event)
        return _with_changes(load_accounts([row.happening or row.end], record.alias)[0], record.alias)


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


def with_happening(rows: QuerySet[EventRow]) -> QuerySet[Any]:
    """Add to rows what they tell of; an event that cannot be compared with others is a happening of its own."""
    alone = When(happening="", then=F("end"))
    return rows.annotate(about=Case(alone, default=F("happening"), output_field=CharField()))


def load_accounts(happenings: Sequence[str], alias: str) -> list[Account]:
    """Load the accounts of happenings, in their order, in a handful of queries."""
    rows = EventRow.objects.using(alias).filter(Q(happening__in=happenings) | Q(happening="", end__in=happenings))
    events = load_events(list(rows.values_list("pk", flat=True)), alias)
    origins = find_origins(list(events.values()), alias)
    groups: dict[str, list[EventParts]] = defaultdict(list)
    for parts in sorted(events.values(), key=lambda parts: (parts.row.told, parts.row.version_id, parts.row.number)):
        groups[parts.row.happening or parts.row.end].append(parts)
    return [_account(name, groups[name], origins) for name in happenings if groups[name]]


def _account(happening: str, group: Sequence[EventParts], origins: dict[int, Origin]) -> Account:
    tellings = tuple(_telling(parts, origins[parts.row.pk]) for parts in group)
    keys = [origins[parts.row.pk].key for parts in group]
    return Account(
        happening=happening,
        act=group[0].row.act,
        outcome=_outcome(group),
        parties=_parties(tellings),
        dates=_told(tellings, keys, [telling.event.date for telling in tellings]),
        places=_told(tellings, keys, [telling.event.place for telling in tellings]),
        standings=_told(tellings, keys, [telling.event.standing for telling in tellings]),
        conditions=tuple(dict.fromkeys(telling.event.condition for telling in tellings if telling.event.condition)),
        tellers=_tellers(tellings, group, origins),
        tellings=tellings,
    )


def _telling(parts: EventParts, origin: Origin) -> Telling:
    article = describe_article(parts.row.version)
    whose = origin.article or origin.outlet or origin.key
    return Telling(article, describe_event(parts), origin.reason is None, whose, origin.reason)


def _outcome(group: Sequence[EventParts]) -> Outcome:
    """Say how it stands, all tellings together.

    Who said that it would not happen, before the day on which others say it did, was mistaken and does not dispute it.
    """
    standings = {parts.row.standing for parts in group}
    if "happened" in standings:
        denials = [parts.row.told for parts in group if parts.row.standing == "denied"]
        days = [parts.row.first_day or parts.row.told for parts in group if parts.row.standing == "happened"]
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


def _told(tellings: Sequence[Telling], keys: Sequence[str], values: Sequence[str | None]) -> tuple[Told, ...]:
    """Count who tells each value; what the most independent tellers tell comes first."""
    articles: dict[str, set[str]] = defaultdict(set)
    tellers: dict[str, set[str]] = defaultdict(set)
    for telling, key, value in zip(tellings, keys, values, strict=True):
        if value is not None:
            articles[value].add(telling.article.id)
            tellers[value].add(key)
    found = [Told(value, len(articles[value]), len(tellers[value])) for value in articles]
    return tuple(sorted(found, key=lambda told: (-told.tellers, -told.articles, told.value)))


def _tellers(
    tellings: Sequence[Telling], group: Sequence[EventParts], origins: dict[int, Origin]
) -> tuple[Teller, ...]:
    by_origin: dict[str, list[tuple[Telling, Origin]]] = defaultdict(list)
    for telling, parts in zip(tellings, group, strict=True):
        by_origin[origins[parts.row.pk].key].append((telling, origins[parts.row.pk]))
    made = []
    for told in by_origin.values():
        origin = told[0][1]
        own = [telling for telling, _ in told if telling.own] or [telling for telling, _ in told]
        articles = tuple(dict.fromkeys(telling.article.id for telling, _ in told))
        made.append(Teller(origin.outlet, origin.article, tuple(_sources(own)), articles))
    return tuple(made)


def _sources(tellings: Iterable[Telling]) -> Iterable[str]:
    named = (
        said.speaker.name if said.speaker else said.source or said.sourcing
        for telling in tellings
        for said in telling.event.said_by[-1:]  # the innermost: who knows it
    )
    return dict.fromkeys(named)
