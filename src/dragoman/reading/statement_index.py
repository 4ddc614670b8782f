"""Ask inside whose words a place stands; for the steps that follow `dragoman_statements`."""

from collections.abc import Sequence

from spacy.tokens import Doc, Token

from dragoman.model import Statement

__all__ = ["FIRST_PERSON", "around_of", "speaker_of", "statements_around"]

FIRST_PERSON = frozenset({"i", "we", "me", "us", "my", "our", "myself", "ourselves", "ours", "mine"})


def statements_around(doc: Doc, start: int, end: int) -> tuple[str, ...]:
    """Return ids of the statements whose content covers `[start, end)` (code points), outermost first."""
    return tuple(said.id for said in around_of(doc._.statements, start, end))


def around_of(statements: Sequence[Statement], start: int, end: int) -> list[Statement]:
    """Return the statements whose content covers `[start, end)` (code points), outermost first."""
    around = [said for said in statements if any(s.start <= start and end <= s.end for s in said.content)]
    return sorted(around, key=lambda said: -sum(span.end - span.start for span in said.content))


def speaker_of(doc: Doc, token: Token) -> str | None:
    """Return the id of the actor that "I" or "we" inside a direct quotation stands for, or None."""
    if token.lower_ not in FIRST_PERSON:
        return None
    around = [
        said for said in around_of(doc._.statements, token.idx, token.idx + len(token)) if said.quoted != "indirect"
    ]
    return around[-1].actor if around else None
