"""What a page says about itself: JSON-LD, OpenGraph and other meta elements, then marked-up elements of the page."""

import html
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from lxml.html import HtmlElement

from dragoman.model import Response
from dragoman.page.bylines import join_authors
from dragoman.page.published import choose_date, find_date, find_url_date

__all__ = ["Metadata", "read_metadata", "squeeze"]

_ARTICLE_TYPES = re.compile(r"(Article|BlogPosting|Report|LiveBlogPosting|Review)$")
_NO_TITLES = re.compile(r"^(home|homepage|index|untitled|undefined|null)$", re.IGNORECASE)
_DATES = [
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "article:published",
    "published",
    "publisheddate",
    "publish_date",
    "publish-date",
    "pubdate",
    "publication_date",
    "publicationdate",
    "date_published",
    "dc.date.issued",
    "dcterms.created",
    "dc.date",
    "dcterms.date",
    "date.created",
    "date.available",
    "sailthru.date",
    "parsely-pub-date",
    "cxenseparse:publishtime",
    "citation_publication_date",
    "originalpublicationdate",
    "date",
]
_CHANGES = ("article:modified_time", "og:updated_time", "datemodified", "lastmod", "last-modified", "date.updated")
_AUTHORS = (
    "author",
    "article:author_name",
    "sailthru.author",
    "cxenseparse:author",
    "parsely-author",
    "og:author",
    "article:author",
    "byl",
    "dc.creator",
    "dcterms.creator",
    "citation_author",
    "pageauthors",
)
_SECTIONS = ("article:section", "articlesection", "parsely-section", "section", "page.section", "cxenseparse:section")
_AUTHOR_MARKS = (
    '//*[@itemprop="author"]//*[@itemprop="name"] | //*[@itemprop="author"][not(.//*[@itemprop="name"])]',
    '//a[@rel="author"]',
    "//*[contains(concat(' ', normalize-space(@class), ' '), ' byline ')]//a[contains(@href, 'author')]",
    "//*[re:test(@class, '(^|[ _-])(byline|author)(s|[_-]?names?|[_-]{2}names?)?($| )', 'i')][string-length(.) < 150]",
)
_NAMESPACES = {"re": "http://exslt.org/regular-expressions"}


@dataclass(frozen=True, slots=True)
class Metadata:
    """What was found; titles and descriptions are still candidates, best source first."""

    titles: tuple[str, ...]
    descriptions: tuple[str, ...]
    byline: str | None
    published: str | None  # EDTF
    publisher: str | None
    category: str | None
    language: str | None  # BCP 47
    url: str | None
    comments: tuple[Response, ...]
    is_article: bool  # the page calls itself one
    is_paid: bool  # the page says that it is not free to read


def squeeze(text: str | None) -> str:
    """Put any run of white space, no-break spaces too, into one space."""
    return " ".join((text or "").split())


def read_metadata(root: HtmlElement, url: str | None = None) -> Metadata:
    """Read what a page says about itself, JSON-LD first, then meta elements, then marked-up parts of the page."""
    nodes = [node for block in _iter_ld(root) for node in _iter_nodes(block)]
    node = next((node for node in nodes if _is_article(node)), {})
    metas = _read_metas(root)
    publisher = _name(node.get("publisher")) or _first(
        metas, ("og:site_name", "publisher", "dc.publisher", "citation_journal_title")
    )
    link = root.xpath("//link[@rel='canonical']/@href")
    address = url or _first(metas, ("og:url",)) or (str(link[0]) if link else None)
    return Metadata(
        titles=_texts(
            [
                *_strings(node.get("headline")),
                *_all(metas, ("og:title", "twitter:title", "dc.title", "sailthru.title", "pagetitle")),
            ]
        ),
        descriptions=_texts(
            [
                *_all(metas, ("og:description", "description", "twitter:description", "sailthru.description")),
                *_strings(node.get("description")),
            ]
        ),
        byline=_find_byline(root, node, metas, publisher),
        published=_find_published(root, node, metas, address),
        publisher=publisher,
        category=_find_category(node, metas),
        language=_find_language(root, node, metas),
        url=address if address and re.match(r"https?://", address) else None,
        comments=tuple(_iter_comments(node)),
        is_article=bool(node) or _first(metas, ("og:type",)) == "article" or bool(_first(metas, _DATES[:1])),
        is_paid=str(node.get("isAccessibleForFree", "")).lower() == "false",
    )


# JSON-LD


def _iter_ld(root: HtmlElement) -> Iterator[Any]:
    for script in root.xpath("//script[contains(@type, 'ld+json')]"):
        text = re.sub(r"^\s*(<!--|//\s*<!\[CDATA\[)|(-->|//\s*\]\]>)\s*$", "", script.text or "").strip().rstrip(";")
        try:
            yield json.loads(text, strict=False)
        # Pages nest brackets without end to see what happens, and hand-written blocks break often.
        except (ValueError, RecursionError):
            continue


