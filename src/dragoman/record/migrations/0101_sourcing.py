"""An event has in its row what kinds of source tell it, and an index that begins with them."""

from typing import ClassVar

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

_FILL = """
    UPDATE record_eventrow SET sourcing = (
        SELECT sum(DISTINCT CASE said.sourcing
            WHEN 'named' THEN 1 WHEN 'body' THEN 2 WHEN 'unnamed' THEN 4 WHEN 'document' THEN 8 ELSE 16 END)
        FROM record_eventsource source JOIN record_statementrow said ON said.id = source.statement_id
        WHERE source.event_id = record_eventrow.id
    )
    WHERE id IN (SELECT event_id FROM record_eventsource)
"""


def _fill(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:  # noqa: ARG001
    editor.execute(_FILL)


class Migration(migrations.Migration):
    """Add the column, fill it, and index it."""

    dependencies: ClassVar = [("record", "0100_pairs")]

    operations: ClassVar = [
        migrations.AddField("eventrow", "sourcing", models.PositiveSmallIntegerField(null=True)),
        migrations.RunPython(_fill, migrations.RunPython.noop),
        migrations.AddIndex(
            "eventrow",
            models.Index(
                fields=["sourcing", "lasting", "first_day", "last_day"],
                condition=models.Q(sourcing__isnull=False),
                name="event_sourcing_in_days",
            ),
        ),
    ]
