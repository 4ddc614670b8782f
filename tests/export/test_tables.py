"""Tables are read back with DuckDB, as users read them."""
# ruff: noqa: S608 - the questions are ours

import pathlib
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings

from dragoman.errors import Unusable
from dragoman.export.duck import open_duckdb
from dragoman.export.folder import write_csv, write_csv_events, write_parquet
from dragoman.export.tables import COLUMNS, rows_of
from dragoman.model import Reading
from tests.export.sample import make_reading
from tests.strategies import readings

TABLES = ("articles", "actors", "statements", "events", "dates", "figures", "forecasts")


@pytest.fixture(scope="module")
def parquet(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    folder = tmp_path_factory.mktemp("parquet")
    write_parquet([make_reading()], folder)
    return folder


def ask(question: str) -> list[tuple[Any, ...]]:
    with duckdb.connect() as connection:
        return connection.execute(question).fetchall()


def test_there_is_one_file_a_table(parquet: pathlib.Path) -> None:
    assert sorted(path.name for path in parquet.iterdir()) == sorted(f"{table}.parquet" for table in TABLES)


@pytest.mark.parametrize("table", TABLES)
def test_rows_come_back_as_they_went(parquet: pathlib.Path, table: str) -> None:
    with duckdb.connect() as connection:
        result = connection.execute(f"SELECT * FROM '{parquet / table}.parquet'")
        names = [column[0] for column in result.description]
        rows = [dict(zip(names, row, strict=True)) for row in result.fetchall()]
    assert rows == rows_of(make_reading())[table]
    assert names == list(COLUMNS[table])


def test_keys_join(parquet: pathlib.Path) -> None:
    rows = ask(
        f"SELECT a.name, count(*) FROM '{parquet}/statements.parquet' s JOIN '{parquet}/actors.parquet' a "
        "ON s.article_id = a.article_id AND s.actor = a.id GROUP BY a.name ORDER BY 2 DESC, 1"
    )
    assert rows[0] == ("Chilean defence ministry", 2)


def test_lists_are_lists(parquet: pathlib.Path) -> None:
    rows = ask(f"SELECT id FROM '{parquet}/events.parquet' WHERE list_contains(auxiliary, 'negation')")
    assert rows == [("e3",)]


def test_spans_and_their_words_agree(parquet: pathlib.Path) -> None:
    rows = ask(
        f"SELECT e.trigger_text, substr(a.text, trigger_start + 1, trigger_end - trigger_start) "
        f"FROM '{parquet}/events.parquet' e JOIN '{parquet}/articles.parquet' a USING (article_id)"
    )
    assert rows
    assert all(words == cut for words, cut in rows)


def test_a_check_stands_with_its_whole(parquet: pathlib.Path) -> None:
    rows = ask(f"SELECT checks[1].sum, checks[1].holds FROM '{parquet}/figures.parquet' WHERE id = 'f3'")
    assert rows == [(124.0, True)]


def test_no_reading_gives_empty_tables(tmp_path: pathlib.Path) -> None:
    write_parquet([], tmp_path / "none")
    assert ask(f"SELECT count(*) FROM '{tmp_path}/none/events.parquet'") == [(0,)]
    assert ask(f"DESCRIBE SELECT contexts FROM '{tmp_path}/none/events.parquet'")[0][1] == "VARCHAR[]"


def test_csv_has_json_where_a_cell_holds_several_values(tmp_path: pathlib.Path) -> None:
    write_csv([make_reading()], tmp_path)
    rows = ask(
        f"SELECT contexts->>0 FROM (SELECT contexts::JSON AS contexts FROM '{tmp_path}/events.csv' WHERE id = 'e1')"
    )
    assert rows == [("diplomatic",)]


def test_csv_on_one_stream_is_the_events_table(tmp_path: pathlib.Path) -> None:
    write_csv([make_reading()], tmp_path)
    with (tmp_path / "one.csv").open("w", encoding="utf-8", newline="") as file:
        write_csv_events([make_reading()], file)
    assert (tmp_path / "one.csv").read_bytes() == (tmp_path / "events.csv").read_bytes()


def test_the_same_readings_give_the_same_bytes(tmp_path: pathlib.Path) -> None:
    for name in ("one", "two"):
        write_parquet([make_reading()], tmp_path / name)
        write_csv([make_reading()], tmp_path / name)
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()


def test_nothing_half_written_stays(tmp_path: pathlib.Path) -> None:
    def failing() -> Any:
        yield make_reading()
        raise RuntimeError

    with pytest.raises(RuntimeError):
        write_parquet(failing(), tmp_path / "out")
    assert list((tmp_path / "out").iterdir()) == []


def test_a_file_in_the_way_is_named(tmp_path: pathlib.Path) -> None:
    (tmp_path / "file").write_text("here")
    with pytest.raises(Unusable, match="file"):
        write_parquet([make_reading()], tmp_path / "file")


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(readings(), readings())
def test_counts_equal_the_lists(tmp_path_factory: pytest.TempPathFactory, one: Reading, two: Reading) -> None:
    folder = tmp_path_factory.mktemp("counts")
    write_parquet([one, two], folder)
    write_csv([one, two], folder)
    for table in TABLES[1:]:
        wanted = [(len(getattr(one, table)) + len(getattr(two, table)),)]
        assert ask(f"SELECT count(*) FROM '{folder / table}.parquet'") == wanted
        assert ask(f"SELECT count(*) FROM read_csv('{folder / table}.csv', header=true, all_varchar=true)") == wanted


def test_duckdb_draws_nothing_on_standard_output() -> None:
    with open_duckdb() as connection:
        assert connection.execute("SELECT current_setting('enable_progress_bar')").fetchall() == [(False,)]
