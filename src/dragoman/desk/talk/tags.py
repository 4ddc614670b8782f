"""What the head of every page tells somebody who is logged in."""

from django import template
from django.template import Context

from dragoman.accounts.models import User
from dragoman.accounts.roles import Role
from dragoman.talk.models import Notice
from dragoman.talk.verdicts import count_waiting

__all__ = ["register"]

register = template.Library()


@register.inclusion_tag("_talk_links.html", takes_context=True)
def talk_links(context: Context, user: User) -> dict[str, object]:
    """Lead to notices, and moderators to what waits for them."""
    match = getattr(context.get("request"), "resolver_match", None)
    moderates = user.may(Role.EDITOR)
    return {
        "unread": Notice.objects.filter(who=user, read=None).count(),
        "moderates": moderates,
        "waiting": count_waiting() if moderates else 0,
        "current": match.url_name if match else "",
    }