def _iter_nodes(block: Any) -> Iterator[dict[str, Any]]:
    waiting = [(block, 0)]
    while waiting:
        item, depth = waiting.pop(0)
        if isinstance(item, list):
            waiting.extend((part, depth) for part in item[:200])
        elif isinstance(item, dict):
            yield item
            if depth < 3:
                waiting.extend(
                    (item[key], depth + 1) for key in ("@graph", "mainEntity", "mainEntityOfPage") if key in item
                )


def _is_article(node: dict[str, Any]) -> bool:
    return any(_ARTICLE_TYPES.search(name) for name in _strings(node.get("@type"))) and bool(
        node.get("headline") or node.get("datePublished")
    )


def _strings(value: Any) -> list[str]:
    if isinstance(value, str):
        return [html.unescape(value)]
    return [text for item in value[:50] for text in _strings(item)] if isinstance(value, list) else []


def _name(value: Any) -> str | None:
    if isinstance(value, list):
        return next((name for item in value[:50] if (name := _name(item))), None)
    if isinstance(value, dict):
        value = value.get("name")
        return _name(value) if isinstance(value, list) else _name(value) if isinstance(value, str) else None
    return squeeze(html.unescape(value)) or None if isinstance(value, str) else None


def _iter_comments(node: dict[str, Any]) -> Iterator[Response]:
    comments = node.get("comment")
    for item in comments[:500] if isinstance(comments, list) else []:
        text = item.get("text") if isinstance(item, dict) else None
        if isinstance(text, str) and text.strip():
            yield Response(
                squeeze(html.unescape(text)),
                _name(item.get("author")),
                None,
                find_date(str(item.get("dateCreated") or "")),
            )


# meta elements


def _read_metas(root: HtmlElement) -> dict[str, list[str]]:
    metas: dict[str, list[str]] = {}
    for element in root.iter("meta"):
        content = squeeze(element.get("content"))
        for key in ("property", "name", "itemprop"):
            if content and (name := (element.get(key) or "").strip().lower()):
                metas.setdefault(name, []).append(content)
    return metas


def _all(metas: dict[str, list[str]], names: Sequence[str]) -> list[str]:
    return [text for name in names for text in metas.get(name, ())]


def _first(metas: dict[str, list[str]], names: Sequence[str]) -> str | None:
    return next(iter(_all(metas, names)), None)


def _texts(texts: list[str]) -> tuple[str, ...]:
    clean = (squeeze(re.sub(r"</?[a-zA-Z][^>]{0,200}>", "", html.unescape(text))) for text in texts)
    return tuple(dict.fromkeys(text for text in clean if text and not _NO_TITLES.match(text)))


# the fields


def _find_byline(
    root: HtmlElement, node: dict[str, Any], metas: dict[str, list[str]], publisher: str | None
) -> str | None:
    authors = node.get("author")
    listed = [name for item in (authors if isinstance(authors, list) else [authors])[:50] if (name := _name(item))]
    if found := join_authors(listed, publisher):
        return found
    for name in _AUTHORS:
        if found := join_authors(metas.get(name, ()), publisher):
            return found
    for path in _AUTHOR_MARKS:
        elements = root.xpath(path, namespaces=_NAMESPACES)
        texts = [squeeze(element.text_content()) for element in elements[:6]]
        if found := join_authors([text for text in texts if 3 <= len(text) <= 60], publisher):
            return found
    return None


def _find_published(
    root: HtmlElement, node: dict[str, Any], metas: dict[str, list[str]], url: str | None
) -> str | None:
    stated = [*_strings(node.get("datePublished")), *_all(metas, _DATES)]
    marked = root.xpath(
        "//*[@itemprop='datePublished']/@datetime | //*[@itemprop='datePublished']/@content | //time[@pubdate]/@datetime"
    )
    stated.extend(str(value) for value in marked)
    if not stated:
        # The first time element of a page that states no date is the one under the headline, if it is the only day.
        times = [str(value) for value in root.xpath("//article//time/@datetime | //header//time/@datetime")][:5]
        stated = times if len({find_date(value) for value in times}) == 1 else []
    witnesses = [*_strings(node.get("dateModified")), *_strings(node.get("dateCreated")), *_all(metas, _CHANGES)]
    return choose_date(stated, [*witnesses, find_url_date(url) or ""])


def _find_category(node: dict[str, Any], metas: dict[str, list[str]]) -> str | None:
    names = [*_strings(node.get("articleSection")), *_all(metas, _SECTIONS)]
    return next((squeeze(name) for name in names if name.strip() and not re.search(r"[a-z]_[a-z]", name)), None)


def _find_language(root: HtmlElement, node: dict[str, Any], metas: dict[str, list[str]]) -> str | None:
    stated = [
        root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or "",
        *_strings(node.get("inLanguage")),
        *_all(metas, ("og:locale", "language", "content-language")),
    ]
    for text in stated:
        if match := re.fullmatch(r"([A-Za-z]{2,3})(?:[-_]([A-Za-z]{4}))?(?:[-_]([A-Za-z]{2}|\d{3}))?", text.strip()):
            language, script, region = match.groups()
            return "-".join(filter(None, (language.lower(), script and script.title(), region and region.upper())))
    return None
