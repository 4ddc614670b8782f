"""RSS, Atom and JSON Feed: each entry is one article, from its content or else its summary."""

import html
import json
from collections.abc import Iterator
from typing import Any

import feedparser

from dragoman.errors import NotAnArticle, UnreadableInput
from dragoman.model import Article
from dragoman.page.assembly import Facts, assemble
from dragoman.page.bylines import join_authors
from dragoman.page.chrome import keep_article
from dragoman.page.decoding import clean_characters
from dragoman.page.markup import parse
from dragoman.page.metadata import squeeze
from dragoman.page.mojibake import repair
from dragoman.page.published import find_date

__all__ = ["read_feed", "read_json_feed"]

_BLOCKS = frozenset(
    {"p", "div", "li", "br", "h1", "h2", "h3", "h4", "h5", "blockquote", "ul", "ol", "table", "tr", "section"}
)


def read_feed(data: bytes, where: str, published: str | None = None) -> Iterator[Article | UnreadableInput]:
    """Read the entries of a feed, in its order; what an entry lacks (publisher, language) the feed gives."""
    # feedparser cleans HTML of scripts before we see it (its sanitiser is on by default).
    feed = feedparser.parse(data)
    yield from _read_entries(feed.entries, feed.feed, where, published)


def read_json_feed(text: str, where: str, published: str | None = None) -> Iterator[Article | UnreadableInput]:
    """Read the items of a JSON Feed (versions 1 and 1.1, jsonfeed.org), as those of other feeds."""
    feed = json.loads(text)
    items = feed.get("items")
    entries = [_entry_of(item) for item in items if isinstance(item, dict)] if isinstance(items, list) else []
    yield from _read_entries(entries, {name: _text(feed, name) for name in ("title", "language")}, where, published)


def _entry_of(item: dict[str, Any]) -> dict[str, Any]:
    """Name an item's parts as feedparser does those of an entry."""
    plain = "".join(f"<p>{html.escape(part)}</p>" for part in _text(item, "content_text").split("\n\n"))
    authors = item.get("authors") or [item.get("author")]  # version 1 has one author
    tags = item.get("tags")
    entry = {
        "id": str(item.get("id") or ""),
        "link": _text(item, "url") or _text(item, "external_url"),
        "title": _text(item, "title"),
        "summary": html.escape(_text(item, "summary")),
        "content": [{"value": _text(item, "content_html")}, {"value": plain}],
        "authors": [{"name": _text(one, "name")} for one in authors if isinstance(one, dict)],
        "language": _text(item, "language"),
        "tags": [{"term": tag} for tag in tags if isinstance(tag, str)] if isinstance(tags, list) else [],
    }
    day = _text(item, "date_published")
    return entry | ({"published": day} if day else {})


def _text(row: dict[str, Any], name: str) -> str:
    value = row.get(name)
    return value if isinstance(value, str) else ""


def _read_entries(
    entries: list[Any], feed: Any, where: str, published: str | None
) -> Iterator[Article | UnreadableInput]:
    if not entries:
        yield NotAnArticle("is a feed without entries", where)
    for number, entry in enumerate(entries, 1):
        try:
            yield _read_entry(entry, feed, published)
        except NotAnArticle as trouble:
            yield NotAnArticle(trouble.message, f"{where}, entry {number}")


def _read_entry(entry: Any, feed: Any, published: str | None) -> Article:
    title = squeeze(_plain(entry.get("title", "")))
    publisher = squeeze(feed.get("title")) or None
    summary = _paragraphs(entry.get("summary", ""))
    content = max((_paragraphs(part.get("value", "")) for part in entry.get("content", ())), key=_size, default=[])
    body = content if _size(content) > _size(summary) else summary
    if not body:
        raise NotAnArticle("has no text")
    standfirst = summary[0] if len(summary) == 1 and body is content and summary[0] not in content else None
    facts = Facts(
        source_id=entry.get("id") or None,
        url=entry.get("link") or None,
        publisher=publisher,
        byline=join_authors([author.get("name", "") for author in entry.get("authors", ()) if author], publisher),
        language=entry.get("language") or feed.get("language") or None,
        category=next((tag.get("term") for tag in entry.get("tags", ()) if tag.get("term")), None),
        title=title or None,
        standfirst=standfirst,
        published=_find_day(entry),
    )
    return assemble(facts, [text for text in body if text != title] or body, published)


def _find_day(entry: Any) -> str | None:
    """Read the entry's day of publication, never that of its last change."""
    # feedparser turns "published" into "updated" when asked for one that is absent; the key is asked for instead.
    return find_date(entry["published"]) if "published" in entry else None


def _size(paragraphs: list[str]) -> int:
    return sum(map(len, paragraphs))


def _plain(markup: str) -> str:
    return " ".join(_paragraphs(markup)) if "<" in markup else repair(clean_characters(markup))


def _paragraphs(markup: str) -> list[str]:
    """Cut an entry's HTML into paragraphs, without chrome."""
    if not markup.strip():
        return []
    root = parse(f"<div>{repair(clean_characters(markup))}</div>")
    for element in root.xpath("//script | //style | //figure | //iframe"):
        element.drop_tree()
    for element in root.iter(*_BLOCKS):
        element.text = "\n\n" + (element.text or "") if element.tag != "br" else element.text
        element.tail = "\n\n" + (element.tail or "")
    texts = [squeeze(part) for part in str(root.text_content()).split("\n\n")]
    return keep_article([text for text in texts if text])
