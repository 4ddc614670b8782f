"""Who met whom is found in the index of the countries that meet alone."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """Have the index hold all that is asked."""

    dependencies: ClassVar = [("record", "0102_words")]

    operations: ClassVar = [
        migrations.RemoveIndex("side", "side_told"),
        migrations.AddIndex("side", models.Index(fields=["country", "-told", "happening", "id"], name="side_told")),
    ]
