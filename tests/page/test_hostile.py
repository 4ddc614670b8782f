"""Hostile inputs: each gives an Article or one clear line, never another error, and none takes long."""

import gzip
import io
import json
import zipfile

import pytest

from dragoman.errors import NotAnArticle
from dragoman.page import Limits, read_page

_SENTENCE = "The two envoys met on a ferry on Monday and agreed on nothing, people on board said."
_PAGE = f"<html><head><title>Envoys meet again on ferry</title></head><body><h1>Envoys meet again on ferry</h1><p>{_SENTENCE}</p><p>{_SENTENCE} Again.</p></body></html>"


def _zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", _SENTENCE)
    return out.getvalue()


_DEEP_JSON = '<script type="application/ld+json">' + "[" * 100_000 + "</script>"

READ = {
    "truncated html": _PAGE[: _PAGE.index("Again.")].encode(),
    "truncated in a tag": (_PAGE[:-20] + "<p cla").encode(),
    "cut off in a character": "L’envoyé est arrivé à Genève, où il a été reçu par le président é".encode()[:-1],
    "a NUL between words": (_SENTENCE * 2).replace("envoys", "envoys\0", 1).encode(),
    "wrong meta charset": f"<html><head><meta charset='iso-8859-1'></head><body><p>{_SENTENCE} “Nein”, hieß es.</p></body></html>".encode(),
    "unknown charset": _PAGE.replace("<head>", "<head><meta charset='klingon-8'>").encode(),
    "windows-1252": "The envoy said: “We talked about the café’s menu, and nothing else.”".encode("cp1252"),
    "utf-16 with mark": _PAGE.encode("utf-16"),
    "utf-16 without mark": _SENTENCE.encode("utf-16-le"),
    "utf-8 with mark": b"\xef\xbb\xbf" + _SENTENCE.encode(),
    "utf-32": _SENTENCE.encode("utf-32"),
    "right-to-left marks": "\u202eThe envoys\u200f met on a ferry\u202c and agreed on nothing.".encode(),
    "arabic": "التقى المبعوثان يوم الاثنين على متن عبارة ولم يتفقا على شيء، بحسب ركاب.".encode(),
    "japanese": "二人の特使は月曜日にフェリーで会談したが、何も合意しなかったと乗客が述べた。".encode(),
    "emoji": "The envoys 👩‍🚀🇳🇴 met on a ferry 🛳️ and agreed on nothing 🤷🏽‍♀️.".encode(),
    "unpaired quotes": "“The envoys met, he said, \"and agreed on nothing. ‘Never again.".encode(),
    "all capitals": _SENTENCE.upper().encode(),
    "one word": b"Denied.",
    "no date": _PAGE.encode(),
    "a date in the future": _PAGE.replace("<head>", "<head><meta property='article:published_time' content='2999-01-01'>").encode(),
    "an impossible date": _PAGE.replace("<head>", "<head><meta property='article:published_time' content='2024-13-45'>").encode(),
    "a date of words": _PAGE.replace("<head>", "<head><meta name='date' content='yesterday'>").encode(),
    "a million line ends": ("\n" * 1_000_000 + _SENTENCE).encode(),
    "carriage returns": f"{_SENTENCE}\r{_SENTENCE}".encode(),
    "20 MB in one line": (_SENTENCE + " ").encode() * (20 * 2**20 // (len(_SENTENCE) + 1)),
    "one word of 5 MB": b"a" * 5_000_000,
    "100,000 nested tags around text": (_PAGE.replace("</body>", "<div>" * 100_000 + "</body>")).encode(),
    "100,000 unclosed inline tags": (_PAGE.replace("</body>", "<b><i>" * 50_000 + "</body>")).encode(),
    "100,000 attributes": _PAGE.replace("<h1>", "<h1 " + " ".join(f"a{i}=1" for i in range(100_000)) + ">").encode(),
    "100,000 meta elements": _PAGE.replace("<head>", "<head>" + "<meta name=a content=b>" * 100_000).encode(),
    "deep json-ld": _PAGE.replace("<head>", "<head>" + _DEEP_JSON).encode(),
    "json-ld of odd types": _PAGE.replace("<head>", '<head><script type="application/ld+json">[1,null,{"@type":["NewsArticle",3],"headline":{"a":1},"datePublished":17,"author":[[["x"]],{"name":["y"]}]}]</script>').encode(),
    "broken json-ld": _PAGE.replace("<head>", '<head><script type="application/ld+json">{"@type":</script>').encode(),
    "entity expansion": ('<!DOCTYPE html [<!ENTITY a "b"><!ENTITY c "&a;&a;&a;">]>' + _PAGE.replace("Again.", "&c;")).encode(),
    "external entity": ('<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/hostname">]>' + _PAGE.replace("Again.", "&x;")).encode(),
    "control characters": (_SENTENCE + "\x1b[31m red \x07 bell").encode(),
    "lone surrogate bytes": _SENTENCE.encode() + b"\xed\xa0\x80",
    "gzip": gzip.compress(_PAGE.encode()),
    "nul-rich html": _PAGE.replace("<p>", "<p>\0").encode(),
    "xml declaration with encoding": ('<?xml version="1.0" encoding="utf-16"?>' + _PAGE).encode(),
    "angle brackets in text": b"The minister wrote <no comment> and left the ferry before dawn, people on board said.",
    "many quotation marks": ('"' * 5_000 + _SENTENCE).encode(),
    "patterns that backtrack": ("By " + "A" * 50 + " and" * 3000 + "\n" + _SENTENCE).encode(),
    "menu of 50,000 lines": ("World\nSport\nA line of a menu here\n" * 17_000 + _SENTENCE + "\n" + _SENTENCE).encode(),
}  # fmt: skip

REFUSED = {
    "empty": b"",
    "white space": b" \r\n\t\n ",
    "only NULs": b"\0" * 10_000,
    "pdf": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj",
    "png": b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
    "jpeg": b"\xff\xd8\xff\xe0" + bytes(range(256)),
    "zip": _zip(),
    "random bytes": bytes((i * 7919 >> 3) % 256 for i in range(50_000)),
    "only punctuation": b"... --- ...",
    "only emoji": "🛳️🤷🏽‍♀️".encode(),
    "gzip bomb": gzip.compress(b"\0" * (64 * 2**20)),
    "gzip in gzip bomb": gzip.compress(gzip.compress(b"a" * (64 * 2**20))),
    "damaged gzip": b"\x1f\x8b\x08\0garbage",
    "empty gzip": gzip.compress(b""),
    "html without text": b"<html><body><img src=a></body></html>",
    "only nested tags": b"<div>" * 100_000,
    "login wall": b"<html><head><title>Envoys meet</title></head><body><h1>Envoys meet</h1><p>The two envoys met.</p><p>Log in to continue reading this article.</p></body></html>",
    "pasted login wall": b"Envoys meet\nLog in to continue reading\nThis article is for subscribers only.",
    "error page": b"<html><head><title>404 Not Found</title></head><body><h1>404 Not Found</h1><p>The page that you looked for is not here any more.</p></body></html>",
    "index page": (
        "<html><body>"
        + "".join(f"<h2><a href=/{i}>Minister number {i} meets another minister again</a></h2>" for i in range(60))
        + "</body></html>"
    ).encode(),
    "feed": b"<?xml version='1.0'?><rss version='2.0'><channel><title>a</title></channel></rss>",
    "json": json.dumps({"a": [1, 2, 3]}).encode(),
    "only chrome": b"Loading\nSearch\n:\nShare\nComment(s) Write comment\nTrackback (You need to login.)",
}


@pytest.mark.parametrize("name", READ)
def test_is_read(name: str) -> None:
    article = read_page(READ[name])
    assert article.text.strip()
    assert all(span.of(article.text).strip() for span in article.parts.paragraphs)


@pytest.mark.parametrize("name", REFUSED)
def test_is_refused_in_one_line(name: str) -> None:
    with pytest.raises(NotAnArticle) as caught:
        read_page(REFUSED[name], name="input")
    assert "\n" not in str(caught.value)
    assert str(caught.value).startswith("input: ")


def test_size_is_limited() -> None:
    with pytest.raises(NotAnArticle, match="larger"):
        read_page(b"a" * 2_000_000, limits=Limits(document=1_000_000))
