"""The questions that people ask of a Record, beside the query language (ask.py): meetings, stands, news.

Names in them mean what they mean after `actor:`; a state stands for its people and officials too, who meet and speak for it.
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from dragoman.errors import Unusable
from dragoman.export.periods import find_period
from dragoman.record.ask import Answer, ask, read_place, write_place
from dragoman.record.decisions import without_rejected
from dragoman.record.happenings import Account, Outcome, load_accounts, with_happening
from dragoman.record.lines import ArticleLine, EventLine, describe_article, describe_event, load_events
from dragoman.record.lookup import Meaning, find_meaning
from dragoman.record.models import ActorRow, EventRow, Link, Party
from dragoman.record.query import Query, Term, read_term
from dragoman.record.store import Record

__all__ = [
    "MEETING",
    "Change",
    "Meetings",
    "News",
    "Overdue",
    "check_limit",
    "find_meetings",
    "find_news",
    "find_said",
    "find_someone",
]

# Acts that bring two sides together; see across/acts.toml.
MEETING = Q(act__in=("meet", "visit")) | Q(type="CONSULT")
_MOST = 200


@dataclass(frozen=True, slots=True)
class Meetings:
    """Meetings of two sides, the newest report first."""

    one: str
    other: str
    items: tuple[Account, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class Change:
    """A later telling that contradicts or updates an earlier one."""

    link: str  # what `dragoman confirm` and `reject` take
    reason: str
    confidence: float  # 0 to 1
    differences: dict[str, list[str | None]]  # the later one's first
    article: ArticleLine
    event: EventLine
    earlier_article: ArticleLine
    earlier_event: EventLine


@dataclass(frozen=True, slots=True)
class Overdue:
    """Something planned for a time now past, of which nobody has told that it happened, or that it will not."""

    due: str  # EDTF: the last plan's
    days: int  # since its last day
    account: Account


@dataclass(frozen=True, slots=True)
class News:
    """What is new since a day; each list is cut at `limit`."""

    since: str
    as_of: str
    new: tuple[Account, ...]  # first told since then, the newest first
    updated: tuple[Change, ...]
    contradicted: tuple[Change, ...]
    overdue: tuple[Overdue, ...]  # due since then, the latest first


def find_said(
    record: Record,
    who: str,
    about: str | None = None,
    *,
    words: str | None = None,
    date: str | None = None,
    limit: int = 20,
    cursor: str | None = None,
) -> Answer:
    """Find everything that somebody said: `source:WHO about:ABOUT "words" date:DATE show:statements` in the query language."""
    terms = [read_term("source", who)]
    terms += [read_term("about", about)] if about else []
    terms += [read_term("date", date)] if date else []
    plain = " ".join(re.findall(r"\w+", words or ""))
    terms += [Term("words", plain)] if plain else []
    return ask(record, Query(tuple((term,) for term in terms), "statements"), limit=limit, cursor=cursor)


def find_meetings(
    record: Record, one: str, other: str, *, outcome: Outcome | None = None, limit: int = 20, cursor: str | None = None
) -> Meetings:
    """Find the meetings of two sides that happened, are planned or sought, or were denied: each once, with all who tell of it.

    outcome: only those that stand so.
    Raises WrongQuery where nobody is called so, Unusable where limit or cursor are wrong.
    """
    check_limit(limit)
    with record.snapshot():
        sides = [find_someone(name, record.alias) for name in (one, other)]
        rows = EventRow.objects.using(record.alias).filter(MEETING)
        both = with_happening(rows)
        for side in sides:
            mine = with_happening(rows.filter(pk__in=_events_of(side, record.alias)))
            both = both.filter(about__in=mine.values("about"))
        groups = both.values("about").annotate(newest=Max("told"))
        if cursor:
            day, name = read_place(cursor, str)
            groups = groups.filter(Q(newest__lt=day) | Q(newest=day, about__gt=name))
        found = _wanted(
            groups.order_by("-newest", "about").values_list("about", "newest"), outcome, limit, record.alias
        )
    shown = found[:limit]
    more = write_place(shown[-1][1].isoformat(), shown[-1][0].happening) if len(found) > limit else None
    return Meetings(sides[0].name, sides[1].name, tuple(account for account, _ in shown), more)


def find_news(record: Record, since: str, *, as_of: str | None = None, limit: int = 20) -> News:
    """Say what is new, contradicted, updated or overdue since a day.

    since: ISO day; told of counts by publication.
    as_of: the day that counts as today.
    Raises Unusable where a day or the limit is wrong.
    """
    check_limit(limit)
    first = _read_day(since, "since")
    today = _read_day(as_of, "as_of") if as_of else dt.datetime.now(tz=dt.UTC).date()
    alias = record.alias
    with record.snapshot():
        rows = with_happening(EventRow.objects.using(alias))
        recent = rows.filter(told__gte=first, told__lte=today)
        known = EventRow.objects.using(alias).filter(told__lt=first).exclude(happening="")
        fresh = recent.exclude(happening__in=known.values("happening"))
        names = fresh.values("about").annotate(newest=Max("told")).order_by("-newest", "about")[:limit]
        new = load_accounts([row["about"] for row in names], alias)
        return News(
            first.isoformat(),
            today.isoformat(),
            tuple(new),
            tuple(_changes("updates", first, today, limit, alias)),
            tuple(_changes("contradicts", first, today, limit, alias)),
            tuple(_overdue(first, today, limit, alias)),
        )


def find_someone(name: str, alias: str) -> Meaning:
    """Find who a name means. Raises WrongQuery where nobody is called so."""
    meaning = find_meaning(read_term("actor", name), alias)
    if meaning is None:  # an actor's term always has one
        raise Unusable("nobody is called so", name)
    return meaning


def check_limit(limit: int) -> None:
    """Refuse a limit that no answer has."""
    if not 1 <= limit <= _MOST:
        raise Unusable(f"is 1 to {_MOST}", "limit")


def _read_day(text: str, where: str) -> dt.date:
    """Read a day, or the first day of a month or year. Raises Unusable."""
    period = find_period(text)
    if period is None or period.start is None:
        raise Unusable(f"{text!r} is no day; write 2024-03-12", where)
    return period.start


# Meetings


def _events_of(side: Meaning, alias: str) -> QuerySet[Any]:
    actors = ActorRow.objects.using(alias).filter(side.side)
    return Party.objects.using(alias).filter(actor__in=actors).values("event")


def _wanted(
    happenings: Iterable[tuple[str, dt.date]], outcome: Outcome | None, limit: int, alias: str
) -> list[tuple[Account, dt.date]]:
    """Return one more than `limit` of the happenings that stand as wanted."""
    found: list[tuple[Account, dt.date]] = []
    for part in _iter_parts(happenings, limit + 1):
        days = dict(part)
        accounts = load_accounts(list(days), alias)
        found += [(one, days[one.happening]) for one in accounts if outcome in {None, one.outcome}]
        if len(found) > limit:
            break
    return found


def _iter_parts(items: Iterable[tuple[str, dt.date]], length: int) -> Iterator[list[tuple[str, dt.date]]]:
    """Give items in lists of some length."""
    waiting = iter(items)
    while part := [item for item, _ in zip(waiting, range(length), strict=False)]:
        yield part


# News


def _changes(
    kind: Literal["updates", "contradicts"], first: dt.date, today: dt.date, limit: int, alias: str
) -> list[Change]:
    links = Link.objects.using(alias).filter(kind=kind, left_row__startswith="events/")
    links = links.filter(left__told__gte=first, left__told__lte=today)
    # What a copy says its origin says as well.
    for end in ("left", "right"):
        links = links.exclude(Exists(Link.objects.using(alias).filter(kind="copies", left=OuterRef(end))))
    links = without_rejected(links).select_related("left", "right")
    links = links.defer("left__reading", "right__reading", "left__text", "right__text")
    chosen = list(links.order_by("-left__told", "key")[:limit])
    events = _events_at(
        [(link.left_id, link.left_row) for link in chosen] + [(link.right_id, link.right_row) for link in chosen], alias
    )
    return [
        Change(
            link=link.key,
            reason=link.reason,
            confidence=link.confidence,
            differences=link.differences,
            article=describe_article(link.left),
            event=events[link.left_id, link.left_row],
            earlier_article=describe_article(link.right),
            earlier_event=events[link.right_id, link.right_row],
        )
        for link in chosen
    ]


def _events_at(places: Sequence[tuple[int, str]], alias: str) -> dict[tuple[int, str], EventLine]:
    wanted = set(places)
    rows = EventRow.objects.using(alias).filter(version__in={version for version, _ in wanted})
    ids = [
        pk
        for pk, version, local in rows.values_list("pk", "version_id", "local")
        if (version, f"events/{local}") in wanted
    ]
    return {
        (parts.row.version_id, f"events/{parts.row.local}"): describe_event(parts)
        for parts in load_events(ids, alias).values()
    }


def _overdue(first: dt.date, today: dt.date, limit: int, alias: str) -> list[Overdue]:
    planned = EventRow.objects.using(alias).filter(standing="planned", last_day__gte=first, last_day__lt=today)
    dated: QuerySet[Any] = with_happening(planned.exclude(date=None).exclude(auxiliary__contains="historical"))
    groups = dated.values("about").annotate(due=Max("last_day")).order_by("-due", "about")
    found: list[Overdue] = []
    for part in _iter_parts(groups.values_list("about", "due"), 2 * limit):
        open_ = _still_open(dict(part), today, alias)
        for account in load_accounts([name for name, _ in part if name in open_], alias):
            due, last = open_[account.happening]
            found.append(Overdue(due, (today - last).days, account))
        if len(found) >= limit:
            break
    return found[:limit]


def _still_open(dues: dict[str, dt.date], today: dt.date, alias: str) -> dict[str, tuple[str, dt.date]]:
    """Return the happenings of which all tellings are plans or wishes for days now past, with the last plan's date."""
    tellings: QuerySet[Any] = with_happening(
        EventRow.objects.using(alias).filter(Q(happening__in=dues) | Q(happening="", end__in=dues))
    )
    plans: dict[str, tuple[str, dt.date]] = {}
    settled: set[str] = set()
    for name, standing, date, last in (
        tellings.filter(told__lte=today).order_by("told", "pk").values_list("about", "standing", "date", "last_day")
    ):
        if standing in {"happened", "denied"}:
            settled.add(name)
        elif standing == "planned" and date and last:
            plans[name] = (date, last)
    return {name: plan for name, plan in plans.items() if name not in settled and plan[1] < today}
