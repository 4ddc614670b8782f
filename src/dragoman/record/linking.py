"""Links between articles: derived when an article comes, and all anew by `rebuild`.

Two current versions are compared by the functions of `across`, which look at the two alone; identities of actors are a
function of how many bear a name where. So the order in which articles come changes nothing. What a version is compared
with is found by an index, and what changes is what it is linked to: so one more article takes as long as the first.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Q

from dragoman.model import Reading
from dragoman.record.bulk import chunks
from dragoman.record.links.actors import Identities
from dragoman.record.links.articles import Texts
from dragoman.record.links.events import event_links, find_crowded, link_events, settle_happenings
from dragoman.record.links.made import link_made
from dragoman.record.links.statements import link_statements
from dragoman.record.models import ActorRow, ClaimRow, EventRow, Link, Version
from dragoman.record.rows import Written, drop_rows, write_rows

__all__ = ["Linker"]


@dataclass(slots=True)
class Linker:
    """Writes and links the rows of versions as they come and go, within one transaction: `remove`, then `add`."""

    alias: str
    identities: Identities = field(init=False)
    events: set[str] = field(default_factory=set)  # ends whose links, or whose happening's first telling, have gone
    namers: set[int] = field(default_factory=set)  # versions that named one that has gone
    crowded: set[int] = field(default_factory=set)  # versions that have room for links again

    def __post_init__(self) -> None:
        self.identities = Identities(self.alias)

    def remove(self, version: Version) -> None:
        """Drop the rows and links of a version that is no longer current."""
        actors = list(ActorRow.objects.using(self.alias).filter(version=version))
        links = Link.objects.using(self.alias).filter(Q(left=version) | Q(right=version))
        told = list(event_links(self.alias).filter(right=version))
        self.crowded |= find_crowded(told, self.alias)
        self.events |= {link.left_end for link in told}
        made = event_links(self.alias).filter(left=version).exclude(author=None)
        self.events |= set(made.values_list("right_end", flat=True))
        rows = EventRow.objects.using(self.alias)
        begun = rows.filter(version=version).values_list("end", flat=True)
        for part in chunks(begun):
            self.events |= set(rows.filter(happening__in=part).values_list("end", flat=True))
        self.namers |= set(links.filter(kind="rereports", right=version).values_list("left_id", flat=True))
        links.delete()
        drop_rows(version, self.alias)
        ClaimRow.objects.using(self.alias).filter(version=version).delete()
        self.identities.forget(actors)
        self.namers.discard(version.pk)
        self.crowded.discard(version.pk)

    def add(self, versions: Sequence[tuple[Version, Reading]]) -> None:
        """Write the rows of versions that have become current, and link them; settle what those that went left."""
        written = write_rows(versions, self.alias, self.identities.place)
        self.identities.finish(row for one in written for row in one.actors)
        self._link(written, self.namers)
        link_statements(versions, self.alias)
        for link in link_made([version for version, _ in versions], self.alias):
            self.follow(link)

    def follow(self, link: Link) -> None:
        """Derive again what follows from a link that a person made, or on which a person decided."""
        if link.kind == "same_actor":
            ends = ((link.left_id, link.left_row), (link.right_id, link.right_row))
            actors = ActorRow.objects.using(self.alias)
            self.judge_actors(actors.get(version=version, local=row.removeprefix("actors/")) for version, row in ends)
        elif link.left_row.startswith("events/"):
            self.judge_events([link.left_end, link.right_end])
        elif not link.left_row:
            self.judge_articles([link.left_id, link.right_id])

    def judge_actors(self, rows: Iterable[ActorRow]) -> None:
        """Derive again what follows from a decision on actors."""
        self.identities.judge(rows)
        self.identities.finish(())

    def judge_events(self, ends: Collection[str]) -> None:
        """Derive again what follows from a decision on events."""
        settle_happenings(ends, self.alias)

    def judge_articles(self, versions: Iterable[int]) -> None:
        """Derive again what follows from a decision on whole articles."""
        self._link_events((), set(versions))

    def _link(self, written: Sequence[Written], again: Collection[int]) -> None:
        texts = Texts(self.alias)
        texts.link_copies(written)
        self._link_events([one.version.pk for one in written], texts.link_origins(written, again))

    def _link_events(self, fresh: Collection[int], again: Collection[int]) -> None:
        """Link the events of those that came, and anew those of others whose links may be of another kind now."""
        linked = {
            pk
            for part in chunks(again)
            for pk in event_links(self.alias).filter(right__in=part).values_list("left_id", flat=True)
        }
        changed = link_events({*fresh, *again, *linked, *self.crowded}, self.alias)
        settle_happenings(changed | self.events, self.alias)
