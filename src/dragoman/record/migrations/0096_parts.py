"""Who takes part, speaks or is spoken of has their country, kind and day in that row; the countries that meet have a table."""

from typing import ClassVar

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

_FILL = (
    "UPDATE record_party SET (country, kind, told) = ({actor}, told {of})",
    "UPDATE record_topic SET (country, kind, told) = ({actor}, told {of})",
    "UPDATE record_statementrow SET (country, kind) = ({actor} {of}) WHERE actor_id IS NOT NULL",
    """INSERT INTO record_side (event_id, country, happening, standing, told)
        SELECT DISTINCT event.id, party.country, event.happening, event.standing, event.told
        FROM record_eventrow event JOIN record_party party ON party.event_id = event.id
        WHERE (event.act IN ('meet', 'visit') OR event.type = 'CONSULT') AND party.country <> ''
            AND party.kind IN ('state', 'body', 'person', 'group', 'unnamed')""",
)


def _fill(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:  # noqa: ARG001
    for statement in _FILL:
        actor, of = "SELECT country, kind", "FROM record_actorrow WHERE record_actorrow.id = actor_id"
        editor.execute(statement.format(actor=actor, of=of))
    days = (
        "last_day - first_day"
        if editor.connection.vendor == "postgresql"
        else "julianday(last_day) - julianday(first_day)"
    )
    for table in ("record_statementrow", "record_eventrow"):
        editor.execute(f"UPDATE {table} SET lasting = 3 WHERE lasting = 2 AND {days} > 366")  # noqa: S608


def _drop(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:  # noqa: ARG001
    """Drop the indexes with which other ones begin."""
    introspection = editor.connection.introspection
    with editor.connection.cursor() as cursor:
        found = {
            name: constraint["columns"]
            for table in ("record_party", "record_topic")
            for name, constraint in introspection.get_constraints(cursor, table).items()
            if constraint["index"]
        }
    for name, columns in found.items():
        if columns in (["event_id"], ["statement_id"]):
            editor.execute(f"DROP INDEX {editor.quote_name(name)}")


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
        migrations.CreateModel(
            "Side",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("country", models.CharField(max_length=8)),
                ("happening", models.CharField(max_length=32)),
                ("standing", models.CharField(max_length=9)),
                ("told", models.DateField()),
                (
                    "event",
                    models.ForeignKey(on_delete=models.deletion.CASCADE, related_name="sides", to="record.eventrow"),
                ),
            ],
        ),
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
            "party",
            models.Index(fields=["event", "country", "kind", "role"], name="party_event"),
        ),
        migrations.AddIndex(
            "topic",
            models.Index(fields=["statement", "country", "kind", "role"], name="topic_statement"),
        ),
        # Of the state alone: SQLite would make the tables anew, and copy all rows.
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(_drop, migrations.RunPython.noop)],
            state_operations=[
                migrations.AlterField(
                    table,
                    name,
                    models.ForeignKey(
                        db_index=False,
                        on_delete=models.deletion.CASCADE,
                        related_name=related,
                        to=f"record.{to}",
                    ),
                )
                for table, name, related, to in (
                    ("party", "event", "parties", "eventrow"),
                    ("topic", "statement", "topics", "statementrow"),
                )
            ],
        ),
        migrations.AddIndex(
            "statementrow",
            models.Index(fields=["country", "-told", "-version", "number", "kind"], name="statement_country_told"),
        ),
        *(
            migrations.AddIndex("side", models.Index(fields=fields, name=name))
            for name, fields in (
                ("side_told", ["country", "-told", "happening"]),
                ("side_standing_told", ["country", "standing", "-told", "happening"]),
                ("side_happening", ["happening", "country", "-told"]),
            )
        ),
        migrations.AddIndex(
            "link",
            models.Index(fields=["left"], condition=models.Q(kind__in=["copies", "rereports"]), name="link_taken"),
        ),
        migrations.RemoveIndex("statementrow", "statement_days"),
        migrations.RemoveIndex("eventrow", "event_days"),
        migrations.AddIndex(
            "statementrow",
            models.Index(
                fields=["lasting", "first_day", "last_day", "sourcing", "country", "kind"], name="statement_in_days"
            ),
        ),
        migrations.AddIndex(
            "eventrow", models.Index(fields=["lasting", "first_day", "last_day"], name="event_in_days")
        ),
    ]
