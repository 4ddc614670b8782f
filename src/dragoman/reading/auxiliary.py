"""Tell whether an event happened: PLOVER's auxiliary modes of a trigger, and the condition put on it."""

from spacy.tokens import Span, Token

from dragoman.model import Auxiliary

__all__ = ["auxiliary_modes", "find_condition"]


def auxiliary_modes(trigger: Token, published: str | None, date: str | None) -> tuple[Auxiliary, ...]:
    """Return the auxiliary modes of the event that `trigger` (a verb or a noun) names.

    published, date: EDTF of publication and of the event, or None.
    """
    del trigger, published, date
    return ()


def find_condition(trigger: Token) -> Span | None:
    """Find the words that put a condition on the event ("on condition that …", "once …", "unless …")."""
    del trigger
    return None
