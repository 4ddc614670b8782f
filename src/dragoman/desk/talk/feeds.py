"""Comments as Atom feeds and as W3C Web Annotations."""

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dragoman.desk.talk.places import find_kept
from dragoman.export.account import clean
from dragoman.record.models import Version
from dragoman.record.opened import record
from dragoman.talk.comments import place_in
from dragoman.talk.markdown import render
from dragoman.talk.models import Comment, State

__all__ = ["annotations", "everything", "of_article"]

_ENTRIES = 50
_MOST = 5000


@require_safe
def everything(request: HttpRequest) -> HttpResponse:
    """Answer with the newest comments on all articles."""
    rows = Comment.objects.filter(state=State.SHOWN).order_by("-made", "-pk")[:_ENTRIES]
    return _feed(request, _("Dragoman: comments"), reverse("front"), list(rows))


@require_safe
def of_article(request: HttpRequest, article_id: str) -> HttpResponse:
    """Answer with the newest comments on an article."""
    kept = find_kept(article_id)
    rows = Comment.objects.filter(kept=kept.row, state=State.SHOWN).order_by("-made", "-pk")[:_ENTRIES]
    title = _("Dragoman: comments on %(title)s") % {"title": kept.title or kept.article}
    return _feed(request, title, kept.address, list(rows))


def _feed(request: HttpRequest, title: str, link: str, rows: Iterable[Comment]) -> HttpResponse:
    own = request.build_absolute_uri()
    feed = Atom1Feed(
        title=clean(title), link=request.build_absolute_uri(link), description="", feed_url=own, feed_guid=own
    )
    rows = list(rows)
    versions = Version.objects.using(record().alias).filter(kept__in={row.kept_id for row in rows}, current=True)
    titles = dict(versions.values_list("kept", "title"))
    for row in rows:
        where = request.build_absolute_uri(reverse("comment", args=[row.pk]))
        on = titles.get(row.kept_id) or _("Article without a headline")
        feed.add_item(
            title=clean(_("%(name)s on %(title)s") % {"name": row.name, "title": on}),
            link=where,
            description=clean(render(row.body)),
            author_name=clean(row.name),
            unique_id=where,
            pubdate=row.made,
            updateddate=row.edited or row.made,
        )
    return HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


@require_safe
def annotations(request: HttpRequest, article_id: str) -> HttpResponse:
    """Answer with the comments on an article as a page of W3C Web Annotations."""
    kept = find_kept(article_id)
    rows = Comment.objects.filter(kept=kept.row, state=State.SHOWN).order_by("pk")[:_MOST]
    items = [_annotation(request, row, kept.text, request.build_absolute_uri(kept.address)) for row in rows]
    own = request.build_absolute_uri()
    body = {"@context": "http://www.w3.org/ns/anno.jsonld", "id": own, "type": "AnnotationPage", "items": items}
    return JsonResponse(body, content_type='application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"')


def _annotation(request: HttpRequest, comment: Comment, text: str, source: str) -> dict[str, object]:
    target: dict[str, object] = {"type": "SpecificResource", "source": source}
    span = place_in(comment, text)
    if comment.quote:
        selectors: list[dict[str, object]] = [{"type": "TextQuoteSelector", "exact": comment.quote}]
        selectors[0] |= {name: words for name in ("prefix", "suffix") if (words := getattr(comment, name))}
        if span:
            selectors.append({"type": "TextPositionSelector", "start": span.start, "end": span.end})
        target["selector"] = selectors
    if comment.parent_id:
        target = {
            "type": "SpecificResource",
            "source": request.build_absolute_uri(reverse("comment", args=[comment.parent_id])),
        }
    return {
        "id": request.build_absolute_uri(reverse("comment", args=[comment.pk])),
        "type": "Annotation",
        "motivation": "replying" if comment.parent_id else "commenting",
        "creator": {"type": "Person", "name": comment.name},
        "created": comment.made.isoformat(),
        "body": {"type": "TextualBody", "format": "text/markdown", "value": comment.body},
        "target": target,
    }
