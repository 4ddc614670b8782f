"""Who is who: identities of actors, and the links that tie each to the one before it.

An identity's rows are ordered by their ends. Each is linked to the one before it, so that one more changes two links,
however many there are. Two on whom a person decided are linked as well, so that the decision can be seen and taken back;
one who was held apart from another gets an identity alone.
"""

import functools
import json
import operator
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import OuterRef, Q, Subquery

from dragoman.record.across.actors import Bearing, NamedActor, divide, identity_of, is_last_name, reason_of
from dragoman.record.across.names import last_word
from dragoman.record.bulk import change, chunks, insert
from dragoman.record.links.verdicts import find_verdicts, replace_links
from dragoman.record.models import ActorRow, Bearers, Link
from dragoman.record.rows import end_of

__all__ = ["Identities"]

_APART = "#"  # between the identity of others and the end of who is held apart from them; no name has it
# With this many groups already on a country, one more changes nothing for those who bear a last name alone on it: with
# two they belong to none, and with three.
_ENOUGH = 2
_NAMES = 50  # in one query, each with its countries

_Place = tuple[str, str]  # an identity and an end
_Leaders = Mapping[str, str]


@dataclass(slots=True)
class Identities:
    """Who is who, through one transaction: rows go (`forget`), others come (`place`), and `finish` links them."""

    alias: str
    moved: set[int] = field(default_factory=set)  # rows that are new where they are
    freed: set[_Place] = field(default_factory=set)  # places where a row was
    judged: dict[str, str] = field(default_factory=dict)  # end -> identity, of those on whom something was decided

    def forget(self, rows: Iterable[ActorRow]) -> None:
        """Let go of rows that were dropped."""
        gone = [row for row in rows if row.named]
        self.freed |= {(_base(row.identity), row.end) for row in gone}
        self._count(gone, -1)

    def place(self, rows: Iterable[ActorRow]) -> None:
        """Give rows that are not yet written their identities, and those whom they change theirs."""
        new = [row for row in rows if row.named]
        leaders = self._count(new, 1)
        longer = _Longer(self.alias)
        for row in new:
            row.identity = _identity(row, leaders[row.folded], longer)

    def judge(self, rows: Iterable[ActorRow]) -> None:
        """Look again at rows on which a person decided."""
        self.judged |= {row.end: _base(row.identity) for row in rows if row.named}

    def finish(self, written: Iterable[ActorRow]) -> None:
        """Link the rows that were written, and anew those whose place among the others changed."""
        rows = {row.pk: row for row in written if row.named}
        rows |= {row.pk: row for row in self._rows(Q(pk__in=part) for part in chunks(self.moved - set(rows)))}
        self.moved |= set(rows)
        # An end may be both: freed in one identity, and come back in another.
        places = {*((key, end) for end, key in self.judged.items()), *self.freed}
        places |= {(_base(row.identity), row.end) for row in rows.values()}
        verdicts = find_verdicts("actor", {end for _, end in places}, self.alias)
        judged = self._hold_apart(verdicts, {key for key, _ in places})
        self._link(rows | {row.pk: row for row in judged}, verdicts, judged)

    # Who bears a name

    def _count(self, rows: Collection[ActorRow], step: int) -> Mapping[str, _Leaders]:
        """Count rows in or out, and move those whom the new counts place elsewhere; return the leaders of their names."""
        kept: dict[str, dict[str, Bearers]] = {row.folded: {} for row in rows}
        for part in chunks(kept):
            for found in Bearers.objects.using(self.alias).filter(name__in=part):
                kept[found.name][found.country] = found
        before = {name: _leaders_of(bearers) for name, bearers in kept.items()}
        said = {found.pk: (found.count, found.leader) for bearers in kept.values() for found in bearers.values()}
        fresh = {name for name, bearers in kept.items() if not bearers}
        for row in rows:
            _count_in(row, kept[row.folded], step)
        after = {name: _divide(bearers.values()) for name, bearers in kept.items()}
        every = [found for bearers in kept.values() for found in bearers.values()]
        self._write([found for found in every if said.get(found.pk) != (found.count, found.leader)])
        changed = {name: moved for name in kept if (moved := _changed(before[name], after[name]))}
        moving = self._last_names(changed)
        for name in set(changed) - fresh:
            moving[name] |= changed[name]
        self._move(moving)
        return after

    def _write(self, bearers: Collection[Bearers]) -> None:
        """Write who is counted otherwise than before. Nobody else writes meanwhile (Record.writing)."""
        gone = [found.pk for found in bearers if not found.count and found.pk]
        for part in chunks(gone):
            Bearers.objects.using(self.alias).filter(pk__in=part).delete()
        counted = [found for found in bearers if found.count]
        insert([found for found in counted if found.pk is None], self.alias)
        change(
            "UPDATE record_bearers SET count = %s, beside = %s, leader = %s WHERE id = %s",
            [(found.count, json.dumps(found.beside), found.leader, found.pk) for found in counted if found.pk],
            self.alias,
        )

    def _last_names(self, changed: Mapping[str, set[str]]) -> dict[str, set[str]]:
        """Return the last names whose bearers may now belong to another, as the groups of longer names changed.

        changed: names, each with the countries that are in another group than before. What is returned is alike.
        """
        longer = [name for name in changed if not is_last_name(name)]
        borne: set[str] = set()
        for part in chunks({last_word(name) for name in longer}):
            borne |= set(Bearers.objects.using(self.alias).filter(name__in=part).values_list("name", flat=True))
        found: dict[str, set[str]] = defaultdict(set)
        for name in longer:
            if last_word(name) in borne and self._matters(name, changed[name], longer):
                found[last_word(name)] |= changed[name]
        return found

    def _matters(self, name: str, countries: Collection[str], changed: Collection[str]) -> bool:
        block = last_word(name)
        # Those that changed with it do not count: two that come at once were not there before.
        with_it = [other for other in changed if last_word(other) == block]
        others = Bearers.objects.using(self.alias).filter(block=block).exclude(name__in=[*with_it, block])
        names = [others.filter(country=country).values_list("name", flat=True)[:_ENOUGH] for country in countries]
        return any(len(found) < _ENOUGH for found in names)

    def _move(self, changed: Mapping[str, set[str]]) -> None:
        """Place again those who bear these names in these countries, or in none that is known."""
        leaders: dict[str, dict[str, str]] = {name: {} for name in changed}
        for part in chunks(changed):
            for found in Bearers.objects.using(self.alias).filter(name__in=part).exclude(country=""):
                leaders[found.name][found.country] = found.leader
        longer = _Longer(self.alias)
        moving: dict[str, list[int]] = defaultdict(list)
        for row in self._rows(_who_bear(part, changed) for part in chunks(changed, _NAMES)):
            identity = _identity(row, leaders[row.folded], longer)
            if identity != _base(row.identity):
                self._leave(row, identity)
                moving[identity].append(row.pk)
        self._set(moving)

    def _leave(self, row: ActorRow, identity: str) -> None:
        self.freed.add((_base(row.identity), row.end))
        self.moved.add(row.pk)
        row.identity = identity

    def _set(self, identities: Mapping[str, Iterable[int]]) -> None:
        for identity, rows in identities.items():
            for part in chunks(rows):
                ActorRow.objects.using(self.alias).filter(pk__in=part).update(identity=identity)

    # Links

    def _hold_apart(self, verdicts: Mapping[frozenset[str], bool], identities: Collection[str]) -> list[ActorRow]:
        """Give those an identity alone who were held apart from one before them; return all on whom was decided."""
        # Where a decision was taken back no verdict is left to name those whom it held apart.
        ends = {end for pair in verdicts for end in pair} | set(self.judged)
        judged: list[ActorRow] = []
        for identity in sorted(identities) if ends else ():
            keys = [identity, *(f"{identity}{_APART}{end}" for end in ends)]
            rows = self._rows(Q(identity__in=keys, end__in=part) for part in chunks(ends))
            together: list[str] = []
            for row in sorted(rows, key=lambda row: row.end):
                apart = any(verdicts.get(frozenset((row.end, other))) is False for other in together)
                if not apart:
                    together.append(row.end)
                key = f"{identity}{_APART}{row.end}" if apart else identity
                if key != row.identity:
                    self._leave(row, key)
                    self._set({key: [row.pk]})
            judged += rows
        return judged

    def _link(
        self, rows: dict[int, ActorRow], verdicts: Mapping[frozenset[str], bool], judged: Iterable[ActorRow]
    ) -> None:
        """Tie each of these rows, and each that stands behind a place where one moved, to the one before it."""
        behind = self._neighbours(rows, behind=True)
        after_freed = {pk for key, end in self.freed if (pk := self._behind(key, end)) is not None}
        others = {*behind.values(), *after_freed} - set(rows)
        rows |= {row.pk: row for row in self._rows(Q(pk__in=part) for part in chunks(others))}
        ahead = self._neighbours(rows, behind=False)
        missing = set(ahead.values()) - set(rows)
        known = rows | {row.pk: row for row in self._rows(Q(pk__in=part) for part in chunks(missing))}
        links = [_link(rows[pk], known[first]) for pk, first in ahead.items()]
        by_end = {row.end: row for row in judged}
        for pair in verdicts:
            ends = sorted(pair)
            if all(end in by_end for end in ends) and len({_base(by_end[end].identity) for end in ends}) == 1:
                links.append(_link(by_end[ends[1]], by_end[ends[0]]))
        replace_links(self._links(rows.values()), links, self.alias)

    def _links(self, rows: Iterable[ActorRow]) -> list[Link]:
        """Return the links there are from these rows, and those to such of them as moved."""
        table = Link.objects.using(self.alias).filter(kind="same_actor")
        ends = {row.end: row.pk for row in rows}
        found = {link.pk: link for part in chunks(ends) for link in table.filter(left_end__in=part)}
        moved = [end for end, pk in ends.items() if pk in self.moved] + [end for _, end in self.freed]
        return list(
            (found | {link.pk: link for part in chunks(moved) for link in table.filter(right_end__in=part)}).values()
        )

    def _neighbours(self, rows: Iterable[int], *, behind: bool) -> dict[int, int]:
        """Return for each row the one that stands right behind it in its identity, or right ahead of it."""
        near = ActorRow.objects.using(self.alias).filter(identity=OuterRef("identity"))
        if behind:
            near = near.filter(end__gt=OuterRef("end")).order_by("end")
        else:
            near = near.filter(end__lt=OuterRef("end")).order_by("-end")
        found: dict[int, int] = {}
        for part in chunks(rows):
            table = (
                ActorRow.objects.using(self.alias).filter(pk__in=part).annotate(near=Subquery(near.values("pk")[:1]))
            )
            found |= {pk: other for pk, other in table.values_list("pk", "near") if other is not None}
        return found

    def _behind(self, identity: str, end: str) -> int | None:
        rows = ActorRow.objects.using(self.alias).filter(identity=identity, end__gt=end)
        return rows.order_by("end").values_list("pk", flat=True).first()

    def _rows(self, conditions: Iterable[Q]) -> list[ActorRow]:
        table = ActorRow.objects.using(self.alias)
        return [row for condition in conditions for row in table.filter(condition)]


