"""How likely two tellings of one act are of one event.

In the news of a war or a quarrel the same states do the same thing to each other many times a week: that the act and two
names agree says little. What tells one event from the next is the words around it, the day, the place, the people beside the
states, and who did it to whom. How much each counts was fitted on tellings of real news that were put together by reading
(`training/links.py`; a logistic regression), and stands in weighing.toml.
"""

import importlib.resources
import math
import tomllib
from collections.abc import Set as AbstractSet

from dragoman.record.across.names import countries_in, fold
from dragoman.record.across.tellings import MUTUAL, Telling

__all__ = ["chance_of", "features_of", "is_day", "settles"]

_FILE = importlib.resources.files("dragoman.record.across") / "weighing.toml"
_WEIGHTS: dict[str, float] = tomllib.loads(_FILE.read_text(encoding="utf-8"))["weights"]
# Acts that the same do to the same again and again, in a war or a campaign, so that who plans or denies one has done another too.
_DAILY = frozenset({"accuse", "request", "reject", "threaten", "support", "assault", "protest", "coerce"})
_MOST = 3  # countries that count, and people
_SETTLED = 0.5  # the chance from which one may deny the other
_TWO = 2  # words
_FEW = 1  # other tellings of an article that could be taken for one


def chance_of(one: Telling, other: Telling) -> float:
    """Return how likely two tellings of one act are of one event, 0 to 1; the order of the two does not matter."""
    score = sum(_WEIGHTS[name] * value for name, value in features_of(one, other).items())
    return 1 / (1 + math.exp(-score - _WEIGHTS["bias"]))


def settles(one: Telling, other: Telling, chance: float) -> bool:
    """Tell whether two tellings are of one event so surely that the one may deny what the other says."""
    if is_day(one) and is_day(other) and one.first == other.first:
        return True
    if one.act in _DAILY:
        return len(one.words & other.words) >= _TWO
    return chance >= _SETTLED or ((one.lead or other.lead) and max(one.alike, other.alike) <= _FEW)


def features_of(one: Telling, other: Telling) -> dict[str, float]:
    """Return what the chance is reckoned from."""
    shared = one.cast & other.cast
    countries = countries_in(shared)
    people = shared - countries
    if one.act in MUTUAL:
        # "He met May, and is to meet Putin": of talks those alone are told who take part in one telling at least.
        people &= one.agents | one.recipients | other.agents | other.recipients
    days = one.first == other.first if is_day(one) and is_day(other) else None
    agents, recipients = _meet(one.agents, other.agents), _meet(one.recipients, other.recipients)
    same_place = fold(one.place) == fold(other.place) if one.place and other.place else None
    return {
        "near": _likeness(one.near, other.near),
        "trigger": _likeness(one.trigger, other.trigger),
        "countries": min(len(countries), _MOST),
        "people": min(len(people), _MOST),
        "share": len(shared) / max(min(len(one.cast), len(other.cast)), 1),
        "same agents": agents is True,
        "other agents": agents is False,
        "same recipients": recipients is True,
        "other recipients": recipients is False,
        "same day": days is True,
        "other day": days is False,
        "days apart": math.log1p(abs((one.told - other.told).days)),
        "same place": same_place is True,
        "other place": same_place is False,
        "both lead": one.lead and other.lead,
        "one leads": one.lead != other.lead,
        "alike": math.log1p(max(one.alike, other.alike)),
        "daily": one.act in _DAILY,
        "assault": one.act == "assault",
        "mutual": one.act in MUTUAL,
    }


def is_day(telling: Telling) -> bool:
    """Tell whether a telling gives the day."""
    return telling.exact and (telling.last - telling.first).days <= 2  # the day, and one on either side


def _likeness(one: AbstractSet[str], other: AbstractSet[str]) -> float:
    """Return the cosine of two sets of words, 0 to 1."""
    return len(one & other) / math.sqrt(len(one) * len(other)) if one and other else 0.0


def _meet(some: AbstractSet[str], others: AbstractSet[str]) -> bool | None:
    """Tell whether two sides share somebody; None where one names nobody."""
    return bool(some & others) if some and others else None
