"""The pages of the feeds and sitemaps that are followed, for editors: how each fares, and changing which they are."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dragoman.accounts.access import needs, user_of
from dragoman.accounts.audit import log
from dragoman.accounts.roles import Role
from dragoman.errors import DragomanError
from dragoman.record import opened
from dragoman.sources import following
from dragoman.sources.models import Item, Source

__all__ = ["add", "change", "index", "show"]

_SHOWN = 50  # entries of a source, the newest


@needs(Role.EDITOR)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Show how all sources fare, and a form for another one."""
    return _index(request, {})


def _index(request: HttpRequest, more: dict[str, object], status: int = 200) -> HttpResponse:
    found = following.list_health(opened.record())
    return render(request, "sources.html", {"sources": found, **more}, status=status)


@needs(Role.EDITOR)
@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """Follow a source, or change how it is followed."""
    url, minutes = request.POST.get("url", "").strip(), request.POST.get("minutes", "60")
    if not minutes.isdecimal() or not 5 <= int(minutes) <= 43_200:
        return _index(request, {"wrong": _("Minutes are a number from 5 to 43200."), "given": url}, 400)
    try:
        source, new = following.follow(
            opened.record(),
            url,
            title=request.POST.get("title", "").strip(),
            minutes=int(minutes),
            whole=request.POST.get("whole") == "yes",
        )
    except DragomanError as trouble:
        return _index(request, {"wrong": str(trouble), "given": url}, 400)
    log(user_of(request), "source.added" if new else "source.changed", f"source/{source.pk}", url=url)
    return redirect("source", number=source.pk)


@needs(Role.EDITOR)
@require_safe
def show(request: HttpRequest, number: int) -> HttpResponse:
    """Show how a source fares, and what it listed last."""
    source = _find(number)
    health = next(one for one in following.list_health(opened.record()) if one.source.pk == number)
    items = Item.objects.using(opened.record().alias).filter(source=source).order_by("-seen", "-pk")[:_SHOWN]
    return render(request, "source.html", {"health": health, "source": source, "items": items, "most": _SHOWN})


@needs(Role.EDITOR)
@require_POST
def change(request: HttpRequest, number: int) -> HttpResponse:
    """Pause, resume or remove a source."""
    source, record = _find(number), opened.record()
    action = request.POST.get("action", "")
    if action == "remove":
        source.delete(using=record.alias)
    elif action in {"pause", "resume"}:
        following.set_paused(record, source, paused=action == "pause")
    else:
        raise Http404(_("That cannot be done to a source."))
    log(user_of(request), f"source.{action}", f"source/{number}", url=source.url)
    return redirect("sources") if action == "remove" else redirect("source", number=number)


def _find(number: int) -> Source:
    source = Source.objects.using(opened.record().alias).filter(pk=number).first()
    if source is None:
        raise Http404(_("No source has this number."))
    return source
