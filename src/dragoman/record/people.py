"""One actor through all articles: names, offices in time, what they said, were told, did and underwent."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from dragoman.errors import Unusable
from dragoman.export.countries import country_name, find_country
from dragoman.record.across.names import fold
from dragoman.record.happenings import Account, gather
from dragoman.record.lines import (
    ArticleLine,
    EventLine,
    StatementLine,
    describe_article,
    describe_event,
    describe_statement,
    load_lines,
)
from dragoman.record.lookup import Meaning, find_actor, known_of
from dragoman.record.models import ActorRow
from dragoman.record.newest import (
    EVENTS,
    LINE_ORDER,
    STATEMENTS,
    Among,
    Ask,
    Driver,
    Listing,
    Places,
    Rows,
    Who,
    acts_of,
    find_drivers,
    find_happenings,
    said_by,
    statements_on,
)
from dragoman.record.origins import not_copied
from dragoman.record.questions import check_limit
from dragoman.record.sql import Sql, one_of, run, select
from dragoman.record.store import Record
from dragoman.record.values import count_values

__all__ = [
    "Choice",
    "Condition",
    "Held",
    "Named",
    "Profile",
    "Said",
    "find_people",
    "find_profile",
    "find_slugs",
    "slug_of",
]

COUNTED = 2000  # articles of somebody
_MOST_CALLED = 200  # names of one that are counted
_MOST_NAMES = 12  # that are given
_MOST_OFFICES = 40
_MOST_CHOICES = 50
_LISTED = 2  # tellings that are given of each event: the first and the last
_CONDITIONAL = (100, 1_000)  # acts with a condition of a country's that are looked at, and then the rest
_RECENT = 40  # acts of which the contexts are counted


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several who are called so."""

    slug: str
    name: str
    country: str | None
    articles: int


@dataclass(frozen=True, slots=True)
class Named:
    """A name that articles use."""

    name: str
    articles: int  # up to COUNTED

    @property
    def more(self) -> bool:
        """There may be more articles than were counted."""
        return self.articles == COUNTED


@dataclass(frozen=True, slots=True)
class Held:
    """An office, with the days on which it was first and last told of."""

    title: str
    of: str | None
    status: str  # "current", "former", "incoming"
    first: str | None  # ISO day
    last: str | None
    articles: int


