"""A Reading as rows of the derived tables: what one article gives, without a look at any other."""

import bisect
import dataclasses
import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.db import models

from dragoman.export.periods import find_period
from dragoman.model import CONTEXTS, Actor, Event, Mention, Reading, Span, Statement
from dragoman.record.across.actors import iter_named
from dragoman.record.across.blocking import keys_of
from dragoman.record.across.copies import passages_of
from dragoman.record.across.events import match_within, moment_of
from dragoman.record.across.names import fold, key_of, known_as, last_word
from dragoman.record.across.rereports import find_namings
from dragoman.record.across.tellings import Telling, find_act, find_standing, is_meeting, iter_tellings
from dragoman.record.bulk import insert, insert_plain, number_rows
from dragoman.record.facets import derive_facets
from dragoman.record.identity import storable
from dragoman.record.lookup import SIDES
from dragoman.record.models import (
    ActorRow,
    EventRow,
    EventSource,
    Filing,
    NamingRow,
    OfficeRow,
    Party,
    Passage,
    Shelf,
    Side,
    StatementRow,
    TellingKey,
    Topic,
    Version,
)
from dragoman.record.query import SOURCINGS

__all__ = [
    "LASTING",
    "Written",
    "days_of",
    "drop_rows",
    "end_of",
    "end_of_article",
    "kinds_with",
    "ordinal_of",
    "plain_of_telling",
    "shelf_rows",
    "telling_of",
    "telling_of_plain",
    "write_rows",
]

_LONGEST = 200  # characters of a name that are compared
_DAY = dt.timedelta(days=1)
# Days: what is dated by no more of them than the first number is of kind 0, than the second of kind 1, ...
LASTING = (3, 31, 366)
# Fields of a telling, as JSON has no days and no sets.
_DAYS = ("first", "last", "told")
_NAMES = ("cast", "agents", "recipients", "words", "near", "trigger")


@dataclasses.dataclass(frozen=True, slots=True)
class Written:
    """The rows of a version, as far as others are compared with it."""

    version: Version
    actors: list[ActorRow]
    events: list[EventRow]
    namings: list[NamingRow]
    passages: frozenset[int]


def write_rows(
    versions: Sequence[tuple[Version, Reading]], alias: str, place: Callable[[Iterable[ActorRow]], None]
) -> list[Written]:
    """Write the rows of versions that have become current ones, each table at once.

    place: gives the actors their identities, before they are written.
    """
    made = [
        Written(
            version,
            _actors_of(version, reading),
            _events_of(version, reading),
            _namings_of(version),
            passages_of(version.text),
        )
        for version, reading in versions
    ]
    place(row for one in made for row in one.actors)
    for rows in ([row for one in made for row in one.actors], [row for one in made for row in one.events]):
        number_rows(rows, alias)
        insert(rows, alias)
    insert([row for one in made for row in one.namings], alias)
    readings = [reading for _, reading in versions]
    _write_below(list(zip(made, readings, strict=True)), alias)
    insert(shelf_rows(versions, alias), alias)
    return made


def shelf_rows(versions: Sequence[tuple[Version, Reading]], alias: str) -> list[Shelf]:
    """Return under what versions are filed: by what they tell, or as a person said."""
    said: dict[tuple[int, str], Filing] = {}
    for filing in (
        Filing.objects.using(alias).filter(kept__in=[version.kept_id for version, _ in versions]).order_by("pk")
    ):
        said[filing.kept_id, filing.facet] = filing
    rows = []
    for version, reading in versions:
        for facet, derived in derive_facets(reading).items():
            own = said.get((version.kept_id, facet))
            values = derived if own is None or own.derived else own.values
            rows += [Shelf(version=version, facet=facet, value=value) for value in values]
    return rows


