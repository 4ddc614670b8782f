"""Statements and events of kept articles as a person reads them, each with its article and its place in it.

A page shows hundreds of them: they are read by SQL that is written once, as the ORM would take as long to write it as the
database to answer, and longer to make its objects.
"""

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dragoman.model import Span
from dragoman.record.bulk import fetch
from dragoman.record.models import Version

__all__ = [
    "ActorParts",
    "ArticleLine",
    "ArticleParts",
    "EventLine",
    "EventParts",
    "Someone",
    "StatementLine",
    "StatementParts",
    "describe_article",
    "describe_event",
    "describe_statement",
    "load_actors",
    "load_articles",
    "load_events",
    "load_lines",
    "load_statements",
]


@dataclass(frozen=True, slots=True)
class ArticleLine:
    """A kept article."""

    id: str
    title: str | None
    outlet: str | None
    published: str | None  # EDTF
    url: str | None


@dataclass(frozen=True, slots=True)
class Someone:
    """An actor of one article."""

    name: str  # as the article calls them
    key: str | None  # across articles: what `actor:` takes; None: nobody who can be met again
    kind: str
    country: str | None  # ISO 3166-1 alpha-3


@dataclass(frozen=True, slots=True)
class StatementLine:
    """Who says what."""

    row: str  # "statements/s1", in its Reading
    speaker: Someone | None
    source: str | None  # the words that name the speaker
    sourcing: str  # named, body, unnamed, document, outlet
    quoted: str  # direct, indirect, mixed
    content: str
    date: str | None  # EDTF
    to: tuple[Someone, ...]
    about: tuple[Someone, ...]  # who is mentioned in the content


@dataclass(frozen=True, slots=True)
class EventLine:
    """Who did what to whom, as one article tells it."""

    row: str  # "events/e1", in its Reading
    happening: str  # what it tells of, across articles: what `dragoman event` takes
    type: str
    mode: str | None
    act: str  # "meet": the same for a plan, a wish and a refusal
    standing: str  # happened, planned, sought, denied
    auxiliary: tuple[str, ...]
    contexts: tuple[str, ...]
    actors: tuple[Someone, ...]
    recipients: tuple[Someone, ...]
    date: str | None  # EDTF
    place: str | None
    condition: str | None
    evidence: str
    said_by: tuple[
        StatementLine, ...
    ]  # inside whose statements it is reported, outermost first; empty: the outlet says so


@dataclass(frozen=True, slots=True)
class ArticleParts:
    """Columns of a version."""

    pk: int
    article_id: str
    url: str | None
    publisher: str | None
    category: str
    title: str | None
    published: str | None
    text: str


@dataclass(frozen=True, slots=True)
class ActorParts:
    """Columns of an actor's row."""

    pk: int
    name: str
    kind: str
    country: str | None
    identity: str
    folded: str


@dataclass(frozen=True, slots=True)
class Part:
    """An actor's part in a statement ("about", "to") or an event ("actor", "recipient"), with the place that names them."""

    role: str
    start: int | None
    end: int | None
    actor: ActorParts


@dataclass(frozen=True, slots=True)
class StatementParts:
    """A statement's row with those who belong to it."""

    version: ArticleParts
    spans: dict[str, Any]
    actor: ActorParts | None
    topics: Sequence[Part]
    pk: int
    local: str
    number: int
    told: dt.date
    sourcing: str
    quoted: str
    content: str
    date: str | None

    def span_of(self, name: str) -> Span | None:
        """Return the place of its source or cue."""
        place = self.spans.get(name)
        return Span(*place) if place else None

    @property
    def places(self) -> tuple[Span, ...]:
        """Return the places of its content."""
        return tuple(Span(*place) for place in self.spans.get("content", ()))

    @property
    def whole(self) -> Span | None:
        """Return the stretch from the first to the last of its parts."""
        found = [span for span in (self.span_of("source"), self.span_of("cue"), *self.places) if span]
        return Span(min(span.start for span in found), max(span.end for span in found)) if found else None


@dataclass(frozen=True, slots=True)
class EventParts:
    """An event's row with those who belong to it."""

    version: ArticleParts
    spans: dict[str, Any]
    parties: Sequence[Part]
    said_by: Sequence[StatementParts]
    pk: int
    local: str
    number: int
    told: dt.date
    happening: str
    type: str
    mode: str | None
    act: str
    standing: str
    auxiliary: str
    contexts: str
    date: str | None
    place: str | None
    condition: str | None
    evidence: str

    @property
    def sentence(self) -> Span:
        """Return the place of its evidence."""
        return Span(*self.spans["evidence"])

    @property
    def trigger(self) -> Span:
        """Return the place of the words that name it."""
        return Span(*self.spans["trigger"])


