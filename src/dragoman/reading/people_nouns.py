"""Nouns that name people or bodies without a name, as `people_nouns.toml` and `people.jsonl` have them."""

import functools
from typing import Any

from dragoman.reading.rules import load_names, load_rules

__all__ = ["kind_of_noun", "noun_rows", "nouns_alike", "nouns_of"]


@functools.cache
def noun_rows() -> dict[str, dict[str, Any]]:
    """Map each noun, as printed in lower case, to its row of the table; those of `people.jsonl` are only seen where they act."""
    one: dict[str, Any] = {"kind": "unnamed", "words": [], "acting": True}
    many: dict[str, Any] = {"kind": "group", "words": [], "acting": True}
    found = {word: row for each in load_names("people") for word, row in ((each["one"], one), (each["many"], many))}
    return found | {word: row for row in reversed(load_rules("people_nouns")["noun"]) for word in row["words"]}


def kind_of_noun(word: str) -> Any:
    """Return the kind of actor that a lower-case noun names, or None."""
    return noun_rows().get(word, {}).get("kind")


@functools.cache
def nouns_of(section: str, key: str = "words") -> frozenset[str]:
    """Return the words of a section of the table."""
    return frozenset(load_rules("people_nouns")[section][key])


@functools.cache
def nouns_alike() -> dict[str, str]:
    """Map nouns to the one that speaks of the same people, where nothing but their owner stands before both."""
    return {word: row["word"] for row in load_rules("people_nouns")["alike"]["of"] for word in row["words"]}
