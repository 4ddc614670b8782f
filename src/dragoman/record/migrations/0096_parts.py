"""Who takes part, speaks or is spoken of has their country, kind and day in that row: a state's are found by it alone."""

from typing import ClassVar

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

_FILL = (
    "UPDATE record_party SET (country, kind, told) = ({actor}, told {of})",
    "UPDATE record_topic SET (country, kind, told) = ({actor}, told {of})",
    "UPDATE record_statementrow SET (country, kind) = ({actor} {of}) WHERE actor_id IS NOT NULL",
)


def _fill(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:  # noqa: ARG001
    for statement in _FILL:
        actor, of = "SELECT country, kind", "FROM record_actorrow WHERE record_actorrow.id = actor_id"
        editor.execute(statement.format(actor=actor, of=of))


class Migration(migrations.Migration):
    """Add the columns, fill them, and index them."""

    dependencies: ClassVar = [("record", "0095_newest")]

    operations: ClassVar = [
        *(
            migrations.AddField(table, name, column)
            for table in ("party", "topic", "statementrow")
            for name, column in (
                ("country", models.CharField(max_length=8, null=True)),
                ("kind", models.CharField(max_length=16, null=True)),
            )
        ),
        migrations.AddField("party", "told", models.DateField(null=True)),
        migrations.AddField("topic", "told", models.DateField(null=True)),
        migrations.RunPython(_fill, migrations.RunPython.noop),
        migrations.AddIndex(
            "party",
            models.Index(fields=["country", "-told", "kind", "role", "event"], name="party_country_told"),
        ),
        migrations.AddIndex(
            "topic",
            models.Index(fields=["country", "-told", "kind", "role", "statement"], name="topic_country_told"),
        ),
        migrations.AddIndex(
            "statementrow",
            models.Index(fields=["country", "-told", "-version", "number"], name="statement_country_told"),
        ),
    ]
