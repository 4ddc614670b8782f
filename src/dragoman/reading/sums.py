"""Find which figures are parts of others, and add up the parts that an article says make a whole.

A figure is part of another where the text says so: "five of the 17", "of the 12, eight ... and four ...", "three of
them", "20 people, including five children", "the remaining 12". A sum is checked where the parts are said to be all
("the remaining", "the other", "the rest"), where they add up, and where they come to more than the whole.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from spacy.tokens import Doc, Token

from dragoman.reading.counted import Counted

__all__ = ["Partition", "find_partitions", "sum_of"]

_REST = frozenset({"remaining", "other", "others", "rest"})
_PRONOUNS = frozenset({"them", "whom", "which", "these", "those"})
_OPENERS = frozenset({"that", ",", "and", "but", "—", "–", "-", ":", ";", "“", '"', "("})


@dataclass(slots=True)
class Partition:
    """A whole and its parts, as places in the list of counted numbers."""

    whole: int
    parts: list[int] = field(default_factory=list)
    exhaustive: bool = False  # the text says that nothing is left


def find_partitions(doc: Doc, counted: list[Counted]) -> list[Partition]:
    """Return the wholes with their parts; a number is part of one whole at most.

    1. "five of the 17"; 2. "of the 12, eight ... four"; 3. "three of them", "including"; 4. "the remaining 12".
    """
    places = {token.i: at for at, one in enumerate(counted) for token in one.tokens}
    owner: dict[int, int] = {}
    partitions = [*_partitives(counted, places, owner), *_listed(doc, counted, owner)]
    partitions += _pointing(doc, counted, owner)
    _add_rest(doc, counted, partitions, owner)
    return sorted(partitions, key=lambda one: one.whole)


def sum_of(values: Iterable[object]) -> int | float | None:
    """Add up exact numbers; None where one is open or a range."""
    total: int | float = 0
    for value in values:
        if not isinstance(value, int | float):
            return None
        total += value
    return total


def _value(one: Counted) -> int | float | None:
    return None if isinstance(one.measure.value, tuple) else one.measure.value


def _partitives(counted: list[Counted], places: dict[int, int], owner: dict[int, int]) -> Iterator[Partition]:
    """Read "five of the 17 abductees": the number inside the of-phrase is the whole."""
    for at, one in enumerate(counted):
        if one.partitive is None or one.noun is None:
            continue
        whole = next((places[t.i] for t in one.noun.doc[one.partitive.i + 1 : one.noun.i + 1] if t.i in places), None)
        if whole is not None and whole != at and counted[whole].partitive is None:
            owner[at] = whole
            yield Partition(whole, [at])


def _listed(doc: Doc, counted: list[Counted], owner: dict[int, int]) -> Iterator[Partition]:
    """Read "of the 12, eight had died and four never came": bare numbers behind an "of" that opens the clause."""
    for at, one in enumerate(counted):
        if at in owner or one.measure.unit is not None or not _opens_clause(doc, one):
            continue
        parts = []
        for later in range(at + 1, len(counted)):
            if counted[later].tokens[0].sent != one.tokens[0].sent:
                break
            if _can_be_part(counted[later], one) and later not in owner:
                parts.append(later)
        if parts:
            owner.update(dict.fromkeys(parts, at))
            yield Partition(at, parts)


def _opens_clause(doc: Doc, one: Counted) -> bool:
    """Tell whether a number stands in an of-phrase that opens its clause: "Of the 12,", "that of the remaining 12,"."""
    start = one.tokens.start
    for token in reversed(doc[max(0, start - 4) : start]):
        if token.lower_ in {"of", "among"}:
            return token.is_sent_start is True or doc[token.i - 1].lower_ in _OPENERS
    return False


def _can_be_part(part: Counted, whole: Counted) -> bool:
    """Tell whether a number may count some of the whole: bare, or of the same noun, and not of another thing."""
    if part.measure.unit is not None or part.measure.hyphened is not None or part.partitive is not None:
        return False
    return part.noun is None or (whole.unit is not None and part.unit == whole.unit) or part.head.dep_ == "attr"


def _pointing(doc: Doc, counted: list[Counted], owner: dict[int, int]) -> Iterator[Partition]:
    """Read "three of them", "two of whom", "20 people, including five children": the count before is the whole."""
    for at, one in enumerate(counted):
        if at in owner or at == 0 or one.measure.unit is not None:
            continue
        of_them = one.partitive is not None and one.noun is not None and one.noun.lower_ in _PRONOUNS
        if not of_them and not _is_included(doc, one):
            continue
        whole = _count_before(counted, at, same_sentence=not of_them)
        if whole is not None:
            owner[at] = whole
            yield Partition(whole, [at])


def _is_included(doc: Doc, one: Counted) -> bool:
    first = doc.char_span(one.measure.start, one.measure.end, alignment_mode="expand")
    before = doc[max(0, first.start - 2) : first.start] if first is not None else ()
    return any(token.lower_ in {"including", "includes"} for token in before)


def _count_before(counted: list[Counted], at: int, *, same_sentence: bool) -> int | None:
    """Find the last count before that is large enough to hold this one, at most one sentence away."""
    small = _value(counted[at])
    for earlier in range(at - 1, max(-1, at - 4), -1):
        one = counted[earlier]
        first, last = one.tokens[0].sent, counted[at].tokens[0].sent
        near = first == last or (not same_sentence and first.end == last.start)
        if not near:
            return None
        if one.measure.unit is None and one.measure.hyphened is None and (one.noun is not None) and _holds(one, small):
            return earlier
    return None


def _holds(whole: Counted, part: float | None) -> bool:
    value = whole.measure.value
    top = value[1] if isinstance(value, tuple) else value
    return part is None or top is None or top > part


def _add_rest(doc: Doc, counted: list[Counted], partitions: list[Partition], owner: dict[int, int]) -> None:
    """Give "the remaining 12" to the last whole that was divided before it, which is then divided without a rest."""
    for at, one in enumerate(counted):
        if at in owner or not _is_rest(doc, one):
            continue
        before = [p for p in partitions if max(p.whole, *p.parts) < at and _fits(counted[p.whole], one)]
        if not before:
            continue
        whole = before[-1].whole
        same = [p for p in before if p.whole == whole]
        parts = [part for p in same for part in p.parts] + [at]
        owner[at] = whole
        for p in same:
            partitions.remove(p)
        partitions.append(Partition(whole, parts, exhaustive=True))


def _is_rest(doc: Doc, one: Counted) -> bool:
    start = one.tokens.start
    around: list[Token] = [*doc[max(0, start - 2) : start], *doc[one.tokens.end : one.tokens.end + 1]]
    return one.measure.unit is None and any(token.lower_ in _REST for token in around)


def _fits(whole: Counted, rest: Counted) -> bool:
    same = rest.unit is None or rest.unit == whole.unit
    return same and _holds(whole, _value(rest))
