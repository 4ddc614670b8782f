"""The pages of comments: written, read, changed, taken back, flagged, and asked about again."""

from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from dragoman.accounts import limits
from dragoman.accounts.access import needs, person, user_of
from dragoman.accounts.roles import Role
from dragoman.desk.talk.places import Kept, find_kept, number_of, page_of, site_of
from dragoman.errors import Unusable
from dragoman.talk import comments
from dragoman.talk.markdown import render as render_markdown
from dragoman.talk.models import Comment, State
from dragoman.talk.switches import find_off
from dragoman.talk.threads import find_page, load_threads

__all__ = ["appeal", "delete", "edit", "flag", "history", "listing", "one", "write"]

_write = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def listing(request: HttpRequest, article_id: str) -> HttpResponse:
    """Show the comments on an article, page by page."""
    kept = find_kept(article_id)
    threads = load_threads(kept.row, kept.text, user_of(request), page_of(request))
    off = find_off(kept.row)
    return render(request, "comments.html", {"it": kept, "threads": threads, "off": off, "here": True})


@needs(Role.COMMENTER)
@_write
def write(request: HttpRequest, article_id: str) -> HttpResponseBase:
    """Write a comment: on the article, on words of it, on a line of its record, or in answer to another."""
    kept = find_kept(article_id)
    sent = request.POST if request.method == "POST" else request.GET
    wrong = ""
    parent = None
    place = None
    try:
        parent = _find_parent(sent.get("parent"), kept)
        place = _find_place(sent, kept)
        if request.method == "POST":
            _count(request, "comment")
            _refuse_programs(sent)
            comment = comments.post(
                person(request),
                kept.row,
                sent.get("body", ""),
                site=site_of(request),
                place=place,
                parent=parent,
                stance=sent.get("stance", ""),
            )
            return redirect(_address(comment, request))
    except Unusable as trouble:
        wrong = trouble.message
    context = {"it": kept, "parent": parent, "place": place, "sent": sent, "wrong": wrong, "off": find_off(kept.row)}
    if parent:
        context["parent_html"] = render_markdown(parent.body)
    return render(request, "comment.html", context, status=HTTPStatus.BAD_REQUEST if wrong else HTTPStatus.OK)


def _refuse_programs(sent: QueryDict) -> None:
    """Refuse a form in which the field was filled in that people do not see."""
    if sent.get("website"):
        raise Unusable(_("the field that is to be left empty was filled in"))


def _find_parent(value: str | None, kept: Kept) -> Comment | None:
    number = number_of(value)
    if number is None:
        return None
    parent = Comment.objects.filter(pk=number, kept=kept.row, state=State.SHOWN).first()
    if parent is None:
        raise Unusable(_("what you answer is no longer there"))
    return parent


def _find_place(sent: QueryDict, kept: Kept) -> comments.Place | None:
    """Read what is commented on: a line, a place in the text, or words of it."""
    about, words = (str(sent.get(name, "")) for name in ("about", "quote"))
    if about:
        return comments.find_line(kept.row, about)
    start, end, version = (number_of(sent.get(name)) for name in ("start", "end", "version"))
    if start is not None and end is not None:
        return comments.find_passage(kept.row, kept.number if version is None else version, start, end)
    return comments.find_words(kept.row, words) if words.strip() else None


def _count(request: HttpRequest, what: str) -> None:
    """Count what somebody does, by person and by address. Raises TooOften."""
    limits.check(f"{what}-person", str(person(request).pk))
    limits.check(f"{what}-address", limits.address_of(request))


def _address(comment: Comment, request: HttpRequest) -> str:
    """Return where a comment stands: on the page of its article, or on a later page of the comments."""
    kept = find_kept(row=comment.kept_id)
    page = find_page(comment, user_of(request))
    if page == 1:
        return f"{kept.address}#comment-{comment.pk}"
    return f"{reverse('comments', args=[kept.article])}?page={page}#comment-{comment.pk}"


def _find(request: HttpRequest, number: int) -> Comment:
    comment = comments.find_comment(number, user_of(request)) if number < 2**62 else None
    if comment is None:
        raise Http404(_("There is no such comment, or it does not stand any more."))
    return comment


