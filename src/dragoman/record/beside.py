"""An article with what else is kept of it: its versions, its copies, and what other articles say of the same."""

import datetime as dt
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

from django.db.models import Subquery
from django.utils.translation import gettext as _

from dragoman.errors import Unusable
from dragoman.model import Reading
from dragoman.record.bulk import fetch
from dragoman.record.changes import SAME_TEXT, Change, load_changes
from dragoman.record.decisions import not_rejected
from dragoman.record.happenings import Account, Telling
from dragoman.record.judgements import find_judged
from dragoman.record.judging import Judged
from dragoman.record.lines import ArticleLine
from dragoman.record.models import Version
from dragoman.record.packed import machine_reading, reading_of
from dragoman.record.sql import Sql, any_of, one_of, run, select
from dragoman.record.store import Record

__all__ = ["Dispute", "Kept", "Neighbour", "Relation", "Same", "VersionLine", "find_article", "find_disputes"]

Relation = Literal["copies", "rereports", "repeats", "corroborates", "contradicts", "updates"]
_MOST_LINKS = 400


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A text that an article had once."""

    number: int  # 1 is the first that came
    added: dt.datetime
    current: bool


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another article, or an event in it, with what it has to do with this one."""

    relation: Relation
    ours: bool  # this article is the one that copies, contradicts, updates ...
    article: ArticleLine  # the other one
    row: str  # of this article: "events/e1"; empty: the article as a whole
    their_row: str
    reason: str
    confidence: float  # 0 to 1
    differences: dict[str, list[str | None]]  # this article's first
    changed: tuple[Change, ...] = ()  # of a copy or a report: what the one that copies has otherwise


@dataclass(frozen=True, slots=True)
class Dispute:
    """A telling of an event that contradicts or updates an earlier one."""

    relation: str  # "contradicts" or "updates"
    later: Telling
    earlier: Telling
    reason: str
    differences: dict[str, list[str | None]]  # the later one's first


@dataclass(frozen=True, slots=True)
class Same:
    """How many articles tell what an event of this article tells."""

    happening: str
    articles: int  # others, copies among them
    contradicted: bool


@dataclass(frozen=True, slots=True)
class Kept:
    """An article of the Record in one of its versions."""

    reading: Reading  # as people judged it
    article: int  # of KeptArticle: the same in all its versions
    machine: Reading  # as it was read
    judged: tuple[Judged, ...]  # what people decided on its lines
    number: int
    versions: tuple[VersionLine, ...]  # the first one first
    neighbours: tuple[Neighbour, ...]  # of the current version alone
    events: dict[str, Same]  # by id in the Reading
    actors: dict[str, str]  # keys across articles, by id in the Reading

    @property
    def current(self) -> bool:
        """Tell whether this is the article's last version."""
        return self.number == self.versions[-1].number


def find_article(record: Record, article_id: str, number: int | None = None) -> Kept:
    """Find an article with what is kept beside it.

    article_id: of any of its versions.
    number: which version; without it, the last one.
    Raises Unusable where there is none.
    """
    alias = record.alias
    with record.snapshot():
        rows = Version.objects.using(alias)
        first = rows.filter(article_id=article_id).order_by("pk").values("kept")[:1]
        found = list(rows.filter(kept=Subquery(first)).order_by("number").values_list("pk", "kept", *_LINE))
        if not found:
            raise Unusable(_("no such article is kept"), article_id)
        lines = [VersionLine(*row[2:]) for row in found]
        wanted = lines[-1].number if number is None else number
        pk, kept = next((row[:2] for row in found if row[2] == wanted), (0, 0))
        version = rows.filter(pk=pk).defer("text").select_related("judged").first()
        if version is None:
            raise Unusable(_("no such version is kept"), f"{article_id}, version {wanted}")
        neighbours = tuple(_iter_neighbours(version, alias))
        events = _find_same(version, neighbours, alias)
        actors = dict(run(Sql(_ACTORS, (pk,)), alias))
        judged = find_judged([version.pk], alias).get(version.pk, ())
    machine = machine_reading(version)
    reading = reading_of(version) if judged else machine
    return Kept(reading, kept, machine, judged, wanted, tuple(lines), neighbours, events, actors)


_LINE = ("number", "added", "current")
_ACTORS = "SELECT local, identity FROM record_actorrow WHERE version_id = %s AND identity <> ''"