@dataclass(frozen=True, slots=True)
class Said:
    """A statement in its article."""

    article: ArticleLine
    statement: StatementLine


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition that they set, with the act it is set on."""

    article: ArticleLine
    event: EventLine


@dataclass(frozen=True, slots=True)
class Profile:
    """What a Record has on somebody. Copies are left out; each list has the newest first and is cut."""

    slug: str
    key: str
    name: str
    kind: str
    country: str | None  # ISO 3166-1 alpha-3
    articles: int  # up to COUNTED
    names: tuple[Named, ...]
    offices: tuple[Held, ...]
    said: tuple[Said, ...]
    told: tuple[Said, ...]  # statements made to them
    did: tuple[Account, ...]
    underwent: tuple[Account, ...]
    conditions: tuple[Condition, ...]
    contexts: tuple[str, ...]  # of their acts, the most frequent first

    @property
    def more(self) -> bool:
        """There may be more articles than were counted."""
        return self.articles == COUNTED


def slug_of(key: str) -> str:
    """Return what names an actor in an address: "peter-novak", "kenya", "body:KEN:foreign-ministry"."""
    if key.startswith("state:"):
        code = key.removeprefix("state:")
        slug = fold(country_name(code)).replace(" ", "-")
        return slug if find_country(slug.replace("-", " ")) == code else key.replace(" ", "-")
    name = key.removeprefix("name:")
    return (key if ":" in name else name).replace(" ", "-")


def find_slugs(record: Record, slug: str) -> tuple[str, ...]:
    """Find whom a slug, or a name in any writing, means: the slugs of one, several, or nobody."""
    meaning = _meaning(slug, record.alias)
    return tuple(map(slug_of, meaning.identities)) if meaning else ()


def find_people(record: Record, slug: str) -> tuple[Choice, ...]:
    """Find whom a slug, or a name in any writing, means, those first of whom most articles tell."""
    alias = record.alias
    meaning = _meaning(slug, alias)
    if meaning is None:
        return ()
    called = one_of("identity", meaning.identities)
    counted = select("identity, count(DISTINCT version_id), max(name)", "record_actorrow", called)
    found = [
        Choice(slug_of(key), _name(key, name), _country(key), articles)
        for key, articles, name in run(counted.within("", " GROUP BY identity"), alias)
    ]
    return tuple(sorted(found, key=lambda choice: (-choice.articles, choice.slug))[:_MOST_CHOICES])


def find_profile(record: Record, slug: str, *, limit: int = 12) -> Profile:
    """Say what is kept of somebody.

    slug: as slug_of gives it.
    Raises Unusable where nobody or more than one is called so, or limit is wrong.
    """
    check_limit(limit)
    alias = record.alias
    with record.snapshot():
        meaning = _meaning(slug, alias)
        if meaning is None or len(meaning.identities) != 1:
            raise Unusable("several are called so" if meaning else "nobody is called so", slug)
        key = meaning.identities[0]
        newest = run(Sql(_NEWEST, (key, key)), alias)
        if not newest:  # somebody who cannot be met again ("two officials")
            raise Unusable("nobody is called so", slug)
        ((name, kind, country, articles),) = newest
        names = _names(key, alias)
        who = _Asked.of(meaning.rows, alias)
        lines = _Lines(
            who.newest_happenings(limit), who.newest_said(limit), who.newest_told(limit), who.newest_conditions(limit)
        )
        did, underwent, said, told, conditions = lines.load(alias)
        return Profile(
            slug=slug_of(key),
            key=key,
            name=_name(key, max((named.name for named in names), key=len, default=name)),
            kind=kind,
            country=_country(key) or country,
            articles=articles,
            names=names,
            offices=_offices(key, alias) if kind != "state" else (),
            said=said,
            told=told,
            did=did,
            underwent=underwent,
            conditions=conditions,
            contexts=_contexts(who.newest_acts(_RECENT)),
        )


_NEWEST = f"""
    SELECT name, kind, country, (
        SELECT count(*) FROM (
            SELECT DISTINCT told, version_id FROM record_actorrow WHERE identity = %s
            ORDER BY told DESC, version_id LIMIT {COUNTED}
        ) AS found
    )
    FROM record_actorrow WHERE identity = %s ORDER BY told DESC LIMIT 1
"""  # noqa: S608
_HELD = f"""
    SELECT office.title, office.of, office.status, min(office.told) AS first, max(office.told) AS last, count(DISTINCT version_id)
    FROM record_officerow office JOIN record_actorrow actor ON actor.id = office.actor_id WHERE actor.identity = %s
    GROUP BY office.title, office.of, office.status ORDER BY first, last, office.title LIMIT {_MOST_OFFICES}
