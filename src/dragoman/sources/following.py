"""Which sources are followed, and how each of them fares."""

import datetime as dt
import pathlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dragoman.errors import UnreadableInput, Unusable
from dragoman.outside import check, site_guard
from dragoman.page.listings import Listed, read_listing
from dragoman.record.store import Record
from dragoman.sources.models import Item, Source

__all__ = ["Health", "addresses_of", "find_source", "follow", "list_health", "set_paused"]

State = Literal["well", "new", "failing", "silent", "paused"]
_SILENT = dt.timedelta(days=14)  # without anything new


@dataclass(frozen=True, slots=True)
class Health:
    """How a source fares."""

    source: Source
    state: State  # failing: the last look failed; silent: it listed nothing new for two weeks
    said: str  # one line for people
    counts: dict[str, int]  # of the outcomes of what it listed, ever

    def as_dict(self) -> dict[str, Any]:
        """Return it as JSON has it."""
        one = self.source
        times = {name: getattr(one, name) for name in ("added", "checked", "succeeded", "changed", "due")}
        return {
            "url": one.url,
            "title": one.title,
            "state": self.state,
            "every_minutes": one.minutes,
            "pages": one.whole,
            "failures_in_a_row": one.failures,
            "trouble": one.trouble or None,
            **{name: time.isoformat(timespec="seconds") if time else None for name, time in times.items()},
            "items": self.counts,
        }


def addresses_of(inputs: Iterable[str]) -> Iterator[Listed]:
    """Yield the addresses that are given, and those in OPML files that are. Raises Unusable, UnreadableInput."""
    for given in inputs:
        if given.lower().startswith(("http://", "https://")):
            yield Listed(given)
            continue
        try:
            data = pathlib.Path(given).read_bytes()
        except (OSError, ValueError) as trouble:
            raise Unusable("is neither an address (https://...) nor an OPML file", given) from trouble
        yield from (one for one in read_listing(data, given) if one.kind == "feed")


def follow(record: Record, url: str, *, title: str = "", minutes: int = 60, whole: bool = True) -> tuple[Source, bool]:
    """Follow a feed or a sitemap, or change how it is; return it and whether it is new. Raises Unusable for no address."""
    try:
        check(url, site_guard())
    except UnreadableInput as trouble:
        raise Unusable(trouble.message, url) from trouble
    if len(url) > 500:
        raise Unusable(_("is longer than 500 characters"), url[:60] + "...")
    wanted = {"minutes": minutes, "whole": whole} | ({"title": title[:200]} if title else {})
    return Source.objects.using(record.alias).update_or_create(url=url, defaults=wanted)


def find_source(record: Record, url: str) -> Source:
    """Return the source with an address. Raises Unusable where none has it."""
    source = Source.objects.using(record.alias).filter(url=url).first()
    if source is None:
        raise Unusable("is not followed; `dragoman sources list` shows what is", url)
    return source


def set_paused(record: Record, source: Source, *, paused: bool) -> None:
    """Leave a source alone, or look at it again, and soon."""
    source.paused = paused
    if not paused:
        source.due, source.failures = timezone.now(), 0
    source.save(using=record.alias, update_fields=["paused", "due", "failures"])


def list_health(record: Record) -> list[Health]:
    """Return how all sources fare: those that fail first, then by title."""
    alias = record.alias
    counted: dict[int, dict[str, int]] = {}
    rows = Item.objects.using(alias).values_list("source", "outcome").annotate(Count("pk")).order_by("source")
    for number, outcome, count in rows:
        counted.setdefault(number, {})[outcome] = count
    sources = Source.objects.using(alias).order_by("title", "url")
    found = [_health_of(source, counted.get(source.pk, {})) for source in sources]
    return sorted(found, key=lambda health: health.state != "failing")


def _health_of(source: Source, counts: dict[str, int]) -> Health:
    kept = _("%(count)d kept") % {"count": counts.get("added", 0) + counts.get("changed", 0)}
    if source.paused:
        return Health(source, "paused", kept, counts)
    if source.failures:
        said = ngettext("failed once: %(trouble)s", "failed %(times)d times in a row: %(trouble)s", source.failures)
        return Health(source, "failing", said % {"times": source.failures, "trouble": source.trouble}, counts)
    if source.succeeded is None:
        return Health(source, "new", _("not looked at yet"), counts)
    if counts.get("failed"):
        kept = _("%(kept)s, %(failed)d failed") % {"kept": kept, "failed": counts["failed"]}
    if timezone.now() - (source.changed or source.added) > _SILENT:
        since = (source.changed or source.added).date()
        return Health(source, "silent", _("nothing new since %(day)s, %(kept)s") % {"day": since, "kept": kept}, counts)
    return Health(source, "well", kept, counts)
