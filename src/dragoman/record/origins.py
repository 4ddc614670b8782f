"""Who first told what others tell: copies and re-reports are no witnesses, and count with their origin."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dragoman.record.decisions import without_rejected
from dragoman.record.lines import EventParts
from dragoman.record.models import Link, Version

__all__ = ["Origin", "find_origins"]

_MOST_STEPS = 8  # reports of reports that are followed; chains in the news have two or three


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an article has its telling from."""

    key: str  # equal for all that have it from one place
    outlet: str | None
    article: str | None  # id; None: an outlet that is named, and of which no article is kept
    reason: str | None  # why it is not the article's own; None: it is


def find_origins(tellings: Sequence[EventParts], alias: str) -> dict[int, Origin]:
    """Find for each event's row whose telling it is.

    1. An article that copies or re-reports another has it from there, link by link; links that a person rejected lead nowhere.
    2. One that names another outlet as the event's source has it from that outlet.
    3. Any other has it of its own.
    """
    versions = {parts.row.version_id: parts.row.version for parts in tellings}
    parents = _climb(set(versions), alias)
    roots = {pk: _root(pk, parents) for pk in versions}
    known = Version.objects.using(alias).defer("reading", "text").in_bulk(set(roots.values()))
    outlets = _known_outlets(tellings, alias)
    own = {version.outlet: version for version in _oldest_last(list(known.values())) if version.outlet}
    found = {}
    for parts in tellings:
        row = parts.row
        root = known[roots[row.version_id]]
        if root.pk != row.version_id:
            found[row.pk] = Origin(root.article_id, root.publisher, root.article_id, parents[row.version_id].reason)
            continue
        named = _named_outlet(parts, outlets)
        if named is None:
            found[row.pk] = Origin(root.article_id, root.publisher, root.article_id, None)
            continue
        folded, name = named
        # The outlet's own telling, where one is among these.
        first = own.get(folded)
        reason = f"it names {name} as its source"
        found[row.pk] = (
            Origin(first.article_id, first.publisher, first.article_id, reason)
            if first is not None
            else Origin(f"outlet:{folded}", name, None, reason)
        )
    return found


def _climb(border: set[int], alias: str) -> dict[int, Link]:
    """Return for each version the link to the one it was taken from; a copy rather than a report, the surest one."""
    parents: dict[int, Link] = {}
    for _ in range(_MOST_STEPS):
        links = Link.objects.using(alias).filter(kind__in=("copies", "rereports"), left__in=border)
        for link in without_rejected(links).order_by("kind", "-confidence", "key"):
            parents.setdefault(link.left_id, link)
        border = {link.right_id for link in parents.values()} - set(parents)
        if not border:
            break
    return parents


def _root(pk: int, parents: Mapping[int, Link]) -> int:
    seen = {pk}
    while pk in parents and parents[pk].right_id not in seen:
        pk = parents[pk].right_id
        seen.add(pk)
    return pk


def _known_outlets(tellings: Sequence[EventParts], alias: str) -> frozenset[str]:
    """Return the speakers that articles are published by, whatever kind of actor they were read as."""
    names = {said.row.actor.folded for parts in tellings for said in parts.said_by if said.row.actor}
    if not names:
        return frozenset()
    kept = Version.objects.using(alias).filter(outlet__in=names).values_list("outlet", flat=True).distinct()
    return frozenset(outlet for outlet in kept if outlet)


def _named_outlet(parts: EventParts, outlets: frozenset[str]) -> tuple[str, str] | None:
    """Return the outlet, folded and as named, inside whose statement the event is told: not the article's own."""
    for said in parts.said_by:
        speaker = said.row.actor
        if speaker is None or speaker.folded == parts.row.version.outlet:
            continue
        if speaker.kind == "outlet" or speaker.folded in outlets:
            return speaker.folded, speaker.name
    return None


def _oldest_last(versions: Sequence[Version]) -> list[Version]:
    return sorted(versions, key=lambda version: (str(version.told), version.article_id), reverse=True)
