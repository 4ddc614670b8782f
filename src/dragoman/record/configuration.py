"""Django's settings where Dragoman runs alone; databases join when a Record is opened (see databases.py).

For development: DJANGO_SETTINGS_MODULE=dragoman.record.configuration python -m django makemigrations record
"""

import django
from django.conf import settings

__all__ = ["DATABASES", "DEFAULT_AUTO_FIELD", "INSTALLED_APPS", "TIME_ZONE", "USE_TZ", "prepare"]

INSTALLED_APPS = ["dragoman.record"]
# Nothing uses the default database; Django wants to know of one.
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "UTC"


def prepare() -> None:
    """Configure Django, unless a program around us did."""
    if settings.configured:
        return
    settings.configure(
        INSTALLED_APPS=INSTALLED_APPS,
        DATABASES=DATABASES,
        DEFAULT_AUTO_FIELD=DEFAULT_AUTO_FIELD,
        USE_TZ=USE_TZ,
        TIME_ZONE=TIME_ZONE,
    )
    django.setup()