def _write_below(written: Sequence[tuple[Written, Reading]], alias: str) -> None:
    """Write the rows that stand below others, or need nothing of theirs."""
    topics: list[models.Model] = []
    parties: list[models.Model] = []
    sides: list[models.Model] = []
    sources: list[models.Model] = []
    offices: list[models.Model] = []
    said: dict[int, list[StatementRow]] = {}
    for one, reading in written:
        actors = _by_local(one, reading)
        said[one.version.pk] = _statements_of(one.version, reading, actors)
    statements = [row for rows in said.values() for row in rows]
    number_rows(statements, alias)
    insert(statements, alias)
    for one, reading in written:
        actors, own = _by_local(one, reading), said[one.version.pk]
        offices += _offices_of(one.version, reading, actors)
        topics += _topics_of(own, reading, actors)
        own_parties = list(_parties_of(one.events, reading, actors))
        parties += own_parties
        sides += _sides_of(own_parties)
        sources += _sources_of(one.events, reading, own)
    for rows in (offices, topics, parties, sides, sources):
        insert(rows, alias)
    keys = [
        (row.pk, key, ordinal_of(one.version))
        for one, _ in written
        for row in one.events
        if row.telling is not None
        for key in _keys_of(row, one.version)
    ]
    passages = [
        (one.version.pk, found, ordinal_of(one.version), len(one.passages))
        for one, _ in written
        for found in sorted(one.passages)
    ]
    insert_plain(TellingKey, ("event_id", "key", "day"), keys, alias)
    insert_plain(Passage, ("version_id", "hash", "day", "among"), passages, alias)


def _by_local(one: Written, reading: Reading) -> dict[str, ActorRow]:
    return {actor.id: row for actor, row in zip(reading.actors, one.actors, strict=True)}


def _keys_of(row: EventRow, version: Version) -> list[int]:
    telling = telling_of(row)
    return keys_of(telling, moment_of(telling, version.published_day or dt.date.min))


def drop_rows(version: Version, alias: str) -> None:
    """Take away the rows of a version that is no longer the current one; its Reading stays."""
    for table in (EventRow, StatementRow, ActorRow, NamingRow, Shelf):
        table.objects.using(alias).filter(version=version).delete()
    Passage.objects.using(alias).filter(hash__in=passages_of(version.text), version=version).delete()


def end_of(kept_key: str, words: str) -> str:
    """Return what names a row of an article, or the article itself, by its words: the same in every rebuild."""
    return hashlib.blake2b(f"{kept_key}\x1f{words}".encode("utf-8", "replace"), digest_size=16).hexdigest()


def end_of_article(version: Version) -> str:
    """Return the article as the end of a link."""
    return end_of(version.kept.key, "article")


def ordinal_of(version: Version) -> int:
    """Return the day of publication as the proleptic Gregorian ordinal; 0 where it is not known."""
    return version.published_day.toordinal() if version.published_day else 0


def telling_of(row: EventRow) -> Telling:
    """Return the telling that an event's row holds."""
    return telling_of_plain(dict(row.telling or {}))


def plain_of_telling(telling: Telling) -> dict[str, Any]:
    """Return a telling as the column of an event's row has it."""
    plain = {field.name: getattr(telling, field.name) for field in dataclasses.fields(telling)}
    days = {name: plain[name].isoformat() for name in _DAYS}
    texts = {name: storable(plain[name]) for name in ("article", "event", "date", "place") if plain[name] is not None}
    names = {name: sorted(map(storable, plain[name])) for name in _NAMES}
    return plain | days | texts | names


def telling_of_plain(plain: Mapping[str, Any]) -> Telling:
    """Return the telling that the column of an event's row has."""
    days = {name: dt.date.fromisoformat(plain[name]) for name in _DAYS if name in plain}
    names = {name: frozenset(plain[name]) for name in _NAMES if name in plain}
    return Telling(**{name: value for name, value in plain.items() if name != "beside"} | days | names)


def days_of(*dates: str | None) -> tuple[dt.date | None, dt.date | None]:
    """Return the first and the last day that the first known of several EDTF dates covers; open sides end with the calendar."""
    period = next((found for found in map(find_period, dates) if found), None)
    if period is None:
        return None, None
    return period.start or dt.date.min, period.end - _DAY if period.end else dt.date.max


def _lasting(first: dt.date | None, last: dt.date | None) -> int | None:
    return None if first is None or last is None else bisect.bisect_left(LASTING, (last - first).days)


