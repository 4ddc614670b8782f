"""Links to other stories behind a name, which lost their lines in some archives: "Ana Ruiz Ana Maria RuizTwo headlines MORE"."""

import re

__all__ = ["without_links"]

_NAMES = r"(?P<names>(?:[A-Z(][\w.()]* ){1,8})(?P<last>[A-Z][a-z]+)"
_LINKS = re.compile(rf"{_NAMES}(?=[A-Z0-9]|['‘][A-Z])(?P<links>[^\n]{{0,600}}?)MORE\b")


def without_links(text: str) -> str:
    """Return a text of the same length with blanks for such links and the full name before them; the name as told stays."""
    return _LINKS.sub(_blanked, text) if "MORE" in text else text


def _blanked(found: re.Match[str]) -> str:
    whole, last = found.group(), found["last"]
    told = re.search(rf"\b{last} ", found["names"])
    kept = told.end() - 1 if told is not None else len(found["names"]) + len(last)
    return whole[:kept] + " " * (len(whole) - kept)
