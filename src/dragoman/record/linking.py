"""Links between articles: derived when an article comes, and all anew by `rebuild`.

Two current versions are compared by the functions of `across`, which look at the two alone; identities of actors are a
function of all who bear a name. So the order in which articles come changes nothing.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from django.db.models import Count, Q

from dragoman.record.across.actors import NamedActor, find_identities
from dragoman.record.across.copies import LEAST_SHARED, Text, agency_of, find_copy
from dragoman.record.across.events import find_match, find_relation
from dragoman.record.across.names import fold
from dragoman.record.across.rereports import Naming, is_likely_origin
from dragoman.record.models import ActorRow, EventRow, Link, NamingRow, Shingle, TellingKey, Verdict, Version
from dragoman.record.rows import end_of, telling_of

__all__ = ["EVENT_KINDS", "Linker", "end_of_actor", "end_of_article"]

_Item = TypeVar("_Item")

EVENT_KINDS = ("repeats", "corroborates", "contradicts", "updates")
_SAME_TEXT = ("copies", "rereports")
_NEWS = dt.timedelta(days=7)  # how long after a report others report it
_CHUNK = 500  # values in one query


@dataclass(slots=True)
class Linker:
    """Links versions as they come and go within one transaction; `finish` settles what depends on several of them."""

    alias: str
    blocks: set[str] = field(default_factory=set)
    events: set[int] = field(default_factory=set)  # rows whose happening may have changed
    arrived: list[int] = field(default_factory=list)  # versions

    def add(self, version: Version) -> None:
        """Take in a version whose rows are written."""
        self.arrived.append(version.pk)

    def remove(self, version: Version) -> None:
        """Let go of a version that is no longer current, before its rows are dropped."""
        self.blocks |= set(ActorRow.objects.using(self.alias).filter(version=version).values_list("block", flat=True))
        links = Link.objects.using(self.alias).filter(Q(left=version) | Q(right=version))
        neighbours = {pk for link in links for pk in (link.left_id, link.right_id)} - {version.pk}
        self.events |= set(
            EventRow.objects.using(self.alias).filter(version__in=neighbours).values_list("pk", flat=True)
        )
        namers = set(links.filter(kind="rereports", right=version).values_list("left_id", flat=True))
        links.delete()
        self.arrived = [pk for pk in self.arrived if pk != version.pk]
        self.arrived += sorted(namers - set(self.arrived))

    def finish(self) -> None:
        """Derive every link of the versions that came."""
        versions = list(
            Version.objects.using(self.alias).filter(pk__in=self.arrived, current=True).select_related("kept")
        )
        for version in versions:
            _link_copies(version, self.alias)
        retold = {pk for version in versions for pk in self._link_rereports(version)}
        for version in Version.objects.using(self.alias).filter(pk__in=retold).select_related("kept"):
            self.events |= _link_events(version, self.alias)
        self.blocks |= set(
            ActorRow.objects.using(self.alias).filter(version__in=self.arrived).values_list("block", flat=True)
        )
        for block in sorted(self.blocks - {""}):
            _identify(block, self.alias)
        _settle_happenings(self.events, self.alias)

    def _link_rereports(self, version: Version) -> set[int]:
        """Find whom a version reports, and anew whom those report that name its outlet; return all of them."""
        touched = {version.pk}
        day = version.published_day
        if version.publisher and day is not None:
            namers = NamingRow.objects.using(self.alias).filter(
                outlet=fold(version.publisher), version__published_day__gte=day, version__published_day__lte=day + _NEWS
            )
            touched |= set(namers.values_list("version_id", flat=True))
        for namer in Version.objects.using(self.alias).filter(pk__in=touched).select_related("kept"):
            _link_origins(namer, self.alias)
        return touched


def end_of_article(version: Version) -> str:
    """Return the article as the end of a link."""
    return end_of(version.kept.key, "article")


# Copies and re-reports


def _link_copies(version: Version, alias: str) -> None:
    hashes = list(Shingle.objects.using(alias).filter(version=version).values_list("hash", flat=True))
    counts: dict[int, int] = defaultdict(int)
    for part in _chunks(hashes):
        shared = Shingle.objects.using(alias).filter(hash__in=part).exclude(version=version).values("version")
        for row in shared.annotate(shared=Count("hash")):
            counts[row["version"]] += row["shared"]
    near = [pk for pk, count in counts.items() if count >= LEAST_SHARED]
    mine = _text_of(version, hashes)
    for other in Version.objects.using(alias).filter(pk__in=near).select_related("kept"):
        theirs = _text_of(other, Shingle.objects.using(alias).filter(version=other).values_list("hash", flat=True))
        found = find_copy(mine, theirs)
        if found is not None:
            copy, origin = (version, other) if found.copy == version.article_id else (other, version)
            _write_article_link("copies", copy, origin, found.reason, found.confidence, alias)


def _text_of(version: Version, hashes: Iterable[int]) -> Text:
    day = version.published_day.isoformat() if version.published_day else ""
    return Text(version.article_id, version.publisher, day, frozenset(hashes), agency_of(version.text))


def _link_origins(namer: Version, alias: str) -> None:
    """Link an article to the reports that it names as its source: for each outlet, the one whose words it shares most."""
    Link.objects.using(alias).filter(kind="rereports", left=namer).delete()
    day = namer.published_day
    own = fold(namer.publisher or "")
    agency = fold(agency_of(namer.text) or "")
    for row in NamingRow.objects.using(alias).filter(version=namer).exclude(outlet__in=[own, agency]):
        naming = Naming(row.outlet, row.words, row.sentence)
        if day is None:
            continue
        candidates = Version.objects.using(alias).filter(
            current=True, publisher__isnull=False, published_day__gte=day - _NEWS, published_day__lte=day
        )
        reports = candidates.select_related("kept").defer("reading")
        near = [other for other in reports if fold(other.publisher or "") == naming.outlet]
        shares = [
            (is_likely_origin(naming, other.text), other.article_id, other) for other in near if other.pk != namer.pk
        ]
        share, _, origin = min(shares, key=lambda found: (-found[0], found[1]), default=(0.0, "", namer))
        if share:
            reason = f"it says “{naming.words}”, and {share:.0%} of that sentence's words stand there"
            _write_article_link("rereports", namer, origin, reason, round(0.5 + share / 2, 2), alias)


def _write_article_link(kind: str, left: Version, right: Version, reason: str, confidence: float, alias: str) -> None:
    ends = end_of_article(left), end_of_article(right)
    Link.objects.using(alias).update_or_create(
        key=end_of(kind, "|".join(ends)),
        defaults={"kind": kind, "left": left, "right": right, "reason": reason, "confidence": confidence}
        | {"left_end": ends[0], "right_end": ends[1]},
    )


# Events


def _link_events(version: Version, alias: str) -> set[int]:
    """Link the events of a version to those that tell of the same; return the rows that are linked."""
    Link.objects.using(alias).filter(Q(left=version) | Q(right=version), kind__in=EVENT_KINDS).delete()
    rows = list(EventRow.objects.using(alias).filter(version=version, telling__isnull=False))
    for row in rows:
        row.version = version
    same_text = _articles_of_one_text(version, alias)
    links: dict[str, Link] = {}
    touched = {row.pk for row in rows}
    for other in _candidates(rows, version, alias):
        for row in rows:
            link = _event_link(row, other, same_text)
            if link is not None:
                links[link.key] = link
                touched.add(other.pk)
    Link.objects.using(alias).bulk_create(links.values(), batch_size=_CHUNK)
    return touched


def _candidates(rows: list[EventRow], version: Version, alias: str) -> Iterator[EventRow]:
    """Find the events of other versions that share an act and a name with one of these, at about the time."""
    tellings = [telling_of(row) for row in rows]
    near: set[int] = set()
    # Events of one article lie years apart where it tells of the past: each has its own time.
    for telling in tellings:
        keys = [f"{telling.act}|{name}"[:200] for name in telling.cast]
        found = TellingKey.objects.using(alias).filter(key__in=keys, first__lte=telling.last, last__gte=telling.first)
        near |= set(found.exclude(event__version=version.pk).values_list("event_id", flat=True))
    for part in _chunks(sorted(near)):
        yield from EventRow.objects.using(alias).filter(pk__in=part).select_related("version").defer("version__reading")


def _event_link(row: EventRow, other: EventRow, same_text: set[int]) -> Link | None:
    # The later article is what the link speaks of; on one day, the one with the greater id.
    first, second = sorted((row, other), key=lambda end: _age(end.version))
    match = find_match(telling_of(second), telling_of(first))
    if match is None:
        return None
    days = [end.version.published_day or dt.date.min for end in (first, second)]
    relation: str = find_relation(telling_of(first), telling_of(second), first_day=days[0], second_day=days[1])
    if other.version_id in same_text and relation == "corroborates":
        relation = "repeats"  # copies are not witnesses
    return Link(
        key=end_of("event", f"{second.end}|{first.end}"),
        kind=relation,
        left=second.version,
        left_row=f"events/{second.local}",
        right=first.version,
        right_row=f"events/{first.local}",
        reason=match.reason,
        confidence=match.confidence,
        differences=match.differences,
        left_end=second.end,
        right_end=first.end,
    )


def _age(version: Version) -> tuple[dt.date, str]:
    return version.published_day or dt.date.min, version.article_id


def _articles_of_one_text(version: Version, alias: str) -> set[int]:
    """Return the versions that this one copies or reports, or that copy or report it."""
    rejected = _verdicts("article", alias)
    links = Link.objects.using(alias).filter(Q(left=version) | Q(right=version), kind__in=_SAME_TEXT)
    return {
        pk
        for link in links
        if rejected.get(frozenset((link.left_end, link.right_end))) is not False
        for pk in (link.left_id, link.right_id)
    } - {version.pk}


def _settle_happenings(rows: set[int], alias: str) -> None:
    """Give all tellings that links tie together one happening, named after the smallest of them."""
    rejected = _verdicts("event", alias)
    waiting = set(rows)
    while waiting:
        group = _reach(waiting.pop(), rejected, alias)
        if not group:  # its version has gone since
            continue
        waiting -= {row.pk for row in group}
        name = min(row.end for row in group)
        changed = [row.pk for row in group if row.happening != name]
        for part in _chunks(changed):
            EventRow.objects.using(alias).filter(pk__in=part).update(happening=name)


def _reach(start: int, verdicts: dict[frozenset[str], bool], alias: str) -> list[EventRow]:
    """Return the event and all that links lead to from it, link by link; rejected links lead nowhere."""
    border = set(EventRow.objects.using(alias).filter(pk=start).values_list("end", flat=True))
    reached: set[str] = set()
    while border:
        reached |= border
        links = Link.objects.using(alias).filter(Q(left_end__in=border) | Q(right_end__in=border), kind__in=EVENT_KINDS)
        pairs = {frozenset(pair) for pair in links.values_list("left_end", "right_end")}
        border = {end for pair in pairs if verdicts.get(pair) is not False for end in pair} - reached
    return list(EventRow.objects.using(alias).filter(end__in=reached))


# Actors


def _identify(block: str, alias: str) -> None:
    """Give everyone of a block their identity, and link each to the first of it."""
    rows = list(ActorRow.objects.using(alias).filter(block=block).select_related("version__kept"))
    named = {
        NamedActor(row.version.article_id, row.local, row.folded, row.country, frozenset(row.context)): row
        for row in rows
    }
    rejected = {pair for pair, confirmed in _verdicts("actor", alias).items() if not confirmed}
    changed, links = [], []
    for identity in find_identities(list(named)):
        members = [named[member] for member in identity.members]
        for row, key, first in _apart(members, identity.key, rejected):
            if row.identity != key:
                row.identity = key
                changed.append(row)
            if row.version_id != first.version_id:
                links.append(_actor_link(row, first, identity.reason, identity.confidence))
    ActorRow.objects.using(alias).bulk_update(changed, ["identity"], batch_size=_CHUNK)
    _replace_links(block, links, alias)


def _apart(
    members: list[ActorRow], key: str, rejected: set[frozenset[str]]
) -> Iterator[tuple[ActorRow, str, ActorRow]]:
    """Give each member, its identity's key and the first one: whom a person held apart from them gets a key alone.

    The link to the first stays, so that the verdict on it can be seen and taken back.
    """
    together: list[str] = []
    for row in members:
        end = end_of_actor(row)
        if any(frozenset((end, other)) in rejected for other in together):
            yield row, f"{key[:180]}#{end}", members[0]
        else:
            together.append(end)
            yield row, key[:250], members[0]


def end_of_actor(row: ActorRow) -> str:
    """Return an actor's row as the end of a link."""
    return end_of(row.version.kept.key, f"actor {row.folded} {row.local}")


