"""Which field of a row answers which term of a query, and where in the article's text."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from dragoman.model import EVENT_TYPES, Span
from dragoman.record.lines import ActorParts, ArticleParts, EventParts, StatementParts, load_actors
from dragoman.record.lookup import Meaning
from dragoman.record.matching import Meanings
from dragoman.record.query import Query, Term
from dragoman.record.snippets import Mark, Places, Snippet, cut, cut_around

__all__ = ["Found", "Match", "match_article", "match_event", "match_statement"]

_LEAD = 220  # characters of an article that show where no place in it was asked for


@dataclass(frozen=True, slots=True)
class Match:
    """A term, and what of the row answers it."""

    term: str  # "actor:kim"
    field: str  # "speaker", "recipient", "country of a party", "published", "title", ...
    value: str  # what stands there: "Kim Jong Un", "2024-03-12"


@dataclass(frozen=True, slots=True)
class Found:
    """What matched in one row."""

    matched: tuple[Match, ...]
    snippets: tuple[Snippet, ...]


_Matches = Iterator[tuple[Match, list[Mark]]]


def match_article(
    query: Query,
    meanings: Meanings,
    versions: Sequence[ArticleParts],
    words: Mapping[int, Places],
    alias: str,
) -> dict[int, Found]:
    """Say for each article what in it answers the query."""
    wanted = query.operators & {"actor", "country"}
    actors = load_actors([version.pk for version in versions], alias) if wanted else {}
    found = {}
    for version in versions:
        matches = list(_match(query, _article_fields(meanings, version, actors.get(version.pk, ()), words[version.pk])))
        marks = [mark for _, places in matches for mark in places]
        # The text begins with the title, which is shown anyhow.
        below = len(version.title) if version.title and version.text.startswith(version.title) else 0
        body = [mark for mark in marks if mark.start >= below]
        lead = Span(0, min(len(version.text), _LEAD))
        snippet = cut_around(version.text, body) or cut(version.text, lead, marks)
        found[version.pk] = Found(_distinct(matches), (snippet,))
    return found


def match_statement(query: Query, meanings: Meanings, parts: StatementParts, words: Places) -> Found:
    """Say what in a statement answers the query."""
    matches = list(_match(query, _statement_fields(meanings, parts, words)))
    whole = parts.whole
    marks = [mark for _, places in matches for mark in places]
    return Found(_distinct(matches), (cut(parts.version.text, whole, marks),) if whole else ())


def match_event(query: Query, meanings: Meanings, parts: EventParts, words: Places) -> Found:
    """Say what in an event answers the query."""
    matches = list(_match(query, _event_fields(meanings, parts, words)))
    marks = [mark for _, places in matches for mark in places]
    text = parts.version.text
    snippets = [cut(text, parts.sentence, marks)]
    # Whose statement an event stands in can be named outside the event's sentence.
    outside = [mark for mark in marks if not parts.sentence.covers(Span(mark.start, mark.end))]
    more = cut_around(text, outside)
    return Found(_distinct(matches), tuple(snippets if more is None else [*snippets, more]))


_Fields = Callable[[Term], _Matches]


def _match(query: Query, fields: _Fields) -> _Matches:
    for term in query.terms:
        if not term.negated:
            yield from fields(term)


def _distinct(matches: Sequence[tuple[Match, list[Mark]]]) -> tuple[Match, ...]:
    return tuple(dict.fromkeys(match for match, _ in matches))


# Fields


def _article_fields(meanings: Meanings, version: ArticleParts, actors: Sequence[ActorParts], words: Places) -> _Fields:
    def fields(term: Term) -> _Matches:
        meaning = meanings.get(term)
        for actor in actors:
            if term.operator == "actor" and meaning is not None and meaning.covers(actor):
                yield Match(str(term), "actor", actor.name), []
            if term.operator == "country" and actor.country == term.value:
                yield Match(str(term), "country of an actor", actor.name), []
        if term.operator == "date":
            yield Match(str(term), "published", version.published or ""), []
        if term.operator == "words" and term.value in words:
            title, text = words[term.value]
            if title:
                yield Match(str(term), "title", _join(title, version.title or "")), []
            if text:
                yield Match(str(term), "text", _join(text, version.text)), [Mark(*span, "text") for span in text]
        yield from _outlet(term, version)

    return fields


def _statement_fields(meanings: Meanings, parts: StatementParts, words: Places) -> _Fields:
    source = parts.span_of("source")
    place = [Mark(*source, "speaker")] if source else []

    def fields(term: Term) -> _Matches:
        meaning = meanings.get(term)
        if term.operator in {"actor", "source"} and parts.actor and meaning is not None and meaning.covers(parts.actor):
            yield Match(str(term), "speaker", parts.actor.name), place
        if term.operator == "source" and meaning is not None and meaning.value == parts.sourcing:
            yield Match(str(term), "sourcing", parts.sourcing), place
        if term.operator == "country" and parts.actor and parts.actor.country == term.value:
            yield Match(str(term), "country of the speaker", parts.actor.name), place
        for topic in parts.topics:
            mark = [] if topic.start is None or topic.end is None else [Mark(topic.start, topic.end, topic.role)]
            asked = {"actor", "about"} if topic.role == "about" else {"actor"}
            if term.operator in asked and meaning is not None and meaning.covers(topic.actor):
                yield Match(str(term), topic.role, topic.actor.name), mark
            if term.operator == "country" and topic.actor.country == term.value:
                yield Match(str(term), f"country of whom it is {topic.role}", topic.actor.name), mark
        if term.operator == "date":
            yield _date(term, parts.date, parts.version.published)
        if term.operator == "words" and term.value in words:
            _title, inside = words[term.value]
            places = _in_content(inside, parts.places)
            yield Match(str(term), "content", _join(inside, parts.content)), [Mark(*span, "content") for span in places]
        yield from _outlet(term, parts.version)

    return fields


def _event_fields(meanings: Meanings, parts: EventParts, words: Places) -> _Fields:
    trigger = Mark(*parts.trigger, "trigger")

    def fields(term: Term) -> _Matches:
        meaning = meanings.get(term)
        for party in parts.parties:
            mark = [] if party.start is None or party.end is None else [Mark(party.start, party.end, party.role)]
            if term.operator == "actor" and meaning is not None and meaning.covers(party.actor):
                yield Match(str(term), party.role, party.actor.name), mark
            if term.operator == "country" and party.actor.country == term.value:
                yield Match(str(term), f"country of the {party.role}", party.actor.name), mark
        if term.operator == "event":
            is_type = term.value in EVENT_TYPES
            yield Match(str(term), "type" if is_type else "mode", term.value), [trigger]
        if term.operator in {"auxiliary", "standing", "context"}:
            value = parts.standing if term.operator == "standing" else term.value
            yield Match(str(term), term.operator, value), [trigger]
        if term.operator == "source" and meaning is not None:
            yield from _event_sources(term, meaning, parts)
        if term.operator == "date":
            yield _date(term, parts.date, parts.version.published)
        if term.operator == "words" and term.value in words:
            _title, inside = words[term.value]
            start = parts.sentence.start
            places = [Mark(span.start + start, span.end + start, "evidence") for span in inside]
            yield Match(str(term), "evidence", _join(inside, parts.evidence)), places
        yield from _outlet(term, parts.version)

    return fields


def _event_sources(term: Term, meaning: Meaning, parts: EventParts) -> _Matches:
    for said in parts.said_by:
        source = said.span_of("source")
        by_kind = meaning.value == said.sourcing
        if by_kind or (said.actor and meaning.covers(said.actor)):
            named = source.of(parts.version.text) if source else said.sourcing
            yield Match(str(term), "source", named), [Mark(*source, "source")] if source else []
    if meaning.value == "outlet" and not parts.said_by:
        yield Match(str(term), "source", parts.version.publisher or _("the outlet itself")), []


def _outlet(term: Term, version: ArticleParts) -> _Matches:
    if term.operator == "outlet":
        yield Match(str(term), "outlet", version.publisher or ""), []
    if term.operator == "category":
        yield Match(str(term), "category", version.category or ""), []


def _date(term: Term, date: str | None, published: str | None) -> tuple[Match, list[Mark]]:
    return Match(str(term), "date" if date else "published", date or published or ""), []


def _join(places: Sequence[Span], text: str) -> str:
    """Return the words that were found, each once."""
    return ", ".join(dict.fromkeys(span.of(text) for span in places))


def _in_content(places: Sequence[Span], content: Sequence[Span]) -> list[Span]:
    """Return places in a content's joined words as places in the article's text."""
    found: list[Span] = []
    offset = 0
    for part in content:
        length = part.end - part.start
        moved = part.start - offset
        found += [
            Span(place.start + moved, place.end + moved)
            for place in places
            if offset <= place.start and place.end <= offset + length
        ]
        offset += length + len(" … ")
    return found
