"""Two versions of an article's text side by side, word by word."""

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dragoman.desk.article import find_kept
from dragoman.errors import Unusable
from dragoman.export.said import number
from dragoman.model import Article

__all__ = ["Row", "Stretch", "compare_texts", "show"]

_WORDS = re.compile(r"\s+|\w+|[^\w\s]")
_ALIKE = 0.5  # paragraphs that share less stand apart: one gone, one new
_MOST = 200_000  # characters: difflib takes time that grows with the square


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words of one side."""

    text: str
    changed: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A paragraph of one version beside that of the other; nothing where that one has none."""

    kind: str  # "same", "changed", "gone", "new"
    before: Sequence[Stretch]
    after: Sequence[Stretch]


@require_safe
def show(request: HttpRequest, article_id: str) -> HttpResponse:
    """Show what changed between two versions: those that `from` and `to` name, or the last two."""
    last = find_kept(article_id, None)
    after = find_kept(article_id, request.GET.get("to")) if "to" in request.GET else last
    earlier = request.GET.get("from", str(max(after.number - 1, 1)))
    before = find_kept(article_id, earlier)
    old, new = before.reading.article, after.reading.article
    if len(old.text) + len(new.text) > _MOST:
        raise Unusable(
            _("these texts have more than %(most)s characters together; the versions can be read one by one")
            % {"most": number(_MOST)},
            "text",
        )
    rows = compare_texts(old.text, new.text)
    heads = [(name, one or "–", other or "–") for name, one, other in _heads(old, new) if one != other]
    numbers = [line.number for line in last.versions]
    context = {"it": new, "rows": rows, "heads": heads, "before": before.number, "after": after.number}
    context["numbers"] = numbers
    return render(request, "compare.html", context | {"changes": sum(row.kind != "same" for row in rows)})


def compare_texts(before: str, after: str) -> list[Row]:
    """Lay two texts side by side, paragraph by paragraph."""
    old, new = before.split("\n\n"), after.split("\n\n")
    rows: list[Row] = []
    for kind, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            rows += [Row("same", [Stretch(text)], [Stretch(text)]) for text in old[a:b]]
        else:
            rows += _pair(old[a:b], new[c:d])
    return rows


def _pair(old: Sequence[str], new: Sequence[str]) -> Iterator[Row]:
    """Put paragraphs that are mostly alike beside each other, in order."""
    waiting = list(new)
    for text in old:
        found = next((at for at, other in enumerate(waiting) if _alike(text, other)), None)
        if found is None:
            yield Row("gone", [Stretch(text, changed=True)], [])
            continue
        for other in waiting[:found]:
            yield Row("new", [], [Stretch(other, changed=True)])
        yield Row("changed", *_words(text, waiting[found]))
        del waiting[: found + 1]
    for other in waiting:
        yield Row("new", [], [Stretch(other, changed=True)])


def _alike(one: str, other: str) -> bool:
    matcher = difflib.SequenceMatcher(None, _WORDS.findall(one), _WORDS.findall(other), autojunk=False)
    return matcher.quick_ratio() >= _ALIKE and matcher.ratio() >= _ALIKE


def _words(before: str, after: str) -> tuple[list[Stretch], list[Stretch]]:
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    left, right = [], []
    for kind, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        changed = kind != "equal"
        left.append(Stretch("".join(old[a:b]), changed=changed))
        right.append(Stretch("".join(new[c:d]), changed=changed))
    return [one for one in left if one.text], [one for one in right if one.text]


def _heads(old: Article, new: Article) -> Iterator[tuple[str, str | None, str | None]]:
    for name in ("title", "standfirst", "byline", "published", "category", "publisher"):
        yield name, getattr(old, name), getattr(new, name)
