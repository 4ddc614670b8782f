"""The questions that people ask of a Record, beside the query language (ask.py): what somebody said, and news.

Names in them mean what they mean after `actor:`; a state stands for its people and officials too, who meet and speak for it.
"""

import datetime as dt
import itertools
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dragoman.errors import Unusable
from dragoman.export.periods import find_period
from dragoman.record.ask import Answer, ask
from dragoman.record.bulk import fetch
from dragoman.record.decisions import not_rejected
from dragoman.record.happenings import Account, load_accounts
from dragoman.record.lines import ArticleLine, EventLine, EventParts, describe_article, describe_event, load_events
from dragoman.record.lookup import Meaning, find_meaning
from dragoman.record.newest import EVENTS, LINE_ORDER, Driver, Listing, Stretch
from dragoman.record.origins import not_copied
from dragoman.record.query import Query, Term, read_term
from dragoman.record.sql import Sql, every, exists, one_of, plain, run, select
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
        begun = select("it.happening", EVENTS, Sql('it.happening = it."end"') & Stretch(today, since=first).on("it"))
        rows = begun.within("", f" ORDER BY {', '.join(LINE_ORDER)} LIMIT {_SPARE * limit}")
        new = list(dict.fromkeys(name for (name,) in run(rows, alias)))[:limit]
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
    # What a copy says its origin says as well.
    own = (not_copied("it.left_id"), not_copied("it.right_id"))
    of_events = Sql("it.left_row LIKE %s", ("events/%",))
    chosen: dict[str, list[tuple[Any, ...]]] = {}
    for kind in ("updates", "contradicts"):
        of_kind = Sql("it.kind = %s", (kind,))
        standing = every((of_kind, of_events, *own, not_rejected("it")))
        driver = Driver("record_link it", of_kind & Sql("it.told >= %s", (first,)), alias, _LINKS, since=first)
        order = ("it.told DESC", "it.key")
        links = Listing("record_link it", lambda _, standing=standing: standing, alias, _CHANGE, order, driver)
        chosen[kind] = links.newest(limit, until=today).rows
    places = [place for links in chosen.values() for link in links for place in (link[4:6], link[6:8])]
    events = _events_at(places, alias)
    return {kind: [_change(link, events) for link in links] for kind, links in chosen.items()}


_CHANGE = (
    "it.key",
    "it.reason",
    "it.confidence",
    "it.differences",
    "it.left_id",
    "it.left_row",
    "it.right_id",
    "it.right_row",
)
_Place = tuple[int, str]


def _change(link: Sequence[Any], events: Mapping[_Place, EventParts]) -> Change:
    key, reason, confidence, differences, *places = link
    later, earlier = events[places[0], places[1]], events[places[2], places[3]]
    return Change(
        link=key,
        reason=reason,
        confidence=confidence,
        differences=json.loads(differences),
        article=describe_article(later.version),
        event=describe_event(later),
        earlier_article=describe_article(earlier.version),
        earlier_event=describe_event(earlier),
    )


_LINES = "SELECT id, version_id, local FROM record_eventrow WHERE version_id IN ({keys})"


def _events_at(places: Iterable[_Place], alias: str) -> dict[_Place, EventParts]:
    wanted = set(places)
    rows = fetch(_LINES, {version for version, _ in wanted}, alias)
    ids = [pk for pk, version, local in rows if (version, f"events/{local}") in wanted]
    return {(parts.version.pk, f"events/{parts.local}"): parts for parts in load_events(ids, alias).values()}


def _overdue(first: dt.date, today: dt.date, limit: int, alias: str) -> dict[str, tuple[str, dt.date]]:
    """Return the happenings that are overdue, the latest due first, each with the last plan's date and its last day."""
    settled = Sql("other.happening = it.happening AND other.told <= %s", (today,))
    settled &= one_of(plain("other.standing", alias), ("happened", "denied"))
    planned = Sql("it.standing = 'planned' AND it.last_day >= %s AND it.last_day < %s", (first, today))
    told = Sql("it.told <= %s AND it.date IS NOT NULL AND it.auxiliary NOT LIKE %s", (today, "%historical%"))
    due = planned & told & exists("record_eventrow other", settled).within("NOT ")
    names = select("it.happening", EVENTS, due).within("", " ORDER BY it.last_day DESC, it.happening")
    found: dict[str, tuple[str, dt.date]] = {}
    for start in itertools.count(0, _SPARE * limit):
        part = [name for (name,) in run(names.within("", f" LIMIT {_SPARE * limit} OFFSET {start}"), alias)]
        open_ = _still_open([name for name in part if name not in found], today, alias)
        found |= {name: open_[name] for name in part if name in open_}
        if len(found) >= limit or not part:
            break
    return dict(list(found.items())[:limit])


def _still_open(names: Sequence[str], today: dt.date, alias: str) -> dict[str, tuple[str, dt.date]]:
    """Return the happenings of which all tellings are plans or wishes for days now past, with the last plan's date."""
    tellings = one_of("it.happening", names) & Sql("it.told <= %s", (today,))
    chosen = select("it.happening, it.standing, it.date, it.last_day", EVENTS, tellings)
    plans: dict[str, tuple[str, dt.date]] = {}
    settled: set[str] = set()
    for name, standing, date, last in run(chosen.within("", " ORDER BY it.told, it.id"), alias):
        if standing in {"happened", "denied"}:
            settled.add(name)
        elif standing == "planned" and date and last:
            plans[name] = (date, last)
    return {name: plan for name, plan in plans.items() if name not in settled and plan[1] < today}
