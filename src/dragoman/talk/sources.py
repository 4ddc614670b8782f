"""Pages of other sites: whether they link to an address, who wrote them, and what they say of it.

Read are microformats (h-entry, h-card), else title and description of the page. mf2py would bring requests, Beautiful Soup and
html5lib, which nobody has released since 2020, for the six properties that are shown here.
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urldefrag, urljoin, urlsplit

import lxml.html
from lxml import etree

from dragoman.outside import Answer
from dragoman.record.identity import storable

__all__ = ["Source", "host_of", "iter_links", "read_page", "read_source", "storable_line"]

_SPACE = re.compile(r"\s+")
_CONTROL = re.compile(
    r"[\x00-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)  # direction marks would turn a line around
_EXCERPT = 300  # characters
# Properties of an h-entry that say what it does with the address it links to; the first that holds it.
_ACTS = (("in-reply-to", "reply"), ("like-of", "like"), ("repost-of", "repost"), ("bookmark-of", "bookmark"))
_CARRIERS = {"a": "href", "area": "href", "link": "href", "img": "src", "video": "src", "audio": "src", "source": "src"}
_MARKUP = ("text/html", "application/xhtml+xml")


@dataclass(frozen=True, slots=True)
class Source:
    """A page that links to us; what it does not say is empty."""

    type: str  # "reply", "like", "repost", "bookmark", "mention"
    title: str
    excerpt: str
    author: str
    author_url: str
    site: str


def read_source(answer: Answer, target: str) -> Source | None:
    """Read a page; None where it does not link to the target.

    A page of HTML links by its elements, JSON by one of its values, plain text by the address itself (Webmention 3.2.2).
    """
    kind = (answer.headers.get("Content-Type") or "text/html").partition(";")[0].strip().lower()
    wanted = {target, urldefrag(target)[0]}
    if kind in _MARKUP:
        root = read_page(answer)
        if root is None or not any(link in wanted for link in iter_links(root, answer.url)):
            return None
        return _describe(root, answer.url, wanted)
    text = answer.data.decode("utf-8", "replace")
    if kind.endswith("json"):
        return _plain() if _holds(text, wanted) else None
    return _plain() if kind.startswith("text/") and any(_stands_alone(one, text) for one in wanted) else None


def _plain() -> Source:
    return Source("mention", "", "", "", "", "")


def _holds(text: str, wanted: set[str]) -> bool:
    try:
        waiting = [json.loads(text)]
    except (ValueError, RecursionError):
        return False
    while waiting:
        value = waiting.pop()
        if isinstance(value, str) and value in wanted:
            return True
        if isinstance(value, dict):
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value
    return False


def _stands_alone(address: str, text: str) -> bool:
    return re.search(rf"{re.escape(address)}(?![\w/?=&%-])", text) is not None


def read_page(answer: Answer) -> lxml.html.HtmlElement | None:
    """Read HTML; None where there is none in it."""
    charset = re.search(r"charset=\"?([\w-]+)", answer.headers.get("Content-Type") or "")
    try:
        parser = lxml.html.HTMLParser(encoding=charset[1] if charset else None, huge_tree=False)
    except LookupError:
        parser = lxml.html.HTMLParser(huge_tree=False)
    try:
        root = lxml.html.document_fromstring(answer.data, parser=parser)
    except (etree.ParserError, ValueError, AssertionError):
        return None
    return root if isinstance(root, lxml.html.HtmlElement) else None


def iter_links(root: lxml.html.HtmlElement, address: str) -> Iterator[str]:
    """Give the addresses that a page links to, or shows, in full."""
    base = _base(root, address)
    for element in root.iter(*_CARRIERS):
        value = element.get(_CARRIERS[str(element.tag)])
        if value and (link := _join(base, value)):
            yield link


def _base(root: lxml.html.HtmlElement, address: str) -> str:
    found = root.find(".//base[@href]")
    return _join(address, found.get("href", "")) or address if found is not None else address


def _join(base: str, value: str) -> str:
    try:
        return urljoin(base, value.strip())
    except ValueError:
        return ""


def _describe(root: lxml.html.HtmlElement, address: str, wanted: set[str]) -> Source:
    base = _base(root, address)
    entry = next(_classed(root, "h-entry"), None)
    linking = next((one for one in root.iter("a") if _join(base, one.get("href") or "") in wanted), None)
    site = _meta(root, "og:site_name")
    title = _meta(root, "og:title") or _text(root.find(".//title"))
    if entry is None:
        around = _around(linking)
        excerpt = around or _meta(root, "description", "og:description")
        return Source(
            "mention", storable_line(title), cut(excerpt), cut(_meta(root, "author"), 200), "", cut(site, 200)
        )
    types = [name for prop, name in _ACTS if any(link in wanted for link in _urls(entry, f"u-{prop}", base))]
    card = next(_classed(entry, "p-author"), None)
    if card is None:
        card = next(_classed(root, "h-card"), None)
    author, author_url = _card(card, base) if card is not None else ("", "")
    name = _text(next(_classed(entry, "p-name"), None))
    content = _text(next(_classed(entry, "e-content"), None)) or _text(next(_classed(entry, "p-content"), None))
    excerpt = _text(next(_classed(entry, "p-summary"), None)) or content or _around(linking)
    # What has no name of its own is named by its words; then the title would say the same twice.
    shown = "" if name and excerpt.startswith(name) else name or title
    return Source(
        next(iter(types), "mention"), storable_line(shown), cut(excerpt), cut(author, 200), author_url, cut(site, 200)
    )


def _classed(root: lxml.html.HtmlElement, name: str) -> Iterator[lxml.html.HtmlElement]:
    return (one for one in root.iter(etree.Element) if name in (one.get("class") or "").split())


def _urls(entry: lxml.html.HtmlElement, name: str, base: str) -> Iterator[str]:
    for one in _classed(entry, name):
        for inner in one.iter(*_CARRIERS):
            yield _join(base, inner.get(_CARRIERS[str(inner.tag)]) or "")


def _card(card: lxml.html.HtmlElement, base: str) -> tuple[str, str]:
    name = _text(next(_classed(card, "p-name"), None)) or _text(card)
    link = next(_classed(card, "u-url"), card)
    address = _join(base, link.get("href") or "")
    return name, address if urlsplit(address).scheme in {"http", "https"} and len(address) <= 2000 else ""


def _around(link: lxml.html.HtmlElement | None) -> str:
    """Return the words of the block that a link stands in."""
    while link is not None and link.tag not in {"p", "li", "blockquote", "td", "dd", "article", "div", "body"}:
        link = link.getparent()
    return _text(link) if link is not None and link.tag != "body" else ""


def _meta(root: lxml.html.HtmlElement, *names: str) -> str:
    for one in root.iter("meta"):
        if (one.get("name") or one.get("property") or "").lower() in names and one.get("content"):
            return str(one.get("content"))
    return ""


def _text(element: lxml.html.HtmlElement | None) -> str:
    if element is None:
        return ""
    words = (str(piece) for piece in element.xpath(".//text()[not(ancestor::script or ancestor::style)]"))
    return storable_line("".join(words), 10_000)


def storable_line(text: str, longest: int = 300) -> str:
    """Return a text as one line that every database keeps and that cannot turn a page around."""
    return _SPACE.sub(" ", _CONTROL.sub(" ", storable(text))).strip()[:longest]


def cut(text: str, longest: int = _EXCERPT) -> str:
    """Return the beginning of a text as one line, with a mark where there is more."""
    line = storable_line(text, longest + 1)
    return line if len(line) <= longest else f"{line[: longest - 1].rsplit(' ', 1)[0]}…"


def host_of(address: str) -> str:
    """Return the host of an address, in small letters; nothing where it has none."""
    try:
        return (urlsplit(address).hostname or "")[:253]
    except ValueError:
        return ""


def pick(values: Sequence[str]) -> str:
    """Return the first that is something."""
    return next((value for value in values if value), "")
