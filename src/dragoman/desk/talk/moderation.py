"""The moderators' page: what waits, what was decided, and what is turned off."""

from http import HTTPStatus
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dragoman.accounts.access import needs, person
from dragoman.accounts.roles import Role
from dragoman.desk.talk.places import find_kept, number_of, site_of
from dragoman.errors import Unusable
from dragoman.record.models import Version
from dragoman.record.opened import record
from dragoman.talk import verdicts
from dragoman.talk.bayes import find_odds
from dragoman.talk.gate import WHY
from dragoman.talk.markdown import render as render_markdown
from dragoman.talk.models import Comment, Domain
from dragoman.talk.switches import SWITCHES, find_off, turn

__all__ = ["article_switches", "queue", "switches", "undo", "verdict"]


@needs(Role.EDITOR)
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """Show what waits for a moderator, or what was decided."""
    return _show(request, "", HTTPStatus.OK)


def _show(request: HttpRequest, wrong: str, status: HTTPStatus) -> HttpResponse:
    asked = _asked(request)
    found = verdicts.load_queue(asked)
    articles = _articles({item.kept_id for item in found.items})
    items = [_row(item, articles) for item in found.items]
    off = find_off()
    context = {
        "asked": asked,
        "queue": found,
        "items": items,
        "wrong": wrong,
        "shelves": verdicts.SHELVES,
        "kinds": verdicts.KINDS,
        "standings": Domain.Standing.choices,
        "chosen": request.POST.getlist("item"),
        "reason": request.POST.get("reason", ""),
        "last": verdicts.last_batch(person(request)),
        "switches": [(name, words, name not in off) for name, words in SWITCHES.items()],
        "earlier": _link(asked, found.page - 1) if found.page > 1 else "",
        "later": _link(asked, found.page + 1) if found.page < found.pages else "",
    }
    return render(request, "moderation.html", context, status=status)


def _asked(request: HttpRequest) -> verdicts.Asked:
    sent = request.GET
    shelf, kind = sent.get("shelf", "waiting"), sent.get("kind", "all")
    if shelf not in verdicts.SHELVES or kind not in verdicts.KINDS:
        raise Http404
    words = " ".join(sent.get("q", "").replace("\x00", " ").split())[:200]
    return verdicts.Asked(shelf, kind, words, number_of(sent.get("page")) or 1)


def _link(asked: verdicts.Asked, page: int) -> str:
    return "?" + urlencode({"shelf": asked.shelf, "kind": asked.kind, "q": asked.words, "page": page})


def _articles(rows: set[int]) -> dict[int, tuple[str, str]]:
    versions = Version.objects.using(record().alias).filter(kept__in=rows, current=True)
    return {row: (article, title or "") for row, article, title in versions.values_list("kept", "article_id", "title")}


def _row(item: verdicts.Item, articles: dict[int, tuple[str, str]]) -> dict[str, object]:
    article, title = articles[item.kept_id]
    comment = isinstance(item, Comment)
    odds = find_odds(verdicts.words_of(item))
    return {
        "it": item,
        "name": f"{'comment' if comment else 'backlink'}/{item.pk}",
        "comment": comment,
        "html": render_markdown(item.body) if isinstance(item, Comment) else "",
        "flags": [flag for flag in item.flags.all() if not flag.settled] if isinstance(item, Comment) else [],
        "why": [WHY[code] for code in item.why.split()],
        "odds": None if odds is None else round(100 * odds),
        "article": reverse("article", args=[article]),
        "title": title,
    }


@needs(Role.EDITOR)
@require_POST
def verdict(request: HttpRequest) -> HttpResponseBase:
    """Decide on what was chosen."""
    sent = request.POST
    try:
        verdicts.decide(
            person(request),
            sent.getlist("item")[:500],
            sent.get("verdict", ""),
            sent.get("reason", ""),
            site=site_of(request),
            standing=sent.get("standing", ""),
        )
    except Unusable as trouble:
        return _show(request, trouble.message, HTTPStatus.BAD_REQUEST)
    return redirect(f"{reverse('moderation')}?{request.GET.urlencode()}")


@needs(Role.EDITOR)
@require_POST
def undo(request: HttpRequest) -> HttpResponseBase:
    """Take back what one decided last."""
    verdicts.undo(person(request), request.POST.get("batch", "")[:32])
    return redirect("moderation")


@needs(Role.EDITOR)
@require_POST
def switches(request: HttpRequest) -> HttpResponseBase:
    """Turn something on or off for the site."""
    _turn(request, None)
    return redirect(f"{reverse('moderation')}#switches")


@needs(Role.EDITOR)
@require_POST
def article_switches(request: HttpRequest, article_id: str) -> HttpResponseBase:
    """Turn something on or off for an article."""
    kept = find_kept(article_id)
    _turn(request, kept.row)
    return redirect(f"{kept.address}#elsewhere")


def _turn(request: HttpRequest, kept: int | None) -> None:
    name = request.POST.get("name", "")
    if name not in SWITCHES:
        raise Unusable(_("there is no such switch"), name[:20] or None)
    turn(person(request), name, on=request.POST.get("on") == "1", kept=kept)
