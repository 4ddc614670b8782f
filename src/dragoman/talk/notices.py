"""Telling people what concerns them: on their page of notices, and by mail where they wish it."""

import re
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dragoman.accounts import mail
from dragoman.accounts.models import User
from dragoman.export.account import clean
from dragoman.record.opened import record
from dragoman.talk.models import Comment, Notice, State, Wish

__all__ = ["KINDS", "say", "tell", "tell_of"]

KINDS = {
    "reply": gettext_lazy("%(name)s replied to your comment"),
    "mention": gettext_lazy("%(name)s named you in a comment"),
    "approved": gettext_lazy("Your comment was approved"),
    "rejected": gettext_lazy("Your comment was not approved"),
}
# "@ada-lovelace": a name with hyphens for spaces.
_NAMED = re.compile(r"(?<![\w@./])@([\w.-]{2,80})")
_MOST = 10  # people one comment tells


def tell_of(comment: Comment, site: str) -> None:
    """Tell those whom a comment that is shown now concerns: whom it answers, and whom it names.

    site: the address of the site, with a slash at its end.
    """
    told = {comment.author_id}
    parent = comment.parent
    if parent and parent.author and parent.state != State.GONE and parent.author_id not in told:
        tell(parent.author, "reply", comment, site)
        told.add(parent.author_id)
    for person in _find_named(comment.body):
        if person.pk not in told:
            tell(person, "mention", comment, site)
            told.add(person.pk)


def tell(who: User, kind: str, comment: Comment, site: str) -> None:
    """Tell somebody something once."""
    if not who.is_active or Notice.objects.filter(who=who, kind=kind, comment=comment, read=None).exists():
        return
    Notice.objects.create(who=who, kind=kind, comment=comment)
    if mail.is_set_up() and Wish.objects.filter(who=who, mail=True).exists():
        subject = _("Dragoman: %(what)s") % {"what": say(kind, comment)}
        address = f"{site}comments/{comment.pk}/"

        def send() -> None:
            mail.send(
                who.email,
                " ".join(subject.split()),
                "mail/notice.txt",
                comment=comment,
                address=address,
                kind=kind,
                site=site,
            )

        transaction.on_commit(send, using=record().alias)


def say(kind: str, comment: Comment) -> str:
    """Say in a line what somebody is told."""
    return str(KINDS[kind]) % {"name": clean(comment.name)}


def _find_named(body: str) -> Iterable[User]:
    names = list(dict.fromkeys(name.rstrip(".-") for name in _NAMED.findall(body)))[:_MOST]
    for name in names:
        found = Q(name__iexact=name) | Q(name__iexact=name.replace("-", " "))
        # Two may have one name; both are told.
        yield from User.objects.filter(found, is_active=True)[:3]
