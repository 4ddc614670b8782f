"""Django's settings, for every command alike; databases join when a Record is opened (record/databases.py).

What later layers bring is named here, not imported. For development:
DJANGO_SETTINGS_MODULE=dragoman.configuration python -m django makemigrations record jobs sources accounts talk review
"""

import pathlib
import secrets

import django
from django.conf import settings
from django.conf.locale import LANG_INFO

from dragoman.settings import find_translations

__all__ = ["prepare"]

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.messages",
    "dragoman.accounts.administration.Administration",
    "dragoman.record",
    "dragoman.jobs",
    "dragoman.sources",
    "dragoman.accounts",
    "dragoman.talk",
    "dragoman.review",
]
# Nothing uses the default database, Django wants to know of one; all tables are in the Record's.
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
DATABASE_ROUTERS = ["dragoman.record.opened.Router"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.User"
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
DATE_FORMAT, DATETIME_FORMAT = "j F Y", "j F Y, H:i"  # of languages whose own Django does not know
FORMAT_MODULE_PATH = ["dragoman.desk.formats"]
LOCALE_PATHS = [*find_translations(), pathlib.Path(__file__).parent / "desk" / "locale"]


def _find_languages() -> list[tuple[str, str]]:
    """List the languages in which there are words, each with its own name for itself, English first."""
    found = {path.parent.parent.name for folder in LOCALE_PATHS for path in folder.glob("*/LC_MESSAGES/django.mo")}
    codes = sorted({name.lower().replace("_", "-") for name in found} - {LANGUAGE_CODE})
    return [(code, str(LANG_INFO.get(code, {}).get("name_local", code))) for code in (LANGUAGE_CODE, *codes)]


LANGUAGES = _find_languages()
# Words are looked up where there is a translation to find them in: each look takes as long as five tags of a template.
USE_I18N = len(LANGUAGES) > 1

MIDDLEWARE = [
    "dragoman.desk.headers.HeadersMiddleware",
    "dragoman.accounts.language.language_middleware",
    "dragoman.api.problems.problems_middleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",  # ETag of what was answered, and 304 for who has it
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "dragoman.accounts.visits.VisitMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,  # of Django's admin
        "DIRS": [pathlib.Path(__file__).parent / "desk" / "templates"],
        "OPTIONS": {
            "builtins": ["django.templatetags.i18n", "dragoman.desk.words", "dragoman.desk.talk.tags"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]
ROOT_URLCONF = "dragoman.server.urls"
APPEND_SLASH = False
STATIC_URL = "/static/"
LOGIN_URL = "login"
SECURE_REFERRER_POLICY = "same-origin"
CSRF_FAILURE_VIEW = "dragoman.desk.headers.forged"
SESSION_ENGINE = "dragoman.accounts.models"  # which has the table beside the store
SESSION_COOKIE_NAME = "session"
SESSION_COOKIE_AGE = 7 * 24 * 3600  # seconds without a request after which one logs in anew
SESSION_COOKIE_SAMESITE = "Lax"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},  # 8
    {
        "NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"
    },  # of 20,000 that were found out elsewhere
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
]
PASSWORD_RESET_TIMEOUT = 24 * 3600  # seconds that a link holds
# Of this process; what limits count (accounts/limits.py). The oldest go when it is full.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 50_000}},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024  # bytes of a form, without its files
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
DATA_UPLOAD_MAX_NUMBER_FILES = 10  # as many as one form for adding articles takes
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
DRAGOMAN_MAIL = ""  # the backend that mail is sent by, where it is set up (accounts/mail.py)
CSRF_COOKIE_HTTPONLY = True  # a script takes the token from the form
DEBUG = False
ALLOWED_HOSTS: list[str] = []
SECRET_KEY = secrets.token_urlsafe(50)  # of this process, until the server reads the one that is kept
DRAGOMAN_TRUST_AFTER = 2  # comments of a person that moderators approve before the next are shown at once
DRAGOMAN_EDIT_MINUTES = 30  # for which one can change one's own comment
DRAGOMAN_PROCESSES = 1  # that answer at one address
DRAGOMAN_RECORD = ""  # the URL of the Record that is served


def prepare() -> None:
    """Configure Django, unless a program around us did."""
    if settings.configured:
        return
    settings.configure(**{name: value for name, value in globals().items() if name.isupper()})
    django.setup()
