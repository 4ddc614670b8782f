"""Tables of what is derived, made anew: a Record of an older version has all of it derived again (0004_lines.py)."""

import datetime
from typing import Any

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


def _empty(apps: Any, editor: Any) -> None:
    """Take away the links too: they hang on rows that are dropped."""
    apps.get_model("record", "Link").objects.using(editor.connection.alias).all().delete()
    if editor.connection.vendor == "postgresql":
        # No table is altered while checks of what was deleted are outstanding.
        editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        editor.execute("SET CONSTRAINTS ALL DEFERRED")


class Migration(migrations.Migration):
    dependencies = [
        ("record", "0002_search"),
    ]

    # On SQLite a table is made in a fraction of the time that adding columns to it takes.
    operations = [
        migrations.RunPython(_empty, migrations.RunPython.noop),
        migrations.DeleteModel(
            name="TellingKey",
        ),
        migrations.DeleteModel(
            name="Party",
        ),
        migrations.DeleteModel(
            name="EventRow",
        ),
        migrations.DeleteModel(
            name="StatementRow",
        ),
        migrations.DeleteModel(
            name="ActorRow",
        ),
        migrations.DeleteModel(
            name="Shingle",
        ),
        migrations.DeleteModel(
            name="NamingRow",
        ),
        migrations.CreateModel(
            name="ActorRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("local", models.CharField(max_length=200)),
                ("name", models.TextField()),
                ("kind", models.CharField(max_length=16)),
                ("country", models.CharField(db_index=True, max_length=8, null=True)),
                ("identity", models.CharField(blank=True, max_length=250)),
                ("folded", models.CharField(blank=True, db_index=True, max_length=200)),
                ("block", models.CharField(blank=True, db_index=True, max_length=200)),
                ("named", models.BooleanField(default=False)),
                ("context", models.JSONField(default=list)),
                ("end", models.CharField(max_length=32)),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="actors", to="record.version"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["identity", "end"], name="actor_identity")],
            },
        ),
        migrations.CreateModel(
            name="StatementRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("local", models.CharField(max_length=200)),
                ("sourcing", models.CharField(max_length=16)),
                ("quoted", models.CharField(max_length=16)),
                ("content", models.TextField()),
                ("date", models.CharField(max_length=64, null=True)),
                ("first_day", models.DateField(null=True)),
                ("last_day", models.DateField(null=True)),
                ("spans", models.JSONField(default=dict)),
                ("told", models.DateField(default=datetime.date(1, 1, 1))),
                ("number", models.PositiveIntegerField(default=0)),
                (
                    "actor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="statements",
                        to="record.actorrow",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="statements", to="record.version"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["-told", "-version", "number"], name="statement_told")],
            },
        ),
        migrations.CreateModel(
            name="EventRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("local", models.CharField(max_length=200)),
                ("type", models.CharField(max_length=16)),
                ("mode", models.CharField(max_length=24, null=True)),
                ("date", models.CharField(max_length=64, null=True)),
                ("first_day", models.DateField(null=True)),
                ("last_day", models.DateField(null=True)),
                ("auxiliary", models.CharField(blank=True, max_length=64)),
                ("contexts", models.CharField(blank=True, max_length=600)),
                ("act", models.CharField(blank=True, max_length=24)),
                ("standing", models.CharField(blank=True, max_length=9)),
                ("place", models.TextField(null=True)),
                ("condition", models.TextField(null=True)),
                ("evidence", models.TextField()),
                ("spans", models.JSONField(default=dict)),
                ("telling", models.JSONField(null=True)),
                ("end", models.CharField(max_length=32)),
                ("happening", models.CharField(blank=True, db_index=True, max_length=32)),
                ("told", models.DateField(default=datetime.date(1, 1, 1))),
                ("number", models.PositiveIntegerField(default=0)),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="events", to="record.version"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["-told", "-version", "number"], name="event_told"),
                    models.Index(fields=["type", "-told", "-version", "number"], name="event_type_told"),
                    models.Index(fields=["act", "first_day"], name="event_act"),
                    models.Index(fields=["standing", "last_day"], name="event_standing"),
                    models.Index(fields=["end"], name="event_end"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Topic",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("role", models.CharField(max_length=8)),
                ("start", models.PositiveIntegerField(null=True)),
                ("end", models.PositiveIntegerField(null=True)),
                (
                    "actor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="topics", to="record.actorrow"
                    ),
                ),
                (
                    "statement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="topics", to="record.statementrow"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Party",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("role", models.CharField(max_length=16)),
                ("start", models.PositiveIntegerField(null=True)),
                ("end", models.PositiveIntegerField(null=True)),
                (
                    "actor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="parts", to="record.actorrow"
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="parties", to="record.eventrow"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="EventSource",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="sources", to="record.eventrow"
                    ),
                ),
                (
                    "statement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="reported", to="record.statementrow"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="TellingKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.BigIntegerField()),
                ("day", models.IntegerField()),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="keys", to="record.eventrow"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["key", "day"], name="telling_key")],
            },
        ),
        migrations.CreateModel(
            name="Passage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("hash", models.BigIntegerField()),
                ("day", models.IntegerField()),
                ("among", models.IntegerField()),
                (
                    "version",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="passages",
                        to="record.version",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["hash", "day"], name="passage_hash")],
            },
        ),
        migrations.CreateModel(
            name="NamingRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("outlet", models.CharField(max_length=200)),
                ("day", models.DateField(null=True)),
                ("words", models.TextField()),
                ("sentence", models.TextField()),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="namings", to="record.version"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["outlet", "day"], name="naming_outlet")],
            },
        ),
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
            options={
                "indexes": [models.Index(fields=["block", "country"], name="bearers_block")],
                "constraints": [models.UniqueConstraint(fields=("name", "country"), name="one_name_a_country")],
            },
        ),
        migrations.CreateModel(
            name="RebuildDue",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("since", models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.AddField(
            model_name="version",
            name="category",
            field=models.CharField(db_index=True, max_length=200, null=True),
        ),
        migrations.AddField(
            model_name="version",
            name="outlet",
            field=models.CharField(max_length=200, null=True),
        ),
        migrations.AddField(
            model_name="version",
            name="told",
            field=models.DateField(null=True),
        ),
        migrations.AlterField(
            model_name="verdict",
            name="right_end",
            field=models.CharField(db_index=True, max_length=32),
        ),
        migrations.AddIndex(
            model_name="version",
            index=models.Index(condition=models.Q(("current", True)), fields=["-told", "-id"], name="version_told"),
        ),
        migrations.AddIndex(
            model_name="version",
            index=models.Index(fields=["outlet", "published_day"], name="version_outlet"),
        ),
    ]
