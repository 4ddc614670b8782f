"""Which article an address means, and what a request says of itself."""

from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from django.http import Http404, HttpRequest
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext as _

from dragoman.errors import Unusable
from dragoman.record.models import Version
from dragoman.record.opened import record

__all__ = ["Kept", "find_kept", "find_target", "number_of", "page_of", "site_of"]

_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Kept:
    """An article as those pages want it."""

    row: int  # of KeptArticle
    article: str  # its id, in the current version
    number: int  # of the current version
    title: str | None
    text: str

    @property
    def address(self) -> str:
        """Return the path of its page."""
        return reverse("article", args=[self.article])


def find_kept(article_id: str = "", *, row: int | None = None) -> Kept:
    """Find an article by the id of any of its versions, or by its row. Raises Http404 where there is none."""
    alias = record().alias
    if row is None:
        right = article_id.isprintable() and len(article_id) <= _LONGEST
        rows = Version.objects.using(alias).filter(article_id=article_id).values_list("kept", flat=True)
        row = rows.first() if right else None
    versions = Version.objects.using(alias).filter(kept=row, current=True)
    found = versions.values_list("kept", "article_id", "number", "title", "text").first()
    if found is None:
        raise Http404(_("No such article is kept."))
    return Kept(*found)


def find_target(request: HttpRequest, target: str) -> Kept:
    """Find the article whose page an address of ours leads to. Raises Unusable where it is none of ours, or no article's."""
    try:
        parts = urlsplit(target)
        if parts.scheme in {"http", "https"} and parts.netloc.lower() == request.get_host().lower():
            found = resolve(unquote(parts.path))
            if found.url_name == "article":
                return find_kept(found.kwargs["article_id"])
    except (ValueError, Resolver404, Http404):
        pass
    raise Unusable(_("the target is no article of this site"))


def site_of(request: HttpRequest) -> str:
    """Return the address of this site as whoever asks knows it, with a slash at its end."""
    return request.build_absolute_uri("/")


def number_of(value: str | None) -> int | None:
    """Read a number of a form or an address; None where it is none."""
    return int(value) if value and value.isascii() and value.isdigit() and len(value) < 12 else None


def page_of(request: HttpRequest) -> int:
    """Read which page is asked for."""
    return number_of(request.GET.get("page")) or 1
