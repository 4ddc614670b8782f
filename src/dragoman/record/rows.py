"""A Reading as rows of the derived tables: what one article gives, without a look at any other."""

import dataclasses
import datetime as dt
import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

from dragoman.export.periods import find_period
from dragoman.model import Actor, Event, Mention, Reading, Span, Statement
from dragoman.record.across.actors import iter_named
from dragoman.record.across.copies import shingles_of
from dragoman.record.across.names import fold, key_of
from dragoman.record.across.rereports import find_namings
from dragoman.record.across.tellings import Telling, find_act, find_standing, iter_tellings
from dragoman.record.identity import storable
from dragoman.record.models import (
    ActorRow,
    EventRow,
    EventSource,
    NamingRow,
    OfficeRow,
    Party,
    Shingle,
    StatementRow,
    TellingKey,
    Topic,
    Version,
)

__all__ = ["days_of", "drop_rows", "end_of", "telling_of", "write_rows"]

_LONGEST = 200  # characters of a name that are compared
_DAY = dt.timedelta(days=1)


def write_rows(version: Version, reading: Reading, alias: str) -> None:
    """Write the rows of a version that has become the current one."""
    actors = _write_actors(version, reading, alias)
    statements = _write_statements(version, reading, actors, alias)
    _write_events(version, reading, actors, statements, alias)
    Shingle.objects.using(alias).bulk_create(
        Shingle(version=version, hash=found) for found in sorted(shingles_of(reading.article.text))
    )
    NamingRow.objects.using(alias).bulk_create(
        NamingRow(version=version, outlet=found.outlet[:_LONGEST], words=found.words, sentence=found.sentence)
        for found in find_namings(version.text)
    )


def drop_rows(version: Version, alias: str) -> None:
    """Take away the rows of a version that is no longer the current one; its Reading stays."""
    for table in (EventRow, StatementRow, ActorRow, Shingle, NamingRow):
        table.objects.using(alias).filter(version=version).delete()


def end_of(kept_key: str, words: str) -> str:
    """Return what names a row of an article, or the article itself, by its words: the same in every rebuild."""
    return hashlib.blake2b(f"{kept_key}\x1f{words}".encode("utf-8", "replace"), digest_size=16).hexdigest()


def telling_of(row: EventRow) -> Telling:
    """Return the telling that an event's row holds."""
    plain: dict[str, Any] = dict(row.telling or {})
    days = {name: dt.date.fromisoformat(plain[name]) for name in ("first", "last")}
    return Telling(**{**plain, **days, "cast": frozenset(plain["cast"]), "agents": frozenset(plain["agents"])})


def days_of(*dates: str | None) -> tuple[dt.date | None, dt.date | None]:
    """Return the first and the last day that the first known of several EDTF dates covers; open sides end with the calendar."""
    period = next((found for found in map(find_period, dates) if found), None)
    if period is None:
        return None, None
    return period.start or dt.date.min, period.end - _DAY if period.end else dt.date.max


def _write_actors(version: Version, reading: Reading, alias: str) -> Mapping[str, ActorRow]:
    named = {found.actor: found for found in iter_named(reading)}
    rows = []
    for actor in reading.actors:
        found = named.get(actor.id)
        rows.append(
            ActorRow(
                version=version,
                local=storable(actor.id),
                name=storable(actor.name),
                kind=actor.kind,
                country=actor.country and storable(actor.country),
                identity=(key_of(actor) or "")[:_LONGEST],
                folded=fold(actor.name)[:_LONGEST],
                block=found.block[:_LONGEST] if found else "",
                context=sorted(found.context) if found else [],
            )
        )
    made = ActorRow.objects.using(alias).bulk_create(rows)
    actors = {actor.id: row for actor, row in zip(reading.actors, made, strict=True)}
    names = {actor.id: actor.name for actor in reading.actors}
    OfficeRow.objects.using(alias).bulk_create(
        OfficeRow(
            actor=actors[actor.id],
            title=storable(office.title),
            of=storable(names.get(office.of, office.of)) if office.of else None,
            status=office.status,
            start=office.span.start,
            end=office.span.end,
            told=version.told or dt.date.min,
        )
        for actor in reading.actors
        for office in actor.offices
    )
    return actors


