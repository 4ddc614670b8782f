"""The seven tables as files: Parquet with nested columns, or CSV with JSON in their place.

Rows wait in JSON Lines files on disk; DuckDB turns each into one file at the end, so that memory does not grow with
the number of articles.
"""

import contextlib
import json
import pathlib
import re
import tempfile
from collections.abc import Iterable, Mapping
from typing import Any, TextIO

import duckdb

from dragoman.export.duck import open_duckdb
from dragoman.export.files import fresh_folder
from dragoman.export.tables import COLUMNS, rows_of
from dragoman.model import Reading

__all__ = ["append_rows", "convert_rows", "quoted", "write_csv", "write_csv_events", "write_parquet"]

# DuckDB holds a group of rows in memory; its usual 122,880 articles would be some hundred megabytes.
_PARQUET = "FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 10240"
_SURROGATE = re.compile("[\ud800-\udfff]")


def write_parquet(readings: Iterable[Reading], folder: pathlib.Path) -> None:
    """Write `articles.parquet` to `forecasts.parquet` into a folder."""
    _write_tables(readings, folder, "parquet")


def write_csv(readings: Iterable[Reading], folder: pathlib.Path) -> None:
    """Write `articles.csv` to `forecasts.csv` into a folder; UTF-8, lists and structs as JSON, null as nothing."""
    _write_tables(readings, folder, "csv")


def write_csv_events(readings: Iterable[Reading], file: TextIO) -> None:
    """Write the events table alone, as `events.csv` of `write_csv` has it."""
    with tempfile.TemporaryDirectory() as draft:
        rows = pathlib.Path(draft, "events.jsonl")
        with rows.open("w", encoding="utf-8") as waiting:
            for reading in readings:
                append_rows(waiting, rows_of(reading)["events"])
        with open_duckdb({"threads": 1}) as connection:
            convert_rows(connection, rows, pathlib.Path(draft, "events.csv"), COLUMNS["events"])
        with pathlib.Path(draft, "events.csv").open(encoding="utf-8", newline="") as made:
            file.writelines(made)


def _write_tables(readings: Iterable[Reading], folder: pathlib.Path, form: str) -> None:
    with fresh_folder(folder) as place, tempfile.TemporaryDirectory() as draft:
        paths = {table: pathlib.Path(draft, f"{table}.jsonl") for table in COLUMNS}
        with contextlib.ExitStack() as stack:
            files = {table: stack.enter_context(path.open("w", encoding="utf-8")) for table, path in paths.items()}
            for reading in readings:
                for table, rows in rows_of(reading).items():
                    append_rows(files[table], rows)
        with open_duckdb({"threads": 1}) as connection:
            for table, path in paths.items():
                convert_rows(connection, path, place / f"{table}.{form}", COLUMNS[table])


def append_rows(file: TextIO, rows: Iterable[Mapping[str, Any]]) -> None:
    """Write rows as JSON Lines, to wait for `convert_rows`."""
    # DuckDB takes no lone surrogate in a nested value: U+FFFD stands for it, one for one, so that offsets stay.
    file.writelines(_SURROGATE.sub("\ufffd", json.dumps(row, ensure_ascii=False)) + "\n" for row in rows)


def convert_rows(
    connection: duckdb.DuckDBPyConnection, rows: pathlib.Path, target: pathlib.Path, columns: Mapping[str, str]
) -> None:
    """Turn a JSON Lines file of rows into a Parquet or CSV file, by the look of the target's name.

    columns: SQL types by name, in order. The connection has one thread, else the order of rows, and with it the bytes,
    is not the same every time.
    """
    parquet = target.suffix == ".parquet"
    picked = ", ".join(
        f'"{name}"' if parquet or not _is_nested(kind) else f'to_json("{name}") AS "{name}"'
        for name, kind in columns.items()
    )
    wanted = ", ".join(f"'{name}': '{kind}'" for name, kind in columns.items())
    options = _PARQUET if parquet else "FORMAT csv, HEADER true"
    connection.execute(
        f"COPY (SELECT {picked} FROM read_json({quoted(rows)}, format='newline_delimited', "  # noqa: S608
        f"maximum_object_size=268435456, columns={{{wanted}}})) TO {quoted(target)} ({options})"
    )


def _is_nested(kind: str) -> bool:
    return kind.endswith(("[]", ")"))


def quoted(path: pathlib.Path) -> str:
    """Write a path as an SQL text."""
    return "'" + str(path).replace("'", "''") + "'"
