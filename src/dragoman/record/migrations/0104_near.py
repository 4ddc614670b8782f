"""Tellings are compared by all words near them (across/weighing.py): older Records derive theirs anew."""

from typing import ClassVar

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def _rebuild(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    alias = editor.connection.alias
    due = apps.get_model("record", "RebuildDue").objects.using(alias)
    if apps.get_model("record", "Version").objects.using(alias).exists() and not due.exists():
        due.create()


class Migration(migrations.Migration):
    """Tellings that say more."""

    dependencies: ClassVar = [("record", "0103_sides")]

    operations: ClassVar = [migrations.RunPython(_rebuild, migrations.RunPython.noop)]
