"""Tokens by which programs ask the API."""

from datetime import timedelta

from django.utils import timezone

from dragoman.accounts.models import Scope, Token, User
from dragoman.accounts.tickets import digest_of, make_secret

__all__ = ["find_token", "make_token"]

_PREFIX = "dragoman_"  # lets those who search code for secrets find one
_HOUR = timedelta(hours=1)


def make_token(user: User, name: str, scopes: list[Scope], days: int) -> str:
    """Make a token that holds so many days; return it, as it can be shown now alone."""
    secret = _PREFIX + make_secret()
    ends = timezone.now() + timedelta(days=days)
    Token.objects.create(user=user, name=name, digest=digest_of(secret), scopes=[str(one) for one in scopes], ends=ends)
    return secret


def find_token(secret: str) -> Token | None:
    """Return a token that holds, of somebody who may still log in."""
    now = timezone.now()
    token = Token.objects.select_related("user").filter(digest=digest_of(secret), ends__gte=now).first()
    if token is None or not token.user.is_active:
        return None
    if token.used is None or now - token.used > _HOUR:  # to the hour: not every question writes
        Token.objects.filter(pk=token.pk).update(used=now)
    return token
