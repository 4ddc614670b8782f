"""Readings on their way into the tables, a batch at a time: what is known, what is a new version, what is refused."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from dragoman.errors import UnreadableInput
from dragoman.export.periods import find_period
from dragoman.model import Article, Reading
from dragoman.record import notes
from dragoman.record.across.names import fold
from dragoman.record.identity import find_fingerprint, find_key, resembles, storable
from dragoman.record.judgements import carry_over, derive
from dragoman.record.linking import Linker
from dragoman.record.models import KeptArticle, Version
from dragoman.record.packed import pack_reading

__all__ = ["Kept", "Outcome", "keep", "version_columns"]

Outcome = Literal["added", "changed", "known"]

_MAX_ID = 200  # characters of an article's id; ours have 16
_MAX_NAME = 200  # characters of an outlet's name, or a category's


@dataclass(frozen=True, slots=True)
class Kept:
    """What came of adding one Reading; when you hold this, it is committed."""

    outcome: Outcome
    article_id: str
    title: str | None
    version: int  # 1 is the first text that came
    orphaned: int = 0  # notes and verdicts on the version before whose words are gone


def keep(readings: Sequence[Reading], alias: str) -> list[Kept | UnreadableInput]:
    """Keep Readings, within a transaction that the caller opened; return what came of each, in their order."""
    there = _There(alias)
    there.look_up([reading.article for reading in readings])
    outcomes = [_sort_out(reading, there) for reading in readings]
    new = [outcome for outcome in outcomes if isinstance(outcome, _New)]
    _write(new, alias)
    return [_say(outcome, alias) if isinstance(outcome, _New) else outcome for outcome in outcomes]


@dataclass(slots=True)
class _New:
    """A version that is to be written."""

    reading: Reading
    version: Version
    before: Version | None  # which it takes the place of
    orphaned: int = 0  # verdicts that find no place in it


@dataclass(slots=True)
class _There:
    """What is kept of some articles, with what of the batch comes before."""

    alias: str
    numbers: dict[str, int] = field(default_factory=dict)  # by fingerprint
    current: dict[str, Version] = field(default_factory=dict)  # by the article's key
    holders: dict[str, set[str]] = field(default_factory=dict)  # by an article's id: the keys of those that have it

    def look_up(self, articles: Collection[Article]) -> None:
        """Ask once for all of a batch."""
        versions = Version.objects.using(self.alias)
        known = versions.filter(fingerprint__in=[find_fingerprint(article) for article in articles])
        self.numbers = dict(known.values_list("fingerprint", "number"))
        keys = {key for article in articles for key in (find_key(article), find_fingerprint(article))}
        current = versions.filter(kept__key__in=keys, current=True).select_related("kept").defer("reading")
        self.current = {version.kept.key: version for version in current}
        ids = [article.id for article in articles if _is_id(article.id)]
        for article_id, key in versions.filter(article_id__in=ids).values_list("article_id", "kept__key"):
            self.holders.setdefault(article_id, set()).add(key)

    def take_in(self, version: Version) -> None:
        self.numbers[version.fingerprint] = version.number
        self.current[version.kept.key] = version
        self.holders.setdefault(version.article_id, set()).add(version.kept.key)


def _sort_out(reading: Reading, there: _There) -> "_New | Kept | UnreadableInput":
    article = reading.article
    if not _is_id(article.id):
        return UnreadableInput(f"has an id that is no line of 1 to {_MAX_ID} characters", article.id[:40] or None)
    fingerprint = find_fingerprint(article)
    if fingerprint in there.numbers:
        return Kept("known", article.id, article.title, there.numbers[fingerprint])
    before = _find_before(article, there)
    if there.holders.get(article.id, set()) - ({before.kept.key} if before else set()):
        return UnreadableInput("another article with this id is kept", article.id)
    key = find_key(article)
    kept = before.kept if before else KeptArticle(key=fingerprint if key in there.current else key)
    number = before.number + 1 if before else 1
    version = Version(**version_columns(reading), kept=kept, number=number, fingerprint=fingerprint)
    there.take_in(version)
    return _New(reading, version, before)


def _find_before(article: Article, there: _There) -> Version | None:
    """Find the current version of the article that this is a new text of."""
    before = there.current.get(find_key(article))
    # An address names one article. A row's id is one only within its table.
    if before is not None and article.source_id and not article.url and not resembles(before.text, article.text):
        return None
    return before


def _write(new: Sequence[_New], alias: str) -> None:
    linker = Linker(alias)
    made = [one.version.kept for one in new if one.before is None]
    KeptArticle.objects.using(alias).bulk_create(made)
    for one in new:
        # So that it takes the number of its article, and need not ask for the article again.
        one.version._state.db = alias  # noqa: SLF001
        if one.before is not None:
            one.before.current = False
            if one.before.pk is not None:
                linker.remove(one.before)
                Version.objects.using(alias).filter(pk=one.before.pk).update(current=False)
    Version.objects.using(alias).bulk_create([one.version for one in new])
    for one in new:
        if one.before is not None:
            one.orphaned = carry_over(one.before, one.version, one.reading, alias)
    linker.add([(one.version, _judged(one, alias)) for one in new if one.version.current])


def _judged(one: _New, alias: str) -> Reading:
    """Return the Reading as people judged the version before it; a first version was judged by nobody."""
    return one.reading if one.before is None else derive(one.version, alias)


def _say(one: _New, alias: str) -> Kept:
    article = one.reading.article
    orphaned = notes.carry_over(one.before, one.version, alias) if one.before else 0
    outcome: Outcome = "changed" if one.before else "added"
    return Kept(outcome, article.id, article.title, one.version.number, orphaned + one.orphaned)


def version_columns(reading: Reading) -> dict[str, Any]:
    """Return the columns of a version that its Reading gives."""
    article = reading.article
    period = find_period(article.published)
    return {
        "article_id": article.id,
        "url": article.url and storable(article.url),
        "publisher": article.publisher and storable(article.publisher),
        "outlet": fold(article.publisher or "")[:_MAX_NAME],
        "category": fold(article.category or "")[:_MAX_NAME],
        "title": article.title and storable(article.title),
        "published": article.published and storable(article.published),
        "published_day": period.start if period else None,
        "told": (period.start if period else None) or dt.date.min,
        "text": storable(article.text),
        "reading": pack_reading(reading),
    }


def _is_id(article_id: str) -> bool:
    return 0 < len(article_id) <= _MAX_ID and article_id.isprintable()
