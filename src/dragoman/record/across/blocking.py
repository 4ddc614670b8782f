"""Keys under which tellings of one happening find each other, at the same cost however many tellings there are.

Two tellings match (events.py) only if they are of one act, overlap in time, and share two names, or one name where both
give a date. So each telling is kept under its act, whether it is told long afterwards, each pair of its names
(each name alone if it gives a date) and the stretch of days in which it lies; a search asks for the same, in stretches of
every width. Whoever matches has a key in common; that a key is in common does not mean a match.
"""

import hashlib
import itertools
from collections.abc import Iterable, Iterator

from dragoman.record.across.events import Moment
from dragoman.record.across.tellings import Telling

__all__ = ["keys_of", "keys_sought"]

# Days a stretch is wide: what happened in the week before or on some day, what is planned, and for ever. A telling is kept
# under the narrowest stretches that are as wide as its time (one or two of them), and sought under all that its time
# touches. Five widths from 4 days on had it sought under twice as many keys, and found as many that match.
_WIDTHS = (12, 128, 16384)
_SMALL = 2  # names: who has more shares at least two with whom it matches, unless the other has no more than these
_MASK = (1 << 63) - 1
_SPREAD = 0x9E3779B97F4A7C15  # 2^64 divided by the golden ratio: spreads neighbours over all numbers


def keys_of(telling: Telling, moment: Moment) -> list[int]:
    """Return the keys under which a telling is kept, each below 2^63."""
    length = (telling.last - telling.first).days + 1
    width = next((width for width in _WIDTHS if width >= length), _WIDTHS[-1])
    names = [*_pairs(telling), *_alone(telling, small=len(telling.cast) <= _SMALL)]
    return list(_keys(telling, names, (width,), later=moment == "later"))


def keys_sought(telling: Telling, *, later: bool) -> list[int]:
    """Return the keys under which those are kept that a telling may match: the later ones among them, or the others."""
    names = [*_pairs(telling), *_alone(telling, small=True)]
    if len(telling.cast) <= _SMALL:
        names += _alone(telling, small=False)
    return list(_keys(telling, names, _WIDTHS, later=later))


def _pairs(telling: Telling) -> Iterator[str]:
    for one, other in itertools.combinations(sorted(telling.cast), 2):
        yield f"{one}|{other}"


def _alone(telling: Telling, *, small: bool) -> list[str]:
    return [f"{name}|{small}" for name in telling.cast] if telling.exact else []


def _keys(telling: Telling, names: Iterable[str], widths: Iterable[int], *, later: bool) -> Iterator[int]:
    first, last = telling.first.toordinal(), telling.last.toordinal()
    stretches = [
        (width << 32 | stretch) * _SPREAD & _MASK
        for width in widths
        for stretch in range(first // width, last // width + 1)
    ]
    for name in names:
        named = _hash(f"{telling.act}|{later}|{name}")
        yield from (named ^ stretch for stretch in stretches)


def _hash(words: str) -> int:
    return int.from_bytes(hashlib.blake2b(words.encode("utf-8", "replace"), digest_size=8).digest()) >> 1
