"""What somebody is told, and how they want to be told."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from dragoman.accounts import mail
from dragoman.accounts.access import needs, person
from dragoman.accounts.roles import Role
from dragoman.talk.gate import WHY
from dragoman.talk.markdown import render as render_markdown
from dragoman.talk.models import Comment, Notice, State, Wish
from dragoman.talk.notices import say

__all__ = ["read", "show", "wish"]

_MOST = 100


@needs(Role.READER)
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Show what somebody was told, and their own comments that wait or were rejected."""
    who = person(request)
    rows = Notice.objects.filter(who=who).exclude(comment__state=State.GONE).select_related("comment")
    notices = [
        (row, say(row.kind, row.comment), _visible(row.comment, who.pk))
        for row in rows.order_by("-made", "-pk")[:_MOST]
    ]
    own = Comment.objects.filter(author=who, state__in=(State.HELD, State.REJECTED)).order_by("-made")[:_MOST]
    wished = Wish.objects.filter(who=who, mail=True).exists()
    context = {
        "notices": notices,
        "unread": any(row.read is None for row, _, _ in notices),
        "own": [(one, render_markdown(one.body), [WHY[code] for code in one.why.split()]) for one in own],
        "by_mail": mail.is_set_up(),
        "wished": wished,
    }
    return render(request, "notices.html", context)


def _visible(comment: Comment, who: int) -> str:
    """Return what a comment says, where it still says it to this one."""
    return render_markdown(comment.body) if comment.state == State.SHOWN or comment.author_id == who else ""


@needs(Role.READER)
@require_POST
def read(request: HttpRequest) -> HttpResponseBase:
    """Note that everything was read."""
    Notice.objects.filter(who=person(request), read=None).update(read=timezone.now())
    return redirect("notices")


@needs(Role.READER)
@require_POST
def wish(request: HttpRequest) -> HttpResponseBase:
    """Note whether somebody wants mail."""
    Wish.objects.update_or_create(who=person(request), defaults={"mail": request.POST.get("mail") == "1"})
    return redirect("notices")
