"""Who first told what others tell: copies and re-reports are no witnesses, and count with their origin."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from dragoman.record.across.names import fold, known_as
from dragoman.record.bulk import chunks, fetch
from dragoman.record.decisions import not_rejected
from dragoman.record.sql import Sql, exists, run

__all__ = ["COPIES", "Article", "Origin", "Speaker", "Told", "find_origins", "not_copied"]

_MOST_STEPS = 8  # reports of reports that are followed; chains in the news have two or three


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an article has its telling from."""

    key: str  # equal for all that have it from one place
    outlet: str | None
    article: str | None  # id; None: an outlet that is named, and of which no article is kept
    reason: str | None  # why it is not the article's own; None: it is


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who makes a statement inside which an event is told."""

    name: str
    folded: str
    kind: str


@dataclass(frozen=True, slots=True)
class Article:
    """An article as far as its telling's origin asks."""

    pk: int
    id: str
    publisher: str | None
    day: dt.date | None


@dataclass(frozen=True, slots=True)
class Told:
    """A telling of an event as far as tellers are counted by it: without the text, which is most of a row."""

    pk: int
    happening: str
    article: Article
    day: dt.date  # of publication
    standing: str
    first_day: dt.date | None  # of the event
    date: str | None  # EDTF
    place: str | None
    condition: str | None
    speakers: tuple[Speaker, ...]  # the outermost first
    sourcing: str | None  # of the innermost statement


def find_origins(tellings: Sequence[Told], alias: str) -> dict[int, Origin]:
    """Find for each event's row whose telling it is.

    1. An article that copies or re-reports another has it from there, link by link; links that a person rejected lead nowhere.
    2. One that names another outlet as the event's source has it from that outlet.
    3. Any other has it of its own.
    """
    articles = {told.article.pk: told.article for told in tellings}
    parents = _climb(set(articles), alias)
    roots = {pk: _root(pk, parents) for pk in articles}
    articles |= {parent.article.pk: parent.article for parent in parents.values()}
    outlets = _known_outlets(tellings, alias)
    origins = {articles[root] for root in roots.values()}
    own = {known_as(article.publisher): article for article in _oldest_last(list(origins)) if article.publisher}
    found = {}
    for told in tellings:
        root = articles[roots[told.article.pk]]
        if root.pk != told.article.pk:
            found[told.pk] = Origin(root.id, root.publisher, root.id, parents[told.article.pk].reason)
            continue
        named = _named_outlet(told, outlets)
        if named is None:
            found[told.pk] = Origin(root.id, root.publisher, root.id, None)
            continue
        # The outlet's own telling, where one is among these.
        first = own.get(named.folded)
        reason = _("it names %(name)s as its source") % {"name": named.name}
        found[told.pk] = (
            Origin(first.id, first.publisher, first.id, reason)
            if first is not None
            else Origin(f"outlet:{named.folded}", named.name, None, reason)
        )
    return found


def not_copied(version: str) -> Sql:
    """Return the condition that a version, of this column, copies nothing."""
    return exists("record_link link", Sql(f"link.left_id = {version} AND {COPIES}")).within("NOT ")


_OUTLET = "SELECT %s WHERE EXISTS (SELECT 1 FROM record_version WHERE outlet = %s)"
_MOST_OUTLETS = 200  # in one query, of which SQLite joins 500


# The kinds are written out as the index of such links has them; a value would hide that it can be used.
_KINDS = "link.kind IN ('copies', 'rereports')"
COPIES = f"{_KINDS} AND link.kind = 'copies'"  # the condition on a link
# What an article was taken from, and what that was; no person said that it was not.
_TAKEN = f"{_KINDS} AND {not_rejected('link').text}"
_PARENTS = f"""
    SELECT link.left_id, link.reason, origin.id, origin.article_id, origin.publisher, origin.published_day
    FROM record_link link JOIN record_version origin ON origin.id = link.right_id
    WHERE link.left_id IN ({{keys}}) AND {_TAKEN} ORDER BY link.kind, link.confidence DESC, link.key
"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class _Parent:
    article: Article
    reason: str


def _climb(versions: set[int], alias: str) -> dict[int, _Parent]:
    """Return for each version the one it was taken from, and for that too; a copy rather than a report, the surest one."""
    parents: dict[int, _Parent] = {}
    asked, waiting = set(versions), versions
    for _step in range(_MOST_STEPS):
        for version, reason, *article in fetch(_PARENTS, waiting, alias):
            parents.setdefault(version, _Parent(Article(*article), reason))
        waiting = {parent.article.pk for parent in parents.values()} - asked
        asked |= waiting
    return parents


def _root(pk: int, parents: Mapping[int, _Parent]) -> int:
    seen = {pk}
    while pk in parents and parents[pk].article.pk not in seen:
        pk = parents[pk].article.pk
        seen.add(pk)
    return pk


def _known_outlets(tellings: Sequence[Told], alias: str) -> frozenset[str]:
    """Return the speakers that articles are published by, whatever kind of actor they were read as."""
    names = {fold(speaker.name) for told in tellings for speaker in told.speakers}
    found: set[str] = set()
    for part in chunks(sorted(names), _MOST_OUTLETS):
        asked = Sql(" UNION ALL ".join([_OUTLET] * len(part)), tuple(name for name in part for _ in range(2)))
        found.update(name for (name,) in run(asked, alias))
    return frozenset(found)


def _named_outlet(told: Told, outlets: frozenset[str]) -> Speaker | None:
    """Return the outlet inside whose statement the event is told: not the article's own."""
    for speaker in told.speakers:
        if speaker.folded == known_as(told.article.publisher or ""):
            continue
        if speaker.kind == "outlet" or fold(speaker.name) in outlets:
            return speaker
    return None


def _oldest_last(articles: Sequence[Article]) -> list[Article]:
    return sorted(articles, key=lambda article: (str(article.day or dt.date.min), article.id), reverse=True)
