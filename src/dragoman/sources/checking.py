"""One look at a source: what of that which it lists is new, and keeping it."""

import dataclasses
import datetime as dt
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from django.utils import timezone

from dragoman.errors import DragomanError
from dragoman.model import Article, Reading
from dragoman.page.limits import Limits
from dragoman.page.sources import read_bytes
from dragoman.page.web import Page, fetch_changed, fetch_page
from dragoman.record.keeping import Kept
from dragoman.record.store import Record
from dragoman.sources.listing import Entry, list_entries
from dragoman.sources.models import Item, Source

__all__ = ["Looked", "iter_due", "look_at"]

_FIRST = 30  # pages of a sitemap that a first look takes, the newest; a feed is taken whole
_MOST = 200  # entries that one look takes; the next one goes on with the others
_TRIES = 3  # of an entry that fails
_LONGEST = dt.timedelta(days=1)  # between two looks at a source that fails
_LIMITS = Limits()
_KEYS = 500  # in one question of the database


@dataclass(slots=True)
class Looked:
    """What one look at a source gave."""

    source: Source
    unchanged: bool = False  # the server said so
    counts: dict[str, int] = field(default_factory=dict)  # of each outcome
    failed: list[str] = field(default_factory=list)  # entries that could not be had, a line each


def iter_due(record: Record) -> Iterator[Source]:
    """Yield the sources that are due, that which has waited longest first, each to whoever asks first."""
    while True:
        rows = Source.objects.using(record.alias).filter(paused=False, due__lte=timezone.now())
        source = rows.order_by("due", "pk").first()
        if source is None:
            return
        # A look that is killed leaves the source to be looked at when it would be due again.
        next_due = timezone.now() + dt.timedelta(minutes=source.minutes)
        if Source.objects.using(record.alias).filter(pk=source.pk, due=source.due).update(due=next_due):
            source.due = next_due
            yield source


def look_at(
    record: Record,
    source: Source,
    read: Callable[[Article], Reading],
    *,
    private: bool = False,
    pause: float = 1.0,
    say: Callable[[Looked], None] = lambda _: None,
) -> Looked:
    """Look at a source now, keep what is new, and note how it went; what fails is noted, not raised.

    read: reads one article; raises DragomanError where it cannot.
    private: ask the own machine too; for tests. pause: seconds between two pages of one source. say: is told how far it is.
    An entry is noted after its article is kept: a look that was cut short is gone on with by the next one.
    """
    looked = Looked(source)
    started = timezone.now()
    try:
        page = fetch_changed(
            source.url, _LIMITS, etag=source.etag or None, modified=source.modified or None, private=private
        )
        entries = [] if page is None else list_entries(page, _LIMITS, private=private)
    except DragomanError as trouble:
        _note_failure(record, source, trouble, started)
        return looked
    looked.unchanged = page is None
    new = list(_iter_new(record, source, entries))
    if source.succeeded is None:
        new = _leave_old(record, new, looked)
    for entry, item in new[:_MOST]:
        if item.url and source.whole and item is not new[0][1]:
            time.sleep(pause)
        outcome = _take(record, source, entry, item, read, private=private)
        looked.counts[outcome] = looked.counts.get(outcome, 0) + 1
        if item.outcome == Item.Outcome.FAILED:
            looked.failed.append(f"{item.url or item.title}: {item.trouble}")
        say(looked)
    # What is left, or may be tried again, is seen again only if the server sends the list again.
    finished = len(new) <= _MOST and not looked.failed
    _note_success(record, source, page if finished else None, started, changed=bool(new))
    return looked


def _iter_new(record: Record, source: Source, entries: Sequence[Entry]) -> Iterator[tuple[Entry, Item]]:
    """Yield what was not seen before, has changed since, or failed and may be tried again, each with its row."""
    for at in range(0, len(entries), _KEYS):
        part = entries[at : at + _KEYS]
        rows = Item.objects.using(record.alias).filter(source=source, key__in=[entry.key for entry in part])
        known = {row.key: row for row in rows}
        for entry in part:
            row = known.get(entry.key)
            if row is None:
                yield entry, Item(source=source, key=entry.key, url=entry.url, title=entry.title, tries=0)
            elif row.mark != entry.mark:
                row.tries = 0
                yield entry, row
            elif row.outcome == Item.Outcome.FAILED and row.tries < _TRIES:
                yield entry, row


