"""States: their names, adjectives, peoples and capitals, and the ISO 3166-1 codes behind them.

Names and codes come from Babel's CLDR data; `rules/en/countries.toml` adds what CLDR lacks.
"""

import functools
from dataclasses import dataclass
from typing import Literal

from babel import Locale
from babel.core import get_global

from dragoman.reading.rules import load_rules

__all__ = ["CountryWord", "country_name", "country_words", "former_names"]

WordKind = Literal["state", "adjective", "people", "seat", "place"]
# Codes that CLDR lists besides the current one, because a code was reused or withdrawn.
_WITHDRAWN = frozenset({"ANT", "BUR", "ZAR", "SCG", "YUG", "DDR", "FXX", "NTZ", "SUN", "TMP", "YMD", "XKK", "QUU"})
# CLDR territories that are no states and whose names mislead a reader of news.
_NO_STATES = frozenset({"QO", "EU", "EZ", "UN", "XA", "XB", "ZZ", "CQ", "EA", "IC", "CP", "DG"})


@dataclass(frozen=True, slots=True)
class CountryWord:
    """A word or words that point at a state."""

    code: str  # ISO 3166-1 alpha-3
    kind: WordKind


@functools.cache
def _cldr_names() -> dict[str, str]:
    """Map alpha-3 codes to CLDR's English short names."""
    aliases = get_global("territory_aliases")
    alpha3 = {new[0]: old for old, new in aliases.items() if len(old) == 3 and old.isalpha() and old not in _WITHDRAWN}
    alpha3 |= {"XK": "XKX"}
    territories = Locale("en").territories
    return {alpha3[code]: name for code, name in territories.items() if code in alpha3 and code not in _NO_STATES}


@functools.cache
def country_name(code: str) -> str | None:
    """Return the English short name of a state, or None for an unknown code."""
    own = next((row for row in load_rules("countries")["country"] if row["code"] == code and "id" in row), None)
    if own is None:
        return _cldr_names().get(code)
    return next((str(name) for name in own["names"] if name.lower().replace(" ", "-") == own["id"]), None)


@functools.cache
def country_words() -> dict[str, CountryWord]:
    """Map every name, adjective, people, capital and city to the state it points at; apostrophes are straight."""
    words: dict[str, CountryWord] = {}
    rules = load_rules("countries")
    for code, cities in rules["places"].items():
        if isinstance(cities, list):
            words |= {city: CountryWord(code, "place") for city in cities}
    for code, name in _cldr_names().items():
        if "(" not in name:
            plain = name.replace("’", "'")
            words |= {form: CountryWord(code, "state") for form in (plain, plain.replace("&", "and"))}
    for row in rules["country"]:
        words |= _words_of(row)
    return words


@functools.cache
def former_names() -> frozenset[str]:
    """Return names that states no longer bear ("Zaire")."""
    return frozenset(name for row in load_rules("countries")["country"] for name in row.get("former", ()))


def _words_of(row: dict[str, str | list[str]]) -> dict[str, CountryWord]:
    code = str(row["code"])
    adjectives = list(row.get("adjectives", []))
    people = (
        list(row["people"]) if "people" in row else [word + "s" for word in adjectives if not word.endswith(("h", "e"))]
    )
    seats = [*([str(row["capital"])] if "capital" in row else []), *row.get("seats", [])]
    groups: list[tuple[WordKind, list[str]]] = [
        ("seat", seats),
        ("people", people),
        ("adjective", adjectives),
        ("state", [*row.get("former", []), *row.get("names", [])]),
    ]
    return {word: CountryWord(code, kind) for kind, words in groups for word in words}
