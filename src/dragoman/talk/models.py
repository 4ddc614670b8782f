"""The tables of what people and other sites say."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dragoman.accounts.models import User
from dragoman.record.models import KeptArticle

__all__ = [
    "Backlink",
    "Comment",
    "Domain",
    "Draft",
    "Flag",
    "Notice",
    "Sent",
    "State",
    "Switch",
    "Verdict",
    "Wish",
    "Word",
    "fresh_token",
]


class State(models.TextChoices):
    """Where something that was said stands."""

    WAITING = "waiting"  # a link to us that is not verified yet
    HELD = "held"  # waits for a moderator
    SHOWN = "shown"
    REJECTED = "rejected"
    GONE = "gone"  # taken back: by the author, or the page that linked here no longer does


def fresh_token() -> str:
    """Make a name that nobody guesses."""
    return uuid.uuid4().hex


class Comment(models.Model):
    """Something that a person says of an article, of words in it, or of a line of its record."""

    kept = models.ForeignKey(KeptArticle, models.PROTECT, related_name="comments")
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="replies")
    author = models.ForeignKey(User, models.SET_NULL, null=True, related_name="comments")
    name = models.CharField(max_length=80)  # the author's, as it was then
    body = models.TextField()  # Markdown
    stance = models.CharField(max_length=8, blank=True)  # on a line: "confirm" or "dispute"
    # The words it is about, as the W3C's TextQuoteSelector holds them; nothing: the article as a whole. Where they stand in a
    # version is found when it is shown (record/anchors.py).
    quote = models.TextField(blank=True)
    prefix = models.CharField(max_length=64, blank=True)
    suffix = models.CharField(max_length=64, blank=True)
    about = models.CharField(
        max_length=200, blank=True
    )  # the line it is about: "events/e3"; its words are the quotation
    state = models.CharField(max_length=8, choices=State.choices, default=State.SHOWN)
    why = models.CharField(max_length=80, blank=True)  # it is held: codes separated by spaces; see gate.py
    reason = models.TextField(blank=True)  # what the moderator said
    made = models.DateTimeField(default=timezone.now)
    edited = models.DateTimeField(null=True)
    decided = models.DateTimeField(null=True)
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")  # the moderator
    appeal = models.TextField(blank=True)
    appealed = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["kept", "made"], name="comment_kept"),
            models.Index(fields=["state", "made"], name="comment_state"),
        ]


class Draft(models.Model):
    """What a comment said before it was edited."""

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="drafts")
    body = models.TextField()
    made = models.DateTimeField()  # when it was written; it held until the next was


class Flag(models.Model):
    """Somebody's word that a comment should not stand."""

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="flags")
    who = models.ForeignKey(User, models.CASCADE, related_name="flags")
    reason = models.TextField()
    made = models.DateTimeField(default=timezone.now)
    settled = models.BooleanField(default=False)  # a moderator has decided since

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["comment", "who"], name="one_flag_a_person")]


class Notice(models.Model):
    """Something that somebody is told."""

    who = models.ForeignKey(User, models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=16)  # "reply", "mention", "approved", "rejected"
    comment = models.ForeignKey(Comment, models.CASCADE, related_name="notices")
    made = models.DateTimeField(default=timezone.now)
    read = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["who", "-made"], name="notice_who")]


class Wish(models.Model):
    """What somebody wants of notices."""

    who = models.OneToOneField(User, models.CASCADE, related_name="wish")
    mail = models.BooleanField(default=False)  # a message for each


class Backlink(models.Model):
    """A page elsewhere that links to an article here: by a trackback or a webmention."""

    kind = models.CharField(max_length=10)  # "trackback", "webmention"
    kept = models.ForeignKey(KeptArticle, models.PROTECT, related_name="backlinks")
    token = models.CharField(max_length=32, unique=True, default=fresh_token)  # names it to its sender
    source = models.TextField()
    source_key = models.CharField(max_length=32)  # a hash: addresses are longer than an index takes
    target = models.TextField()  # our address, as the sender wrote it
    domain = models.CharField(max_length=253, db_index=True)  # of the source
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    why = models.CharField(max_length=80, blank=True)
    reason = models.TextField(blank=True)
    type = models.CharField(
        max_length=10, blank=True
    )  # of a webmention: "reply", "like", "repost", "bookmark", "mention"
    title = models.CharField(max_length=300, blank=True)
    excerpt = models.TextField(blank=True)
    author = models.CharField(max_length=200, blank=True)
    author_url = models.TextField(blank=True)
    site = models.CharField(max_length=200, blank=True)  # its name
    made = models.DateTimeField(default=timezone.now)
    checked = models.DateTimeField(null=True)
    decided = models.DateTimeField(null=True)
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["state", "made"], name="backlink_state")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "kept", "source_key"], name="one_backlink_a_source")
        ]


class Domain(models.Model):
    """How links from a host are met; none: they are held."""

    class Standing(models.TextChoices):
        """What is done with a link of its."""

        TRUSTED = "trusted"  # shown when it is verified; so after the first that was approved
        HELD = "held"  # held each time
        BLOCKED = "blocked"

    name = models.CharField(max_length=253, unique=True)
    standing = models.CharField(max_length=8, choices=Standing.choices)


class Sent(models.Model):
    """A link of an article here, of which the other side was told."""

    class State(models.TextChoices):
        """How that went."""

        WAITING = "waiting", _("Waiting")
        SENT = "sent", _("Sent")
        NOTHING = "nothing", _("Nothing")  # the other side takes none
        FAILED = "failed", _("Failed")

    kept = models.ForeignKey(KeptArticle, models.PROTECT, related_name="sent")
    target = models.TextField()
    target_key = models.CharField(max_length=32)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    kind = models.CharField(max_length=10, blank=True)  # "webmention", "trackback"
    endpoint = models.TextField(blank=True)
    answer = models.CharField(max_length=500, blank=True)
    who = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    made = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["kept", "target_key"], name="one_sent_a_target")]


class Switch(models.Model):
    """What an editor turned off, or on again: for the site, or for one article."""

    name = models.CharField(max_length=12)  # see switches.py
    kept = models.ForeignKey(KeptArticle, models.PROTECT, null=True, related_name="switches")  # none: the whole site
    on = models.BooleanField()


class Verdict(models.Model):
    """What a moderator decided on one thing, so that it can be undone."""

    batch = models.CharField(max_length=32, db_index=True)  # those given at once
    who = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    item = models.CharField(max_length=32)  # "comment/12", "backlink/5"
    verdict = models.CharField(max_length=8)  # "approve", "reject", "spam"
    before = models.JSONField()  # the fields that were changed, as they were
    domain = models.JSONField(null=True)  # the host's standing that was changed: [name, before or null]
    flags = models.JSONField(default=list)  # those that were settled
    undone = models.BooleanField(default=False)


class Word(models.Model):
    """In how many things that were said a word stood; the filter knows no more (bayes.py)."""

    text = models.CharField(max_length=40, unique=True)  # nothing: all things
    good = models.PositiveIntegerField(default=0)
    bad = models.PositiveIntegerField(default=0)
