"""What the table `names` says of the words of names, and which names are of things."""

import functools

from spacy.tokens import Doc

from dragoman.reading.rules import load_rules

__all__ = ["is_helped", "is_leaned_on", "is_thing", "name_words"]


@functools.cache
def name_words(section: str) -> frozenset[str]:
    """Return the words of a section of the table."""
    return frozenset(load_rules("names")[section]["words"])


@functools.cache
def _things() -> frozenset[str]:
    return frozenset(load_rules("things")["words"])


def is_thing(name: str) -> bool:
    """Tell whether a name, with straight apostrophes, is of what can never act: "Cold War", "Affordable Care Act"."""
    return name in _things()


def is_helped(word: str) -> bool:
    """Tell whether a lower-case word behind a name and a hyphen says that who is named helps somebody ("Iranian-backed")."""
    return word in name_words("helped")


def is_leaned_on(doc: Doc, at: int) -> bool:
    """Tell whether a name only says for or against whom somebody is: "pro-Iranian", "anti-American"."""
    return doc[max(0, at - 2) : at].text.lower() in {"pro-", "anti-"}
