"""Putting jobs into the queue and taking them out.

A job that is taken is leased: its `due` moves on, and as long as it runs it is moved on again (workers.py). When a server is
killed the lease ends, and somebody else takes the job; so a handler may be run twice, and must be able to bear that.
`tries` tells whose lease it is: whoever lost it can no longer write to the job.
"""

import datetime as dt
import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from dragoman.errors import DragomanError
from dragoman.jobs.models import Job
from dragoman.record.opened import record

__all__ = [
    "LEASE",
    "Handler",
    "NoUse",
    "Work",
    "forget_old",
    "handles",
    "hold",
    "put",
    "put_round",
    "run_due",
    "run_next",
    "wakened",
]

LEASE = dt.timedelta(seconds=60)
_KEPT = dt.timedelta(days=30)  # what is over is forgotten after this
_OPEN = (Job.State.WAITING, Job.State.RUNNING)
_log = logging.getLogger(__name__)

wakened = threading.Condition()  # told when something is put into the queue by this process


class NoUse(Exception):
    """A handler's word that trying again is of no use; its text is kept as the reason."""


@dataclass(frozen=True, slots=True)
class Work:
    """A job as its handler sees it."""

    number: int
    payload: Mapping[str, Any]
    tries: int  # 1: this is the first
    last: bool  # no other try follows

    def report(self, **progress: object) -> None:
        """Say how far it is, for a page that shows it; what was said before is replaced."""
        _mine(self.number, self.tries).update(progress=progress, due=timezone.now() + LEASE)


Handler = Callable[[Work], object]  # returns what is kept as the result, as JSON has it


@dataclass(frozen=True, slots=True)
class _Handling:
    handler: Handler
    tries: int
    wait: float


_handlings: dict[str, _Handling] = {}  # filled while modules are imported, and never changed by a run


def handles(name: str, *, tries: int = 5, wait: float = 30) -> Callable[[Handler], Handler]:
    """Make a function the handler of the jobs with a name.

    tries: after that many failures it is given up. wait: seconds before the second try; each further wait is twice as long.
    A DragomanError's message is kept for people to read; any other error is logged, and kept as an error of ours.
    """

    def register(handler: Handler) -> Handler:
        _handlings[name] = _Handling(handler, tries, wait)
        return handler

    return register


def put(name: str, payload: Mapping[str, Any], *, key: str = "", due: dt.datetime | None = None) -> Job:
    """Put a job into the queue; it is taken when the transaction around this is committed.

    key: where a job with it waits already, that one gets the new payload; where one runs, it is run once more afterwards.
    """
    alias = record().alias
    fields = {"name": name, "payload": dict(payload), "due": due or timezone.now()}
    with transaction.atomic(using=alias):
        job = _put_again(key, fields, alias) if key else None
        if job is None:
            try:
                with transaction.atomic(using=alias):
                    job = Job.objects.using(alias).create(key=key, **fields)
            except IntegrityError:  # somebody was quicker
                job = _put_again(key, fields, alias)
                if job is None:
                    raise
    transaction.on_commit(_wake, using=alias)
    return job


def put_round(name: str, pause: dt.timedelta, moment: dt.datetime | None = None) -> None:
    """Have a round of what is done over and over be done at a moment, or a pause from now.

    Rounds of one pause's length are one, however many servers ask for them.
    """
    moment = moment or timezone.now() + pause
    put(name, {}, key=f"{name}/{int(moment.timestamp() // pause.total_seconds())}", due=moment)


def _put_again(key: str, fields: Mapping[str, Any], alias: str) -> Job | None:
    job = Job.objects.using(alias).select_for_update().filter(key=key, state__in=_OPEN).first()
    if job is None:
        return None
    changed = dict(fields, again=True) if job.state == Job.State.RUNNING else dict(fields, tries=0)
    if job.state == Job.State.RUNNING:
        del changed["due"]  # it is the lease
    Job.objects.using(alias).filter(pk=job.pk).update(**changed)
    job.refresh_from_db(using=alias)
    return job


def _wake() -> None:
    with wakened:
        wakened.notify_all()


def run_next(running: set[tuple[int, int]] | None = None) -> bool:
    """Take the job that is due longest and run it; return whether there was one.

    running: has the job's number and tries while it runs.
    """
    job = _take()
    if job is None:
        return False
    running = set() if running is None else running
    running.add((job.pk, job.tries))
    try:
        _run(job)
    finally:
        running.discard((job.pk, job.tries))
    return True


def _run(job: Job) -> None:
    handling = _handlings.get(job.name)
    if handling is None:
        _end(job, Job.State.FAILED, trouble="nothing here knows how to do this")
        return
    work = Work(job.pk, job.payload, job.tries, last=job.tries >= handling.tries)
    try:
        result = handling.handler(work)
    except NoUse as trouble:
        _end(job, Job.State.FAILED, trouble=str(trouble))
    except DragomanError as trouble:
        _fail(job, handling, str(trouble))
    except Exception:  # noqa: BLE001  (the outer edge: one job must not stop the others)
        _log.exception("job %s (%s) failed", job.pk, job.name)
        _fail(job, handling, "an error of ours, which has been logged")
    else:
        _end(job, Job.State.DONE, result=result)


def run_due() -> int:
    """Run all that is due, here and now; return how many there were."""
    count = 0
    while run_next():
        count += 1
    return count


def _take() -> Job | None:
    alias = record().alias
    due = Job.objects.using(alias).filter(state__in=_OPEN, due__lte=timezone.now()).order_by("due", "pk")
    if not due.exists():  # without a lock: nobody waits for us while there is nothing to do
        return None
    with transaction.atomic(using=alias):
        job = due.select_for_update(skip_locked=True).first()  # SQLite has one writer anyhow
        if job is None:
            return None
        Job.objects.using(alias).filter(pk=job.pk).update(
            state=Job.State.RUNNING, tries=F("tries") + 1, due=timezone.now() + LEASE, again=False
        )
        job.tries += 1
        return job


def hold(number: int, tries: int) -> None:
    """Lengthen the lease of a job that still runs."""
    _mine(number, tries).update(due=timezone.now() + LEASE)


def _mine(number: int, tries: int) -> QuerySet[Job]:
    return Job.objects.using(record().alias).filter(pk=number, tries=tries, state=Job.State.RUNNING)


def _fail(job: Job, handling: _Handling, trouble: str) -> None:
    if job.tries >= handling.tries:
        _end(job, Job.State.FAILED, trouble=trouble)
        return
    wait = dt.timedelta(seconds=handling.wait * 2 ** (job.tries - 1))
    _mine(job.pk, job.tries).update(state=Job.State.WAITING, due=timezone.now() + wait, trouble=trouble)


def _end(job: Job, state: Job.State, *, result: object = None, trouble: str = "") -> None:
    alias = record().alias
    now = timezone.now()
    with transaction.atomic(using=alias):
        asked_again = _mine(job.pk, job.tries).filter(again=True)
        if asked_again.update(state=Job.State.WAITING, due=now, tries=0, again=False) == 0:
            _mine(job.pk, job.tries).update(state=state, result=result, trouble=trouble, over=now)


def forget_old() -> None:
    """Delete what has been over for a month."""
    Job.objects.using(record().alias).filter(over__lt=timezone.now() - _KEPT).delete()
