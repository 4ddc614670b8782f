"""Moving people on the ladder of roles, and on and off the site: there is always an admin left."""

import contextlib
from collections.abc import Iterator

from django.db import router, transaction

from dragoman.accounts import audit
from dragoman.accounts.models import User
from dragoman.accounts.roles import Role

__all__ = ["LastAdmin", "change_active", "change_role"]


class LastAdmin(Exception):
    """Nobody would be left who may do this."""


def change_role(user: User, by: User | None, role: Role) -> None:
    """Give somebody a role. Raises LastAdmin."""
    with _keeping_an_admin(user, stays=role is Role.ADMIN):
        before, user.role = Role(user.role).code, role
        user.save(update_fields=["role"])
        audit.log(by, "person.role", f"person/{user.pk}", before=before, after=role.code)


def change_active(user: User, by: User | None, *, active: bool) -> None:
    """Let somebody log in, or no more: their sessions and tokens end. Raises LastAdmin."""
    with _keeping_an_admin(user, stays=active):
        user.is_active = active
        user.save(update_fields=["is_active"])
        if not active:
            user.sessions.all().delete()
            user.tokens.all().delete()
        audit.log(by, "person.enabled" if active else "person.disabled", f"person/{user.pk}")


@contextlib.contextmanager
def _keeping_an_admin(user: User, *, stays: bool) -> Iterator[None]:
    with transaction.atomic(using=router.db_for_write(User)):
        # Locked: of two admins who take away each other's role at once, one waits and then may not.
        admins = {one.pk for one in User.objects.select_for_update().filter(role=Role.ADMIN, is_active=True)}
        if not stays and admins == {user.pk}:
            raise LastAdmin
        yield
