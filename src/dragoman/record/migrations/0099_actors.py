"""Who takes part is found by their actors' rows in indexes alone, and what has a condition in indexes of its own."""

from typing import ClassVar

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

_FILL = """
    UPDATE record_party SET conditional = TRUE WHERE event_id IN (SELECT id FROM record_eventrow WHERE condition IS NOT NULL)
"""


def _fill(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:  # noqa: ARG001
    editor.execute(_FILL)


def _drop(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:  # noqa: ARG001
    """Drop the indexes with which other ones begin."""
    introspection = editor.connection.introspection
    with editor.connection.cursor() as cursor:
        found = [
            name
            for table in ("record_party", "record_topic")
            for name, constraint in introspection.get_constraints(cursor, table).items()
            if constraint["index"] and constraint["columns"] == ["actor_id"]
        ]
    for name in found:
        editor.execute(f"DROP INDEX {editor.quote_name(name)}")


class Migration(migrations.Migration):
    """Add the column, fill it, and index it; have the indexes by actor hold what is asked of them."""

    dependencies: ClassVar = [("record", "0098_particulars")]

    operations: ClassVar = [
        migrations.AddField("party", "conditional", models.BooleanField(null=True)),
        migrations.RunPython(_fill, migrations.RunPython.noop),
        migrations.RemoveIndex("actorrow", "actor_told"),
        migrations.AddIndex("actorrow", models.Index(fields=["identity", "-told", "version", "id"], name="actor_told")),
        migrations.AddIndex("party", models.Index(fields=["actor", "role", "event"], name="party_actor")),
        migrations.AddIndex("topic", models.Index(fields=["actor", "role", "statement"], name="topic_actor")),
        migrations.AddIndex(
            "party",
            models.Index(
                fields=["country", "-told", "kind", "role", "event"],
                condition=models.Q(conditional=True),
                name="party_country_condition",
            ),
        ),
        migrations.AddIndex(
            "party",
            models.Index(
                fields=["actor", "role", "event"],
                condition=models.Q(conditional=True),
                name="party_actor_condition",
            ),
        ),
        # Of the state alone: SQLite would make the tables anew, and copy all rows.
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(_drop, migrations.RunPython.noop)],
            state_operations=[
                migrations.AlterField(
                    table,
                    "actor",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=models.deletion.CASCADE,
                        related_name=related,
                        to="record.actorrow",
                    ),
                )
                for table, related in (("party", "parts"), ("topic", "topics"))
            ],
        ),
    ]
