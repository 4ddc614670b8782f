"""Ask inside whose words a place stands; for the steps that follow `dragoman_statements`."""

from spacy.tokens import Doc, Token

from dragoman.model import Statement

__all__ = ["speaker_of", "statements_around"]

_FIRST_PERSON = frozenset({"i", "we", "me", "us", "my", "our", "myself", "ourselves", "ours", "mine"})


def statements_around(doc: Doc, start: int, end: int) -> tuple[str, ...]:
    """Return ids of the statements whose content covers `[start, end)` (code points), outermost first."""
    return tuple(said.id for said in _around(doc, start, end))


def _around(doc: Doc, start: int, end: int) -> list[Statement]:
    around = [said for said in doc._.statements if any(s.start <= start and end <= s.end for s in said.content)]
    return sorted(around, key=lambda said: -sum(span.end - span.start for span in said.content))


def speaker_of(doc: Doc, token: Token) -> str | None:
    """Return the id of the actor that "I" or "we" inside a direct quotation stands for, or None."""
    if token.lower_ not in _FIRST_PERSON:
        return None
    around = [said for said in _around(doc, token.idx, token.idx + len(token)) if said.quoted != "indirect"]
    return around[-1].actor if around else None
