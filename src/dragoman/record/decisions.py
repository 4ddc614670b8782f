"""What people decide on links, and the links with what was decided."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from django.db.models import Exists, OuterRef, Q, QuerySet

from dragoman.errors import Unusable
from dragoman.record import begins  # noqa: F401 (registers `__begins`)
from dragoman.record.linking import Linker
from dragoman.record.links.events import EVENT_KINDS
from dragoman.record.models import ActorRow, Link, Verdict, Version
from dragoman.record.store import Record

__all__ = ["HeldLink", "Standing", "decide", "iter_links", "without_rejected"]

Standing = Literal["open", "confirmed", "rejected"]


@dataclass(frozen=True, slots=True)
class HeldLink:
    """A link as a person sees it."""

    key: str
    kind: str
    left: str  # article id
    left_row: str  # "events/e3"; nothing: the article as a whole
    right: str
    right_row: str
    reason: str
    confidence: float
    differences: dict[str, object]
    standing: Standing


def iter_links(
    record: Record,
    *,
    kind: str | None = None,
    article: str | None = None,
    within: "QuerySet[Version] | None" = None,
) -> Iterator[HeldLink]:
    """Give the links, all or of one kind, of one article or between some versions, with what was decided on them."""
    alias = record.alias
    verdicts = {
        (row.about, row.left_end, row.right_end): row.confirmed for row in Verdict.objects.using(alias).all().iterator()
    }
    links = Link.objects.using(alias).select_related("left", "right")
    links = links.defer("left__reading", "left__text", "right__reading", "right__text")
    if kind is not None:
        links = links.filter(kind=kind)
    if article is not None:
        links = links.filter(left__article_id=article) | links.filter(right__article_id=article)
    if within is not None:
        links = links.filter(left__in=within.values("pk"), right__in=within.values("pk"))
    for link in links.order_by("kind", "key").iterator(chunk_size=500):
        decided = verdicts.get(_place(link))
        standing: Standing = "open" if decided is None else "confirmed" if decided else "rejected"
        differences = {} if link.kind == "same_actor" else link.differences
        yield HeldLink(
            link.key,
            link.kind,
            link.left.article_id,
            link.left_row,
            link.right.article_id,
            link.right_row,
            link.reason,
            1.0 if decided else link.confidence,
            differences,
            standing,
        )


def decide(record: Record, key: str, *, confirmed: bool | None, author: str = "") -> None:
    """Confirm a link or reject it; None takes back what was decided. What follows from the link is derived anew.

    key: of the link, or its beginning where that is enough.
    Raises Unusable where there is no such link or several.
    """
    alias = record.alias
    with record.writing():
        links = list(Link.objects.using(alias).filter(key__begins=key)[:2]) if key else []
        if len(links) != 1:
            raise Unusable("several links begin so" if links else "no such link", key)
        about, left, right = _place(links[0])
        place = Verdict.objects.using(alias).filter(about=about, left_end=left, right_end=right)
        place.delete()
        if confirmed is not None:
            Verdict.objects.using(alias).create(
                about=about, left_end=left, right_end=right, confirmed=confirmed, author=author
            )
        _derive_again(links[0], alias)


def without_rejected(links: "QuerySet[Link]") -> "QuerySet[Link]":
    """Leave out the links that a person rejected."""
    rejected = Verdict.objects.using(links.db).filter(confirmed=False)
    # Most Records have none, and asking is cheaper than a condition that looks for one with every link.
    if not rejected.exists():
        return links
    # A verdict's ends are sorted, a link's are not. An end names what it is of, so no verdict on others has both.
    same = Q(left_end=OuterRef("left_end"), right_end=OuterRef("right_end"))
    turned = Q(left_end=OuterRef("right_end"), right_end=OuterRef("left_end"))
    return links.exclude(Exists(rejected.filter(same | turned)))


def _derive_again(link: Link, alias: str) -> None:
    linker = Linker(alias)
    if link.kind == "same_actor":
        ends = ((link.left_id, link.left_row), (link.right_id, link.right_row))
        linker.judge_actors(
            ActorRow.objects.using(alias).get(version=version, local=row.removeprefix("actors/"))
            for version, row in ends
        )
    elif link.kind in EVENT_KINDS:
        linker.judge_events([link.left_end, link.right_end])
    else:
        linker.judge_articles([link.left_id, link.right_id])


def _place(link: Link) -> tuple[str, str, str]:
    about = "actor" if link.kind == "same_actor" else "event" if link.kind in EVENT_KINDS else "article"
    left, right = sorted((link.left_end, link.right_end))
    return about, left, right
