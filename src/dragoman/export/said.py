"""Words in the language of whoever reads a page; where no site is served, as they stand here.

Each message is written out where it is used, so that `scripts/messages` finds it for translators.
"""

from django.conf import settings
from django.utils import translation

__all__ = ["gettext", "gettext_noop", "ngettext"]


def gettext(message: str) -> str:
    """Translate a message."""
    return translation.gettext(message) if settings.configured else message


def ngettext(one: str, several: str, number: int) -> str:
    """Translate a message that has a number in it."""
    if settings.configured:
        return translation.ngettext(one, several, number)
    return one if number == 1 else several


def gettext_noop(message: str) -> str:
    """Have a message listed that is translated later."""
    return message
