"""The pages on which somebody gives an article, and sees how far its reading is."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from dragoman.accounts import audit
from dragoman.accounts.access import needs, person
from dragoman.accounts.roles import Role
from dragoman.errors import Unusable
from dragoman.review.adding import LARGEST, MOST_FILES, Given, job_of, submit
from dragoman.review.models import Submission

__all__ = ["give", "progress"]


@needs(Role.EDITOR)
@require_http_methods(["GET", "HEAD", "POST"])
def give(request: HttpRequest) -> HttpResponse:
    """Take an address, files or a text."""
    user = person(request)
    wrong: Unusable | None = None
    if request.method == "POST":
        try:
            made = [submit(user, given) for given in _given(request)]
        except Unusable as trouble:
            wrong = trouble
        else:
            for one in made:
                audit.log(user, "article.given", f"submission/{one.pk}", kind=one.kind, given=one.given[:200])
            where = reverse("added", args=[made[0].pk]) if len(made) == 1 else reverse("add")
            return redirect(where)
    mine = Submission.objects.filter(by=user).defer("data").order_by("-pk")[:20]
    context = {"wrong": wrong, "mine": mine, "largest": LARGEST // 2**20, "most": MOST_FILES, "sent": request.POST}
    return render(request, "add.html", context, status=400 if wrong else 200)


@needs(Role.EDITOR)
@require_safe
def progress(request: HttpRequest, number: int) -> HttpResponse:
    """Show how far the reading of a submission is; the page asks again until it is over."""
    it = Submission.objects.filter(pk=number).defer("data").select_related("by").first()
    if it is None:
        raise Http404(_("Nothing was given under this number."))
    job = job_of(it)
    failed = it.state == "failed" or (job is not None and job.state == job.State.FAILED)
    over = failed or it.state == "done"
    trouble = job.trouble if job is not None else ""
    return render(request, "added.html", {"it": it, "over": over, "failed": failed, "trouble": trouble})


def _given(request: HttpRequest) -> list[Given]:
    """Read what one of the three forms sent. Raises Unusable where it sent nothing, or too much."""
    published = str(request.POST.get("published", "")).strip()
    kind = str(request.POST.get("kind", ""))
    if kind == "address":
        return [Given("address", str(request.POST.get("address", "")).strip(), published=published)]
    if kind == "paste":
        text = str(request.POST.get("text", ""))
        return [Given("paste", " ".join(text.split())[:100], text.encode("utf-8", "replace"), published)]
    if kind != "file":
        raise Unusable(_("is address, file or paste"), "kind")
    files = request.FILES.getlist("file")
    if not files or len(files) > MOST_FILES:
        raise Unusable(_("choose 1 to %(most)d files") % {"most": MOST_FILES}, "file")
    for file in files:
        if (file.size or 0) > LARGEST:
            said = {"file": file.name, "size": f"{(file.size or 0) / 2**20:.1f}", "most": LARGEST // 2**20}
            raise Unusable(_("%(file)s has %(size)s MB; at most %(most)d are taken") % said, "file")
    return [Given("file", file.name or "file", file.read(), published) for file in files]
