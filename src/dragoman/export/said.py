"""Words in the language of whoever reads a page; where no site is served, as they stand here.

Each message is written out where it is used, so that `scripts/messages` finds it for translators.
"""

from datetime import date

from django.conf import settings
from django.utils import formats, translation

__all__ = ["gettext", "gettext_noop", "language", "ngettext", "number", "say_day"]

ENGLISH = "en"


def gettext(message: str) -> str:
    """Translate a message."""
    return translation.gettext(message) if settings.configured else message


def ngettext(one: str, several: str, number: int) -> str:
    """Translate a message that has a number in it."""
    if settings.configured:
        return translation.ngettext(one, several, number)
    return one if number == 1 else several


def language() -> str:
    """Return the language of whoever reads: "en", "pt-br"."""
    return (translation.get_language() or ENGLISH) if settings.configured else ENGLISH


def number(value: float) -> str:
    """Write a number as the language groups and parts it: "1,200", "1.200"."""
    return f"{value:,}" if language() == ENGLISH else formats.number_format(value, force_grouping=True)


def say_day(day: date, *, whole: bool) -> str:
    """Say a day as the language does, or, where it is not the whole of it, its month and year."""
    return formats.date_format(day, "DATE_FORMAT" if whole else "YEAR_MONTH_FORMAT")


def gettext_noop(message: str) -> str:
    """Have a message listed that is translated later."""
    return message
