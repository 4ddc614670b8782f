"""A query as conditions on the tables: which articles, statements and events it finds."""

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connections
from django.db.models import BooleanField, Exists, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL

from dragoman.model import EVENT_TYPES
from dragoman.record.lookup import Meaning, find_meaning
from dragoman.record.models import ActorRow, EventRow, EventSource, Party, StatementRow, Topic, Version
from dragoman.record.query import Operator, Query, Show, Term
from dragoman.record.rows import days_of

__all__ = ["Meanings", "count_rows", "find_meanings", "find_rows"]

Meanings = Mapping[Term, Meaning]

# Where the words of each table are indexed: SQLite's search table, PostgreSQL's table.
_INDEXES: Mapping[Show, tuple[str, str]] = {
    "articles": ("record_search", "record_version"),
    "statements": ("record_statement_search", "record_statementrow"),
    "events": ("record_event_search", "record_eventrow"),
}
# Whom, or what, so many rows have is common: they are not listed, but each row that may be shown is asked whether it is one.
# The newest are soon found among those; of a rare one all are listed, as most rows would be asked in vain.
_COMMON = 5000
_OF_ARTICLES: frozenset[Operator] = frozenset({"outlet", "category"})


def find_meanings(query: Query, alias: str) -> Meanings:
    """Find out what every name in a query means. Raises WrongQuery at the first that means nothing."""
    found = {term: find_meaning(term, alias) for term in query.terms}
    return {term: meaning for term, meaning in found.items() if meaning is not None}


def find_rows(query: Query, show: Show, meanings: Meanings, alias: str, *, newest: bool = False) -> QuerySet[Any]:
    """Return the rows that a query finds: of Version (current ones), StatementRow or EventRow, in no order.

    newest: the newest few of them are wanted; it finds them sooner where what is asked for is common.
    """
    narrow = _narrowest(query)
    if show == "articles" and narrow != "articles":
        # What asks for a line finds the articles that have one line of which all of it is true.
        lines = find_rows(query, narrow, meanings, alias)
        return Version.objects.using(alias).filter(pk__in=lines.values("version"))
    tables: Mapping[Show, QuerySet[Any]] = {
        "articles": Version.objects.using(alias).filter(current=True),
        "statements": StatementRow.objects.using(alias),
        "events": EventRow.objects.using(alias),
    }
    rows = tables[show]
    for clause in query.clauses:
        wanted = Q(pk__in=[])
        for term in clause:
            found = _condition(term, show, meanings.get(term), alias, newest=newest)
            wanted |= ~found if term.negated else found
        rows = rows.filter(wanted)
    return rows


def count_rows(query: Query, show: Show, meanings: Meanings, alias: str, most: int) -> int:
    """Count the rows that a query finds, up to `most` of them."""
    narrow = _narrowest(query)
    if show == "articles" and narrow != "articles":
        rows: QuerySet[Any] = find_rows(query, narrow, meanings, alias).values("version").distinct()
    else:
        rows = find_rows(query, show, meanings, alias)
    return rows.order_by()[:most].count()


def _narrowest(query: Query) -> Show:
    return dataclasses.replace(query, asked=None).show


def _condition(term: Term, show: Show, meaning: Meaning | None, alias: str, *, newest: bool) -> Q:
    if term.operator == "words":
        return _words(term.value, show, alias, newest=newest)
    if term.operator in _OF_ARTICLES and meaning is not None:
        name = term.operator if show == "articles" else f"version__{term.operator}"
        return Q(**{name: meaning.value})
    if term.operator == "date":
        return _days(term.value, show)
    if term.operator == "country":
        return _actors(Q(country=term.value), show, alias)
    if term.operator in {"actor", "about"} and meaning is not None:
        roles = ("about",) if term.operator == "about" else ("about", "to")
        return _actors(meaning.rows, show, alias, roles=roles, speakers=term.operator == "actor")
    if term.operator == "source" and meaning is not None:
        return _source(meaning, show, alias)
    return _code(term)


