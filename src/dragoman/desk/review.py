"""The pages on which lines are judged: where to begin, and a line beside its words, the next one ready."""

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dragoman.accounts import audit
from dragoman.accounts.access import needs, person
from dragoman.accounts.roles import Role
from dragoman.errors import Unusable, WrongQuery
from dragoman.model.wire import LINES, Line, line_from_dict
from dragoman.record import opened
from dragoman.record.judge import Decision, new_id
from dragoman.record.judgements import iter_orphans
from dragoman.record.judging import Judged, Table, Verdict, find_line
from dragoman.review import coders
from dragoman.review.books import Book, CoderBook, RecordBook
from dragoman.review.forms import Field, fields_of, read_form, refill
from dragoman.review.models import Coder
from dragoman.review.passages import cut_text
from dragoman.review.queue import Choice, Place, find_next, find_previous, neighbours_in
from dragoman.review.wording import KINDS, facts_of, say_wrong, title_of

__all__ = ["line", "orphans", "start", "undo"]

_VERDICTS: dict[str, Verdict] = {"confirm": "confirmed", "correct": "corrected", "reject": "rejected", "add": "added"}
_LONGEST = 1000
_LAST = "last_verdict"  # in the session: the line whose verdict `undo` takes back
_SEEN = "last_seen"  # in the session: the line that was shown when that verdict was given; of an added one, another


@dataclass(frozen=True, slots=True)
class _Asked:
    """Which line, in which queue, in whose book."""

    choice: Choice
    place: Place | None
    assignment: int | None
    new: str = ""  # table of a line that is to be added

    def address(self, place: Place | None, *, new: str = "") -> str:
        """Return the address of a line in the same queue; of the first page where there is no line."""
        if place is None:
            home = reverse("review")
            return reverse("assignment", args=[self.assignment]) if self.assignment else f"{home}?over=1"
        sent = {"article": place.article, "table": place.table, "line": place.local, "new": new}
        sent |= {"q": self.choice.query, "order": "unsure" if self.choice.unsure else "", "of": self.choice.table}
        sent |= {"only": "1" if self.choice.article else "", "assignment": str(self.assignment or "")}
        return f"{reverse('review-line')}?{urlencode({name: value for name, value in sent.items() if value})}"


@needs(Role.REVIEWER)
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Show where to begin: a queue, and what one was given to code."""
    user = person(request)
    context = {"tables": KINDS.items(), "over": "over" in request.GET, "mine": coders.list_mine(user)}
    if user.may(Role.EDITOR):
        context["all"] = coders.list_all()
        context["people"] = coders.list_people()
    return render(request, "review_start.html", context)


@needs(Role.REVIEWER)
@require_http_methods(["GET", "HEAD", "POST"])
def line(request: HttpRequest) -> HttpResponse:
    """Show a line with its words, or take a verdict on it and go on to the next."""
    asked = _read(request)
    record = opened.record()
    try:
        place = asked.place or find_next(record, asked.choice)
    except WrongQuery as trouble:
        context = {"tables": KINDS.items(), "wrong": say_wrong(trouble), "q": asked.choice.query, "mine": []}
        return render(request, "review_start.html", context, status=400)
    if place is None:
        return redirect(asked.address(None))
    if asked.place is None:
        return redirect(asked.address(place))
    book = _book(request, asked, place)
    if request.method == "POST":
        return _judge(request, asked, place, book)
    return _show(request, asked, place, book)


@needs(Role.REVIEWER)
@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    """Take back the last verdict of this session, and go to its line."""
    last, seen = request.session.pop(_LAST, None), request.session.pop(_SEEN, None)
    if last is None:
        raise Unusable(_("there is nothing to take back"), "undo")
    asked = _read_address(last)
    if asked.place is None:
        raise Http404
    book = _book(request, asked, asked.place)
    book.take_back(asked.place.table, asked.place.local)
    audit.log(person(request), "verdict.withdrawn", _about(asked.place))
    now = _book(request, asked, asked.place)
    if _find(now, asked.place) is not None:
        return redirect(asked.address(asked.place))
    # The line was added, and is gone with its verdict: back to the one beside which it was added.
    messages.success(request, _("The line that you added is taken back."))
    beside = _read_address(seen or {}).place
    return redirect(asked.address(beside if beside and _find(now, beside) is not None else None))


@needs(Role.REVIEWER)
@require_safe
def orphans(request: HttpRequest) -> HttpResponse:
    """List the verdicts whose words, or whose line, are gone from the current version of their article."""
    return render(request, "review_orphans.html", {"orphans": list(iter_orphans(opened.record().alias))})


# What is asked


def _read(request: HttpRequest) -> _Asked:
    return _read_address({name: str(value) for name, value in request.GET.items()})


def _read_address(sent: dict[str, str]) -> _Asked:
    if any(len(value) > _LONGEST or not value.isprintable() for value in sent.values()):
        raise Unusable(_("is too long or no line"), "address")
    table, of, new = sent.get("table", ""), sent.get("of", ""), sent.get("new", "")
    if any(name and name not in LINES for name in (table, of, new)):
        raise Http404(_("There is no such table."))
    article, number = sent.get("article", ""), sent.get("assignment", "")
    choice = Choice(
        sent.get("q", "").strip(), sent.get("order") == "unsure", of, article if sent.get("only") == "1" else ""
    )
    place = Place(article, table, sent["line"]) if article and table and sent.get("line") else None
    if article and place is None:
        choice = replace(choice, article=article)
    assignment = int(number) if number.isascii() and number.isdigit() and len(number) < 10 else None
    return _Asked(choice, place, assignment, new)


def _book(request: HttpRequest, asked: _Asked, place: Place) -> Book:
    user = person(request)
    if asked.assignment is not None:
        coder = (
            Coder.objects.filter(assignment=asked.assignment, user=user).select_related("assignment__version").first()
        )
        if coder is None:
            raise Http404(_("This article was not given to you."))
        return CoderBook(coder)
    try:
        return RecordBook(opened.record(), place.article, user)
    except Unusable as trouble:
        raise Http404(_("No such article is kept.")) from trouble


def _about(place: Place) -> str:
    return f"{place.article}/{place.table}/{place.local}"[:200]


# Showing


def _show(
    request: HttpRequest, asked: _Asked, place: Place, book: Book, *, wrong: Unusable | None = None
) -> HttpResponse:
    judged = book.judged.get((place.table, place.local))
    machine = find_line(book.machine, place.table, place.local)
    now = find_line(book.reading, place.table, place.local)
    here = _find(book, place)
    if here is None:
        raise Http404(_("The article has no such line; one that was added may have been taken back."))
    before, after = _around(asked, place, book)
    table = asked.new or place.table
    fields = fields_of(book.reading, table, None if asked.new else here)
    context = {
        "article": book.machine.article,
        "place": place,
        "kind": KINDS[place.table],
        "title": title_of(book.reading if now else book.machine, here),
        "facts": facts_of(book.reading if now else book.machine, here),
        "machine": _changed(book, machine, judged),
        "judged": judged,
        "text": cut_text(book.machine, None if asked.new else here),
        "fields": refill(fields, request.POST) if wrong else fields,
        "wrong": wrong,
        "wrong_label": _label_of(fields, wrong),
        "new": KINDS.get(asked.new, ""),
        "confidence": getattr(here, "confidence", None),
        "own": asked.address(place, new=asked.new),
        "next": asked.address(after),
        "previous": asked.address(before) if before else None,
        "additions": [(name, asked.address(place, new=kind)) for kind, name in KINDS.items()],
        "assignment": asked.assignment,
        "last": _LAST in request.session,
        "open": _open_count(book),
    }
    return render(request, "review.html", context, status=400 if wrong else 200)


def _find(book: Book, place: Place) -> Line | None:
    """Find a line as it stands, or as it was read or added before somebody rejected it."""
    found = find_line(book.reading, place.table, place.local) or find_line(book.machine, place.table, place.local)
    judged = book.judged.get((place.table, place.local))
    if found is None and judged is not None and judged.line is not None:
        return line_from_dict(judged.table, judged.line)
    return found


def _around(asked: _Asked, place: Place, book: Book) -> tuple[Place | None, Place | None]:
    if asked.assignment is not None:
        return neighbours_in(book.machine, place, asked.choice.table, frozenset(book.judged))
    record = opened.record()
    return find_previous(record, asked.choice, place), find_next(record, asked.choice, place)


def _changed(book: Book, machine: Line | None, judged: Judged | None) -> list[tuple[str, str]]:
    """Return the machine's own values where a person changed or rejected them."""
    if machine is None or judged is None or judged.verdict == "confirmed":
        return []
    return [(_("Line"), title_of(book.machine, machine)), *facts_of(book.machine, machine)]


