"""The words near an event that tell it from others of its kind.

"Troops attacked a town" stands in a hundred sentences on a hundred attacks; "the grain silos" beside it in those on one.
"""

import importlib.resources
import re
import tomllib
from collections.abc import Collection
from typing import Any

from dragoman.export.countries import country_name
from dragoman.model import Span

__all__ = ["find_words", "stem", "takes_back", "telling_words", "words_near"]

_FILE = importlib.resources.files("dragoman.record.across") / "words.toml"
_DATA: dict[str, Any] = tomllib.loads(_FILE.read_text(encoding="utf-8"))
_COMMON = frozenset(_DATA["common"].split())
_VOID = re.compile(rf"(?<!\w)(?:{'|'.join(_DATA['void'])})(?!\w)")
_WORD = re.compile(r"[^\W\d_][\w’'-]*|\d[\d,.]*\d|\d")
_NEAR = 14  # words before and after the one that names the event: a long sentence tells of several
_LEAST = 3  # characters
_DEMONYM = 4  # characters that a country's name and its people's share, as a rule
_STEM = 7
_ENDINGS = ("ations", "ation", "ings", "ing", "ions", "ion", "ied", "ies", "ed", "es", "s", "ly")


def find_words(
    text: str, evidence: Span, trigger: Span, named: Collection[Span], countries: Collection[str]
) -> frozenset[str]:
    """Return the stems of what stands near a trigger in its sentence, without common words and whoever is named there.

    Whole numbers count as words: "1,200 people" are few events' number of people.
    countries: codes of those that are named anyway: "Israeli" says no more than "Israel".
    """
    outside = (trigger, *named)
    stems = {
        stem(word[0])
        for word in _near(text, evidence, trigger)
        if not any(span.start < word.end() and word.start() < span.end for span in outside)
    }
    own = {country_name(code).lower()[:_DEMONYM] for code in countries}
    return frozenset(word for word in stems if _tells(word) and word[:_DEMONYM] not in own)


def words_near(text: str, evidence: Span, trigger: Span) -> frozenset[str]:
    """Return the stems of all that stands near a trigger in its sentence and in it, names among them, without common words."""
    return frozenset(word for word in (stem(found[0]) for found in _near(text, evidence, trigger)) if _tells(word))


def _near(text: str, evidence: Span, trigger: Span) -> list[re.Match[str]]:
    found = list(_WORD.finditer(text, evidence.start, evidence.end))
    at = min(range(len(found)), key=lambda place: abs(found[place].start() - trigger.start), default=0)
    return found[max(at - _NEAR, 0) : at + _NEAR + 1]


def takes_back(sentence: str) -> bool:
    """Tell whether a sentence has a word by which what it says did not happen may have happened."""
    return _VOID.search(sentence.lower()) is not None


def telling_words(text: str) -> frozenset[str]:
    """Return the stems of a text's words, names among them, without common ones."""
    return frozenset(word for word in map(stem, _WORD.findall(text)) if _tells(word))


def _tells(word: str) -> bool:
    return len(word) >= _LEAST and word not in _COMMON


def stem(word: str) -> str:
    """Return what the forms of a word have in common, roughly: "tariffs" and "tariff", "hostages" and "hostage"."""
    plain = re.sub(r"['’]s?$", "", word.lower())
    ending = next((ending for ending in _ENDINGS if plain.endswith(ending) and len(plain) - len(ending) >= _LEAST), "")
    return plain.removesuffix(ending)[:_STEM]
