"""Where articles are filed: by what they tell, or otherwise where a person said so; each filing is kept."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count
from django.utils.translation import gettext as _

from dragoman.errors import Unusable
from dragoman.record.facets import FACETS
from dragoman.record.models import Filing, Shelf, Version
from dragoman.record.packed import reading_of
from dragoman.record.rows import shelf_rows
from dragoman.record.sql import Sql, run
from dragoman.record.store import Record

__all__ = ["Facet", "Filed", "file_article", "find_filed", "list_facets"]


@dataclass(frozen=True, slots=True)
class Facet:
    """A value of a facet, with how many articles are filed under it."""

    facet: str
    value: str
    articles: int


@dataclass(frozen=True, slots=True)
class Filed:
    """What a person said of where an article belongs."""

    facet: str
    values: tuple[str, ...]
    author: str
    made: datetime


def list_facets(record: Record) -> dict[str, tuple[Facet, ...]]:
    """List the values of each facet that articles are filed under, the largest first."""
    rows = Shelf.objects.using(record.alias).order_by().values("facet", "value").annotate(articles=Count("pk"))
    found = sorted((Facet(**row) for row in rows), key=lambda one: (-one.articles, one.value))
    return {facet: tuple(one for one in found if one.facet == facet) for facet in FACETS}


_SHELVES = """
    SELECT shelf.facet, shelf.value FROM record_version version JOIN record_shelf shelf ON shelf.version_id = version.id
    WHERE version.article_id = %s AND version.current ORDER BY shelf.id
"""


def find_filed(record: Record, article_id: str) -> tuple[dict[str, tuple[str, ...]], tuple[Filed, ...]]:
    """Find under what an article's current version is filed, and what people said of it, the newest first."""
    now: dict[str, tuple[str, ...]] = dict.fromkeys(FACETS, ())
    for facet, value in run(Sql(_SHELVES, (article_id,)), record.alias):
        now[facet] += (value,)
    said = Filing.objects.using(record.alias).filter(kept__versions__article_id=article_id).distinct().order_by("-pk")
    return now, tuple(Filed(one.facet, tuple(one.values), one.author, one.made) for one in said)


def file_article(record: Record, article_id: str, facet: str, values: Sequence[str] | None, *, author: str) -> None:
    """File an article, through all its versions; None: leave it to what it tells again.

    Raises Unusable where there is no such article, facet or value.
    """
    _check(facet, values or ())
    alias = record.alias
    with record.writing():
        rows = Version.objects.using(alias).filter(article_id=article_id).values_list("kept", flat=True)
        version = (
            Version.objects.using(alias).filter(kept__in=rows, current=True).select_related("judged", "kept").first()
        )
        if version is None:
            raise Unusable(_("no such article is kept"), article_id)
        Filing.objects.using(alias).create(
            kept=version.kept, facet=facet, values=list(values or ()), derived=values is None, author=author
        )
        Shelf.objects.using(alias).filter(version=version).delete()
        Shelf.objects.using(alias).bulk_create(shelf_rows([(version, reading_of(version))], alias))


def _check(facet: str, values: Iterable[str]) -> None:
    if facet not in FACETS:
        raise Unusable(_("is class, region or issue"), "facet")
    if wrong := [value for value in values if value not in FACETS[facet]]:
        raise Unusable(_("%(value)s is no %(facet)s") % {"value": repr(wrong[0]), "facet": facet}, facet)
