"""The seven tables partitioned by month of publication: `<table>/month=2024-02/<block>.parquet`.

The folders are named as Hive names them, so that DuckDB, pandas, Polars and Spark read `month` as a column. An article
without a day or month of publication stands under Hive's name for null. Every row has `block` too: the slice of input
that it came from.
"""

import pathlib
import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from dragoman.export.duck import open_duckdb
from dragoman.export.folder import append_rows, convert_rows
from dragoman.export.tables import COLUMNS, rows_of
from dragoman.model import Reading

__all__ = ["NO_MONTH", "MonthTables", "month_of"]

NO_MONTH = "__HIVE_DEFAULT_PARTITION__"
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


def month_of(published: str | None) -> str:
    """Return the month of an EDTF day or month, NO_MONTH for anything else."""
    found = _MONTH.match(published or "")
    return found[0] if found else NO_MONTH


class MonthTables:
    """Tables that are being made of the articles of one block.

    Rows wait on disk, a file for each table and month that is opened for each article: neither memory nor the number of
    open files grows with the number of either.
    """

    def __init__(
        self, draft: pathlib.Path, block: str, more: Mapping[str, Mapping[str, str]] = MappingProxyType({})
    ) -> None:
        """draft: an empty folder. block: names the files. more: columns of further tables, `article_id` first."""
        self._draft = draft
        self._block = block
        tables: dict[str, Mapping[str, str]] = {**COLUMNS, **more}
        self._columns = {table: {**columns, "block": "VARCHAR"} for table, columns in tables.items()}
        self._waiting: set[tuple[str, str]] = set()

    def add(self, reading: Reading, more: Mapping[str, list[dict[str, Any]]] = MappingProxyType({})) -> None:
        """Add a Reading's rows, and those of further tables."""
        month = month_of(reading.article.published)
        for table, rows in {**rows_of(reading), **more}.items():
            if rows:
                self._waiting.add((table, month))
                with (self._draft / f"{table}.{month}.jsonl").open("a", encoding="utf-8") as file:
                    append_rows(file, (row | {"block": self._block} for row in rows))

    def finish(self, folder: pathlib.Path) -> list[str]:
        """Write the Parquet files under `folder`; return their paths below it, in order."""
        made = []
        with open_duckdb({"threads": 1}) as connection:
            for table, month in sorted(self._waiting):
                rows = self._draft / f"{table}.{month}.jsonl"
                place = pathlib.Path(table, f"month={month}", f"{self._block}.parquet")
                (folder / place).parent.mkdir(parents=True, exist_ok=True)
                convert_rows(connection, rows, folder / place, self._columns[table])
                rows.unlink()
                made.append(str(place))
        return made
