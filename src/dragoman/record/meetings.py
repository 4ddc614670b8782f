"""Meetings of two sides: those that happened, are planned or sought, or were denied."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connections

from dragoman.record.across.tellings import MEETING_ACTS, MEETING_TYPE
from dragoman.record.ask import read_place, write_place
from dragoman.record.happenings import Account, Outcome, load_accounts
from dragoman.record.lookup import Meaning
from dragoman.record.newest import EACH, Among, Ask, Driver, Listing, acts_of, find_drivers
from dragoman.record.questions import check_limit, find_someone
from dragoman.record.sql import FALSE, TRUE, Sql, any_of, exists, one_of, plain
from dragoman.record.store import Record

__all__ = ["Meetings", "find_meetings", "is_meeting"]

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
        found = find_drivers([(side.side, Ask("record_party")) for side in sides], alias)
        drivers = {side.identities: driver for side, driver in zip(sides, found, strict=True)}
        one, other = sorted(sides, key=lambda side: (_commonness(drivers[side.identities]), side.identities))
        return cls((sides[0].name, sides[1].name), one, other, drivers[one.identities], alias)

    def meetings(self, outcome: Outcome | None, before: tuple[Any, ...] | None, most: int) -> list[tuple[str, dt.date]]:
        """Return meetings in which both sides take part, in one telling or another; the newest first.

        Each with the day of the last telling that names the one, and has it so, where an outcome is asked for.
        before: the day and the name of the meeting after which they begin.
        """
        standing = _TOLD_AS[outcome] if outcome else None
        source, own = self._tellings(self.one, "it")
        told = Sql("it.standing = %s", (standing,)) if standing else TRUE
        theirs = exists(*self._asked(self.other, "theirs"))
        later = Sql("(newer.told > it.told OR newer.told = it.told AND newer.id > it.id)")
        if standing:
            later &= Sql(f"{plain('newer.standing', self.alias)} = %s", (standing,))
        newer, mine = self._asked(self.one, "newer")
        last = exists(newer, mine & later).within("NOT ")
        settled = one_of(plain("more.standing", self.alias), _SETTLED_BY.get(outcome, ()) if outcome else ())
        open_ = exists("record_eventrow more", Sql("more.happening = it.happening") & settled).within("NOT ")

        def rows(among: Among) -> Sql:
            return own(among) & told & theirs & last & (open_ if settled != FALSE else TRUE)

        after = Sql("(it.told < %s OR it.told = %s AND it.happening > %s)", (before[0], *before)) if before else TRUE
        driver = None if self.one.state else self.driver
        order = ("it.told DESC", "it.happening")
        found = Listing(source, rows, self.alias, ("it.happening", "it.told"), order, driver, distinct=True)
        until = before[0] if before else None
        return [(name, day) for name, day in found.newest(most, after=after, until=until).rows]

    def _tellings(self, side: Meaning, row: str) -> tuple[str, Callable[[Among], Sql]]:
        """Return where the tellings of meetings stand in which a side takes part, and the condition on them."""
        if side.state:
            country = Sql(f"{row}.country = %s", (side.state,))
            return f"record_side {row}", lambda _: country
        meeting = is_meeting(row, self.alias)
        return f"record_eventrow {row}", lambda among: meeting & acts_of(side.side, self.alias, among, row=row)

    def _asked(self, side: Meaning, row: str) -> tuple[str, Sql]:
        """Return the same for those of one meeting, which are there and are asked."""
        source, asked = self._tellings(side, row)
        of_it = Sql(f"{row}.happening = it.happening")
        if side.state and connections[self.alias].vendor == "sqlite":
            # It would rather go through all of the country's, as one index has everything that may be asked of them.
            return source, of_it & Sql(f"+{row}.country = %s", (side.state,))
        return source, of_it & asked(EACH)


def is_meeting(row: str, alias: str) -> Sql:
    """Return the condition on an event that it is a meeting."""
    acts = one_of(plain(f"{row}.act", alias), sorted(MEETING_ACTS))
    return any_of((acts, Sql(f"{plain(f'{row}.type', alias)} = %s", (MEETING_TYPE,))))


def _commonness(driver: Driver | None) -> dt.date:
    return driver.begins if driver else dt.date.min
