"""Who takes part in an event has its contexts in that row, and a statement those of what is told inside it."""

from collections import defaultdict
from typing import ClassVar

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from dragoman.record.bulk import with_keys
from dragoman.record.rows import bits_of

_FILLED = (
    (
        "SELECT id, contexts FROM record_eventrow WHERE contexts <> ''",
        "UPDATE record_party SET issues = %s WHERE event_id IN ({keys})",
    ),
    (
        """SELECT statement_id, contexts FROM record_eventsource JOIN record_eventrow event ON event.id = event_id
        WHERE contexts <> ''""",
        "UPDATE record_statementrow SET issues = %s WHERE id IN ({keys})",
    ),
)


def _fill(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:  # noqa: ARG001
    for asked, told in _FILLED:
        bits: dict[int, int] = defaultdict(int)
        with editor.connection.cursor() as cursor:
            cursor.execute(asked)
            for row, contexts in cursor.fetchall():
                bits[row] |= bits_of(contexts.split())
            same: dict[int, list[int]] = defaultdict(list)
            for row, found in bits.items():
                same[found].append(row)
            for found, rows in same.items():
                statement, keys = with_keys(told, rows, editor.connection.vendor)
                cursor.execute(statement, [found, keys])


class Migration(migrations.Migration):
    """Add the columns, fill them, and have the indexes of a country's rows hold them."""

    dependencies: ClassVar = [("record", "0096_parts")]

    operations: ClassVar = [
        migrations.AddField("party", "issues", models.BigIntegerField(null=True)),
        migrations.AddField("statementrow", "issues", models.BigIntegerField(null=True)),
        migrations.RunPython(_fill, migrations.RunPython.noop),
        migrations.RemoveIndex("party", "party_country_told"),
        migrations.RemoveIndex("statementrow", "statement_country_told"),
        migrations.AddIndex(
            "party",
            models.Index(fields=["country", "-told", "kind", "role", "event", "issues"], name="party_country_told"),
        ),
        migrations.AddIndex(
            "statementrow",
            models.Index(
                fields=["country", "-told", "-version", "number", "kind", "issues"], name="statement_country_told"
            ),
        ),
    ]