def _actors_of(version: Version, reading: Reading) -> list[ActorRow]:
    named = {found.actor: found for found in iter_named(reading)}
    rows = []
    for actor in reading.actors:
        found = named.get(actor.id)
        folded, said = known_as(actor.name)[:_LONGEST], fold(actor.name)[:_LONGEST]
        rows.append(
            ActorRow(
                version=version,
                local=storable(actor.id),
                name=storable(actor.name),
                kind=actor.kind,
                country=actor.country and storable(actor.country),
                identity=(key_of(actor) or "")[:_LONGEST],
                folded=folded,
                block=last_word(folded),
                named=found is not None,
                context=sorted(found.context) if found else [],
                told=version.told or dt.date.min,
                end=end_of(version.kept.key, f"actor {said if found else ''} {storable(actor.id)}"),
            )
        )
    return rows


def _offices_of(version: Version, reading: Reading, actors: Mapping[str, ActorRow]) -> Iterator[OfficeRow]:
    names = {actor.id: actor.name for actor in reading.actors}
    for actor in reading.actors:
        for office in actor.offices:
            yield OfficeRow(
                actor=actors[actor.id],
                title=storable(office.title),
                of=storable(names.get(office.of, office.of)) if office.of else None,
                status=office.status,
                start=office.span.start,
                end=office.span.end,
                told=version.told or dt.date.min,
            )


def bits_of(contexts: Iterable[str]) -> int:
    """Return PLOVER's contexts as a number, a bit for each."""
    return sum(1 << CONTEXTS.index(context) for context in set(contexts))


def kinds_with(sourcing: str) -> list[int]:
    """Return what an event may have as `sourcing` that is told by a source of this kind, among others."""
    bit = 1 << SOURCINGS.index(sourcing)
    return [kinds for kinds in range(1 << len(SOURCINGS)) if kinds & bit]


def _kinds_of(event: Event, reading: Reading) -> int | None:
    """Return the kinds of source that tell of an event, a bit for each; None where nobody but the outlet does."""
    told = {said.sourcing for said in reading.statements if said.id in event.statements}
    return sum(1 << SOURCINGS.index(sourcing) for sourcing in told) or None


def _statements_of(version: Version, reading: Reading, actors: Mapping[str, ActorRow]) -> list[StatementRow]:
    text, rows = reading.article.text, []
    issues: dict[str, int] = defaultdict(int)
    for event in reading.events:
        for said in event.statements:
            issues[said] |= bits_of(event.contexts)
    for number, statement in enumerate(reading.statements):
        first, last = days_of(statement.date, reading.article.published)
        speaker = actors[statement.actor] if statement.actor is not None else None
        rows.append(
            StatementRow(
                version=version,
                local=storable(statement.id),
                actor=speaker,
                country=speaker.country if speaker else None,
                kind=speaker.kind if speaker else None,
                sourcing=statement.sourcing,
                quoted=statement.quoted,
                issues=issues[statement.id] or None,
                content=storable(" … ".join(span.of(text) for span in statement.content)),
                date=statement.date and storable(statement.date),
                first_day=first,
                last_day=last,
                lasting=_lasting(first, last),
                spans={"source": statement.source, "cue": statement.cue, "content": statement.content},
                told=version.told or dt.date.min,
                number=number,
                confidence=statement.confidence,
            )
        )
    return rows


def _topics_of(rows: Sequence[StatementRow], reading: Reading, actors: Mapping[str, ActorRow]) -> Iterator[Topic]:
    for statement, row in zip(reading.statements, rows, strict=True):
        own = {"statement": row, "by_country": row.country, "by_kind": row.kind}
        for role, actor, start, end in _iter_topics(statement, reading):
            yield Topic(role=role, start=start, end=end, **own, **_shared(actors[actor]))


def _iter_topics(statement: Statement, reading: Reading) -> Iterator[tuple[str, str, int | None, int | None]]:
    """Give whom a statement is about (who is mentioned in its content) and to whom it was made, each with a place."""
    for actor in reading.actors:
        mentioned = next((found for span in statement.content if (found := _find_mention(actor, span))), None)
        if mentioned is not None:
            yield "about", actor.id, mentioned.start, mentioned.end
    for addressed in statement.to:
        yield "to", addressed, None, None