def _leave_old(record: Record, new: list[tuple[Entry, Item]], looked: Looked) -> list[tuple[Entry, Item]]:
    """Note the older pages of a sitemap as skipped, so that a first look does not fetch a whole archive."""
    pages = [pair for pair in new if pair[0].article is None]
    old = pages[:-_FIRST]
    for entry, item in old:
        item.outcome, item.mark = Item.Outcome.SKIPPED, entry.mark
    Item.objects.using(record.alias).bulk_create([item for _, item in old], batch_size=_KEYS, ignore_conflicts=True)
    if old:
        looked.counts[Item.Outcome.SKIPPED] = len(old)
    skipped = {item.key for _, item in old}
    return [pair for pair in new if pair[1].key not in skipped]


def _take(
    record: Record, source: Source, entry: Entry, item: Item, read: Callable[[Article], Reading], *, private: bool
) -> str:
    """Have, read and keep one entry; note and return what came of it."""
    item.mark, item.seen, item.tries = entry.mark, timezone.now(), item.tries + 1
    try:
        kept = _keep(record, _article_of(source, entry, private=private), read)
    except DragomanError as trouble:
        outcome, item.trouble = Item.Outcome.FAILED, trouble.message
    else:
        outcome, item.trouble, item.article = Item.Outcome(kept.outcome), "", kept.article_id
        item.title = kept.title or item.title
    # What came here from this source stays so, though it is seen again as it was.
    if not (outcome == Item.Outcome.KNOWN and item.outcome in {Item.Outcome.ADDED, Item.Outcome.CHANGED}):
        item.outcome = outcome
    item.save(using=record.alias)
    return str(outcome)


def _article_of(source: Source, entry: Entry, *, private: bool) -> Article:
    """Return the article of an entry: its page where it has one, else what the feed itself has of it."""
    if entry.article is not None and not (source.whole and entry.url):
        return entry.article
    page = fetch_page(entry.url, _LIMITS, private=private)
    found = next(read_bytes(page.data, page.url, None, _LIMITS, content_type=page.content_type, url=page.url))
    if not isinstance(found, Article):
        raise found
    if entry.article is None:
        return found
    # The feed tells what pages often leave out.
    told = {name: getattr(entry.article, name) for name in ("published", "byline", "category", "publisher")}
    return dataclasses.replace(found, **{name: getattr(found, name) or value for name, value in told.items()})


def _keep(record: Record, article: Article, read: Callable[[Article], Reading]) -> Kept:
    if record.holds(article):
        return Kept("known", article.id, article.title, 1)
    (kept,) = record.add([read(article)])
    if not isinstance(kept, Kept):
        raise kept
    return kept


def _note_failure(record: Record, source: Source, trouble: DragomanError, started: dt.datetime) -> None:
    source.failures += 1
    source.trouble, source.checked = trouble.message, started
    wait = dt.timedelta(minutes=source.minutes) * 2 ** min(source.failures - 1, 10)
    source.due = started + max(min(wait, _LONGEST), dt.timedelta(minutes=source.minutes))
    source.save(using=record.alias)


def _note_success(record: Record, source: Source, page: Page | None, started: dt.datetime, *, changed: bool) -> None:
    """Note that a look went well; `page` is what the server need not send again."""
    source.failures, source.trouble = 0, ""
    source.checked = source.succeeded = started
    source.due = started + dt.timedelta(minutes=source.minutes)
    if changed:
        source.changed = started
    if page is not None:
        source.etag, source.modified = (page.etag or "")[:500], (page.modified or "")[:100]
    source.save(using=record.alias)
