"""docs/exports.md names every format, every table and every column that the Record adds."""

import pathlib
import re

from dragoman.cli_record import ExportFormat
from dragoman.export.tables import COLUMNS as READING_COLUMNS
from dragoman.record.exports.dyads import COLUMNS as DYAD_COLUMNS
from dragoman.record.exports.formats import FORMATS
from dragoman.record.exports.stage import COLUMNS

PAGE = (pathlib.Path(__file__).parents[3] / "docs" / "exports.md").read_text(encoding="utf-8")


def test_every_format_is_there() -> None:
    table = PAGE.partition("| format |")[2].partition("\n\n")[0]
    named = {word for row in table.splitlines() for word in re.findall(r"`(\w+)`", row.split("|")[1])}
    assert named == set(FORMATS) == set(ExportFormat)


def test_every_added_column_is_there() -> None:
    rows = {line.split("|")[1].strip(): line for line in PAGE.splitlines() if line.startswith("| ")}
    for table, columns in COLUMNS.items():
        for column in set(columns) - set(READING_COLUMNS.get(table, ())):
            if not column.startswith("recipient_"):  # "the same of the recipients"
                assert f"`{column}" in rows[table], (table, column)


def test_tables_of_the_series_are_there() -> None:
    assert all(f"`{table}`" in PAGE for table in DYAD_COLUMNS)
