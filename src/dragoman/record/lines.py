"""Statements and events of kept articles as a person reads them, each with its article and its place in it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dragoman.model import Span
from dragoman.record.models import ActorRow, EventRow, EventSource, Party, StatementRow, Topic, Version

__all__ = [
    "ArticleLine",
    "EventLine",
    "EventParts",
    "Someone",
    "StatementLine",
    "StatementParts",
    "describe_article",
    "describe_event",
    "describe_statement",
    "load_events",
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
class StatementParts:
    """A statement's row with those who belong to it."""

    row: StatementRow
    topics: Sequence[Topic]

    def span_of(self, name: str) -> Span | None:
        """Return the place of its source or cue."""
        place = self.row.spans.get(name)
        return Span(*place) if place else None

    @property
    def content(self) -> tuple[Span, ...]:
        """Return the places of its content."""
        return tuple(Span(*place) for place in self.row.spans.get("content", ()))

    @property
    def whole(self) -> Span | None:
        """Return the stretch from the first to the last of its parts."""
        found = [span for span in (self.span_of("source"), self.span_of("cue"), *self.content) if span]
        return Span(min(span.start for span in found), max(span.end for span in found)) if found else None


@dataclass(frozen=True, slots=True)
class EventParts:
    """An event's row with those who belong to it."""

    row: EventRow
    parties: Sequence[Party]
    said_by: Sequence[StatementParts]

    @property
    def evidence(self) -> Span:
        """Return the place of its sentence."""
        return Span(*self.row.spans["evidence"])

    @property
    def trigger(self) -> Span:
        """Return the place of the words that name it."""
        return Span(*self.row.spans["trigger"])


def load_statements(ids: Sequence[int], alias: str) -> dict[int, StatementParts]:
    """Load statements with everyone in them, in three queries."""
    rows = StatementRow.objects.using(alias).filter(pk__in=ids).select_related("version", "actor")
    topics: dict[int, list[Topic]] = defaultdict(list)
    for topic in Topic.objects.using(alias).filter(statement__in=ids).select_related("actor").order_by("pk"):
        topics[topic.statement_id].append(topic)
    return {row.pk: StatementParts(row, topics[row.pk]) for row in rows.defer("version__reading")}


def load_events(ids: Sequence[int], alias: str) -> dict[int, EventParts]:
    """Load events with their parties and with the statements inside which they are told."""
    parties: dict[int, list[Party]] = defaultdict(list)
    for party in Party.objects.using(alias).filter(event__in=ids).select_related("actor").order_by("pk"):
        parties[party.event_id].append(party)
    sources = list(EventSource.objects.using(alias).filter(event__in=ids).order_by("pk"))
    statements = load_statements([source.statement_id for source in sources], alias) if sources else {}
    said: dict[int, list[StatementParts]] = defaultdict(list)
    for source in sources:
        said[source.event_id].append(statements[source.statement_id])
    rows = EventRow.objects.using(alias).filter(pk__in=ids).select_related("version").defer("version__reading")
    return {row.pk: EventParts(row, parties[row.pk], said[row.pk]) for row in rows}


def describe_article(version: Version) -> ArticleLine:
    """Return an article's line."""
    return ArticleLine(version.article_id, version.title, version.publisher, version.published, version.url)


def describe_statement(parts: StatementParts) -> StatementLine:
    """Return a statement's line."""
    row = parts.row
    source = parts.span_of("source")
    return StatementLine(
        row=f"statements/{row.local}",
        speaker=_someone(row.actor) if row.actor else None,
        source=source.of(row.version.text) if source else None,
        sourcing=row.sourcing,
        quoted=row.quoted,
        content=row.content,
        date=row.date,
        to=_everyone(topic.actor for topic in parts.topics if topic.role == "to"),
        about=_everyone(topic.actor for topic in parts.topics if topic.role == "about"),
    )


def describe_event(parts: EventParts) -> EventLine:
    """Return an event's line."""
    row = parts.row
    return EventLine(
        row=f"events/{row.local}",
        happening=row.happening,
        type=row.type,
        mode=row.mode,
        act=row.act,
        standing=row.standing,
        auxiliary=tuple(row.auxiliary.split()),
        contexts=tuple(row.contexts.split()),
        actors=_everyone(party.actor for party in parts.parties if party.role == "actor"),
        recipients=_everyone(party.actor for party in parts.parties if party.role == "recipient"),
        date=row.date,
        place=row.place,
        condition=row.condition,
        evidence=row.evidence,
        said_by=tuple(map(describe_statement, parts.said_by)),
    )


def _someone(actor: ActorRow) -> Someone:
    return Someone(actor.name, actor.identity or None, actor.kind, actor.country)


def _everyone(actors: Iterable[ActorRow]) -> tuple[Someone, ...]:
    return tuple(map(_someone, actors))
