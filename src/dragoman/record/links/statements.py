"""Statements of different articles on one matter between states."""

import dataclasses
import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dragoman.model import Reading
from dragoman.record.across.claims import REACH, Claim, find_contrast, iter_claims, keys_of_claim
from dragoman.record.bulk import chunks, insert
from dragoman.record.links.articles import articles_of_one_text
from dragoman.record.models import ClaimRow, Link, Version
from dragoman.record.rows import end_of, ordinal_of, plain_of_telling, telling_of_plain

__all__ = ["end_of_statement", "link_statements"]


def link_statements(versions: Sequence[tuple[Version, Reading]], alias: str) -> None:
    """Link what the statements that came say of a matter to what others said of it; what copies say is no second word."""
    mine: dict[int, list[ClaimRow]] = defaultdict(list)
    for version, reading in versions:
        for row in _rows_of(version, reading):
            mine[row.key].append(row)
    fresh = [row for rows in mine.values() for row in rows]
    if not fresh:
        return
    ClaimRow.objects.using(alias).bulk_create(fresh)
    days = [row.day for row in fresh]
    same_text = articles_of_one_text({row.version_id for row in fresh}, alias)
    near = ClaimRow.objects.using(alias).filter(day__range=(min(days) - REACH, max(days) + REACH))
    links: dict[str, Link] = {}
    for part in chunks(mine):
        for other in near.filter(key__in=part):
            for row in mine[other.key]:
                link = _link(row, other, same_text)
                if link is not None:
                    links[link.key] = min(link, links.get(link.key, link), key=_rows)
    insert(list(links.values()), alias)


def end_of_statement(version: Version, reading: Reading, local: str) -> str:
    """Return a statement as the end of a link: its words, whatever its number in the Reading."""
    text = reading.article.text
    said = next(statement for statement in reading.statements if statement.id == local)
    return end_of(version.kept.key, f"statement {' … '.join(span.of(text) for span in said.content)}")


def _rows_of(version: Version, reading: Reading) -> Iterator[ClaimRow]:
    for claim in iter_claims(reading):
        plain = dataclasses.asdict(claim) | {
            "states": sorted(claim.states),
            "tellings": [plain_of_telling(one) for one in claim.tellings],
        }
        end = end_of_statement(version, reading, claim.statement)
        for key in keys_of_claim(claim):
            yield ClaimRow(version=version, key=key, day=ordinal_of(version), claim=plain, end=end)


def _claim_of(row: ClaimRow) -> Claim:
    plain: dict[str, Any] = row.claim
    tellings = tuple(telling_of_plain(one) for one in plain["tellings"])
    return Claim(**plain | {"states": frozenset(plain["states"]), "tellings": tellings})


def _link(one: ClaimRow, other: ClaimRow, same_text: Mapping[int, set[int]]) -> Link | None:
    if one.version_id == other.version_id or other.version_id in same_text.get(one.version_id, ()):
        return None
    # The later statement is what the link speaks of; on one day, the one with the greater end.
    first, second = sorted((one, other), key=lambda row: (row.day, row.end))
    earlier, later = _claim_of(first), _claim_of(second)
    found = find_contrast(earlier, later, second.day - first.day)
    if found is None:
        return None
    return Link(
        key=end_of("statement", f"{second.end}|{first.end}"),
        kind=found.relation,
        left_id=second.version_id,
        left_row=f"statements/{later.statement}",
        right_id=first.version_id,
        right_row=f"statements/{earlier.statement}",
        reason=found.reason,
        confidence=found.confidence,
        differences=_differences(later, earlier),
        left_end=second.end,
        right_end=first.end,
        told=dt.date.fromordinal(second.day) if second.day else dt.date.min,
    )


def _differences(later: Claim, earlier: Claim) -> dict[str, list[str]]:
    pairs = {"standing": (later.standing, earlier.standing), "speaker": (later.speaker, earlier.speaker)}
    return {name: list(pair) for name, pair in pairs.items() if pair[0] != pair[1]}


def _rows(link: Link) -> tuple[str, str]:
    return link.left_row, link.right_row
