"""How much speaks for two tellings of one act being of one event.

In the news of a war or a quarrel the same states do the same thing to each other many times a week: that the act and two
names agree says little. What tells one event from the next is the day, the place, the people beside the states, who did it to
whom, and the words around it; and that an article begins with it, for then it is its news.

The weights are rounded from trials: 137 pairs of tellings in real news of 1987 to 2024, judged by reading, of which the rules
before (an act, two names, time) linked all and 34 were of one event. At the least weights below they keep 18 of those 34 and 9
of the 103 others; with half a step less 21 and 15, with half a step more 14 and 5.
"""

from collections.abc import Collection
from dataclasses import dataclass

from dragoman.record.across.names import countries_in, fold
from dragoman.record.across.tellings import MUTUAL, Telling

__all__ = ["Weights", "find_surplus", "is_day", "settles", "weigh"]

_SAME_DAY = 2.0
# Acts that the same do to the same again and again: they need more.
_REPEATED = frozenset(
    {
        *("accuse", "request", "reject", "threaten", "support", "agree", "cooperate", "concede", "coerce", "assault"),
        *("aid", "protest", "meet", "deploy"),
    }
)
# And these so often, in a war or a campaign, that who plans or denies one has done another too.
_DAILY = _REPEATED - {"meet", "deploy", "aid", "agree", "cooperate", "concede"}
_LEAST, _LEAST_REPEATED = 1.0, 2.0
_MORE = 0.5  # weight that two need beside of which one says what the other does not
_TWO = 2  # parties: of one who is named alone nothing is known but that he did such a thing
# A person under his whole name, and an organisation, which is in all news of its war.
_PERSON, _OTHER, _MOST_PEOPLE = 1.0, 0.5, 1.5
_MOST_WORDS = 3  # that count
_NEAR, _FAR = 2, 7  # days between two publications
_MONTH = 40  # days that two dates span at most that have to do with each other, with a few to spare
_FEW = 1  # other tellings of an article that could be taken for one


@dataclass(frozen=True, slots=True)
class Weights:
    """What speaks for two tellings being of one event, and against it."""

    parties: float  # states count once, with their people: "USA, Obama" is one party
    people: float
    sides: float  # the same did it, to the same
    words: float  # near it, that are not common ones
    date: float
    place: float
    nearness: float  # of the two publications, where no date tells more
    lead: float  # articles begin with it

    @property
    def total(self) -> float:
        """Return the sum."""
        return self.parties + self.people + self.sides + self.words + self.date + self.place + self.nearness + self.lead


def settles(one: Telling, weights: Weights) -> bool:
    """Tell whether two tellings are of one event so surely that the one may say what the other denies, plans or seeks."""
    if weights.date >= _SAME_DAY:
        return True
    if one.act in _DAILY:
        return weights.words >= _TWO
    return (weights.lead > 0 and weights.parties >= 0) or find_surplus(one, weights) >= _MORE


def find_surplus(one: Telling, weights: Weights) -> float:
    """Return by how much two tellings outweigh what is needed for their act; below 0 they are not of one event."""
    return weights.total - (_LEAST_REPEATED if one.act in _REPEATED else _LEAST)


def weigh(one: Telling, other: Telling) -> Weights:
    """Weigh two tellings of one act; the order of the two does not matter."""
    shared = one.cast & other.cast
    countries = countries_in(shared)
    people = shared - countries
    if one.act in MUTUAL:
        # "He met May, and is to meet Putin": of talks those alone are told who take part in one telling at least.
        people &= one.agents | one.recipients | other.agents | other.recipients
    date = _weigh_dates(one, other)
    gap = abs((one.told - other.told).days)
    return Weights(
        parties=_weigh_parties(countries, people),
        people=_weigh_people(countries, people),
        sides=_weigh_sides(one, other),
        words=float(min(len(one.words & other.words), _MOST_WORDS)),
        date=date,
        place=_weigh_places(one, other, dated=date > 0),
        nearness=0.0 if date else _weigh_gap(gap, over=one.standing == other.standing == "happened"),
        lead=_weigh_leads(one, other, gap),
    )


def is_day(telling: Telling) -> bool:
    """Tell whether a telling gives the day."""
    return telling.exact and (telling.last - telling.first).days <= 2  # the day, and one on either side


def _weigh_parties(countries: Collection[str], people: Collection[str]) -> float:
    count = max(len(countries), len(people))
    return float(count > _TWO) - float(count < _TWO)


def _weigh_people(countries: Collection[str], people: Collection[str]) -> float:
    alone = max(len(countries), len(people)) < _TWO
    return 0.0 if alone else min(sum(_PERSON if " " in name else _OTHER for name in people), _MOST_PEOPLE)


def _weigh_sides(one: Telling, other: Telling) -> float:
    if not one.agents & other.agents:
        return 0.0
    if one.recipients & other.recipients:
        return 1.0
    return 0.0 if one.recipients and other.recipients else 0.5


def _weigh_dates(one: Telling, other: Telling) -> float:
    if not (one.exact and other.exact):
        return 0.0
    if is_day(one) and is_day(other):
        return _SAME_DAY if one.first == other.first else 0.0
    return float(max((told.last - told.first).days for told in (one, other)) <= _MONTH)


def _weigh_places(one: Telling, other: Telling, *, dated: bool) -> float:
    if not (one.place and other.place):
        return 0.0
    here, there = fold(one.place), fold(other.place)
    if here == there:
        return 1.0 if dated else 0.5
    return 0.0 if here in there or there in here else -0.5


def _weigh_gap(days: int, *, over: bool) -> float:
    if days <= _NEAR:
        return 0.5
    # What is planned is told of until it happens.
    return -0.5 if over and days > _FAR else 0.0


def _weigh_leads(one: Telling, other: Telling, gap: int) -> float:
    alone = max(one.alike, other.alike) <= _FEW
    if one.lead and other.lead:
        return 2.0 if alone else 1.0
    # A denial is news, and what it denies stands anywhere; a headline's event is told again below it.
    apart = one.article != other.article and one.act in _REPEATED and "denied" not in {one.standing, other.standing}
    return float(alone and not apart and (one.lead or other.lead) and gap <= _NEAR)
