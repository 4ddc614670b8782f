"""Feeds, as Atom and as JSON Feed: of all articles, of a category, and of whatever a search finds."""

import datetime as dt
from collections.abc import Iterable
from typing import Any, Literal

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dragoman.desk.filters import read_asked
from dragoman.desk.lists import find_category
from dragoman.desk.words import article_address, headed, line_address
from dragoman.errors import Unusable
from dragoman.export.account import clean
from dragoman.export.periods import find_period
from dragoman.record import contents, opened
from dragoman.record.ask import Hit, ask
from dragoman.record.lines import ArticleLine

__all__ = ["Form", "category", "feed_of_cards", "found", "newest"]

Form = Literal["atom", "json"]

_ENTRIES = 50


@require_safe
def newest(request: HttpRequest, form: Form = "atom") -> HttpResponse:
    """Answer with the newest articles."""
    cards = contents.find_newest(opened.record(), limit=_ENTRIES).cards
    return _feed(request, _("Dragoman: newest articles"), reverse("front"), _of_cards(cards), form)


@require_safe
def category(request: HttpRequest, name: str, form: Form = "atom") -> HttpResponse:
    """Answer with the newest articles of a category."""
    record = opened.record()
    chosen = find_category(name, contents.list_categories(record))
    cards = contents.find_newest(record, chosen.name, limit=_ENTRIES).cards
    return _feed(request, f"Dragoman: {headed(chosen.name)}", reverse("category", args=[name]), _of_cards(cards), form)


@require_safe
def found(request: HttpRequest, form: Form = "atom") -> HttpResponse:
    """Answer with what a search finds. A wrong one is answered with 400."""
    asked = read_asked(request.GET)
    if asked.wrong:
        raise Unusable(asked.wrong.problem, asked.wrong.field)
    if asked.query is None:
        raise Http404(_("A feed wants something to look for."))
    hits = ask(opened.record(), asked.query, limit=_ENTRIES).hits
    link = f"{reverse('search')}?{request.GET.urlencode()}"
    return _feed(request, f"Dragoman: {asked.query}", link, map(_of_hit, hits), form)


def feed_of_cards(
    request: HttpRequest, title: str, link: str, cards: Iterable[contents.Card], form: Form
) -> HttpResponse:
    """Answer with articles as a feed; link: the page that shows them."""
    return _feed(request, title, link, _of_cards(cards), form)


_Entry = tuple[ArticleLine, str, str]  # the article, where in the site it is, and what stands there


def _of_cards(cards: Iterable[contents.Card]) -> Iterable[_Entry]:
    return ((card.article, article_address(card.article), card.lead) for card in cards)


def _of_hit(hit: Hit) -> _Entry:
    line = hit.statement or hit.event
    address = line_address(hit.article, line.row) if line else article_address(hit.article)
    return hit.article, address, " … ".join(snippet.text for snippet in hit.snippets)


def _feed(request: HttpRequest, title: str, link: str, entries: Iterable[_Entry], form: Form) -> HttpResponse:
    return (_atom if form == "atom" else _json)(request, title, link, entries)


def _json(request: HttpRequest, title: str, link: str, entries: Iterable[_Entry]) -> HttpResponse:
    """Write a feed as JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/); a day that is not known is left out."""
    items = []
    for article, address, words in entries:
        where = request.build_absolute_uri(address)
        item: dict[str, object] = {"id": where, "url": where, "content_text": clean(" ".join(words.split()))}
        item["title"] = clean(article.title or _("Article without a headline"))
        if find_period(article.published):
            item["date_published"] = _day(article.published).isoformat()
        if article.outlet:
            item["authors"] = [{"name": clean(article.outlet)}]
        items.append(item)
    feed: dict[str, Any] = {"version": "https://jsonfeed.org/version/1.1", "title": clean(title), "language": "en"}
    feed |= {"home_page_url": request.build_absolute_uri(link), "feed_url": request.build_absolute_uri()}
    return JsonResponse(feed | {"items": items}, content_type="application/feed+json; charset=utf-8")


def _atom(request: HttpRequest, title: str, link: str, entries: Iterable[_Entry]) -> HttpResponse:
    own = request.build_absolute_uri()
    feed = Atom1Feed(
        title=clean(title), link=request.build_absolute_uri(link), description="", feed_url=own, feed_guid=own
    )
    for article, address, words in entries:
        where = request.build_absolute_uri(address)
        day = _day(article.published)
        feed.add_item(
            title=clean(article.title or _("Article without a headline")),
            link=where,
            description=clean(" ".join(words.split())),
            author_name=clean(article.outlet or ""),
            unique_id=where,
            pubdate=day,
            updateddate=day,
        )
    return HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


def _day(published: str | None) -> dt.datetime:
    """Return the day of publication; Atom wants one, and the first day of all says that it is not known."""
    period = find_period(published)
    day = (period and period.start) or dt.date(1, 1, 1)
    return dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC)
