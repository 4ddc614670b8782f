"""Measure reading pages: text, title, standfirst, authors and date against the gold pages.

    python benchmarks/pages.py [--gold ../shared/gold] [--copied] [--verbose]

Text: F1 of shared 4-word shingles (scrapinghub's article-extraction-benchmark), of our paragraphs against the gold body;
where the gold body begins with the standfirst, ours counts too. `--copied` also reads each page as a person would select and
copy it: innerText of the body in headless Chromium, scripts off, no network.
"""

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from dragoman.errors import NotAnArticle
from dragoman.model import Article
from dragoman.page import read_page

_CHROMIUM = "/usr/bin/chromium"


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    words = re.findall(r"\w+", text)
    return Counter(tuple(words[at : at + 4]) for at in range(max(1, len(words) - 3)))


def _f1(gold: str, found: str) -> float:
    a, b = _shingles(gold), _shingles(found)
    return 2 * (a & b).total() / (a.total() + b.total())


def _fold(text: str | None) -> str:
    return " ".join((text or "").replace("’", "'").split())


def _score(gold: dict[str, Any], article: Article | None) -> dict[str, float | None]:
    """Score one page; None where gold has nothing to compare with."""
    if article is None:
        return {"text": 0.0, "title": 0.0 if gold["title"] else None}
    body = "\n".join(span.of(article.text) for span in article.parts.paragraphs)
    with_standfirst = f"{article.standfirst}\n{body}" if article.standfirst else body
    day = (gold["published"] or "")[:10]
    return {
        "text": max(_f1(gold["body"], body), _f1(gold["body"], with_standfirst)),
        "title": float(_fold(article.title) == _fold(gold["title"])) if gold["title"] else None,
        "standfirst": float(_fold(article.standfirst) == _fold(gold["standfirst"])) if gold["standfirst"] else None,
        "authors": float(set((article.byline or "").split(", ")) - {""} == set(", ".join(gold["authors"]).split(", ")) - {""})
        if gold["authors"] is not None else None,
        "date": float(article.published == day) if day else None,
    }  # fmt: skip


def _copies(paths: list[Path]) -> Iterator[str]:
    """Yield each page's visible text as Chromium renders it."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=_CHROMIUM, args=["--no-sandbox"])
        context = browser.new_context(java_script_enabled=False, offline=True)
        for path in paths:
            page = context.new_page()
            page.goto(path.absolute().as_uri(), wait_until="domcontentloaded")
            yield page.inner_text("body")
            page.close()


def _read(data: bytes, url: str | None = None) -> Article | None:
    try:
        return read_page(data, url=url)
    except NotAnArticle as trouble:
        print(f"  refused: {trouble}", file=sys.stderr)
        return None


def _report(name: str, rows: list[tuple[str, dict[str, float | None]]], *, verbose: bool) -> None:
    for page, row in rows if verbose else []:
        print(f"  {page[:40]:40}", {key: value if value is None else round(value, 3) for key, value in row.items()})
    for key in ("text", "title", "standfirst", "authors", "date"):
        values = [value for _, row in rows if (value := row.get(key)) is not None]
        print(f"{name:8} {key:10} {sum(values) / max(1, len(values)):.3f}  of {len(values)}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", type=Path, default=Path("../shared/gold"))
    parser.add_argument("--copied", action="store_true", help="also read the pages as copied from a browser")
    parser.add_argument("--verbose", action="store_true")
    options = parser.parse_args()
    paths = sorted((options.gold / "pages").glob("*.html"))
    if not paths:
        sys.exit(f"{options.gold / 'pages'}: no gold pages here; name their folder by --gold")
    golds = [json.loads(path.with_suffix(".gold.json").read_text("utf-8")) for path in paths]
    names = [path.stem for path in paths]
    pages = [_score(gold, _read(path.read_bytes(), gold["url"])) for path, gold in zip(paths, golds, strict=True)]
    _report("page", list(zip(names, pages, strict=True)), verbose=options.verbose)
    if options.copied:
        copies = [_score(gold, _read(text.encode())) for text, gold in zip(_copies(paths), golds, strict=True)]
        _report("copied", list(zip(names, copies, strict=True)), verbose=options.verbose)


if __name__ == "__main__":
    main()
