"""Django's settings, for every command alike; databases join when a Record is opened (record/databases.py).

What later layers bring is named here, not imported. For development:
DJANGO_SETTINGS_MODULE=dragoman.configuration python -m django makemigrations record jobs accounts review
"""

import pathlib
import secrets

import django
from django.conf import settings

__all__ = ["prepare"]

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "dragoman.record",
    "dragoman.jobs",
    "dragoman.accounts",
    "dragoman.review",
]
# Nothing uses the default database, Django wants to know of one; all tables are in the Record's.
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
DATABASE_ROUTERS = ["dragoman.record.opened.Router"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.User"
USE_TZ = True
TIME_ZONE = "UTC"

MIDDLEWARE = [
    "dragoman.desk.headers.HeadersMiddleware",
    "dragoman.api.problems.problems_middleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",  # ETag of what was answered, and 304 for who has it
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [pathlib.Path(__file__).parent / "desk" / "templates"],
        "OPTIONS": {
            "builtins": ["dragoman.desk.words"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
            ],
        },
    }
]
ROOT_URLCONF = "dragoman.server.urls"
APPEND_SLASH = False
LOGIN_URL = "login"
SECURE_REFERRER_POLICY = "same-origin"
CSRF_FAILURE_VIEW = "dragoman.desk.headers.forged"
SESSION_COOKIE_NAME = "session"
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True  # a script takes the token from the form
DEBUG = False
ALLOWED_HOSTS: list[str] = []
SECRET_KEY = secrets.token_urlsafe(50)  # of this process, until the server reads the one that is kept
DRAGOMAN_RECORD = ""  # the URL of the Record that is served


def prepare() -> None:
    """Configure Django, unless a program around us did."""
    if settings.configured:
        return
    settings.configure(**{name: value for name, value in globals().items() if name.isupper()})
    django.setup()