def _words(words: str, show: Show, alias: str, *, newest: bool) -> Q:
    index, table = _INDEXES[show]
    # The names of tables are ours; the words go as a parameter, in quotation marks, which `words` cannot hold.
    asked = [f'"{words}"']
    if connections[alias].vendor == "postgresql":
        found = f"SELECT id FROM {table} WHERE search @@ websearch_to_tsquery('english', %s)"  # noqa: S608
    else:
        found = f"SELECT rowid FROM {index} WHERE {index} MATCH %s"  # noqa: S608
        if newest and _is_common(found, asked, alias):
            row = f"EXISTS ({found} AND rowid = {table}.id)"
            return Q(RawSQL(row, asked, output_field=BooleanField()))  # noqa: S611
    return Q(pk__in=RawSQL(found, asked))  # noqa: S611


def _is_common(found: str, parameters: Sequence[str], alias: str) -> bool:
    with connections[alias].cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM ({found} LIMIT {_COMMON})", parameters)  # noqa: S608
        return bool(cursor.fetchone()[0] == _COMMON)


def _days(date: str, show: Show) -> Q:
    first, last = days_of(date)
    if show == "articles":
        return Q(published_day__gte=first, published_day__lte=last)
    return Q(first_day__lte=last, last_day__gte=first)


def _actors(rows: Q, show: Show, alias: str, *, roles: tuple[str, ...] = ("about", "to"), speakers: bool = True) -> Q:
    """Return the condition that one of these actors takes part: in an article, a statement or an event."""
    actors = ActorRow.objects.using(alias).filter(rows)
    if show == "articles":
        common = actors.order_by()[:_COMMON].count() == _COMMON
        return Q(Exists(actors.filter(version=OuterRef("pk")))) if common else Q(pk__in=actors.values("version"))
    if show == "events":
        return Q(pk__in=Party.objects.using(alias).filter(actor__in=actors).values("event"))
    topics = Q(pk__in=Topic.objects.using(alias).filter(actor__in=actors, role__in=roles).values("statement"))
    return topics | Q(actor__in=actors) if speakers else topics


def _source(meaning: Meaning, show: Show, alias: str) -> Q:
    if meaning.value:
        return _sourcing(meaning.value, show, alias)
    speakers = ActorRow.objects.using(alias).filter(meaning.rows)
    if show == "statements":
        return Q(actor__in=speakers)
    statements = StatementRow.objects.using(alias).filter(actor__in=speakers)
    if show == "articles":
        return Q(pk__in=statements.values("version"))
    return Q(pk__in=EventSource.objects.using(alias).filter(statement__in=statements).values("event"))


def _sourcing(kind: str, show: Show, alias: str) -> Q:
    # A good part of all statements are of a kind: each row is asked for its own, rather than all rows of the kind listed.
    if show == "statements":
        return Q(sourcing=kind)
    if show == "articles":
        return Q(Exists(StatementRow.objects.using(alias).filter(sourcing=kind, version=OuterRef("pk"))))
    sources = EventSource.objects.using(alias).filter(event=OuterRef("pk"))
    reported = Q(Exists(sources.filter(statement__sourcing=kind)))
    # What is inside nobody's statement, the outlet says itself.
    return reported | ~Q(Exists(sources)) if kind == "outlet" else reported


def _code(term: Term) -> Q:
    if term.operator == "event":
        return Q(type=term.value) if term.value in EVENT_TYPES else Q(mode=term.value)
    if term.operator == "standing":
        return Q(standing=term.value)
    if term.operator == "auxiliary":
        return Q(auxiliary="") if term.value == "none" else Q(auxiliary__contains=term.value)
    # One code may be the end of another ("executive", ...): whole words, between spaces.
    whole = (Q(contexts=term.value), Q(contexts__startswith=f"{term.value} "))
    return whole[0] | whole[1] | Q(contexts__endswith=f" {term.value}") | Q(contexts__contains=f" {term.value} ")
