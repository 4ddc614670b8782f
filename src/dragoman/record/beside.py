"""An article with what else is kept of it: its versions, its copies, and what other articles say of the same."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from dragoman.errors import Unusable
from dragoman.model import Reading
from dragoman.record.changes import SAME_TEXT, Change, load_changes
from dragoman.record.decisions import without_rejected
from dragoman.record.happenings import Account, Telling
from dragoman.record.judgements import find_judged
from dragoman.record.judging import Judged
from dragoman.record.lines import ArticleLine, describe_article
from dragoman.record.models import ActorRow, EventRow, Link, Version
from dragoman.record.packed import machine_reading, reading_of
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
        known = rows.filter(article_id=article_id).values_list("kept", flat=True).first()
        if known is None:
            raise Unusable(_("no such article is kept"), article_id)
        lines = [VersionLine(*row) for row in rows.filter(kept=known).order_by("number").values_list(*_LINE)]
        wanted = lines[-1].number if number is None else number
        version = rows.filter(kept=known, number=wanted).defer("text").select_related("judged").first()
        if version is None:
            raise Unusable(_("no such version is kept"), f"{article_id}, version {wanted}")
        neighbours = tuple(_iter_neighbours(version, alias))
        events = _find_same(version, neighbours, alias)
        keys = ActorRow.objects.using(alias).filter(version=version).exclude(identity="")
        actors = dict(keys.values_list("local", "identity"))
        judged = find_judged([version.pk], alias).get(version.pk, ())
    machine = machine_reading(version)
    reading = reading_of(version) if judged else machine
    return Kept(reading, known, machine, judged, wanted, tuple(lines), neighbours, events, actors)


_LINE = ("number", "added", "current")


def find_disputes(record: Record, account: Account) -> tuple[Dispute, ...]:
    """Find which tellings of an event contradict or update which; links that a person rejected say nothing."""
    places = {(telling.article.id, telling.event.row): telling for telling in account.tellings}
    ids = {article for article, _ in places}
    with record.snapshot():
        links = _links(record.alias).filter(kind__in=("contradicts", "updates"), left__article_id__in=ids)
        found = []
        for link in links.filter(right__article_id__in=ids).order_by("kind", "-told", "key")[:_MOST_LINKS]:
            later = places.get((link.left.article_id, link.left_row))
            earlier = places.get((link.right.article_id, link.right_row))
            if later and earlier:
                found.append(Dispute(link.kind, later, earlier, link.reason, link.differences))
    return tuple(found)


def _links(alias: str) -> Any:
    """Return the links that nobody rejected, with what is shown of their articles."""
    links = without_rejected(Link.objects.using(alias)).select_related("left", "right")
    return links.defer("left__reading", "left__text", "right__reading", "right__text")


def _iter_neighbours(version: Version, alias: str) -> Iterator[Neighbour]:
    """Give what other articles have to do with a version; links that a person rejected say nothing."""
    found = _links(alias).filter(Q(left=version) | Q(right=version), kind__in=get_args(Relation))
    links = [link for link in found.order_by("-confidence", "key")[:_MOST_LINKS] if link.left_id != link.right_id]
    pairs = [(link.left_id, link.right_id) for link in links if link.kind in SAME_TEXT]
    changes = load_changes(pairs, alias) if pairs else {}
    for link in links:
        changed = changes.get((link.left_id, link.right_id), ()) if link.kind in SAME_TEXT else ()
        yield _neighbour(link, changed, ours=link.left_id == version.pk)


def _neighbour(link: Link, changed: tuple[Change, ...], *, ours: bool) -> Neighbour:
    relation = next(relation for relation in get_args(Relation) if relation == link.kind)
    differences = {name: values if ours else values[::-1] for name, values in link.differences.items()}
    other = link.right if ours else link.left
    rows = (link.left_row, link.right_row) if ours else (link.right_row, link.left_row)
    return Neighbour(relation, ours, describe_article(other), *rows, link.reason, link.confidence, differences, changed)


def _find_same(version: Version, neighbours: Sequence[Neighbour], alias: str) -> dict[str, Same]:
    rows = list(EventRow.objects.using(alias).filter(version=version).values_list("local", "happening"))
    told = EventRow.objects.using(alias).filter(happening__in={happening for _, happening in rows})
    counted = told.order_by().values("happening").annotate(articles=Count("version", distinct=True))
    articles: dict[str, int] = defaultdict(int, {row["happening"]: row["articles"] - 1 for row in counted})
    disputed = {neighbour.row for neighbour in neighbours if neighbour.relation == "contradicts"}
    return {local: Same(happening, articles[happening], f"events/{local}" in disputed) for local, happening in rows}
