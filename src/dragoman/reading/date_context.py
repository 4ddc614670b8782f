"""What the rules of time share: what an expression is resolved against, what it means, and what a rule is."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from dragoman.model import DateType
from dragoman.reading.calendar_periods import Period

__all__ = ["Context", "Meaning", "Rule", "Tense", "around", "choose_by_tense", "mean"]

Tense = Literal["past", "present", "future"]
# What a day of publication is fine enough for, and a month, and a year.
_FINER = {"D": "DWMQYECHSE", "M": "MQYECHSE", "Y": "YEC"}


@dataclass(frozen=True, slots=True)
class Context:
    """What a vague expression is resolved against."""

    published: Period | None
    anchor: Period | None  # the last date before it in the text
    tense: Tense
    results: Period | None = None  # the last quarter told of, which "a year earlier" then compares with
    told: Period | None = None  # the last date with a year of its own in the same paragraph

    @property
    def today(self) -> date | None:
        """The day of publication, where it is known to the day."""
        return self.published.start if self.published is not None and self.published.unit == "D" else None

    def known(self, unit: str) -> date | None:
        """A day inside the period of publication, if publication is known as finely as `unit` needs."""
        if self.published is None:
            return None
        fine = unit in _FINER[self.published.unit] or (unit in {"2W", "WE"} and self.published.unit == "D")
        return self.published.start if fine else None

    @property
    def past_year(self) -> int | None:
        """The year that the paragraph tells of, where it lies well before publication: a background, a history."""
        if self.tense == "future" or self.told is None or self.told.start is None:
            return None
        if self.published is None or self.published.start is None:
            return None
        return self.told.start.year if self.told.start.year < self.published.start.year - 1 else None


@dataclass(frozen=True, slots=True)
class Meaning:
    """What an expression means; a None value needs the day of publication, which is not known."""

    type: DateType
    value: str | None
    edtf: str | None = None
    period: Period | None = None  # what later expressions may count from; None where it only compares


@dataclass(frozen=True, slots=True)
class Rule:
    """A named pattern and the function that resolves what it matched; None where it is no time after all.

    needs: kinds of words (as `date_words.kinds_of` names them), all of which the pattern needs to match; literals: lower-case
    pieces, one of which it needs, if there are any. Both spare most patterns most of a text.
    """

    name: str
    needs: frozenset[str]
    literals: tuple[str, ...]
    pattern: re.Pattern[str]
    resolve: Callable[[re.Match[str], Context], Meaning | None]


def mean(period: Period | None, kind: DateType = "DATE") -> Meaning:
    """Make the meaning of a period; None is a period that publication does not settle."""
    if period is None:
        return Meaning(kind, None)
    return Meaning(kind, period.value, period.edtf, period)


def around(choices: list[Period], today: date) -> tuple[list[tuple[date, Period]], list[tuple[date, Period]]]:
    """Return the periods that begin by a day and those that begin from it on, with their first days."""
    dated = [(one.start, one) for one in choices if one.start is not None]
    return [row for row in dated if row[0] <= today], [row for row in dated if row[0] >= today]


def choose_by_tense(choices: list[Period], today: date, tense: Tense) -> Period:
    """Choose the latest that is not ahead, or the next one where the verb looks ahead.

    Without a tense to go by (nouns, headlines) it is the one ahead only if that is three times as near, as news tells
    more of what was.
    """
    behind, ahead = around(choices, today)
    if not ahead or not behind:
        return behind[-1][1] if behind else ahead[0][1]
    if tense == "present":
        nearer = 3 * (ahead[0][0] - today) < today - behind[-1][0]
        return ahead[0][1] if nearer else behind[-1][1]
    return ahead[0][1] if tense == "future" else behind[-1][1]
