"""The page of a happening: all tellings side by side, copies under their origin, differences and contradictions marked."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dragoman.errors import Unusable
from dragoman.record import opened
from dragoman.record.beside import Dispute, find_disputes
from dragoman.record.happenings import Account, Telling, find_account

__all__ = ["show"]


@dataclass(frozen=True, slots=True)
class _Origin:
    """An independent teller: its own telling, and those that have it from there."""

    outlet: str | None
    sources: tuple[str, ...]
    own: tuple[Telling, ...]  # empty: the outlet is only named by others
    copies: tuple[Telling, ...]

    @property
    def shown(self) -> tuple[Telling, ...]:
        """What stands for it: its own telling, or else the first of those that have it from there."""
        return self.own or self.copies[:1]

    @property
    def folded(self) -> tuple[Telling, ...]:
        """The others."""
        return self.copies if self.own else self.copies[1:]


@require_safe
def show(request: HttpRequest, event: str) -> HttpResponse:
    """Show what is known of an event and who says so."""
    record = opened.record()
    try:
        account = find_account(record, event)
    except Unusable as trouble:
        raise Http404("No such event is kept.") from trouble
    disputes = find_disputes(record, account)
    context = {
        "account": account,
        "origins": _origins(account),
        "contradictions": _between(disputes, "contradicts"),
        "updates": _between(disputes, "updates"),
    }
    return render(request, "event.html", context)


def _origins(account: Account) -> list[_Origin]:
    made = []
    for teller in account.tellers:
        told = [telling for telling in account.tellings if telling.article.id in teller.articles]
        own = tuple(telling for telling in told if telling.own)
        copies = tuple(telling for telling in told if not telling.own)
        made.append(_Origin(teller.outlet, teller.sources, own, copies))
    return made


def _between(disputes: Sequence[Dispute], relation: str) -> list[Dispute]:
    """Return the disputes of a kind between those who tell of it themselves: what a copy says its origin says."""
    return [one for one in disputes if one.relation == relation and one.later.own and one.earlier.own]
