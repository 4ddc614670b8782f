"""Conditions in SQL with their values, put together as a question asks.

The ORM would take as long to write a query as the database to answer it, and a page asks dozens. In them `it` is the row that
is asked; `%s` stands for a value.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connections
from django.db.models.expressions import RawSQL

__all__ = ["FALSE", "TRUE", "Sql", "any_of", "every", "exists", "one_of", "plain", "run", "select"]


@dataclass(frozen=True, slots=True)
class Sql:
    """A piece of SQL."""

    text: str
    values: tuple[Any, ...] = ()

    def __and__(self, other: "Sql") -> "Sql":
        if not self.text or not other.text:
            return other if other.text else self
        return Sql(f"{self.text} AND {other.text}", (*self.values, *other.values))

    def __invert__(self) -> "Sql":
        """What is neither true nor false is not true."""
        return Sql(f"({self.text}) IS NOT TRUE", self.values)

    def within(self, before: str, after: str = "") -> "Sql":
        """Put text around it."""
        return Sql(f"{before}{self.text}{after}", self.values)

    def expression(self) -> RawSQL:
        """Return it for a condition of the ORM."""
        return RawSQL(self.text, self.values)  # noqa: S611  (of parts that are ours; what is given goes as a value)


TRUE = Sql("")  # neutral in what is joined by "and"
FALSE = Sql("1 = 0")


def every(parts: Iterable[Sql]) -> Sql:
    """Return the condition that all are true."""
    found = TRUE
    for part in parts:
        found &= part
    return found


def any_of(parts: Iterable[Sql]) -> Sql:
    """Return the condition that one of some is true."""
    each = list(parts)
    if len(each) == 1:
        return each[0]
    values = tuple(value for part in each for value in part.values)
    return Sql("(" + " OR ".join(part.text for part in each) + ")", values) if each else FALSE


def one_of(column: str, values: Sequence[Any]) -> Sql:
    """Return the condition that a column has one of some values."""
    if len(values) == 1:
        return Sql(f"{column} = %s", (values[0],))
    return Sql(f"{column} IN ({', '.join(['%s'] * len(values))})", tuple(values)) if values else FALSE


def plain(column: str, alias: str, *, day: bool = False) -> str:
    """Return a column as an expression for which no index is used.

    Neither database knows what is common among the rows that are asked: one would begin with all that are of the country, the
    other hope that what is sought stands among the newest.
    """
    if connections[alias].vendor == "sqlite":
        return f"+{column}"
    return f"({column} + 0)" if day else f"({column} || '')"


def select(columns: str, source: str, where: Sql) -> Sql:
    """Return the query for columns of some rows."""
    return where.within(f"SELECT {columns} FROM {source}" + (" WHERE " if where.text else ""))  # noqa: S608


def exists(source: str, where: Sql) -> Sql:
    """Return the condition that there is such a row."""
    return select("1", source, where).within("EXISTS (", ")")


def run(query: Sql, alias: str) -> list[tuple[Any, ...]]:
    """Return what a query finds; JSON comes as text."""
    with connections[alias].cursor() as cursor:
        cursor.execute(query.text, query.values)
        return cursor.fetchall()  # type: ignore[no-any-return]
