"""Full-text search over every version's title and text: FTS5 on SQLite, tsvector on PostgreSQL.

Both fold case and stem English. The index follows the table inside the same transaction, by triggers or by the database
itself, so it never shows more or less than is kept.
"""

from typing import Any, ClassVar

from django.db import migrations

# FTS5 keeps no copy of the text: it reads record_version where it shows a snippet.
SQLITE = (
    """CREATE VIRTUAL TABLE record_search USING fts5(
        title, text, content='record_version', content_rowid='id', tokenize='porter unicode61')""",
    """CREATE TRIGGER record_search_insert AFTER INSERT ON record_version BEGIN
        INSERT INTO record_search(rowid, title, text) VALUES (new.id, new.title, new.text);
    END""",
    """CREATE TRIGGER record_search_delete AFTER DELETE ON record_version BEGIN
        INSERT INTO record_search(record_search, rowid, title, text) VALUES ('delete', old.id, old.title, old.text);
    END""",
    """CREATE TRIGGER record_search_update AFTER UPDATE OF title, text ON record_version BEGIN
        INSERT INTO record_search(record_search, rowid, title, text) VALUES ('delete', old.id, old.title, old.text);
        INSERT INTO record_search(rowid, title, text) VALUES (new.id, new.title, new.text);
    END""",
)
SQLITE_BACK = (
    "DROP TRIGGER record_search_insert",
    "DROP TRIGGER record_search_delete",
    "DROP TRIGGER record_search_update",
    "DROP TABLE record_search",
)
# A tsvector holds at most 1 MB: of longer texts (articles are not) the beginning is indexed.
POSTGRESQL = (
    """ALTER TABLE record_version ADD COLUMN search tsvector
        GENERATED ALWAYS AS (to_tsvector('english', coalesce(title, '') || ' ' || left(text, 200000))) STORED""",
    "CREATE INDEX record_version_search ON record_version USING gin (search)",
)
POSTGRESQL_BACK = ("ALTER TABLE record_version DROP COLUMN search",)


def _make(_apps: Any, editor: Any) -> None:
    for statement in POSTGRESQL if editor.connection.vendor == "postgresql" else SQLITE:
        editor.execute(statement)


def _drop(_apps: Any, editor: Any) -> None:
    for statement in POSTGRESQL_BACK if editor.connection.vendor == "postgresql" else SQLITE_BACK:
        editor.execute(statement)


class Migration(migrations.Migration):
    """Make the index."""

    dependencies: ClassVar = [("record", "0001_initial")]
    operations: ClassVar = [migrations.RunPython(_make, _drop)]
