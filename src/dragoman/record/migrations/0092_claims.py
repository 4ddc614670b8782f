"""What statements say of matters between states, and links that people make. Older Records derive their links anew."""

from typing import Any, ClassVar

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


def _rebuild(apps: Any, editor: Any) -> None:
    alias = editor.connection.alias
    if apps.get_model("record", "Version").objects.using(alias).exists():
        apps.get_model("record", "RebuildDue").objects.using(alias).create()


def _to(table: str, related: str, on_delete: Any) -> Any:
    return models.ForeignKey(on_delete=on_delete, related_name=related, to=f"record.{table}")


_CASCADE, _PROTECT = django.db.models.deletion.CASCADE, django.db.models.deletion.PROTECT


def _id() -> Any:
    return models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


class Migration(migrations.Migration):
    """Make the tables, and the column that tells a person's links from derived ones."""

    dependencies: ClassVar = [("record", "0090_desk")]
    operations: ClassVar = [
        migrations.AddField("link", "author", models.CharField(max_length=200, null=True)),
        migrations.CreateModel(
            name="ClaimRow",
            fields=[
                ("id", _id()),
                ("key", models.BigIntegerField()),
                ("day", models.IntegerField()),
                ("claim", models.JSONField()),
                ("end", models.CharField(max_length=32)),
                ("version", _to("version", "claims", _CASCADE)),
            ],
            options={"indexes": [models.Index(fields=["key", "day"], name="claim_key")]},
        ),
        migrations.CreateModel(
            name="MadeLink",
            fields=[
                ("id", _id()),
                ("kind", models.CharField(max_length=16)),
                ("left_end", models.CharField(max_length=32)),
                ("right_end", models.CharField(max_length=32)),
                ("author", models.CharField(blank=True, max_length=200)),
                ("reason", models.TextField(blank=True)),
                ("made", models.DateTimeField(default=django.utils.timezone.now)),
                ("left", _to("keptarticle", "made_out", _PROTECT)),
                ("right", _to("keptarticle", "made_in", _PROTECT)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "left_end", "right_end"), name="one_made_link"),
                ]
            },
        ),
        migrations.RunPython(_rebuild, migrations.RunPython.noop),
    ]
