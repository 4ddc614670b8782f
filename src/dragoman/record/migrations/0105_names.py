"""Actors are recognised by other names and spellings too (across/names.py): older Records derive theirs anew."""

from typing import ClassVar

from django.db import migrations

from dragoman.record.migrations._rebuild import ask_for_rebuild


class Migration(migrations.Migration):
    """Names that stand for others."""

    dependencies: ClassVar = [("record", "0104_near")]

    operations: ClassVar = [migrations.RunPython(ask_for_rebuild, migrations.RunPython.noop)]