def _actor_link(row: ActorRow, first: ActorRow, reason: str, confidence: float) -> Link:
    ends = [end_of_actor(row), end_of_actor(first)]
    return Link(
        key=end_of("same_actor", "|".join(ends)),
        kind="same_actor",
        left=row.version,
        left_row=f"actors/{row.local}",
        right=first.version,
        right_row=f"actors/{first.local}",
        reason=reason,
        confidence=confidence,
        differences={"block": row.block},
        left_end=ends[0],
        right_end=ends[1],
    )


def _replace_links(block: str, links: list[Link], alias: str) -> None:
    before = {link.key: link for link in Link.objects.using(alias).filter(kind="same_actor", differences__block=block)}
    after = {link.key: link for link in links}
    gone = [link.pk for key, link in before.items() if key not in after or _said(link) != _said(after[key])]
    for part in _chunks(gone):
        Link.objects.using(alias).filter(pk__in=part).delete()
    fresh = [link for key, link in after.items() if key not in before or _said(before[key]) != _said(link)]
    Link.objects.using(alias).bulk_create(fresh, batch_size=_CHUNK)


def _said(link: Link) -> tuple[object, ...]:
    return link.left_id, link.right_id, link.reason, link.confidence


def _verdicts(about: str, alias: str) -> dict[frozenset[str], bool]:
    rows = Verdict.objects.using(alias).filter(about=about).values_list("left_end", "right_end", "confirmed")
    return {frozenset((left, right)): confirmed for left, right, confirmed in rows}


def _chunks(items: list[_Item]) -> Iterator[list[_Item]]:
    for start in range(0, len(items), _CHUNK):
        yield items[start : start + _CHUNK]
