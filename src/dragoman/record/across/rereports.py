"""Reports of a report: "The Lantern reported", "according to Northern Wire", in another outlet's article."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from dragoman.record.across.names import fold
from dragoman.record.across.words import telling_words

__all__ = ["Naming", "Origin", "Report", "find_namings", "find_origin"]

_Source = TypeVar("_Source")

_OUTLET = r"(?:[Tt]he )?[A-Z][\w&.'’-]*(?: (?:of |and |du |del )?[A-Z][\w&.'’-]*){0,4}"
_SAID = r"(?:first |has |had |have |also )*(?:reported|reports|said|wrote|revealed|quoted|cited)"
# Who reported is in group 1 or 2. Names of people match as well: only those count that an article of the Record is by.
_CUES = re.compile(
    rf"({_OUTLET})(?: newspaper| news agency| magazine| website)? {_SAID}\b"
    rf"|(?:according to|as|citing|quoting|quoted by|cited by|reported by|reports? (?:by|in|from)|told|in an interview with) "
    rf"(?:a report (?:by|in) )?({_OUTLET})"
)
_SENTENCE_END = re.compile(r"\. |\n")
# Of the words of the sentence that are not common ones (words.toml), found in the origin. Other articles of an outlet on the same
# war had up to half of all longer words, and a third of these.
_LEAST_SHARED = 0.6
_LEAST_WORDS = 3  # of a shorter sentence nothing could be found again


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


@dataclass(frozen=True, slots=True)
class Report(Generic[_Source]):
    """What an outlet published."""

    article: str  # id
    text: str
    source: _Source  # what the caller knows it by


@dataclass(frozen=True, slots=True)
class Origin(Generic[_Source]):
    """The report that a naming points at."""

    report: Report[_Source]
    share: float  # of the sentence's content words, found in it


def find_origin(naming: Naming, reports: Sequence[Report[_Source]]) -> Origin[_Source] | None:
    """Find the report that has most of the sentence's content words; none where no report has enough of them.

    Of equal ones, that with the least id.
    """
    wanted = telling_words(naming.sentence) - telling_words(naming.words)
    if len(wanted) < _LEAST_WORDS:
        return None
    found: Origin[_Source] | None = None
    for report in sorted(reports, key=lambda report: report.article):
        least = max(_LEAST_SHARED, found.share if found else 0.0)
        share = _share(wanted, report.text, least)
        if share >= _LEAST_SHARED and (found is None or share > found.share):
            found = Origin(report, share)
    return found


def _share(wanted: frozenset[str], text: str, least: float) -> float:
    """Return which share of the words stands in a text; 0 where it is below `least`."""
    lower = text.lower()
    # Stems that stand in no part of the text are no words of it: cheaper than cutting every text into words.
    if sum(word in lower for word in wanted) < least * len(wanted):
        return 0.0
    return len(wanted & telling_words(text)) / len(wanted)
