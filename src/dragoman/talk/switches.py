"""What can be turned off, for the whole site or for one article."""

from collections.abc import Mapping

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dragoman.accounts.audit import log
from dragoman.accounts.models import User
from dragoman.record.opened import record
from dragoman.talk.models import Switch

__all__ = ["SWITCHES", "find_off", "turn"]

SWITCHES: Mapping[str, object] = {
    "comments": _("comments"),
    "trackbacks": _("trackbacks from other sites"),
    "webmentions": _("webmentions from other sites"),
    "sending": _("telling other sites of our links"),
}


def find_off(kept: int | None = None) -> frozenset[str]:
    """Return what is turned off for the site, and for an article where one is given."""
    rows = Switch.objects.filter(Q(kept=None) | Q(kept=kept), on=False)
    return frozenset(rows.values_list("name", flat=True))


def turn(who: User, name: str, *, on: bool, kept: int | None = None) -> None:
    """Turn something on or off. Raises KeyError where there is no such switch."""
    SWITCHES[name]
    with transaction.atomic(using=record().alias):
        if Switch.objects.filter(name=name, kept=kept).update(on=on) == 0:
            Switch.objects.create(name=name, kept_id=kept, on=on)
        log(who, "switch.on" if on else "switch.off", f"article/{kept}" if kept else "site", name=name)
