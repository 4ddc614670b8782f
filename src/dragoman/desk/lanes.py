"""Several actors on one timeline, each in a lane."""

from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dragoman.desk.pictures import picture_response
from dragoman.desk.tables import csv_response
from dragoman.desk.timeline import Chart, draw_chart
from dragoman.errors import Unusable
from dragoman.record import opened
from dragoman.record.happenings import Account
from dragoman.record.people import Profile, find_people, find_profile, find_slugs

__all__ = ["download", "show"]

_MOST = 6  # actors: more lanes than this nobody tells apart
_LONGEST = 250
_ROW, _HEAD, _TOP = 26, 30, 40  # pixels of the picture


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Show the lanes of the actors that are named."""
    names = [name.strip() for name in request.GET.getlist("actor") if name.strip()]
    profiles, wrong = _find(names)
    lanes = _lanes(profiles)
    query = urlencode([("actor", profile.slug) for profile in profiles])
    context = {"profiles": profiles, "lanes": lanes, "wrong": wrong, "query": query, "names": names, "most": _MOST}
    if lanes:
        context["ticks"] = lanes[0][1].ticks
    return render(request, "lanes.html", context, status=400 if wrong else 200)


@require_safe
def download(request: HttpRequest, form: str) -> HttpResponse:
    """Answer with the lanes as svg, png or csv."""
    if form not in {"svg", "png", "csv"}:
        raise Http404(_("Lanes come as svg, png or csv."))
    profiles, wrong = _find([name.strip() for name in request.GET.getlist("actor") if name.strip()])
    if wrong:
        raise Unusable(wrong, "actor")
    lanes = _lanes(profiles)
    if form == "csv":
        header = ("actor", "happening", "date", "outcome", "act", "what", "tellers")
        table = [
            (
                profile.name,
                account.happening,
                account.dates[0].value,
                account.outcome,
                account.act,
                row.title,
                len(account.tellers),
            )
            for profile, chart in lanes
            for row in chart.rows
            for account in (row.account,)
        ]
        return csv_response("lanes.csv", header, table)
    placed, y = [], _TOP
    for profile, chart in lanes:
        rows = [{"row": row, "y": y + _HEAD + _ROW * number} for number, row in enumerate(chart.rows)]
        placed.append({"name": profile.name, "y": y, "rows": rows})
        y += _HEAD + _ROW * len(rows)
    context = {"lanes": placed, "ticks": lanes[0][1].ticks if lanes else (), "height": y + 10}
    return picture_response(render_to_string("lanes.svg", context).encode(), "lanes", form)


def _find(names: list[str]) -> tuple[list[Profile], str]:
    """Find who is meant, and say in one line what is wrong; nothing is."""
    if len(names) > _MOST:
        return [], _("at most %(most)d actors fit on one timeline") % {"most": _MOST}
    record = opened.record()
    found: list[Profile] = []
    for name in names:
        slug = name.lower().replace(" ", "-")
        slugs = find_slugs(record, slug) if name.isprintable() and len(name) <= _LONGEST else ()
        if not slugs:
            return found, _("nobody is called %(name)s in this Record") % {"name": repr(name[:60])}
        if len(slugs) > 1:
            several = ", ".join(choice.slug for choice in find_people(record, slug)[:4])
            return found, _("several are called %(name)s: %(several)s") % {"name": repr(name[:60]), "several": several}
        if slugs[0] not in {profile.slug for profile in found}:
            found.append(find_profile(record, slugs[0]))
    return found, ""


def _lanes(profiles: list[Profile]) -> list[tuple[Profile, Chart]]:
    """Draw all actors on one scale, and part the rows by actor again; what two of them share stands in both lanes."""
    accounts = {profile.slug: _accounts(profile) for profile in profiles}
    whole = draw_chart(accounts.items())
    if whole is None:
        return []
    return [
        # Whose lane it is stands above it.
        (profile, Chart(tuple(replace(row, lane="") for row in whole.rows if row.lane == profile.slug), whole.ticks, 0))
        for profile in profiles
    ]


def _accounts(profile: Profile) -> list[Account]:
    own = {account.happening for account in profile.did}
    return [*profile.did, *(account for account in profile.underwent if account.happening not in own)]