def find_disputes(record: Record, account: Account) -> tuple[Dispute, ...]:
    """Find which tellings of an event contradict or update which; links that a person rejected say nothing."""
    places = {(telling.article.id, telling.event.row): telling for telling in account.tellings}
    ids = sorted({article for article, _ in places})
    about = (
        one_of("it.kind", ("contradicts", "updates"))
        & one_of('"left".article_id', ids)
        & one_of('"right".article_id', ids)
    )
    with record.snapshot():
        links = _links(about, ("it.kind", "it.told DESC", "it.key"), record.alias)
    found = []
    for link in links:
        later = places.get((link.left.article.id, link.left.row))
        earlier = places.get((link.right.article.id, link.right.row))
        if later and earlier:
            found.append(Dispute(link.kind, later, earlier, link.reason, link.differences))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _End:
    """One end of a link."""

    row: str  # "events/e1"; empty: the article as a whole
    version: int
    article: ArticleLine


@dataclass(frozen=True, slots=True)
class _Link:
    kind: str
    reason: str
    confidence: float
    differences: dict[str, list[str | None]]
    left: _End
    right: _End


_END = 'it.{end}_row, it.{end}_id, "{end}".article_id, "{end}".title, "{end}".publisher, "{end}".published, "{end}".url'
_COLUMNS = f"it.kind, it.reason, it.confidence, it.differences, {_END.format(end='left')}, {_END.format(end='right')}"
_JOINED = """record_link it
    JOIN record_version "left" ON "left".id = it.left_id JOIN record_version "right" ON "right".id = it.right_id"""


def _links(about: Sql, order: Sequence[str], alias: str) -> list[_Link]:
    """Return the links that nobody rejected, the first of them in an order."""
    rows = select(_COLUMNS, _JOINED, about & not_rejected("it"))
    return [
        _Link(kind, reason, confidence, json.loads(differences), _end(ends[:7]), _end(ends[7:]))
        for kind, reason, confidence, differences, *ends in run(
            rows.within("", f" ORDER BY {', '.join(order)} LIMIT {_MOST_LINKS}"), alias
        )
    ]


def _end(columns: Sequence[Any]) -> _End:
    row, version, *article = columns
    return _End(row, version, ArticleLine(*article))


def _iter_neighbours(version: Version, alias: str) -> Iterator[Neighbour]:
    """Give what other articles have to do with a version; links that a person rejected say nothing."""
    ends = any_of(Sql(f"it.{end}_id = %s", (version.pk,)) for end in ("left", "right"))
    about = ends & one_of("it.kind", get_args(Relation)) & Sql("it.left_id <> it.right_id")
    links = _links(about, ("it.confidence DESC", "it.key"), alias)
    pairs = [(link.left.version, link.right.version) for link in links if link.kind in SAME_TEXT]
    changes = load_changes(pairs, alias) if pairs else {}
    for link in links:
        changed = changes.get((link.left.version, link.right.version), ()) if link.kind in SAME_TEXT else ()
        yield _neighbour(link, changed, ours=link.left.version == version.pk)


def _neighbour(link: _Link, changed: tuple[Change, ...], *, ours: bool) -> Neighbour:
    relation = next(relation for relation in get_args(Relation) if relation == link.kind)
    differences = {name: values if ours else values[::-1] for name, values in link.differences.items()}
    here, there = (link.left, link.right) if ours else (link.right, link.left)
    return Neighbour(
        relation, ours, there.article, here.row, there.row, link.reason, link.confidence, differences, changed
    )


_TELLINGS = "SELECT local, happening FROM record_eventrow WHERE version_id IN ({keys})"
_TOLD_BY = """
    SELECT happening, count(DISTINCT version_id) FROM record_eventrow WHERE happening IN ({keys}) GROUP BY happening
"""


def _find_same(version: Version, neighbours: Sequence[Neighbour], alias: str) -> dict[str, Same]:
    rows = fetch(_TELLINGS, [version.pk], alias)
    articles = dict(fetch(_TOLD_BY, {happening for _, happening in rows}, alias))
    disputed = {neighbour.row for neighbour in neighbours if neighbour.relation == "contradicts"}
    return {local: Same(happening, articles[happening] - 1, f"events/{local}" in disputed) for local, happening in rows}
