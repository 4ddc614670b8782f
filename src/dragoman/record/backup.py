"""A Record as one file, for safe keeping and to move it from one database to the other.

The file is gzipped JSON Lines: a head, one line an article with its versions and notes, one line a verdict or a link that
a person made, and an end
that counts them, so that a file which breaks off is refused. What is derived is not in it; restoring derives it anew.
"""

import contextlib
import gzip
import json
import os
import pathlib
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dragoman.errors import UnreadableInput, Unusable
from dragoman.model.wire import dump_reading, from_dict
from dragoman.record.keeping import version_columns
from dragoman.record.models import Anchor, KeptArticle, MadeLink, Note, Verdict, Version
from dragoman.record.store import Record, unpack_reading

__all__ = ["Counts", "back_up", "restore"]

_FORMAT = 1
_NOTE_FIELDS = ("kind", "about", "body", "author", "quote", "prefix", "suffix")
_LINK_FIELDS = ("kind", "left_end", "right_end", "author", "reason")
_VERDICT_FIELDS = ("about", "left_end", "right_end", "confirmed", "author")


@dataclass(frozen=True, slots=True)
class Counts:
    """What a backup holds."""

    articles: int
    versions: int
    notes: int
    verdicts: int
    links: int = 0  # that people made; none in a backup of an older Dragoman


def back_up(record: Record, path: pathlib.Path) -> Counts:
    """Write everything that is not derived into a file, as it stands at one moment; writers go on meanwhile.

    The file takes its place when it is whole. Raises Unusable where it cannot be written.
    """
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with gzip.open(draft, "wt", encoding="utf-8", newline="\n") as file, record.snapshot():
            counts = _count(record)
            for line in _iter_lines(record, counts):
                file.write(json.dumps(line, separators=(",", ":")) + "\n")
        _sync(draft)
        draft.replace(path)
    except OSError as trouble:
        raise Unusable(f"cannot be written: {trouble.strerror or trouble}", str(path)) from trouble
    finally:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)
    return counts


def restore(record: Record, path: pathlib.Path) -> Counts:
    """Fill an empty Record from a backup, in one transaction: all of it is there afterwards, or nothing.

    Raises Unusable where the Record holds anything, or the file cannot be read, is none of ours or breaks off.
    """
    try:
        with gzip.open(path, "rt", encoding="utf-8") as file, record.writing():
            if KeptArticle.objects.using(record.alias).exists():
                raise Unusable("holds articles already; restore into an empty one", "the Record")
            counts = _restore_lines(record, (json.loads(line) for line in file), str(path))
            record.rebuild()
            return counts
    except (OSError, EOFError, zlib.error) as trouble:
        message = (trouble.strerror if isinstance(trouble, OSError) else None) or "is no whole backup"
        raise Unusable(message.lower(), str(path)) from trouble
    except (ValueError, KeyError, TypeError, UnreadableInput) as trouble:
        raise Unusable(f"is no backup of a Record: {trouble}", str(path)) from trouble


# Writing


def _count(record: Record) -> Counts:
    tables = (KeptArticle, Version, Note, Verdict, MadeLink)
    return Counts(*(table.objects.using(record.alias).count() for table in tables))


def _iter_lines(record: Record, counts: Counts) -> Iterator[dict[str, Any]]:
    yield {"line": "head", "backup": _FORMAT}
    for kept in KeptArticle.objects.using(record.alias).order_by("pk").iterator(chunk_size=100):
        yield _article_line(record, kept)
    for verdict in Verdict.objects.using(record.alias).order_by("pk").iterator(chunk_size=100):
        decided = {name: getattr(verdict, name) for name in _VERDICT_FIELDS}
        yield {"line": "verdict", **decided, "made": verdict.made.isoformat()}
    made = MadeLink.objects.using(record.alias).select_related("left", "right").order_by("pk")
    for link in made.iterator(chunk_size=100):
        fields = {name: getattr(link, name) for name in _LINK_FIELDS}
        ends = {"left": link.left.key, "right": link.right.key}
        yield {"line": "link", **fields, **ends, "made": link.made.isoformat()}
    yield {"line": "end"} | {name: getattr(counts, name) for name in Counts.__slots__}


def _article_line(record: Record, kept: KeptArticle) -> dict[str, Any]:
    versions = Version.objects.using(record.alias).filter(kept=kept).order_by("number")
    notes = Note.objects.using(record.alias).filter(kept=kept).order_by("pk").prefetch_related("anchors__version")
    return {
        "line": "article",
        "key": kept.key,
        "added": kept.added.isoformat(),
        "versions": [
            {
                "number": row.number,
                "current": row.current,
                "fingerprint": row.fingerprint,
                "added": row.added.isoformat(),
            }
            | {"reading": json.loads(dump_reading(unpack_reading(row.reading)))}
            for row in versions
        ],
        "notes": [
            {name: getattr(note, name) for name in _NOTE_FIELDS}
            | {"made": note.made.isoformat()}
            | {"anchors": [[anchor.version.number, anchor.start, anchor.end] for anchor in note.anchors.all()]}
            for note in notes
        ],
    }


def _sync(path: pathlib.Path) -> None:
    # A backup that is reported as made must be on the disk, not on its way there.
    with path.open("rb") as file:
        os.fsync(file.fileno())


# Reading


def _restore_lines(record: Record, lines: Iterator[dict[str, Any]], where: str) -> Counts:
    head = next(lines, {})
    if head.get("line") != "head" or head.get("backup") != _FORMAT:
        raise Unusable("is no backup of a Record that this version reads", where)
    for line in lines:
        if line["line"] == "article":
            _restore_article(record, line)
        elif line["line"] == "verdict":
            decided = {name: line[name] for name in _VERDICT_FIELDS}
            Verdict.objects.using(record.alias).create(**decided, made=datetime.fromisoformat(line["made"]))
        elif line["line"] == "link":
            _restore_link(record, line)
        else:
            counts = Counts(**{name: number for name, number in line.items() if name != "line"})
            if counts != _count(record):
                raise Unusable("is damaged: it holds less than it says", where)
            return counts
    raise Unusable("breaks off before its end", where)


def _restore_article(record: Record, line: Mapping[str, Any]) -> None:
    alias = record.alias
    added = datetime.fromisoformat(line["added"])
    kept = KeptArticle.objects.using(alias).create(key=line["key"], added=added)
    versions: dict[int, Version] = {}
    for raw in line["versions"]:
        reading = from_dict(raw["reading"])
        plain = {name: raw[name] for name in ("number", "current", "fingerprint")}
        added = datetime.fromisoformat(raw["added"])
        version = Version.objects.using(alias).create(**version_columns(reading), **plain, kept=kept, added=added)
        versions[version.number] = version
    for raw in line["notes"]:
        fields = {name: raw[name] for name in _NOTE_FIELDS}
        note = Note.objects.using(alias).create(**fields, kept=kept, made=datetime.fromisoformat(raw["made"]))
        Anchor.objects.using(alias).bulk_create(
            Anchor(note=note, version=versions[number], start=start, end=end) for number, start, end in raw["anchors"]
        )


def _restore_link(record: Record, line: Mapping[str, Any]) -> None:
    kept = KeptArticle.objects.using(record.alias)
    MadeLink.objects.using(record.alias).create(
        **{name: line[name] for name in _LINK_FIELDS},
        left=kept.get(key=line["left"]),
        right=kept.get(key=line["right"]),
        made=datetime.fromisoformat(line["made"]),
    )
