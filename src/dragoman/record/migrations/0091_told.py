"""When a link was told, for what is new; and happenings by time. Older Records derive their rows anew."""

import datetime as dt
from typing import Any, ClassVar

from django.db import migrations, models


def _rebuild(apps: Any, editor: Any) -> None:
    alias = editor.connection.alias
    due = apps.get_model("record", "RebuildDue").objects.using(alias)
    if apps.get_model("record", "Version").objects.using(alias).exists() and not due.exists():
        due.create()


def _index(_apps: Any, editor: Any) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute("CREATE INDEX actor_identity_begins ON record_actorrow (identity varchar_pattern_ops)")


def _drop_index(_apps: Any, editor: Any) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute("DROP INDEX actor_identity_begins")


class Migration(migrations.Migration):
    """Add the column and the indexes."""

    dependencies: ClassVar = [("record", "0090_desk")]
    operations: ClassVar = [
        migrations.AddField(model_name="link", name="told", field=models.DateField(default=dt.date.min)),
        migrations.AlterField(model_name="link", name="kind", field=models.CharField(max_length=16)),
        migrations.AddIndex(
            model_name="link",
            index=models.Index(fields=["-told", "kind"], name="link_told"),
        ),
        migrations.RunPython(_index, _drop_index),
        migrations.RunPython(_rebuild, migrations.RunPython.noop),
    ]
