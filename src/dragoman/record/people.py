"""One actor through all articles: names, offices in time, what they said, were told, did and underwent."""

import datetime as dt
import functools
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import BooleanField, Count, Max, Min, Model, Q, QuerySet
from django.db.models.expressions import RawSQL

from dragoman.errors import Unusable
from dragoman.export.countries import country_name, find_country
from dragoman.record.across.names import fold
from dragoman.record.happenings import Account, load_accounts
from dragoman.record.lines import (
    ArticleLine,
    EventLine,
    StatementLine,
    describe_article,
    describe_event,
    describe_statement,
    load_events,
    load_statements,
)
from dragoman.record.lookup import Meaning, find_actor
from dragoman.record.models import ActorRow, EventRow, OfficeRow, Party, StatementRow, Topic
from dragoman.record.newest import (
    EACH,
    Among,
    Driver,
    acts_of,
    find_driver,
    find_happenings,
    find_newest,
    said_by,
    statements_on,
)
from dragoman.record.questions import check_limit
from dragoman.record.store import Record

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
_MOST_NAMES = 12
_MOST_OFFICES = 40
_MOST_CHOICES = 50
_LISTED = 2  # tellings that are given of each event: the first and the last
_RECENT = 300  # acts of which the contexts are counted


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
    articles: int


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
    rows = ActorRow.objects.using(alias).filter(identity__in=meaning.identities)
    counted = rows.order_by().values("identity").annotate(articles=Count("version", distinct=True), name=Max("name"))
    found = [
        Choice(
            slug_of(row["identity"]), _name(row["identity"], row["name"]), _country(row["identity"]), row["articles"]
        )
        for row in counted
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
        own = ActorRow.objects.using(alias).filter(identity=key)
        first = own.order_by("-told").first()
        if first is None:  # somebody who cannot be met again ("two officials")
            raise Unusable("nobody is called so", slug)
        who = _Asked(meaning.rows, alias)
        names = _names(own)
        did, underwent = _accounts([who.newest_happenings(role, limit) for role in ("actor", "recipient")], alias)
        return Profile(
            slug=slug_of(key),
            key=key,
            name=_name(key, max((named.name for named in names), key=len, default=first.name)),
            kind=first.kind,
            country=_country(key) or first.country,
            articles=own.order_by("-told", "version").values("told", "version").distinct()[:COUNTED].count(),
            names=names,
            offices=_offices(own, alias) if first.kind != "state" else (),
            said=_said(who.newest_said(limit), alias),
            told=_said(who.newest_told(limit), alias),
            did=did,
            underwent=underwent,
            conditions=_conditions(
                who.newest_acts(limit, Q(condition__isnull=False), ~_copies(EventRow), few=True), alias
            ),
            contexts=_contexts(who.newest_acts(_RECENT, ~Q(contexts=""))),
        )


def _meaning(slug: str, alias: str) -> Meaning | None:
    words = slug.replace("-", " ")
    exact = words if ":" in words else f"name:{words}"
    if ActorRow.objects.using(alias).filter(identity=exact).exists():
        country = exact.removeprefix("state:") if exact.startswith("state:") else None
        return Meaning(exact, (exact,), country=country)
    found = find_actor(slug, alias)
    if found is not None and found.country and f"state:{found.country}" in found.identities:
        return Meaning(found.name, (f"state:{found.country}",), country=found.country)
    return found if found and found.identities else None


def _name(key: str, name: str) -> str:
    return country_name(key.removeprefix("state:")) if key.startswith("state:") else name


def _country(key: str) -> str | None:
    kind, _, rest = key.partition(":")
    return rest.partition(":")[0] if kind in {"state", "body"} else None


def _names(rows: QuerySet[ActorRow]) -> tuple[Named, ...]:
    # An article has nobody twice under one name.
    counted = rows.order_by().values("name").annotate(articles=Count("version"))
    return tuple(Named(row["name"], row["articles"]) for row in counted.order_by("-articles", "name")[:_MOST_NAMES])


def _offices(actors: QuerySet[ActorRow], alias: str) -> tuple[Held, ...]:
    rows = OfficeRow.objects.using(alias).filter(actor__in=actors).order_by()
    counted = rows.values("title", "of", "status").annotate(
        first=Min("told"), last=Max("told"), articles=Count("actor__version", distinct=True)
    )
    return tuple(
        Held(row["title"], row["of"], row["status"], _day(row["first"]), _day(row["last"]), row["articles"])
        for row in counted.order_by("first", "last", "title")[:_MOST_OFFICES]
    )


def _day(day: dt.date) -> str | None:
    return None if day == dt.date.min else day.isoformat()


@dataclass(frozen=True, slots=True)
class _Asked:
    """Somebody whose newest lines are asked for."""

    rows: Q  # on ActorRow
    alias: str
    drivers: dict[type[Model], Driver | None] = field(default_factory=dict)  # that were asked for

    def _driver(self, table: type[Model]) -> Driver | None:
        if table not in self.drivers:
            self.drivers[table] = find_driver(self.rows, self.alias, table)
        return self.drivers[table]

    def newest_said(self, limit: int) -> list[int]:
        """Return the statements that they made, none that stands in a copy."""
        return self._newest_statements(said_by, limit, StatementRow)

    def newest_told(self, limit: int) -> list[int]:
        """Return the statements that were made to them, none that stands in a copy."""
        return self._newest_statements(functools.partial(statements_on, roles=("to",)), limit, Topic)

    def _newest_statements(self, part: Callable[..., Q], limit: int, table: type[Model]) -> list[int]:

        def rows(among: Among) -> QuerySet[StatementRow]:
            theirs = StatementRow.objects.using(self.alias).filter(part(self.rows, self.alias, among))
            return theirs.filter(~_copies(StatementRow))

        return [pk for (pk,) in find_newest(rows, limit, "pk", driver=self._driver(table))]

    def newest_acts(self, limit: int, *conditions: Q, few: bool = False) -> list[tuple[int, str]]:
        """Return the events that they are actors of, each with its contexts.

        few: events of which the conditions are true; where they are common, each of those is asked whether it is theirs.
        """
        driver = self._driver(Party)
        asked = few and driver is not None

        def rows(among: Among) -> QuerySet[EventRow]:
            theirs = acts_of(self.rows, self.alias, EACH if asked else among, role="actor")
            return EventRow.objects.using(self.alias).filter(theirs, *conditions)

        found = find_newest(rows, limit, "pk", "contexts", driver=None if asked else driver)
        return [(pk, contexts) for pk, contexts in found]

    def newest_happenings(self, role: str, limit: int) -> list[str]:
        """Return what they took part in, each once."""

        def rows(among: Among) -> QuerySet[EventRow]:
            return EventRow.objects.using(self.alias).filter(acts_of(self.rows, self.alias, among, role=role))

        return find_happenings(rows, limit, driver=self._driver(Party))


def _copies(table: type[Model]) -> Q:
    """Return the condition on a table's rows that they stand in a copy."""
    # The kinds are written out as the index of links has them; a parameter would hide that it can be used.
    found = f"""EXISTS (
        SELECT 1 FROM record_link link WHERE link.left_id = {table._meta.db_table}.version_id
            AND link.kind IN ('copies', 'rereports') AND link.kind = 'copies'
    )"""  # noqa: S608, SLF001
    return Q(RawSQL(found, [], output_field=BooleanField()))  # noqa: S611


def _said(ids: Sequence[int], alias: str) -> tuple[Said, ...]:
    found = load_statements(ids, alias)
    return tuple(Said(describe_article(found[pk].version), describe_statement(found[pk])) for pk in ids)


def _accounts(names: Sequence[Sequence[str]], alias: str) -> tuple[tuple[Account, ...], ...]:
    """Load what several lists of happenings name, each once."""
    wanted = list(dict.fromkeys(name for group in names for name in group))
    found = {account.happening: account for account in load_accounts(wanted, alias, listed=_LISTED)}
    return tuple(tuple(found[name] for name in group if name in found) for group in names)


def _conditions(acts: Sequence[tuple[int, str]], alias: str) -> tuple[Condition, ...]:
    found = load_events([pk for pk, _ in acts], alias)
    return tuple(Condition(describe_article(found[pk].version), describe_event(found[pk])) for pk, _ in acts)


def _contexts(acts: Iterable[tuple[int, str]]) -> tuple[str, ...]:
    counted = Counter(context for _, contexts in acts for context in contexts.split())
    return tuple(context for context, _ in sorted(counted.items(), key=lambda item: (-item[1], item[0])))
