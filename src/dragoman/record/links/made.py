"""Links that people made, put among the derived ones while both their ends stand in current versions."""

import datetime as dt
from collections.abc import Sequence

from django.db.models import Q

from dragoman.record.bulk import chunks
from dragoman.record.links.statements import end_of_statement
from dragoman.record.models import ActorRow, EventRow, Link, MadeLink, Version
from dragoman.record.packed import reading_of
from dragoman.record.rows import end_of, end_of_article

__all__ = ["end_of_place", "link_made"]


def link_made(versions: Sequence[Version], alias: str) -> list[Link]:
    """Write anew the links that people made to or from articles whose versions came; return them."""
    fresh = {version.kept_id for version in versions}
    made: dict[int, MadeLink] = {}
    for part in chunks(fresh):
        rows = MadeLink.objects.using(alias).filter(Q(left__in=part) | Q(right__in=part))
        made |= {row.pk: row for row in rows}
    if not made:
        return []
    kept = {pk for row in made.values() for pk in (row.left_id, row.right_id)}
    current = Version.objects.using(alias).filter(kept__in=kept, current=True).select_related("kept")
    known = {version.kept_id: version for version in current}
    links = [link for row in made.values() if (link := _link(row, known[row.left_id], known[row.right_id], alias))]
    table = Link.objects.using(alias)
    table.filter(key__in=[link.key for link in links]).delete()
    return table.bulk_create(links)


def end_of_place(version: Version, row: str, alias: str) -> str | None:
    """Return a row of a version ("events/e3", "statements/s1"; nothing: the article) as the end of a link; None: no such row."""
    table, _, local = row.partition("/")
    if not row:
        return end_of_article(version)
    if table == "statements":
        reading = reading_of(version)
        found = any(statement.id == local for statement in reading.statements)
        return end_of_statement(version, reading, local) if found else None
    if table != "events":
        return None
    return EventRow.objects.using(alias).filter(version=version, local=local).values_list("end", flat=True).first()


def _link(row: MadeLink, left: Version, right: Version, alias: str) -> Link | None:
    rows = _row_of(left, row.left_end, alias), _row_of(right, row.right_end, alias)
    if rows[0] is None or rows[1] is None:
        return None
    return Link(
        key=end_of(f"made {row.kind}", f"{row.left_end}|{row.right_end}"),
        kind=row.kind,
        left=left,
        left_row=rows[0],
        right=right,
        right_row=rows[1],
        reason=row.reason or "made by hand",
        confidence=1.0,
        left_end=row.left_end,
        right_end=row.right_end,
        told=left.told or dt.date.min,
        author=row.author,
    )


def _row_of(version: Version, end: str, alias: str) -> str | None:
    """Return the row of a version that an end names; None where its words are gone."""
    if end == end_of_article(version):
        return ""
    local = EventRow.objects.using(alias).filter(version=version, end=end).values_list("local", flat=True).first()
    if local is not None:
        return f"events/{local}"
    # Rows of a version that is not derived yet: the link comes with them.
    if not ActorRow.objects.using(alias).filter(version=version).exists():
        return None
    reading = reading_of(version)
    for statement in reading.statements:
        if end_of_statement(version, reading, statement.id) == end:
            return f"statements/{statement.id}"
    return None
