"""The page of an actor, and its timeline as a picture and as data."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dragoman.desk.pictures import picture_response
from dragoman.desk.tables import csv_response
from dragoman.desk.timeline import Chart, Row, draw_chart
from dragoman.errors import Unusable, WrongQuery
from dragoman.record import opened
from dragoman.record.people import Profile, find_people, find_profile, find_slugs
from dragoman.record.stands import find_stand

__all__ = ["show", "timeline"]

_LONGEST = 250
_ROW, _TOP = 26, 40  # pixels of the picture


@require_safe
def show(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what is kept of somebody; a choice, where several are called so."""
    record = opened.record()
    if not _is_slug(slug):
        raise Http404(_("Nobody is called so in this Record."))
    slugs = find_slugs(record, slug)
    if not slugs:
        raise Http404(_("Nobody is called so in this Record."))
    if len(slugs) > 1:
        choices = find_people(record, slug)
        return render(request, "choices.html", {"choices": choices, "name": slug.replace("-", " ")})
    if slugs[0] != slug:
        return redirect(reverse("actor", args=slugs))
    profile = find_profile(record, slug)
    issue = request.GET.get("issue", "").strip()
    stand, wrong = None, None
    if issue:
        try:
            stand = find_stand(record, profile.key, issue[:_LONGEST])
        except WrongQuery as trouble:
            wrong = trouble.problem
    context = {"it": profile, "chart": _chart(profile), "issue": issue, "stand": stand, "wrong": wrong}
    return render(request, "actor.html", context)


@require_safe
def timeline(request: HttpRequest, slug: str, form: str) -> HttpResponse:  # noqa: ARG001
    """Answer with the timeline as SVG, PNG or CSV."""
    if form not in {"svg", "png", "csv"} or not _is_slug(slug):
        raise Http404(_("A timeline comes as svg, png or csv."))
    try:
        profile = find_profile(opened.record(), slug)
    except Unusable as trouble:
        raise Http404(_("Nobody is called so in this Record.")) from trouble
    chart = _chart(profile)
    if chart is None:
        raise Http404(_("Nobody tells when they did something."))
    if form == "csv":
        header = ("lane", "happening", "date", "outcome", "act", "parties", "tellers", "articles")
        return csv_response(f"{slug}-timeline.csv", header, map(_record_of, chart.rows))
    rows = [{"row": row, "y": _TOP + _ROW * number} for number, row in enumerate(chart.rows)]
    context = {"it": profile, "chart": chart, "rows": rows, "height": _TOP + _ROW * len(rows) + 10}
    return picture_response(render_to_string("timeline.svg", context).encode(), f"{slug}-timeline", form)


def _record_of(row: Row) -> tuple[object, ...]:
    account = row.account
    parties = "; ".join(party.name for party in account.parties)
    return (
        row.lane,
        account.happening,
        account.dates[0].value,
        account.outcome,
        account.act,
        parties,
        len(account.tellers),
        len({article for teller in account.tellers for article in teller.articles}),
    )


def _chart(profile: Profile) -> Chart | None:
    own = {account.happening for account in profile.did}
    undergone = [account for account in profile.underwent if account.happening not in own]
    return draw_chart((("did", profile.did), ("was done to them", undergone)))


def _is_slug(slug: str) -> bool:
    return slug.isprintable() and len(slug) <= _LONGEST
