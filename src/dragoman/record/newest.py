"""The newest rows of which something is true, found soon whether it is true of a handful or of half of them.

Whom an article names stands in a row of its own, and of a state there are a hundred thousand. So they are listed in stretches
of time, the newest first: most questions are answered by the first. Where something rare is asked for as well, that is
listed, and each row of it is asked for the rest. Who takes part, speaks or is spoken of has their country, kind and day in
that row too, so that a state's are found without a look at all whom articles name.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from dragoman.record.sql import TRUE, Sql, any_of, exists, one_of, plain, run, select

__all__ = [
    "ALL",
    "ALWAYS",
    "ARTICLES",
    "COMMON",
    "EACH",
    "EVENTS",
    "LINE_ORDER",
    "STATEMENTS",
    "Among",
    "Ask",
    "Driver",
    "Listed",
    "Listing",
    "Places",
    "Rows",
    "Stretch",
    "Who",
    "acts_of",
    "articles_on",
    "count_newest",
    "find_driver",
    "find_drivers",
    "find_happenings",
    "reported_by",
    "said_by",
    "said_on",
    "statements_on",
    "statements_with",
]

# So many rows of actors, or places of a word, are common.
COMMON = 2000
# How many of somebody's rows the first stretch of time holds, the second, ...; the last holds the rest.
STRETCHES = (1_000, 6_000, 30_000)
_FEWER = 5  # so much less is common, and the first stretch so much shorter, where a dozen rows are wanted
_MOST_CALLED = 20  # who are called so, of whom one may be common

ARTICLES, STATEMENTS, EVENTS = "record_version it", "record_statementrow it", "record_eventrow it"
_ACTORS = "record_actorrow a"
Places = Literal["record_actorrow", "record_party", "record_topic", "record_statementrow"]


# Of lines: the newest first, then as their articles were added, then as they stand there.
LINE_ORDER = ("it.told DESC", "it.version_id DESC", "it.number")


@dataclass(frozen=True, slots=True)
class Who:
    """Whom a name means: those of a country and of some kinds, and those with some identities."""

    country: str | None = None
    kinds: tuple[str, ...] = ()  # none: whatever
    identities: tuple[str, ...] = ()
    folded: str = ""  # a name of those who are nobody across articles

    @property
    def placed(self) -> bool:
        """Tell whether they are known by what a row has too in which an actor takes part."""
        return not (self.identities or self.folded)

    def in_row(self, row: str) -> Sql:
        """Return the condition on an actor's row, or one in which one of these takes part, that it is listed among theirs."""
        return self._condition(row, row, "")

    def of_row(self, alias: str, *, actor: str, placed: str) -> Sql:
        """Return the condition that is asked of a row which is there already.

        actor: the actor's row. placed: the one that has the actor's country and kind.
        """
        return self._condition(actor, placed, alias)

    def _condition(self, actor: str, placed: str, alias: str) -> Sql:
        def column(row: str, name: str) -> str:
            return plain(f"{row}.{name}", alias) if alias else f"{row}.{name}"

        found = []
        if self.country:
            found.append(_placed(self, column(placed, "country"), column(placed, "kind")))
        if self.identities:
            found.append(one_of(column(actor, "identity"), self.identities))
        if self.folded:
            nobody = Sql(f"{column(actor, 'identity')} = ''")
            found.append(nobody & Sql(f"{column(actor, 'folded')} = %s", (self.folded,)))
        return any_of(found)


