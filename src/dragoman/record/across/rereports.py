"""Reports of a report: "The Lantern reported", "according to Northern Wire", in another outlet's article."""

import re
from dataclasses import dataclass

from dragoman.record.across.names import fold

__all__ = ["Naming", "find_namings", "is_likely_origin"]

_OUTLET = r"(?:[Tt]he )?[A-Z][\w&.'’-]*(?: (?:of |and |du |del )?[A-Z][\w&.'’-]*){0,4}"
_SAID = r"(?:first |has |had |have |also )*(?:reported|reports|said|wrote|revealed|quoted|cited)"
# Who reported is in group 1 or 2. Names of people match as well: only those count that an article of the Record is by.
_CUES = re.compile(
    rf"({_OUTLET})(?: newspaper| news agency| magazine| website)? {_SAID}\b"
    rf"|(?:according to|as|citing|quoting|quoted by|cited by|reported by|reports? (?:by|in|from)|told|in an interview with) "
    rf"(?:a report (?:by|in) )?({_OUTLET})"
)
_SENTENCE_END = re.compile(r"\. |\n")
_LEAST_SHARED = (
    0.3  # of the content words of the sentence, found in the origin; unrelated articles of an outlet have 0.1
)
_CONTENT = re.compile(r"[A-Za-z]\w{3,}|\d+")


@dataclass(frozen=True, slots=True)
class Naming:
    """An article names an outlet as the source of what it says."""

    outlet: str  # folded
    words: str  # as they stand: "The Lantern reported"
    sentence: str


def find_namings(text: str) -> list[Naming]:
    """Find the outlets that a text names as its source; persons and bodies that spoke are among them.

    Each outlet once, with the first sentence that names it.
    """
    found: dict[str, Naming] = {}
    for match in _CUES.finditer(text):
        outlet = fold(match[1] or match[2])
        start = max((end.end() for end in _SENTENCE_END.finditer(text, 0, match.start())), default=0)
        after = _SENTENCE_END.search(text, match.end())
        found.setdefault(outlet, Naming(outlet, match[0], text[start : after.start() if after else len(text)]))
    return list(found.values())


def is_likely_origin(naming: Naming, origin: str) -> float:
    """Return which share of the sentence's content words stands in the text that it may point at; 0 if too few."""
    wanted = _content(naming.sentence) - _content(naming.words)
    share = len(wanted & _content(origin)) / len(wanted) if wanted else 0.0
    return share if share >= _LEAST_SHARED else 0.0


def _content(text: str) -> set[str]:
    return {word.lower() for word in _CONTENT.findall(text)}
