"""How people come to be here: by an invitation, which who signs up sends to himself."""

from datetime import timedelta

from django.db import router, transaction
from django.utils import timezone

from dragoman.accounts import audit
from dragoman.accounts.models import Invitation, User
from dragoman.accounts.roles import Role
from dragoman.accounts.tickets import digest_of, make_secret

__all__ = ["find_invitation", "invite", "join"]

_INVITED = timedelta(days=7)
_SIGNED_UP = timedelta(days=1)


def invite(email: str, role: Role, by: User | None, *, signing_up: bool = False) -> str:
    """Make an invitation in place of those before to the same address; return the secret of its link.

    by: None on the command line, and for who signs up.
    """
    secret = make_secret()
    now = timezone.now()
    address = email.strip().casefold()
    with transaction.atomic(using=router.db_for_write(Invitation)):
        Invitation.objects.filter(ends__lt=now).delete()
        # Who signs up takes no invitation away that somebody made.
        Invitation.objects.filter(email=address, **({"by": None, "role": role} if signing_up else {})).delete()
        ends = now + (_SIGNED_UP if signing_up else _INVITED)
        Invitation.objects.create(email=address, role=role, digest=digest_of(secret), by=by, ends=ends)
        if not signing_up:
            audit.log(by, "person.invited", f"person/{address}"[:200], role=role.code)
    return secret


def find_invitation(secret: str) -> Invitation | None:
    """Return the invitation of a link, if it still holds."""
    return Invitation.objects.filter(digest=digest_of(secret), ends__gte=timezone.now()).first()


def join(invitation: Invitation, name: str, password: str) -> User | None:
    """Make the account that somebody was invited to, once; None where the address has one already."""
    with transaction.atomic(using=router.db_for_write(User)):
        taken, _ = Invitation.objects.filter(pk=invitation.pk).delete()
        if not taken or User.objects.filter(email=invitation.email).exists():
            return None
        user = User.objects.create_user(invitation.email, password, role=Role(invitation.role), name=name)
        audit.log(user, "person.joined", f"person/{user.pk}", role=Role(user.role).code)
    return user
