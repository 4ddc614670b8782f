"""HTML to an Article: trafilatura finds the text; title and standfirst are those of the metadata that the page prints."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import lxml.etree
import lxml.html
import trafilatura
from lxml.html import HtmlElement

from dragoman.errors import NotAnArticle
from dragoman.model import Article, Response
from dragoman.page.assembly import Facts, assemble
from dragoman.page.chrome import find_effect, find_field, find_wall, keep_article
from dragoman.page.decoding import clean_characters
from dragoman.page.metadata import Metadata, read_metadata, squeeze
from dragoman.page.mojibake import repair

__all__ = ["find_paragraphs", "parse", "read_html"]

_BLOCKS = ("p", "div", "h1", "h2", "h3", "h4", "article", "section", "ul", "figure", "aside")
_HEADS = frozenset({"h1", "h2", "h3", "h4", "p", "div", "span", "strong"})
_DECK = re.compile(
    r"(^|[-_ ])(standfirst|subtitle|sub-?head(line|ing)?|dek|deck|summary|lead|lede|excerpt|intro|chapo|teaser"
    r"|description|kicker-text)($|[-_ ])",
    re.IGNORECASE,
)
# Precise mode is kept unless it finds less than this share of what the balanced mode finds. On 16 news pages precise
# alone has shingle F1 .910 (it lost nine tenths of one page), balanced alone .960; what balanced adds are cross-heads
# and short paragraphs, and chrome that our line rules know.
_KEEP_PRECISE = 0.97
_STUB = 120  # words: a page that speaks of a login and has less than this shows no whole article
_LONG_TAG = re.compile(r"<([a-zA-Z][\w-]*)\s[^<>]{50000,}>")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class _Content:
    paragraphs: tuple[str, ...]
    comments: tuple[Response, ...]
    trackbacks: tuple[Response, ...]


def parse(text: str) -> HtmlElement:
    """Parse a page; raise NotAnArticle where nothing of it can be parsed."""
    # lxml refuses a str with an encoding declaration; as UTF-8 bytes with the encoding told it takes any.
    # Attributes without end cost lxml quadratic time (100,000 of them: three minutes); such a tag keeps its name alone.
    text = _LONG_TAG.sub(r"<\1>", text)
    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        root = lxml.html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (lxml.etree.ParserError, lxml.etree.LxmlError, ValueError, AssertionError) as trouble:
        raise NotAnArticle("holds no readable HTML") from trouble
    return root


def read_html(text: str, url: str | None = None, published: str | None = None) -> Article:
    """Make an Article of a page's HTML. Raises NotAnArticle for a page without one."""
    root = parse(repair(clean_characters(text)))
    metadata = read_metadata(root, url)
    printed = [squeeze(head.text_content()) for head in root.iter("h1")]
    title = _choose_title(metadata, printed, squeeze(root.findtext(".//title")))
    links, lines = _measure_links(root)
    comments, trackbacks = _take_responses(root)
    _prune(root)
    paragraphs = find_paragraphs(root)
    standfirst, paragraphs = _split_standfirst(root, metadata, title, paragraphs)
    _refuse(metadata, title, paragraphs, links, lines)
    facts = Facts(
        None, metadata.url or url, metadata.publisher, metadata.byline, metadata.language, metadata.category,
        title, standfirst, metadata.published, metadata.comments or comments, trackbacks,
    )  # fmt: skip
    return assemble(facts, paragraphs, published)


# title


def _choose_title(metadata: Metadata, printed: Sequence[str], window: str) -> str | None:
    """Choose the printed headline that the metadata names; else what the metadata says; else the only headline."""
    stated = [_cut_outlet(title, metadata.publisher, printed) for title in (*metadata.titles, window) if title]
    for title in stated:
        if best := max(
            (head for head in printed if _overlap(head, title) >= 0.6), key=lambda h: _overlap(h, title), default=None
        ):
            return best
    heads = [head for head in printed if len(_WORD.findall(head)) >= 3]
    if stated and metadata.titles:
        return stated[0]
    return heads[0] if len(heads) == 1 else (stated[0] if stated else None)


def _cut_outlet(title: str, publisher: str | None, printed: Sequence[str]) -> str:
    """Cut the outlet off a title: "Talks resume - Harbour Post"."""
    head, mark, tail = _last_split(title)
    if not mark or len(_WORD.findall(head)) < 3:
        return title
    known = publisher and _overlap(tail, publisher) >= 0.5
    return head.strip() if known or head.strip() in printed or mark == " | " else title


