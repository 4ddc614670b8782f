"""What the environment says, read once; other modules are given what they need."""

import os
from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["Settings", "read_settings"]


@dataclass(frozen=True, slots=True)
class Settings:
    """Choices that hold for every command of a shell."""

    model: str | None = None  # DRAGOMAN_MODEL: the spaCy pipeline used where --model names none
    database: str | None = None  # DRAGOMAN_DATABASE: the Record's URL where neither --data nor --database is given
    # DRAGOMAN_OUTSIDE_PORTS ("8080 8443"): ports of other sites that are asked besides 80 and 443
    outside_ports: frozenset[int] = frozenset()
    # DRAGOMAN_OUTSIDE_ALLOWED ("127.0.0.1:8123 ..."): addresses asked although they are private; for tests and trials
    outside_allowed: frozenset[str] = frozenset()
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
        debug=bool(environment.get("DRAGOMAN_DEBUG")),
    )
