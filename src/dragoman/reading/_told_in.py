"""Stand-in until `statement_index` is there: the statements around a place, outermost first."""

from spacy.tokens import Doc

__all__ = ["statements_around"]


def statements_around(doc: Doc, start: int, end: int) -> tuple[str, ...]:
    """Return ids of the statements whose content covers the place, the longest content first."""
    around = [
        (max(span.end - span.start for span in said.content), said.id)
        for said in doc._.statements
        if any(span.start <= start and end <= span.end for span in said.content)
    ]
    return tuple(id_ for _, id_ in sorted(around, key=lambda pair: -pair[0]))