def _last_split(title: str) -> tuple[str, str, str]:
    splits = [title.rpartition(mark) for mark in (" | ", " - ", " – ", " — ") if mark in title]
    return max(splits, key=lambda split: len(split[0]), default=("", "", title))


def _overlap(one: str, other: str) -> float:
    a, b = set(_WORD.findall(one.lower())), set(_WORD.findall(other.lower()))
    return len(a & b) / max(1, min(len(a), len(b)) if min(len(a), len(b)) > 3 else max(len(a), len(b)))


# text


def _prune(root: HtmlElement) -> None:
    """Take out what is never article: scripts, forms, other stories' teasers, players and their captions."""
    for element in root.xpath(
        "//script | //style | //noscript | //template | //svg | //iframe | //nav | //button | //select | //figcaption"
    ):
        element.drop_tree()
    # Some systems put the whole page into one form; a form that holds little text is a search box or a login.
    for form in root.xpath("//form"):
        if len(squeeze(form.text_content())) < 600:
            form.drop_tree()
        else:
            form.drop_tag()
    # A link around whole blocks is a teaser of another story; links in an article stand inside a paragraph.
    for link in root.xpath("//a[.//p or .//h1 or .//h2 or .//h3 or .//h4]"):
        if link.getparent() is not None and len(squeeze(link.text_content())) < 1000:
            link.drop_tree()


def find_paragraphs(root: HtmlElement) -> list[str]:
    """Find the article's paragraphs and cross-heads, without its title and without chrome."""
    precise, balanced = _extract(root, precise=True), _extract(root, precise=False)
    chosen = precise if _count(precise) >= _KEEP_PRECISE * _count(balanced) else balanced
    return _drop_hanging(keep_article(chosen))


def _extract(root: HtmlElement, *, precise: bool) -> list[str]:
    try:
        found = trafilatura.bare_extraction(
            lxml.html.fromstring(lxml.html.tostring(root)), favor_precision=precise, include_comments=False,
            include_tables=False, with_metadata=False,
        )  # fmt: skip
    # trafilatura's own limits, and the recursions of lxml's serialiser; such a page has no text for us.
    except (ValueError, RecursionError, lxml.etree.LxmlError, AttributeError, TypeError):
        return []
    body = getattr(found, "body", None)
    return [text for element in (body if body is not None else ()) for text in _iter_texts(element)]


def _iter_texts(element: lxml.etree._Element) -> Iterator[str]:
    """Yield the paragraphs of one of trafilatura's blocks: list items and lines of a quotation one by one."""
    parts = element.findall("item") or element.findall("p") or [element]
    for part in parts:
        for line_break in part.iter("lb"):
            line_break.tail = "\n" + (line_break.tail or "")
        for line in "".join(str(text) for text in part.itertext()).split("\n"):
            if text := squeeze(line):
                yield text


def _count(paragraphs: Sequence[str]) -> int:
    return sum(len(paragraph) for paragraph in paragraphs)


def _drop_hanging(paragraphs: list[str]) -> list[str]:
    """Drop short lines below the last sentence: cross-heads with nothing under them."""
    while len(paragraphs) > 1 and len(paragraphs[-1]) < 60 and not re.search(r"[.!?…”\"’')]$", paragraphs[-1]):
        paragraphs.pop()
    return paragraphs


def _split_standfirst(
    root: HtmlElement, metadata: Metadata, title: str | None, paragraphs: list[str]
) -> tuple[str | None, list[str]]:
    """Find the line under the headline, and return it with the paragraphs that are neither it nor the title."""
    paragraphs = [text for text in paragraphs if not title or _fold(text) != _fold(title)]
    if not paragraphs:
        return None, paragraphs
    texts = [text for block in _iter_blocks(root) if 20 <= len(text := squeeze(block.text_content())) <= 600]
    standfirst = _find_printed(metadata, texts, paragraphs) or _find_deck(root, title, paragraphs)
    if standfirst and _fold(standfirst) == _fold(title or ""):
        standfirst = None
    if standfirst:
        paragraphs = [text for text in paragraphs if _fold(text) != _fold(standfirst)]
    return standfirst if paragraphs else None, paragraphs


def _iter_blocks(root: HtmlElement) -> Iterator[HtmlElement]:
    return (element for element in root.iter(*_HEADS) if not any(child.tag in _BLOCKS for child in element))


