"""The tables of people and of what they did."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone

from dragoman.accounts.roles import Role

__all__ = ["Entry", "User"]


class UserManager(BaseUserManager["User"]):
    """Makes people."""

    def create_user(
        self, email: str, password: str | None = None, *, role: Role = Role.COMMENTER, name: str = ""
    ) -> "User":
        """Make somebody with an address, a name (else the address's first part) and a role; no password: none works."""
        address = self.normalize_email(email).casefold()
        user = self.model(email=address, name=name or address.partition("@")[0], role=role)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """Somebody who logs in."""

    email = models.EmailField(unique=True)  # in small letters; what one logs in with
    name = models.CharField(max_length=80)  # what others see
    role = models.PositiveSmallIntegerField(choices=Role.choices, default=Role.COMMENTER)
    is_active = models.BooleanField(default=True)
    joined = models.DateTimeField(default=timezone.now)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar = []
    objects = UserManager()

    def may(self, role: Role) -> bool:
        """Tell whether what a role may do is open to this one."""
        return self.is_active and self.role >= role

    # What Django's admin asks.

    @property
    def is_staff(self) -> bool:
        """Tell whether Django's admin is open to this one."""
        return self.may(Role.ADMIN)

    def has_perm(self, permission: str, thing: object = None) -> bool:  # noqa: ARG002
        """Tell whether a thing of Django's admin is open to this one."""
        return self.is_staff

    def has_module_perms(self, label: str) -> bool:  # noqa: ARG002
        """Tell whether an application's part of Django's admin is open to this one."""
        return self.is_staff


class Entry(models.Model):
    """A line of the audit log; nobody changes or deletes one."""

    at = models.DateTimeField(default=timezone.now, db_index=True)
    who = models.ForeignKey(User, models.SET_NULL, null=True, related_name="entries")
    name = models.CharField(max_length=80, blank=True)  # of whoever it was, as it was then
    action = models.CharField(max_length=40, db_index=True)  # "comment.rejected"
    about = models.CharField(max_length=200, blank=True, db_index=True)  # what it was done to: "comment/12"
    details = models.JSONField(default=dict)  # never a secret
