"""What a Record holds, an article at a time, as exports need it: its Reading, who and what is the same across articles."""

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Max, QuerySet

from dragoman.model import Reading
from dragoman.record.decisions import HeldLink, iter_links
from dragoman.record.judgements import find_judged
from dragoman.record.judging import Judged, iter_lines
from dragoman.record.models import ActorRow, EventRow, Judgement, Link, Note, Verdict, Version
from dragoman.record.notes import HeldNote, iter_notes
from dragoman.record.packed import machine_reading, reading_of
from dragoman.record.store import Record

__all__ = ["Entry", "is_gold", "iter_entries", "iter_kept_links", "iter_kept_notes", "last_change"]

_BATCH = 50  # Readings in memory at once
_SAME_TEXT = ("copies", "rereports")


@dataclass(frozen=True, slots=True)
class Entry:
    """The current version of one article, with what the Record knows beyond its Reading."""

    reading: Reading  # as people judged it
    revision: int  # number of this version of the article; 1 is the first
    identities: Mapping[str, str]  # actor id to who that is across articles; without those who cannot be met again
    happenings: Mapping[str, str]  # event id to what it tells of across articles
    origins: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # "copies", "rereports": article ids
    judged: tuple[Judged, ...] = ()  # what people decided on its lines
    machine: Reading | None = None  # as it was read, where anybody judged a line


def iter_entries(record: Record, chosen: "QuerySet[Version] | None" = None) -> Iterator[Entry]:
    """Give each article's current version, in the order in which the articles came.

    chosen: the versions to keep to; current ones alone are given. Memory is that of some dozen Readings.
    """
    rows = Version.objects.using(record.alias) if chosen is None else chosen
    waiting = (
        rows.filter(current=True).order_by("kept_id").defer("text").select_related("judged").iterator(chunk_size=_BATCH)
    )
    while batch := list(itertools.islice(waiting, _BATCH)):
        yield from _entries_of(batch, record.alias)


def is_gold(entry: Entry) -> bool:
    """Tell whether people judged every line that the machine read in an article."""
    seen = {(one.table, one.local) for one in entry.judged}
    return entry.machine is not None and all((table, line.id) in seen for table, line in iter_lines(entry.machine))


def iter_kept_links(record: Record, chosen: "QuerySet[Version] | None" = None) -> Iterator[HeldLink]:
    """Give the links between articles, but for those that a person rejected."""
    return (link for link in iter_links(record, within=chosen) if link.standing != "rejected")


def iter_kept_notes(record: Record, chosen: "QuerySet[Version] | None" = None) -> Iterator[HeldNote]:
    """Give what people hung on the articles."""
    return iter_notes(record.alias, within=chosen)


def last_change(record: Record) -> datetime | None:
    """Return when an article, a note or a decision was last added; None for an empty Record."""
    found = [
        Version.objects.using(record.alias).aggregate(last=Max("added"))["last"],
        Note.objects.using(record.alias).aggregate(last=Max("made"))["last"],
        Verdict.objects.using(record.alias).aggregate(last=Max("made"))["last"],
        Judgement.objects.using(record.alias).aggregate(last=Max("made"))["last"],
    ]
    return max((moment for moment in found if moment is not None), default=None)


def _entries_of(batch: list[Version], alias: str) -> Iterator[Entry]:
    pks = [version.pk for version in batch]
    identities = _columns(
        ActorRow.objects.using(alias)
        .filter(version__in=pks)
        .exclude(identity="")
        .values_list("version_id", "local", "identity")
    )
    happenings = _columns(
        EventRow.objects.using(alias)
        .filter(version__in=pks)
        .exclude(telling=None)
        .values_list("version_id", "local", "happening")
    )
    origins = _origins_of(pks, alias)
    judged = find_judged(pks, alias)
    for version in batch:
        yield Entry(
            reading_of(version),
            version.number,
            identities[version.pk],
            happenings[version.pk],
            {kind: tuple(sorted(found)) for kind, found in origins[version.pk].items()},
            judged.get(version.pk, ()),
            machine_reading(version) if version.pk in judged else None,
        )


def _columns(rows: Iterable[tuple[int, str, str]]) -> dict[int, dict[str, str]]:
    found: dict[int, dict[str, str]] = defaultdict(dict)
    for pk, local, value in rows:
        found[pk][local] = value
    return found


def _origins_of(pks: list[int], alias: str) -> dict[int, dict[str, set[str]]]:
    """Find whose text each of some versions has, or whose report it reports, as far as nobody rejected that."""
    links = Link.objects.using(alias).filter(left__in=pks, kind__in=_SAME_TEXT).select_related("right")
    links = links.defer("right__reading", "right__text")
    found: dict[int, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    ends = {end for link in links for end in (link.left_end, link.right_end)}
    rejected = {
        frozenset(pair)
        for pair in Verdict.objects.using(alias)
        .filter(about="article", confirmed=False, left_end__in=ends)
        .values_list("left_end", "right_end")
    }
    for link in links:
        if frozenset((link.left_end, link.right_end)) not in rejected:
            found[link.left_id][link.kind].add(link.right.article_id)
    return found
