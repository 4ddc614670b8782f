"""Names of states for people, from CLDR."""

import functools

from babel import Locale
from babel.core import get_global

__all__ = ["country_name"]


@functools.cache
def country_name(code: str | None) -> str:
    """Return the English name of an ISO 3166-1 alpha-3 code; the code itself where CLDR has none, nothing for None."""
    if code is None:
        return ""
    alpha2 = "XK" if code == "XKX" else get_global("territory_aliases").get(code, [code])[0]
    name: str = Locale("en").territories.get(alpha2, code)
    return name
