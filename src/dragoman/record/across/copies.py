"""Near-duplicate texts: what share of one stands word for word in the other.

Texts are compared by hashes of four words in a row, of which one in four is kept (those that 4 divides, so that equal
passages keep equal hashes). Containment, not resemblance (which MinHash sketches estimate), as papers cut a wire report
from its end: a report cut to a third resembles the whole by no more than a third.

Texts that may be copies are found by longer passages: eight words in a row, of which one in eight is kept. Four words
("the prime minister of the") stand in a share of all articles, so that looking them up would take longer the more is
kept; eight hardly ever do. Of a copy that keeps 60 % of the four-word sequences of 100 words by a change here and there,
some 35 eight-word ones are left: the chance that none of them is kept is one in a hundred, and of a verbatim passage of 50
words one in three hundred. What an outlet prints under everything is a passage too: texts that share no more are not
compared.
"""

import re
import zlib
from dataclasses import dataclass

__all__ = ["COPIED_WITHIN", "LEAST_PASSAGES", "Copy", "Text", "agency_of", "find_copy", "passages_of", "shingles_of"]

_LENGTH = 4  # words a shingle, as in the page layer's measure
_KEEP = 4  # one in four
_PASSAGE = 8  # words
_KEEP_PASSAGES = 8  # one in eight
# Texts are compared that have this share of the smaller one's passages in common; 0.36 are left of one that keeps 60 % of
# its shorter sequences.
LEAST_PASSAGES = 0.15
COPIED_WITHIN = 60  # days between the publication of a text and of its copies; what an outlet prints for ever is none
_LEAST_CONTAINED = 0.6
_LEAST_SHARED = 3  # kept shingles, some fifteen words in a row: fewer are a title or a phrase that all use
_WORD = re.compile(r"\w+")
_PRIME = (1 << 61) - 1
_BASE = 0x1F3D5B79A2C4E6F1  # odd, below the prime, without meaning
# "LA PAZ, Aug 7 (Northern Wire) -": whose report a text says it is.
_AGENCY = re.compile(r"\(([A-Z][\w .&/-]{1,40})\) ?[-–—]")


@dataclass(frozen=True, slots=True)
class Text:
    """A text as far as copies are told by it."""

    article: str
    publisher: str | None
    published: str  # the first day; "" where it is not known
    shingles: frozenset[int]
    agency: str | None  # named in its dateline


@dataclass(frozen=True, slots=True)
class Copy:
    """One text is, for the most part, the other's."""

    copy: str  # article id
    origin: str
    reason: str
    confidence: float


def shingles_of(text: str) -> frozenset[int]:
    """Return the kept hashes of a text's word sequences, each below 2^63."""
    return _sequences(text, _LENGTH, _KEEP)


def passages_of(text: str) -> frozenset[int]:
    """Return the kept hashes of a text's longer passages, of which any copy has some; each below 2^63."""
    return _sequences(text, _PASSAGE, _KEEP_PASSAGES)


def agency_of(text: str) -> str | None:
    """Return the agency that a dateline in the first 300 characters names."""
    found = _AGENCY.search(text[:300])
    return found and found[1]


def find_copy(one: Text, other: Text) -> Copy | None:
    """Tell whether one of two texts is a copy of the other, and which.

    The origin is whose agency the dateline names; else what was published first; else the longer one.
    """
    shared = len(one.shingles & other.shingles)
    smaller = min(len(one.shingles), len(other.shingles))
    if shared < _LEAST_SHARED or shared < _LEAST_CONTAINED * smaller:
        return None
    origin, copy = sorted((one, other), key=_rank_as_origin)
    share = shared / smaller
    return Copy(copy.article, origin.article, f"{share:.0%} of its word sequences stand in the other", round(share, 2))


def _rank_as_origin(text: Text) -> tuple[bool, str, int, str]:
    own = text.agency is not None and text.agency == text.publisher
    return not own, text.published, -len(text.shingles), text.article


def _sequences(text: str, length: int, keep: int) -> frozenset[int]:
    # Python's own hash of a word differs from run to run; these are kept.
    words = [zlib.crc32(word.encode("utf-8", "replace")) for word in _WORD.findall(text.lower())]
    hashes: list[int] = [0] * max(len(words) - length + 1, 0)
    for at in range(length):
        # A polynomial modulo a prime: a word counts for something else at each place.
        hashes = [(had * _BASE + word) % _PRIME for had, word in zip(hashes, words[at:], strict=False)]
    return frozenset(found for found in hashes if found % keep == 0)
