"""docs/formats.md says what is written: every column of every table, every format."""

import pathlib
import re

import pytest

from dragoman.cli import Format
from dragoman.export.polecat import COLUMNS as POLECAT
from dragoman.export.tables import COLUMNS

PAGE = (pathlib.Path(__file__).parents[2] / "docs" / "formats.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("form", list(Format))
def test_every_format_is_there(form: Format) -> None:
    assert f"| `{form}`" in PAGE


@pytest.mark.parametrize("table", list(COLUMNS))
def test_every_column_is_there_and_no_other(table: str) -> None:
    row = next(line for line in PAGE.splitlines() if line.startswith(f"| {table} |"))
    named = re.findall(r"`([a-z_*\[\]]+)`", re.sub(r"\([^()]*\)", "", row))
    written = {name for name in named if name.endswith("_*")}
    plain = {name.removesuffix("[]") for name in named} - written
    spans = {f"{name[:-1]}{end}" for name in written for end in ("start", "end", "text")}
    assert plain | spans | {"article_id"} == set(COLUMNS[table])


def test_empty_columns_are_columns() -> None:
    empty = PAGE.partition("Always empty")[2].partition("Other")[0]
    assert set(re.findall(r"`([A-Z][^`]*)`", empty)) <= set(POLECAT)
