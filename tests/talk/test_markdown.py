"""What people write comes out as safe HTML, whatever they write."""

import re

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.talk.markdown import count_links, render

ALLOWED = {"p", "br", "em", "strong", "a", "ul", "ol", "li", "blockquote", "code", "pre", "hr"}
SCHEMES = ("http:", "https:", "mailto:")


def check_safe(html: str) -> None:
    root = lxml.html.fragment_fromstring(html, create_parent="div")
    for element in root.iter():
        if element is root:
            continue
        assert element.tag in ALLOWED, html
        assert set(element.attrib) <= ({"href", "title", "rel"} if element.tag == "a" else {"start"}), html
        if element.tag == "a" and element.get("href") is not None:
            assert element.get("href", "").lower().startswith(SCHEMES) or not re.match(
                r"[a-z][a-z0-9+.-]*:", element.get("href", ""), re.IGNORECASE
            ), html


@pytest.mark.parametrize(
    ("body", "html"),
    [
        ("*so* and **so**", "<p><em>so</em> and <strong>so</strong></p>\n"),
        ("one\ntwo", "<p>one<br>\ntwo</p>\n"),
        ("> said", "<blockquote>\n<p>said</p>\n</blockquote>\n"),
        ("# no heading", "<p># no heading</p>\n"),
        ("<b>no</b>", "<p>&lt;b&gt;no&lt;/b&gt;</p>\n"),
        (
            "see https://a.example/b?c=1&d=2.",
            '<p>see <a href="https://a.example/b?c=1&amp;d=2" rel="nofollow ugc noopener noreferrer">https://a.example/b?c=1&amp;d=2</a>.</p>\n',
        ),
        (
            "[words](https://a.example/)",
            '<p><a href="https://a.example/" rel="nofollow ugc noopener noreferrer">words</a></p>\n',
        ),
        ("`https://a.example/`", "<p><code>https://a.example/</code></p>\n"),
    ],
)
def test_a_part_of_markdown(body: str, html: str) -> None:
    assert render(body) == html
    check_safe(html)


@pytest.mark.parametrize(
    "body",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](java\tscript:alert(1))",
        "[x](&#106;avascript:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "[x](vbscript:x)",
        "<javascript:alert(1)>",
        "![x](https://a.example/x.png)",
        '[x](https://a.example/ "onclick=alert(1)")',
        "[x]: javascript:alert(1)\n\n[x]",
        '<img src=x onerror="alert(1)">',
        "<svg/onload=alert(1)>",
        "https://a.example/\"onmouseover='alert(1)'",
        "<https://a.example/<script>>",
        "```\n</code></pre><script>alert(1)</script>\n```",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "\x00<script>",
        "[" * 5000,
        "> " * 5000 + "x",
        "*_" * 4000,
        "- " * 3000 + "x",
    ],
)
def test_hostile_markdown_is_harmless(body: str) -> None:
    html = render(body)
    check_safe(html)
    assert "<script" not in html
    assert "<img" not in html


@given(st.text(max_size=300) | st.text(alphabet="<>[]()!*_`'\"&;:/\\ \n#-+jasvcriptonhe=https", max_size=200))
def test_any_text_is_harmless(body: str) -> None:
    check_safe(render(body))


def test_links_are_counted() -> None:
    assert count_links("https://a.example/ [b](https://b.example/) <https://c.example/> and `https://d.example/`") == 3
    assert count_links("<a href='https://a.example/'>not one</a>") == 1  # the address in it is
    assert count_links("&lt;a nothing") == 0
