"""The tables of a Record.

Primary, kept for good: KeptArticle, Version, Note, Anchor, Verdict. All others are derived from them and can be rebuilt
(`dragoman rebuild`): ActorRow, StatementRow, EventRow and Party hold the current version of each article; Link holds
what one article has to do with another.
"""

from typing import ClassVar

from django.db import models
from django.utils import timezone

__all__ = [
    "ActorRow",
    "Anchor",
    "EventRow",
    "KeptArticle",
    "Link",
    "Note",
    "Party",
    "StatementRow",
    "Verdict",
    "Version",
]


class KeptArticle(models.Model):
    """One article through all its versions."""

    key = models.CharField(max_length=32, unique=True)  # what makes two texts versions of one article; see identity.py
    added = models.DateTimeField(default=timezone.now)


class Version(models.Model):
    """An article's text as it stood once, with what was read in it."""

    kept = models.ForeignKey(KeptArticle, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()  # 1 is the first that came
    current = models.BooleanField(default=True)
    fingerprint = models.CharField(max_length=32, unique=True)  # of text, address and the source's id
    article_id = models.CharField(max_length=200, db_index=True)
    url = models.TextField(null=True)
    publisher = models.TextField(null=True)
    title = models.TextField(null=True)
    published = models.CharField(max_length=64, null=True)  # EDTF
    published_day = models.DateField(null=True, db_index=True)  # the first day that `published` covers
    text = models.TextField()  # as Reading.article.text, NUL and lone surrogates replaced; for search
    reading = models.BinaryField()  # the Reading's JSON, UTF-8, deflated (zlib); the truth
    added = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kept", "number"], name="one_version_a_number"),
            models.UniqueConstraint(fields=["kept"], condition=models.Q(current=True), name="one_current_version"),
        ]


class Note(models.Model):
    """Something that a person hung on words of an article: a correction, later a comment.

    It is held by quotation, as the W3C's TextQuoteSelector does: the words and what stands around them.
    """

    kept = models.ForeignKey(KeptArticle, models.PROTECT, related_name="notes")
    kind = models.CharField(max_length=32)  # "correction", "comment"
    about = models.CharField(max_length=200, blank=True)  # the row it is about: "events/e3", or nothing
    body = models.TextField()
    author = models.CharField(max_length=200, blank=True)
    quote = models.TextField()
    prefix = models.CharField(max_length=64, blank=True)
    suffix = models.CharField(max_length=64, blank=True)
    made = models.DateTimeField(default=timezone.now)


class Anchor(models.Model):
    """Where a note's words stand in one version; no place: they are gone, and the note is an orphan there."""

    note = models.ForeignKey(Note, models.CASCADE, related_name="anchors")
    version = models.ForeignKey(Version, models.PROTECT, related_name="anchors")
    start = models.PositiveIntegerField(null=True)  # code points of the text, half-open
    end = models.PositiveIntegerField(null=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["note", "version"], name="one_anchor_a_version")]


class ActorRow(models.Model):
    """An actor of a current version."""

    version = models.ForeignKey(Version, models.CASCADE, related_name="actors")
    local = models.CharField(max_length=200)  # its id in the Reading
    name = models.TextField()
    kind = models.CharField(max_length=16)
    country = models.CharField(max_length=8, null=True)
    # Who it is across articles, and where others that might be the same are looked up; see across/actors.py
    identity = models.CharField(max_length=200, blank=True, db_index=True)
    block = models.CharField(max_length=200, blank=True, db_index=True)


class StatementRow(models.Model):
    """A statement of a current version."""

    version = models.ForeignKey(Version, models.CASCADE, related_name="statements")
    local = models.CharField(max_length=200)
    actor = models.ForeignKey(ActorRow, models.CASCADE, null=True, related_name="statements")
    sourcing = models.CharField(max_length=16)
    quoted = models.CharField(max_length=16)
    content = models.TextField()
    date = models.CharField(max_length=64, null=True)  # EDTF


class EventRow(models.Model):
    """An event of a current version."""

    version = models.ForeignKey(Version, models.CASCADE, related_name="events")
    local = models.CharField(max_length=200)
    type = models.CharField(max_length=16, db_index=True)
    mode = models.CharField(max_length=24, null=True)
    date = models.CharField(max_length=64, null=True)  # EDTF
    first_day = models.DateField(null=True, db_index=True)
    auxiliary = models.CharField(max_length=64, blank=True)  # separated by spaces
    evidence = models.TextField()
    # What happening it tells of, across articles; see across/events.py
    happening = models.CharField(max_length=64, blank=True, db_index=True)


class Party(models.Model):
    """An actor's part in an event."""

    event = models.ForeignKey(EventRow, models.CASCADE, related_name="parties")
    actor = models.ForeignKey(ActorRow, models.CASCADE, related_name="parts")
    role = models.CharField(max_length=16)  # "actor" or "recipient"


class Link(models.Model):
    """What a row of one current version has to do with a row of another: derived, with its reason and confidence.

    The order of its ends is the link's meaning: a copy comes before what it copies, an update before what it updates.
    """

    key = models.CharField(max_length=32, unique=True)  # of kind and of both ends' words, so that it outlives a rebuild
    kind = models.CharField(max_length=16, db_index=True)  # see across/kinds.py
    left = models.ForeignKey(Version, models.CASCADE, related_name="links_out")
    left_row = models.CharField(max_length=210, blank=True)  # "events/e3"; nothing: the article as a whole
    right = models.ForeignKey(Version, models.CASCADE, related_name="links_in")
    right_row = models.CharField(max_length=210, blank=True)
    reason = models.TextField()
    confidence = models.FloatField()  # 0 to 1
    differences = models.JSONField(default=dict)  # what the two tell differently: {"date": [left, right]}


class Verdict(models.Model):
    """What a person decided on a link; kept whether or not the link is derived again."""

    key = models.CharField(max_length=32, unique=True)
    confirmed = models.BooleanField()  # False: rejected
    author = models.CharField(max_length=200, blank=True)
    made = models.DateTimeField(default=timezone.now)