def _write_statements(
    version: Version, reading: Reading, actors: Mapping[str, ActorRow], alias: str
) -> Mapping[str, StatementRow]:
    text, rows = reading.article.text, []
    for number, statement in enumerate(reading.statements):
        first, last = days_of(statement.date, reading.article.published)
        rows.append(
            StatementRow(
                version=version,
                local=storable(statement.id),
                actor=actors[statement.actor] if statement.actor is not None else None,
                sourcing=statement.sourcing,
                quoted=statement.quoted,
                content=storable(" … ".join(span.of(text) for span in statement.content)),
                date=statement.date and storable(statement.date),
                first_day=first,
                last_day=last,
                spans={"source": statement.source, "cue": statement.cue, "content": statement.content},
                told=version.told or dt.date.min,
                number=number,
            )
        )
    made = StatementRow.objects.using(alias).bulk_create(rows)
    Topic.objects.using(alias).bulk_create(
        Topic(statement=row, actor=actors[actor], role=role, start=start, end=end)
        for statement, row in zip(reading.statements, made, strict=True)
        for role, actor, start, end in _iter_topics(statement, reading)
    )
    return {statement.id: row for statement, row in zip(reading.statements, made, strict=True)}


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


def _write_events(
    version: Version,
    reading: Reading,
    actors: Mapping[str, ActorRow],
    statements: Mapping[str, StatementRow],
    alias: str,
) -> None:
    tellings = {telling.event: telling for telling in iter_tellings(reading)}
    rows = [_event_row(version, reading, number, tellings) for number in range(len(reading.events))]
    made = EventRow.objects.using(alias).bulk_create(rows)
    Party.objects.using(alias).bulk_create(
        Party(event=row, actor=actors[actor], role=role, start=start, end=end)
        for event, row in zip(reading.events, made, strict=True)
        for role, actor, start, end in _iter_parties(event, reading)
    )
    EventSource.objects.using(alias).bulk_create(
        EventSource(event=row, statement=statements[statement])
        for event, row in zip(reading.events, made, strict=True)
        for statement in event.statements
    )
    TellingKey.objects.using(alias).bulk_create(
        TellingKey(event=row, key=f"{telling.act}|{name}"[:_LONGEST], first=telling.first, last=telling.last)
        for event, row in zip(reading.events, made, strict=True)
        if (telling := tellings.get(event.id)) is not None
        for name in sorted(telling.cast)
    )


def _event_row(version: Version, reading: Reading, number: int, tellings: Mapping[str, Telling]) -> EventRow:
    event, text = reading.events[number], reading.article.text
    first, last = days_of(event.date, reading.article.published)
    telling = tellings.get(event.id)
    return EventRow(
        version=version,
        local=storable(event.id),
        type=event.type,
        mode=event.mode,
        date=event.date and storable(event.date),
        first_day=first,
        last_day=last,
        auxiliary=" ".join(event.auxiliary),
        contexts=" ".join(event.contexts),
        act=find_act(event, text),
        standing=find_standing(event),
        place=storable(event.place.name) if event.place else None,
        condition=event.condition and storable(event.condition.of(text)),
        evidence=storable(event.evidence.of(text)),
        spans={"evidence": event.evidence, "trigger": event.trigger, "condition": event.condition},
        telling=telling and _plain(telling),
        end=end_of(version.kept.key, f"event {event.trigger.of(text)} in {event.evidence.of(text)}"),
        told=version.told or dt.date.min,
        number=number,
    )


def _iter_parties(event: Event, reading: Reading) -> Iterator[tuple[str, str, int | None, int | None]]:
    actors = {actor.id: actor for actor in reading.actors}
    for role, parties in (("actor", event.actors), ("recipient", event.recipients)):
        for party in parties:
            mention = _find_mention(actors[party], event.evidence)
            yield role, party, mention and mention.start, mention and mention.end


def _plain(telling: Telling) -> dict[str, Any]:
    plain = {field.name: getattr(telling, field.name) for field in dataclasses.fields(telling)}
    days = {name: plain[name].isoformat() for name in ("first", "last")}
    texts = {name: storable(plain[name]) for name in ("article", "event", "date", "place") if plain[name] is not None}
    names = {name: sorted(map(storable, plain[name])) for name in ("cast", "agents")}
    return plain | days | texts | names
