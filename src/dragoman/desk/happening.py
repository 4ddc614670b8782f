"""The page of a happening: its tellings side by side, a page at once, copies under their origin, contradictions marked."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dragoman.errors import Unusable
from dragoman.record import opened
from dragoman.record.beside import Dispute, find_disputes
from dragoman.record.happenings import MOST_COUNTED, Account, Telling, find_account

__all__ = ["show"]

_SHOWN = 40  # tellings on a page


@dataclass(frozen=True, slots=True)
class _Origin:
    """An independent teller: its own telling, and those that have it from there."""

    outlet: str | None
    named: bool  # others name the outlet; no article of its own is kept
    own: tuple[Telling, ...]  # empty: it is only named, or its own telling is on another page
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
    """Show what is known of an event and who says so; `from` is the number of tellings that stand on earlier pages."""
    record = opened.record()
    start = _start_of(request.GET.get("from", ""))
    try:
        account = find_account(record, event, limit=_SHOWN, start=start)
    except Unusable as trouble:
        raise Http404(_("No such event is kept.")) from trouble
    disputes = find_disputes(record, account)
    context = {
        "account": account,
        "origins": _origins(account),
        "earlier": max(start - _SHOWN, 0) if start else None,
        "later": start + _SHOWN if start + _SHOWN < min(account.count, MOST_COUNTED) else None,
        "first": start + 1,
        "last": start + len(account.tellings),
        "contradictions": _between(disputes, "contradicts"),
        "updates": _between(disputes, "updates"),
    }
    return render(request, "event.html", context)


def _origins(account: Account) -> list[_Origin]:
    made = []
    for teller in account.tellers:
        articles = set(teller.articles)
        told = [telling for telling in account.tellings if telling.article.id in articles]
        if not told:
            continue
        own = tuple(telling for telling in told if telling.own)
        copies = tuple(telling for telling in told if not telling.own)
        made.append(_Origin(teller.outlet, teller.article is None, own, copies))
    return made


def _start_of(text: str) -> int:
    """Read where a page begins; what is no place in the list is its beginning."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 and int(text) < MOST_COUNTED else 0


def _between(disputes: Sequence[Dispute], relation: str) -> list[Dispute]:
    """Return the disputes of a kind between those who tell of it themselves: what a copy says its origin says."""
    return [one for one in disputes if one.relation == relation and one.later.own and one.earlier.own]
