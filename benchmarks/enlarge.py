"""Makes a large Record of a small one: copies what it holds several times, each copy later by as many days as the Record spans.

    PYTHONPATH=. .venv/bin/python benchmarks/enlarge.py --database URL --times 32

A Record of 200,000 Readings takes hours to import (growth.py says how it goes); its tables, and with them how long questions
and pages take (questions.py --database), are the same when they are filled from within. Names, words and texts are those of
the first; articles, lines, links and happenings are others, and lie in other days. What is compared with what comes later
(telling keys) is made other too, so that nothing new finds ten of everything.
"""

import argparse
import time
from collections.abc import Iterator

from django.db import connections, models

from dragoman.record.models import (
    ActorRow,
    ClaimRow,
    EventRow,
    EventSource,
    KeptArticle,
    Link,
    NamingRow,
    OfficeRow,
    Party,
    Passage,
    Shelf,
    Side,
    StatementRow,
    TellingKey,
    Topic,
    Version,
)
from dragoman.record.store import open_record

# Those that are pointed at first.
_TABLES: list[type[models.Model]] = [
    KeptArticle,
    Version,
    ActorRow,
    StatementRow,
    EventRow,
    OfficeRow,
    Topic,
    Party,
    Side,
    EventSource,
    TellingKey,
    ClaimRow,
    Passage,
    NamingRow,
    Shelf,
    Link,
]
_NAMES = ("key", "fingerprint", "end", "happening", "left_end", "right_end")  # hashes, of _LETTERS in hexadecimal
_LETTERS = 32
_SPREAD = 0x51ED270B7F4A7C15  # below 2^63, without meaning


class Copier:
    """Writes the statements that copy a Record's rows, in the words of its database."""

    def __init__(self, alias: str) -> None:
        self.alias = alias
        self.postgresql = connections[alias].vendor == "postgresql"
        self.most = {table: self._most(table) for table in _TABLES}
        days = Version.objects.using(alias).aggregate(
            first=models.Min("published_day"), last=models.Max("published_day")
        )
        self.span = (days["last"] - days["first"]).days + 1

    def _most(self, table: type[models.Model]) -> int:
        found: int = table._default_manager.using(self.alias).aggregate(most=models.Max("pk"))["most"] or 0  # noqa: SLF001
        return found

    def copy(self, number: int) -> Iterator[str]:
        """Give a statement for each table that makes the copy of a number, from 1."""
        for table in _TABLES:
            fields = [field for field in table._meta.concrete_fields if field.column]  # noqa: SLF001
            columns = ", ".join(f'"{field.column}"' for field in fields)
            values = ", ".join(self._value(table, field, number) for field in fields)
            name = table._meta.db_table  # noqa: SLF001
            yield f"INSERT INTO {name} ({columns}) SELECT {values} FROM {name} WHERE id <= {self.most[table]}"  # noqa: S608

    def _value(self, table: type[models.Model], field: "models.Field[object, object]", number: int) -> str:
        column = f'"{field.column}"'
        if field.primary_key:
            return f"{column} + {number * self.most[table]}"
        if isinstance(field, models.ForeignKey):
            return f"{column} + {number * self.most[field.remote_field.model]}"
        if field.name in _NAMES and isinstance(field, models.CharField):
            return f"substr({column}, {number + 1}) || substr({column}, 1, {number})"  # turned by some places
        if field.name in {"article_id", "url"}:
            return f"{column} || '-{number}'"
        if table is TellingKey and field.name == "key":
            other = number * _SPREAD & (1 << 63) - 1
            return f"({column} | {other}) - ({column} & {other})"  # "exclusive or", which SQLite has not
        if field.name == "day" and isinstance(field, models.IntegerField):
            return f"CASE {column} WHEN 0 THEN 0 ELSE {column} + {number * self.span} END"
        if isinstance(field, models.DateField) and not isinstance(field, models.DateTimeField):
            days = number * self.span
            later = f"{column} + {days}" if self.postgresql else f"date({column}, '+{days} days')"
            return f"CASE WHEN {column} BETWEEN '1500-01-01' AND '2500-01-01' THEN {later} ELSE {column} END"
        return column


def enlarge(url: str, times: int) -> None:
    """Make a Record `times` as large. Prints how long each copy took."""
    record = open_record(url)
    copier = Copier(record.alias)
    connection = connections[record.alias]
    with connection.cursor() as cursor:
        if not copier.postgresql:
            cursor.execute("PRAGMA cache_size=-2000000")
        for number in range(1, times):
            begun = time.perf_counter()
            with record.writing():
                for statement in copier.copy(number):
                    cursor.execute(statement)
            print(f"copy {number} took {time.perf_counter() - begun:,.0f} s", flush=True)
        if copier.postgresql:
            for table in _TABLES:
                name = table._meta.db_table  # noqa: SLF001
                cursor.execute(f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), (SELECT max(id) FROM {name}))")  # noqa: S608
            cursor.execute("ANALYZE")
    print(record.status())
    record.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument(
        "--database", required=True, metavar="URL", help="a Record that growth.py or questions.py filled"
    )
    parser.add_argument("--times", type=int, default=_LETTERS, choices=range(2, _LETTERS + 1), metavar=f"2..{_LETTERS}")
    options = parser.parse_args()
    enlarge(options.database, options.times)


if __name__ == "__main__":
    main()
