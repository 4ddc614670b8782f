"""What migrations share that change nothing but what is derived."""

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

__all__ = ["ask_for_rebuild"]


def ask_for_rebuild(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Have what is derived made anew when the Record is opened next."""
    alias = editor.connection.alias
    due = apps.get_model("record", "RebuildDue").objects.using(alias)
    if apps.get_model("record", "Version").objects.using(alias).exists() and not due.exists():
        due.create()
