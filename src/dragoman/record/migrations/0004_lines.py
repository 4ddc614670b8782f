"""Full-text search over the words of each event and statement, as 0002 has it over articles; and older Records' columns.

Whoever changes record_eventrow, record_statementrow or record_version again on SQLite adds columns that may be null: Django
makes a table anew for others, and its triggers are lost.
"""

import datetime as dt
import json
import zlib
from typing import Any, ClassVar

from django.db import migrations

from dragoman.record.across.names import fold

# The search table, the table that it indexes, and the column with the words.
_TABLES = (
    ("record_event_search", "record_eventrow", "evidence"),
    ("record_statement_search", "record_statementrow", "content"),
)
_SQLITE = (
    """CREATE VIRTUAL TABLE {index} USING fts5(
        {column}, content='{table}', content_rowid='id', tokenize='porter unicode61')""",
    """CREATE TRIGGER {index}_insert AFTER INSERT ON {table} BEGIN
        INSERT INTO {index}(rowid, {column}) VALUES (new.id, new.{column});
    END""",
    """CREATE TRIGGER {index}_delete AFTER DELETE ON {table} BEGIN
        INSERT INTO {index}({index}, rowid, {column}) VALUES ('delete', old.id, old.{column});
    END""",
    """CREATE TRIGGER {index}_update AFTER UPDATE OF {column} ON {table} BEGIN
        INSERT INTO {index}({index}, rowid, {column}) VALUES ('delete', old.id, old.{column});
        INSERT INTO {index}(rowid, {column}) VALUES (new.id, new.{column});
    END""",
    # What is there already; where nothing is, this does nothing.
    "INSERT INTO {index}({index}) VALUES ('rebuild')",
)
_SQLITE_BACK = (
    "DROP TRIGGER {index}_insert",
    "DROP TRIGGER {index}_delete",
    "DROP TRIGGER {index}_update",
    "DROP TABLE {index}",
)
_POSTGRESQL = (
    """ALTER TABLE {table} ADD COLUMN search tsvector
        GENERATED ALWAYS AS (to_tsvector('english', left({column}, 200000))) STORED""",
    "CREATE INDEX {index} ON {table} USING gin (search)",
)
_POSTGRESQL_BACK = ("ALTER TABLE {table} DROP COLUMN search",)


def _make(_apps: Any, editor: Any) -> None:
    _run(editor, _POSTGRESQL if editor.connection.vendor == "postgresql" else _SQLITE)


def _drop(_apps: Any, editor: Any) -> None:
    _run(editor, _POSTGRESQL_BACK if editor.connection.vendor == "postgresql" else _SQLITE_BACK)


def _run(editor: Any, statements: tuple[str, ...]) -> None:
    for index, table, column in _TABLES:
        for statement in statements:
            editor.execute(statement.format(index=index, table=table, column=column))


def _fill(apps: Any, editor: Any) -> None:
    """Fill the new columns of kept versions, and have what is derived derived anew."""
    versions = apps.get_model("record", "Version").objects.using(editor.connection.alias)
    for version in versions.iterator(chunk_size=100):
        category = json.loads(zlib.decompress(bytes(version.reading)))["article"].get("category")
        versions.filter(pk=version.pk).update(
            outlet=fold(version.publisher or "")[:200],
            category=fold(category or "")[:200],
            told=version.published_day or dt.date.min,
        )
    if versions.exists():
        apps.get_model("record", "RebuildDue").objects.using(editor.connection.alias).create()


class Migration(migrations.Migration):
    """Make the indexes, and fill what is new."""

    dependencies: ClassVar = [("record", "0003_derived")]
    operations: ClassVar = [
        migrations.RunPython(_fill, migrations.RunPython.noop),
        migrations.RunPython(_make, _drop),
    ]
