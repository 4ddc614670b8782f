"""What people decide on links, and the links with what was decided."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from django.db.models import QuerySet

from dragoman.errors import Missing, Unusable
from dragoman.record.changes import SAME_TEXT, describe, load_changes
from dragoman.record.linking import Linker
from dragoman.record.links.events import EVENT_KINDS
from dragoman.record.links.made import end_of_place, link_made
from dragoman.record.models import Link, MadeLink, Verdict, Version
from dragoman.record.sql import Sql, exists
from dragoman.record.store import Record

__all__ = ["MADE_KINDS", "HeldLink", "Standing", "decide", "iter_links", "make_link", "not_rejected"]

MADE_KINDS = ("copies", "rereports", *EVENT_KINDS)

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
    made_by: str | None = None  # who made it by hand, "" where that is not told; None: it is derived


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
        if decided is None and link.author is not None:
            decided = True  # who makes a link confirms it
        standing: Standing = "open" if decided is None else "confirmed" if decided else "rejected"
        differences: dict[str, object] = {} if link.kind == "same_actor" else link.differences
        if link.kind in SAME_TEXT:
            differences = describe(load_changes([(link.left_id, link.right_id)], alias))
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
            link.author,
        )


def decide(record: Record, key: str, *, confirmed: bool | None, author: str = "") -> None:
    """Confirm a link or reject it; None takes back what was decided, and a link that a person made.

    What follows from the link is derived anew.

    key: of the link, or its beginning where that is enough.
    Raises Unusable where there is no such link or several.
    """
    alias = record.alias
    with record.writing():
        # Keys are hexadecimal: what begins so stands before what begins so and goes on with a later letter.
        found = Link.objects.using(alias).filter(key__gte=key, key__lt=f"{key}g") if key else Link.objects.none()
        links = list(found[:2])
        if len(links) != 1:
            raise Unusable("several links begin so" if links else "no such link", key)
        if links[0].author is not None and confirmed is None:
            _unmake(links[0], alias)
            return
        about, left, right = _place(links[0])
        place = Verdict.objects.using(alias).filter(about=about, left_end=left, right_end=right)
        place.delete()
        if confirmed is not None:
            Verdict.objects.using(alias).create(
                about=about, left_end=left, right_end=right, confirmed=confirmed, author=author
            )
        Linker(alias).follow(links[0])


def make_link(record: Record, kind: str, left: str, right: str, *, author: str = "", reason: str = "") -> HeldLink:
    """Link two articles, events or statements by hand. What follows from the link is derived anew; it outlives a rebuild.

    kind: one of MADE_KINDS; articles copy or re-report each other, events and statements do the rest.
    left, right: "ARTICLE", "ARTICLE/events/e1", "ARTICLE/statements/s1".
    Raises Unusable where an end is not there, does not go with the kind or the other end, or the two are linked so already.
    """
    alias = record.alias
    with record.writing():
        ends = _find_ends(kind, left, right, alias)
        (one, one_end), (other, other_end) = ends
        there = Link.objects.using(alias).filter(kind=kind, left_end=one_end, right_end=other_end).first()
        if there is not None:
            raise Unusable(f"the two are linked so already; dragoman confirm {there.key[:12]}", right)
        MadeLink.objects.using(alias).create(
            kind=kind,
            left=one.kept,
            left_end=one_end,
            right=other.kept,
            right_end=other_end,
            author=author,
            reason=reason,
        )
        (link,) = [
            link
            for link in link_made([one], alias)
            if (link.kind, link.left_end, link.right_end) == (kind, one_end, other_end)
        ]
        Linker(alias).follow(link)
    return next(held for held in iter_links(record, kind=kind, article=one.article_id) if held.key == link.key)


def _find_ends(kind: str, left: str, right: str, alias: str) -> list[tuple[Version, str]]:
    ends = []
    tables = {place.partition("/")[2].partition("/")[0] for place in (left, right)}
    if kind not in MADE_KINDS:
        raise Unusable(f"links by hand are of these kinds: {', '.join(MADE_KINDS)}", kind)
    if len(tables) > 1 or (tables == {""}) != (kind in SAME_TEXT):
        wanted = "two articles" if kind in SAME_TEXT else "two events, or two statements: ARTICLE/events/e1"
        raise Unusable(f"links {wanted}", kind)
    for place in (left, right):
        article, _, row = place.partition("/")
        version = Version.objects.using(alias).filter(article_id=article, current=True).select_related("kept").first()
        end = end_of_place(version, row, alias) if version else None
        if version is None or end is None:
            raise Missing("no such article, event or statement is kept", place)
        ends.append((version, end))
    if ends[0][0].kept_id == ends[1][0].kept_id:
        raise Unusable("is an end of the same article; links lead from one article to another", right)
    return ends


def not_rejected(link: str) -> Sql:
    """Return the condition on a link that no person said it is none. An end names what it is of, so no verdict on others fits."""
    ends = f"({link}.left_end, {link}.right_end)"
    # A verdict's ends are sorted, a link's are not; both may be one, where two events stand in one sentence.
    both = f"verdict.right_end IN {ends} AND verdict.left_end IN {ends}"
    same = f"(verdict.left_end <> verdict.right_end OR {link}.left_end = {link}.right_end)"
    return exists("record_verdict verdict", Sql(f"NOT verdict.confirmed AND {both} AND {same}")).within("NOT ")


def _unmake(link: Link, alias: str) -> None:
    """Take back a link that a person made."""
    ends = {"left_end": link.left_end, "right_end": link.right_end}
    MadeLink.objects.using(alias).filter(kind=link.kind, **ends).delete()
    Link.objects.using(alias).filter(pk=link.pk).delete()
    Linker(alias).follow(link)


def _place(link: Link) -> tuple[str, str, str]:
    table = link.left_row.partition("/")[0]
    about = {"actors": "actor", "events": "event", "statements": "statement"}.get(table, "article")
    left, right = sorted((link.left_end, link.right_end))
    return about, left, right
