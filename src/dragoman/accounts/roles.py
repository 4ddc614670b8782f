"""What people may do: a ladder of roles, each with all that those below it may."""

from django.db import models
from django.utils.translation import gettext_lazy as _

__all__ = ["Role"]


class Role(models.IntegerChoices):
    """A step of the ladder; a greater one may whatever a smaller one may."""

    READER = 10, _("reader")  # reads, where the site is private, and follows searches
    COMMENTER = 20, _("commenter")  # comments, and sees the address for pings
    REVIEWER = 30, _("reviewer")  # confirms, corrects and rejects lines
    EDITOR = 40, _("editor")  # adds articles, moderates, adjudicates, sends pings
    ADMIN = 50, _("admin")  # people, settings, and the rest

    @property
    def code(self) -> str:
        """What logs and the command line call it, in any language."""
        return self.name.lower()
