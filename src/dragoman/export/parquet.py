"""Readings out of the Parquet tables that `write_parquet` wrote: the way back."""

import itertools
import pathlib
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import duckdb

from dragoman.errors import UnreadableInput
from dragoman.export.duck import open_duckdb
from dragoman.export.tables import COLUMNS, Row
from dragoman.model import Reading
from dragoman.model.wire import from_dict

__all__ = ["is_parquet", "read_parquet", "read_tables"]

_ROWS = 1000  # fetched at a time


def is_parquet(path: pathlib.Path) -> bool:
    """Tell whether a path is a folder of our tables."""
    return (path / "articles.parquet").is_file()


def read_parquet(folder: pathlib.Path) -> Iterator[Reading | UnreadableInput]:
    """Read the Readings of a folder of tables, in the order of its articles; an error stands where one is unsound.

    Rows of the tables may stand in any order. An article that is there twice is read once. Whole numbers come back as
    integers: the tables do not tell 12 from 12.0. Raises UnreadableInput where a table is missing or is not one of ours.
    """
    yield from read_tables({table: folder / f"{table}.parquet" for table in COLUMNS}, str(folder))


def read_tables(files: Mapping[str, pathlib.Path], where: str) -> Iterator[Reading | UnreadableInput]:
    """Read the Readings of tables that stand each in a file of its own, as `read_parquet` does.

    files: by table; of those but `articles` one may be left out, which has no rows then. where: for messages.
    """
    with open_duckdb() as connection:
        try:
            tables = {table: _iter_groups(connection.cursor(), files, table) for table in COLUMNS if table in files}
            for article_id, (article,) in tables.pop("articles"):
                rows = {table: tables[table].take(article_id) if table in tables else [] for table in COLUMNS}
                yield _read_guarded(article, rows, where)
        except duckdb.Error as trouble:
            first_line = str(trouble).partition("\n")[0]
            raise UnreadableInput(f"holds no tables of ours: {first_line}", where) from trouble


class _Groups:
    """The rows of one table, an article at a time, in the order of the articles."""

    def __init__(self, rows: Iterator[Row]) -> None:
        self._groups = itertools.groupby(rows, key=lambda row: str(row["article_id"]))
        self._next = self._advance()

    def _advance(self) -> tuple[str, list[Row]] | None:
        found = next(self._groups, None)
        return found and (found[0], list(found[1]))

    def __iter__(self) -> Iterator[tuple[str, list[Row]]]:
        while self._next is not None:
            yield self._next
            self._next = self._advance()

    def take(self, article_id: str) -> list[Row]:
        """Give the rows of an article; call it in the order of the articles."""
        if self._next is None or self._next[0] != article_id:
            return []
        rows = self._next[1]
        self._next = self._advance()
        return rows


def _iter_groups(connection: duckdb.DuckDBPyConnection, files: Mapping[str, pathlib.Path], table: str) -> _Groups:
    """Query a table in the order of its articles, each row once."""
    names = ", ".join(f't."{name}"' for name in COLUMNS[table])
    once = "t.article_id" if table == "articles" else "t.article_id, t.id"
    connection.execute(
        f"SELECT {names} FROM read_parquet(?, file_row_number=true) t "  # noqa: S608 (names are our own columns)
        "JOIN (SELECT article_id, min(file_row_number) AS place FROM read_parquet(?, file_row_number=true) GROUP BY 1) a "
        f"USING (article_id) QUALIFY row_number() OVER (PARTITION BY {once} ORDER BY t.file_row_number) = 1 "
        "ORDER BY a.place, t.file_row_number",
        [str(files[table]), str(files["articles"])],
    )
    return _Groups(_iter_rows(connection, list(COLUMNS[table])))


def _iter_rows(connection: duckdb.DuckDBPyConnection, names: list[str]) -> Iterator[Row]:
    while rows := connection.fetchmany(_ROWS):
        yield from (dict(zip(names, row, strict=True)) for row in rows)


