"""Rules about pages as data: one TOML file per subject, each entry with an example that runs as a test."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

__all__ = ["load_rules"]


@cache
def load_rules(name: str) -> dict[str, Any]:
    """Return the table of `rules/<name>.toml`; callers do not change it."""
    return tomllib.loads(files(__package__).joinpath(f"{name}.toml").read_text("utf-8"))