def _own(request: HttpRequest, number: int) -> Comment:
    comment = _find(request, number)
    if comment.author_id != person(request).pk:
        raise Http404(_("This is somebody else's comment."))
    return comment


@require_safe
def one(request: HttpRequest, number: int) -> HttpResponseBase:
    """Lead to a comment."""
    comment = _find(request, number)
    reader = user_of(request)
    if comment.state != State.SHOWN and (reader is None or comment.author_id != reader.pk):
        return redirect(f"{reverse('moderation')}?shelf={'waiting' if comment.state == State.HELD else 'rejected'}")
    return redirect(_address(comment, request))


@needs(Role.COMMENTER)
@_write
def edit(request: HttpRequest, number: int) -> HttpResponseBase:
    """Change one's own comment, for some minutes."""
    comment = _own(request, number)
    wrong = ""
    if request.method == "POST":
        try:
            _count(request, "comment")
            changed = comments.edit(person(request), number, request.POST.get("body", ""), site=site_of(request))
            return redirect(_address(changed, request))
        except Unusable as trouble:
            wrong = trouble.message
    elif not comments.can_edit(comment, person(request)):
        wrong = _("this comment can no longer be changed")
    body = request.POST.get("body", comment.body)
    context = {"comment": comment, "body": body, "wrong": wrong, "it": find_kept(row=comment.kept_id)}
    return render(request, "comment_edit.html", context, status=HTTPStatus.BAD_REQUEST if wrong else HTTPStatus.OK)


@needs(Role.COMMENTER)
@_write
def delete(request: HttpRequest, number: int) -> HttpResponseBase:
    """Ask, and then take back one's own comment."""
    comment = _own(request, number)
    if request.method == "POST":
        comments.take_back(person(request), number)
        return redirect(f"{find_kept(row=comment.kept_id).address}#comments")
    context = {"comment": comment, "html": render_markdown(comment.body), "it": find_kept(row=comment.kept_id)}
    return render(request, "comment_delete.html", context)


@needs(Role.COMMENTER)
@_write
def flag(request: HttpRequest, number: int) -> HttpResponseBase:
    """Say that a comment should not stand."""
    comment = _find(request, number)
    wrong = ""
    if request.method == "POST":
        try:
            _count(request, "comment")
            comments.flag(person(request), comment, request.POST.get("reason", ""))
            return render(
                request, "comment_flag.html", {"comment": comment, "done": True, "it": find_kept(row=comment.kept_id)}
            )
        except Unusable as trouble:
            wrong = trouble.message
    html = render_markdown(comment.body)
    context = {"comment": comment, "html": html, "wrong": wrong, "it": find_kept(row=comment.kept_id)}
    return render(request, "comment_flag.html", context, status=HTTPStatus.BAD_REQUEST if wrong else HTTPStatus.OK)


@needs(Role.COMMENTER)
@_write
def appeal(request: HttpRequest, number: int) -> HttpResponseBase:
    """Ask once that one's rejected comment be looked at again."""
    comment = _own(request, number)
    wrong = ""
    if request.method == "POST":
        try:
            comments.appeal(person(request), number, request.POST.get("words", ""))
            return redirect(_address(comment, request))
        except Unusable as trouble:
            wrong = trouble.message
    html = render_markdown(comment.body)
    context = {"comment": comment, "html": html, "wrong": wrong, "it": find_kept(row=comment.kept_id)}
    return render(request, "comment_appeal.html", context, status=HTTPStatus.BAD_REQUEST if wrong else HTTPStatus.OK)


@require_safe
def history(request: HttpRequest, number: int) -> HttpResponse:
    """Show what a comment said before it was edited."""
    comment = _find(request, number)
    drafts = [(draft.made, render_markdown(draft.body)) for draft in comment.drafts.order_by("made", "pk")]
    drafts.append((comment.edited or comment.made, render_markdown(comment.body)))
    return render(
        request, "comment_history.html", {"comment": comment, "drafts": drafts, "it": find_kept(row=comment.kept_id)}
    )
