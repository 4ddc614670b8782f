"""Full-text search over the current versions: words, "exact phrases", OR, and -words that must not stand there."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connections

from dragoman.errors import Unusable

__all__ = ["Hit", "search"]

# A phrase in quotes or a word, perhaps with a minus.
_TERM = re.compile(r'(?P<not>-?)(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')
_WORD = re.compile(r"\w+")

_SQLITE = """
    SELECT v.article_id, v.title, v.published, snippet(record_search, 1, '[', ']', ' … ', 24)
    FROM record_search JOIN record_version v ON v.id = record_search.rowid
    WHERE record_search MATCH %s AND v.current
    ORDER BY bm25(record_search), v.id LIMIT %s"""
_POSTGRESQL = """
    SELECT v.article_id, v.title, v.published,
        ts_headline('english', v.text, q, 'StartSel=[, StopSel=], MaxWords=24, MinWords=12, MaxFragments=1')
    FROM record_version v, websearch_to_tsquery('english', %s) q
    WHERE v.search @@ q AND v.current
    ORDER BY ts_rank(v.search, q) DESC, v.id LIMIT %s"""


@dataclass(frozen=True, slots=True)
class Hit:
    """An article in which the words stand."""

    article_id: str
    title: str | None
    published: str | None  # EDTF
    snippet: str  # of its text, the words found in square brackets


def search(alias: str, query: str, *, limit: int = 50) -> Iterator[Hit]:
    """Find articles whose current title or text holds the words, best first.

    query: every word must stand there, in any form ("talks" finds "talk"); "two words" as a phrase; `OR` between two
    words; `-word` must not stand there. Nothing else in it has a meaning, on either database.
    Raises Unusable where it holds no word to look for.
    """
    terms = _read_terms(query)
    if not any(not negated and words != "OR" for negated, words in terms):
        raise Unusable("holds no word to look for", "search")
    connection = connections[alias]
    if connection.vendor == "postgresql":
        statement, match = _POSTGRESQL, _for_postgresql(terms)
    else:
        statement, match = _SQLITE, _for_sqlite(terms)
    with connection.cursor() as cursor:
        cursor.execute(statement, [match, limit])
        yield from (Hit(*row) for row in cursor.fetchall())


def _read_terms(query: str) -> list[tuple[bool, str]]:
    """Return each term's words, and whether they must not stand there; "OR" stays as it is."""
    terms = []
    for found in _TERM.finditer(query):
        words = " ".join(_WORD.findall(found["phrase"] if found["phrase"] is not None else found["word"]))
        if words:
            terms.append((bool(found["not"]), words))
    return terms


def _for_sqlite(terms: list[tuple[bool, str]]) -> str:
    wanted, unwanted = "", ""
    for negated, words in terms:
        if negated:
            unwanted += f' NOT "{words}"'
        elif words == "OR":
            # An OR with nothing on its left has no meaning.
            wanted = wanted and wanted.removesuffix(" AND ").removesuffix(" OR ") + " OR "
        else:
            wanted += f'"{words}" AND '
    wanted = wanted.removesuffix(" AND ").removesuffix(" OR ").removesuffix(" AND ")
    return f"({wanted}){unwanted}"


def _for_postgresql(terms: list[tuple[bool, str]]) -> str:
    return " ".join(words if words == "OR" else f'{"-" if negated else ""}"{words}"' for negated, words in terms)
