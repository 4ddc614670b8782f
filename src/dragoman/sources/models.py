"""The tables of sources and of what they listed."""

from typing import ClassVar

from django.db import models
from django.utils import timezone

__all__ = ["Item", "Source"]


class Source(models.Model):
    """A feed or a sitemap that is looked at from time to time."""

    url = models.CharField(max_length=500, unique=True)
    title = models.CharField(max_length=200, blank=True)
    minutes = models.PositiveIntegerField(default=60)  # between two looks, where all is well
    whole = models.BooleanField(default=True)  # fetch the page of each entry; False: take the feed's own text
    paused = models.BooleanField(default=False)
    added = models.DateTimeField(default=timezone.now)
    due = models.DateTimeField(default=timezone.now, db_index=True)
    # Of the last answer that had something new, so that the server can say that nothing changed (RFC 9110).
    etag = models.CharField(max_length=500, blank=True)
    modified = models.CharField(max_length=100, blank=True)
    checked = models.DateTimeField(null=True)
    succeeded = models.DateTimeField(null=True)
    changed = models.DateTimeField(null=True)  # when it last listed something new
    failures = models.PositiveIntegerField(default=0)  # in a row
    trouble = models.TextField(blank=True)  # why the last look failed, in one line


class Item(models.Model):
    """Something that a source listed."""

    class Outcome(models.TextChoices):
        """What came of it."""

        ADDED = "added"  # a new article
        CHANGED = "changed"  # a new version of one
        KNOWN = "known"  # its text is kept already
        FAILED = "failed"  # it could not be had or read; tried again while it is listed, some times
        SKIPPED = "skipped"  # there from the beginning, and older than what a first look takes

    source = models.ForeignKey(Source, models.CASCADE, related_name="items")
    key = models.CharField(max_length=32)  # of its address, or of its id where it has none
    url = models.TextField(blank=True)
    title = models.TextField(blank=True)
    mark = models.CharField(max_length=32, blank=True)  # of what was listed of it; another one: it has changed
    seen = models.DateTimeField(default=timezone.now)  # the last look that did something with it
    outcome = models.CharField(max_length=8, choices=Outcome.choices)
    tries = models.PositiveSmallIntegerField(default=1)
    trouble = models.TextField(blank=True)
    article = models.CharField(max_length=200, blank=True)  # its id in the Record

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["source", "key"], name="one_item_a_key")]
        indexes: ClassVar = [models.Index(fields=["source", "-seen"], name="item_seen")]
