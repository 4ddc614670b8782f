"""What an export keeps to: the articles of all that a query finds."""

from django.db.models import QuerySet

from dragoman.record.matching import Search
from dragoman.record.models import Version
from dragoman.record.query import parse
from dragoman.record.store import Record

__all__ = ["select"]


def select(record: Record, query: str) -> tuple["QuerySet[Version]", str]:
    """Return the current versions in which a query finds something, and the query as it was understood.

    The versions are asked for when they are used: in the snapshot of the export, all of them, however many.
    Raises WrongQuery where the query is wrong.
    """
    asked = parse(query)
    rows = Search.of(asked, record.alias).rows(asked.show)
    if asked.show != "articles":
        rows = Version.objects.using(record.alias).filter(current=True, pk__in=rows.values("version"))
    return rows, str(asked)
