"""The Record: keeps Readings, each with its versions and what hangs on them.

>>> record = open_record(url_of_folder(folder))
>>> for kept in record.add(dragoman.read_many(["articles/"])):
...     print(kept.outcome, kept.article_id)
"""

import contextlib
import itertools
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import connections, transaction

from dragoman.errors import UnreadableInput
from dragoman.model import Article, Reading
from dragoman.record.databases import connect
from dragoman.record.identity import find_fingerprint
from dragoman.record.judgements import derive
from dragoman.record.keeping import Kept, keep
from dragoman.record.linking import Linker
from dragoman.record.models import (
    ActorRow,
    Anchor,
    Bearers,
    ClaimRow,
    EventRow,
    JudgedReading,
    KeptArticle,
    Link,
    NamingRow,
    Note,
    Passage,
    RebuildDue,
    Shelf,
    StatementRow,
    Version,
)
from dragoman.record.packed import reading_of, unpack_reading

__all__ = ["Record", "Status", "open_record", "unpack_reading"]

# Readings a transaction, and the seconds in which they come: where a reader needs its time for each, none waits longer to be
# acknowledged. A batch asks the database as often for a few as for many.
_BATCH = 64
_SOON = 2.0
# Questions look at a few thousand rows of some millions, which indexes find. PostgreSQL takes it for cheaper to read whole
# tables side by side, and to compile what is done with them; several readers at once have no processor to spare for that.
_FEW_ROWS = """SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off; SET LOCAL jit = off;
    SET LOCAL max_parallel_workers_per_gather = 0; SET LOCAL random_page_cost = 1.1"""
_COUNTED = frozenset({4, 16, 64, 256, 1024, 4096})  # batches after which PostgreSQL looks anew at how much there is
_REBUILT = 100  # Readings in memory at once while all is derived anew
# PostgreSQL's advisory lock of whoever writes; SQLite has one writer anyhow.
_WRITER = 0x647261676F


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
    record.rebuild_if_due()
    return record


class Record:
    """One Record, in one database."""

    def __init__(self, alias: str) -> None:
        self.alias = alias

    # Adding

    def add(self, readings: Iterable[Reading]) -> Iterator[Kept | UnreadableInput]:
        """Keep Readings; each outcome comes when it is committed. What cannot be kept comes as an error in its place."""
        waiting = iter(readings)
        for number in itertools.count(1):
            batch = _take(waiting)
            if not batch:
                break
            with self.writing():
                outcomes = keep(batch, self.alias)
            yield from outcomes
            if number in _COUNTED:
                self._count_rows()

    def _count_rows(self) -> None:
        """Have PostgreSQL look anew at how much there is: it plans as if tables that were just filled were still empty."""
        if connections[self.alias].vendor == "postgresql":
            with connections[self.alias].cursor() as cursor:
                cursor.execute("ANALYZE")

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
                    # Some thousand keys are looked up at once. It takes reading a whole table for cheaper than that: so
                    # it is for a small one, which grows, and is not looked at anew before it has grown by much.
                    cursor.execute("SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off")
            yield

    @contextlib.contextmanager
    def snapshot(self) -> Iterator[None]:
        """Read one state of the Record, whatever is written meanwhile; nobody waits for it."""
        connection = connections[self.alias]
        if connection.vendor == "postgresql":
            with transaction.atomic(using=self.alias), connection.cursor() as cursor:
                cursor.execute(f"SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY; {_FEW_ROWS}")
                yield
            return
        # Django's own transactions take the writer's lock on SQLite (databases.py); this one need not.
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")

    def rebuild_if_due(self) -> None:
        """Derive what a new version of the tables left empty (migrations/0004); nothing where nothing is due."""
        due = RebuildDue.objects.using(self.alias)
        if due.exists():
            with self.writing():
                if due.exists():  # nobody did so meanwhile
                    self.rebuild()

    def rebuild(self) -> None:
        """Derive anew, from the Readings and what people decided on them, everything that is derived, in one transaction."""
        with self.writing():
            for table in (
                JudgedReading,
                RebuildDue,
                Link,
                ClaimRow,
                EventRow,
                StatementRow,
                ActorRow,
                Passage,
                NamingRow,
                Bearers,
                Shelf,
            ):
                table.objects.using(self.alias).all().delete()
            versions = Version.objects.using(self.alias).filter(current=True).select_related("kept").order_by("pk")
            for batch in _batches(versions.iterator(chunk_size=_REBUILT)):
                Linker(self.alias).add([(version, derive(version, self.alias)) for version in batch])

    # What is there

    def readings(self) -> Iterator[Reading]:
        """Give the Reading of each article's current version, as people judged it, in the order in which they came."""
        rows = Version.objects.using(self.alias).filter(current=True).order_by("kept_id").select_related("judged")
        for version in rows.defer("text").iterator(chunk_size=100):
            yield reading_of(version)

    def versions(self, article_id: str) -> list[Reading]:
        """Give every version of an article, as people judged it, the first one first; none where no article has this id.

        article_id: of any of its versions.
        """
        found = Version.objects.using(self.alias).filter(article_id=article_id).first()
        if found is None:
            return []
        rows = Version.objects.using(self.alias).filter(kept=found.kept).order_by("number")
        return [reading_of(row) for row in rows.select_related("judged")]

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


def _take(waiting: Iterator[Reading]) -> list[Reading]:
    """Take what comes soon."""
    until = time.monotonic() + _SOON
    batch: list[Reading] = []
    for reading in waiting:
        batch.append(reading)
        if len(batch) == _BATCH or time.monotonic() > until:
            break
    return batch


def _batches(versions: Iterable[Version]) -> Iterator[list[Version]]:
    waiting = iter(versions)
    while batch := list(itertools.islice(waiting, _REBUILT)):
        yield batch
