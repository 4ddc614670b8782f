"""The readers' knowledge of a language, as TOML files beside the code, each entry with an example that runs as a test."""

import functools
import tomllib
from importlib.resources import files
from typing import Any

__all__ = ["load_rules"]


@functools.cache
def load_rules(name: str, language: str = "en") -> dict[str, Any]:
    """Load the table `rules/<language>/<name>.toml`; the result is shared and must not be changed."""
    return tomllib.loads((files(__name__) / language / f"{name}.toml").read_text(encoding="utf-8"))
