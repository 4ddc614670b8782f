"""The dated events of a Reading along time, as drawn on the page.

Time is drawn from the day of publication outwards, each step ten times the one before it (a symmetric logarithm of
days): a summit of 1978, last week's vote and next month's visit are all told apart on the width of a telephone.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from dragoman.export.account import Account, status_of
from dragoman.export.periods import Period, find_period, words_of
from dragoman.export.said import gettext as _
from dragoman.export.said import gettext_noop
from dragoman.model import Event

__all__ = ["Row", "Tick", "Timeline", "draw_timeline"]

# Days from publication at which a tick may stand, with its words.
_TICKS = (
    (1, gettext_noop("1 day before"), gettext_noop("1 day after")),
    (7, gettext_noop("1 week before"), gettext_noop("1 week after")),
    (30, gettext_noop("1 month before"), gettext_noop("1 month after")),
    (365, gettext_noop("1 year before"), gettext_noop("1 year after")),
    (3652, gettext_noop("10 years before"), gettext_noop("10 years after")),
    (36524, gettext_noop("100 years before"), gettext_noop("100 years after")),
    (365243, gettext_noop("1,000 years before"), gettext_noop("1,000 years after")),
)
# Room at both ends, in per cent of the width, so that points and arrows stand clear of the edge.
_MARGIN = 3.0


@dataclass(frozen=True, slots=True)
class Tick:
    """A line across the timeline."""

    x: float  # per cent of the width
    words: str
    published: bool
    narrow: bool  # whether there is room for its words on a telephone


@dataclass(frozen=True, slots=True)
class Row:
    """One event."""

    event: Event
    status: str
    when: str
    left: float  # per cent of the width
    right: float
    point: bool  # no longer than a day
    open_left: bool
    open_right: bool


@dataclass(frozen=True, slots=True)
class Timeline:
    """Rows in the order of time, and the ticks behind them."""

    rows: tuple[Row, ...]
    ticks: tuple[Tick, ...]


def draw_timeline(account: Account) -> Timeline | None:
    """Lay out the dated events; None where there are none. An event whose date is no calendar date is left out."""
    dated = [(event, period) for event in account.reading.events if (period := find_period(event.date))]
    dated = [(event, period) for event, period in dated if period.start or period.end]
    if not dated:
        return None
    published = find_period(account.reading.article.published)
    origin = (published and published.start) or _middle([period for _, period in dated])
    scale = _Scale.over([period for _, period in dated], origin)
    dated.sort(key=lambda pair: (pair[1].start or date.min, pair[1].end or date.max, pair[0].trigger.start))
    rows = tuple(_row(event, period, scale) for event, period in dated)
    return Timeline(rows, _ticks(scale, known=published is not None))


@dataclass(frozen=True, slots=True)
class _Scale:
    origin: date
    low: float
    high: float

    @classmethod
    def over(cls, periods: Sequence[Period], origin: date) -> "_Scale":
        days = [0.0]
        for period in periods:
            days += [(side - origin).days for side in (period.start, period.end) if side]
        low, high = _squeeze(min(days)), _squeeze(max(days))
        room = max(high - low, 0.5) * 0.04
        return cls(origin, low - room, high + room)

    def x(self, day: date) -> float:
        return self.of_days((day - self.origin).days)

    def of_days(self, days: float) -> float:
        share = (_squeeze(days) - self.low) / (self.high - self.low)
        return round(_MARGIN + share * (100 - 2 * _MARGIN), 2)


def _squeeze(days: float) -> float:
    return math.copysign(math.log10(1 + abs(days)), days)


def _middle(periods: Sequence[Period]) -> date:
    """Return the latest first day: without a day of publication, the end of the story is where we stand."""
    return max(side for period in periods for side in (period.start, period.end) if side)


def _row(event: Event, period: Period, scale: _Scale) -> Row:
    left = scale.x(period.start) if period.start else 0.0
    right = scale.x(period.end) if period.end else 100.0
    point = bool(period.start and period.end and period.end - period.start <= timedelta(days=1))
    if point:
        right = left
    return Row(
        event, status_of(event), words_of(event.date), left, right, point, period.start is None, period.end is None
    )


def _ticks(scale: _Scale, *, known: bool) -> tuple[Tick, ...]:
    """Return the ticks inside the scale that stand far enough from one another to be read."""
    ticks = [Tick(scale.of_days(0), _("published") if known else _("latest"), published=True, narrow=True)]
    for days, before, after in reversed(_TICKS):
        for signed, words in ((-days, before), (days, after)):
            x = scale.of_days(signed)
            if _MARGIN < x < 100 - _MARGIN and all(abs(x - tick.x) > 11 for tick in ticks):
                narrow = all(abs(x - tick.x) > 30 for tick in ticks if tick.narrow)
                ticks.append(Tick(x, _(words), published=False, narrow=narrow))
    return tuple(sorted(ticks, key=lambda tick: tick.x))
