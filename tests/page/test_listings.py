"""OPML lists and sitemaps."""

import pytest

from dragoman.errors import UnreadableInput
from dragoman.page.listings import Listed, read_listing


def test_opml() -> None:
    found = read_listing(
        b"<?xml version='1.0'?><opml version='2.0'><body><outline text='North'><outline type='rss' text='Harbour Post' "
        b"xmlUrl='https://harbour.example/feed'/></outline><outline text='no feed'/>"
        b"<outline xmlUrl='file:///etc/hostname'/></body></opml>",
        "list",
    )
    assert found == [Listed("https://harbour.example/feed", "Harbour Post", kind="feed")]


def test_sitemap_and_index() -> None:
    space = b"xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'"
    pages = read_listing(
        b"<urlset " + space + b"><url><loc> https://harbour.example/1 </loc><lastmod>2031-03-12</lastmod></url>"
        b"<url><loc>https://harbour.example/1</loc></url><url><loc>https://harbour.example/2</loc></url></urlset>",
        "map",
    )
    assert [(one.url, one.kind) for one in pages] == [
        ("https://harbour.example/1", "page"),
        ("https://harbour.example/2", "page"),
    ]
    index = read_listing(
        b"<sitemapindex " + space + b"><sitemap><loc>https://harbour.example/new.xml</loc></sitemap></sitemapindex>",
        "index",
    )
    assert index == [Listed("https://harbour.example/new.xml", kind="sitemap")]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "map: is no OPML list or sitemap"),
        (b"plain words", "map: is no OPML list or sitemap"),
        (b"<rss><channel/></rss>", "map: is no OPML list or sitemap"),
        (b"<opml><body/></opml>", "map: lists no address"),
        (
            b"<!DOCTYPE u [<!ENTITY a SYSTEM 'file:///etc/hostname'>]><urlset><url><loc>&a;</loc></url></urlset>",
            "map: lists no address",
        ),
    ],
)
def test_others_are_refused_in_one_line(data: bytes, said: str) -> None:
    with pytest.raises(UnreadableInput) as caught:
        read_listing(data, "map")
    assert str(caught.value) == said
