"""The search page: the query language with a form beside it, all of it in the address."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from dragoman.desk.filters import FIELDS, Asked, read_asked
from dragoman.desk.saving import FORMS
from dragoman.errors import WrongQuery
from dragoman.export.account import TYPE_WORDS
from dragoman.model import EVENT_TYPES
from dragoman.record import contents, opened
from dragoman.record.ask import Answer, ask
from dragoman.record.query import SOURCINGS

__all__ = ["search"]

_PAGE = 20
_AUXILIARY = (
    ("future", _("planned or expected")),
    ("hypothetical", _("sought, offered or conditional")),
    ("negation", _("denied")),
    ("historical", _("told as background")),
    ("none", _("happened")),
)
_LABELS = {
    "actor": _("Actor"),
    "country": _("Country"),
    "event": _("Event type"),
    "auxiliary": _("How it stands"),
    "date": _("Date"),
    "source": _("According to"),
    "outlet": _("Outlet"),
    "category": _("Category"),
}
_HINTS = {"actor": "kim-jong-un", "country": "Kenya", "date": "2024-03, 2023/2024", "source": _("a name, or: unnamed")}


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Answer what is asked; say what is wrong at its place."""
    asked = read_asked(request.GET)
    answer, wrong = None, asked.wrong
    if asked.query is not None:
        try:
            answer = ask(opened.record(), asked.query, limit=_PAGE, cursor=request.GET.get("cursor"))
        except WrongQuery as trouble:
            wrong = asked.place(trouble)
    context = {
        "asked": asked,
        "answer": answer,
        "wrong": wrong,
        "mended": wrong and wrong.mended and _address(asked, **{wrong.field: wrong.mended}),
        "fields": _fields(asked, wrong.field if wrong else None),
        "next": answer and answer.next and _address(asked, cursor=answer.next),
        "first": request.GET.get("cursor") and _address(asked),
        "tabs": _tabs(asked, answer),
        "feed": f"{reverse('search-feed')}?{_parameters(asked)}" if answer else None,
        "json_feed": f"{reverse('search-feed-json')}?{_parameters(asked)}" if answer else None,
        "save": f"{reverse('search-save')}?{_parameters(asked)}" if answer and answer.hits else None,
        "forms": FORMS,
        "login_address": f"{reverse('login')}?{urlencode({'next': request.get_full_path()})}",
    }
    return render(request, "search.html", context, status=400 if wrong else 200)


def _parameters(asked: Asked, **changed: str) -> str:
    return urlencode({name: value for name, value in {**asked.values, **changed}.items() if value})


def _address(asked: Asked, **changed: str) -> str:
    return f"{reverse('search')}?{_parameters(asked, **changed)}"


def _tabs(asked: Asked, answer: Answer | None) -> list[dict[str, object]]:
    """What the query can find, each with its number (known on the first page)."""
    if answer is None or asked.query is None:
        return []
    counts = {count.show: f"{count.count}{'+' if count.more else ''}" for count in answer.counts}
    return [
        {"show": show, "count": counts.get(show), "current": show == answer.show, "href": _address(asked, show=show)}
        for show in asked.query.shown
    ]


def _fields(asked: Asked, wrong: str | None) -> list[dict[str, object]]:
    record = opened.record()
    options = {
        "event": [(code, f"{gettext(TYPE_WORDS[code])} ({code})") for code in EVENT_TYPES],
        "auxiliary": list(_AUXILIARY),
    }
    offers = {
        "source": SOURCINGS,
        "outlet": contents.list_names(record, "outlet"),
        "category": contents.list_names(record, "category"),
    }
    return [
        {
            "name": field,
            "label": _LABELS[field],
            "value": asked.values[field],
            "hint": _HINTS.get(field, ""),
            "options": options.get(field),
            "offers": offers.get(field),
            "wrong": field == wrong,
        }
        for field in FIELDS
    ]
