"""The page of an article: its text with the evidence marked, the record beside it, and what others say of the same."""

import datetime as dt
import hashlib
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from dragoman.desk.cite import bibtex_of, csl_of
from dragoman.desk.talk.beside import find_remarks, talk_of
from dragoman.desk.words import actor_address, hyphened, named
from dragoman.errors import Unusable
from dragoman.export.account import clean
from dragoman.export.html import Elsewhere, render_pieces, safe_url
from dragoman.export.marks import key_of
from dragoman.model.wire import line_from_dict
from dragoman.record import opened
from dragoman.record.across.names import fold
from dragoman.record.beside import Kept, Neighbour, find_article
from dragoman.record.facets import FACETS
from dragoman.record.judging import find_line
from dragoman.record.lines import ArticleLine
from dragoman.record.shelves import find_filed
from dragoman.review.wording import KINDS, facts_of, title_of

__all__ = ["cite_bibtex", "cite_json", "find_kept", "show"]

_LONGEST = 200
_DAY = re.compile(r"\d{4}(-\d\d){0,2}")  # what is EDTF and ISO 8601 alike


@require_safe
def show(request: HttpRequest, article_id: str) -> HttpResponse:
    """Show an article in its last version, or the one that `version` names."""
    kept = find_kept(article_id, request.GET.get("version"))
    article = kept.reading.article
    links = _links(kept)
    for line, remarks in find_remarks(request, kept).items():
        links[line] += remarks
    judged = _judged(kept)
    words = {
        line.key: _("%(verdict)s by %(author)s") % {"verdict": named(line.verdict), "author": clean(line.author)}
        for line in judged
    }
    pieces = render_pieces(kept.reading, links, _hrefs(kept), words)
    # Safe: render_pieces escapes whatever comes from an article.
    names = ("nav", "article", "record", "timeline", "matrix")
    context: dict[str, object] = {name: mark_safe(getattr(pieces, name)) for name in names}  # noqa: S308
    copied, others = _gather(kept.neighbours)
    context |= {"kept": kept, "it": article, "copied": copied, "others": others, "reader": kept.reading.reader}
    context |= {"judged": judged, **_filed(article_id), "page": safe_url(article.url)}
    context["digest"] = hashlib.sha256(article.text.encode("utf-8", "surrogatepass")).hexdigest()
    context["day"] = article.published if _DAY.fullmatch(article.published or "") else None
    talk = talk_of(request, kept)
    response = render(request, "article.html", {**context, **talk})
    if kept.current and "webmentions" not in talk["off"]:
        response.headers["Link"] = f'<{request.build_absolute_uri(reverse("webmention"))}>; rel="webmention"'
    return response


@require_safe
def cite_json(request: HttpRequest, article_id: str) -> HttpResponse:  # noqa: ARG001
    """Answer with the article as an item of CSL-JSON."""
    return HttpResponse(csl_of(find_kept(article_id, None).reading.article), content_type="application/json")


@require_safe
def cite_bibtex(request: HttpRequest, article_id: str) -> HttpResponse:  # noqa: ARG001
    """Answer with the article as an entry of BibTeX."""
    entry = bibtex_of(find_kept(article_id, None).reading.article)
    return HttpResponse(entry, content_type="application/x-bibtex; charset=utf-8")


def find_kept(article_id: str, version: str | None) -> Kept:
    """Find an article. Raises Http404 where there is none, or no such version."""
    right = article_id.isprintable() and len(article_id) <= _LONGEST
    number = int(version) if version and version.isascii() and version.isdigit() and len(version) < 9 else None
    if not right or (version is not None and number is None):
        raise Http404(_("No such article is kept."))
    try:
        return find_article(opened.record(), article_id, number)
    except Unusable as trouble:
        raise Http404(f"{trouble.message}.".capitalize()) from trouble


def _filed(article_id: str) -> dict[str, object]:
    now, said = find_filed(opened.record(), article_id)
    options = [(facet, [(value, value in now[facet]) for value in values]) for facet, values in FACETS.items()]
    return {"filed": now.items(), "filings": said, "filing": options}


