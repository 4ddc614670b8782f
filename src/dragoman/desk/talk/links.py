"""Where other sites tell of their links to us, and from where we tell them of ours."""

import re
from http import HTTPStatus
from urllib.parse import parse_qs
from xml.sax.saxutils import escape

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.http.request import UnreadablePostError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dragoman.accounts import limits
from dragoman.accounts.access import needs, person, user_of
from dragoman.accounts.roles import Role
from dragoman.desk.talk.places import Kept, find_kept, find_target, site_of
from dragoman.errors import Unusable
from dragoman.record.models import Version
from dragoman.record.opened import record
from dragoman.talk import backlinks, sending
from dragoman.talk.models import Backlink, Comment, Sent, State
from dragoman.talk.sources import cut, host_of
from dragoman.talk.switches import find_off

__all__ = ["endpoint", "links_of", "ping", "send", "status"]

_SIZE = 64 * 1024  # bytes of a form of other sites
_FIELDS = 50
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_WORDS = {"shown": "accepted", "held": "held for a moderator", "waiting": "waiting to be verified", "gone": "deleted"}


@csrf_exempt
@require_POST
def ping(request: HttpRequest, token: str) -> HttpResponse:
    """Take a trackback (TrackBack 1.2): a form with url, title, excerpt and blog_name."""
    row = backlinks.read_ping(token)
    if row is None:
        return _answer_ping("This address for pings is not valid any more. Log in to get a new one.")
    try:
        limits.check("link-take-address", limits.address_of(request))
        form = _read_form(request, "url")
        limits.check("link-source-host", host_of(form["url"]))
        kept = find_kept(row=row)
        said = backlinks.Ping(form.get("title", ""), form.get("excerpt", ""), form.get("blog_name", ""))
        backlinks.receive("trackback", row, form["url"], f"{site_of(request)[:-1]}{kept.address}", said)
    except limits.TooOften:
        return _answer_ping("That was tried too often. Wait and try again.")
    except Unusable as trouble:
        return _answer_ping(trouble.message)
    except Http404:
        return _answer_ping("The article is no longer kept.")
    return _answer_ping("")


def _answer_ping(trouble: str) -> HttpResponse:
    said = (
        f"<error>1</error>\n<message>{escape(_NO_XML.sub(' ', trouble))}</message>" if trouble else "<error>0</error>"
    )
    body = f'<?xml version="1.0" encoding="utf-8"?>\n<response>\n{said}\n</response>\n'
    return HttpResponse(body, content_type="text/xml; charset=utf-8")


def _read_form(request: HttpRequest, *wanted: str) -> dict[str, str]:
    """Read a form in whatever encoding it says it has; Django's own wants UTF-8.

    Raises Unusable where it cannot be read, or a field that is wanted is empty.
    """
    if request.content_type != "application/x-www-form-urlencoded":
        raise Unusable("The form is not application/x-www-form-urlencoded.")
    try:
        size = int(request.META.get("CONTENT_LENGTH") or 0)
        body = request.body if size <= _SIZE else None
    except (ValueError, RequestDataTooBig, UnreadablePostError):
        body = None
    if body is None or len(body) > _SIZE:
        raise Unusable("The form is too large.")
    charset = (request.content_params or {}).get("charset", "utf-8")
    try:
        form = parse_qs(body.decode("ascii", "replace"), encoding=charset, errors="replace", max_num_fields=_FIELDS)
    except (LookupError, ValueError) as trouble:
        raise Unusable("The form cannot be read.") from trouble
    fields = {name: values[0].strip() for name, values in form.items()}
    missing = [name for name in wanted if not fields.get(name)]
    if missing:
        raise Unusable(f"The form has no {' and no '.join(missing)}.")
    return fields


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def endpoint(request: HttpRequest) -> HttpResponseBase:
    """Take a webmention (W3C Recommendation): a form with source and target. It is verified later, so the answer is 202."""
    if request.method != "POST":
        return render(request, "webmention.html")
    try:
        limits.check("link-take-address", limits.address_of(request))
        form = _read_form(request, "source", "target")
        limits.check("link-source-host", host_of(form["source"]))
        kept = find_target(request, form["target"])
        taken = backlinks.receive("webmention", kept.row, form["source"], form["target"])
    except limits.TooOften as trouble:
        refused = _plain("That was tried too often.", HTTPStatus.TOO_MANY_REQUESTS)
        refused.headers["Retry-After"] = str(trouble.seconds)
        return refused
    except Unusable as trouble:
        return _plain(trouble.message, HTTPStatus.BAD_REQUEST)
    where = request.build_absolute_uri(reverse("webmention-status", args=[taken.token]))
    accepted = _plain(f"Taken; how it goes is told at {where}", HTTPStatus.ACCEPTED)
    accepted.headers["Location"] = where
    return accepted


def _plain(said: str, status: HTTPStatus) -> HttpResponse:
    return HttpResponse(f"{said}\n", content_type="text/plain; charset=utf-8", status=status)


@require_safe
def status(request: HttpRequest, token: str) -> HttpResponse:  # noqa: ARG001
    """Say how a webmention went."""
    found = Backlink.objects.filter(token=token, kind="webmention").first() if token.isalnum() else None
    if found is None:
        raise Http404(_("There is no such webmention."))
    return JsonResponse(
        {
            "status": _WORDS.get(found.state, "rejected"),
            "source": found.source,
            "target": found.target,
            "reason": found.reason or None,
            "received": found.made.isoformat(),
            "verified": found.checked.isoformat() if found.checked else None,
        }
    )


def links_of(kept: Kept, url: str | None) -> list[str]:
    """List the addresses that the page of an article links to: its own, those in its text, and those in comments."""
    bodies = Comment.objects.filter(kept=kept.row, state=State.SHOWN).order_by("pk").values_list("body", flat=True)
    texts = [url or "", kept.text, *bodies[: sending.MOST]]
    return list(dict.fromkeys(link for text in texts for link in sending.find_addresses(text)))[: sending.MOST]


@needs(Role.EDITOR)
@require_http_methods(["GET", "HEAD", "POST"])
def send(request: HttpRequest, article_id: str) -> HttpResponseBase:
    """Tell other sites that an article here links to them."""
    kept = find_kept(article_id)
    url = (
        Version.objects.using(record().alias).filter(kept=kept.row, current=True).values_list("url", flat=True).first()
    )
    links = links_of(kept, url)
    wrong = ""
    if request.method == "POST":
        chosen = [link for link in links if link in request.POST.getlist("link")]
        fields = {
            "source": f"{site_of(request)[:-1]}{kept.address}",
            "title": kept.title or _("Article without a headline"),
            "excerpt": cut(kept.text.partition("\n\n")[2] or kept.text, 250),
            "site": "Dragoman",
        }
        try:
            limits.check("mention-person", str(person(request).pk))
            sending.send(person(request), kept.row, chosen, fields)
            return redirect("send-mentions", article_id=kept.article)
        except Unusable as trouble:
            wrong = trouble.message
    sent = {one.target: one for one in Sent.objects.filter(kept=kept.row)}
    context = {
        "it": kept,
        "links": [(link, sent.pop(link, None)) for link in links],
        "gone": list(sent.values()),
        "off": "sending" in find_off(kept.row),
        "wrong": wrong,
        "reader": user_of(request),
    }
    return render(request, "send.html", context, status=HTTPStatus.BAD_REQUEST if wrong else HTTPStatus.OK)
