"""The Record: keeps Readings, each with its versions and what hangs on them.

>>> record = open_record(url_of_folder(folder))
>>> for kept in record.add(dragoman.read_many(["articles/"])):
...     print(kept.outcome, kept.article_id)
"""

import contextlib
import datetime as dt
import itertools
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from django.db import connections, transaction
from django.db.models import Max

from dragoman.errors import DragomanError, UnreadableInput
from dragoman.export.periods import find_period
from dragoman.model import Article, Reading
from dragoman.model.wire import dump_reading, load_reading
from dragoman.record import notes
from dragoman.record.across.names import fold
from dragoman.record.databases import connect
from dragoman.record.identity import find_fingerprint, find_key, resembles, storable
from dragoman.record.linking import Linker
from dragoman.record.models import (
    ActorRow,
    Anchor,
    EventRow,
    KeptArticle,
    Link,
    NamingRow,
    Note,
    RebuildDue,
    Shingle,
    StatementRow,
    Version,
)
from dragoman.record.rows import drop_rows, write_rows

__all__ = ["Kept", "Outcome", "Record", "Status", "open_record", "unpack_reading", "version_columns"]

Outcome = Literal["added", "changed", "known"]

# Readings a transaction. The pipeline hands over as many at once; one fsync for each of them would take longer than
# writing them.
_BATCH = 16
_REBUILT = 100  # Readings in memory at once while all is derived anew
_MAX_ID = 200  # characters of an article's id; ours have 16
_LONGEST = 200  # characters of a name that are compared
# PostgreSQL's advisory lock of whoever writes; SQLite has one writer anyhow.
_WRITER = 0x647261676F
_LEVEL = 6  # zlib's own default


@dataclass(frozen=True, slots=True)
class Kept:
    """What came of adding one Reading; when you hold this, it is committed."""

    outcome: Outcome
    article_id: str
    title: str | None
    version: int  # 1 is the first text that came
    orphaned: int = 0  # notes on the version before whose words are gone


@dataclass(frozen=True, slots=True)
class Status:
    """How much there is."""

    articles: int
    versions: int
    actors: int  # across articles: each once; without those who cannot be met again ("two officials")
    statements: int
    events: int
    links: int
    notes: int
    orphaned: int


def open_record(url: str, *, create: bool = True) -> "Record":
    """Open the Record at a URL, and make it where it is not there (unless `create` is False).

    A Record of an older Dragoman gets new tables, and all that is derived is derived anew: that takes its time.

    Raises Unusable where there is none or it cannot be used.
    """
    record = Record(connect(url, create=create))
    if RebuildDue.objects.using(record.alias).exists():
        record.rebuild()
    return record


