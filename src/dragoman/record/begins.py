"""The condition that a column begins with some words, answered from its index on both databases.

Django's `startswith` is LIKE, for which SQLite reads the whole table: its LIKE knows no case, and its indexes do.
"""

from typing import Any

from django.db.models import CharField
from django.db.models.lookups import StartsWith

__all__ = ["Begins"]


@CharField.register_lookup
class Begins(StartsWith):
    """`identity__begins="body:KEN:"`; the words may not be empty."""

    lookup_name = "begins"

    def get_rhs_op(self, connection: Any, rhs: str) -> str:
        """Return what follows the column: on PostgreSQL that of `startswith` (migrations/0091_told.py has its index)."""
        return str(connection.operators["startswith"] % rhs)

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        """Compare with the words and with what comes right after all that begin so."""
        column, params = self.process_lhs(compiler, connection)
        words = str(self.rhs)
        after = words[:-1] + chr(ord(words[-1]) + 1)
        return f"({column} >= %s AND {column} < %s)", [*params, words, *params, after]
