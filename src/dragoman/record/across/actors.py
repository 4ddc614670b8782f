"""Who is the same across articles.

States and bodies are told by their country and name alone (names.key_of). Persons, organisations and outlets are told
by name, and those of one name by country. What decides are counts alone: how many bear the name in each country, and on
which other countries their articles are. So another one who bears a name that thousands bear is told by a few numbers.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from dragoman.model import Reading
from dragoman.record.across.names import is_nameable, key_of, known_as

__all__ = ["Bearing", "NamedActor", "divide", "identity_of", "is_last_name", "iter_named", "reason_of"]

# Two groups under one name and two countries are one person, whose country was read wrongly or who has ties to both,
# where this share of the smaller group's articles is also on one country of the other's.
_LEAST_COMMON = 0.5


@dataclass(frozen=True, slots=True, order=True)
class NamedActor:
    """An actor of one article that is recognised by name."""

    actor: str  # its id in the Reading
    name: str  # names.known_as
    country: str | None
    context: frozenset[str]  # countries of all actors of the article


@dataclass(frozen=True, slots=True)
class Bearing:
    """How many bear a name in one country."""

    country: str
    count: int
    beside: Mapping[str, int]  # of their articles, how many are on each other country too


def iter_named(reading: Reading) -> Iterator[NamedActor]:
    """Give the actors of a Reading that are recognised by name."""
    context = frozenset(actor.country for actor in reading.actors if actor.country)
    for actor in reading.actors:
        name = known_as(actor.name)
        if is_nameable(actor) and name and key_of(actor) is None:
            yield NamedActor(actor.id, name, actor.country, context)


def divide(bearings: Iterable[Bearing]) -> dict[str, str]:
    """Divide the countries of a name into groups, each one person: return for each country its group's leading one.

    The leading country is the one that most bear, so that a group keeps its name when a few more join it.
    """
    groups: dict[str, list[str]] = {}
    # The largest first: what joins what does not depend on the order of arrival.
    for one in sorted(bearings, key=lambda one: (-one.count, one.country)):
        least = _LEAST_COMMON * one.count
        common = (leader for leader, group in groups.items() if any(one.beside.get(its, 0) >= least for its in group))
        groups.setdefault(next(common, one.country), []).append(one.country)
    return {country: leader for leader, group in groups.items() for country in group}


def identity_of(actor: NamedActor, leaders: Mapping[str, str], longer: Iterable[tuple[str, str]] = ()) -> str:
    """Return the identity of one who bears a name.

    leaders: of the name, by country (`divide`). longer: name and leading country of the groups under longer names that
    end in this one and have a country of the actor's or, where that is not known, of the article.
    1. A last name alone belongs to the only longer name whose country the article is on.
    2. Who has a country belongs to its group.
    3. Who has none belongs to whose country the article is on, or to the only one of that name.
    """
    near = set(longer)
    if is_last_name(actor.name) and len(near) == 1:
        name, leader = near.pop()
        return _key(name, leader)
    if actor.country is not None:
        return _key(actor.name, leaders[actor.country])
    theirs = {leaders[country] for country in actor.context if country in leaders}
    all_ = set(leaders.values())
    if len(theirs) == 1:
        return _key(actor.name, theirs.pop())
    if len(all_) == 1 and not is_last_name(actor.name):
        return _key(actor.name, all_.pop())
    return _key(actor.name, "")


def is_last_name(name: str) -> bool:
    """Tell whether a folded name is one by which an article may name again who has a longer one."""
    return " " not in name


def reason_of(one: NamedActor, other: NamedActor) -> tuple[str, float]:
    """Say why two of one identity are the same, and how surely, from 0 to 1 (our estimate)."""
    if one.name != other.name:
        short, full = sorted((one.name, other.name), key=len)
        return f"called {short}, and {full} is the only longer name on its countries", 0.8
    if one.country == other.country:
        return f"both are called {one.name}{f' and are of {one.country}' if one.country else ''}", 0.95
    if one.country is None or other.country is None:
        return f"both are called {one.name}; where the one is from is not told, and nothing speaks for another", 0.85
    return f"both are called {one.name}; articles on the one ({one.country}) are on {other.country} too", 0.8


def _key(name: str, leader: str) -> str:
    return f"name:{name}:{leader}" if leader else f"name:{name}"
