"""The job that looks at the feeds and sitemaps that are due, again and again."""

import datetime as dt
import functools
import threading

from django.utils import timezone
from spacy.language import Language

from dragoman.jobs.queue import Work, handles, put_round
from dragoman.model import Article, Reading
from dragoman.pipeline import read_items
from dragoman.reading.reader import DEFAULT_MODEL, load_language
from dragoman.record.opened import record
from dragoman.server.adding import READING
from dragoman.settings import read_settings
from dragoman.sources.checking import iter_due, look_at

__all__ = ["begin", "look"]

_JOB = "sources.look"
_PAUSE = dt.timedelta(minutes=1)
_looking = threading.Lock()


def begin() -> None:
    """Have it looked now, and every minute from then on."""
    put_round(_JOB, _PAUSE, timezone.now())


@handles(_JOB, tries=3)
def look(work: Work) -> object:
    """Look at all sources that are due; while somebody does so already, there is nothing to do."""
    put_round(_JOB, _PAUSE)
    if not _looking.acquire(blocking=False):
        return 0
    try:
        count = 0
        for count, source in enumerate(iter_due(record()), 1):
            work.report(looking_at=source.url)
            look_at(record(), source, _read)
        return count
    finally:
        _looking.release()


def _read(article: Article) -> Reading:
    with READING:
        (found,) = read_items([article], _language())
    if isinstance(found, Exception):
        raise found
    return found


@functools.cache
def _language() -> Language:
    return load_language(read_settings().model or DEFAULT_MODEL)
