"""Which texts are one article: the same one, a version of it, or another."""

import hashlib
import re

from dragoman.model import Article

__all__ = ["find_fingerprint", "find_key", "resembles", "storable"]

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_WORD = re.compile(r"\w+")
# Below this share of common words two texts under one row id come from two tables that both count from 1: versions of
# an article in our sample Record share 0.6 and more, unrelated articles at most 0.2.
_SAME_STORY = 0.3


def storable(text: str) -> str:
    """Replace what no database keeps (NUL, lone surrogates), one character by one: offsets stay what they are."""
    return _UNSTORABLE.sub("\ufffd", text)


def find_fingerprint(article: Article) -> str:
    """Return what is equal for the same article alone: a hash of text, address, publisher and the source's id."""
    return _digest(article.text, article.url or "", article.publisher or "", article.source_id or "")


def find_key(article: Article) -> str:
    """Return what all versions of an article share: its address, else its source's id for it, else its own id."""
    if article.url:
        return _digest("url", article.url)
    if article.source_id:
        return _digest("source", article.publisher or "", article.source_id)
    return _digest("id", article.id)


def resembles(text: str, other: str) -> bool:
    """Tell whether two texts could be versions of one story."""
    mine, theirs = set(_WORD.findall(text.lower())), set(_WORD.findall(other.lower()))
    return len(mine & theirs) >= _SAME_STORY * len(mine | theirs)


def _digest(*parts: str) -> str:
    return hashlib.blake2b("\x1f".join(parts).encode("utf-8", "replace"), digest_size=16).hexdigest()
