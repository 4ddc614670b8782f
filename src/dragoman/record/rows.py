"""A Reading as rows of the derived tables: what one article gives, without a look at any other."""

import dataclasses
import datetime as dt
import hashlib
from collections.abc import Mapping
from typing import Any

from dragoman.export.periods import find_period
from dragoman.model import Reading
from dragoman.record.across.actors import iter_named
from dragoman.record.across.copies import shingles_of
from dragoman.record.across.names import key_of
from dragoman.record.across.rereports import find_namings
from dragoman.record.across.tellings import Telling, iter_tellings
from dragoman.record.identity import storable
from dragoman.record.models import (
    ActorRow,
    EventRow,
    NamingRow,
    Party,
    Shingle,
    StatementRow,
    TellingKey,
    Version,
)

__all__ = ["drop_rows", "end_of", "telling_of", "write_rows"]

_LONGEST = 200  # characters of a name that are compared


def write_rows(version: Version, reading: Reading, alias: str) -> None:
    """Write the rows of a version that has become the current one."""
    actors = _write_actors(version, reading, alias)
    _write_statements(version, reading, actors, alias)
    _write_events(version, reading, actors, alias)
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
                folded=found.name[:_LONGEST] if found else "",
                block=found.block[:_LONGEST] if found else "",
                context=sorted(found.context) if found else [],
            )
        )
    made = ActorRow.objects.using(alias).bulk_create(rows)
    return {actor.id: row for actor, row in zip(reading.actors, made, strict=True)}


def _write_statements(version: Version, reading: Reading, actors: Mapping[str, ActorRow], alias: str) -> None:
    text = reading.article.text
    StatementRow.objects.using(alias).bulk_create(
        StatementRow(
            version=version,
            local=storable(statement.id),
            actor=actors[statement.actor] if statement.actor is not None else None,
            sourcing=statement.sourcing,
            quoted=statement.quoted,
            content=storable(" … ".join(span.of(text) for span in statement.content)),
            date=statement.date and storable(statement.date),
        )
        for statement in reading.statements
    )


def _write_events(version: Version, reading: Reading, actors: Mapping[str, ActorRow], alias: str) -> None:
    tellings = {telling.event: telling for telling in iter_tellings(reading)}
    text, rows = reading.article.text, []
    for event in reading.events:
        period = find_period(event.date)
        telling = tellings.get(event.id)
        rows.append(
            EventRow(
                version=version,
                local=storable(event.id),
                type=event.type,
                mode=event.mode,
                date=event.date and storable(event.date),
                first_day=period.start if period else None,
                auxiliary=" ".join(event.auxiliary),
                evidence=storable(event.evidence.of(text)),
                telling=telling and _plain(telling),
                end=end_of(version.kept.key, f"event {event.trigger.of(text)} in {event.evidence.of(text)}"),
            )
        )
    made = EventRow.objects.using(alias).bulk_create(rows)
    Party.objects.using(alias).bulk_create(
        Party(event=row, actor=actors[actor], role=role)
        for event, row in zip(reading.events, made, strict=True)
        for role, parties in (("actor", event.actors), ("recipient", event.recipients))
        for actor in parties
    )
    TellingKey.objects.using(alias).bulk_create(
        TellingKey(event=row, key=f"{telling.act}|{name}"[:_LONGEST], first=telling.first, last=telling.last)
        for event, row in zip(reading.events, made, strict=True)
        if (telling := tellings.get(event.id)) is not None
        for name in sorted(telling.cast)
    )


def _plain(telling: Telling) -> dict[str, Any]:
    plain = {field.name: getattr(telling, field.name) for field in dataclasses.fields(telling)}
    days = {name: plain[name].isoformat() for name in ("first", "last")}
    texts = {name: storable(plain[name]) for name in ("article", "event", "date", "place") if plain[name] is not None}
    names = {name: sorted(map(storable, plain[name])) for name in ("cast", "agents")}
    return plain | days | texts | names
