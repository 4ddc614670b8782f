"""The Record that this process serves: one URL, opened when it is first asked for."""

import functools

from django.conf import settings

from dragoman.record.store import Record, open_record

__all__ = ["record"]


def record() -> Record:
    """Return the Record at Django's setting DRAGOMAN_RECORD; threads share it, each with its own connection."""
    url: str = getattr(settings, "DRAGOMAN_RECORD", "")
    return _open(url)


@functools.cache
def _open(url: str) -> Record:
    return open_record(url, create=False)
