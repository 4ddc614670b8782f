"""Statement: who says what, in the terms of the PARC and PolNeAR corpora."""

from dataclasses import dataclass
from typing import Literal

from dragoman.model.span import Span

__all__ = ["Quoted", "Sourcing", "Statement"]

Sourcing = Literal["named", "body", "unnamed", "document", "outlet"]
Quoted = Literal["direct", "indirect", "mixed"]


@dataclass(frozen=True, slots=True)
class Statement:
    """An attribution: a source, a cue and a content."""

    id: str
    source: Span | None  # the words that name the source
    actor: str | None  # id of the actor the source is
    sourcing: Sourcing
    cue: Span | None
    content: tuple[Span, ...]
    quoted: Quoted
    to: tuple[str, ...] = ()  # ids of the actors addressed
    venue: Span | None = None
    date: str | None = None  # EDTF
    within: str | None = None  # id of the statement this one is reported inside
    confidence: float | None = None  # how likely this is right, 0 to 1; None where the reader does not tell
