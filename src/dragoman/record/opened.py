"""The Record that this process serves: one URL, opened when it is first asked for."""

import functools
from typing import Any

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

    The Record's own rows are always asked for by its alias; so is what a command asks for that serves nothing.
    """

    def db_for_read(self, model: type[models.Model], **hints: Any) -> str | None:
        """Return the alias of the database; None: Django's own choice."""
        row = hints.get("instance")
        if row is not None and row._state.db:  # noqa: SLF001  (as Django's documentation of routers has it)
            return str(row._state.db)  # noqa: SLF001
        own = model._meta.app_label == "record"  # noqa: SLF001
        return None if own or not settings.DRAGOMAN_RECORD else record().alias

    db_for_write = db_for_read
