"""What a source lists now."""

import hashlib
from dataclasses import dataclass

from dragoman.errors import UnreadableInput
from dragoman.model import Article
from dragoman.page.decoding import decode
from dragoman.page.documents import charset_of, is_feed, is_json_feed
from dragoman.page.limits import Limits
from dragoman.page.listings import Listed, read_listing
from dragoman.page.sources import read_bytes
from dragoman.page.web import Page, fetch_page

__all__ = ["Entry", "list_entries"]

_MAPS = 5  # sitemaps of an index that one look follows: those that changed last


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that is listed."""

    key: str  # of its address, or of its id where it has none
    mark: str  # of what is listed of it
    url: str
    title: str
    changed: str  # as a sitemap has it
    article: Article | None  # as a feed itself has it


def list_entries(page: Page, limits: Limits, *, private: bool) -> list[Entry]:
    """Return what a feed, a sitemap or an index of sitemaps lists, the oldest first, each once.

    Raises UnreadableInput where it is none of them or lists nothing, Unreachable where a sitemap of an index is.
    """
    head = decode(page.data[:4000], charset_of(page.content_type))
    if is_feed(head) or is_json_feed(head):
        entries = _entries_of_feed(page, limits)
    else:
        entries = [_entry_of_page(one) for one in _list_pages(page, limits, private=private)]
        entries.sort(key=lambda entry: entry.changed)
    if not entries:
        raise UnreadableInput("lists nothing that can be read", page.url)
    return list({entry.key: entry for entry in entries}.values())


def _entries_of_feed(page: Page, limits: Limits) -> list[Entry]:
    """Turn round what a feed has: the newest comes first in it."""
    articles = read_bytes(page.data, page.url, None, limits, content_type=page.content_type, url=page.url)
    return [
        Entry(_digest(one.url or one.source_id or one.id), _digest(one.text), one.url or "", one.title or "", "", one)
        for one in reversed([one for one in articles if isinstance(one, Article)])
    ]


def _list_pages(page: Page, limits: Limits, *, private: bool) -> list[Listed]:
    listed = read_listing(page.data, page.url)
    if any(one.kind == "feed" for one in listed):
        raise UnreadableInput("is a list of feeds; save it, and give the file to `dragoman sources add`", page.url)
    maps = [one for one in listed if one.kind == "sitemap"]
    for one in sorted(maps, key=lambda one: one.changed or "", reverse=True)[:_MAPS]:
        listed += read_listing(fetch_page(one.url, limits, private=private).data, one.url)
    return [one for one in listed if one.kind == "page"]


def _entry_of_page(one: Listed) -> Entry:
    return Entry(_digest(one.url), _digest(one.changed or ""), one.url, one.title or "", one.changed or "", None)


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=16).hexdigest()
