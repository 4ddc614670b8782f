"""Whose an actor is that no word near it says: of the country that the article is about, where it names no other."""

from collections.abc import Iterable

from dragoman.reading.cast import Cast, Part
from dragoman.reading.names import Name

__all__ = ["settle_home_country"]

# Who acts inside a state, or for it: "the police", "rebels", "the opposition", "President Achebe".
_DOMESTIC = frozenset({
    "GOV", "MIL", "JUD", "LEG", "COP", "SPY", "PTY", "OPP", "REB", "UAF", "CVL", "LAB", "EDU", "CRM", "AGR", "REL", "HLH",
})  # fmt: skip
_ABROAD = frozenset({"IGO", "NGO", "JRN"})
# Words that say of somebody that the country named may not be theirs.
_FROM_ELSEWHERE = frozenset({
    "foreign", "international", "western", "west", "european", "arab", "african", "asian", "latin", "world", "global",
    "overseas", "multinational", "regional", "jewish", "kurdish", "allied", "coalition", "exiled", "neighbouring",
    "neighboring", "other", "kurds", "jews", "arabs", "europeans", "africans", "westerners", "tourists", "peacekeepers",
    "refugees", "migrants", "diplomats", "envoys", "ambassadors", "mediators", "observers", "inspectors", "monitors",
    "mercenaries", "countries", "nations", "governments", "states", "allies", "counterparts", "analysts", "analyst",
    "expert", "experts", "economists", "economist", "ambassador", "envoy", "mediator",
})  # fmt: skip


def settle_home_country(cast: Cast, names: Iterable[Name]) -> None:
    """Give the only country that an article names to those who act inside a state and of whom nothing else is said.

    Nobody gets it where a second country, or a region, is named anywhere in the article.
    """
    known = [name.known for name in names if name.known is not None]
    if any(one.country is None and not one.key and one.kind in {"place", "people", "adjective"} for one in known):
        return
    countries = {one.country for one in known} | {part.country for part in cast.parts.values()}
    countries.discard(None)
    if len(countries) != 1:
        return
    (country,) = countries
    everywhere = {f"org:{one.key}" for one in known if one.kind == "organization" and one.country is None}
    for part in cast.parts.values():
        if part.country is None and part.key not in everywhere and _is_domestic(part):
            part.country = country


def _is_domestic(part: Part) -> bool:
    words = {word.strip("’'\".,").lower() for word in part.name.replace("-", " ").split()}
    if words & _FROM_ELSEWHERE or set(part.sectors) & _ABROAD:
        return False
    if part.kind == "person":
        told = any(office.words or office.owner or office.head in _FROM_ELSEWHERE for office in part.offices)
        return bool(part.offices) and not told
    return part.kind in {"body", "group", "unnamed", "organization"} and bool(set(part.sectors) & _DOMESTIC)
