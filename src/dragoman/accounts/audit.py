"""The log of what people did to the site and to each other's work."""

from dragoman.accounts.models import Entry, User

__all__ = ["log"]


def log(who: User | None, action: str, about: str = "", **details: object) -> None:
    """Note that somebody did something, in the transaction of what was done.

    action: as "comment.rejected"; about: as "comment/12"; details: never a password, token or address for pings.
    """
    Entry.objects.create(who=who, name=who.name if who else "", action=action, about=about, details=details)
