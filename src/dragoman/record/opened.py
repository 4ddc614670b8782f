"""The Record that this process serves: one URL, opened when it is first asked for."""

import functools

from django.conf import settings
from django.db import models

from dragoman.record.store import Record, open_record

__all__ = ["Router", "record"]


def record() -> Record:
    """Return the Record at Django's setting DRAGOMAN_RECORD; threads share it, each with its own connection."""
    url: str = getattr(settings, "DRAGOMAN_RECORD", "")
    return _open(url)


@functools.cache
def _open(url: str) -> Record:
    return open_record(url, create=False)


class Router:
    """Leads what the site keeps beside the Record (accounts, sessions) to the Record's database.

    The Record's own rows are always asked for by its alias.
    """

    def db_for_read(self, model: type[models.Model], **hints: object) -> str | None:  # noqa: ARG002
        """Return the alias of the Record's database; None for the Record's own tables."""
        return None if model._meta.app_label == "record" else record().alias  # noqa: SLF001  (Django's own name for it)

    db_for_write = db_for_read
