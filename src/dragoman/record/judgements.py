"""What people decided on lines, as rows: what counts of a version, and how it comes along to the next one."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import cast

from django.db.models import QuerySet

from dragoman.model import Event, Reading
from dragoman.model.wire import Line, line_from_dict, line_to_dict
from dragoman.record.carrying import Passage
from dragoman.record.judging import Judged, Verdict, apply, find_line, iter_lines, main_span
from dragoman.record.models import JudgedReading, Judgement, Version
from dragoman.record.packed import machine_reading, pack_reading

__all__ = ["Orphan", "carry_over", "derive", "find_judged", "iter_orphans", "judged_of"]


@dataclass(frozen=True, slots=True)
class Orphan:
    """A judgement whose words, or whose line, the current version of its article does not have."""

    number: int
    article_id: str
    title: str | None
    verdict: str
    author: str
    words: str  # of the line, in the version on which it was made


def find_judged(versions: Iterable[int], alias: str) -> dict[int, tuple[Judged, ...]]:
    """Find what counts of the judgements on some versions, in the order in which they were made."""
    found: dict[int, list[Judged]] = {}
    rows = Judgement.objects.using(alias).filter(version__in=list(versions), standing=True, local__isnull=False)
    for row in rows.order_by("pk"):
        found.setdefault(row.version_id, []).append(judged_of(row))
    return {pk: tuple(judged) for pk, judged in found.items()}


def judged_of(row: Judgement) -> Judged:
    """Return a row as what it says."""
    verdict = cast("Verdict", row.verdict)
    return Judged(row.table, row.local or "", verdict, row.line, row.author, row.made, row.note)


def derive(version: Version, alias: str) -> Reading:
    """Apply what people decided to a version, note what came of it, and return it."""
    machine = machine_reading(version)
    judged = find_judged([version.pk], alias).get(version.pk, ())
    JudgedReading.objects.using(alias).filter(version=version).delete()
    if not judged:
        return machine
    seen = {(one.table, one.local) for one in judged}
    left = sum((table, line.id) not in seen for table, line in iter_lines(machine))
    reading = apply(machine, judged)
    packed = None if reading is machine else pack_reading(reading)
    JudgedReading.objects.using(alias).create(version=version, reading=packed, open=left)
    return reading


def carry_over(before: Version, after: Version, after_reading: Reading, alias: str) -> int:
    """Bring what people decided on a version to the next one; return how many found no place there.

    An orphan is tried again, from the version on which it last had a place: what a correction deleted may come back.
    """
    rows = Judgement.objects.using(alias).filter(version=before, withdrawn=False)
    waiting = [row for row in rows.order_by("pk") if row.standing or row.local is None]
    if not waiting:
        return 0
    passages: dict[int, Passage] = {}
    taken: set[tuple[str, str | None]] = set()
    carried = []
    for row in waiting:
        source = _placed(row)
        if source.version_id not in passages:
            passages[source.version_id] = Passage(machine_reading(source.version), after_reading)
        new = _carry(source, passages[source.version_id], after)
        new.origin = row
        new.standing = new.local is not None and (new.table, new.local) not in taken
        taken.add((new.table, new.local))
        carried.append(new)
    Judgement.objects.using(alias).bulk_create(carried)
    return sum(row.local is None for row in carried)


def iter_orphans(alias: str) -> Iterator[Orphan]:
    """Give the judgements that have no place in the current version of their article."""
    rows: QuerySet[Judgement] = Judgement.objects.using(alias).filter(
        version__current=True, local__isnull=True, withdrawn=False
    )
    for row in rows.select_related("version").order_by("pk").iterator(chunk_size=100):
        source = _placed(row)
        text = source.version.text
        line = _line_of(source, machine_reading(source.version))
        span = main_span(line) if line else None
        words = span.of(text) if span else ""
        yield Orphan(row.pk, row.version.article_id, row.version.title, row.verdict, row.author, words)


def _placed(row: Judgement) -> Judgement:
    """Return the last judgement before this one that has a place."""
    while row.local is None and row.origin is not None:
        row = row.origin
    return row


def _line_of(row: Judgement, machine: Reading) -> Line | None:
    """Return the line that was judged: the machine's, or the one that was added."""
    line = find_line(machine, row.table, row.local or "")
    return line if line is not None or row.line is None else line_from_dict(row.table, row.line)


def _carry(row: Judgement, passage: Passage, after: Version) -> Judgement:
    """Write a judgement for the next version."""
    new = Judgement(
        version=after, table=row.table, local=None, verdict=row.verdict, note=row.note, author=row.author, made=row.made
    )
    judged = _line_of(row, passage.before)
    if judged is None:
        return new
    wanted = line_from_dict(row.table, row.line) if row.line is not None else judged
    if row.verdict == "added":
        moved = passage.carry(wanted, row.local or "")
        if moved is not None:
            new.local, new.line = row.local, line_to_dict(moved)
        return new
    there = passage.find(judged)
    moved = passage.carry(wanted, there.id) if there is not None else None
    if there is None or moved is None:
        return new
    if row.verdict == "rejected":
        # What was rejected is this reading of the words; another reading of them is another line.
        same = not isinstance(there, Event) or (isinstance(judged, Event) and there.type == judged.type)
        new.local = there.id if same else None
    else:
        # A confirmed line that the machine reads otherwise now stays what the person confirmed.
        same = row.verdict == "confirmed" and _said(moved) == _said(there)
        new.local, new.verdict = there.id, "confirmed" if same else "corrected"
        new.line = None if same else line_to_dict(moved)
    return new


def _said(line: Line) -> dict[str, object]:
    """Return what a line says, without what a reader thinks of itself and where else it met the actor."""
    return {name: value for name, value in line_to_dict(line).items() if name not in {"id", "confidence", "mentions"}}
