"""What the desk asks: the offices of actors, and the newest articles of a category. Older Records derive their rows anew."""

import datetime as dt
from typing import Any, ClassVar

import django.db.models.deletion
from django.db import migrations, models


def _rebuild(apps: Any, editor: Any) -> None:
    alias = editor.connection.alias
    if apps.get_model("record", "Version").objects.using(alias).exists():
        apps.get_model("record", "RebuildDue").objects.using(alias).create()


class Migration(migrations.Migration):
    """Make the table and the index."""

    dependencies: ClassVar = [("record", "0004_lines")]
    operations: ClassVar = [
        migrations.CreateModel(
            name="OfficeRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.TextField()),
                ("of", models.TextField(null=True)),
                ("status", models.CharField(max_length=8)),
                ("start", models.PositiveIntegerField()),
                ("end", models.PositiveIntegerField()),
                ("told", models.DateField(default=dt.date.min)),
                (
                    "actor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="offices", to="record.actorrow"
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="version",
            index=models.Index(
                condition=models.Q(("current", True)), fields=["category", "-told", "-id"], name="version_shelf"
            ),
        ),
        migrations.RunPython(_rebuild, migrations.RunPython.noop),
    ]
