"""What is shown at once, and what waits for a moderator."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from dragoman.accounts.models import User
from dragoman.accounts.roles import Role
from dragoman.talk.bayes import find_odds
from dragoman.talk.markdown import count_links
from dragoman.talk.models import Comment, State

__all__ = ["WHY", "find_doubts"]

# Why something is held, in words for its author and for moderators.
WHY = {
    "first": _("the first comments of a person are read before they are shown"),
    "links": _("it has many links"),
    "filter": _("it resembles what was rejected before"),
    "flags": _("several readers flagged it"),
    "appeal": _("its author asked to look again"),
    "site": _("links from this site are read before they are shown"),
    "changed": _("the page that links here has changed"),
    "unread": _("the page that links here could not be fetched"),
}
_LINKS = 3
_UNWANTED = 0.9  # odds from which the filter holds


def find_doubts(author: User, body: str) -> list[str]:
    """Return why a comment is held, as keys of WHY; none: it is shown at once. Reviewers are trusted with all but spam."""
    doubts = []
    if not _is_trusted(author):
        doubts.append("first")
    if count_links(body) > _LINKS:
        doubts.append("links")
    odds = find_odds(body)
    if odds is not None and odds > _UNWANTED:
        doubts.append("filter")
    return [] if author.may(Role.EDITOR) else doubts


def _is_trusted(author: User) -> bool:
    """Tell whether moderators have approved as many of somebody's comments as the site wants."""
    if author.may(Role.REVIEWER):
        return True
    approved = Comment.objects.filter(author=author, state=State.SHOWN).exclude(decided=None)
    return approved[: settings.DRAGOMAN_TRUST_AFTER].count() >= settings.DRAGOMAN_TRUST_AFTER
