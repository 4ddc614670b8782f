"""Names of states for people, from CLDR."""

import functools

from babel import Locale
from babel.core import get_global

__all__ = ["alpha2_of", "country_name"]


@functools.cache
def country_name(code: str | None) -> str:
    """Return the English name of an ISO 3166-1 alpha-3 code; the code itself where CLDR has none, nothing for None."""
    if code is None:
        return ""
    name: str = Locale("en").territories.get(alpha2_of(code), code)
    return name


def alpha2_of(code: str) -> str:
    """Return the two letters of an ISO 3166-1 alpha-3 code; the code itself where CLDR does not know it."""
    found: str = "XK" if code == "XKX" else get_global("territory_aliases").get(code, [code])[0]
    return found
