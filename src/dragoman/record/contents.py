"""What is in a Record, for somebody who has asked nothing yet: its categories, and the newest articles of each."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from django.db.models import Count, Exists, F, OuterRef, Q

from dragoman.record.ask import read_place, write_place
from dragoman.record.lines import ArticleLine, describe_article
from dragoman.record.models import KeptArticle, Link, Shelf, Version
from dragoman.record.questions import check_limit
from dragoman.record.store import Record
from dragoman.record.values import list_values

__all__ = ["Card", "Category", "Newest", "count_articles", "find_newest", "list_categories", "list_names"]

_LEAD = 240  # characters of the text that a card shows
_SPACE = re.compile(r"\s+")
_MOST_NAMES = 300  # names that a form can offer


@dataclass(frozen=True, slots=True)
class Category:
    """A category that outlets file articles under."""

    name: str  # folded
    articles: int  # copies among them


@dataclass(frozen=True, slots=True)
class Card:
    """An article in a list, with the first words below its title."""

    article: ArticleLine
    category: str | None  # folded
    lead: str
    copies: int  # articles that have the same text


@dataclass(frozen=True, slots=True)
class Newest:
    """Articles, the newest first; copies are folded into what they copy."""

    cards: tuple[Card, ...]
    next: str | None  # where the next page begins


def count_articles(record: Record) -> int:
    """Count the articles, copies among them."""
    return KeptArticle.objects.using(record.alias).count()


def list_categories(record: Record) -> tuple[Category, ...]:
    """List the categories, the largest first."""
    current = Version.objects.using(record.alias).filter(current=True, category__gt="")
    counted = current.order_by().values("category").annotate(articles=Count("pk"))
    found = [Category(row["category"] or "", row["articles"]) for row in counted]
    return tuple(sorted(found, key=lambda category: (-category.articles, category.name)))


def list_names(record: Record, column: Literal["outlet", "category"]) -> tuple[str, ...]:
    """List the names of outlets or categories, folded, in the order of the alphabet; no more than a form can offer."""
    return tuple(filter(None, list_values(Version, column, record.alias, most=_MOST_NAMES)))


def find_newest(
    record: Record,
    category: str | None = None,
    *,
    shelf: tuple[str, str] | None = None,
    limit: int = 20,
    cursor: str | None = None,
) -> Newest:
    """Find the newest articles, of one category or of all.

    category: folded, as list_categories gives it. shelf: a facet of the desk's own taxonomy, and its value.
    Raises Unusable where limit or cursor are wrong.
    """
    check_limit(limit)
    with record.snapshot():
        rows = Version.objects.using(record.alias).filter(current=True)
        if category is not None:
            rows = rows.filter(category=category)
        if shelf is not None:
            filed = Shelf.objects.using(record.alias).filter(facet=shelf[0], value=shelf[1])
            rows = rows.filter(pk__in=filed.values("version"))
        rows = rows.filter(~Exists(Link.objects.using(record.alias).filter(kind="copies", left=OuterRef("pk"))))
        if cursor:
            told, pk = read_place(cursor, int)
            rows = rows.filter(Q(told__lt=told) | Q(told=told, pk__lt=pk))
        found = list(rows.order_by(F("told").desc(), "-pk").defer("reading")[: limit + 1])
        shown = found[:limit]
        copies = _count_copies([version.pk for version in shown], record.alias)
    last = shown[-1] if len(found) > limit else None
    more = write_place(last.told and last.told.isoformat(), last.pk) if last else None
    return Newest(tuple(_card(version, copies[version.pk]) for version in shown), more)


def _count_copies(versions: Sequence[int], alias: str) -> Counter[int]:
    links = Link.objects.using(alias).filter(kind="copies", right__in=versions)
    return Counter(links.values_list("right_id", flat=True))


def _card(version: Version, copies: int) -> Card:
    text = version.text
    below = text[len(version.title) :] if version.title and text.startswith(version.title) else text
    words = _SPACE.sub(" ", below[: 2 * _LEAD]).strip()
    lead = words if len(words) <= _LEAD else words[:_LEAD].rpartition(" ")[0] + " …"
    return Card(describe_article(version), version.category or None, lead, copies)
