"""What the reading steps leave on a spaCy Doc, one extension attribute a step.

`doc._.article`      the Article read, or None in a user's own pipeline (`doc.text` is the text then)
`doc._.published`    day of publication as EDTF, or None
`doc._.network`      network.States, or None where the rules read alone
`doc._.dates`        tuple[Date, ...]
`doc._.actors`       tuple[Actor, ...]
`doc._.actor_heads`  dict[int, str]: index of the head token of each mention -> actor id
`doc._.statements`   tuple[Statement, ...]
`doc._.events`       tuple[Event, ...]
`doc._.figures`      tuple[Figure, ...]
`doc._.figure_checks` tuple[FigureCheck, ...]
`doc._.forecasts`    tuple[Forecast, ...]
"""

import re

from spacy.tokens import Doc
from spacy.tokens import Span as TokenSpan

from dragoman.model import Article, Span

__all__ = ["chars_of", "paragraphs_of", "parts_of", "register"]

_EMPTY = ("dates", "actors", "statements", "events", "figures", "figure_checks", "forecasts")
_BLOCK = re.compile(r"[^\n]+(?:\n(?!\s*\n)[^\n]+)*")


def register() -> None:
    """Register the extension attributes; does nothing the second time."""
    if Doc.has_extension("article"):
        return
    Doc.set_extension("article", default=None)
    Doc.set_extension("published", default=None)
    Doc.set_extension("network", default=None)
    Doc.set_extension("actor_heads", default=None)
    for name in _EMPTY:
        Doc.set_extension(name, default=())


def chars_of(span: TokenSpan) -> Span:
    """Return the place of a spaCy span in the text, in code points."""
    return Span(span.start_char, span.end_char)


def paragraphs_of(doc: Doc) -> tuple[Span, ...]:
    """Return title, standfirst and paragraphs in order; blank-line blocks where the Doc has no Article."""
    article = doc._.article
    if article is None:
        return tuple(Span(*found.span()) for found in _BLOCK.finditer(doc.text))
    return parts_of(article)


def parts_of(article: Article) -> tuple[Span, ...]:
    """Return title, standfirst and paragraphs of an article, in order."""
    parts = article.parts
    heads = (part for part in (parts.title, parts.standfirst) if part is not None)
    return tuple(sorted({*heads, *parts.paragraphs}))


register()
