"""The front page and the pages of categories."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dragoman.record import contents, opened

__all__ = ["category", "find_category", "front"]

_NEWEST = 8  # articles that the front page leads with
_SHELVES = 6  # categories that it shows articles of
_EACH = 4


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """Show the newest articles, and the newest of each of the largest categories."""
    record = opened.record()
    cursor = request.GET.get("cursor")
    newest = contents.find_newest(record, limit=_NEWEST if cursor is None else 20, cursor=cursor)
    categories = contents.list_categories(record)
    shelves = (
        [(shelf, contents.find_newest(record, shelf.name, limit=_EACH).cards) for shelf in categories[:_SHELVES]]
        if cursor is None
        else []
    )
    return render(
        request,
        "front.html",
        {
            "newest": newest,
            "categories": categories,
            "shelves": shelves,
            "articles": contents.count_articles(record),
            "later": cursor,
        },
    )


@require_safe
def category(request: HttpRequest, name: str) -> HttpResponse:
    """Show the articles of a category."""
    record = opened.record()
    categories = contents.list_categories(record)
    chosen = find_category(name, categories)
    newest = contents.find_newest(record, chosen.name, cursor=request.GET.get("cursor"))
    return render(request, "category.html", {"newest": newest, "categories": categories, "chosen": chosen})


def find_category(name: str, categories: tuple[contents.Category, ...]) -> contents.Category:
    """Find a category by its name in an address. Raises Http404."""
    chosen = next((one for one in categories if one.name == name.replace("-", " ")), None)
    if chosen is None:
        raise Http404(_("No article has this category."))
    return chosen