def _find_printed(metadata: Metadata, texts: Sequence[str], paragraphs: Sequence[str]) -> str | None:
    """Find a description that the page prints whole, and that is not simply its first paragraph."""
    printed = {_fold(text): text for text in reversed(texts)}
    prose = next((text for text in paragraphs if len(text) > 80 and not _is_described(text, metadata)), "")
    for description in metadata.descriptions:
        found = printed.get(_fold(description))
        if found and not _fold(prose).startswith(_fold(found)) and _fold(found) not in map(_fold, paragraphs[1:]):
            return found
    return None


def _is_described(text: str, metadata: Metadata) -> bool:
    return any(_fold(text) == _fold(description) for description in metadata.descriptions)


def _find_deck(root: HtmlElement, title: str | None, paragraphs: Sequence[str]) -> str | None:
    """Find a line between headline and text that its tag or class makes a standfirst."""
    below = False
    start = _fold(next((text for text in paragraphs if len(text) > 80), paragraphs[0]))[:60]
    for element in _iter_blocks(root):
        text = squeeze(element.text_content())
        if not below:
            below = element.tag == "h1" and bool(title) and _fold(text) == _fold(title or "")
            continue
        if text and _fold(text).startswith(start):
            return None
        named = _DECK.search(element.get("class") or "")
        if (
            30 <= len(text) <= 400
            and (element.tag in {"h2", "h3"} or named)
            and not find_effect(text)
            and not find_field(text)
        ):
            return text
    return None


def _fold(text: str) -> str:
    return " ".join(_WORD.findall(text.lower()))


# comments and trackbacks


def _take_responses(root: HtmlElement) -> tuple[tuple[Response, ...], tuple[Response, ...]]:
    """Read what readers and other sites attached below the article, and take it out of the page."""
    comments: list[Response] = []
    trackbacks: list[Response] = []
    for element in root.xpath(
        "//*[self::li or self::div or self::article][contains(concat(' ', normalize-space(@class), ' '), ' comment ') "
        "or contains(concat(' ', @class, ' '), ' pingback ') or contains(concat(' ', @class, ' '), ' trackback ')]"
    )[:500]:
        kind = trackbacks if re.search(r"pingback|trackback", element.get("class")) else comments
        if response := _read_response(element):
            kind.append(response)
    for element in root.xpath("//*[@id='comments' or @id='trackbacks' or @class='comments-area']"):
        if element.getparent() is not None:
            element.drop_tree()
    return tuple(comments), tuple(trackbacks)


def _read_response(element: HtmlElement) -> Response | None:
    bodies = element.xpath(
        ".//*[contains(@class, 'comment-content') or contains(@class, 'comment-text') "
        "or contains(@class, 'comment-body') or @itemprop='text']"
    )
    authors = element.xpath(
        ".//*[contains(@class, 'fn') or contains(@class, 'comment-author') or @itemprop='author' or @itemprop='creator']"
    )
    links = element.xpath(".//a[@rel and contains(@rel, 'external')]/@href")
    times = element.xpath(".//time/@datetime")
    text = squeeze((bodies[-1] if bodies else element).text_content())
    author = squeeze(authors[-1].text_content()) if authors else None
    from_day = str(times[0])[:10] if times else None
    return Response(text, author or None, str(links[0]) if links else None, from_day) if text else None


# refusals


def _measure_links(root: HtmlElement) -> tuple[int, list[str]]:
    """Count the words in links that read like headlines, and take the lines of the page."""
    words = 0
    for link in root.iter("a"):
        count = len(_WORD.findall(link.text_content()[:300]))
        words += count if count >= 5 else 0
    body = root.find("body")
    lines = [squeeze(block.text_content()) for block in _iter_blocks(body if body is not None else root)]
    return words, [line for line in lines if line and len(line) < 400][:3000]


def _refuse(metadata: Metadata, title: str | None, paragraphs: Sequence[str], links: int, lines: Sequence[str]) -> None:
    prose = [text for text in paragraphs if len(_WORD.findall(text)) >= 8 and re.search(r"[.!?…:”\"’')。؟]$", text)]
    words = sum(len(_WORD.findall(text)) for text in paragraphs)
    wall = find_wall([title or "", *lines]) if words < _STUB else None
    if wall == "error":
        raise NotAnArticle("is an error page, not an article")
    if wall == "wall" or (metadata.is_paid and words < _STUB):
        raise NotAnArticle("shows only the beginning; the article is behind a login or a payment")
    told = sum(len(_WORD.findall(text)) for text in prose)
    if not metadata.is_article and links > 60 and links > 1.5 * told:
        raise NotAnArticle("is an index page: links to articles, and none of its own")
    if not words:
        raise NotAnArticle("holds no article text")
