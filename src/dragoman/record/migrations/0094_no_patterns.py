"""PostgreSQL: drop the indexes for LIKE that Django makes of every indexed text, where nothing is ever sought by its beginning.

They are a fifth of a Record's indexes, and each row that is added is written into them.
"""

from django.db import migrations
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


class Migration(migrations.Migration):
    """Fewer indexes."""

    dependencies = [("record", "0093_claims")]

    operations = [migrations.RunPython(_drop, migrations.RunPython.noop)]
