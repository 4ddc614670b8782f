"""What people decided on links, as far as it is needed, and how links are written."""

from collections.abc import Iterable, Sequence

from django.db.models import Q

from dragoman.record.bulk import chunks, insert
from dragoman.record.models import Link, Verdict

__all__ = ["find_rejected", "find_verdicts", "replace_links"]


def find_rejected(about: str, ends: Iterable[str], alias: str) -> set[frozenset[str]]:
    """Return the pairs among these ends that a person rejected."""
    known = set(ends)
    return {
        pair
        for part in chunks(known)
        for left, right in Verdict.objects.using(alias)
        .filter(about=about, left_end__in=part, confirmed=False)
        .values_list("left_end", "right_end")
        if right in known and (pair := frozenset((left, right)))
    }


def find_verdicts(about: str, ends: Iterable[str], alias: str) -> dict[frozenset[str], bool]:
    """Return what was decided on these ends, on those that this ties them to, and so on."""
    found: dict[frozenset[str], bool] = {}
    seen: set[str] = set()
    border = set(ends)
    while border:
        seen |= border
        pairs: dict[frozenset[str], bool] = {}
        for part in chunks(border):
            rows = Verdict.objects.using(alias).filter(Q(left_end__in=part) | Q(right_end__in=part), about=about)
            for left, right, confirmed in rows.values_list("left_end", "right_end", "confirmed"):
                pairs[frozenset((left, right))] = confirmed
        found |= pairs
        border = {end for pair in pairs for end in pair} - seen
    return found


def replace_links(before: Iterable[Link], after: Sequence[Link], alias: str) -> list[Link]:
    """Write links in place of those that were there; those that say the same stay. Return those that went or came."""
    there = {link.key: link for link in before}
    wanted = {link.key: link for link in after}
    stays = {key for key, link in wanted.items() if key in there and _said(there[key]) == _said(link)}
    gone = [link for key, link in there.items() if key not in stays]
    for part in chunks(link.pk for link in gone):
        Link.objects.using(alias).filter(pk__in=part).delete()
    came = [link for key, link in wanted.items() if key not in stays]
    insert(came, alias)
    return [*gone, *came]


def _said(link: Link) -> tuple[object, ...]:
    ends = link.left_id, link.right_id, link.left_row, link.right_row
    return *ends, link.kind, link.reason, link.confidence, link.differences
