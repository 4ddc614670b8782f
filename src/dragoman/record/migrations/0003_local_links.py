"""Tables by which one more article is compared with few others, however many are kept; replaces those of 0001.

What is derived is emptied first: whoever opens the Record derives it anew (store.py).
"""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models

from dragoman.record.across.names import fold

_DERIVED = ("Link", "TellingKey", "Party", "EventRow", "StatementRow", "ActorRow", "Shingle", "NamingRow")


def _empty(apps: Any, editor: Any) -> None:
    alias = editor.connection.alias
    for table in _DERIVED:
        apps.get_model("record", table).objects.using(alias).all()._raw_delete(alias)
    if editor.connection.vendor == "postgresql":
        # No table is altered while checks of what was deleted are outstanding.
        editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        editor.execute("SET CONSTRAINTS ALL DEFERRED")


def _name_outlets(apps: Any, editor: Any) -> None:
    versions = apps.get_model("record", "Version").objects.using(editor.connection.alias)
    for publisher in versions.exclude(publisher=None).values_list("publisher", flat=True).distinct():
        versions.filter(publisher=publisher).update(outlet=fold(publisher)[:200] or None)


class Migration(migrations.Migration):
    dependencies = [
        ("record", "0002_search"),
    ]

    operations = [
        migrations.RunPython(_empty, migrations.RunPython.noop),
        migrations.CreateModel(
            name="Bearers",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200)),
                ("country", models.CharField(blank=True, max_length=8)),
                ("block", models.CharField(max_length=200)),
                ("count", models.PositiveIntegerField()),
                ("beside", models.JSONField(default=dict)),
                ("leader", models.CharField(blank=True, max_length=8)),
            ],
        ),
        migrations.CreateModel(
            name="Passage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("hash", models.BigIntegerField()),
                ("day", models.IntegerField()),
                ("among", models.IntegerField()),
            ],
        ),
        migrations.RemoveField(
            model_name="shingle",
            name="version",
        ),
        migrations.RemoveIndex(
            model_name="tellingkey",
            name="telling_key",
        ),
        migrations.RemoveField(
            model_name="actorrow",
            name="block",
        ),
        migrations.RemoveField(
            model_name="tellingkey",
            name="first",
        ),
        migrations.RemoveField(
            model_name="tellingkey",
            name="last",
        ),
        migrations.AddField(
            model_name="actorrow",
            name="end",
            field=models.CharField(default="", max_length=32),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="namingrow",
            name="day",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="tellingkey",
            name="day",
            field=models.IntegerField(default=0),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="version",
            name="outlet",
            field=models.CharField(max_length=200, null=True),
        ),
        migrations.AlterField(
            model_name="actorrow",
            name="folded",
            field=models.CharField(blank=True, db_index=True, max_length=200),
        ),
        migrations.AlterField(
            model_name="actorrow",
            name="identity",
            field=models.CharField(blank=True, max_length=250),
        ),
        migrations.AlterField(
            model_name="eventrow",
            name="end",
            field=models.CharField(db_index=True, max_length=32),
        ),
        migrations.AlterField(
            model_name="namingrow",
            name="outlet",
            field=models.CharField(max_length=200),
        ),
        migrations.AlterField(
            model_name="tellingkey",
            name="key",
            field=models.BigIntegerField(),
        ),
        migrations.AlterField(
            model_name="verdict",
            name="right_end",
            field=models.CharField(db_index=True, max_length=32),
        ),
        migrations.AddIndex(
            model_name="actorrow",
            index=models.Index(fields=["identity", "end"], name="actor_identity"),
        ),
        migrations.AddIndex(
            model_name="namingrow",
            index=models.Index(fields=["outlet", "day"], name="naming_outlet"),
        ),
        migrations.AddIndex(
            model_name="tellingkey",
            index=models.Index(fields=["key", "day"], name="telling_key"),
        ),
        migrations.AddIndex(
            model_name="version",
            index=models.Index(fields=["outlet", "published_day"], name="version_outlet"),
        ),
        migrations.AddIndex(
            model_name="bearers",
            index=models.Index(fields=["block", "country"], name="bearers_block"),
        ),
        migrations.AddConstraint(
            model_name="bearers",
            constraint=models.UniqueConstraint(fields=("name", "country"), name="one_name_a_country"),
        ),
        migrations.AddField(
            model_name="passage",
            name="version",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="passages",
                to="record.version",
            ),
        ),
        migrations.DeleteModel(
            name="Shingle",
        ),
        migrations.AddIndex(
            model_name="passage",
            index=models.Index(fields=["hash", "day"], name="passage_hash"),
        ),
        migrations.RunPython(_name_outlets, migrations.RunPython.noop),
    ]
