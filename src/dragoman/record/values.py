"""The few values that a column has in thousands of rows, from an index: a DISTINCT would read all of them."""

from django.db import connections, models

__all__ = ["list_values"]

_STEPS = """
    WITH RECURSIVE found(value) AS (
        SELECT min({column}) FROM {table} WHERE {chosen}
        UNION ALL
        SELECT (SELECT min({column}) FROM {table} WHERE {chosen} AND {column} > found.value) FROM found
        WHERE found.value IS NOT NULL
    )
    SELECT value FROM found WHERE value IS NOT NULL LIMIT %s
"""


def list_values(table: type[models.Model], column: str, alias: str, *, most: int, **chosen: str) -> list[str]:
    """List the values of a column in the rows that have these in other columns, each once, in the database's order.

    An index must begin with the other columns and go on with this one.
    """
    named = {"column": f'"{column}"', "table": table._meta.db_table}  # noqa: SLF001
    where = " AND ".join(f'"{name}" = %s' for name in chosen) or "1 = 1"
    with connections[alias].cursor() as cursor:
        cursor.execute(_STEPS.format(chosen=where, **named), [*chosen.values(), *chosen.values(), most])
        return [value for (value,) in cursor.fetchall()]
