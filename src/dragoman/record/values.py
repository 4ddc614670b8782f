"""The values of a column that thousands of rows have a few of, read one after the other from an index."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

__all__ = ["iter_values"]


def iter_values(rows: QuerySet[Any], column: str) -> Iterator[str]:
    """Give each value once, in the order of the database. A DISTINCT would read all rows.

    rows: not chosen by a bound of the column: SQLite would use that one, and not the one of each step.
    column: of text, never null in these rows, and behind what they are chosen by in an index.
    """
    found = rows.order_by(column).values_list(column, flat=True)
    value = found.first()
    while value is not None:
        yield value
        value = found.filter(**{f"{column}__gt": value}).first()