def _read_guarded(article: Row, rows: Mapping[str, list[Row]], where: str) -> Reading | UnreadableInput:
    try:
        return from_dict(_raw_reading(article, rows))
    except UnreadableInput as trouble:
        return UnreadableInput(f"{trouble.message} ({trouble.where})", f"{where}, article {article['article_id']}")


# Rows to the JSON form


def _raw_reading(article: Row, rows: Mapping[str, list[Row]]) -> dict[str, Any]:
    parts = article["parts"] or {}
    heads = {name: _pair(parts.get(name)) for name in ("title", "standfirst", "dateline")}
    facts = {name: value for name, value in article.items() if name not in {"article_id", "parts"}}
    makers: dict[str, Callable[[Row], dict[str, Any]]] = {
        "actors": _raw_actor,
        "statements": _raw_statement,
        "events": _raw_event,
        "dates": lambda row: {"span": _span(row, "span")} | _pick(row, "type", "value", "edtf"),
        "figures": _raw_figure,
        "forecasts": _raw_forecast,
    }
    return {
        "format": article["format"],
        "reader": _pick(article, "program", "version", "reader", "models"),
        "article": facts
        | {"id": article["article_id"], "parts": heads | {"paragraphs": _pairs(parts.get("paragraphs"))}},
        "figure_checks": [
            {"whole": row["id"], "parts": check["parts"], "sum": _number(check["sum"]), "holds": check["holds"]}
            for row in rows["figures"]
            for check in row["checks"]
        ],
        **{table: [make(row) for row in rows[table]] for table, make in makers.items()},
    }


def _raw_actor(row: Row) -> dict[str, Any]:
    offices = [_pick(office, "title", "of", "status") | {"span": _pair(office)} for office in row["offices"]]
    mentions = [[mention["start"], mention["end"], mention["kind"]] for mention in row["mentions"]]
    return _pick(row, "id", "name", "kind", "country", "sectors") | {"offices": offices, "mentions": mentions}


def _raw_statement(row: Row) -> dict[str, Any]:
    return _pick(row, "id", "sourcing", "quoted", "to", "date", "within", "confidence") | {
        "source": {"actor": row["actor"], "span": _span(row, "source")},
        "cue": {"span": _span(row, "cue")},
        "content": {"spans": _pairs(row["content"])},
        "venue": _span(row, "venue"),
    }


def _raw_event(row: Row) -> dict[str, Any]:
    place = _span(row, "place")
    plain = _pick(
        row, "id", "type", "mode", "contexts", "actors", "recipients", "date", "auxiliary", "statements", "confidence"
    )
    return plain | {
        "place": place and {"span": place, "name": row["place_name"], "country": row["place_country"]},
        "condition": _span(row, "condition"),
        "trigger": _span(row, "trigger"),
        "evidence": _span(row, "evidence"),
        "also": _pairs(row["also"]),
    }


def _raw_figure(row: Row) -> dict[str, Any]:
    ends = [_number(row["low"]), _number(row["high"])]
    value = _number(row["value"]) if row["value"] is not None else ends
    spans = {"what": _span(row, "what"), "span": _span(row, "span")}
    return _pick(row, "id", "unit", "of", "statements") | {"value": value} | spans


def _raw_forecast(row: Row) -> dict[str, Any]:
    low, high = row["probability_low"], row["probability_high"]
    spans = {"content": _span(row, "content"), "phrase": _span(row, "phrase")}
    return _pick(row, "id", "statement", "event", "by") | spans | {"probability": None if low is None else [low, high]}


def _pick(row: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: row[name] for name in names}


def _span(row: Row, name: str) -> list[int] | None:
    return None if row[f"{name}_start"] is None else [row[f"{name}_start"], row[f"{name}_end"]]


def _pair(struct: Mapping[str, Any] | None) -> list[int] | None:
    return None if struct is None else [struct["start"], struct["end"]]


def _pairs(structs: list[Mapping[str, Any]] | None) -> list[list[int] | None]:
    return [_pair(struct) for struct in structs or ()]


def _number(value: float | None) -> int | float | None:
    return int(value) if value is not None and value.is_integer() else value
