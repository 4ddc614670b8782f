"""Names as keys: what is equal when two articles name the same one."""

import functools
import importlib.resources
import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from dragoman.export.countries import country_name
from dragoman.model import Actor

__all__ = ["countries_in", "fold", "is_nameable", "key_of", "known_as", "last_word"]

_FILE = importlib.resources.files("dragoman.record.across") / "names.toml"
_DATA: dict[str, Any] = tomllib.loads(_FILE.read_text(encoding="utf-8"))


def _turned(table: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Return for each form what it stands for."""
    return {form: name for name, forms in table.items() for form in forms}


_SAME = _turned({first: others for first, *others in _DATA["same"]})
_SHORT, _SPELLED, _BODY = (_turned(_DATA[name]) for name in ("short", "spelled", "body"))
_FORMS, _PEOPLE = frozenset(_DATA["forms"]), {code: frozenset(words) for code, words in _DATA["people"].items()}
_DEMONYM = 4  # letters that a country's name and its people's share, as a rule
_COUNTING = frozenset({"about", "some", "more", "than", "over", "nearly", "several", "many", "additional", "all"})
_JOINING = frozenset({"of", "for", "and", "the", "affairs", "s"})
_WORD = re.compile(r"\w+")
_INITIALS = re.compile(r"\b[a-z](?: [a-z]\b)+")
_LEADING = frozenset({"the", "a", "an", "mr", "mrs", "ms", "dr", "sir"})
# Kinds whose names mean the same one wherever they stand; "two officials" of one article are not those of another.
_NAMED = frozenset({"person", "organization", "outlet"})


@functools.lru_cache(maxsize=20_000)  # names come again and again
def fold(name: str) -> str:
    """Fold a name: no case, accents, punctuation or article ("The Lantern" and "Lantern", "Oyarzún" and "Oyarzun").

    Initials are one word, with points or without: "U.N." and "UN".
    """
    plain = "".join(char for char in unicodedata.normalize("NFKD", name) if not unicodedata.combining(char))
    words = _WORD.findall(re.sub("['’]s?\\b", "", plain.lower()))
    while len(words) > 1 and words[0] in _LEADING:
        words = words[1:]
    return _INITIALS.sub(lambda found: found[0].replace(" ", ""), " ".join(words))


@functools.lru_cache(maxsize=20_000)
def known_as(name: str) -> str:
    """Return the folded name by which somebody is recognised whom articles call or spell otherwise.

    Initials and short names of organisations stand for the full ones, companies go without their legal form, and of first
    names and names from other scripts one form stands for all: "Bill Taylor" is "William Taylor".
    """
    folded = fold(name)
    if folded in _SAME:
        return _SAME[folded]
    words = [_SPELLED.get(word, word) for word in folded.split()]
    while len(words) > 1 and words[-1] in _FORMS:
        words = words[:-1]
    if len(words) > 1:
        words[0] = _SHORT.get(words[0], words[0])
    return " ".join(words)


def last_word(folded: str) -> str:
    """Return the word by which an article names somebody again."""
    return folded.rpartition(" ")[2]


@functools.lru_cache(maxsize=4096)  # a telling is compared with many
def countries_in(names: frozenset[str]) -> frozenset[str]:
    """Return the country codes among codes and folded names, which are in small letters."""
    return frozenset(name for name in names if name.isupper())


def is_nameable(actor: Actor) -> bool:
    """Tell whether the actor can be recognised by name: not a state or body, which their country tells."""
    return actor.kind in _NAMED


def key_of(actor: Actor) -> str | None:
    """Return the key of an actor that needs no comparing: a state by its country, a body by country and name.

    None where the actor must be compared by name, or cannot be found again at all.
    """
    if actor.kind == "state":
        return f"state:{actor.country or fold(actor.name)}"
    if actor.kind == "body" and actor.country:
        own = _own_name(fold(actor.name), actor.country)
        return f"state:{actor.country}" if own == "state" else f"body:{actor.country}:{own}"
    return None


def _own_name(folded: str, country: str) -> str:
    """Return what a body is called beside its country, alike for "Kenyan foreign ministry" and "ministry of foreign affairs"."""
    words = [word.replace("defense", "defence") for word in folded.split() if not _is_of(word, country)]
    words = [word for word in words if not word.isdigit() and word not in _COUNTING]
    said = " ".join(words)
    if said in _BODY:
        return _BODY[said]
    left = sorted({word for word in words if word not in _JOINING})
    joined = " ".join(left)
    return _BODY.get(joined, joined) or folded


def _is_of(word: str, country: str) -> bool:
    """Tell whether a word says no more than whose a body is."""
    if word in _PEOPLE.get(country, ()):
        return True
    parts = fold(country_name(country)).split()
    if len(parts) == 1:
        return word[:_DEMONYM] == parts[0][:_DEMONYM]
    return any(word.startswith(part) for part in parts)  # "State" is no word of the United States
