"""What people decide on links, and the links with what was decided."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from django.db.models import QuerySet

from dragoman.errors import Unusable
from dragoman.record.linking import EVENT_KINDS, Linker
from dragoman.record.models import ActorRow, EventRow, Link, Verdict, Version
from dragoman.record.store import Record

__all__ = ["HeldLink", "Standing", "decide", "iter_links"]

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
        links = list(Link.objects.using(alias).filter(key__startswith=key)[:2]) if key else []
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


def _derive_again(link: Link, alias: str) -> None:
    linker = Linker(alias)
    if link.kind == "same_actor":
        rows = ActorRow.objects.using(alias).filter(version=link.left_id, local=link.left_row.removeprefix("actors/"))
        linker.blocks |= set(rows.values_list("block", flat=True))
    elif link.kind in EVENT_KINDS:
        ends = EventRow.objects.using(alias).filter(end__in=[link.left_end, link.right_end])
        linker.events |= set(ends.values_list("pk", flat=True))
    else:
        for version in Version.objects.using(alias).filter(pk__in=[link.left_id, link.right_id]):
            linker.add(version)
    linker.finish()


def _place(link: Link) -> tuple[str, str, str]:
    about = "actor" if link.kind == "same_actor" else "event" if link.kind in EVENT_KINDS else "article"
    left, right = sorted((link.left_end, link.right_end))
    return about, left, right
