"""An article as reference managers take it: CSL-JSON and BibTeX."""

import json
import re
from typing import Any

from dragoman.export.periods import find_period
from dragoman.model import Article

__all__ = ["bibtex_of", "csl_of"]

_POINT = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")
_SPECIAL = re.compile(r"[\\{}$&#^_%~]")
_NAMED = {"\\": r"\textbackslash{}", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}"}
_SPACE = re.compile(r"\s+")


def csl_of(article: Article) -> str:
    """Write an article as a CSL-JSON list of one item (CSL 1.0.2, "article-newspaper")."""
    item: dict[str, Any] = {"id": article.id, "type": "article-newspaper"}
    fields = {"title": article.title, "container-title": article.publisher, "URL": article.url}
    item |= {name: value for name, value in (fields | {"language": article.language}).items() if value}
    if article.byline:
        # How a byline divides into names is for people to say.
        item["author"] = [{"literal": article.byline}]
    date = _POINT.match(article.published or "")
    if date and find_period(article.published):
        item["issued"] = {"date-parts": [[int(part) for part in date.groups() if part]]}
    return json.dumps([item], ensure_ascii=False, indent=2) + "\n"


def bibtex_of(article: Article) -> str:
    """Write an article as an entry of BibLaTeX's @article with the subtype newspaper."""
    fields = {
        "title": article.title,
        "author": article.byline and "{" + _plain(article.byline) + "}",
        "journaltitle": article.publisher,
        "date": article.published,
        "url": article.url,
    }
    lines = [
        f"  {name} = {{{value if name == 'author' else _plain(value)}}},\n" for name, value in fields.items() if value
    ]
    key = re.sub(r"[^A-Za-z0-9:._-]", "-", article.id)
    return f"@article{{{key},\n{''.join(lines)}  entrysubtype = {{newspaper}},\n}}\n"


def _plain(text: str) -> str:
    written = _SPECIAL.sub(lambda found: _NAMED.get(found[0], "\\" + found[0]), text)
    return _SPACE.sub(" ", written)
