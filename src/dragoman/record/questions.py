"""The questions that people ask of a Record, beside the query language (ask.py): what somebody said, and news.

Names in them mean what they mean after `actor:`; a state stands for its people and officials too, who meet and speak for it.
"""

import datetime as dt
import itertools
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef

from dragoman.errors import Unusable
from dragoman.export.periods import find_period
from dragoman.record.ask import Answer, ask
from dragoman.record.decisions import without_rejected
from dragoman.record.happenings import Account, load_accounts
from dragoman.record.lines import ArticleLine, EventLine, describe_article, describe_event, load_events
from dragoman.record.lookup import Meaning, find_meaning
from dragoman.record.models import EventRow, Link
from dragoman.record.newest import Driver
from dragoman.record.query import Query, Term, read_term
from dragoman.record.store import Record

__all__ = [
    "Change",
    "News",
    "Overdue",
    "check_limit",
    "find_news",
    "find_said",
    "find_someone",
]

_MOST = 200
_TOLD = 3  # tellings that news gives of each event: the first two and the last
_LINKS = (200, 2_000, 20_000)  # that are looked at, the newest first
_SPARE = 2  # two events of one sentence have one name


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
        # A happening is named after its first telling.
        begun = EventRow.objects.using(alias).filter(happening=F("end"))
        rows = begun.filter(told__gte=first, told__lte=today).order_by("-told", "-version", "number")
        names = dict.fromkeys(rows.values_list("end", flat=True)[: _SPARE * limit])
        new = list(names)[:limit]
        overdue = _overdue(first, today, limit, alias)
        wanted = dict.fromkeys((*new, *overdue))
        accounts = {one.happening: one for one in load_accounts(list(wanted), alias, listed=_TOLD)}
        changes = _changes(first, today, limit, alias)
        return News(
            first.isoformat(),
            today.isoformat(),
            tuple(accounts[name] for name in new),
            tuple(changes["updates"]),
            tuple(changes["contradicts"]),
            tuple(Overdue(due, (today - last).days, accounts[name]) for name, (due, last) in overdue.items()),
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


# News


def _changes(first: dt.date, today: dt.date, limit: int, alias: str) -> dict[str, list[Change]]:
    chosen: dict[str, list[Link]] = {}
    standing = without_rejected(Link.objects.using(alias)).select_related("left", "right")
    for kind in ("updates", "contradicts"):
        links = standing.filter(kind=kind, left_row__startswith="events/")
        # What a copy says its origin says as well.
        for end in ("left", "right"):
            links = links.exclude(Exists(Link.objects.using(alias).filter(kind="copies", left=OuterRef(end))))
        links = links.defer("left__reading", "right__reading", "left__text", "right__text").order_by("-told", "key")
        chosen[kind] = []
        of_kind = Link.objects.using(alias).filter(kind=kind, told__gte=first)
        for told in Driver(of_kind, _LINKS, since=first).stretches(today):
            chosen[kind] += links.filter(told)[: limit - len(chosen[kind])]
            if len(chosen[kind]) == limit:
                break
    every = [link for links in chosen.values() for link in links]
    places = [place for link in every for place in ((link.left_id, link.left_row), (link.right_id, link.right_row))]
    events = _events_at(places, alias)
    return {kind: _describe(links, events) for kind, links in chosen.items()}


def _describe(links: Iterable[Link], events: Mapping[tuple[int, str], EventLine]) -> list[Change]:
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
        for link in links
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
        (parts.version.pk, f"events/{parts.local}"): describe_event(parts) for parts in load_events(ids, alias).values()
    }


def _overdue(first: dt.date, today: dt.date, limit: int, alias: str) -> dict[str, tuple[str, dt.date]]:
    """Return the happenings that are overdue, the latest due first, each with the last plan's date and its last day."""
    told = EventRow.objects.using(alias).filter(told__lte=today)
    settled = told.filter(happening=OuterRef("happening"), standing__plain__in=("happened", "denied"))
    due = EventRow.objects.using(alias).filter(standing="planned", last_day__gte=first, last_day__lt=today)
    due = due.exclude(date=None).exclude(auxiliary__contains="historical").filter(~Exists(settled))
    names = due.order_by("-last_day", "happening").values_list("happening", flat=True)
    found: dict[str, tuple[str, dt.date]] = {}
    for start in itertools.count(0, _SPARE * limit):
        part = list(names[start : start + _SPARE * limit])
        open_ = _still_open([name for name in part if name not in found], today, alias)
        found |= {name: open_[name] for name in part if name in open_}
        if len(found) >= limit or not part:
            break
    return dict(list(found.items())[:limit])


def _still_open(names: Sequence[str], today: dt.date, alias: str) -> dict[str, tuple[str, dt.date]]:
    """Return the happenings of which all tellings are plans or wishes for days now past, with the last plan's date."""
    tellings = EventRow.objects.using(alias).filter(happening__in=names, told__lte=today).order_by("told", "pk")
    plans: dict[str, tuple[str, dt.date]] = {}
    settled: set[str] = set()
    for name, standing, date, last in tellings.values_list("happening", "standing", "date", "last_day"):
        if standing in {"happened", "denied"}:
            settled.add(name)
        elif standing == "planned" and date and last:
            plans[name] = (date, last)
    return {name: plan for name, plan in plans.items() if name not in settled and plan[1] < today}
