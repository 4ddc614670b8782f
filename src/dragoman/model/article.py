"""Article: one news article as text with its parts and what the page says about it."""

from dataclasses import dataclass

from dragoman.model.span import Span

__all__ = ["Article", "Parts", "Response"]


@dataclass(frozen=True, slots=True)
class Parts:
    """Where the parts of an article stand in its text."""

    title: Span | None = None
    standfirst: Span | None = None
    dateline: Span | None = None  # "TOKYO, April 1 (Reuters) -", inside the first paragraph
    paragraphs: tuple[Span, ...] = ()  # the body, without title and standfirst


@dataclass(frozen=True, slots=True)
class Response:
    """A comment or a trackback that the page carries below an article."""

    text: str
    author: str | None = None
    url: str | None = None
    published: str | None = None  # EDTF


@dataclass(frozen=True, slots=True)
class Article:
    """A readable article: title, standfirst and paragraphs, in order, separated by one blank line."""

    id: str
    text: str
    parts: Parts = Parts()
    source_id: str | None = None
    url: str | None = None
    publisher: str | None = None
    byline: str | None = None
    language: str | None = None  # BCP 47
    category: str | None = None
    title: str | None = None
    standfirst: str | None = None
    published: str | None = None  # EDTF
    comments: tuple[Response, ...] = ()
    trackbacks: tuple[Response, ...] = ()
