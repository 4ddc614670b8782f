"""Which line is judged next: by article, the newest first; whatever a query finds; or what the reader is least sure of.

A place in the queue is a line; what comes after it is asked of the database, so that a queue is never held, however long.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, FloatField, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from dragoman.model import Reading
from dragoman.record.judging import iter_lines
from dragoman.record.matching import Search
from dragoman.record.models import EventRow, Judgement, StatementRow, Version
from dragoman.record.packed import machine_reading
from dragoman.record.query import parse
from dragoman.record.store import Record

__all__ = ["Choice", "Place", "find_next", "find_previous", "neighbours_in"]

_TABLES: dict[str, Any] = {"events": EventRow, "statements": StatementRow}
_UNSURE = 2.0  # above every confidence: readers that do not tell come last
_AHEAD = 200  # articles looked through for an open line


@dataclass(frozen=True, slots=True)
class Choice:
    """What a reviewer wants to see."""

    query: str = ""  # in the query language; nothing: everything
    unsure: bool = False  # the least confident first
    table: str = ""  # only lines of this table
    article: str = ""  # only this article

    @property
    def by_line(self) -> bool:
        """Tell whether the queue is of lines that are found one by one, not of articles."""
        return not self.article and (self.unsure or (bool(self.query) and parse(self.query).show != "articles"))


@dataclass(frozen=True, slots=True)
class Place:
    """A line."""

    article: str
    table: str
    local: str


def find_next(record: Record, choice: Choice, after: Place | None = None) -> Place | None:
    """Find the next line that nobody judged. Raises WrongQuery where the query is wrong."""
    return _step(record, choice, after, back=False)


def find_previous(record: Record, choice: Choice, before: Place) -> Place | None:
    """Find the line before, in the same order; within an article also one that is judged."""
    return _step(record, choice, before, back=True)


def neighbours_in(
    reading: Reading, place: Place, table: str = "", seen: frozenset[tuple[str, str]] = frozenset()
) -> tuple[Place | None, Place | None]:
    """Return the line before and the next open one in the same article.

    table: only lines of this one. seen: those that are judged.
    """
    lines: list[tuple[str, str]] = [(name, line.id) for name, line in iter_lines(reading) if name == (table or name)]
    here = lines.index((place.table, place.local)) if (place.table, place.local) in lines else -1
    before = lines[here - 1] if here > 0 else None
    after = next((key for key in lines[here + 1 :] if key not in seen), None)
    return (Place(place.article, *before) if before else None), (Place(place.article, *after) if after else None)


def _step(record: Record, choice: Choice, place: Place | None, *, back: bool) -> Place | None:
    if choice.by_line:
        tables = _wanted(choice)
        found = [one for table in tables if (one := _next_row(record, choice, table, place, back=back))]
        return (max if back else min)(found, key=lambda pair: pair[0])[1] if found else None
    if place is not None:
        version = _version_of(place.article, record.alias)
        if version is not None:
            machine = machine_reading(version)
            before, after = neighbours_in(machine, place, choice.table, _seen(version, record.alias))
            inside = before if back else after
            if inside is not None or choice.article:
                return inside
    return _in_articles(record, choice, place, back=back)


# By article


def _in_articles(record: Record, choice: Choice, place: Place | None, *, back: bool) -> Place | None:
    rows = _versions(record, choice)
    here = _version_of(place.article, record.alias) if place else None
    if here is not None:
        later, same = ("gt", "gt") if back else ("lt", "lt")
        rows = rows.filter(Q(**{f"told__{later}": here.told}) | Q(told=here.told, **{f"pk__{same}": here.pk}))
    order = ("told", "pk") if back else ("-told", "-pk")
    for version in rows.order_by(*order).defer("text")[:_AHEAD]:
        seen = _seen(version, record.alias)
        lines = [
            Place(version.article_id, table, line.id)
            for table, line in iter_lines(machine_reading(version))
            if table == (choice.table or table) and (table, line.id) not in seen
        ]
        if lines:
            return lines[-1] if back else lines[0]
    return None


def _versions(record: Record, choice: Choice) -> QuerySet[Version]:
    rows: QuerySet[Version] = Version.objects.using(record.alias).filter(current=True)
    if choice.article:
        rows = rows.filter(article_id=choice.article)
    if choice.query:
        query = parse(choice.query)
        rows = Search.of(query, record.alias).rows("articles")
    return rows.filter(Q(judged=None) | Q(judged__open__gt=0))


def _version_of(article: str, alias: str) -> Version | None:
    return Version.objects.using(alias).filter(article_id=article, current=True).defer("text").first()


def _seen(version: Version, alias: str) -> frozenset[tuple[str, str]]:
    rows = Judgement.objects.using(alias).filter(version=version, standing=True)
    return frozenset((table, local) for table, local in rows.values_list("table", "local") if local is not None)


# By line

_Order = tuple[Any, ...]


def _wanted(choice: Choice) -> Sequence[str]:
    shown = parse(choice.query).show if choice.query else "articles"
    tables = [shown] if shown in _TABLES else list(_TABLES)
    return [table for table in tables if table == (choice.table or table)]


def _next_row(
    record: Record, choice: Choice, table: str, place: Place | None, *, back: bool
) -> tuple[_Order, Place] | None:
    alias = record.alias
    rows = _rows_of(choice, table, alias)
    judged = Judgement.objects.using(alias).filter(
        version=OuterRef("version"), table=table, local=OuterRef("local"), standing=True
    )
    rows = rows.filter(~Exists(judged)).annotate(
        sure=Coalesce(F("confidence"), Value(_UNSURE), output_field=FloatField())
    )
    here = _order_of(place, choice, alias) if place else None
    if here is not None:
        rows = rows.filter(_beyond(here, table, choice, back=back))
    names = ("sure",) if choice.unsure else ()
    order = [*names, "-told", "-version", "number"]
    if back:
        order = [name.removeprefix("-") if name.startswith("-") else f"-{name}" for name in order]
    row = rows.order_by(*order).values_list("sure", "told", "version", "number", "version__article_id", "local").first()
    if row is None:
        return None
    sure, told, version, number, article, local = row
    return _key(choice, sure, told, version, table, number), Place(article, table, local)


def _rows_of(choice: Choice, table: str, alias: str) -> QuerySet[Any]:
    if not choice.query:
        rows: QuerySet[Any] = _TABLES[table].objects.using(alias)
        return rows
    query = parse(choice.query)
    search = Search.of(query, alias)
    if query.show == table:
        return search.rows(query.show)
    versions = search.rows("articles")
    found: QuerySet[Any] = _TABLES[table].objects.using(alias).filter(version__in=versions.values("pk"))
    return found


def _order_of(place: Place, choice: Choice, alias: str) -> _Order | None:
    if place.table not in _TABLES:
        return None
    rows = _TABLES[place.table].objects.using(alias).filter(version__article_id=place.article, local=place.local)
    row = rows.values_list("confidence", "told", "version", "number").first()
    if row is None:  # it was rejected meanwhile: it stands where the article stands
        version = _version_of(place.article, alias)
        if version is None:
            return None
        lines = enumerate(getattr(machine_reading(version), place.table))
        number, line = next(((at, line) for at, line in lines if line.id == place.local), (0, None))
        row = (getattr(line, "confidence", None), version.told, version.pk, number)
    confidence, told, version_pk, number = row
    return _key(choice, _UNSURE if confidence is None else confidence, told, version_pk, place.table, number)


def _key(choice: Choice, sure: float, told: Any, version: int, table: str, number: int) -> _Order:
    """Return what the queue is ordered by, the smallest first."""
    return (sure if choice.unsure else 0.0, -told.toordinal(), -version, table, number)


def _beyond(here: _Order, table: str, choice: Choice, *, back: bool) -> Q:
    """Return the condition that a row of a table stands behind a place, or before it."""
    sure, told, version, at, number = here
    day = _day(told)
    more, less = ("lt", "gt") if back else ("gt", "lt")
    same = Q(told=day, version=-version)
    # Lines of one version stand table by table, each in the order of its numbers.
    further = table < at if back else table > at
    after = Q(**{f"told__{less}": day}) | Q(told=day, **{f"version__{less}": -version})
    if table == at:
        after |= same & Q(**{f"number__{more}": number})
    elif further:
        after |= same
    return Q(**{f"sure__{more}": sure}) | (Q(sure=sure) & after) if choice.unsure else after


def _day(told: int) -> dt.date:
    return dt.date.fromordinal(-told)
