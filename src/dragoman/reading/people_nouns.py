"""Nouns that name people or bodies without a name, as `people_nouns.toml` has them."""

import functools
from typing import Any

from dragoman.reading.rules import load_rules

__all__ = ["kind_of_noun", "noun_rows", "nouns_alike", "nouns_of"]


@functools.cache
def noun_rows() -> dict[str, dict[str, Any]]:
    """Map each noun, as printed in lower case, to its row of the table."""
    rows = load_rules("people_nouns")["noun"]
    return {word: row for row in reversed(rows) for word in row["words"]}


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
