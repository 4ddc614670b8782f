"""What a statement says of a matter is kept with the events that it tells: older Records derive theirs anew."""

from typing import ClassVar

from django.db import migrations

from dragoman.record.migrations._rebuild import ask_for_rebuild


class Migration(migrations.Migration):
    """Claims with their tellings."""

    dependencies: ClassVar = [("record", "0105_names")]

    operations: ClassVar = [migrations.RunPython(ask_for_rebuild, migrations.RunPython.noop)]
