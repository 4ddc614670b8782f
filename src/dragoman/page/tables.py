"""Files of many articles, whole or in slices: JSON Lines, CSV and Parquet, one article a row."""

import csv
import gzip
import io
import zlib
from collections.abc import Iterator
from typing import BinaryIO

import duckdb

from dragoman.errors import NotAnArticle, UnreadableInput
from dragoman.model import Article
from dragoman.page.limits import Limits
from dragoman.page.rows import is_text_column, read_csv, read_json_lines, read_table_row, wanted_columns

__all__ = ["count_rows", "iter_lines", "read_line_slice", "read_parquet_rows", "read_table", "table_form"]

_LINES = (".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz")
_CSV = (".csv", ".tsv", ".csv.gz", ".tsv.gz")
_FETCHED = 100  # rows of a Parquet table at a time


def table_form(name: str) -> str | None:
    """Tell the form of a table by its file's name: "lines", "csv" or "parquet", None where it is no table."""
    lower = name.lower()
    forms = ((_LINES, "lines"), (_CSV, "csv"), ((".parquet",), "parquet"))
    return next((form for endings, form in forms if lower.endswith(endings)), None)


def read_table(
    file: BinaryIO,
    where: str,
    published: str | None = None,
    limits: Limits = Limits(),
    start: int = 0,
    end: int | None = None,
) -> Iterator[Article | UnreadableInput]:
    """Read rows [start, end) of JSON Lines or of CSV, as the name tells, packed by gzip or not; the first row is 0."""
    opened: BinaryIO = gzip.GzipFile(fileobj=file) if where.lower().endswith(".gz") else file  # type: ignore[assignment]
    try:
        if table_form(where) == "csv":
            # The field size limit of the csv module guards memory; a whole article may be one field.
            csv.field_size_limit(limits.row)
            with io.TextIOWrapper(opened, "utf-8-sig", "replace", newline="") as lines:
                yield from read_csv(lines, where, published, start, end)
        else:
            chosen = _slice_lines(iter_lines(opened, limits.row), start, end)
            yield from read_json_lines(chosen, where, published, start + 1)
    except (gzip.BadGzipFile, EOFError, zlib.error):
        yield UnreadableInput("is a damaged gzip file", where)
    except NotAnArticle as trouble:
        yield UnreadableInput(trouble.message, where)


def _slice_lines(lines: Iterator[bytes], start: int, end: int | None) -> Iterator[bytes]:
    for number, line in enumerate(lines):
        if end is not None and number >= end:
            return
        if number >= start:
            yield line


def iter_lines(file: BinaryIO, limit: int) -> Iterator[bytes]:
    """Give lines with their ends. Raises NotAnArticle at one of more than `limit` bytes."""
    while line := file.readline(limit):
        if len(line) >= limit and not line.endswith(b"\n"):
            raise NotAnArticle(f"has a line of more than {limit >> 20} MB")
        yield line


def read_line_slice(
    file: BinaryIO, where: str, start: int, end: int, published: str | None = None, limits: Limits = Limits()
) -> Iterator[Article | UnreadableInput]:
    """Read the lines of a JSON Lines file that begin in its bytes [start, end); the file can seek."""
    at = start
    if start:
        file.seek(start - 1)
        while (skipped := file.readline(limits.row)) and not skipped.endswith(b"\n"):
            pass
        at = file.tell()
    place = f"{where}, from byte {at}" if at else where

    def lines() -> Iterator[bytes]:
        nonlocal at
        rest = iter_lines(file, limits.row)
        while at < end and (line := next(rest, None)):
            at += len(line)
            yield line

    try:
        yield from read_json_lines(lines(), place, published)
    except NotAnArticle as trouble:
        yield UnreadableInput(trouble.message, place)


def read_parquet_rows(
    path: str, where: str, published: str | None = None, start: int = 0, end: int | None = None
) -> Iterator[Article | UnreadableInput]:
    """Read rows [start, end) of a Parquet file; of its columns those that an article is made of."""
    try:
        # One thread keeps the order of the rows.
        with duckdb.connect(config={"threads": 1}) as connection:
            names = wanted_columns(_columns_of(connection, path))
            if not any(map(is_text_column, names)):
                yield UnreadableInput("has no column of text; name it text, body, content or article", where)
                return
            picked = ", ".join('"' + name.replace('"', '""') + '"' for name in names)
            connection.execute(
                f"SELECT {picked} FROM read_parquet(?, file_row_number=true) "  # noqa: S608 (names are the table's)
                "WHERE file_row_number >= ? AND file_row_number < ? ORDER BY file_row_number",
                [path, start, (1 << 62) if end is None else end],
            )
            number = start
            while rows := connection.fetchmany(_FETCHED):
                for number, row in enumerate(rows, number + 1):  # noqa: B020 (counts on)
                    found = dict(zip(names, row, strict=True))
                    yield read_table_row(found, f"{where}, row {number}", published)
    except duckdb.Error as trouble:
        yield UnreadableInput(f"is no readable Parquet table: {str(trouble).partition(chr(10))[0]}", where)


def _columns_of(connection: duckdb.DuckDBPyConnection, path: str) -> list[str]:
    return [str(row[0]) for row in connection.execute("DESCRIBE SELECT * FROM read_parquet(?)", [path]).fetchall()]


def count_rows(path: str, limits: Limits = Limits()) -> int:
    """Count the rows of a table. Raises UnreadableInput where it is damaged."""
    try:
        if table_form(path) == "parquet":
            with duckdb.connect() as connection:
                found = connection.execute("SELECT count(*) FROM read_parquet(?)", [path]).fetchone()
                return int(found[0]) if found else 0
        opener = gzip.open if path.lower().endswith(".gz") else open
        if table_form(path) == "csv":
            csv.field_size_limit(limits.row)
            with opener(path, "rt", encoding="utf-8-sig", errors="replace", newline="") as lines:
                header = lines.readline()
                rows = csv.reader(lines, delimiter=max(",;\t", key=header.count))
                return sum(bool(row) for row in rows)
        with opener(path, "rb") as file:
            return sum(map(bool, iter_lines(file, limits.row)))  # type: ignore[arg-type]
    except (gzip.BadGzipFile, EOFError, zlib.error) as trouble:
        raise UnreadableInput("is a damaged gzip file", path) from trouble
    except (duckdb.Error, csv.Error, NotAnArticle) as trouble:
        raise UnreadableInput(f"is no readable table: {str(trouble).partition(chr(10))[0]}", path) from trouble
