"""One document's bytes to an Article."""

import json
import re

from dragoman.errors import NotAnArticle
from dragoman.model import Article
from dragoman.page.decoding import decode, name_binary, unpack
from dragoman.page.limits import Limits
from dragoman.page.markup import read_html
from dragoman.page.pasted import read_plain

__all__ = ["charset_of", "is_feed", "is_json_feed", "looks_like_rows", "read_page"]

_TAGS = re.compile(r"<(!doctype\s+html|html|head|body|article|main)\b", re.IGNORECASE)
_CLOSING = re.compile(r"</(p|div|h[1-6]|td|li|span|section|b|i|a)\s*>", re.IGNORECASE)
_BLOCK = re.compile(r"<(p|div|h[1-6]|section|table|ul)[\s>]", re.IGNORECASE)
_OPENING = re.compile(r"\s*<(!--|[a-z][a-z0-9]*[\s>/])", re.IGNORECASE)
_FEED = re.compile(
    r"^\s*(<\?xml[^>]*>\s*)?((<!--.*?-->|<\?xml-stylesheet[^>]*>)\s*)*<(rss|feed|rdf:RDF)\b", re.IGNORECASE | re.DOTALL
)

_JSON_FEED = re.compile(r'"version"\s*:\s*"https?:\\?/\\?/jsonfeed\.org\\?/version\\?/1')


def read_page(
    data: bytes,
    *,
    url: str | None = None,
    content_type: str | None = None,
    name: str | None = None,
    published: str | None = None,
    limits: Limits = Limits(),
) -> Article:
    """Make an Article of a web page, or of plain or pasted text; the bytes say which it is.

    content_type: as a server sends it; its charset is used, its kind only where the bytes leave it open.
    name: the file's name, for messages. published: EDTF day for a document that names none.
    Raises NotAnArticle with one line that says why.
    """
    try:
        return _read_document(data, url, content_type, published, limits)
    except NotAnArticle as trouble:
        raise NotAnArticle(trouble.message, trouble.where or name or url) from trouble.__cause__


def _read_document(
    data: bytes, url: str | None, content_type: str | None, published: str | None, limits: Limits
) -> Article:
    data = unpack(data, limits)
    if not data.strip(b" \t\r\n\0"):
        raise NotAnArticle("is empty")
    if kind := name_binary(data):
        raise NotAnArticle(f"is {kind}, not a page or text")
    text = decode(data, charset_of(content_type))
    if is_feed(text) or is_json_feed(text):
        raise NotAnArticle("is a feed of several articles, not one")
    if not _is_markup(text, content_type):
        if _is_json(text):
            raise NotAnArticle("is JSON without an article's text")
        return read_plain(text, url, published)
    if len(text) > limits.markup:
        raise NotAnArticle(f"is a page of more than {limits.markup >> 20} MB")
    return read_html(text, url, published)


def charset_of(content_type: str | None) -> str | None:
    """Return the charset that a content type names."""
    match = re.search(r"charset\s*=\s*[\"']?([\w.:-]+)", content_type or "", re.IGNORECASE)
    return match.group(1) if match else None


def is_feed(text: str) -> bool:
    """Tell whether a text is an RSS or Atom feed."""
    return bool(_FEED.match(text[:4000]))


def is_json_feed(text: str) -> bool:
    """Tell whether a text is a JSON Feed, whose version is the address of what it keeps to."""
    return text.lstrip().startswith("{") and bool(_JSON_FEED.search(text[:4000]))


def looks_like_rows(first_line: str) -> bool:
    """Tell whether a text is JSON Lines of articles, by its first line."""
    if not first_line.lstrip().startswith("{"):
        return False
    try:
        row = json.loads(first_line)
    except (ValueError, RecursionError):
        return False
    return isinstance(row, dict)


def _is_markup(text: str, content_type: str | None) -> bool:
    head = text[:20_000]
    if _TAGS.search(head):
        return True
    if _OPENING.match(head) and ("html" in (content_type or "") or _CLOSING.search(text[:200_000])):
        return True
    if _OPENING.match(head) and len(_BLOCK.findall(head)) >= 3:
        return True
    return "html" in (content_type or "") and len(_CLOSING.findall(head)) >= 2


def _is_json(text: str) -> bool:
    if text.lstrip()[:1] not in {"{", "["}:
        return False
    try:
        return isinstance(json.loads(text), (dict, list))
    except (ValueError, RecursionError):
        return bool(re.match(r'\s*[\[{]+\s*["\[{]', text))