def _label_of(fields: list[Field], wrong: Unusable | None) -> str:
    where = wrong.where if wrong else None
    return next((field.label for field in fields if where in {field.name, field.name.partition(".")[0]}), where or "")


def _open_count(book: Book) -> int:
    tables: tuple[Table, ...] = ("actors", "statements", "events", "figures", "forecasts")
    lines = ((table, one.id) for table in tables for one in getattr(book.machine, table))
    return sum(key not in book.judged for key in lines)


# Judging


def _judge(request: HttpRequest, asked: _Asked, place: Place, book: Book) -> HttpResponse:
    said = str(request.POST.get("verdict", ""))
    verdict = _VERDICTS.get(said)
    if verdict is None:
        raise Unusable(_("is confirm, correct, reject or add"), "verdict")
    wants_data = request.headers.get("Accept") == "application/json"
    try:
        decided = _decide(request, asked, place, book, verdict)
    except Unusable as trouble:
        if wants_data:
            fields = fields_of(book.reading, asked.new or place.table, None)
            return JsonResponse({"problem": trouble.message, "field": _label_of(fields, trouble)}, status=400)
        return _show(request, asked, place, book, wrong=trouble)
    request.session[_LAST], request.session[_SEEN] = _address_of(asked, decided), _address_of(asked, place)
    user = person(request)
    audit.log(user, f"verdict.{verdict}", _about(decided), assignment=asked.assignment)
    onward = place if verdict == "added" else _around(asked, place, book)[1]
    where = asked.address(onward)
    return JsonResponse({"next": where}) if wants_data else redirect(where)


def _decide(request: HttpRequest, asked: _Asked, place: Place, book: Book, verdict: Verdict) -> Place:
    note = str(request.POST.get("note", ""))[:_LONGEST]
    target = place
    if verdict == "added":
        target = Place(place.article, asked.new or place.table, new_id())
    raw = None
    if verdict in {"corrected", "added"}:
        here = find_line(book.reading, target.table, target.local) or find_line(
            book.machine, target.table, target.local
        )
        if here is None and verdict == "corrected":
            raise Unusable(_("the article has no such line"), "line")
        raw = read_form(book.reading, target.table, here, target.local, request.POST)
    book.give(Decision(target.table, target.local, verdict, raw, note))
    return target


def _address_of(asked: _Asked, place: Place) -> dict[str, str]:
    """Write a line's address as the session keeps it."""
    sent = {"article": place.article, "table": place.table, "line": place.local, "q": asked.choice.query}
    sent |= {"order": "unsure" if asked.choice.unsure else "", "of": asked.choice.table}
    return sent | {"only": "1" if asked.choice.article else "", "assignment": str(asked.assignment or "")}
