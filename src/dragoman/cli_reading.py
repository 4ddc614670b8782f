"""The options that say how articles are read, the same in every command that reads."""

import enum
from typing import Annotated

import typer

from dragoman.errors import Unusable
from dragoman.export.periods import find_period

__all__ = ["Chosen", "MinConfidence", "Model", "Published", "ReaderName", "check_confidence", "check_published"]


class ReaderName(enum.StrEnum):
    """Which reader reads."""

    RULES = "rules"
    LEARNED = "learned"
    POLNEAR = "polnear"


Published = Annotated[
    str | None, typer.Option(metavar="DATE", help="Day of publication where the page gives none: 2024-02-13.")
]
Chosen = Annotated[ReaderName, typer.Option(help="Which reader reads; polnear takes plain outermost statements alone.")]
Model = Annotated[str | None, typer.Option(metavar="NAME", help="Another installed spaCy pipeline for English.")]
MinConfidence = Annotated[
    float | None,
    typer.Option(min=0, max=1, metavar="CHANCE", help="Leave out statements and events less likely right than this."),
]


def check_published(published: str | None) -> None:
    """Raise Unusable for what is no date."""
    if published is not None and find_period(published) is None:
        raise Unusable(f"{published!r} is no date; write 2024-02-13, 2024-02 or 2024", "--published")


def check_confidence(least: float | None, reader: ReaderName) -> None:
    """Raise Unusable where the reader gives no confidence to compare with."""
    if least is not None and reader is ReaderName.RULES:
        raise Unusable("the rules do not tell how likely a line is right; the learned reader does", "--min-confidence")
