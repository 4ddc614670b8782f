"""The desk's own taxonomy: what is filed where, its pages, and how an editor files an article otherwise."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dragoman.accounts import audit
from dragoman.accounts.access import needs, user_of
from dragoman.accounts.roles import Role
from dragoman.desk.article import find_kept
from dragoman.desk.feeds import Form, feed_of_cards
from dragoman.record import contents, opened
from dragoman.record.facets import FACETS
from dragoman.record.shelves import file_article, list_facets

__all__ = ["feed", "file", "index", "show"]


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List every facet with its values and how many articles each has."""
    return render(request, "topics.html", {"facets": list_facets(opened.record()).items()})


@require_safe
def show(request: HttpRequest, facet: str, value: str) -> HttpResponse:
    """Show the articles that are filed under a value."""
    _check(facet, value)
    newest = contents.find_newest(opened.record(), shelf=(facet, value), cursor=request.GET.get("cursor"))
    return render(request, "topic.html", {"newest": newest, "facet": facet, "value": value})


@require_safe
def feed(request: HttpRequest, facet: str, value: str, form: Form = "atom") -> HttpResponse:
    """Answer with the newest of them as a feed."""
    _check(facet, value)
    cards = contents.find_newest(opened.record(), shelf=(facet, value), limit=50).cards
    title, link = f"Dragoman: {value.replace('-', ' ')}", reverse("topic", args=[facet, value])
    return feed_of_cards(request, title, link, cards, form)


@needs(Role.EDITOR)
@require_POST
def file(request: HttpRequest, article_id: str) -> HttpResponse:
    """File an article, or leave it to what it tells again."""
    find_kept(article_id, None)  # 404 where there is none
    facet = str(request.POST.get("facet", ""))
    values = None if "derived" in request.POST else [value for value in request.POST.getlist("value") if value]
    user = user_of(request)
    file_article(opened.record(), article_id, facet, values, author=user.name if user else "")
    audit.log(user, "article.filed", article_id, facet=facet, values=values)
    return redirect(f"{reverse('article', args=[article_id])}#filed")


def _check(facet: str, value: str) -> None:
    if value not in FACETS.get(facet, ()):
        raise Http404(_("Nothing is filed under this."))
