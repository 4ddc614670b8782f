"""The pages of those who code one article apart: given, coded, compared, adjudicated, saved as gold."""

import pathlib
import tempfile
from urllib.parse import unquote, urlsplit

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dragoman.accounts import audit
from dragoman.accounts.access import needs, person
from dragoman.accounts.roles import Role
from dragoman.errors import Unusable
from dragoman.model import Reading
from dragoman.record import opened
from dragoman.record.exports.formats import export_record
from dragoman.record.packed import machine_reading
from dragoman.review import coders
from dragoman.review.agreement import measure
from dragoman.review.coders import Unit
from dragoman.review.models import Assignment, Coder
from dragoman.review.passages import cut_text
from dragoman.review.wording import KINDS, facts_of, title_of

__all__ = ["adjudicate", "assign", "assignment", "close", "done", "gold"]

_LONGEST = 200  # characters of an article's id


@needs(Role.EDITOR)
@require_POST
def assign(request: HttpRequest) -> HttpResponse:
    """Give an article to coders."""
    given = str(request.POST.get("article", "")).strip()
    path = urlsplit(given).path if "/" in given else given
    article = unquote(path.partition("/articles/")[2].strip("/")) if "/articles/" in path else given
    if not article.isprintable() or len(article) > _LONGEST:
        raise Unusable(_("no such article is kept"), "article")
    chosen = {int(value) for value in request.POST.getlist("coder") if value.isdecimal() and len(value) < 10}
    people = [one for one in coders.list_people() if one.pk in chosen]
    made = coders.assign(opened.record(), article, people, person(request))
    audit.log(person(request), "coding.given", f"assignment/{made.pk}", coders=[one.name for one in people])
    return redirect(reverse("assignment", args=[made.pk]))


@needs(Role.REVIEWER)
@require_safe
def assignment(request: HttpRequest, number: int) -> HttpResponse:
    """Show how far the coders are, and how far they agree once all are done."""
    it, coder = _find(request, number)
    over = coders.all_done(it)
    context: dict[str, object] = {"it": it, "coder": coder, "over": over, "coders": it.coders.order_by("pk")}
    if coder is not None and coder.done is None:
        context["left"] = coders.left_of(coder)
        article = machine_reading(it.version).article.id
        context["begin"] = f"{reverse('review-line')}?article={article}&only=1&assignment={it.pk}"
    if over:
        read = coders.readings_of(it)
        units = coders.compare(it)
        context |= {"rows": measure([reading for _name, reading in read]), "units": len(units)}
        context["differ"] = sum(not unit.agreed for unit in units)
        context["ruled"] = it.rulings.count()
    return render(request, "assignment.html", context)


@needs(Role.REVIEWER)
@require_POST
def done(request: HttpRequest, number: int) -> HttpResponse:
    """Say that one's own coding is done."""
    it, coder = _find(request, number)
    if coder is None:
        raise Http404(_("This article was not given to you."))
    coders.finish(coder)
    audit.log(person(request), "coding.done", f"assignment/{it.pk}")
    return redirect(reverse("assignment", args=[number]))


@needs(Role.EDITOR)
def adjudicate(request: HttpRequest, number: int) -> HttpResponse:
    """Show a line on which coders differ, side by side, and take the choice."""
    it, _coder = _find(request, number)
    if not coders.all_done(it):
        raise Unusable(_("not all coders are done"), "adjudication")
    units = [unit for unit in coders.compare(it) if not unit.agreed]
    if request.method == "POST":
        chosen = str(request.POST.get("choice", ""))
        coder = int(chosen) if chosen.isdecimal() and len(chosen) < 10 else None
        if chosen != "machine" and coder is None:
            raise Unusable(_("is a coder or the machine"), "choice")
        coders.rule(it, str(request.POST.get("unit", "")), coder, person(request))
        return redirect(reverse("adjudicate", args=[number]))
    ruled = {one.unit: one.coder_id for one in it.rulings.all()}
    wanted = request.GET.get("unit")
    unit = next((one for one in units if (one.name == wanted if wanted else one.name not in ruled)), None)
    machine = machine_reading(it.version)
    readings = {coder.pk: reading for coder, reading in coders.readings_of(it)}
    context: dict[str, object] = {
        "it": it,
        "unit": unit,
        "units": units,
        "ruled": ruled,
        "left": sum(one.name not in ruled for one in units),
    }
    if unit is not None:
        line = unit.machine or next(choice.line for choice in unit.choices if choice.line is not None)
        context |= {
            "text": cut_text(machine, line),
            "kind": KINDS[unit.table],
            "sides": _sides(unit, machine, readings),
        }
    return render(request, "adjudicate.html", context)


@needs(Role.EDITOR)
@require_POST
def close(request: HttpRequest, number: int) -> HttpResponse:
    """Make the result what counts."""
    it, _coder = _find(request, number)
    count = coders.close(opened.record(), it, person(request))
    audit.log(person(request), "coding.adjudicated", f"assignment/{it.pk}", lines=count)
    return redirect(reverse("assignment", args=[number]))


@needs(Role.REVIEWER)
@require_safe
def gold(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Answer with the Readings of which people judged every line, as JSON Lines."""
    with tempfile.TemporaryDirectory() as folder:
        target = pathlib.Path(folder, "gold")
        export_record(opened.record(), "gold", target)
        found = (target / "gold.jsonl").read_bytes()
    return HttpResponse(
        found,
        content_type="application/jsonl; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="gold.jsonl"'},
    )


def _sides(unit: Unit, machine: Reading, readings: dict[int, Reading]) -> list[dict[str, object]]:
    """Return what can be chosen: each coder's line, and the machine's."""
    sides: list[dict[str, object]] = []
    for choice in unit.choices:
        reading = readings[choice.coder.pk]
        sides.append(
            {
                "name": choice.coder.name,
                "value": choice.coder.pk,
                "title": title_of(reading, choice.line) if choice.line else "",
                "facts": facts_of(reading, choice.line) if choice.line else [],
            }
        )
    if unit.machine is not None:
        facts = facts_of(machine, unit.machine)
        sides.append(
            {"name": _("The machine"), "value": "machine", "title": title_of(machine, unit.machine), "facts": facts}
        )
    return sides


def _find(request: HttpRequest, number: int) -> tuple[Assignment, Coder | None]:
    """Find an assignment for one of its coders, or an editor."""
    user = person(request)
    it = Assignment.objects.filter(pk=number).select_related("version").first()
    coder = Coder.objects.filter(assignment=number, user=user).select_related("assignment__version").first()
    if it is None or (coder is None and not user.may(Role.EDITOR)):
        raise Http404(_("No such article was given to you."))
    return it, coder
