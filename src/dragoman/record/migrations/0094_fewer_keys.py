"""Fewer keys to write, and to look for.

Tellings are found under other keys (across/blocking.py), so older Records derive them anew. PostgreSQL drops the indexes for
LIKE that Django makes of every indexed text, where nothing is ever sought by its beginning: they are a fifth of a Record's
indexes, and each row that is added is written into them. An index more is for who is meant by a name.
"""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

_SOUGHT = ("record_actorrow_folded", "record_actorrow_block")  # by their beginning: what a name was meant to be
_FIND = "SELECT indexname FROM pg_indexes WHERE schemaname = current_schema() AND indexname LIKE 'record\\_%%\\_like'"


def _drop(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:  # noqa: ARG001
    if editor.connection.vendor != "postgresql":
        return
    with editor.connection.cursor() as cursor:
        cursor.execute(_FIND)
        for (name,) in cursor.fetchall():
            if not name.startswith(_SOUGHT):
                editor.execute(f"DROP INDEX {editor.quote_name(name)}")


def _rebuild(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    alias = editor.connection.alias
    due = apps.get_model("record", "RebuildDue").objects.using(alias)
    if apps.get_model("record", "Version").objects.using(alias).exists() and not due.exists():
        due.create()


class Migration(migrations.Migration):
    """Fewer indexes, and keys that are derived anew."""

    dependencies = [("record", "0093_claims")]

    operations = [
        migrations.AddIndex(
            model_name="actorrow", index=models.Index(fields=["folded", "identity"], name="actor_meant")
        ),
        migrations.RunPython(_drop, migrations.RunPython.noop),
        migrations.RunPython(_rebuild, migrations.RunPython.noop),
    ]
