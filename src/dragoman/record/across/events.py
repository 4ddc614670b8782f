"""Whether two tellings are of one happening, and what the one says to the other."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from dragoman.record.across.names import countries_in, last_word
from dragoman.record.across.tellings import MUTUAL, Standing, Telling
from dragoman.record.across.weighing import chance_of, is_day, settles

__all__ = [
    "MOMENTS",
    "Match",
    "Moment",
    "Relation",
    "find_match",
    "find_relation",
    "match_within",
    "may_match",
    "moment_of",
    "reach_of",
]

Relation = Literal["corroborates", "contradicts", "updates"]
Moment = Literal["first", "later", "open"]
MOMENTS: tuple[Moment, ...] = ("first", "later", "open")

# Share of the smaller cast that both tellings name: half, so that "Norway and Portugal" may be told as "Portugal" alone.
# Chosen by reasoning; benchmarks/record.py says what it gives on the sample Record.
_LEAST_SHARED = 0.5
_LEAST = 0.4  # chance; benchmarks/happenings.py says what it gives on real news
_LEAST_NAMES = 2  # of one who is named alone nothing is known but that he did such a thing, unless the day is the same
# What has happened is told again for years, by half of all articles. So that none has to do with all that came before it,
# later tellings are held against the first ones, whenever those came, and against others of their own week alone. Plans
# and denials are held against what is told within a year and a month of them.
_FIRST = dt.timedelta(days=3)  # after the last day that the event can have been
_NEWS = 30
_WEEK = 7
_PLAN = 400
_EVER = 40_000
_PROGRESS: tuple[Standing, ...] = ("sought", "planned", "happened", "denied")
_DISPUTED = dt.timedelta(days=14)  # in which what is said to have happened is denied
_DROPPED = dt.timedelta(days=60)  # in which a plan is


@dataclass(frozen=True, slots=True)
class Match:
    """Two tellings of one happening."""

    reason: str
    confidence: float  # 0 to 1: how likely they are
    differences: dict[str, list[str | None]]  # what the two tell differently, the first one's first


def moment_of(telling: Telling, published: dt.date) -> Moment:
    """Say when an event is told: among the first, or later; or before it happened, or to deny it."""
    if telling.standing != "happened":
        return "open"
    return "first" if published <= telling.last + _FIRST else "later"


def reach_of(one: Moment, other: Moment) -> int:
    """Return how many days may lie between the publication of two tellings that are compared."""
    if "open" in {one, other}:
        return _PLAN
    if one != other:
        return _EVER
    return _NEWS if one == "first" else _WEEK


def find_match(one: Telling, other: Telling) -> Match | None:
    """Compare two tellings of two articles; the order of the two does not matter but for the differences."""
    return None if one.article == other.article else match_within(one, other)


def match_within(one: Telling, other: Telling) -> Match | None:
    """Compare two tellings wherever they stand: a headline tells what the article below it does."""
    if not may_match(one, other):
        return None
    chance = chance_of(one, other)
    if chance < _LEAST or not _may_deny(one, other, chance):
        return None
    shared = one.cast & other.cast
    when = f"at the same time ({one.date} and {other.date})" if one.exact and other.exact else "in the same weeks"
    beside = f", beside {', '.join(words)}" if (words := sorted(one.words & other.words)) else ""
    reason = f"both tell of one act ({one.act}) {when} and name {', '.join(sorted(shared))}{beside}"
    return Match(reason, round(chance, 2), _differences(one, other))


def may_match(one: Telling, other: Telling) -> bool:
    """Tell whether two tellings are of one act, may be of one time, and share so many names that they are compared."""
    if one.act != other.act or not _overlap(one, other):
        return False
    shared = one.cast & other.cast
    if not shared or (len(shared) < _LEAST_NAMES and not (one.exact and other.exact)):
        return False
    if len(shared) < _LEAST_SHARED * min(len(one.cast), len(other.cast)):
        return False
    return (one.act in MUTUAL or _same_agents(one, other)) and not _name_others(one, other)


def find_relation(one: Telling, other: Telling, *, first_day: dt.date, second_day: dt.date) -> Relation | None:
    """Say what the second of two matching tellings, published on `second_day`, is to the first; None: nothing that is plain."""
    if (one.standing == "denied") != (other.standing == "denied"):
        return "contradicts"
    if one.standing == other.standing:
        return "corroborates"
    earlier, later = sorted((one, other), key=lambda told: _PROGRESS.index(told.standing))
    if earlier is one and second_day > first_day and _is_news(later, first_day):
        return "updates"
    # Who seeks it does not say that it will be.
    return None if earlier.standing == "sought" else "corroborates"


def _is_news(telling: Telling, since: dt.date) -> bool:
    """Tell whether what an article tells is new since a day: of a later day, or what the article begins with."""
    return telling.last > since if is_day(telling) else telling.lead and telling.last >= since


def _may_deny(one: Telling, other: Telling, chance: float) -> bool:
    """Tell whether one may deny the other, if one of them is a denial: a plain one, of what the same did, while it is news."""
    if (one.standing == "denied") == (other.standing == "denied"):
        return True
    if not settles(one, other, chance):
        return False
    denial, told = (one, other) if one.standing == "denied" else (other, one)
    reach = _DISPUTED if told.standing == "happened" else _DROPPED
    if not denial.plain or abs(one.told - other.told) > reach:
        return False
    return one.act in MUTUAL or (_agree(one.agents, other.agents) and _agree(one.recipients, other.recipients))


def _agree(some: frozenset[str], others: frozenset[str]) -> bool:
    return bool(some & others) or not some or not others


def _overlap(one: Telling, other: Telling) -> bool:
    return one.first <= other.last and other.first <= one.last


def _same_agents(one: Telling, other: Telling) -> bool:
    """Tell whether the same may have done it: a minister who is named in both acts for the state that the other names."""
    if not one.agents or not other.agents or one.agents & other.agents:
        return True
    return any(
        not countries_in(some.agents) and some.agents <= others.cast - others.recipients
        for some, others in ((one, other), (other, one))
    )


def _name_others(one: Telling, other: Telling) -> bool:
    """Tell whether each names somebody in the place of whom the other names.

    "China met Japan" and "China met Korea" are two meetings on one day, and the talks of two states are others where other
    people hold them. Who stands in the sentence without a part in it may only have spoken of it.
    """
    shared, countries = one.cast & other.cast, [countries_in(told.cast) for told in (one, other)]
    if len(shared) < _LEAST_NAMES and countries[0] - shared and countries[1] - shared:
        return True
    people = [{last_word(name) for name in told.agents - countries_in(told.agents)} for told in (one, other)]
    return bool(people[0] and people[1]) and not people[0] & people[1]


def _differences(one: Telling, other: Telling) -> dict[str, list[str | None]]:
    pairs: dict[str, tuple[str | None, str | None]] = {
        "date": (one.date, other.date),
        "place": (one.place, other.place),
        "standing": (one.standing, other.standing),
        "cast": (", ".join(sorted(one.cast - other.cast)) or None, ", ".join(sorted(other.cast - one.cast)) or None),
    }
    return {name: list(pair) for name, pair in pairs.items() if pair[0] != pair[1]}
