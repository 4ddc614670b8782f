"""OPML lists of feeds, and sitemaps: addresses of what is to be read, and no article themselves."""

from dataclasses import dataclass

from lxml import etree

from dragoman.errors import UnreadableInput

__all__ = ["Listed", "read_listing"]

_MOST = 50_000  # addresses; as many as a sitemap may have


@dataclass(frozen=True, slots=True)
class Listed:
    """One address of a list."""

    url: str
    title: str | None = None
    changed: str | None = None  # as the list has it
    kind: str = "page"  # "page", "feed", or "sitemap": another list


def read_listing(data: bytes, where: str) -> list[Listed]:
    """Read an OPML list or a sitemap (or an index of sitemaps). Raises UnreadableInput where it is neither."""
    # Nothing outside the document is looked at, and no entity is spelt out.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as trouble:
        raise UnreadableInput("is no OPML list or sitemap", where) from trouble
    name = etree.QName(root).localname.lower() if root is not None and isinstance(root.tag, str) else ""
    if name == "opml":
        found = [
            Listed(url, outline.get("title") or outline.get("text") or None, kind="feed")
            for outline in root.iter("{*}outline")
            if (url := outline.get("xmlUrl", "").strip())
        ]
    elif name in {"urlset", "sitemapindex"}:
        kind = "page" if name == "urlset" else "sitemap"
        found = [
            Listed(url, changed=(entry.findtext("{*}lastmod") or "").strip() or None, kind=kind)
            for entry in root.iter("{*}url", "{*}sitemap")
            if (url := (entry.findtext("{*}loc") or "").strip())
        ]
    else:
        raise UnreadableInput("is no OPML list or sitemap", where)
    if not found:
        raise UnreadableInput("lists no address", where)
    return list({one.url: one for one in found[:_MOST] if one.url.startswith(("http://", "https://"))}.values())
