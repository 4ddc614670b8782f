"""Meetings of two sides: those that happened, are planned or sought, or were denied."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from dragoman.record.across.tellings import MEETING_ACTS, MEETING_TYPE
from dragoman.record.ask import read_place, write_place
from dragoman.record.happenings import Account, Outcome, load_accounts
from dragoman.record.lookup import Meaning
from dragoman.record.models import EventRow, Party, Side
from dragoman.record.newest import EACH, Among, Driver, acts_of, find_driver, find_newest
from dragoman.record.questions import check_limit, find_someone
from dragoman.record.store import Record

__all__ = ["MEETING", "Meetings", "find_meetings"]

MEETING = Q(act__plain__in=MEETING_ACTS) | Q(type__plain=MEETING_TYPE)  # on EventRow
# What some telling says of a meeting that stands so, all together.
_TOLD_AS: Mapping[Outcome, str] = {
    "happened": "happened",
    "planned": "planned",
    "sought": "sought",
    "denied": "denied",
    "disputed": "denied",
}
# Of which no telling may say more, so that it stands so.
_SETTLED_BY: Mapping[Outcome, tuple[str, ...]] = {
    "planned": ("happened", "denied"),
    "sought": ("happened", "denied", "planned"),
    "denied": ("happened",),
}
_MET = 5  # tellings that are given of each meeting: the first four and the last


@dataclass(frozen=True, slots=True)
class Meetings:
    """Meetings of two sides, the newest report first."""

    one: str
    other: str
    items: tuple[Account, ...]
    next: str | None


def find_meetings(
    record: Record, one: str, other: str, *, outcome: Outcome | None = None, limit: int = 20, cursor: str | None = None
) -> Meetings:
    """Find the meetings of two sides that happened, are planned or sought, or were denied: each once, with all who tell of it.

    outcome: only those that stand so.
    Raises WrongQuery where nobody is called so, Unusable where limit or cursor are wrong.
    """
    check_limit(limit)
    with record.snapshot():
        pair = _Pair.of([find_someone(name, record.alias) for name in (one, other)], record.alias)
        before = read_place(cursor, str) if cursor else None
        found: list[tuple[Account, dt.date]] = []
        while len(found) <= limit:
            some = pair.meetings(outcome, before, limit + 1)
            days = dict(some)
            accounts = load_accounts(list(days), record.alias, listed=_MET)
            found += [(one, days[one.happening]) for one in accounts if outcome in {None, one.outcome}]
            if len(some) <= limit:
                break
            before = (some[-1][1], some[-1][0])
    shown = found[:limit]
    more = write_place(shown[-1][1].isoformat(), shown[-1][0].happening) if len(found) > limit else None
    return Meetings(*pair.names, tuple(account for account, _ in shown), more)


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two who meet."""

    names: tuple[str, str]  # in the order in which they were asked for
    one: Meaning  # whoever of the two takes part in less, so that this order changes nothing
    other: Meaning
    driver: Driver | None  # of the one
    alias: str

    @classmethod
    def of(cls, sides: Sequence[Meaning], alias: str) -> "_Pair":
        drivers = {side.identities: find_driver(side.side, alias, Party) for side in sides}
        one, other = sorted(sides, key=lambda side: (_commonness(drivers[side.identities]), side.identities))
        return cls((sides[0].name, sides[1].name), one, other, drivers[one.identities], alias)

    def meetings(self, outcome: Outcome | None, before: tuple[Any, ...] | None, most: int) -> list[tuple[str, dt.date]]:
        """Return meetings in which both sides take part, in one telling or another; the newest first.

        Each with the day of the last telling that names the one, and has it so, where an outcome is asked for.
        before: the day and the name of the meeting after which they begin.
        """
        standing = _TOLD_AS[outcome] if outcome else None
        in_it = EventRow.objects.using(self.alias).filter(happening=OuterRef("happening"))
        theirs = self._asked(self.other).filter(happening=OuterRef("happening"))
        newer = self._asked(self.one).filter(happening=OuterRef("happening"))
        newer = newer.filter(**{"standing__plain": standing} if standing else {})
        newer = newer.filter(Q(told__gt=OuterRef("told")) | Q(told=OuterRef("told"), pk__gt=OuterRef("pk")))

        def rows(among: Among) -> QuerySet[Any]:
            told: QuerySet[Any]
            if self.one.state:
                told = Side.objects.using(self.alias).filter(country=self.one.state)
            else:
                own = acts_of(self.one.side, self.alias, among)
                told = EventRow.objects.using(self.alias).filter(MEETING, own)
            settled = in_it.filter(standing__plain__in=_SETTLED_BY.get(outcome, ()) if outcome else ())
            return told.filter(
                Exists(theirs), ~Exists(newer), ~Exists(settled), **{"standing": standing} if standing else {}
            )

        found = find_newest(
            rows,
            most,
            "happening",
            "told",
            driver=None if self.one.state else self.driver,
            after=Q(told__lt=before[0]) | Q(told=before[0], happening__gt=before[1]) if before else Q(),
            until=before[0] if before else None,
            order=("-told", "happening"),
        )
        return [(name, day) for name, day in found]

    def _asked(self, side: Meaning) -> QuerySet[Any]:
        """Return the tellings of meetings in which a side takes part, as they are asked for those of one meeting."""
        if side.state:
            return Side.objects.using(self.alias).filter(country__plain=side.state)
        return EventRow.objects.using(self.alias).filter(MEETING, acts_of(side.side, self.alias, EACH))


def _commonness(driver: Driver | None) -> dt.date:
    return driver.begins if driver else dt.date.min
