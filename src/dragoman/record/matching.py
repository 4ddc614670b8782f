"""A query as conditions on the tables: which articles, statements and events it finds."""

import dataclasses
import datetime as dt
import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connections
from django.db.models import BooleanField, Exists, F, Min, Model, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL

from dragoman.model import EVENT_TYPES
from dragoman.record import newest
from dragoman.record.lookup import Meaning, find_meaning
from dragoman.record.models import ActorRow, EventRow, EventSource, Party, StatementRow, Topic, Version
from dragoman.record.newest import Among
from dragoman.record.query import Operator, Query, Show, Term
from dragoman.record.rows import LASTING, days_of

__all__ = ["Meanings", "Search"]

Meanings = Mapping[Term, Meaning]

# Where the words of each table are indexed: SQLite's search table, PostgreSQL's table.
_INDEXES: Mapping[Show, tuple[str, str]] = {
    "articles": ("record_search", "record_version"),
    "statements": ("record_statement_search", "record_statementrow"),
    "events": ("record_event_search", "record_eventrow"),
}
_BRIEF = dt.timedelta(days=62)
_OF_ARTICLES: frozenset[Operator] = frozenset({"outlet", "category"})


@dataclass(frozen=True)
class Search:
    """A query, with what its names mean in one Record."""

    query: Query
    alias: str
    meanings: Meanings = field(default_factory=dict)
    _known: dict[tuple[Term, Show], "_Known"] = field(default_factory=dict)  # of the terms that were asked after

    @classmethod
    def of(cls, query: Query, alias: str) -> "Search":
        """Find out what every name in a query means. Raises WrongQuery at the first that means nothing."""
        found = {term: find_meaning(term, alias) for term in query.terms}
        return cls(query, alias, {term: meaning for term, meaning in found.items() if meaning is not None})

    def rows(self, show: Show) -> QuerySet[Any]:
        """Return the rows that the query finds: of Version (current ones), StatementRow or EventRow, in no order."""
        lines = self._lines(show)
        if lines != show:
            # What asks for a line finds the articles that have one line of which all of it is true.
            return Version.objects.using(self.alias).filter(pk__in=self._find(lines, Among()).values("version"))
        return self._find(show, Among())

    def find_newest(self, show: Show, most: int, place: tuple[Any, ...] | None = None) -> list[int]:
        """Return the numbers of the newest rows.

        place: after which they begin: a row's `told` and version, and of a line its number.
        """
        lines = self._lines(show)
        told = "-told__plain" if self._is_narrow(lines) else "-told"
        order: tuple[str, ...] = (told, "-version", "number")
        if show == "articles":  # lines stand in the order of their articles
            order = (told, "-pk") if lines == show else (told, "-version")
        found = newest.find_newest(
            functools.partial(self._find, lines),
            most,
            "pk" if lines == show else "version",
            driver=self._driver(lines) or self._word_driver(lines),
            after=_after(place, "pk" if lines == "articles" else "version") if place else newest.ANY,
            until=place[0] if place else None,
            order=order,
        )
        return [row for (row,) in found]

    def count(self, show: Show, most: int) -> tuple[int, bool]:
        """Count the rows up to `most`, of what is common only among the newest; tell too whether there may be more."""
        lines = self._lines(show)
        driver = self._driver(lines)
        common = any(not term.negated and self._know(term, lines).word for term in self.query.terms)
        few = common and driver is None and not self._is_narrow(lines)

        def rows(among: Among) -> QuerySet[Any]:
            found = self._find(lines, among, few=few)
            if lines == show:
                return found
            # In the order of an index, so that PostgreSQL need not go through all that is there, version by version.
            return found.order_by("-told", "-version").values("told", "version").distinct()

        found, more = newest.count_newest(rows, most, driver=driver)
        return found, more or few

    def _lines(self, show: Show) -> Show:
        """Return in which rows is looked: articles are found by their lines where the query asks for such."""
        return dataclasses.replace(self.query, asked=None).show if show == "articles" else show

    def _find(self, show: Show, among: Among, *, few: bool = False) -> QuerySet[Any]:
        """Return the rows that are found.

        few: of a common word only among the rows that have it and were added last.
        """
        rows = self._table(show)
        # What is rare is listed, or the leading term's rows are; each row of those is asked for whatever else is common.
        lead = self._lead(show)
        listed = lead is not None or self._is_narrow(show)
        # Events are asked for their sources last: those stand in two other tables.
        for clause in sorted(self.query.clauses, key=lambda clause: show == "events" and _asks_for_sources(clause)):
            wanted = Q(pk__in=[])
            for term in clause:
                known = self._know(term, show)
                if term.operator == "words":
                    how = _FEW if few and known.word and not term.negated else _ORDERED if known.word else _LISTED
                    begin = self._first_row(show, among.told) if how == _ORDERED else 0
                    found = _words(term.value, show, self.alias, how, begin)
                else:
                    asked = newest.EACH if known.driver and listed and term != lead else among
                    found = _condition(term, show, self.meanings.get(term), self.alias, asked)
                wanted |= ~found if term.negated else found
            rows = rows.filter(wanted)
        return rows

    def _table(self, show: Show) -> QuerySet[Any]:
        tables: Mapping[Show, QuerySet[Any]] = {
            "articles": Version.objects.using(self.alias).filter(current=True),
            "statements": StatementRow.objects.using(self.alias),
            "events": EventRow.objects.using(self.alias),
        }
        return tables[show]

    def _first_row(self, show: Show, told: Q) -> int:
        """Return the least number of the rows told of in a stretch of time: those added before need no look."""
        if not told:
            return 0
        # A sum, so that SQLite goes through the days and not through the numbers, from the first on.
        return self._table(show).filter(told).aggregate(first=Min(F("pk") + 0))["first"] or 0

    def _word_driver(self, show: Show) -> newest.Driver | None:
        """Return all rows, by which time is divided where a common word is asked for, and nothing rare."""
        common = any(self._know(term, show).word for term in self._needed())
        return newest.Driver(self._table(show), newest.STRETCHES) if common and not self._is_narrow(show) else None

    def _driver(self, show: Show) -> newest.Driver | None:
        lead = self._lead(show)
        return self._know(lead, show).driver if lead else None

    def _lead(self, show: Show) -> Term | None:
        """Return the term for the rarest of those who are common and in all that is found; None where something is rare."""
        if self._is_narrow(show):
            return None
        days = {term: driver.begins for term in self._needed() if (driver := self._know(term, show).driver)}
        return min(days, key=lambda term: days[term], default=None)

    def _needed(self) -> list[Term]:
        """Return the terms that are true of all that is found."""
        return [clause[0] for clause in self.query.clauses if len(clause) == 1 and not clause[0].negated]

    def _is_narrow(self, show: Show) -> bool:
        return any(
            all(not term.negated and self._know(term, show).rare for term in clause) for clause in self.query.clauses
        )

    def _know(self, term: Term, show: Show) -> "_Known":
        if (term, show) not in self._known:
            self._known[term, show] = _find_out(term, show, self.meanings.get(term), self.alias)
        return self._known[term, show]


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of how often a term is true."""

    rare: bool = False
    word: bool = False  # it is a common word
    driver: newest.Driver | None = None  # of somebody common


def _find_out(term: Term, show: Show, meaning: Meaning | None, alias: str) -> _Known:
    if term.operator == "words":
        # PostgreSQL keeps count of words, and plans by it.
        common = None if connections[alias].vendor == "postgresql" else _is_common_word(term.value, show, alias)
        return _Known(rare=common is False, word=common is True)
    if term.operator == "date" and show != "articles":
        return _Known(rare=_is_brief(term.value))
    who = _who(term, meaning)
    if who is None:
        return _Known()
    driver = newest.find_driver(who, alias, _table_of(term, show))
    return _Known(rare=driver is None, driver=driver)


def _after(place: tuple[Any, ...], version: str) -> Q:
    told, one, *number = place
    after = Q(told__lt=told) | Q(**{"told": told, f"{version}__lt": one})
    return after | Q(told=told, version=one, number__gt=number[0]) if number else after


def _asks_for_sources(clause: Sequence[Term]) -> bool:
    return any(term.operator == "source" for term in clause)


def _who(term: Term, meaning: Meaning | None) -> Q | None:
    """Return the condition on actors that a term is; None for one that asks for nobody."""
    if term.operator == "country":
        return Q(country=term.value)
    if term.operator in {"actor", "about"} and meaning is not None:
        return meaning.rows
    if term.operator == "source" and meaning is not None and not meaning.value:
        return meaning.rows
    return None


def _table_of(term: Term, show: Show) -> type[Model]:
    """Return the table in whose rows those are looked for whom a term names."""
    if show == "articles":
        return ActorRow
    if show == "events" and term.operator != "source":
        return Party
    return StatementRow if term.operator == "source" else Topic


def _condition(term: Term, show: Show, meaning: Meaning | None, alias: str, among: Among) -> Q:
    if term.operator in _OF_ARTICLES and meaning is not None:
        name = term.operator if show == "articles" else f"version__{term.operator}"
        return Q(**{name: meaning.value})
    if term.operator == "date":
        return _days(term.value, show)
    who = _who(term, meaning)
    if who is not None:
        return _actors(who, term, show, alias, among)
    return _sourcing(meaning.value, show, alias) if meaning else _code(term)


# How rows are asked for a word: they are listed; they are looked at in their order; some of them are listed.
_LISTED, _ORDERED, _FEW = "listed", "ordered", "few"


def _words(words: str, show: Show, alias: str, how: str, begin: int) -> Q:
    """Return the condition that words stand in a row; begin: the least number of those that are looked at."""
    # The names of tables are ours; the words go as a parameter.
    index, table = _INDEXES[show]
    if connections[alias].vendor == "postgresql":
        found = f"SELECT id FROM {table} WHERE search @@ websearch_to_tsquery('english', %s)"  # noqa: S608
        return Q(pk__in=RawSQL(found, [_quoted(words)]))  # noqa: S611
    found = f"SELECT rowid FROM {index} WHERE {index} MATCH %s"  # noqa: S608
    if how == _ORDERED:
        # Behind a plus the number is looked up nowhere.
        row = f"+{table}.id IN ({found} AND rowid >= %s)"
        return Q(RawSQL(row, [_quoted(words), begin], output_field=BooleanField()))  # noqa: S611
    if how == _FEW:
        found = f"{found} ORDER BY rowid DESC LIMIT {newest.COMMON}"
    return Q(pk__in=RawSQL(found, [_quoted(words)]))  # noqa: S611


def _quoted(words: str) -> str:
    return f'"{words}"'  # `words` cannot hold a quotation mark


def _is_common_word(words: str, show: Show, alias: str) -> bool:
    index, _ = _INDEXES[show]
    with connections[alias].cursor() as cursor:
        sought = f"SELECT rowid FROM {index} WHERE {index} MATCH %s LIMIT {newest.COMMON}"  # noqa: S608
        cursor.execute(f"SELECT count(*) FROM ({sought})", [_quoted(words)])  # noqa: S608
        return bool(cursor.fetchone()[0] == newest.COMMON)


def _is_brief(date: str) -> bool:
    """Tell whether a date is of a time so short that what is dated in it is listed."""
    first, last = days_of(date)
    return first is not None and last is not None and last - first <= _BRIEF


def _days(date: str, show: Show) -> Q:
    first, last = days_of(date)
    if show == "articles":
        return Q(published_day__gte=first, published_day__lte=last)
    if first is None or last is None or not _is_brief(date):
        return Q(first_day__lte=last, last_day__gte=first)
    # Nearly all is dated by a day, a month or little more: that is found by the first of its days.
    found = Q(lasting=len(LASTING), first_day__lte=last, last_day__gte=first)
    for kind, days in enumerate(LASTING):
        begun = dt.date.fromordinal(max(first.toordinal() - days, 1))
        found |= Q(lasting=kind, first_day__gte=begun, first_day__lte=last, last_day__gte=first)
    return found


def _actors(who: Q, term: Term, show: Show, alias: str, among: Among) -> Q:
    """Return the condition that one of these actors takes part: in an article, a statement or an event."""
    if show == "articles":
        return newest.articles_on(who, alias, among)
    if show == "events":
        part = newest.reported_by if term.operator == "source" else newest.acts_of
        return part(who, alias, among)
    if term.operator == "source":
        return newest.said_by(who, alias, among)
    if term.operator == "about":
        return newest.statements_on(who, alias, among, roles=("about",))
    return newest.statements_with(who, alias, among)


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
