"""The job that looks at the feeds and sitemaps that are due, again and again."""

import datetime as dt
import functools
import importlib
import threading
from typing import Any

from django.utils import timezone

from dragoman.jobs.queue import Work, handles, put_round
from dragoman.model import Article, Reading
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
        sources = []
        for source in iter_due(record()):
            work.report(looking_at=source.url)
            look_at(record(), source, _read)
            sources.append(source.url)
        return len(sources)
    finally:
        _looking.release()


def _read(article: Article) -> Reading:
    # spaCy takes seconds to import and to load: that waits until something is to be read.
    pipeline = importlib.import_module("dragoman.pipeline")
    with READING:
        (found,) = pipeline.read_items([article], _load())
    if isinstance(found, Exception):
        raise found
    reading: Reading = found
    return reading


@functools.cache
def _load() -> Any:
    reader = importlib.import_module("dragoman.reading.reader")
    return reader.load_language(read_settings().model or reader.DEFAULT_MODEL)