"""  # noqa: S608


_TABLES: tuple[Places, ...] = ("record_party", "record_statementrow", "record_topic")
_OWN = not_copied("it.version_id")


def _meaning(slug: str, alias: str) -> Meaning | None:
    words = slug.replace("-", " ")
    exact = words if ":" in words else f"name:{words}"
    country = find_country(slug) or find_country(words)
    state = f"state:{country}"
    known = known_of([exact, state] if country else [exact], alias)
    if exact in known:
        return Meaning(exact, (exact,), country=exact.removeprefix("state:") if exact.startswith("state:") else None)
    if state in known:
        return Meaning(state, (state,), country=country)
    found = find_actor(slug, alias)
    if found is not None and found.country and f"state:{found.country}" in found.identities:
        return Meaning(found.name, (f"state:{found.country}",), country=found.country)
    return found if found and found.identities else None


def _name(key: str, name: str) -> str:
    return country_name(key.removeprefix("state:")) if key.startswith("state:") else name


def _country(key: str) -> str | None:
    kind, _, rest = key.partition(":")
    return rest.partition(":")[0] if kind in {"state", "body"} else None


def _names(key: str, alias: str) -> tuple[Named, ...]:
    # An article has nobody twice under one name.
    counted = count_values(ActorRow, "name", alias, most=_MOST_CALLED, counted=COUNTED, identity=key)
    counted.sort(key=lambda pair: (-pair[1], pair[0]))
    return tuple(Named(*pair) for pair in counted[:_MOST_NAMES])


def _offices(key: str, alias: str) -> tuple[Held, ...]:
    return tuple(
        Held(title, of, status, _day(first), _day(last), articles)
        for title, of, status, first, last, articles in run(Sql(_HELD, (key,)), alias)
    )


def _day(day: dt.date | str) -> str | None:
    # SQLite gives the least of some days as text.
    text = str(day)
    return None if text == dt.date.min.isoformat() else text


@dataclass(frozen=True, slots=True)
class _Asked:
    """Somebody whose newest lines are asked for."""

    who: Who
    alias: str
    drivers: Mapping[Places, Driver | None]

    @classmethod
    def of(cls, who: Who, alias: str) -> "_Asked":
        drivers = find_drivers([(who, Ask(table, few=True)) for table in _TABLES], alias)
        return cls(who, alias, dict(zip(_TABLES, drivers, strict=True)))

    def newest_said(self, limit: int) -> list[int]:
        """Return the statements that they made, none that stands in a copy."""
        return self._newest_statements(lambda among: said_by(self.who, self.alias, among), limit, "record_statementrow")

    def newest_told(self, limit: int) -> list[int]:
        """Return the statements that were made to them, none that stands in a copy."""
        return self._newest_statements(
            lambda among: statements_on(self.who, self.alias, among, roles=("to",)), limit, "record_topic"
        )

    def _newest_statements(self, part: Callable[[Among], Sql], limit: int, table: Places) -> list[int]:
        rows = Listing(
            STATEMENTS, lambda among: part(among) & _OWN, self.alias, ("it.id",), LINE_ORDER, self.drivers[table]
        )
        return [pk for (pk,) in rows.newest(limit).rows]

    def newest_acts(self, limit: int) -> list[tuple[int, str]]:
        """Return the events that they are actors of, each with its contexts."""

        def rows(among: Among) -> Sql:
            return acts_of(self.who, self.alias, among, role="actor")

        driver = self.drivers["record_party"]
        acts = Listing(EVENTS, rows, self.alias, ("it.id", "it.contexts"), LINE_ORDER, driver)
        return [(pk, contexts) for pk, contexts in acts.newest(limit).rows]

    def newest_conditions(self, limit: int) -> list[int]:
        """Return the acts on which they set a condition, none that stands in a copy."""

        def rows(among: Among) -> Sql:
            return acts_of(self.who, self.alias, among, role="actor", conditional=True) & _OWN

        driver = self.drivers["record_party"]
        if driver and self.who.placed:
            # Few acts have one: those are an index of their own.
            driver = driver.among(Sql("it.conditional"), _CONDITIONAL)
        acts = Listing(EVENTS, rows, self.alias, ("it.id",), LINE_ORDER, driver)
        return [pk for (pk,) in acts.newest(limit).rows]

    def newest_happenings(self, limit: int) -> list[list[str]]:
        """Return what they did, and what was done to them, each once."""

        def acts(role: str) -> Rows:
            return lambda among: acts_of(self.who, self.alias, among, role=role)

        driver = self.drivers["record_party"]
        return find_happenings([acts("actor"), acts("recipient")], limit, alias=self.alias, driver=driver)


@dataclass(frozen=True, slots=True)
class _Lines:
    """What is shown of somebody, by the numbers of rows and the names of happenings."""

    happenings: Sequence[Sequence[str]]  # what they did, and what was done to them
    said: Sequence[int]
    told: Sequence[int]
    conditions: Sequence[int]

    def load(
        self, alias: str
    ) -> tuple[tuple[Account, ...], tuple[Account, ...], tuple[Said, ...], tuple[Said, ...], tuple[Condition, ...]]:
        """Load all together: each table is asked once."""
        wanted = list(dict.fromkeys(name for group in self.happenings for name in group))
        gathered = gather(wanted, alias, listed=_LISTED)
        events, statements = load_lines([*gathered.rows, *self.conditions], [*self.said, *self.told], alias)
        found = {account.happening: account for account in gathered.accounts(events, alias)}
        did, underwent = (tuple(found[name] for name in group if name in found) for group in self.happenings)
        said, told = (
            tuple(Said(describe_article(statements[pk].version), describe_statement(statements[pk])) for pk in ids)
            for ids in (self.said, self.told)
        )
        conditions = (events[pk] for pk in self.conditions)
        set_on = tuple(Condition(describe_article(parts.version), describe_event(parts)) for parts in conditions)
        return did, underwent, said, told, set_on


def _contexts(acts: Iterable[tuple[int, str]]) -> tuple[str, ...]:
    counted = Counter(context for _, contexts in acts for context in contexts.split())
    return tuple(context for context, _ in sorted(counted.items(), key=lambda item: (-item[1], item[0])))