def _placed(who: Who, country: str, kind: str) -> Sql:
    """Return the condition that a row has their country, and one of their kinds, in these columns."""
    theirs = Sql(f"{country} = %s", (who.country,))
    return theirs & one_of(kind, who.kinds) if who.kinds else theirs


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of time, in days of telling."""

    until: dt.date | None = None  # its last day
    after: dt.date | None = None  # the day before it
    since: dt.date | None = None  # its first day

    def on(self, row: str) -> Sql:
        """Return the condition that a row was told of in it."""
        bounds = (("<=", self.until), (">", self.after), (">=", self.since))
        text = " AND ".join(f"{row}.told {sign} %s" for sign, day in bounds if day is not None)
        return Sql(text, tuple(day for _, day in bounds if day is not None))


ALWAYS = Stretch()


@dataclass(frozen=True, slots=True)
class Among:
    """Among which actors those are looked for whom somebody means."""

    told: Stretch = ALWAYS
    each: bool = False  # the row is there, and is asked


EACH = Among(each=True)
ALL = Among()


@dataclass(frozen=True, eq=False)
class Driver:
    """Somebody common, by whose rows time is divided."""

    rows: str  # a table, called `it`
    where: Sql
    alias: str
    sizes: tuple[int, ...]  # of stretches of time; the last holds the rest
    since: dt.date | None = None  # with which the last one ends

    _days: dict[tuple[dt.date | None, int], dt.date | None] = field(default_factory=dict)  # that were asked for

    def among(self, where: Sql, sizes: tuple[int, ...] | None = None) -> "Driver":
        """Return the driver by those of the rows of which something else is true too, and which have an index."""
        return Driver(self.rows, self.where & where, self.alias, self.sizes if sizes is None else sizes)

    @property
    def begins(self) -> dt.date:
        """The day before the newest stretch: the earlier it is, the rarer they are."""
        return self._day(None, self.sizes[0]) or dt.date.min if self.sizes else dt.date.min

    def stretches(self, until: dt.date | None) -> Iterator[Stretch]:
        """Give stretches of time, the newest first; until: the day with which they begin."""
        for number in self.sizes:
            day = self._day(until, number)
            if day is None:
                break
            yield Stretch(until, after=day)
            until = day
        yield Stretch(until, since=self.since)

    def know(self, number: int, day: dt.date | None) -> None:
        """Take a day that was found: that before which so many of the newest rows lie."""
        self._days[None, number] = day

    def _day(self, until: dt.date | None, number: int) -> dt.date | None:
        """Return the day before which as many rows lie, from `until` on; None where there are no more."""
        if (until, number) not in self._days:
            found = run(_nth_day(self.rows, self.where & Stretch(until).on("it"), number), self.alias)
            self._days[until, number] = found[0][0] if found else None
        return self._days[until, number]


def find_driver(who: Who, alias: str, table: Places) -> Driver | None:
    """Return whom time is divided by where these actors are common: the one of them who is, or their country.

    table: the rows of a country that are counted.
    """
    return find_drivers([(who, Ask(table))], alias)[0]


@dataclass(frozen=True, slots=True)
class Ask:
    """In which rows of a country somebody may be common."""

    table: Places
    few: bool = False  # a handful of rows is wanted, and nothing counted

    @property
    def common(self) -> int:
        """So many rows are common."""
        return COMMON // _FEWER if self.few else COMMON

    @property
    def sizes(self) -> tuple[int, ...]:
        """How many rows each stretch of time holds."""
        sizes = tuple(STRETCHES)
        return (*(size // _FEWER for size in sizes[:1]), *sizes) if self.few else sizes


def find_drivers(asked: Sequence[tuple[Who, Ask]], alias: str) -> list[Driver | None]:
    """Find the drivers of several in one query."""
    asks, places = [ask for _, ask in asked], [_places_of(who, ask.table) for who, ask in asked]
    wanted: dict[tuple[_Place, int], None] = {}
    for ask, some in zip(asks, places, strict=True):
        for place in some:
            wanted |= dict.fromkeys((place, number) for number in (max(ask.common - 1, 0), *ask.sizes[:1]))
    if not wanted:
        return [None] * len(asked)
    days = [_nth_day(f"{rows} it", Sql(f"it.{column} = %s", (key,)), nth) for (rows, column, key), nth in wanted]
    values = tuple(value for day in days for value in day.values)
    (found,) = run(Sql("SELECT " + ", ".join(f"({day.text})" for day in days), values), alias)
    known = dict(zip(wanted, map(_read_day, found), strict=True))
    drivers = [[_driver(place, ask, known, alias) for place in some] for ask, some in zip(asks, places, strict=True)]
    return [next((driver for driver in some if driver), None) for some in drivers]


_Place = tuple[str, str, str]  # a table, a column of it, and the value that it has for somebody


def _places_of(who: Who, table: Places) -> list[_Place]:
    named: list[_Place] = [("record_actorrow", "identity", key) for key in who.identities[:_MOST_CALLED]]
    return [*named, (table, "country", who.country)] if who.country else named


def _driver(place: _Place, ask: Ask, known: Mapping[tuple[_Place, int], dt.date | None], alias: str) -> Driver | None:
    rows, column, key = place
    if ask.common and known[place, ask.common - 1] is None:
        return None
    driver = Driver(f"{rows} it", Sql(f"it.{column} = %s", (key,)), alias, ask.sizes)
    for size in ask.sizes[:1]:
        driver.know(size, known[place, size])
    return driver


def _nth_day(rows: str, where: Sql, number: int) -> Sql:
    """Return the query for the day of telling of a row, the newest being number 0."""
    return select("it.told", rows, where).within("", f" ORDER BY it.told DESC LIMIT 1 OFFSET {number}")


def _read_day(day: dt.date | str | None) -> dt.date | None:
    # SQLite gives a day as text where it is the value of a query in a query.
    return dt.date.fromisoformat(day) if isinstance(day, str) else day


def _count(rows: Sql, most: int, alias: str) -> int:
    counted: int = run(rows.within("SELECT count(*) FROM (", f" LIMIT {most}) AS found"), alias)[0][0]
    return counted


class Rows(Protocol):
    """Rows of which something is true."""

    def __call__(self, among: Among) -> Sql:
        """Return the condition on them; of those told in another time than `among` has, some or none."""


@dataclass(frozen=True, slots=True)
class Listed:
    """What was found, with how much there is of it, as far as that was counted."""

    rows: list[tuple[Any, ...]]
    count: int = 0
    more: bool = False  # there may be more than `count`
    counted: tuple[tuple[Any, ...], ...] = ()  # those that were counted
    since: dt.date | None = None  # what was told on this day or before was not looked at


@dataclass(frozen=True, slots=True)
class Listing:
    """Rows of which something is true, the newest first."""

    source: str  # what is asked, its rows called `it`: ARTICLES, STATEMENTS or EVENTS, or others that have `told`
    rows: Rows
    alias: str
    columns: tuple[str, ...]
    order: tuple[str, ...]
    driver: Driver | None  # somebody common who is in all of them; None: there is none
    distinct: bool = False  # rows of which columns and order are the same are given once

    def newest(
        self,
        most: int,
        *,
        enough: int | None = None,
        after: Sql = TRUE,
        until: dt.date | None = None,
        counted: int = 0,
    ) -> Listed:
        """Return columns of the newest rows, in their order.

        enough: so many will do, where more would take a third stretch of time.
        after, until: the condition of what comes after a place in the order, and the day of that place.
        counted: so far they are counted too; where somebody is common, only in the newest stretch.
        """
        found: list[tuple[Any, ...]] = []
        some: tuple[tuple[Any, ...], ...] = ()
        more, since = False, None
        for number, told in enumerate(self.driver.stretches(until) if self.driver else [ALWAYS]):
            wanted = most - len(found) if number else max(most, counted + 1)
            found += run(self._ordered(self.rows(Among(told)) & told.on("it") & after, wanted), self.alias)
            if not number:
                some, more = tuple(found[:counted]), len(found) > counted or told.after is not None
            if len(found) >= most:
                break
            if enough is not None and number > 0 and len(found) >= enough:
                since = told.after
                break
        return Listed([row[: len(self.columns)] for row in found[:most]], len(some), more, some, since)

    def _ordered(self, where: Sql, most: int) -> Sql:
        columns = list(self.columns)
        if self.distinct:
            # What is in the order must be selected as well.
            columns = [f"DISTINCT {columns[0]}", *columns[1:], *(part.removesuffix(" DESC") for part in self.order)]
        chosen = select(", ".join(columns), self.source, where)
        return chosen.within("", f" ORDER BY {', '.join(self.order)} LIMIT {most}")


def count_newest(
    source: str, rows: Rows, most: int, *, alias: str, driver: Driver | None, by_article: bool = False
) -> tuple[int, bool]:
    """Count rows up to `most`; where somebody is common, only in the newest stretch. Tell too whether there may be more.

    by_article: the articles that lines stand in, each once.
    """
    stretches = driver.stretches(None) if driver else iter([ALWAYS])
    told = next(stretches)
    where = rows(Among(told)) & told.on("it")
    if by_article:
        # In the order of an index, so that PostgreSQL need not go through all that is there, version by version.
        chosen = select("DISTINCT it.told, it.version_id", source, where)
        found = _count(chosen.within("", " ORDER BY it.told DESC, it.version_id DESC"), most + 1, alias)
    else:
        found = _count(select("1", source, where), most + 1, alias)
    return min(found, most), found > most or told.after is not None


def find_happenings(asked: Sequence[Rows], most: int, *, alias: str, driver: Driver | None) -> list[list[str]]:
    """Return for each condition on events what those tell of, each once, that with the newest telling first."""
    found: list[dict[str, None]] = [{} for _ in asked]
    for told in driver.stretches(None) if driver else [ALWAYS]:
        open_ = [number for number, names in enumerate(found) if len(names) < most]
        # Each of those that are known may have been told of before as well.
        parts = [_newest_of(number, asked[number], told, most + len(found[number])) for number in open_]
        if not parts:
            break
        both = Sql(
            " UNION ALL ".join(part.text for part in parts), tuple(value for part in parts for value in part.values)
        )
        for number, name, _ in run(both.within("", " ORDER BY 1, 3 DESC, 2"), alias):
            found[number][name] = None
    return [list(names)[:most] for names in found]


def _newest_of(number: int, rows: Rows, told: Stretch, most: int) -> Sql:
    """Return the query for the happenings that rows tell of, with their number and the day of the newest telling."""
    chosen = select(f"{number}, it.happening, max(it.told) AS newest", EVENTS, rows(Among(told)) & told.on("it"))
    named = chosen.within("SELECT * FROM (", f" GROUP BY it.happening ORDER BY newest DESC, it.happening LIMIT {most})")
    return named.within("", f" AS found{number}")


# Conditions on `it`. Where each row is asked, a second comparison with it (`>=`) keeps PostgreSQL from listing all rows of which
# it is true after all.


def acts_of(
    who: Who,
    alias: str,
    among: Among = ALL,
    *,
    role: str | None = None,
    row: str = "it",
    issues: int = 0,
    conditional: bool = False,
) -> Sql:
    """Return the condition on events that one of these actors takes part.

    role: "actor" or "recipient"; None: either. row: what the event is called. issues: rows.bits_of, of which it has one.
    conditional: it has a condition.
    """
    part = Sql("p.conditional") if conditional else TRUE
    part &= Sql("p.role = %s", (role,)) if role else TRUE
    part &= Sql("p.issues & %s <> 0", (issues,)) if issues else TRUE
    if among.each:
        mine = Sql(f"p.event_id = {row}.id AND p.event_id >= {row}.id") & part
        return exists(f"record_party p{_actor_of(who, 'p')}", mine & who.of_row(alias, actor="a", placed="p"))
    return select("p.event_id", "record_party p", part & _listed(who, "p", among.told)).within(f"{row}.id IN (", ")")


def reported_by(who: Who, alias: str, among: Among = ALL) -> Sql:
    """Return the condition on events that they are told inside a statement of one of these actors."""
    if among.each:
        mine = Sql("x.event_id = it.id AND x.event_id >= it.id")
        source = f"record_eventsource x JOIN record_statementrow s ON s.id = x.statement_id{_actor_of(who, 's')}"
        return exists(source, mine & who.of_row(alias, actor="a", placed="s"))
    said = select("s.id", "record_statementrow s", _listed(who, "s", among.told))
    sources = select("x.event_id", "record_eventsource x", said.within("x.statement_id IN (", ")"))
    return sources.within("it.id IN (", ")")


def said_by(who: Who, alias: str, among: Among = ALL) -> Sql:
    """Return the condition on statements that one of these actors said it."""
    if not among.each:
        return _listed(who, "it", among.told)
    if who.placed:
        return who.of_row(alias, actor="it", placed="it")
    mine = Sql("a.id = it.actor_id AND a.id >= it.actor_id")
    return exists(_ACTORS, mine & who.of_row(alias, actor="a", placed="a"))


def statements_with(who: Who, alias: str, among: Among = ALL) -> Sql:
    """Return the condition on statements that one of these actors said it, or that it is about or addressed to one."""
    if among.each:
        return any_of((said_by(who, alias, among), statements_on(who, alias, among, roles=("about", "to"))))
    said = select("s.id", "record_statementrow s", _listed(who, "s", among.told))
    topics = select("t.statement_id", "record_topic t", _listed(who, "t", among.told))
    both = Sql(f"{said.text} UNION {topics.text}", (*said.values, *topics.values))
    return both.within("it.id IN (", ")")


def statements_on(who: Who, alias: str, among: Among = ALL, *, roles: tuple[str, ...]) -> Sql:
    """Return the condition on statements that it is about one of these actors ("about"), or addressed to one ("to")."""
    part = one_of("t.role", roles)
    if among.each:
        mine = Sql("t.statement_id = it.id AND t.statement_id >= it.id") & part
        return exists(f"record_topic t{_actor_of(who, 't')}", mine & who.of_row(alias, actor="a", placed="t"))
    return select("t.statement_id", "record_topic t", part & _listed(who, "t", among.told)).within("it.id IN (", ")")


def said_on(who: Who, other: Who, told: Stretch) -> Sql:
    """Return the condition on statements that one of some actors said it and that it is about one of others; all are placed."""
    about = Sql("t.role = 'about'") & other.in_row("t") & told.on("t")
    theirs = about & _placed(who, "t.by_country", "t.by_kind")
    return select("t.statement_id", "record_topic t", theirs).within("it.id IN (", ")")


def articles_on(who: Who, alias: str, among: Among = ALL) -> Sql:
    """Return the condition on articles that one of these actors is in it."""
    if among.each:
        mine = Sql("a.version_id = it.id AND a.version_id >= it.id")
        return exists(_ACTORS, mine & who.of_row(alias, actor="a", placed="a"))
    return select("a.version_id", _ACTORS, who.in_row("a") & among.told.on("a")).within("it.id IN (", ")")


def _actor_of(who: Who, row: str) -> str:
    """Return the join from a row to its actor, where that must be seen."""
    return "" if who.placed else f" LEFT JOIN {_ACTORS} ON a.id = {row}.actor_id"


def _listed(who: Who, row: str, told: Stretch) -> Sql:
    """Return the condition on a row in which somebody takes part that it is one of these actors."""
    if who.placed:
        return who.in_row(row) & told.on(row)
    actors = select("a.id", _ACTORS, who.in_row("a") & told.on("a"))
    return actors.within(f"{row}.actor_id IN (", ")")
