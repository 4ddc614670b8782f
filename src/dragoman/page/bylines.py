"""Who wrote it: cleaned names, without the outlet that stands where an author should."""

import re
from collections.abc import Iterable

__all__ = ["join_authors", "read_byline"]

_PREFIX = re.compile(
    r"^(by|von|par|por|di|via|written by|reported by|story by|text|author|autor|auteur)\b[:\s]+", re.IGNORECASE
)
# What content systems write where they know no author.
_NOBODY = frozenset(
    [
        "admin",
        "administrator",
        "webmaster",
        "editor",
        "editors",
        "root",
        "user",
        "guest",
        "unknown",
        "none",
        "null",
        "n/a",
        "na",
        "author",
        "staff",
        "newsroom",
        "redaktion",
        "redaction",
        "rédaction",
        "staff",
        "writer",
        "web",
        "desk",
        "news",
        "desk",
        "online",
        "desk",
        "newsdesk",
        "our",
        "correspondent",
    ]
) | {"staff writer", "web desk", "news desk", "online desk", "our correspondent", "staff reporter", "la rédaction"}
_WIRE = re.compile(r"\s+(news\s*wire|newswire|wire service)$", re.IGNORECASE)


def read_byline(text: str, publisher: str | None = None) -> str | None:
    """Clean one name as a page prints it; None for an address, the outlet itself, or nobody.

    "Via AP news wire" names the agency that the text came from, and becomes "AP".
    """
    name = " ".join(text.split()).strip(" ,;|·•-–—")
    name = _WIRE.sub("", _PREFIX.sub("", name)).strip()
    if not 2 <= len(name) <= 200 or not re.search(r"[^\W\d_]{2}", name):
        return None
    if re.search(r"https?:|www\.|@|[{}<>]|^/", name) or name.lower() in _NOBODY:
        return None
    return None if publisher and _same_outlet(name, publisher) else name


def _same_outlet(name: str, publisher: str) -> bool:
    return _fold(name) == _fold(publisher)


def _fold(name: str) -> str:
    words = re.findall(r"\w+", name.lower())
    core = [
        word for word in words if word not in {"the", "news", "online", "com", "org", "net", "www", "staff", "english"}
    ]
    return "".join(core or words)


def join_authors(names: Iterable[str], publisher: str | None = None) -> str | None:
    """Join the names of a page's authors by commas, each once; None where no real one is left."""
    found = dict.fromkeys(clean for name in names if (clean := read_byline(name, publisher)))
    return ", ".join(found) or None
