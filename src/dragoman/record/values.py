"""The few values that a column has in thousands of rows, from an index: a DISTINCT would read all of them."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import models

from dragoman.record.sql import Sql, run

__all__ = ["count_values", "list_values"]

_STEPS = """
    WITH RECURSIVE found(value) AS (
        SELECT min({column}) FROM {table} WHERE {chosen}
        UNION ALL
        SELECT (SELECT min({column}) FROM {table} WHERE {chosen} AND {column} > found.value) FROM found
        WHERE found.value IS NOT NULL
    )
    SELECT {shown} FROM found WHERE value IS NOT NULL LIMIT %s
"""
_COUNT = "(SELECT count(*) FROM (SELECT 1 FROM {table} WHERE {chosen} AND {column} = found.value LIMIT %s) AS counted)"


def list_values(table: type[models.Model], column: str, alias: str, *, most: int, **chosen: str) -> list[str]:
    """List the values of a column in the rows that have these in other columns, each once, in the database's order.

    An index must begin with the other columns and go on with this one.
    """
    return [value for (value,) in _list(table, column, alias, "value", (most,), chosen)]


def count_values(
    table: type[models.Model], column: str, alias: str, *, most: int, counted: int, **chosen: str
) -> list[tuple[str, int]]:
    """List the values with how many rows have each, counted so far."""
    return _list(table, column, alias, f"value, {_COUNT}", (*chosen.values(), counted, most), chosen)


def _list(
    table: type[models.Model], column: str, alias: str, shown: str, more: Sequence[object], chosen: Mapping[str, str]
) -> list[tuple[Any, ...]]:
    where = " AND ".join(f'"{name}" = %s' for name in chosen) or "1 = 1"
    named = {"column": f'"{column}"', "table": table._meta.db_table, "chosen": where}  # noqa: SLF001
    steps = _STEPS.format(shown=shown.format(**named), **named)
    return run(Sql(steps, (*chosen.values(), *chosen.values(), *more)), alias)
