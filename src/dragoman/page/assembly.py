"""From parts to an Article: its text, the spans of its parts, its id."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from dragoman.model import Article, Parts, Response, Span
from dragoman.page.chrome import places_of_article
from dragoman.page.published import complete_dateline, find_date

__all__ = ["Facts", "assemble", "find_dateline", "make_id", "mark_row"]

_AGENCY = r"\((?P<agency>[A-Z][\w .&/-]{1,30})\)"
_PLACE = r"[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ'’.-]+(?:[ /-][A-ZÀ-ÖØ-Þ'’.-]+){0,3}"
_DAY = r"(?:(?:[A-Z][a-z]+day,? )?(?:[A-Z][a-z]{2,8}\.? \d{1,2}|\d{1,2} [A-Z][a-z]{2,8}\.?)(?:,? \d{4})?)"
# A place in capitals, perhaps a state or country, perhaps a day, perhaps an agency, and a dash. The place is in
# capitals, or an agency in brackets follows: a name and a dash alone may begin any sentence.
_DATELINE = re.compile(
    rf"(?:{_PLACE}(?:, (?:[A-Z][\w.]+ ?){{1,3}}?)?(?:, {_DAY})?(?: ?{_AGENCY})?"
    rf"|[A-Z]\w+(?:[ -][A-Z]\w+){{0,3}}(?:, [A-Z][\w. ]+?)?(?:, {_DAY})? ?\([A-Z][\w .&/-]{{1,30}}\)) ?(?:--|[-–—])(?= )"
)
_BLANK_LINES = re.compile(r"\n[ \t\r\f\v]*\n\s*")


@dataclass(frozen=True, slots=True)
class Facts:
    """What an input says about its article."""

    source_id: str | None = None
    url: str | None = None
    publisher: str | None = None
    byline: str | None = None
    language: str | None = None
    category: str | None = None
    title: str | None = None
    standfirst: str | None = None
    published: str | None = None  # EDTF
    comments: tuple[Response, ...] = ()
    trackbacks: tuple[Response, ...] = ()


def make_id(text: str, url: str | None, source_id: str | None) -> str:
    """Make the id of an article: the first 16 hexadecimal digits of BLAKE2b over text, address and the source's id."""
    content = "\x1f".join((text, url or "", source_id or ""))
    return hashlib.blake2b(content.encode("utf-8", "replace"), digest_size=8).hexdigest()


def assemble(facts: Facts, paragraphs: Sequence[str], published: str | None = None) -> Article:
    """Join title, standfirst and paragraphs by blank lines.

    published: the day to take where neither the page nor the dateline gives one.
    """
    blocks = [block for block in (facts.title, facts.standfirst, *paragraphs) if block]
    text = "\n\n".join(blocks)
    spans, at = [], 0
    for block in blocks:
        spans.append(Span(at, at + len(block)))
        at += len(block) + 2
    title = spans.pop(0) if facts.title else None
    standfirst = spans.pop(0) if facts.standfirst else None
    return _finish(facts, text, Parts(title, standfirst, None, tuple(spans)), published)


def mark_row(facts: Facts, text: str, published: str | None = None) -> Article:
    """Mark the parts of a text that is taken as it stands, byte for byte.

    Paragraphs are what blank lines separate, or single line ends where there are no blank lines, but for lines of the site
    itself ("Sign up for our newsletter"). Title and standfirst have a span only where the text itself begins with them.
    """
    spans = _without_chrome(text, _find_blocks(text))
    title = _take_block(text, spans, facts.title)
    standfirst = _take_block(text, spans, facts.standfirst)
    return _finish(facts, text, Parts(title, standfirst, None, tuple(spans)), published)


def _find_blocks(text: str) -> list[Span]:
    separator = _BLANK_LINES if _BLANK_LINES.search(text.strip()) else re.compile(r"\s*\n\s*")
    edges = [0, *(edge for match in separator.finditer(text) for edge in match.span()), len(text)]
    spans = []
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        block = text[start:end]
        if block.strip():
            first = start + len(block) - len(block.lstrip())
            spans.append(Span(first, first + len(block.strip())))
    return spans


def _without_chrome(text: str, spans: list[Span]) -> list[Span]:
    """Leave out the blocks that are lines of the site's own; all where nothing else is there."""
    kept = places_of_article([" ".join(span.of(text).split()) for span in spans])
    return [spans[at] for at in kept] or spans


def _take_block(text: str, spans: list[Span], wanted: str | None) -> Span | None:
    if wanted and len(spans) > 1 and spans[0].of(text) == wanted.strip():
        return spans.pop(0)
    return None


def _finish(facts: Facts, text: str, parts: Parts, published: str | None) -> Article:
    dateline = find_dateline(text, parts.paragraphs[0]) if parts.paragraphs else None
    day = facts.published
    if dateline and (day is None or len(day) == 4):
        day = complete_dateline(dateline.of(text), day) or day
    return Article(
        id=make_id(text, facts.url, facts.source_id),
        text=text,
        parts=replace(parts, dateline=dateline),
        source_id=facts.source_id,
        url=facts.url,
        publisher=facts.publisher,
        byline=facts.byline,
        language=facts.language,
        category=facts.category,
        title=facts.title,
        standfirst=facts.standfirst,
        published=day or published,
        comments=facts.comments,
        trackbacks=facts.trackbacks,
    )


def find_dateline(text: str, paragraph: Span) -> Span | None:
    """Find the dateline that a first paragraph begins with ("TOKYO, April 1 (Reuters) -"), its dash included."""
    match = _DATELINE.match(text, paragraph.start, min(paragraph.end, paragraph.start + 120))
    if match is None:
        return None
    words = match.group()
    # "NATO - the alliance" and "US – Iran talks" begin with capitals and a dash too: four letters and more are a place,
    # unless a day or an agency says that shorter ones are.
    place = re.match(r"[^,(–—-]+", words)
    certain = "(" in words or find_date(words) or re.search(r"\d", words)
    if not certain and (place is None or len(place.group().strip()) < 4 or place.group().strip() in _ACRONYMS):
        return None
    return Span(match.start(), match.end())


# Names in capitals that stand before a dash and are no place.
_ACRONYMS = frozenset(
    {
        "NATO",
        "ASEAN",
        "OPEC",
        "UNRWA",
        "IAEA",
        "UNESCO",
        "UNICEF",
        "BREAKING",
        "EXCLUSIVE",
        "UPDATE",
        "ANALYSIS",
        "OPINION",
        "WATCH",
        "VIDEO",
        "LIVE",
        "MERCOSUR",
        "ECOWAS",
        "BRICS",
        "AUKUS",
    }
)
