"""The newest rows of which something is true, found soon whether it is true of a handful or of half of them.

Whom an article names stands in a row of its own, and of a state there are a hundred thousand. So they are listed in stretches
of time, the newest first: most questions are answered by the first. Where something rare is asked for as well, that is
listed, and each row of it is asked for the rest. Who takes part, speaks or is spoken of has their country, kind and day in
that row too, so that a state's are found without a look at all whom articles name.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.db.models import CharField, DateField, Exists, Model, OuterRef, Q, QuerySet, Transform

from dragoman.record.models import ActorRow, EventSource, Party, StatementRow, Topic

__all__ = [
    "EACH",
    "Among",
    "Driver",
    "Rows",
    "acts_of",
    "articles_on",
    "count_newest",
    "find_driver",
    "find_happenings",
    "find_newest",
    "of_one",
    "reported_by",
    "said_by",
    "statements_on",
    "statements_with",
]

# So many rows of actors, or places of a word, are common.
COMMON = 2000
# How many of somebody's rows the first stretch of time holds, the second, ...; the last holds the rest.
STRETCHES = (1_000, 6_000, 30_000)
ANY = Q()  # the condition that is always true
_MOST_CALLED = 20  # who are called so, of whom one may be common
_SPARE = 4  # tellings that are looked at for each happening that is wanted, and again as many times more
_ORDER = ("-told", "-version", "number")


@CharField.register_lookup
@DateField.register_lookup
class Plain(Transform):
    """A column for which no index is used: `actor__country__plain="KEN"`, or in an order.

    Neither database knows what is common among the rows that are asked: one would begin with all that are of the country, the
    other hope that what is sought stands among the newest.
    """

    lookup_name = "plain"

    def as_sql(self, compiler: Any, connection: Any, **_: Any) -> tuple[str, Any]:  # type: ignore[override]
        """Return the column as an expression."""
        column, params = compiler.compile(self.lhs)
        if connection.vendor == "sqlite":
            return f"+{column}", params
        return (f"({column} + 0)" if isinstance(self.lhs.output_field, DateField) else f"({column} || '')"), params


@dataclass(frozen=True, slots=True)
class Among:
    """Among which actors those are looked for whom a condition means."""

    told: Q = ANY  # on what has a day of telling: the stretch of time
    each: bool = False  # the row is there, and is asked


EACH = Among(each=True)
_ALL = Among()


@dataclass(frozen=True, eq=False)
class Driver:
    """Somebody common, by whose rows time is divided."""

    rows: QuerySet[Any]
    sizes: tuple[int, ...]  # of stretches of time; the last holds the rest
    since: dt.date | None = None  # with which the last one ends

    _days: dict[tuple[dt.date | None, int], dt.date | None] = field(default_factory=dict)  # that were asked for

    @property
    def begins(self) -> dt.date:
        """The day before the newest stretch: the earlier it is, the rarer they are."""
        return self._day(None, self.sizes[0]) or dt.date.min if self.sizes else dt.date.min

    def stretches(self, until: dt.date | None) -> Iterator[Q]:
        """Give stretches of time, the newest first; until: the day with which they begin."""
        for number in self.sizes:
            day = self._day(until, number)
            if day is None:
                break
            yield _until(until) & Q(told__gt=day)
            until = day
        yield _until(until) & Q(told__gte=self.since) if self.since else _until(until)

    def _day(self, until: dt.date | None, number: int) -> dt.date | None:
        """Return the day before which as many rows lie, from `until` on; None where there are no more."""
        if (until, number) not in self._days:
            rows = self.rows.filter(_until(until)).order_by("-told").values_list("told", flat=True)
            self._days[until, number] = next(iter(rows[number : number + 1]), None)
        return self._days[until, number]


def _until(day: dt.date | None) -> Q:
    return Q(told__lte=day) if day else ANY


class Rows(Protocol):
    """Rows of which something is true."""

    def __call__(self, among: Among) -> QuerySet[Any]:
        """Return them; of those told in another time than `among` has, none or any."""


def find_driver(who: Q, alias: str, table: type[Model]) -> Driver | None:
    """Return whom time is divided by where these actors are common: the one of them who is, or their country.

    table: which rows of a country are counted: ActorRow, Party, Topic or StatementRow.
    """
    keys = [key for column, key in _iter_keys(who) if column == "identity"][:_MOST_CALLED]
    countries = [key for column, key in _iter_keys(who) if column == "country"]
    named, placed = ActorRow.objects.using(alias), table._default_manager.using(alias)  # noqa: SLF001
    for rows in (*(named.filter(identity=key) for key in keys), *(placed.filter(country=key) for key in countries)):
        if rows.order_by()[:COMMON].count() == COMMON:
            return Driver(rows, STRETCHES)
    return None


def _iter_keys(who: Q) -> Iterator[tuple[str, str]]:
    for column, how, given in _iter_columns(who):
        values: Iterable[str] = given if how == "in" else [given]
        yield from ((column, value) for value in values if value and how in {"", "in"})


def _iter_columns(who: Q) -> Iterator[tuple[str, str, Any]]:
    """Give what a condition asks: column, how, value."""
    for part in who.children:
        if isinstance(part, Q):
            yield from _iter_columns(part)
        elif isinstance(part, tuple):
            column, _, how = part[0].partition("__")
            yield column, how, part[1]


def find_newest(
    rows: Rows,
    most: int,
    *fields: str,
    driver: Driver | None,
    after: Q = ANY,
    until: dt.date | None = None,
    order: tuple[str, ...] = _ORDER,
) -> list[tuple[Any, ...]]:
    """Return columns of the newest rows, in their order; rows of which these and the order are the same count once.

    rows: of one table: Version (current ones), StatementRow or EventRow.
    driver: somebody common who is in all of them; None: there is none.
    after, until: the condition of what comes after a place in the order, and the day of that place.
    """
    found: list[tuple[Any, ...]] = []
    for told in driver.stretches(until) if driver else [ANY]:
        some = rows(Among(told)).filter(told, after).order_by(*order).values_list(*fields)
        found += (some if "pk" in fields else some.distinct())[: most - len(found)]
        if len(found) == most:
            break
    return found


def count_newest(rows: Rows, most: int, *, driver: Driver | None) -> tuple[int, bool]:
    """Count rows up to `most`; where somebody is common, only in the newest stretch. Tell too whether there may be more."""
    stretches = driver.stretches(None) if driver else iter([ANY])
    told = next(stretches)
    found = rows(Among(told)).filter(told)[: most + 1].count()
    return min(found, most), found > most or next(stretches, None) is not None


def find_happenings(rows: Rows, most: int, *, driver: Driver | None) -> list[str]:
    """Return what rows of EventRow tell of, each once, that with the newest telling first."""
    names: dict[str, None] = {}
    taken = most
    while len(names) < most:
        taken *= _SPARE
        found = find_newest(rows, taken, "happening", "told", driver=driver, order=("-told", "happening"))
        names = dict.fromkeys(name for name, _ in found)
        if len(found) < taken:
            break
    return list(names)[:most]


# Conditions: `who` is one on ActorRow. Where each row is asked, a second comparison with it (`gte`) keeps PostgreSQL from
# listing all rows of which it is true after all.

_SHARED = frozenset({"country", "kind"})  # columns of an actor that those rows have too in which they take part


def acts_of(who: Q, alias: str, among: Among = _ALL, *, role: str | None = None) -> Q:
    """Return the condition on EventRow that one of these actors takes part.

    role: "actor" or "recipient"; None: either.
    """
    parties = Party.objects.using(alias).filter(**{"role": role} if role else {})
    if among.each:
        own = parties.filter(event=OuterRef("pk"), event__gte=OuterRef("pk"))
        return Q(Exists(own.filter(of_one(who, "actor__", ""))))
    return Q(pk__in=parties.filter(_listed(who, alias, among)).values("event"))


def reported_by(who: Q, alias: str, among: Among = _ALL) -> Q:
    """Return the condition on EventRow that it is told inside a statement of one of these actors."""
    sources = EventSource.objects.using(alias)
    if among.each:
        own = sources.filter(event=OuterRef("pk"), event__gte=OuterRef("pk"))
        return Q(Exists(own.filter(of_one(who, "statement__actor__", "statement__"))))
    said = StatementRow.objects.using(alias).filter(said_by(who, alias, among))
    return Q(pk__in=sources.filter(statement__in=said).values("event"))


def said_by(who: Q, alias: str, among: Among = _ALL) -> Q:
    """Return the condition on StatementRow that one of these actors said it."""
    if not among.each:
        return _listed(who, alias, among)
    if _is_shared(who):
        return of_one(who)
    own = ActorRow.objects.using(alias).filter(pk=OuterRef("actor"), pk__gte=OuterRef("actor"))
    return Q(Exists(own.filter(of_one(who))))


def statements_with(who: Q, alias: str, among: Among = _ALL) -> Q:
    """Return the condition on StatementRow that one of these actors said it, or that it is about or addressed to one."""
    if among.each:
        return said_by(who, alias, among) | statements_on(who, alias, among, roles=("about", "to"))
    said = StatementRow.objects.using(alias).filter(said_by(who, alias, among)).values("pk")
    topics = Topic.objects.using(alias).filter(_listed(who, alias, among))
    return Q(pk__in=said.union(topics.values("statement")))


def statements_on(who: Q, alias: str, among: Among = _ALL, *, roles: tuple[str, ...]) -> Q:
    """Return the condition on StatementRow that it is about one of these actors ("about"), or addressed to one ("to")."""
    topics = Topic.objects.using(alias).filter(role__in=roles)
    if among.each:
        own = topics.filter(statement=OuterRef("pk"), statement__gte=OuterRef("pk"))
        return Q(Exists(own.filter(of_one(who, "actor__", ""))))
    return Q(pk__in=topics.filter(_listed(who, alias, among)).values("statement"))


def articles_on(who: Q, alias: str, among: Among = _ALL) -> Q:
    """Return the condition on Version that one of these actors is in it."""
    actors = ActorRow.objects.using(alias)
    if among.each:
        own = actors.filter(version=OuterRef("pk"), version__gte=OuterRef("pk"))
        return Q(Exists(own.filter(of_one(who))))
    return Q(pk__in=actors.filter(who, among.told).values("version"))


def _listed(who: Q, alias: str, among: Among) -> Q:
    """Return the condition on a row in which somebody takes part that it is one of these actors."""
    if _is_shared(who):
        return who & among.told
    return Q(actor__in=ActorRow.objects.using(alias).filter(who, among.told))


def _is_shared(who: Q) -> bool:
    return all(column in _SHARED for column, _, _ in _iter_columns(who))


def of_one(who: Q, path: str = "", shared: str = "") -> Q:
    """Return a condition on actors as one that is asked of a row which is there already.

    path: from that row to the actor. shared: from it to the row that has the actor's country and kind.
    """
    found = Q()
    for part in who.children:
        if isinstance(part, Q):
            one = of_one(part, path, shared)
        elif isinstance(part, tuple):
            column, _, how = part[0].partition("__")
            place = shared if column in _SHARED else path
            one = Q(**{f"{place}{column}__plain" + (f"__{how}" if how else ""): part[1]})
        else:
            continue
        found = found | one if who.connector == Q.OR else found & one
    return ~found if who.negated else found
