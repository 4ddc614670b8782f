"""Find the figures of an article: how many of what, out of which, and whether the sums are right."""

from collections.abc import Iterable, Iterator

from spacy.language import Language
from spacy.tokens import Doc

from dragoman.model import Figure, FigureCheck
from dragoman.reading.counted import Counted, find_counted
from dragoman.reading.counted_words import span_of_figure, what_is_counted
from dragoman.reading.statement_index import statements_around
from dragoman.reading.sums import Partition, find_partitions, sum_of

__all__ = ["find_figures"]


@Language.component(
    "dragoman_figures",
    requires=["doc._.dates", "doc._.statements"],
    assigns=["doc._.figures", "doc._.figure_checks"],
)
def find_figures(doc: Doc) -> Doc:
    """Leave figures and checks on the Doc.

    1. find the numbers that count; 2. find which are parts of which; 3. let parts without a noun take the unit of
    their whole; 4. write figures; 5. add up.
    """
    counted = find_counted(doc)
    partitions = find_partitions(doc, counted)
    owner = {part: partition.whole for partition in partitions for part in partition.parts}
    units = {at: _unit(at, counted, owner) for at in range(len(counted))}
    figures = tuple(_figure(doc, at, one, units[at], owner.get(at)) for at, one in enumerate(counted))
    doc._.figures = figures
    doc._.figure_checks = tuple(_checks(figures, partitions))
    return doc


def _unit(at: int, counted: list[Counted], owner: dict[int, int]) -> str | None:
    """Return a figure's own unit, else that of the whole it is part of ("eight had died": of the abductees).

    A bare number after a sum of money in the same sentence is money too ("30 million dollars, up from 12 million").
    """
    seen: set[int] = set()
    while counted[at].unit is None and at in owner and at not in seen:
        seen.add(at)
        at = owner[at]
    if counted[at].unit is None and counted[at].noun is None and at > 0 and _goes_on(counted[at - 1], counted[at]):
        return _unit(at - 1, counted, owner)
    return counted[at].unit


def _goes_on(before: Counted, bare: Counted) -> bool:
    """Tell whether a bare number in digits goes on with the measure before it."""
    measured = before.measure.unit is not None or (before.noun is None and before.measure.hyphened is None)
    return measured and bare.measure.numeral.form == "digits" and before.tokens[0].sent == bare.tokens[0].sent


def _figure(doc: Doc, at: int, one: Counted, unit: str | None, whole: int | None) -> Figure:
    span = span_of_figure(one)
    return Figure(
        id=_id(at),
        value=one.measure.value,
        unit=unit,
        what=what_is_counted(one),
        of=None if whole is None else _id(whole),
        statements=statements_around(doc, one.measure.numeral.start, one.measure.numeral.end),
        span=span,
    )


def _id(at: int) -> str:
    return f"f{at + 1}"


def _checks(figures: tuple[Figure, ...], partitions: Iterable[Partition]) -> Iterator[FigureCheck]:
    """Add up the parts of each whole; silent where parts may be missing and the sum is no more than the whole."""
    for partition in partitions:
        whole = figures[partition.whole]
        parts = [figures[at] for at in partition.parts]
        total = sum_of(part.value for part in parts)
        if total is None or isinstance(whole.value, tuple) or any(part.unit == "share" for part in parts):
            continue
        complete = partition.exhaustive or total == whole.value
        if (complete and len(parts) > 1) or total > whole.value:
            yield FigureCheck(whole.id, tuple(part.id for part in parts), total, holds=total == whole.value)
