"""Ask a Record in the query language: a page of what is found, the newest first, each with what matched and where.

>>> answer = ask(record, 'source:kim-jong-un about:japan "abductions"')
>>> for hit in answer.hits:
...     print(hit.article.title, [match.field for match in hit.matched], hit.snippets[0].marked("[", "]"))
"""

import base64
import binascii
import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from dragoman.errors import Missing, Unusable
from dragoman.record.bulk import fetch
from dragoman.record.identity import storable
from dragoman.record.lines import (
    ArticleLine,
    ArticleParts,
    EventLine,
    StatementLine,
    describe_article,
    describe_event,
    describe_statement,
    load_articles,
    load_events,
    load_statements,
)
from dragoman.record.matched import Found, Match, match_article, match_event, match_statement
from dragoman.record.matching import Search
from dragoman.record.newest import Listed
from dragoman.record.origins import COPIES
from dragoman.record.query import Query, Show, parse
from dragoman.record.snippets import Snippet, find_words
from dragoman.record.store import Record

__all__ = ["COUNTED", "MOST", "Answer", "Count", "Hit", "ask", "read_place", "write_place"]

MOST = 200  # hits a page
COUNTED = 1000  # hits of a kind
_LARGEST = 2**31  # above every number in a cursor


@dataclass(frozen=True, slots=True)
class Hit:
    """An article, a statement or an event that was found."""

    article: ArticleLine
    copy_of: str | None  # id of the article whose text this one copies: no witness of its own
    statement: StatementLine | None
    event: EventLine | None
    matched: tuple[Match, ...]
    snippets: tuple[Snippet, ...]


@dataclass(frozen=True, slots=True)
class Count:
    """How much of a kind the query finds.

    To count all would take longer the more there is: it is counted up to COUNTED, and of what is common only in what is newest.
    """

    show: Show
    count: int
    more: bool  # there may be more than `count`


@dataclass(frozen=True, slots=True)
class Answer:
    """A page of what a query finds."""

    query: str  # as it was understood
    show: Show
    meanings: dict[str, str]  # who or what each name was taken for: {"actor:kim": "Kim Jong Un"}
    counts: tuple[Count, ...]  # on the first page: of all that the query can find, what is shown among it
    hits: tuple[Hit, ...]  # the newest article first
    next: str | None  # where the next page begins; None: this is the last one


def ask(record: Record, query: str | Query, *, limit: int = 20, cursor: str | None = None) -> Answer:
    """Answer a query.

    limit: hits at most, 1 to 200.
    cursor: `next` of the page before. It stays right when articles come in between, and in a rebuild.
    Raises WrongQuery where the query is wrong, Unusable where limit or cursor are.
    """
    if not 1 <= limit <= MOST:
        raise Unusable(f"is 1 to {MOST}", "limit")
    asked = parse(query) if isinstance(query, str) else query
    with record.snapshot():
        search = Search.of(asked, record.alias)
        # What is shown is counted as it is found, unless it was counted on the first page, or another way costs less.
        counting = not cursor and search.is_counted(asked.show)
        place = _place(asked.show, cursor) if cursor else None
        found = search.find_newest(asked.show, limit + 1, place, counted=COUNTED if counting else 0)
        counts = [_count(search, show, found if counting else None) for show in asked.shown] if not cursor else []
        ids = [row[0] for row in found.rows[:limit]]
        hits = _load(search, ids)
        more = _cursor_of(found.rows[limit - 1]) if len(found.rows) > limit else None
    said = {f"{term.operator}:{term.value}": meaning.name for term, meaning in search.meanings.items()}
    return Answer(str(asked), asked.show, said, tuple(counts), hits, more)


def _count(search: Search, show: Show, found: Listed | None) -> Count:
    """Count what the query finds of a kind; found: what it shows, where that was counted."""
    if found is not None and show == search.query.show:
        return Count(show, found.count, found.more)
    if found is not None and show == "articles" and search.is_by_line(search.query.show):
        return Count(show, len({version for _, _, version, _ in found.counted}), found.more)
    return Count(show, *search.count(show, COUNTED))


# Pages


def write_place(*place: object) -> str:
    """Write a place in a list as a cursor: a day, then what tells rows of one day apart."""
    return base64.urlsafe_b64encode(json.dumps(place, separators=(",", ":")).encode()).decode().rstrip("=")


def read_place(cursor: str, *kinds: type[int | str]) -> tuple[Any, ...]:
    """Read a cursor: its day, and what follows. Raises Unusable where it is none of this list's."""
    try:
        day, *rest = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        fits = len(rest) == len(kinds) and all(type(part) is kind for part, kind in zip(rest, kinds, strict=True))
        if fits and all(not isinstance(part, int) or 0 <= part < _LARGEST for part in rest):
            return dt.date.fromisoformat(day), *map(_plain, rest)
    except (binascii.Error, ValueError, TypeError, RecursionError):
        pass
    raise Missing(_("is no place in this list; take it from `next`"), "cursor")


def _plain(part: int | str) -> int | str:
    return storable(part) if isinstance(part, str) else part


def _cursor_of(row: tuple[Any, ...]) -> str:
    """Name a row's place in the order by what a rebuild does not change."""
    told, *rest = row[1:]
    return write_place(told and told.isoformat(), *rest)


def _place(show: Show, cursor: str) -> tuple[Any, ...]:
    return read_place(cursor, *([int] if show == "articles" else [int, int]))


# Hits


def _load(search: Search, ids: Sequence[int]) -> tuple[Hit, ...]:
    query, meanings, alias = search.query, search.meanings, search.alias
    phrases = [term.value for term in query.terms if term.operator == "words" and not term.negated]
    words = find_words(alias, query.show, ids, phrases)
    if query.show == "articles":
        articles = load_articles(ids, alias)
        origins = _origins(ids, alias)
        matched = match_article(query, meanings, list(articles.values()), words, alias)
        return tuple(_hit(articles[row], matched[row], origins) for row in ids)
    if query.show == "statements":
        statements = load_statements(ids, alias)
        origins = _origins([parts.version.pk for parts in statements.values()], alias)
        return tuple(
            _hit(
                statements[row].version,
                match_statement(query, meanings, statements[row], words[row]),
                origins,
                statement=describe_statement(statements[row]),
            )
            for row in ids
        )
    events = load_events(ids, alias)
    origins = _origins([parts.version.pk for parts in events.values()], alias)
    return tuple(
        _hit(
            events[row].version,
            match_event(query, meanings, events[row], words[row]),
            origins,
            event=describe_event(events[row]),
        )
        for row in ids
    )


def _hit(
    version: ArticleParts,
    found: Found,
    origins: dict[int, str],
    *,
    statement: StatementLine | None = None,
    event: EventLine | None = None,
) -> Hit:
    article = describe_article(version)
    return Hit(article, origins.get(version.pk), statement, event, found.matched, found.snippets)


_COPIED = f"""
    SELECT link.left_id, origin.article_id FROM record_link link JOIN record_version origin ON origin.id = link.right_id
    WHERE link.left_id IN ({{keys}}) AND {COPIES} ORDER BY origin.told DESC
"""  # noqa: S608


def _origins(versions: Sequence[int], alias: str) -> dict[int, str]:
    """Return the article that each copy copies; a link that a person rejected ties nothing."""
    return dict(fetch(_COPIED, list(dict.fromkeys(versions)), alias))
