"""The rows of an export on disk: written once, an article at a time, then read by whichever format is made of them.

The tables are those of `dragoman.export.tables` with what the Record adds, and `links`, `notes` and `judgements` beside them.
"""

import contextlib
import dataclasses
import json
import pathlib
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

import duckdb

from dragoman.export.duck import open_duckdb
from dragoman.export.folder import append_rows, convert_rows
from dragoman.export.tables import COLUMNS as READING_COLUMNS
from dragoman.export.tables import Row, rows_of
from dragoman.model import Actor, Event
from dragoman.model.wire import LINES, line_to_dict
from dragoman.record.decisions import HeldLink
from dragoman.record.exports.contents import Entry
from dragoman.record.judging import Judged, find_line
from dragoman.record.notes import HeldNote

__all__ = ["COLUMNS", "Stage", "row_id", "standing_of"]

_JUDGED = dict.fromkeys(("judged", "judged_by", "judged_at"), "VARCHAR")
_ADDED: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "articles": {"revision": "BIGINT", "copies": "VARCHAR[]", "rereports": "VARCHAR[]"},
        "actors": {"identity": "VARCHAR"} | _JUDGED,
        "statements": _JUDGED,
        "events": {"happening": "VARCHAR", "standing": "VARCHAR"}
        | dict.fromkeys(("actor_identities", "actor_names", "actor_countries"), "VARCHAR[]")
        | dict.fromkeys(("recipient_identities", "recipient_names", "recipient_countries"), "VARCHAR[]")
        | _JUDGED,
        "figures": _JUDGED,
        "forecasts": _JUDGED,
    }
)
# The columns of each table with their SQL types, in order.
COLUMNS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {table: {**columns, **_ADDED.get(table, {})} for table, columns in READING_COLUMNS.items()}
    | {
        "links": dict.fromkeys(
            ("key", "kind", "left_article", "left_row", "right_article", "right_row", "reason"), "VARCHAR"
        )
        | {"confidence": "DOUBLE", "decision": "VARCHAR", "differences": "VARCHAR"},
        "notes": {"number": "BIGINT"}
        | dict.fromkeys(("article_id", "kind", "about", "quote"), "VARCHAR")
        | {"start": "BIGINT", "end": "BIGINT", "body": "VARCHAR", "author": "VARCHAR"},
        "judgements": dict.fromkeys(("article_id", "table", "id", "judged", "judged_by", "judged_at"), "VARCHAR")
        | dict.fromkeys(("machine", "line", "reason"), "VARCHAR"),
    }
)
# What DuckDB keeps in memory before it uses the disk.
_MEMORY = "256MB"


