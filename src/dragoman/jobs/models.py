"""The table of jobs."""

from typing import ClassVar

from django.db import models
from django.utils import timezone

__all__ = ["Job"]


class Job(models.Model):
    """Something that is to be done, is being done, or was done."""

    class State(models.TextChoices):
        """How far it is."""

        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"  # given up

    name = models.CharField(max_length=80)  # of its handler
    payload = models.JSONField(default=dict)
    key = models.CharField(max_length=200, blank=True)  # at most one that is not over has it; nothing: it has none
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    # When it is to be taken up. While it runs: when others may take it, as whoever runs it must be gone (a lease).
    due = models.DateTimeField(default=timezone.now)
    tries = models.PositiveSmallIntegerField(default=0)
    again = models.BooleanField(default=False)  # it was asked for once more while it ran
    progress = models.JSONField(default=dict)  # what the handler said last, for a page that shows it
    result = models.JSONField(null=True)
    trouble = models.TextField(blank=True)  # why the last try failed, in one line
    made = models.DateTimeField(default=timezone.now)
    over = models.DateTimeField(null=True)  # when it was done or given up

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["due"], condition=models.Q(state__in=["waiting", "running"]), name="job_due"),
            models.Index(fields=["over"], name="job_over"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["key"],
                condition=models.Q(state__in=["waiting", "running"]) & ~models.Q(key=""),
                name="one_job_a_key",
            )
        ]
