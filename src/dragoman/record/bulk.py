"""Many rows at once: as objects of the ORM, row by row, they would take most of the time of an import."""

import datetime as dt
import json
import operator
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import Any, TypeVar

from django.db import connections, models

__all__ = ["change", "chunks", "fetch", "insert", "insert_plain", "join", "number_rows", "with_keys"]

_Item = TypeVar("_Item")

_CHUNK = 900  # values in one query


def chunks(items: Iterable[_Item], size: int = _CHUNK) -> Iterator[list[_Item]]:
    """Cut into lists that one query takes."""
    whole = list(items)
    for start in range(0, len(whole), size):
        yield whole[start : start + size]


def number_rows(rows: Sequence[models.Model], alias: str) -> None:
    """Give rows of one table their numbers, before they are inserted and others point at them.

    The caller alone writes (Record.writing), and inserts them before it numbers others of the table.
    """
    if not rows:
        return
    table = rows[0]._meta.db_table  # noqa: SLF001
    with connections[alias].cursor() as cursor:
        if connections[alias].vendor == "postgresql":
            taken = "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)"
            cursor.execute(taken, [table, len(rows)])
            numbers = [found for (found,) in cursor.fetchall()]
        else:
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
            last = (cursor.fetchone() or (0,))[0]
            numbers = list(range(last + 1, last + 1 + len(rows)))
    for row, pk in zip(rows, numbers, strict=True):
        row.pk = pk


def insert(rows: Sequence[models.Model], alias: str) -> None:
    """Insert rows of one table; those that have no number get one from the database, and do not learn it."""
    if not rows:
        return
    fields = [field for field in rows[0]._meta.concrete_fields if rows[0].pk is not None or not field.primary_key]  # noqa: SLF001
    columns = [field.column for field in fields if field.column is not None]
    read = operator.attrgetter(*(field.attname for field in fields))
    writers = [(at, write) for at, field in enumerate(fields) if (write := _WRITTEN.get(field.get_internal_type()))]
    plain = [list(read(row)) for row in rows]
    for values in plain:
        for at, write in writers:
            if values[at] is not None:
                values[at] = write(values[at])
    insert_plain(type(rows[0]), columns, plain, alias)


def insert_plain(table: type[models.Model], columns: Sequence[str], rows: Sequence[Sequence[Any]], alias: str) -> None:
    """Insert rows as plain values: dates as ISO text, JSON as text."""
    name, connection = table._meta.db_table, connections[alias]  # noqa: SLF001
    named = ", ".join(f'"{column}"' for column in columns)
    if not rows:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {name} ({named}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            return
        places = ", ".join(["%s"] * len(columns))
        cursor.executemany(f"INSERT INTO {name} ({named}) VALUES ({places})", rows)  # noqa: S608


def change(sql: str, rows: Sequence[Sequence[Any]], alias: str) -> None:
    """Run one statement for each of some rows of parameters."""
    if rows:
        with connections[alias].cursor() as cursor:
            cursor.executemany(sql, rows)


def join(
    sql: str, columns: Sequence[str], rows: Sequence[Sequence[int]], alias: str, *more: float
) -> list[tuple[Any, ...]]:
    """Return what a query finds whose "{mine}" stands for a table `mine` of these rows; `more` are its later parameters.

    One query, whatever their number: the ORM would write each of them into the text of several.
    """
    if not rows:
        return []
    times = sql.count("{mine}")
    with connections[alias].cursor() as cursor:
        if connections[alias].vendor == "postgresql":
            table = f"unnest({', '.join(['%s::bigint[]'] * len(columns))}) AS mine({', '.join(columns)})"
            parameters: list[Any] = [list(column) for column in zip(*rows, strict=True)]
        else:
            values = ", ".join(f"json_extract(value, '$[{at}]') AS {column}" for at, column in enumerate(columns))
            table = f"(SELECT {values} FROM json_each(%s)) AS mine"  # noqa: S608
            parameters = [json.dumps(rows)]
        cursor.execute(sql.replace("{mine}", table), [*parameters * times, *more])
        return cursor.fetchall()  # type: ignore[no-any-return]


def fetch(sql: str, keys: Collection[Any], alias: str) -> list[tuple[Any, ...]]:
    """Return what a query finds that asks for a column "IN ({keys})"; JSON comes as text."""
    if not keys:
        return []
    query, value = with_keys(sql, keys, connections[alias].vendor)
    with connections[alias].cursor() as cursor:
        cursor.execute(query, [value])
        return cursor.fetchall()  # type: ignore[no-any-return]


def with_keys(sql: str, keys: Collection[Any], vendor: str) -> tuple[str, Any]:
    """Write a statement that asks for a column "IN ({keys})" for a database; return the keys as its one value too.

    So the text, which is read and planned, does not grow with them.
    """
    if vendor == "postgresql":
        return sql.replace("IN ({keys})", "= ANY(%s)"), list(keys)
    return sql.replace("{keys}", "SELECT value FROM json_each(%s)"), json.dumps(list(keys))


_WRITTEN: dict[str, Callable[[Any], Any]] = {"JSONField": json.dumps, "DateField": dt.date.isoformat}
