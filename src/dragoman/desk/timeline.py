"""Happenings along the calendar: points, intervals and dates that are open on a side."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.dates import MONTHS_3

from dragoman.desk.words import status, title_of
from dragoman.export.periods import Period, find_period, words_of
from dragoman.record.happenings import Account

__all__ = ["Chart", "Row", "Tick", "draw_chart"]

_MARGIN = 3.0  # per cent of the width at both ends
_MOST_TICKS = 7
# Steps between ticks, in months; under a month in days.
_MONTHS = (1, 3, 6, 12, 24, 60, 120, 240, 600, 1200)
_DAYS = (1, 2, 7, 14)
_MONTH = 30.5
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Tick:
    """A line across the chart."""

    x: float  # per cent of the width
    words: str

    @property
    def anchor(self) -> str:
        """Return on which side of the line the words stand, so that they stay inside the picture."""
        return "start" if self.x < 8 else "end" if self.x > 92 else "middle"


@dataclass(frozen=True, slots=True)
class Row:
    """One happening."""

    account: Account
    lane: str  # "did", "was done to them"
    title: str
    status: str  # CSS class
    when: str
    left: float  # per cent of the width
    right: float
    point: bool
    open_left: bool
    open_right: bool


@dataclass(frozen=True, slots=True)
class Chart:
    """Rows in the order of time, and the ticks behind them."""

    rows: tuple[Row, ...]
    ticks: tuple[Tick, ...]
    undated: int  # happenings of which nobody tells when


def draw_chart(lanes: Iterable[tuple[str, Sequence[Account]]]) -> Chart | None:
    """Lay out happenings by the date that most independent tellers give; None where none has one."""
    everything = [(lane, account) for lane, accounts in lanes for account in accounts]
    dated = [(lane, account, period) for lane, account in everything if (period := _period(account))]
    if not dated:
        return None
    sides = [side for _, _, period in dated for side in (period.start, period.end) if side]
    first, last = min(sides), max(sides)
    if last - first < 7 * _DAY:
        first, last = max(first, dt.date.min + 4 * _DAY) - 3 * _DAY, last + 3 * _DAY
    scale = _Scale(first, last)
    dated.sort(key=lambda item: (item[2].start or dt.date.min, item[2].end or dt.date.max, item[1].happening))
    rows = tuple(_row(lane, account, period, scale) for lane, account, period in dated)
    return Chart(rows, tuple(_ticks(scale)), len(everything) - len(dated))


def _period(account: Account) -> Period | None:
    period = find_period(account.dates[0].value) if account.dates else None
    return period if period and (period.start or period.end) else None


@dataclass(frozen=True, slots=True)
class _Scale:
    first: dt.date
    last: dt.date

    def x(self, day: dt.date) -> float:
        share = (day - self.first) / (self.last - self.first)
        return round(_MARGIN + share * (100 - 2 * _MARGIN), 2)


def _row(lane: str, account: Account, period: Period, scale: _Scale) -> Row:
    left = scale.x(period.start) if period.start else 0.0
    right = scale.x(period.end) if period.end else 100.0
    point = bool(period.start and period.end and period.end - period.start <= _DAY)
    return Row(
        account,
        lane,
        title_of(account),
        status(account.outcome),
        words_of(account.dates[0].value),
        left,
        left if point else right,
        point,
        period.start is None,
        period.end is None,
    )


def _ticks(scale: _Scale) -> Iterable[Tick]:
    days = (scale.last - scale.first).days
    if days <= 2 * _MONTH:
        step = next((step for step in _DAYS if days / step <= _MOST_TICKS), _DAYS[-1])
        for number in range(0, days + 1, step):
            day = scale.first + number * _DAY
            yield Tick(
                scale.x(day), f"{day.day} {_month(day)} {day.year}" if number == 0 else f"{day.day} {_month(day)}"
            )
        return
    step = next((step for step in _MONTHS if days / _MONTH / step <= _MOST_TICKS), _MONTHS[-1])
    month = (scale.first.year * 12 + scale.first.month - 1) // step * step + step
    while month < (scale.last.year * 12 + scale.last.month) and month < 9999 * 12:
        day = dt.date(month // 12, month % 12 + 1, 1)
        yield Tick(scale.x(day), f"{day.year}" if step >= 12 else f"{_month(day)} {day.year}")
        month += step


def _month(day: dt.date) -> str:
    """Name a month in three letters."""
    return str(MONTHS_3[day.month]).capitalize()
