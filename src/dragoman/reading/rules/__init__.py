"""The readers' knowledge of a language, as TOML files beside the code, each entry with an example that runs as a test."""

import functools
import json
import tomllib
from importlib.resources import files
from typing import Any

__all__ = ["load_names", "load_rules"]


@functools.cache
def load_rules(name: str, language: str = "en") -> dict[str, Any]:
    """Load the table `rules/<language>/<name>.toml`; the result is shared and must not be changed."""
    return tomllib.loads((files(__name__) / language / f"{name}.toml").read_text(encoding="utf-8"))


@functools.cache
def load_names(name: str, language: str = "en") -> list[dict[str, Any]]:
    """Load the rows of `rules/<language>/<name>.jsonl`; shared as above.

    Of names they are {"names", "kind", "sectors", "country"}, of nouns for people {"one", "many"}.

    JSON Lines: TOML takes fifty times as long to read, which thousands of names would add to every start.
    """
    text = (files(__name__) / language / f"{name}.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]
