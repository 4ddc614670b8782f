"""What people may do: a ladder of roles, each with all that those below it may."""

from django.db import models

__all__ = ["Role"]


class Role(models.IntegerChoices):
    """A step of the ladder; a greater one may whatever a smaller one may."""

    READER = 10, "reader"  # reads, where the site is private, and follows searches
    COMMENTER = 20, "commenter"  # comments, and sees the address for pings
    REVIEWER = 30, "reviewer"  # confirms, corrects and rejects lines
    EDITOR = 40, "editor"  # adds articles, moderates, adjudicates, sends pings
    ADMIN = 50, "admin"  # people, settings, and the rest
