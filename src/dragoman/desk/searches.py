"""The pages of saved searches: list, save, change, delete."""

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from dragoman.accounts import audit
from dragoman.accounts.access import needs, person
from dragoman.accounts.roles import Role
from dragoman.errors import Unusable
from dragoman.review.models import SavedSearch
from dragoman.review.searches import DIGESTS, Wish, save

__all__ = ["change", "delete", "show"]


@needs(Role.READER)
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    """List somebody's searches, and take a new one."""
    wish = Wish("", request.GET.get("query", ""))
    return _take(request, wish, None)


@needs(Role.READER)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, number: int) -> HttpResponse:
    """Change a search."""
    it = _find(request, number)
    return _take(request, Wish(it.name, it.query, it.digest, it.webhook), it)


@needs(Role.READER)
@require_POST
def delete(request: HttpRequest, number: int) -> HttpResponse:
    """Delete a search."""
    it = _find(request, number)
    audit.log(person(request), "search.deleted", f"search/{it.pk}", name=it.name)
    it.delete()
    return redirect(reverse("searches"))


def _take(request: HttpRequest, wish: Wish, it: SavedSearch | None) -> HttpResponse:
    user, wrong = person(request), None
    if request.method == "POST":
        names = ("name", "query", "digest", "webhook")
        wish = Wish(*(str(request.POST.get(name, ""))[:2000] for name in names))
        try:
            kept = save(user, wish, request.build_absolute_uri(reverse("front")), it.pk if it else None)
        except Unusable as trouble:
            wrong = trouble
        else:
            audit.log(user, "search.saved", f"search/{kept.pk}", name=kept.name)
            return redirect(reverse("searches"))
    mine = [(one, urlencode({"q": one.query})) for one in SavedSearch.objects.filter(user=user).order_by("name")]
    context = {"mine": mine, "wish": wish, "it": it, "wrong": wrong, "digests": tuple(DIGESTS)}
    return render(request, "searches.html", context, status=400 if wrong else 200)


def _find(request: HttpRequest, number: int) -> SavedSearch:
    it = SavedSearch.objects.filter(pk=number, user=person(request)).first()
    if it is None:
        raise Http404(_("No such search is yours."))
    return it
