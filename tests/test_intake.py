"""Our own exports go back in, told apart from articles by how they begin."""

import dataclasses
import gzip
import io
import json
import pathlib
import sys
from collections.abc import Callable, Sequence
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dragoman.errors import UnreadableInput
from dragoman.export.folder import write_parquet
from dragoman.export.lines import write_jsonl
from dragoman.export.parquet import read_parquet
from dragoman.intake import iter_intake
from dragoman.model import Reading
from tests.strategies import readings

TEXT = """Minister meets envoy

The minister of trade, Lena Varga, met the Swiss envoy in Budapest on Monday. "We agreed on the dates," she said.

Varga said that 12 of the 30 trucks had been released and 18 were still held."""


@pytest.fixture(scope="module")
def some(read: Callable[..., Reading]) -> list[Reading]:
    made = [read(TEXT.replace("Varga", name), "2024-05-28", "A title") for name in ("Varga", "Molnar")]
    return [
        dataclasses.replace(reading, article=dataclasses.replace(reading.article, id=f"a{number}"))
        for number, reading in enumerate(made)
    ]


def written(some: Sequence[Reading]) -> str:
    file = io.StringIO()
    write_jsonl(some, file)
    return file.getvalue()


def test_lines_come_back(some: list[Reading], tmp_path: pathlib.Path) -> None:
    (tmp_path / "r.jsonl").write_text(written(some), encoding="utf-8")
    (tmp_path / "r.jsonl.gz").write_bytes(gzip.compress(written(some).encode()))
    assert list(iter_intake([str(tmp_path / "r.jsonl")])) == some
    assert list(iter_intake([str(tmp_path / "r.jsonl.gz")])) == some
    assert list(iter_intake([str(tmp_path)])) == some * 2


def test_lines_come_through_standard_input(some: list[Reading], monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.BufferedReader(io.BytesIO(written(some).encode()))
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(stream))
    assert list(iter_intake(["-"])) == some


def test_tables_come_back(some: list[Reading], tmp_path: pathlib.Path) -> None:
    write_parquet([*some, some[0]], tmp_path)
    assert list(iter_intake([str(tmp_path)])) == some


def test_tables_in_any_order_come_back(some: list[Reading], tmp_path: pathlib.Path) -> None:
    write_parquet(some, tmp_path)
    with duckdb.connect() as connection:
        path = tmp_path / "mixed.parquet"
        connection.execute(f"COPY (SELECT * FROM '{tmp_path}/events.parquet' ORDER BY article_id DESC) TO '{path}'")  # noqa: S608
        path.replace(tmp_path / "events.parquet")
    assert list(iter_intake([str(tmp_path)])) == some


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(drawn=st.lists(readings(), max_size=3))
def test_any_reading_comes_back_from_tables(tmp_path_factory: pytest.TempPathFactory, drawn: list[Reading]) -> None:
    folder = tmp_path_factory.mktemp("tables")
    plain = [_without_surrogates(reading, f"id{number}") for number, reading in enumerate(drawn)]
    write_parquet(plain, folder)
    for before, after in zip(plain, read_parquet(folder), strict=True):
        assert isinstance(after, Reading)
        # Checks hang on their whole's row: they come back in the order of the figures.
        assert sorted(map(repr, after.figure_checks)) == sorted(map(repr, map(_as_number, before.figure_checks)))
        unchecked = [dataclasses.replace(reading, figure_checks=(), figures=()) for reading in (before, after)]
        assert unchecked[0] == unchecked[1]
        assert [figure.value for figure in after.figures] == [figure.value for figure in before.figures]


def _as_number(check: object) -> object:
    sum_ = float(getattr(check, "sum"))  # noqa: B009
    return dataclasses.replace(check, sum=int(sum_) if sum_.is_integer() else sum_)  # type: ignore[type-var]


def _without_surrogates(reading: Reading, id_: str) -> Reading:
    # DuckDB keeps no lone surrogate; the tables have U+FFFD for it (export/folder.py).
    article = dataclasses.replace(reading.article, id=id_)
    clean = json.loads(json.dumps(dataclasses.asdict(article)).encode("utf-8").decode())
    changes: dict[str, Any] = {name: value for name, value in clean.items() if isinstance(value, str)}
    changes = {
        name: value.encode("utf-16", "surrogatepass").decode("utf-16", "replace") for name, value in changes.items()
    }
    if len(changes["text"]) != len(reading.article.text):
        changes["text"] = "x" * len(reading.article.text)
    return dataclasses.replace(reading, article=dataclasses.replace(article, **changes))


def test_articles_beside_exports_are_read(some: list[Reading], tmp_path: pathlib.Path) -> None:
    (tmp_path / "a.jsonl").write_text(written(some), encoding="utf-8")
    (tmp_path / "b.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "c.jsonl").write_text(json.dumps({"id": "row", "text": TEXT}), encoding="utf-8")
    items = [item for item in iter_intake([str(tmp_path)]) if isinstance(item, Reading)]
    assert items[:2] == some
    assert [reading.article.source_id for reading in items[2:]] == [None, "row"]
    unread = list(iter_intake([str(tmp_path / "b.txt")], wanted=lambda article: "Varga" not in article.text))
    assert unread == []


def test_what_is_broken_is_named_in_its_place(some: list[Reading], tmp_path: pathlib.Path) -> None:
    first, second = written(some).splitlines()
    (tmp_path / "r.jsonl").write_text(f"{first}\n{second[:500]}\n\n{second}\n", encoding="utf-8")
    good, broken, also_good = iter_intake([str(tmp_path / "r.jsonl")])
    assert [good, also_good] == some
    assert isinstance(broken, UnreadableInput)
    assert broken.where
    assert broken.where.endswith("r.jsonl, line 2")
    write_parquet(some, tmp_path / "tables")
    (tmp_path / "tables" / "events.parquet").write_bytes(b"PAR1")
    (refused,) = iter_intake([str(tmp_path / "tables")])
    assert isinstance(refused, UnreadableInput)
    assert len(str(refused).splitlines()) == 1
    (tmp_path / "cut.jsonl.gz").write_bytes(gzip.compress(written(some).encode())[:-30])
    assert isinstance(list(iter_intake([str(tmp_path / "cut.jsonl.gz")]))[-1], UnreadableInput)
