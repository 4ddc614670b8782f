"""The tables of those who work with the Record. What counts of their verdicts is in the Record itself (record/judge.py)."""

from typing import ClassVar

from django.db import models
from django.utils import timezone

from dragoman.accounts.models import User
from dragoman.record.models import Version

__all__ = ["Assignment", "Coder", "Coding", "Ruling", "SavedSearch", "Submission", "Told"]


class Assignment(models.Model):
    """A version of an article that several people code, each without seeing what the others do."""

    version = models.ForeignKey(Version, models.PROTECT, related_name="assignments")
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    made = models.DateTimeField(default=timezone.now)
    closed = models.DateTimeField(null=True)  # when it was adjudicated, and the result became what counts


class Coder(models.Model):
    """Somebody to whom it was given."""

    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="coders")
    user = models.ForeignKey(User, models.SET_NULL, null=True, related_name="codings")
    name = models.CharField(max_length=80)  # as it was then
    done = models.DateTimeField(null=True)  # nothing of theirs changes afterwards

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["assignment", "user"], name="one_coder_an_article")]


class Coding(models.Model):
    """What a coder decided on a line; they may change it until they are done."""

    coder = models.ForeignKey(Coder, models.CASCADE, related_name="codings")
    table = models.CharField(max_length=16)
    local = models.CharField(max_length=200)
    verdict = models.CharField(max_length=12)  # as a Judgement's
    line = models.JSONField(null=True)
    note = models.TextField(blank=True)
    made = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["coder", "table", "local"], name="one_coding_a_line")]


class Ruling(models.Model):
    """Whose line an adjudicator chose where coders differ."""

    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="rulings")
    unit = models.CharField(max_length=220)  # "events/e1": what they differ on
    coder = models.ForeignKey(Coder, models.CASCADE, null=True, related_name="+")  # nothing: the machine's line
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    made = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["assignment", "unit"], name="one_ruling_a_unit")]


class Submission(models.Model):
    """Something that somebody gave to be read into the Record: a job works on it (server/adding.py)."""

    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="submissions")
    kind = models.CharField(max_length=8)  # "address", "file", "paste"
    given = models.TextField()  # the address, the file's name, or the first words
    data = models.BinaryField(null=True)  # of a file or a text, until it is read
    published = models.CharField(max_length=64, blank=True)  # EDTF; for an article that names no day
    made = models.DateTimeField(default=timezone.now)
    job = models.BigIntegerField(null=True)
    state = models.CharField(max_length=8, default="waiting")  # "waiting", "reading", "done", "failed"
    outcomes = models.JSONField(default=list)  # of each article: {"outcome", "article", "title", "version", "trouble"}


class SavedSearch(models.Model):
    """A search under a name, of somebody who wants to hear what is new in it."""

    user = models.ForeignKey(User, models.CASCADE, related_name="searches")
    name = models.CharField(max_length=80)
    query = models.TextField()  # in the query language
    digest = models.CharField(max_length=8, blank=True)  # "daily", "weekly"; nothing: no mail
    webhook = models.TextField(blank=True)  # an address; nothing: none is called
    site = models.TextField()  # the address of the front page, for links
    secret = models.CharField(max_length=64)  # the key of the HMAC over what the webhook is sent
    made = models.DateTimeField(default=timezone.now)
    seen = models.BigIntegerField(default=0)  # the last version of an article that was looked at for it
    mailed = models.DateTimeField(default=timezone.now)  # when the last digest was due
    trouble = models.TextField(blank=True)  # why the last delivery failed

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "name"], name="one_search_a_name")]


class Told(models.Model):
    """A match of a saved search that its owner has been told of, or is about to be."""

    search = models.ForeignKey(SavedSearch, models.CASCADE, related_name="told")
    match = models.CharField(max_length=64)  # the article's key, or what names the line by its words
    said = models.JSONField(default=dict)  # {"article", "title", "outlet", "published", "row", "words"}
    found = models.DateTimeField(default=timezone.now)
    mailed = models.BooleanField(default=False)
    called = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["search", "match"], name="one_match_a_search")]