@dataclasses.dataclass(slots=True)
class Stage:
    """Rows on disk: `TABLE.jsonl` in a folder, and how many each table has."""

    folder: pathlib.Path
    rows: dict[str, int] = dataclasses.field(default_factory=dict)

    def take(self, entries: Iterable[Entry]) -> Iterator[Entry]:
        """Write the rows of articles while they pass."""
        with self._files(*READING_COLUMNS, "judgements") as write:
            for entry in entries:
                for table, rows in _rows_of(entry).items():
                    write(table, rows)
                write("judgements", [_judgement_row(one, entry) for one in entry.judged])
                yield entry

    def take_links(self, links: Iterable[HeldLink]) -> None:
        """Write links and what was decided on them."""
        with self._files("links") as write:
            for link in links:
                write("links", [_link_row(link)])

    def take_notes(self, notes: Iterable[HeldNote]) -> None:
        """Write what people hung on the articles."""
        with self._files("notes") as write:
            for note in notes:
                write("notes", [_note_row(note)])

    def add_table(self, table: str, columns: Mapping[str, str], rows: Iterable[Row]) -> None:
        """Write a table that is derived from the others, and keep it for questions."""
        with self._files(table) as write:
            for row in rows:
                write(table, [row])
        self._convert(table, columns)

    def convert(self) -> None:
        """Make tables that `ask` can read of what was taken."""
        for table, columns in COLUMNS.items():
            self._convert(table, columns)

    def ask(self, question: str, *values: Any) -> Iterator[Row]:
        """Give the rows that a question in SQL has for an answer; `{events}` stands for the table of that name."""
        places = {table: f"read_parquet('{self._parquet(table)}')" for table in self.rows}
        with self.connection() as connection:
            connection.execute(question.format(**places), list(values))
            names = [column[0] for column in connection.description or ()]
            while rows := connection.fetchmany(500):
                yield from (dict(zip(names, row, strict=True)) for row in rows)

    @contextlib.contextmanager
    def connection(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """Open a DuckDB that puts on disk what does not fit into little memory, and keeps the order of rows."""
        config: dict[str, str | int] = {"threads": 1, "memory_limit": _MEMORY}
        with open_duckdb(config | {"temp_directory": str(self.folder / "spill")}) as connection:
            yield connection

    def jsonl(self, table: str) -> pathlib.Path:
        """Return where the rows of a table are."""
        return self.folder / f"{table}.jsonl"

    def _parquet(self, table: str) -> str:
        return str(self.folder / f"{table}.parquet").replace("'", "''")

    def _convert(self, table: str, columns: Mapping[str, str]) -> None:
        with open_duckdb({"threads": 1}) as connection:
            convert_rows(connection, self.jsonl(table), self.folder / f"{table}.parquet", columns)

    @contextlib.contextmanager
    def _files(self, *tables: str) -> Iterator[Any]:
        with contextlib.ExitStack() as stack:
            files = {
                table: stack.enter_context(self.jsonl(table).open("w", encoding="utf-8", newline=""))
                for table in tables
            }
            self.rows |= dict.fromkeys(tables, 0)

            def write(table: str, rows: list[Row]) -> None:
                append_rows(files[table], rows)
                self.rows[table] += len(rows)

            yield write


def row_id(article: str, table: str, local: str) -> str:
    """Name a row of an article for the whole Record: "water-1/events/e3", as links do."""
    return f"{article}/{table}/{local}"


def standing_of(event: Event) -> str:
    """Say whether an event is told as happened, planned, hypothetical or denied, by its auxiliary modes alone."""
    modes = (("negation", "denied"), ("hypothetical", "hypothetical"), ("future", "planned"))
    return next((standing for mode, standing in modes if mode in event.auxiliary), "happened")


def _rows_of(entry: Entry) -> dict[str, list[Row]]:
    reading = entry.reading
    tables = rows_of(reading)
    article = reading.article.id
    identities = {
        actor.id: entry.identities.get(actor.id) or row_id(article, "actors", actor.id) for actor in reading.actors
    }
    tables["articles"][0] |= {"revision": entry.revision} | {
        kind: list(entry.origins.get(kind, ())) for kind in ("copies", "rereports")
    }
    for row in tables["actors"]:
        row["identity"] = identities[row["id"]]
    known = {actor.id: actor for actor in reading.actors}
    for event, row in zip(reading.events, tables["events"], strict=True):
        row["happening"] = entry.happenings.get(event.id) or row_id(article, "events", event.id)
        row["standing"] = standing_of(event)
        row.update(_sides(event, identities, known))
    judged = {(one.table, one.local): one for one in entry.judged}
    for table in LINES:
        for row in tables[table]:
            row.update(_verdict_of(judged.get((table, row["id"]))))
    return tables


def _verdict_of(judged: Judged | None) -> Row:
    if judged is None:
        return dict.fromkeys(_JUDGED)
    return {"judged": judged.verdict, "judged_by": judged.author or None, "judged_at": judged.made.isoformat()}


def _judgement_row(judged: Judged, entry: Entry) -> Row:
    machine = find_line(entry.machine, judged.table, judged.local) if entry.machine else None
    lines = {"machine": machine and line_to_dict(machine), "line": judged.line}
    return (
        {"article_id": entry.reading.article.id, "table": judged.table, "id": judged.local}
        | _verdict_of(judged)
        | {name: line and json.dumps(line, ensure_ascii=False, sort_keys=True) for name, line in lines.items()}
        | {"reason": judged.note or None}
    )


def _sides(event: Event, identities: Mapping[str, str], known: Mapping[str, Actor]) -> Row:
    row: Row = {}
    for side, ids in (("actor", event.actors), ("recipient", event.recipients)):
        row[f"{side}_identities"] = [identities[id_] for id_ in ids]
        row[f"{side}_names"] = [known[id_].name for id_ in ids]
        row[f"{side}_countries"] = [known[id_].country for id_ in ids]
    return row


def _link_row(link: HeldLink) -> Row:
    return {
        "key": link.key,
        "kind": link.kind,
        "left_article": link.left,
        "left_row": link.left_row or None,
        "right_article": link.right,
        "right_row": link.right_row or None,
        "reason": link.reason,
        "confidence": link.confidence,
        "decision": link.standing,
        "differences": json.dumps(link.differences, ensure_ascii=False, sort_keys=True),
    }


def _note_row(note: HeldNote) -> Row:
    start, end = note.span or (None, None)
    plain = {name: getattr(note, name) for name in ("number", "article_id", "kind", "quote", "body")}
    return plain | {"start": start, "end": end, "about": note.about or None, "author": note.author or None}
