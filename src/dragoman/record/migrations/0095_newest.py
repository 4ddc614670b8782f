"""Indexes for the newest of what is common; and every event tells of a happening, if it were of its own alone."""

from typing import ClassVar

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.db.models import F


def _name(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    events = apps.get_model("record", "EventRow").objects.using(editor.connection.alias)
    events.filter(happening="").update(happening=F("end"))


# What the new columns hold follows from others.
_FILL = (
    """UPDATE record_actorrow SET told =
        (SELECT coalesce(told, '0001-01-01') FROM record_version WHERE record_version.id = version_id)""",
    "UPDATE record_statementrow SET lasting = {lasting} WHERE first_day IS NOT NULL",
    "UPDATE record_eventrow SET lasting = {lasting} WHERE first_day IS NOT NULL",
)


def _fill(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:  # noqa: ARG001
    days = (
        "last_day - first_day"
        if editor.connection.vendor == "postgresql"
        else "julianday(last_day) - julianday(first_day)"
    )
    lasting = f"CASE WHEN {days} > 31 THEN 2 WHEN {days} > 3 THEN 1 ELSE 0 END"
    for statement in _FILL:
        editor.execute(statement.format(lasting=lasting))


def _drop(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:  # noqa: ARG001
    """Drop what other indexes begin with. PostgreSQL keeps that for the beginnings of names."""
    introspection = editor.connection.introspection
    with editor.connection.cursor() as cursor:
        found = {
            name: constraint["columns"]
            for table in ("record_actorrow", "record_eventrow")
            for name, constraint in introspection.get_constraints(cursor, table).items()
            if constraint["index"] and not name.endswith("_like")
        }
    for name, columns in found.items():
        if columns in (["folded"], ["country"], ["happening"]) or name == "actor_identity_begins":
            editor.execute(f"DROP INDEX {editor.quote_name(name)}")


class Migration(migrations.Migration):
    """Change the indexes, and name what was a happening of its own."""

    dependencies: ClassVar = [("record", "0094_fewer_keys")]

    operations: ClassVar = [
        migrations.RunPython(_name, migrations.RunPython.noop),
        # Of the state alone: SQLite would make a table anew for the column, and copy all rows.
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(_drop, migrations.RunPython.noop)],
            state_operations=[
                migrations.AlterField("actorrow", "folded", models.CharField(blank=True, max_length=200)),
                migrations.AlterField("actorrow", "country", models.CharField(max_length=8, null=True)),
                migrations.AlterField("eventrow", "happening", models.CharField(max_length=32)),
            ],
        ),
        migrations.AddField("actorrow", "told", models.DateField(null=True)),
        migrations.AddField("statementrow", "lasting", models.PositiveSmallIntegerField(null=True)),
        migrations.AddField("eventrow", "lasting", models.PositiveSmallIntegerField(null=True)),
        migrations.RunPython(_fill, migrations.RunPython.noop),
        migrations.AddIndex("actorrow", models.Index(fields=["identity", "-told", "version"], name="actor_told")),
        migrations.AddIndex("actorrow", models.Index(fields=["country", "-told", "kind"], name="actor_country_told")),
        migrations.AddIndex("statementrow", models.Index(fields=["lasting", "first_day"], name="statement_days")),
        migrations.AddIndex("eventrow", models.Index(fields=["lasting", "first_day"], name="event_days")),
        migrations.AddIndex("eventrow", models.Index(fields=["happening", "-told"], name="event_happening_told")),
        migrations.AddIndex("actorrow", models.Index(fields=["identity", "name", "version"], name="actor_names")),
        migrations.AddIndex(
            "eventrow",
            models.Index(
                fields=["-told", "-version", "number"],
                condition=models.Q(condition__isnull=False),
                name="event_condition",
            ),
        ),
        migrations.AddIndex(
            "eventrow", models.Index(fields=["standing", "-told", "-version", "number"], name="event_standing_told")
        ),
    ]
