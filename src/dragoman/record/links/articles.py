"""Whole articles: copies of a text, and reports of another's report."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from dragoman.record.across.copies import COPIED_WITHIN, LEAST_PASSAGES, Text, agency_of, find_copy, shingles_of
from dragoman.record.across.names import fold
from dragoman.record.across.rereports import Naming, Report, find_origin
from dragoman.record.bulk import chunks, insert, join
from dragoman.record.links.verdicts import find_rejected, replace_links
from dragoman.record.models import Link, NamingRow, Version
from dragoman.record.rows import Written, end_of, end_of_article, ordinal_of

__all__ = ["SAME_TEXT", "Texts", "articles_of_one_text"]

SAME_TEXT = ("copies", "rereports")
_NEWS = dt.timedelta(days=7)  # how long after a report others report it
# Texts that share enough passages with one of those that came, and were published at about its time. Counted by the database:
# what an outlet prints under everything is a passage of thousands. An undated text is held against all, whence the second
# half; there are few, and none would be found otherwise.
_PAIRS = """
    SELECT own, other FROM (
        SELECT mine.version AS own, mine.among AS mine_among, passage.version_id AS other, passage.among AS among
        FROM {mine} CROSS JOIN record_passage passage
        WHERE passage.hash = mine.hash AND passage.day BETWEEN mine.low AND mine.high
        UNION ALL
        SELECT mine.version, mine.among, passage.version_id, passage.among
        FROM {mine} CROSS JOIN record_passage passage
        WHERE passage.hash = mine.hash AND passage.day = 0 AND mine.low > 0
    ) shared
    WHERE own <> other GROUP BY own, other, mine_among, among
    HAVING count(*) >= %s * CASE WHEN mine_among < among THEN mine_among ELSE among END