@dataclass(slots=True)
class _Longer:
    """Finds the groups under longer names that a last name may stand for."""

    alias: str
    found: dict[tuple[str, frozenset[str]], list[tuple[str, str]]] = field(default_factory=dict)

    def of(self, name: str, countries: frozenset[str]) -> list[tuple[str, str]]:
        """Return name and leader of those on one of the countries: all if there is one, else two of them."""
        key = name, countries
        if key not in self.found:
            rows = Bearers.objects.using(self.alias).filter(block=name, country__in=countries).exclude(name=name)
            self.found[key] = list(rows.values_list("name", "leader").distinct()[:_ENOUGH])
        return self.found[key]


def _identity(row: ActorRow, leaders: _Leaders, longer: _Longer) -> str:
    named = _named(row)
    countries = named.context if named.country is None else frozenset({named.country})
    near = longer.of(named.name, countries) if is_last_name(named.name) and countries else []
    return identity_of(named, leaders, near)


def _named(row: ActorRow) -> NamedActor:
    return NamedActor(row.local, row.folded, row.country or None, frozenset(row.context))


def _count_in(row: ActorRow, bearers: dict[str, Bearers], step: int) -> None:
    country = row.country or ""
    found = bearers.setdefault(
        country, Bearers(name=row.folded, country=country, block=last_word(row.folded), count=0, beside={})
    )
    found.count += step
    if country:
        for other in set(row.context) - {country}:
            found.beside[other] = found.beside.get(other, 0) + step


