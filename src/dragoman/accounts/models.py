"""The tables of people and of what they did."""

from datetime import UTC, datetime
from typing import Any, ClassVar, cast

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dragoman.accounts.roles import Role

__all__ = ["Entry", "Factor", "Invitation", "RecoveryCode", "Scope", "Session", "Site", "Token", "User"]


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

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find somebody by the address, in whatever case it is written."""
        return self.get(email=(username or "").strip().casefold())


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

    def __str__(self) -> str:
        return f"{self.name} ({self.email})"

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

    class Meta:
        verbose_name_plural = "entries"


class Session(AbstractBaseSession):
    """A browser in which somebody is logged in, or is about to be."""

    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="sessions")
    began = models.DateTimeField(default=timezone.now)  # logged in; it ends so long after, whatever is done in it
    seen = models.DateTimeField(default=timezone.now)  # saved last, which is done some minutes apart
    agent = models.CharField(max_length=200, blank=True)  # what the browser calls itself
    address = models.CharField(max_length=45, blank=True)  # where it logged in from

    @classmethod
    def get_session_store_class(cls) -> "type[SessionStore]":
        """Return the store that reads and writes these rows."""
        return SessionStore


class SessionStore(DatabaseStore):
    """Django's sessions in the database, with columns that tell whose they are."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        """Return the table."""
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """Make the row of a session from what it holds."""
        row = cast(Session, super().create_model_instance(data))
        row.user_id = int(data["_auth_user_id"]) if "_auth_user_id" in data else None
        row.began = datetime.fromtimestamp(data["began"], UTC) if "began" in data else row.seen
        row.agent, row.address = data.get("agent", ""), data.get("address", "")
        return row


class Site(models.Model):
    """What an admin sets for the whole site; one row, or none where all is as it comes."""

    id = models.PositiveSmallIntegerField(primary_key=True, editable=False)

    private = models.BooleanField(default=False)  # nothing is shown to who is not logged in
    open_signup = models.BooleanField(default=False)  # anybody may join as a commenter; else by invitation
    # The least role whose people must log in with a second factor; nothing: it is left to them.
    factor_from = models.PositiveSmallIntegerField(choices=Role.choices, null=True, blank=True)
    language = models.CharField(max_length=20, blank=True)  # of its words: "de"; nothing: English
    by_reader = models.BooleanField(default=False)  # each reader's own language, where there are words in it

    def save(self, **options: Any) -> None:
        """Write it, in the place of what was set before."""
        self.pk = 1
        super().save(**options)

    @classmethod
    def current(cls) -> "Site":
        """Return what is set; every request asks anew, so that a site is private at once, in all processes."""
        return cls.objects.first() or cls()


class Invitation(models.Model):
    """A link by which somebody joins; whoever signs up without being invited is sent one too."""

    email = models.EmailField()
    role = models.PositiveSmallIntegerField(choices=Role.choices, default=Role.COMMENTER)
    digest = models.CharField(max_length=64, unique=True)  # of the link's secret; see tickets.py
    by = models.ForeignKey(User, models.CASCADE, null=True, related_name="invitations")
    made = models.DateTimeField(default=timezone.now)
    ends = models.DateTimeField()


class Scope(models.TextChoices):
    """What a token opens."""

    RECORD = "record", _("questions about the Record")
    TEXTS = "texts", _("whole articles")


class Token(models.Model):
    """A secret by which a program asks the API as somebody."""

    user = models.ForeignKey(User, models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=80)  # what it is for
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)  # of Scope
    made = models.DateTimeField(default=timezone.now)
    ends = models.DateTimeField()
    used = models.DateTimeField(null=True)  # last, to the hour


class Factor(models.Model):
    """The second factor of somebody: a clock that makes codes (TOTP, RFC 6238)."""

    user = models.OneToOneField(User, models.CASCADE, related_name="factor")
    secret = models.CharField(max_length=64)  # base32; it must be known to check a code, so it is no hash
    step = models.BigIntegerField(default=0)  # of the last code that was taken: none is taken twice
    made = models.DateTimeField(default=timezone.now)


class RecoveryCode(models.Model):
    """A code that stands in once for the second factor; it is deleted when it is used."""

    user = models.ForeignKey(User, models.CASCADE, related_name="recovery_codes")
    digest = models.CharField(max_length=64, unique=True)