"""
_TEXTS_KEPT = 500  # in memory, compared with one another


@dataclass(slots=True)
class Texts:
    """Compares texts. It remembers those it has cut up, as the copies of one report come together."""

    alias: str
    known: dict[int, Text] = field(default_factory=dict)  # by version

    def link_copies(self, written: Sequence[Written]) -> None:
        """Link each text that came to those that it copies or that copy it."""
        pairs = self._find_pairs(written)
        versions = {one.version.pk: one.version for one in written}
        missing = {pk for pair in pairs for pk in pair} - set(versions)
        for part in chunks(missing):
            found = Version.objects.using(self.alias).filter(pk__in=part, current=True)
            versions |= {one.pk: one for one in found.select_related("kept").defer("reading")}
        links = [link for one, other in sorted(pairs) if (link := self._copy(versions.get(one), versions.get(other)))]
        insert(list({link.key: link for link in links}.values()), self.alias)

    def _find_pairs(self, written: Sequence[Written]) -> set[tuple[int, int]]:
        """Find the texts that may be copies of those, or those of them."""
        mine = [
            (found, one.version.pk, *_days_near(one.version), len(one.passages))
            for one in written
            for found in one.passages
        ]
        rows = join(_PAIRS, ("hash", "version", "low", "high", "among"), mine, self.alias, LEAST_PASSAGES)
        return {(min(pair), max(pair)) for pair in rows}

    def _copy(self, one: Version | None, other: Version | None) -> Link | None:
        if one is None or other is None:
            return None
        found = find_copy(self._text_of(one), self._text_of(other))
        if found is None:
            return None
        copy, origin = (one, other) if found.copy == one.article_id else (other, one)
        return _article_link("copies", copy, origin, found.reason, found.confidence)

    def _text_of(self, version: Version) -> Text:
        if version.pk not in self.known:
            if len(self.known) >= _TEXTS_KEPT:
                self.known.clear()
            day = version.published_day.isoformat() if version.published_day else ""
            shingles, agency = shingles_of(version.text), agency_of(version.text)
            self.known[version.pk] = Text(version.article_id, version.publisher, day, shingles, agency)
        return self.known[version.pk]

    def link_origins(self, written: Sequence[Written], again: Collection[int]) -> set[int]:
        """Find the reports that those who came name as their source, and anew those that older articles name.

        again: versions whose links of this kind are to be found anew.
        Returns the older ones whose links changed.
        """
        fresh = {one.version.pk: one for one in written}
        older = (set(again) | self._namers_of(written)) - set(fresh)
        namers = {pk: one.version for pk, one in fresh.items()}
        namings: list[NamingRow] = [row for one in written for row in one.namings]
        for part in chunks(older):
            found = Version.objects.using(self.alias).filter(pk__in=part, current=True)
            namers |= {one.pk: one for one in found.select_related("kept").defer("reading")}
            namings += NamingRow.objects.using(self.alias).filter(version__in=part)
        links = self._find_origins(namings, namers)
        before = [
            link
            for part in chunks(older)
            for link in Link.objects.using(self.alias).filter(kind="rereports", left__in=part, author=None)
        ]
        replace_links(before, links, self.alias)
        changed = {link.key: link.left_id for link in before}.items() ^ {
            link.key: link.left_id for link in links
        }.items()
        return {pk for _, pk in changed if pk in older}

    def _namers_of(self, written: Sequence[Written]) -> set[int]:
        """Return the versions kept before that name one of those that came, and may have it from there."""
        namers: set[int] = set()
        for day, group in _by_day(written).items():
            reports = {
                outlet: _reports(group, outlet)
                for outlet in {one.version.outlet for one in group if one.version.outlet}
            }
            rows = NamingRow.objects.using(self.alias).filter(outlet__in=reports, day__range=(day, day + _NEWS))
            for row in rows:
                if find_origin(Naming(row.outlet, row.words, row.sentence), reports[row.outlet]):
                    namers.add(row.version_id)
        return namers

    def _find_origins(self, namings: Sequence[NamingRow], namers: Mapping[int, Version]) -> list[Link]:
        by_day: dict[dt.date, list[NamingRow]] = defaultdict(list)
        for row in namings:
            namer = namers.get(row.version_id)
            if namer is not None and namer.published_day is not None and row.outlet not in _own_names(namer):
                by_day[namer.published_day].append(row)
        links: dict[str, Link] = {}
        for day, rows in by_day.items():
            reports = self._published({row.outlet for row in rows}, day)
            for row in rows:
                namer = namers[row.version_id]
                others = [Report(one.article_id, one.text, one) for one in reports[row.outlet] if one.pk != namer.pk]
                found = find_origin(Naming(row.outlet, row.words, row.sentence), others)
                if found is not None:
                    reason = f"it says “{row.words}”, and {found.share:.0%} of that sentence's words stand there"
                    confidence = round(0.5 + found.share / 2, 2)
                    link = _article_link("rereports", namer, found.report.source, reason, confidence)
                    links[link.key] = link
        return list(links.values())

    def _published(self, outlets: Collection[str], day: dt.date) -> Mapping[str, list[Version]]:
        """Return what these outlets published in the week up to a day."""
        found: dict[str, list[Version]] = defaultdict(list)
        for part in chunks(outlets):
            versions = Version.objects.using(self.alias).filter(
                outlet__in=part, published_day__range=(day - _NEWS, day), current=True
            )
            for version in versions.select_related("kept").defer("reading"):
                found[version.outlet or ""].append(version)
        return found


def articles_of_one_text(versions: Collection[int], alias: str) -> dict[int, set[int]]:
    """Return for each version those that it copies or reports, or that copy or report it; not where that is rejected."""
    links = [
        link
        for part in chunks(versions)
        for side in ("left__in", "right__in")
        for link in Link.objects.using(alias).filter(kind__in=SAME_TEXT, **{side: part})
    ]
    rejected = find_rejected("article", {end for link in links for end in (link.left_end, link.right_end)}, alias)
    found: dict[int, set[int]] = defaultdict(set)
    for link in links:
        if frozenset((link.left_end, link.right_end)) not in rejected:
            found[link.left_id].add(link.right_id)
            found[link.right_id].add(link.left_id)
    return found


def _days_near(version: Version) -> tuple[int, int]:
    """Return between which days a text was published that is a version's copy, or its origin."""
    day = ordinal_of(version)
    return (day - COPIED_WITHIN, day + COPIED_WITHIN) if day else (0, dt.date.max.toordinal())


def _by_day(written: Sequence[Written]) -> dict[dt.date, list[Written]]:
    days: dict[dt.date, list[Written]] = defaultdict(list)
    for one in written:
        if one.version.published_day is not None:
            days[one.version.published_day].append(one)
    return days


def _reports(group: Sequence[Written], outlet: str) -> list[Report[Version]]:
    return [
        Report(one.version.article_id, one.version.text, one.version) for one in group if one.version.outlet == outlet
    ]


def _own_names(version: Version) -> set[str]:
    return {version.outlet or "", fold(agency_of(version.text) or "")}


def _article_link(kind: str, left: Version, right: Version, reason: str, confidence: float) -> Link:
    ends = end_of_article(left), end_of_article(right)
    return Link(
        key=end_of(kind, "|".join(ends)),
        kind=kind,
        left=left,
        right=right,
        reason=reason,
        confidence=confidence,
        left_end=ends[0],
        right_end=ends[1],
    )
