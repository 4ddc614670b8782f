"""One row in eight has an index of words of its own: a word that many of those have is common, and is counted no further.

PostgreSQL alone; SQLite stops counting by itself.
"""

from typing import ClassVar

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

_INDEXES = (
    ("record_version_some_words", "record_version", "current AND mod(id, 8) = 0"),
    ("record_statement_some_words", "record_statementrow", "mod(id, 8) = 0"),
    ("record_event_some_words", "record_eventrow", "mod(id, 8) = 0"),
)


def _make(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:  # noqa: ARG001
    if editor.connection.vendor == "postgresql":
        for name, table, condition in _INDEXES:
            editor.execute(f"CREATE INDEX {name} ON {table} USING gin (search) WHERE {condition}")


def _drop(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:  # noqa: ARG001
    if editor.connection.vendor == "postgresql":
        for name, _, _ in _INDEXES:
            editor.execute(f"DROP INDEX {name}")


class Migration(migrations.Migration):
    """Make the indexes."""

    dependencies: ClassVar = [("record", "0101_sourcing")]

    operations: ClassVar = [migrations.RunPython(_make, _drop)]
