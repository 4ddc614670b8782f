"""DuckDB as we use it: in memory, and silent."""

import contextlib
from collections.abc import Iterator, Mapping

import duckdb

__all__ = ["open_duckdb"]


@contextlib.contextmanager
def open_duckdb(config: Mapping[str, str | int] | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a database in memory; `config` as DuckDB's `connect` takes it."""
    with duckdb.connect(config=dict(config or {})) as connection:
        # After two seconds of work it would draw a bar on standard output, which is for results.
        connection.execute("SET enable_progress_bar = false")
        yield connection