class Record:
    """One Record, in one database."""

    def __init__(self, alias: str) -> None:
        self.alias = alias

    # Adding

    def add(self, readings: Iterable[Reading]) -> Iterator[Kept | UnreadableInput]:
        """Keep Readings; each outcome comes when it is committed. What cannot be kept comes as an error in its place."""
        waiting = iter(readings)
        while batch := list(itertools.islice(waiting, _BATCH)):
            linker = Linker(self.alias)
            with self.writing():
                outcomes = [self._keep_guarded(reading, linker) for reading in batch]
                linker.finish()
            yield from outcomes

    def holds(self, article: Article) -> bool:
        """Tell whether this very text of the article is kept, so that it need not be read again."""
        return Version.objects.using(self.alias).filter(fingerprint=find_fingerprint(article)).exists()

    @contextlib.contextmanager
    def writing(self) -> Iterator[None]:
        """Write in one transaction, alone: all of it is there afterwards, or nothing."""
        with transaction.atomic(using=self.alias):
            connection = connections[self.alias]
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_WRITER])
            yield

    @contextlib.contextmanager
    def snapshot(self) -> Iterator[None]:
        """Read one state of the Record, whatever is written meanwhile; nobody waits for it."""
        connection = connections[self.alias]
        if connection.vendor == "postgresql":
            with transaction.atomic(using=self.alias), connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
                yield
            return
        # Django's own transactions take the writer's lock on SQLite (databases.py); this one need not.
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")

    def rebuild(self) -> None:
        """Derive anew, from the Readings, everything that is derived, in one transaction."""
        with self.writing():
            for table in (RebuildDue, Link, EventRow, StatementRow, ActorRow, Shingle, NamingRow):
                table.objects.using(self.alias).all().delete()
            versions = Version.objects.using(self.alias).filter(current=True).select_related("kept").order_by("pk")
            for batch in _batches(versions.iterator(chunk_size=_REBUILT)):
                linker = Linker(self.alias)
                for version in batch:
                    write_rows(version, unpack_reading(version.reading), self.alias)
                    linker.add(version)
                linker.finish()

    def _keep_guarded(self, reading: Reading, linker: Linker) -> Kept | UnreadableInput:
        try:
            return self._keep(reading, linker)
        except UnreadableInput as trouble:
            return trouble

    def _keep(self, reading: Reading, linker: Linker) -> Kept:
        article = reading.article
        _check_id(article.id)
        fingerprint = find_fingerprint(article)
        versions = Version.objects.using(self.alias)
        known = versions.filter(fingerprint=fingerprint).first()
        if known is not None:
            return Kept("known", article.id, article.title, known.number)
        before = self._find_before(article)
        self._refuse_other(article, before)
        kept = before.kept if before else KeptArticle.objects.using(self.alias).create(key=self._free_key(article))
        highest = versions.filter(kept=kept).aggregate(Max("number"))["number__max"] or 0
        if before is not None:
            linker.remove(before)
            drop_rows(before, self.alias)
            versions.filter(pk=before.pk).update(current=False)
        version = versions.create(**version_columns(reading), kept=kept, number=highest + 1, fingerprint=fingerprint)
        write_rows(version, reading, self.alias)
        linker.add(version)
        orphaned = notes.carry_over(before, version, self.alias) if before else 0
        return Kept("changed" if before else "added", article.id, article.title, version.number, orphaned)

    def _find_before(self, article: Article) -> Version | None:
        """Find the current version of the article that this is a new text of."""
        versions = Version.objects.using(self.alias).select_related("kept")
        before = versions.filter(kept__key=find_key(article), current=True).first()
        # An address names one article. A row's id is one only within its table.
        if before is not None and article.source_id and not article.url and not resembles(before.text, article.text):
            return None
        return before

    def _free_key(self, article: Article) -> str:
        key = find_key(article)
        taken = KeptArticle.objects.using(self.alias).filter(key=key).exists()
        return find_fingerprint(article) if taken else key

    def _refuse_other(self, article: Article, before: Version | None) -> None:
        same_id = Version.objects.using(self.alias).filter(article_id=article.id)
        if before is not None:
            same_id = same_id.exclude(kept=before.kept)
        if same_id.exists():
            raise UnreadableInput("another article with this id is kept", article.id)

    # What is there

    def readings(self) -> Iterator[Reading]:
        """Give the Reading of each article's current version, in the order in which the articles came."""
        rows = (
            Version.objects.using(self.alias).filter(current=True).order_by("kept_id").values_list("reading", flat=True)
        )
        for packed in rows.iterator(chunk_size=100):
            yield unpack_reading(packed)

    def versions(self, article_id: str) -> list[Reading]:
        """Give every version of an article, the first one first; none where no article has this id.

        article_id: of any of its versions.
        """
        found = Version.objects.using(self.alias).filter(article_id=article_id).first()
        if found is None:
            return []
        rows = Version.objects.using(self.alias).filter(kept=found.kept).order_by("number")
        return [unpack_reading(row.reading) for row in rows]

    def status(self) -> Status:
        """Count what is there: current versions alone, but for `versions`."""
        alias = self.alias
        current = Anchor.objects.using(alias).filter(version__current=True)
        return Status(
            articles=KeptArticle.objects.using(alias).count(),
            versions=Version.objects.using(alias).count(),
            actors=ActorRow.objects.using(alias).exclude(identity="").values("identity").distinct().count(),
            statements=StatementRow.objects.using(alias).count(),
            events=EventRow.objects.using(alias).count(),
            links=Link.objects.using(alias).count(),
            notes=Note.objects.using(alias).count(),
            orphaned=current.filter(start=None).count(),
        )

    def close(self) -> None:
        """Let go of the database."""
        connections[self.alias].close()


def _batches(versions: Iterable[Version]) -> Iterator[list[Version]]:
    waiting = iter(versions)
    while batch := list(itertools.islice(waiting, _REBUILT)):
        yield batch


def unpack_reading(packed: bytes | memoryview) -> Reading:
    """Read a Reading as the table has it. Raises UnreadableInput where the row is damaged."""
    try:
        return load_reading(zlib.decompress(bytes(packed)))
    except zlib.error as trouble:
        raise DragomanError(f"a row of the Record is damaged: {trouble}") from trouble


def version_columns(reading: Reading) -> dict[str, Any]:
    """Return the columns of a version that its Reading gives."""
    article = reading.article
    period = find_period(article.published)
    return {
        "article_id": article.id,
        "url": article.url and storable(article.url),
        "publisher": article.publisher and storable(article.publisher),
        "title": article.title and storable(article.title),
        "published": article.published and storable(article.published),
        "published_day": period.start if period else None,
        "told": (period.start if period else None) or dt.date.min,
        "outlet": fold(article.publisher or "")[:_LONGEST],
        "category": fold(article.category or "")[:_LONGEST],
        "text": storable(article.text),
        "reading": zlib.compress(dump_reading(reading).encode(), _LEVEL),
    }


def _check_id(article_id: str) -> None:
    if not article_id or len(article_id) > _MAX_ID or not article_id.isprintable():
        raise UnreadableInput(f"has an id that is no line of 1 to {_MAX_ID} characters", article_id[:40] or None)