def _find_mention(actor: Actor, span: Span) -> Mention | None:
    """Find where a stretch of text mentions an actor, by name if it does so."""
    found = [mention for mention in actor.mentions if span.covers(mention.span)]
    return min(found, key=lambda mention: (mention.kind != "name", mention.start), default=None)


def _events_of(version: Version, reading: Reading) -> list[EventRow]:
    tellings = {telling.event: telling for telling in iter_tellings(reading)}
    rows = [_event_row(version, reading, number, tellings) for number in range(len(reading.events))]
    told = [(row, tellings[event.id]) for row, event in zip(rows, reading.events, strict=True) if row.telling]
    for at, (row, telling) in enumerate(told):
        beside = [(before.end, match_within(telling, other)) for before, other in told[:at]]
        row.telling = plain_of_telling(telling) | {
            "beside": {end: match.confidence for end, match in beside if match and end != row.end}
        }
    return rows


def _event_row(version: Version, reading: Reading, number: int, tellings: Mapping[str, Telling]) -> EventRow:
    event, text = reading.events[number], reading.article.text
    first, last = days_of(event.date, reading.article.published)
    telling = tellings.get(event.id)
    end = end_of(version.kept.key, f"event {event.trigger.of(text)} in {event.evidence.of(text)}")
    return EventRow(
        version=version,
        local=storable(event.id),
        type=event.type,
        mode=event.mode,
        date=event.date and storable(event.date),
        first_day=first,
        last_day=last,
        lasting=_lasting(first, last),
        auxiliary=" ".join(event.auxiliary),
        contexts=" ".join(event.contexts),
        act=find_act(event, text),
        standing=find_standing(event),
        place=storable(event.place.name) if event.place else None,
        condition=event.condition and storable(event.condition.of(text)),
        sourcing=_kinds_of(event, reading),
        evidence=storable(event.evidence.of(text)),
        spans={"evidence": event.evidence, "trigger": event.trigger, "condition": event.condition},
        telling=telling and plain_of_telling(telling),
        end=end,
        happening=end,
        told=version.told or dt.date.min,
        number=number,
        confidence=event.confidence,
    )


def _parties_of(rows: Sequence[EventRow], reading: Reading, actors: Mapping[str, ActorRow]) -> Iterator[Party]:
    for event, row in zip(reading.events, rows, strict=True):
        # As the event has them.
        own = {
            "event": row,
            "issues": bits_of(event.contexts) or None,
            "conditional": row.condition is not None or None,
        }
        for role, actor, start, end in _iter_parties(event, reading):
            yield Party(role=role, start=start, end=end, **own, **_shared(actors[actor]))


def _sides_of(parties: Iterable[Party]) -> Iterator[Side]:
    """Give the countries that meet, each once for an event."""
    for event, country in dict.fromkeys((one.event, one.country) for one in parties if one.kind in SIDES):
        if country and is_meeting(event.act, event.type):
            yield Side(
                event=event, country=country, happening=event.happening, standing=event.standing, told=event.told
            )


def _shared(actor: ActorRow) -> dict[str, Any]:
    """Return the columns of a row in which somebody takes part that are theirs."""
    return {"actor": actor, "country": actor.country, "kind": actor.kind, "told": actor.told}


def _sources_of(rows: Sequence[EventRow], reading: Reading, said: Sequence[StatementRow]) -> Iterator[EventSource]:
    statements = {statement.id: row for statement, row in zip(reading.statements, said, strict=True)}
    for event, row in zip(reading.events, rows, strict=True):
        for statement in event.statements:
            yield EventSource(event=row, statement=statements[statement])


def _iter_parties(event: Event, reading: Reading) -> Iterator[tuple[str, str, int | None, int | None]]:
    actors = {actor.id: actor for actor in reading.actors}
    for role, parties in (("actor", event.actors), ("recipient", event.recipients)):
        for party in parties:
            mention = _find_mention(actors[party], event.evidence)
            yield role, party, mention and mention.start, mention and mention.end


def _namings_of(version: Version) -> list[NamingRow]:
    return [
        NamingRow(
            version=version,
            outlet=found.outlet[:_LONGEST],
            day=version.published_day,
            words=found.words,
            sentence=found.sentence,
        )
        for found in find_namings(version.text)
    ]
