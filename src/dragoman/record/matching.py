"""A query as conditions on the tables: which articles, statements and events it finds."""

import dataclasses
import datetime as dt
import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connections
from django.db.models import QuerySet

from dragoman.model import EVENT_TYPES
from dragoman.record import newest
from dragoman.record.lookup import Meaning, find_meaning
from dragoman.record.models import EventRow, StatementRow, Version
from dragoman.record.newest import ARTICLES, EVENTS, STATEMENTS, Among, Listed, Who
from dragoman.record.query import Operator, Query, Show, Term
from dragoman.record.rows import LASTING, days_of, kinds_with
from dragoman.record.sql import FALSE, TRUE, Sql, any_of, one_of, plain, run, select

__all__ = ["Meanings", "Search"]

Meanings = Mapping[Term, Meaning]

# SQLite's tables of words.
_INDEXES: Mapping[Show, str] = {
    "articles": "record_search",
    "statements": "record_statement_search",
    "events": "record_event_search",
}
_SOURCES: Mapping[Show, str] = {"articles": ARTICLES, "statements": STATEMENTS, "events": EVENTS}
_MODELS: Mapping[Show, type[Version | StatementRow | EventRow]] = {
    "articles": Version,
    "statements": StatementRow,
    "events": EventRow,
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
        # What asks for a line finds the articles that have one line of which all of it is true.
        column = "it.id" if lines == show else "it.version_id"
        chosen = select(column, self._source(lines), self.where(lines))
        return _MODELS[show]._default_manager.using(self.alias).filter(pk__in=chosen.expression())  # noqa: SLF001

    def find_newest(self, show: Show, most: int, place: tuple[Any, ...] | None = None, *, counted: int = 0) -> Listed:
        """Return the newest rows, each with its number, then its place: `told` and version, and of a line its number there.

        place: after which they begin.
        counted: so far they are counted too, of what is common only among the newest.
        """
        lines = self._lines(show)
        told = plain("it.told", self.alias, day=True) if self._is_narrow(lines) else "it.told"
        columns: tuple[str, ...] = ("it.id", "it.told", "it.version_id", "it.number")
        order: tuple[str, ...] = (f"{told} DESC", *newest.LINE_ORDER[1:])
        if show == "articles":  # lines stand in the order of their articles
            row = "it.id" if lines == show else "it.version_id"
            columns, order = (row, "it.told", row), (f"{told} DESC", f"{row} DESC")
        rows = newest.Listing(
            self._source(lines),
            functools.partial(self.where, lines),
            self.alias,
            columns,
            order,
            self._driver(lines) or self._word_driver(lines),
            distinct=lines != show,
        )
        after = _after(place, "it.id" if lines == "articles" else "it.version_id") if place else TRUE
        return rows.newest(most, after=after, until=place[0] if place else None, counted=counted)

    def is_by_line(self, show: Show) -> bool:
        """Tell whether articles are found by just these lines."""
        return show != "articles" and self._lines("articles") == show

    def is_counted(self, show: Show) -> bool:
        """Tell whether rows are counted as soon in their order as in any: not those of a word that leads, which may be common."""
        lines = self._lines(show)
        led = self._driver(lines) is not None or self._is_narrow(lines)
        return led or not any(term.operator == "words" and not term.negated for term in self.query.terms)

    def count(self, show: Show, most: int) -> tuple[int, bool]:
        """Count the rows up to `most`, of what is common only among the newest; tell too whether there may be more."""
        lines = self._lines(show)
        if self._is_one_word():
            found = self._count_word(show, most + 1)
            if found is not None:
                return min(found, most), found > most
        driver = self._driver(lines)
        common = any(not term.negated and self._know(term, lines).word for term in self.query.terms)
        few = common and driver is None and not self._is_narrow(lines)
        rows = functools.partial(self.where, lines, few=few)
        found, more = newest.count_newest(
            self._source(lines), rows, most, alias=self.alias, driver=driver, by_article=lines != show
        )
        return found, more or few

    def _count_word(self, show: Show, most: int) -> int | None:
        """Count the rows that have the one word that is asked for, as its database does it best; None: as any others."""
        if connections[self.alias].vendor == "postgresql":
            return _count_in_some(_SOURCES[show], self.where(show), most, self.alias)
        # All lines are of current versions, so that SQLite's table of words has their number.
        return None if show == "articles" else _count_word(self.query.terms[0].value, show, most, self.alias)

    def _is_one_word(self) -> bool:
        return len(self.query.terms) == 1 and self.query.operators == {"words"} and not self.query.terms[0].negated

    def _lines(self, show: Show) -> Show:
        """Return in which rows is looked: articles are found by their lines where the query asks for such."""
        return dataclasses.replace(self.query, asked=None).show if show == "articles" else show

    def where(self, show: Show, among: Among = newest.ALL, *, few: bool = False) -> Sql:
        """Return the condition on the rows that are found.

        few: of a common word only among the rows that have it and were added last.
        """
        # What is rare is listed, or the leading term's rows are; each row of those is asked for whatever else is common.
        lead = self._lead(show)
        listed = lead is not None or self._is_narrow(show)
        found = _all(show)
        pair = self._pair(show)
        if pair:
            speaker, spoken_of = pair.values()
            found &= newest.said_on(speaker, spoken_of, among.told)
        # What is dated in so short a time has an index by kind of source and day.
        dated = any(term.operator == "date" and self._know(term, show).rare for term in self._needed())
        clauses = [clause for clause in self.query.clauses if len(clause) > 1 or clause[0] not in pair]
        # Events are asked for their sources last: those stand in two other tables.
        for clause in sorted(clauses, key=lambda clause: show == "events" and _asks_for_sources(clause)):
            wanted = []
            for term in clause:
                known = self._know(term, show)
                if term.operator == "words":
                    how = _FEW if few and known.word and not term.negated else _ORDERED if known.word else _LISTED
                    begin = self._first_row(show, among.told) if how == _ORDERED else 0
                    one = _words(term.value, show, self.alias, how, begin)
                else:
                    asked = newest.EACH if known.driver and listed and term != lead else among
                    one = _condition(term, show, self.meanings.get(term), self.alias, asked, dated=dated)
                wanted.append(~one if term.negated else one)
            found &= any_of(wanted)
        return found

    def _source(self, show: Show) -> str:
        """Return the table that is asked, with the articles of its lines where those are asked for something of theirs."""
        joined = show != "articles" and self.query.operators & _OF_ARTICLES
        return _SOURCES[show] + (" JOIN record_version v ON v.id = it.version_id" if joined else "")

    def _first_row(self, show: Show, told: newest.Stretch) -> int:
        """Return the least number of the rows told of in a stretch of time: those added before need no look."""
        if told.after is None and told.since is None:
            return 0
        # A sum, so that SQLite goes through the days and not through the numbers, from the first on.
        ((first,),) = run(select("min(it.id + 0)", _SOURCES[show], _all(show) & told.on("it")), self.alias)
        return first or 0

    def _word_driver(self, show: Show) -> newest.Driver | None:
        """Return all rows, by which time is divided where a common word is asked for, and nothing rare."""
        common = any(self._know(term, show).word for term in self._needed())
        return (
            newest.Driver(_SOURCES[show], _all(show), self.alias, newest.STRETCHES)
            if common and not self._is_narrow(show)
            else None
        )

    def _driver(self, show: Show) -> newest.Driver | None:
        lead = self._lead(show)
        return self._know(lead, show).driver if lead else None

    def _lead(self, show: Show) -> Term | None:
        """Return the term for the rarest of those who are common and in all that is found; None where something is rare."""
        if self._is_narrow(show):
            return None
        days = {term: driver.begins for term in self._needed() if (driver := self._know(term, show).driver)}
        return min(days, key=lambda term: days[term], default=None)

    def _pair(self, show: Show) -> dict[Term, Who]:
        """Return the terms for a country that speaks and one that is spoken of, where one of them leads; nothing where none does.

        They have an index together.
        """
        lead = self._lead(show) if show == "statements" else None
        if lead is None:
            return {}
        placed = {term: who for term in self._needed() if (who := self._know(term, show).who) and who.placed}
        said = [term for term in placed if term.operator == "source"][:1]
        on = [term for term in placed if term.operator == "about"][:1]
        return {term: placed[term] for term in (*said, *on)} if said and on and lead in {*said, *on} else {}

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
    who: Who | None = None  # whom it asks for, if anybody


def _find_out(term: Term, show: Show, meaning: Meaning | None, alias: str) -> _Known:
    if term.operator == "words":
        # PostgreSQL keeps count of words, and plans by it.
        common = None
        if connections[alias].vendor == "sqlite":
            common = _count_word(term.value, show, newest.COMMON, alias) == newest.COMMON
        return _Known(rare=common is False, word=common is True)
    if term.operator == "date" and show != "articles":
        return _Known(rare=_is_brief(term.value))
    who = _who(term, meaning)
    if who is None:
        return _Known()
    driver = newest.find_driver(who, alias, _table_of(term, show))
    return _Known(rare=driver is None, driver=driver, who=who)


def _all(show: Show) -> Sql:
    return Sql("it.current") if show == "articles" else TRUE


def _after(place: tuple[Any, ...], version: str) -> Sql:
    told, one, *number = place
    later = [Sql("it.told < %s", (told,)), Sql(f"(it.told = %s AND {version} < %s)", (told, one))]
    if number:
        later.append(Sql(f"(it.told = %s AND {version} = %s AND it.number > %s)", (told, one, number[0])))
    return any_of(later)


def _asks_for_sources(clause: Sequence[Term]) -> bool:
    return any(term.operator == "source" for term in clause)


def _who(term: Term, meaning: Meaning | None) -> Who | None:
    """Return the actors that a term asks for; None for one that asks for nobody."""
    if term.operator == "country":
        return Who(term.value)
    if term.operator in {"actor", "about"} and meaning is not None:
        return meaning.rows
    if term.operator == "source" and meaning is not None and not meaning.value:
        return meaning.rows
    return None


def _table_of(term: Term, show: Show) -> newest.Places:
    """Return the table in whose rows those are looked for whom a term names."""
    if show == "articles":
        return "record_actorrow"
    if show == "events" and term.operator != "source":
        return "record_party"
    return "record_statementrow" if term.operator == "source" else "record_topic"


def _condition(term: Term, show: Show, meaning: Meaning | None, alias: str, among: Among, *, dated: bool) -> Sql:
    if term.operator in _OF_ARTICLES and meaning is not None:
        column = "outlet" if term.operator == "outlet" else "category"
        return Sql(f"{'it' if show == 'articles' else 'v'}.{column} = %s", (meaning.value,))
    if term.operator == "date":
        return _days(term.value, show)
    who = _who(term, meaning)
    if who is not None:
        return _actors(who, term, show, alias, among)
    return _sourcing(meaning.value, show, alias, dated=dated) if meaning else _code(term)


# How rows are asked for a word: they are listed; they are looked at in their order; some of them are listed.
_LISTED, _ORDERED, _FEW = "listed", "ordered", "few"


def _words(words: str, show: Show, alias: str, how: str, begin: int) -> Sql:
    """Return the condition that words stand in a row; begin: the least number of those that are looked at."""
    index = _INDEXES[show]
    quoted = f'"{words}"'  # `words` cannot hold a quotation mark
    if connections[alias].vendor == "postgresql":
        return Sql("it.search @@ websearch_to_tsquery('english', %s)", (quoted,))
    found = f"SELECT rowid FROM {index} WHERE {index} MATCH %s"  # noqa: S608
    if how == _ORDERED:
        # Behind a plus the number is looked up nowhere.
        return Sql(f"+it.id IN ({found} AND rowid >= %s)", (quoted, begin))
    if how == _FEW:
        found = f"{found} ORDER BY rowid DESC LIMIT {newest.COMMON}"
    return Sql(f"it.id IN ({found})", (quoted,))


def _count_word(words: str, show: Show, most: int, alias: str) -> int:
    """Count the rows that have words, up to `most`: SQLite's."""
    index = _INDEXES[show]
    sought = f"SELECT rowid FROM {index} WHERE {index} MATCH %s LIMIT {most}"  # noqa: S608
    counted: int = run(Sql(f"SELECT count(*) FROM ({sought})", (f'"{words}"',)), alias)[0][0]  # noqa: S608
    return counted


def _count_in_some(source: str, where: Sql, most: int, alias: str) -> int:
    """Count rows up to `most`, PostgreSQL's: where one row in eight will do, only the index of those is read (migration 0102)."""
    some, whole = (
        select("1", source, rows).within("(SELECT count(*) FROM (", f" LIMIT {most}) AS found)")
        for rows in (where & Sql("mod(it.id, 8) = 0"), where)
    )
    counted = f"SELECT CASE WHEN {some.text} >= {most} THEN {most} ELSE {whole.text} END"
    found: int = run(Sql(counted, (*some.values, *whole.values)), alias)[0][0]
    return found


def _is_brief(date: str) -> bool:
    """Tell whether a date is of a time so short that what is dated in it is listed."""
    first, last = days_of(date)
    return first is not None and last is not None and last - first <= _BRIEF


def _days(date: str, show: Show) -> Sql:
    first, last = days_of(date)
    if first is None or last is None:
        return FALSE
    if show == "articles":
        return Sql("it.published_day >= %s AND it.published_day <= %s", (first, last))
    if not _is_brief(date):
        return Sql("it.first_day <= %s AND it.last_day >= %s", (last, first))
    # Nearly all is dated by a day, a month or little more: that is found by the first of its days.
    found = [
        Sql(f"(it.lasting = {len(LASTING)} AND it.first_day <= %s AND it.last_day >= %s)", (last, first)),
    ]
    for kind, days in enumerate(LASTING):
        begun = dt.date.fromordinal(max(first.toordinal() - days, 1))
        dated = f"(it.lasting = {kind} AND it.first_day >= %s AND it.first_day <= %s AND it.last_day >= %s)"
        found.append(Sql(dated, (begun, last, first)))
    return any_of(found)


def _actors(who: Who, term: Term, show: Show, alias: str, among: Among) -> Sql:
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


def _sourcing(kind: str, show: Show, alias: str, *, dated: bool) -> Sql:
    # A good part of all statements are of a kind: each row is asked for its own, rather than all rows of the kind listed.
    if show == "statements":
        return Sql("it.sourcing = %s", (kind,))
    if show == "articles":
        said = "SELECT 1 FROM record_statementrow s WHERE s.sourcing = %s AND s.version_id = it.id"
        return Sql(f"EXISTS ({said})", (kind,))
    # PostgreSQL knows how common each kind is; SQLite would list all of it, and not only what is dated in a short time.
    column = "it.sourcing" if dated or connections[alias].vendor == "postgresql" else plain("it.sourcing", alias)
    reported = one_of(column, kinds_with(kind))
    # What is inside nobody's statement, the outlet says itself.
    return any_of((reported, Sql("it.sourcing IS NULL"))) if kind == "outlet" else reported


def _code(term: Term) -> Sql:
    if term.operator == "event":
        return Sql(f"it.{'type' if term.value in EVENT_TYPES else 'mode'} = %s", (term.value,))
    if term.operator == "standing":
        return Sql("it.standing = %s", (term.value,))
    if term.operator == "auxiliary":
        return Sql("it.auxiliary = ''") if term.value == "none" else Sql("it.auxiliary LIKE %s", (f"%{term.value}%",))
    # One code may be the end of another ("executive", ...): whole words, between spaces.
    return Sql("' ' || it.contexts || ' ' LIKE %s ESCAPE '!'", (f"% {term.value.replace('_', '!_')} %",))
