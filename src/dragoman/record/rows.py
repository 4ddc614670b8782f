"""A Reading as rows of the derived tables."""

from collections.abc import Mapping

from dragoman.export.periods import find_period
from dragoman.model import Reading
from dragoman.record.identity import storable
from dragoman.record.models import ActorRow, EventRow, Party, StatementRow, Version

__all__ = ["drop_rows", "write_rows"]


def write_rows(version: Version, reading: Reading, alias: str) -> None:
    """Write the rows of a version that has become the current one."""
    actors = _write_actors(version, reading, alias)
    _write_statements(version, reading, actors, alias)
    _write_events(version, reading, actors, alias)


def drop_rows(version: Version, alias: str) -> None:
    """Take away the rows of a version that is no longer the current one; its Reading stays."""
    for table in (EventRow, StatementRow, ActorRow):
        table.objects.using(alias).filter(version=version).delete()


def _write_actors(version: Version, reading: Reading, alias: str) -> Mapping[str, ActorRow]:
    rows = [
        ActorRow(
            version=version,
            local=storable(actor.id),
            name=storable(actor.name),
            kind=actor.kind,
            country=actor.country and storable(actor.country),
        )
        for actor in reading.actors
    ]
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
    rows = []
    for event in reading.events:
        period = find_period(event.date)
        rows.append(
            EventRow(
                version=version,
                local=storable(event.id),
                type=event.type,
                mode=event.mode,
                date=event.date and storable(event.date),
                first_day=period.start if period else None,
                auxiliary=" ".join(event.auxiliary),
                evidence=storable(event.evidence.of(reading.article.text)),
            )
        )
    made = EventRow.objects.using(alias).bulk_create(rows)
    Party.objects.using(alias).bulk_create(
        Party(event=row, actor=actors[actor], role=role)
        for event, row in zip(reading.events, made, strict=True)
        for role, parties in (("actor", event.actors), ("recipient", event.recipients))
        for actor in parties
    )
