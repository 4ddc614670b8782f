"""What the environment says, read once; other modules are given what they need."""

import os
import pathlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from dragoman.errors import Unusable

__all__ = ["Settings", "find_translations", "read_settings"]


@dataclass(frozen=True, slots=True)
class Settings:
    """Choices that hold for every command of a shell."""

    model: str | None = None  # DRAGOMAN_MODEL: the spaCy pipeline used where --model names none
    database: str | None = None  # DRAGOMAN_DATABASE: the Record's URL where neither --data nor --database is given
    # DRAGOMAN_OUTSIDE_PORTS ("8080 8443"): ports of other sites that are asked besides 80 and 443
    outside_ports: frozenset[int] = frozenset()
    # DRAGOMAN_OUTSIDE_ALLOWED ("127.0.0.1:8123 ..."): addresses asked although they are private; for tests and trials
    outside_allowed: frozenset[str] = frozenset()
    mail: str | None = field(default=None, repr=False)  # DRAGOMAN_MAIL: by what `serve` sends mail; holds a password
    mail_from: str | None = None  # DRAGOMAN_MAIL_FROM: whom its messages are from
    secret_key: str | None = field(default=None, repr=False)  # DRAGOMAN_SECRET_KEY, or what is in _FILE
    debug: bool = False  # DRAGOMAN_DEBUG: debug pages of `dragoman serve`, for those who work on it


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings; an empty variable counts as unset."""
    return Settings(
        model=environment.get("DRAGOMAN_MODEL") or None,
        database=environment.get("DRAGOMAN_DATABASE") or None,
        outside_ports=frozenset(
            int(port) for port in environment.get("DRAGOMAN_OUTSIDE_PORTS", "").split() if port.isdecimal()
        ),
        outside_allowed=frozenset(environment.get("DRAGOMAN_OUTSIDE_ALLOWED", "").split()),
        mail=environment.get("DRAGOMAN_MAIL") or None,
        mail_from=environment.get("DRAGOMAN_MAIL_FROM") or None,
        secret_key=environment.get("DRAGOMAN_SECRET_KEY") or _read_secret(environment.get("DRAGOMAN_SECRET_KEY_FILE")),
        debug=bool(environment.get("DRAGOMAN_DEBUG")),
    )


def find_translations(environment: Mapping[str, str] = os.environ) -> tuple[pathlib.Path, ...]:
    """Return the folders with translations of the site's words: LANGUAGE/LC_MESSAGES/django.mo in each.

    They are those of DRAGOMAN_TRANSLATIONS, several with the mark between them that the system has for paths.
    """
    return tuple(
        pathlib.Path(path) for path in environment.get("DRAGOMAN_TRANSLATIONS", "").split(os.pathsep) if path.strip()
    )


def _read_secret(path: str | None) -> str | None:
    if not path:
        return None
    try:
        return pathlib.Path(path).read_text("utf-8").strip() or None
    except (OSError, UnicodeDecodeError) as trouble:
        raise Unusable("cannot be read", "DRAGOMAN_SECRET_KEY_FILE") from trouble