def _divide(bearers: Collection[Bearers]) -> dict[str, str]:
    """Divide a name's countries by the counts as they are now, and note each one's leader."""
    living = [found for found in bearers if found.country and found.count]
    leaders = divide(Bearing(found.country, found.count, found.beside) for found in living)
    for found in living:
        found.leader = leaders[found.country]
    return leaders


def _who_bear(names: Iterable[str], countries: Mapping[str, set[str]]) -> Q:
    near = (Q(folded=name) & (Q(country__in=countries[name]) | Q(country=None) | Q(country="")) for name in names)
    return Q(named=True) & functools.reduce(operator.or_, near)


def _changed(before: _Leaders, after: _Leaders) -> set[str]:
    """Return the countries that are in another group than before, or in one for the first time, or the last."""
    return {country for country in {*before, *after} if before.get(country) != after.get(country)}


def _leaders_of(bearers: Mapping[str, Bearers]) -> dict[str, str]:
    return {country: found.leader for country, found in bearers.items() if country}


def _base(identity: str) -> str:
    return identity.partition(_APART)[0]


def _link(left: ActorRow, right: ActorRow) -> Link:
    reason, confidence = reason_of(_named(left), _named(right))
    return Link(
        key=end_of("same_actor", f"{left.end}|{right.end}"),
        kind="same_actor",
        left_id=left.version_id,
        left_row=f"actors/{left.local}",
        right_id=right.version_id,
        right_row=f"actors/{right.local}",
        reason=reason,
        confidence=confidence,
        left_end=left.end,
        right_end=right.end,
    )
