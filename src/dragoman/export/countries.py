"""Names of states for people, from CLDR, and the way back."""

import difflib
import functools
import unicodedata

from babel import Locale, UnknownLocaleError
from babel.core import get_global

from dragoman.export.said import language

__all__ = ["alpha2_of", "country_name", "country_words", "find_country", "nearest_country"]

_ALPHA3 = 3  # letters of the codes that a Reading has
# Codes that CLDR still knows as other names of today's states.
_WITHDRAWN = frozenset({"BUR", "DDR", "FXX", "TMP", "YMD", "ZAR"})
# Names in use that are not CLDR's own.
_OTHER_NAMES = {"uk": "GBR", "britain": "GBR", "us": "USA", "america": "USA", "turkey": "TUR", "ivory coast": "CIV"}
_OTHER_NAMES |= {"burma": "MMR", "myanmar": "MMR", "czech republic": "CZE", "hong kong": "HKG", "macau": "MAC"}
_OTHER_NAMES |= {"palestine": "PSE", "congo": "COG", "dr congo": "COD", "bosnia": "BIH"}


@functools.cache
def country_name(code: str | None) -> str:
    """Return the English name of an ISO 3166-1 alpha-3 code; the code itself where CLDR has none, nothing for None."""
    if code is None:
        return ""
    name: str = Locale("en").territories.get(alpha2_of(code), code)
    return name


def country_words(code: str | None) -> str:
    """Return the name of a state in the language of whoever reads; the English one where CLDR has none."""
    spoken = language()
    return country_name(code) if spoken == "en" or code is None else _name_in(code, spoken)


@functools.cache
def _name_in(code: str, spoken: str) -> str:
    try:
        name: str = Locale.parse(spoken, sep="-").territories.get(alpha2_of(code), "")
    except (UnknownLocaleError, ValueError):
        name = ""
    return name or country_name(code)


def find_country(name: str) -> str | None:
    """Return the ISO 3166-1 alpha-3 code of a state under its English name or either code, whatever case and accents."""
    return _codes().get(_fold(name))


def nearest_country(name: str) -> str | None:
    """Return the English name that is most like a name; None where none is."""
    found = difflib.get_close_matches(_fold(name), _codes(), n=1, cutoff=0.75)
    return country_name(_codes()[found[0]]) if found else None


@functools.cache
def _codes() -> dict[str, str]:
    codes: dict[str, str] = {}
    for alias, territories in get_global("territory_aliases").items():
        if len(alias) == _ALPHA3 and alias.isalpha() and alias not in _WITHDRAWN and len(territories) == 1:
            codes |= dict.fromkeys(map(_fold, (alias, territories[0], country_name(alias))), alias)
    return codes | dict.fromkeys(map(_fold, ("XKX", "XK", country_name("XKX"))), "XKX") | _OTHER_NAMES


def _fold(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.casefold().replace("’", "'"))
    return "".join(char for char in plain if not unicodedata.combining(char)).strip()


def alpha2_of(code: str) -> str:
    """Return the two letters of an ISO 3166-1 alpha-3 code; the code itself where CLDR does not know it."""
    found: str = "XK" if code == "XKX" else get_global("territory_aliases").get(code, [code])[0]
    return found
