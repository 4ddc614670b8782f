"""Django's settings where Dragoman serves: the Record's own (record/configuration.py), and what the web needs."""

import pathlib
import secrets

import django
from django.conf import settings

from dragoman.errors import Unusable

__all__ = ["INSTALLED_APPS", "MIDDLEWARE", "TEMPLATES", "prepare"]

INSTALLED_APPS = ["dragoman.record"]
MIDDLEWARE = [
    "dragoman.desk.headers.HeadersMiddleware",
    "dragoman.api.problems.problems_middleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",  # ETag of what was answered, and 304 for who has it
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.common.CommonMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [pathlib.Path(__file__).parents[1] / "desk" / "templates"],
        "OPTIONS": {
            "builtins": ["dragoman.desk.words"],
            "context_processors": ["django.template.context_processors.request"],
        },
    }
]


def prepare() -> None:
    """Configure Django for serving. Raises Unusable where it was configured otherwise before."""
    if settings.configured:
        if getattr(settings, "ROOT_URLCONF", None) is None:
            raise Unusable("import it before dragoman.record, which configures Django without it", "dragoman.server")
        return
    settings.configure(
        INSTALLED_APPS=INSTALLED_APPS,
        MIDDLEWARE=MIDDLEWARE,
        TEMPLATES=TEMPLATES,
        ROOT_URLCONF="dragoman.server.urls",
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        USE_TZ=True,
        TIME_ZONE="UTC",
        DEBUG=False,
        SECRET_KEY=secrets.token_urlsafe(50),  # nothing outlives the process yet
        ALLOWED_HOSTS=[],
        APPEND_SLASH=False,
        SECURE_REFERRER_POLICY="same-origin",
        DRAGOMAN_RECORD="",
    )
    django.setup()
