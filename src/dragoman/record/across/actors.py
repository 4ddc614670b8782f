"""Who is the same across articles.

States and bodies are told by their country and name alone (names.key_of). Persons, organisations and outlets are
compared within a block: all who share the last word of their name. What a block gives depends on who is in it and on
nothing else, and takes time in proportion to their number.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from dragoman.model import Reading
from dragoman.record.across.names import fold, is_nameable, key_of, last_word

__all__ = ["Identity", "NamedActor", "find_identities", "iter_named"]

# Two groups under one name and two countries are one person, whose country was read wrongly or who has ties to both,
# where this share of the smaller group's articles is also on the other's country.
_LEAST_COMMON = 0.5


@dataclass(frozen=True, slots=True, order=True)
class NamedActor:
    """An actor of one article that is recognised by name."""

    article: str
    actor: str  # its id in the Reading
    name: str  # folded
    country: str | None
    context: frozenset[str]  # countries of all actors of the article

    @property
    def block(self) -> str:
        """The name under which others that might be the same are found."""
        return last_word(self.name)


@dataclass(frozen=True, slots=True)
class Identity:
    """One person, organisation or outlet across articles."""

    key: str  # "name:peter novak", with a country or an article where there are namesakes
    members: tuple[NamedActor, ...]  # sorted
    reason: str
    confidence: float  # that a member is the same as the first one


def iter_named(reading: Reading) -> Iterator[NamedActor]:
    """Give the actors of a Reading that are recognised by name."""
    context = frozenset(actor.country for actor in reading.actors if actor.country)
    for actor in reading.actors:
        name = fold(actor.name)
        if is_nameable(actor) and name and key_of(actor) is None:
            yield NamedActor(reading.article.id, actor.id, name, actor.country, context)


def find_identities(block: Sequence[NamedActor]) -> list[Identity]:
    """Divide a block into identities.

    1. All of one name and one country are one.
    2. Two countries are one person's where the articles on the one are on the other as well (_LEAST_COMMON).
    3. Who has no country belongs to whose country the article is on, or to the only one of that name.
    4. A last name alone belongs to the only longer name whose country the article is on.
    """
    names: dict[str, list[NamedActor]] = defaultdict(list)
    for member in sorted(block):
        names[member.name].append(member)
    groups = {name: _merge_countries(_by_country(members)) for name, members in names.items()}
    for name, members in names.items():
        _place_homeless(groups[name], [member for member in members if member.country is None])
    for name in [name for name in names if " " not in name]:
        _move_last_names(name, groups)
    return [identity for name, found in sorted(groups.items()) for identity in _identities(name, found)]


@dataclass(slots=True)
class _Group:
    countries: set[str]
    members: list[NamedActor]


def _by_country(members: Sequence[NamedActor]) -> list[_Group]:
    found: dict[str, _Group] = {}
    for member in members:
        if member.country is not None:
            found.setdefault(member.country, _Group({member.country}, [])).members.append(member)
    return [found[country] for country in sorted(found)]


def _merge_countries(groups: list[_Group]) -> list[_Group]:
    merged: list[_Group] = []
    # The largest first: what joins what does not depend on the order of arrival.
    for group in sorted(groups, key=lambda group: (-len(group.members), sorted(group.countries))):
        other = next((other for other in merged if _is_common(group, other)), None)
        if other is None:
            merged.append(group)
        else:
            other.countries |= group.countries
            other.members += group.members
    return merged


def _is_common(smaller: _Group, larger: _Group) -> bool:
    both = sum(bool(member.context & larger.countries) for member in smaller.members)
    return both >= _LEAST_COMMON * len(smaller.members)


def _place_homeless(groups: list[_Group], homeless: Sequence[NamedActor]) -> None:
    settled = list(groups)
    rest = _Group(set(), [])
    for member in homeless:
        near = [group for group in settled if group.countries & member.context]
        if len(near) == 1:
            near[0].members.append(member)
        elif len(settled) == 1 and " " in member.name:
            settled[0].members.append(member)
        else:
            rest.members.append(member)
    if rest.members:
        groups.append(rest)


def _move_last_names(name: str, groups: Mapping[str, list[_Group]]) -> None:
    longer = [group for other, found in groups.items() if last_word(other) == name and other != name for group in found]
    for group in groups[name]:
        staying: list[NamedActor] = []
        for member in group.members:
            countries = member.context if member.country is None else {member.country}
            near = [other for other in longer if other.countries & countries]
            (near[0].members if len(near) == 1 else staying).append(member)
        group.members[:] = staying


def _identities(name: str, groups: Sequence[_Group]) -> Iterator[Identity]:
    """Name each group; namesakes are told apart by country, and at last by an article."""
    living = [group for group in groups if group.members]
    for group in living:
        members = tuple(sorted(group.members))
        key = f"name:{name}"
        if len(living) > 1:
            key += f":{'+'.join(sorted(group.countries)) or members[0].article}"
        on = f" of {' and '.join(sorted(group.countries))}" if group.countries else ""
        alone = len(living) == 1
        more = "nobody else has that name" if alone else f"{len(living)} have that name, told apart by country"
        yield Identity(key, members, f"called {name}{on}; {more}", 0.95 if alone else 0.8)
