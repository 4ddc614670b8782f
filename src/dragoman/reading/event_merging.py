"""One event told twice is one event: the fullest telling leads, the others stand in `also`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from dragoman.model import Actor, Event

__all__ = ["Telling", "merge_tellings", "name_attackers"]

# What happens once between the same sides, however often it is told; other types need the same words too.
_SINGLE = frozenset(
    {
        "CONSULT",
        "AGREE",
        "ASSAULT",
        "RETREAT",
        "SANCTION",
        "COERCE",
        "MOBILIZE",
        "AID",
        "PROTEST",
        "COOPERATE",
        "CONCEDE",
    }
)
_DEEDS = frozenset({"ASSAULT", "MOBILIZE", "COERCE"})  # an attack feared is not the attack that was made
_WEAPONS = frozenset({
    "firearms", "explosives", "drone", "aerial", "primitive", "unconventional", "heavy-weapons", "suicide-attack",
})  # fmt: skip
_MODES = frozenset({"meet", "boycott"})
_DEADLY = frozenset({"kill", "death", "shoot", "execute", "execution", "behead", "beheading"})


@dataclass(frozen=True, slots=True)
class Telling:
    """An event as one sentence tells it, with the lemmas of its trigger."""

    event: Event
    words: frozenset[str]
    definite: bool  # "the talks": it points back


def merge_tellings(tellings: Iterable[Telling], kinds: Mapping[str, Actor]) -> tuple[Event, ...]:
    """Merge tellings of one event, drop pointers to nothing, and number the events in text order. kinds: the actors, by id."""
    groups: list[list[Telling]] = []
    for telling in sorted(tellings, key=lambda telling: telling.event.trigger):
        group = _find_group(telling, groups, kinds)
        if group is not None:
            group.append(telling)
        elif telling.event.actors or telling.event.recipients:
            groups.append([telling])
    events = sorted((_merge(group) for group in groups), key=lambda event: event.trigger)
    return tuple(replace(event, id=f"e{number}") for number, event in enumerate(events, 1))


def name_attackers(events: tuple[Event, ...], kinds: Mapping[str, Actor]) -> tuple[Event, ...]:
    """Give an attack that nobody is said to make ("the strike on Oslo") the one attacker of that state in the article."""
    told: dict[str, set[tuple[str, ...]]] = {}
    for event in events:
        if event.type == "ASSAULT" and "negation" not in event.auxiliary and _can_attack(event.actors, kinds):
            for home in _homes(event.recipients, kinds):
                told.setdefault(home, set()).add(event.actors)
    return tuple(_with_attacker(event, told, kinds) for event in events)


def _with_attacker(event: Event, told: dict[str, set[tuple[str, ...]]], kinds: Mapping[str, Actor]) -> Event:
    if event.type != "ASSAULT" or event.actors or event.auxiliary or event.mode == "targeted":
        return event
    homes = _homes(tuple(i for i in event.recipients if kinds[i].kind != "person"), kinds)
    found = set().union(*(told.get(home, set()) for home in homes))
    states = {kinds[i].country for actors in found for i in actors}
    if len(states) != 1 or None in states or states & homes:
        return event
    return replace(event, actors=min(found, key=lambda actors: (len(actors), actors)))


def _can_attack(ids: tuple[str, ...], kinds: Mapping[str, Actor]) -> bool:
    """Tell whether these can be attackers: no ministry is, unless of defence."""
    return bool(ids) and all(kinds[i].kind != "body" or "MIL" in kinds[i].sectors for i in ids)


def _homes(ids: tuple[str, ...], kinds: Mapping[str, Actor]) -> set[str]:
    return {country for i in ids if (country := kinds[i].country) is not None}


def _find_group(telling: Telling, groups: list[list[Telling]], kinds: Mapping[str, Actor]) -> list[Telling] | None:
    for group in reversed(groups):
        if any(_is_same(telling, other) or _is_one_death(telling, other, kinds) for other in group):
            return group
    return None


def _is_same(one: Telling, other: Telling) -> bool:
    a, b = one.event, other.event
    if (
        a.type != b.type
        or not _compatible(a.date, b.date)
        or ("negation" in a.auxiliary) != ("negation" in b.auxiliary)
        or (a.type in _DEEDS and ("hypothetical" in a.auxiliary) != ("hypothetical" in b.auxiliary))
    ):
        return False
    if one.definite and not (a.actors or a.recipients):
        return bool(one.words & other.words)
    if a.mode != b.mode and None not in {a.mode, b.mode} and not _is_targeted(a, b):
        return False
    if bool(a.recipients) != bool(b.recipients) and set(a.actors) != set(b.actors):
        return False
    if not _sides_fit(a, b):
        return False
    if one.words & other.words or a.mode in _MODES or _is_one_meeting(a, b):
        return True
    return a.type in _SINGLE and len(_all(a)) > 1 and _all(a) == _all(b)


def _is_targeted(a: Event, b: Event) -> bool:
    """Tell whether one tells that an attack was an assassination and the other with what it was made."""
    return "targeted" in {a.mode, b.mode} and bool({a.mode, b.mode} & _WEAPONS)


def _is_one_death(one: Telling, other: Telling, kinds: Mapping[str, Actor]) -> bool:
    """Tell whether both tell how one person, who dies but once, was killed."""
    a, b = one.event, other.event
    dead = (i for i in {*a.recipients} & {*b.recipients} if i in kinds and kinds[i].kind == "person")
    deadly = bool(one.words & _DEADLY and other.words & _DEADLY) and a.type == b.type == "ASSAULT"
    once = a.auxiliary == b.auxiliary and _compatible(a.date, b.date)
    return deadly and once and _fits(a.actors, b.actors) and any(dead)


def _is_one_meeting(a: Event, b: Event) -> bool:
    """Tell whether a sentence names one meeting twice: "will meet on Friday in an encounter that will be short"."""
    ahead = a.type == "AGREE" and a.auxiliary == b.auxiliary == ("future",) and a.date == b.date is not None
    return a.evidence == b.evidence and (a.type == "CONSULT" or ahead) and not (a.recipients or b.recipients)


def _sides_fit(a: Event, b: Event) -> bool:
    return _fits(a.actors, b.actors) and _fits(a.recipients, b.recipients) and bool(_all(a) & _all(b))


def _all(event: Event) -> set[str]:
    return {*event.actors, *event.recipients}


def _fits(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    return set(a) <= set(b) or set(b) <= set(a)


def _compatible(a: str | None, b: str | None) -> bool:
    return a is None or b is None or a.startswith(b) or b.startswith(a)


def _merge(group: list[Telling]) -> Event:
    """Let the telling with most participants, then a date and a place, lead; take from the others what it lacks."""
    events = [telling.event for telling in group]
    lead = max(
        events,
        key=lambda e: (len(e.actors) + len(e.recipients), e.date is not None, e.place is not None, -e.trigger.start),
    )
    others = tuple(event.trigger for event in events if event is not lead)
    date = lead.date or next((event.date for event in events if event.date), None)
    place = lead.place or next((event.place for event in events if event.place), None)
    mode = lead.mode or next((event.mode for event in events if event.mode), None)
    return replace(lead, also=others, date=date, place=place, mode=mode)
