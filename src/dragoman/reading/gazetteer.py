"""Names that are known beforehand: states, capitals, peoples, organisations, bodies and outlets."""

import functools
from dataclasses import dataclass
from typing import Any, Literal

from spacy.tokens import Doc

from dragoman.reading.countries import country_words
from dragoman.reading.rules import load_names, load_rules

__all__ = ["Known", "KnownKind", "gazetteer", "known_beginning", "known_ending", "match_known"]

KnownKind = Literal["state", "adjective", "people", "seat", "place", "body", "organization", "outlet"]
_LONGEST = 14  # tokens of the longest name that is looked up


@dataclass(frozen=True, slots=True)
class Known:
    """What the tables know of a name."""

    kind: KnownKind
    key: str  # the state's code, or the fullest name of an organisation
    country: str | None = None
    sectors: tuple[str, ...] = ()


@functools.cache
def gazetteer() -> dict[str, Known]:
    """Map every known name, with straight apostrophes, to what is known of it; capitals forms included."""
    names: dict[str, Known] = {}
    for word, country in country_words().items():
        names[word] = Known(country.kind, country.code, country.code)
    names |= dict.fromkeys(load_rules("countries")["regions"]["words"], Known("place", "", None))
    for row in load_names("outlets"):
        names |= _rows(row, "outlet")
    for row in load_names("organizations"):
        names |= _rows(row, "organization")
    capitals = {
        name.upper(): known
        for name, known in names.items()
        if len(name) > 4 and known.kind in {"state", "seat", "adjective", "people"}
    }
    return capitals | names


def _rows(row: dict[str, Any], kind: KnownKind) -> dict[str, Known]:
    sectors = ("JRN",) if kind == "outlet" else tuple(row.get("sectors", ()))
    known = Known(row.get("kind", kind), row["names"][0], row.get("country"), sectors)
    seats = {seat: Known("seat", row["names"][0], None, sectors) for seat in row.get("seats", ())}
    return dict.fromkeys(row["names"], known) | seats


def match_known(doc: Doc) -> dict[int, tuple[int, Known]]:
    """Find known names in a text: index of the first token -> (index after the last token, what is known).

    The longest name wins; matches do not overlap.
    """
    names, text = gazetteer(), doc.text.replace("’", "'")
    starts = [token.idx for token in doc]
    ends = [token.idx + len(token) for token in doc]
    found: dict[int, tuple[int, Known]] = {}
    at = 0
    while at < len(doc):
        end = _match_at(text, at, (starts, ends), names)
        if end is not None:
            found[at] = (end, names[text[starts[at] : ends[end - 1]]])
        at = end or at + 1
    return found


def _match_at(text: str, at: int, places: tuple[list[int], list[int]], names: dict[str, Known]) -> int | None:
    starts, ends = places
    first = text[starts[at]]
    if not (first.isupper() or text.startswith(("al-", "al ", "mainland "), starts[at])):
        return None
    for end in range(min(at + _LONGEST, len(starts)), at, -1):
        if text[starts[at] : ends[end - 1]] in names:
            return end
    return None


def known_ending(doc: Doc, end: int) -> Known | None:
    """Return the known name that ends right before token `end`, the longest first."""
    for start in range(max(0, end - 5), end):
        known = gazetteer().get(doc[start:end].text.replace("’", "'"))
        if known is not None:
            return known
    return None


def known_beginning(doc: Doc, start: int) -> Known | None:
    """Return the known name that begins at token `start`, the longest first."""
    for end in range(min(len(doc), start + 6), start, -1):
        known = gazetteer().get(doc[start:end].text.replace("’", "'"))
        if known is not None:
            return known
    return None
