"""Which PLOVER sectors the words for somebody give."""

import functools
import re

from dragoman.reading.rules import load_rules

__all__ = ["organization_heads", "sectors_afterwards", "sectors_of"]

_OF_STATE = frozenset({"GOV", "LEG", "MIL", "JUD", "SPY", "COP"})
_LONGEST = 4  # words of the longest entry


@functools.cache
def _table() -> dict[str, tuple[int, tuple[str, ...]]]:
    """Map a lower-case phrase to its rank (lower decides first) and codes."""
    rules = load_rules("sectors")
    table: dict[str, tuple[int, tuple[str, ...]]] = {}
    for rank, row in enumerate(rules["sector"], start=1):
        for word in row["words"]:
            table.setdefault(word, (rank, (row["code"],)))
    return table | {phrase: (0, tuple(codes)) for phrase, codes in rules["phrases"].items() if isinstance(codes, list)}


def sectors_of(phrase: str) -> tuple[str, ...]:
    """Return the PLOVER sectors of the words for an actor ("deputy defence minister" -> GOV, MIL), best first.

    phrase: as printed; plurals and capitals are folded.
    """
    words = phrase.lower().replace("’", "'").replace("-", " - ").replace(" - ", "-").split()
    table = _table()
    found = []
    for start in range(len(words)):
        for length in range(min(_LONGEST, len(words) - start), 0, -1):
            hit = _look_up(" ".join(words[start : start + length]), table)
            if hit is not None:
                found.append(hit)
                break
    return min(found, key=lambda hit: hit[0])[1] if found else ()


def sectors_afterwards(sectors: tuple[str, ...]) -> tuple[str, ...]:
    """Return the sectors of who held an office of these sectors and no longer does: of the elite, if it was one of the state."""
    return ("ELI",) if sectors and sectors[0] in _OF_STATE else sectors


def _look_up(phrase: str, table: dict[str, tuple[int, tuple[str, ...]]]) -> tuple[int, tuple[str, ...]] | None:
    bare = phrase.strip(".,'\"“”‘()").removesuffix("'s").removesuffix("'")
    for form in (
        bare,
        bare.removesuffix("s"),
        re.sub(r"ies\Z", "y", bare),
        bare.removesuffix("es"),
        re.sub(r"men\Z", "man", bare),
    ):
        if form in table:
            return table[form]
    return None


@functools.cache
def organization_heads() -> dict[str, tuple[str, ...]]:
    """Map words that end organisations' names ("Council") to the sectors that they give, perhaps none."""
    rows = load_rules("sectors")["heads"].items()
    return {
        word: () if code == "NONE" else (code,) for code, words in rows if isinstance(words, list) for word in words
    }
