"""Whom a statement is about has in that row who says it too; an index has the statements that have contexts."""

from typing import ClassVar

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

_FILL = """
    UPDATE record_topic SET (by_country, by_kind) = (
        SELECT country, kind FROM record_statementrow WHERE record_statementrow.id = statement_id
    )
    WHERE statement_id IN (SELECT id FROM record_statementrow WHERE country IS NOT NULL)
"""


def _fill(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:  # noqa: ARG001
    editor.execute(_FILL)


class Migration(migrations.Migration):
    """Add the columns, fill them, and index them."""

    dependencies: ClassVar = [("record", "0099_actors")]

    operations: ClassVar = [
        migrations.AddField("topic", "by_country", models.CharField(max_length=8, null=True)),
        migrations.AddField("topic", "by_kind", models.CharField(max_length=16, null=True)),
        migrations.RunPython(_fill, migrations.RunPython.noop),
        migrations.AddIndex(
            "topic",
            models.Index(
                fields=["country", "by_country", "-told", "kind", "by_kind", "role", "statement"],
                condition=models.Q(by_country__isnull=False),
                name="topic_countries_told",
            ),
        ),
        migrations.AddIndex(
            "statementrow",
            models.Index(
                fields=["country", "-told", "-version", "number", "kind", "issues"],
                condition=models.Q(issues__isnull=False),
                name="statement_country_issues",
            ),
        ),
    ]