@dataclass(frozen=True, slots=True)
class _JudgedLine:
    """What a person decided on a line, beside what the machine read."""

    key: str  # of the line on this page
    kind: str
    verdict: str
    author: str
    made: dt.datetime
    note: str
    machine: str  # of one that was added and rejected: what was added; nothing: the machine has no such line
    now: str  # nothing: it is rejected
    changes: list[tuple[str, str, str]]  # field, the machine's value, the person's


def _judged(kept: Kept) -> list[_JudgedLine]:
    found = []
    for one in kept.judged:
        before, after = find_line(kept.machine, one.table, one.local), find_line(kept.reading, one.table, one.local)
        changes = []
        if before is not None and after is not None and one.verdict == "corrected":
            pairs = zip(facts_of(kept.machine, before), facts_of(kept.reading, after), strict=True)
            changes = [(name, value or "–", now or "–") for (name, value), (_, now) in pairs if value != now]
        kind = KINDS[one.table]
        if before is None and after is None and one.line is not None:
            before = line_from_dict(one.table, one.line)  # what a person added, and somebody rejected since
        machine = title_of(kept.machine, before) if before else ""
        now = title_of(kept.reading, after) if after else ""
        key = key_of(kind, one.local)
        found.append(_JudgedLine(key, kind, one.verdict, one.author, one.made, one.note, machine, now, changes))
    return found


def _links(kept: Kept) -> dict[str, list[Elsewhere]]:
    """Lead from each event to what others tell of it, and from each actor to their page."""
    links: dict[str, list[Elsewhere]] = defaultdict(list)
    if kept.current:
        everywhere = _("in all articles")
        for local, same in kept.events.items():
            if same.articles:
                said = _others(same.articles, told_differently=same.contradicted)
                address = reverse("event", args=[same.happening])
                links[key_of("event", local)].append(Elsewhere(address, said, same.contradicted))
        for local, key in kept.actors.items():
            links[key_of("actor", local)].append(Elsewhere(actor_address(key), everywhere))
    return links


def _others(count: int, *, told_differently: bool) -> str:
    if told_differently:
        said = ngettext(
            "%(count)d other article tells of it; told differently",
            "%(count)d other articles tell of it; told differently",
            count,
        )
    else:
        said = ngettext("%(count)d other article tells of it", "%(count)d other articles tell of it", count)
    return said % {"count": count}


def _hrefs(kept: Kept) -> Mapping[str, str]:
    article = kept.reading.article
    hrefs = {}
    if article.category and (name := fold(article.category)[:_LONGEST]):
        hrefs["category"] = reverse("category", args=[hyphened(name)])
    if article.publisher and (name := fold(article.publisher)[:_LONGEST]):
        hrefs["outlet"] = f"{reverse('search')}?outlet={hyphened(name)}"
    return hrefs


def _gather(
    neighbours: Sequence[Neighbour],
) -> tuple[list[Neighbour], list[tuple[ArticleLine, list[Neighbour]]]]:
    """Part copies and re-reports from other articles, and gather what each of those says; who contradicts comes first."""
    copied = [neighbour for neighbour in neighbours if neighbour.relation in {"copies", "rereports"}]
    gone = {neighbour.article.id for neighbour in copied if neighbour.relation == "copies"}
    found: dict[str, tuple[ArticleLine, list[Neighbour]]] = {}
    for neighbour in neighbours:
        if neighbour.relation not in {"copies", "rereports"} and neighbour.article.id not in gone:
            found.setdefault(neighbour.article.id, (neighbour.article, []))[1].append(neighbour)
    order = {"contradicts": 0, "updates": 1, "corroborates": 2, "repeats": 3}
    for _article, told in found.values():
        told.sort(key=lambda one: order[one.relation])
    ordered = sorted(found.values(), key=lambda pair: (order[pair[1][0].relation], pair[0].published or ""))
    return copied, ordered