_ACTOR = "a.id, a.name, a.kind, a.country, a.identity, a.folded"
_VERSIONS = """
    SELECT id, article_id, url, publisher, category, title, published, text FROM record_version WHERE id IN ({keys})
"""
_ACTORS = f"SELECT a.version_id, {_ACTOR} FROM record_actorrow a WHERE a.version_id IN ({{keys}}) ORDER BY a.id"  # noqa: S608
_STATEMENTS = f"""
    SELECT s.version_id, s.spans, {_ACTOR}, s.id, s.local, s.number, s.told, s.sourcing, s.quoted, s.content, s.date
    FROM record_statementrow s LEFT JOIN record_actorrow a ON a.id = s.actor_id WHERE s.id IN ({{keys}})
"""  # noqa: S608
_TOPICS = f"""
    SELECT t.statement_id, t.role, t.start, t."end", {_ACTOR}
    FROM record_topic t JOIN record_actorrow a ON a.id = t.actor_id WHERE t.statement_id IN ({{keys}}) ORDER BY t.id
"""  # noqa: S608
_EVENTS = """
    SELECT version_id, spans, id, local, number, told, happening, type, mode, act, standing, auxiliary, contexts, date, place,
        condition, evidence
    FROM record_eventrow WHERE id IN ({keys})
"""
_PARTIES = f"""
    SELECT p.event_id, p.role, p.start, p."end", {_ACTOR}
    FROM record_party p JOIN record_actorrow a ON a.id = p.actor_id WHERE p.event_id IN ({{keys}}) ORDER BY p.id
"""  # noqa: S608
_SOURCES = "SELECT event_id, statement_id FROM record_eventsource WHERE event_id IN ({keys}) ORDER BY id"


def load_articles(ids: Sequence[int], alias: str) -> dict[int, ArticleParts]:
    """Load articles, in no order."""
    return {row[0]: ArticleParts(*row) for row in fetch(_VERSIONS, ids, alias)}


def load_actors(versions: Sequence[int], alias: str) -> dict[int, list[ActorParts]]:
    """Load the actors of articles."""
    found: dict[int, list[ActorParts]] = defaultdict(list)
    for version, *columns in fetch(_ACTORS, versions, alias):
        found[version].append(ActorParts(*columns))
    return found


def load_statements(ids: Sequence[int], alias: str) -> dict[int, StatementParts]:
    """Load statements with everyone in them, in three queries."""
    return load_lines((), ids, alias)[1]


def load_events(ids: Sequence[int], alias: str) -> dict[int, EventParts]:
    """Load events with their parties and with the statements inside which they are told."""
    return load_lines(ids, (), alias)[0]


def load_lines(
    events: Sequence[int], statements: Sequence[int], alias: str
) -> tuple[dict[int, EventParts], dict[int, StatementParts]]:
    """Load events and statements in no more queries than events take; those inside which the events are told come too."""
    rows = fetch(_EVENTS, events, alias)
    parties = _load_parts(_PARTIES, events, alias)
    sources = fetch(_SOURCES, events, alias)
    wanted = sorted({*statements, *(statement for _, statement in sources)})
    told = fetch(_STATEMENTS, wanted, alias)
    versions = load_articles(sorted({row[0] for row in (*rows, *told)}), alias)
    topics = _load_parts(_TOPICS, wanted, alias)
    found = {row[8]: _statement(row, versions, topics) for row in told}
    said: dict[int, list[StatementParts]] = defaultdict(list)
    for event, statement in sources:
        said[event].append(found[statement])
    return {
        pk: EventParts(versions[version], json.loads(spans), parties[pk], said[pk], pk, *columns)
        for version, spans, pk, *columns in rows
    }, found


def _statement(
    row: Sequence[Any], versions: Mapping[int, ArticleParts], topics: Mapping[int, list[Part]]
) -> StatementParts:
    version, spans, *columns = row
    actor = ActorParts(*columns[:6]) if columns[0] is not None else None
    return StatementParts(versions[version], json.loads(spans), actor, topics[columns[6]], *columns[6:])


def _load_parts(sql: str, ids: Sequence[int], alias: str) -> dict[int, list[Part]]:
    found: dict[int, list[Part]] = defaultdict(list)
    for whole, role, start, end, *actor in fetch(sql, ids, alias):
        found[whole].append(Part(role, start, end, ActorParts(*actor)))
    return found


def describe_article(version: Version | ArticleParts) -> ArticleLine:
    """Return an article's line."""
    return ArticleLine(version.article_id, version.title, version.publisher, version.published, version.url)


def describe_statement(parts: StatementParts) -> StatementLine:
    """Return a statement's line."""
    source = parts.span_of("source")
    return StatementLine(
        row=f"statements/{parts.local}",
        speaker=_someone(parts.actor) if parts.actor else None,
        source=source.of(parts.version.text) if source else None,
        sourcing=parts.sourcing,
        quoted=parts.quoted,
        content=parts.content,
        date=parts.date,
        to=_everyone(parts.topics, "to"),
        about=_everyone(parts.topics, "about"),
    )


def describe_event(parts: EventParts) -> EventLine:
    """Return an event's line."""
    return EventLine(
        row=f"events/{parts.local}",
        happening=parts.happening,
        type=parts.type,
        mode=parts.mode,
        act=parts.act,
        standing=parts.standing,
        auxiliary=tuple(parts.auxiliary.split()),
        contexts=tuple(parts.contexts.split()),
        actors=_everyone(parts.parties, "actor"),
        recipients=_everyone(parts.parties, "recipient"),
        date=parts.date,
        place=parts.place,
        condition=parts.condition,
        evidence=parts.evidence,
        said_by=tuple(map(describe_statement, parts.said_by)),
    )


def _someone(actor: ActorParts) -> Someone:
    return Someone(actor.name, actor.identity or None, actor.kind, actor.country)


def _everyone(parts: Iterable[Part], role: str) -> tuple[Someone, ...]:
    return tuple(_someone(part.actor) for part in parts if part.role == role)
