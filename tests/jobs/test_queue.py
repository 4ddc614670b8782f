"""The queue: on both databases, with several threads, and with a process that is killed."""

import datetime as dt
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import IntegrityError, connections, transaction
from django.test import override_settings
from django.utils import timezone

from dragoman.errors import Unreachable
from dragoman.jobs import queue
from dragoman.jobs.models import Job
from dragoman.jobs.queue import NoUse, Work, handles, put, run_due, run_next
from dragoman.jobs.workers import Workers
from dragoman.record.store import open_record
from tests.record.conftest import fresh_url, server, url  # noqa: F401  (fixtures)


@pytest.fixture
def alias(url: str) -> Iterator[str]:  # noqa: F811
    record = open_record(url)
    with override_settings(DRAGOMAN_RECORD=url):
        yield record.alias
    connections.close_all()


@pytest.fixture
def handled(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Handle jobs for as long as the test lasts."""
    monkeypatch.setattr(queue, "_handlings", {})

    def register(name: str, handler: Callable[[Work], Any], **options: Any) -> None:
        handles(name, **options)(handler)

    return register


def state(job: Job) -> tuple[str, int, object, str]:
    job.refresh_from_db()
    return job.state, job.tries, job.result, job.trouble


@pytest.mark.usefixtures("alias")
def test_a_job_is_done_and_its_result_kept(handled: Callable[..., None]) -> None:
    def add(work: Work) -> object:
        work.report(done=1, of=2)
        return work.payload["a"] + work.payload["b"]

    handled("add", add)
    job = put("add", {"a": 2, "b": 3})
    assert (job.state, run_due()) == ("waiting", 1)
    assert state(job) == ("done", 1, 5, "")
    assert job.progress == {"done": 1, "of": 2}
    assert run_next() is False


@pytest.mark.usefixtures("alias")
def test_a_failure_is_tried_again_later_and_given_up_in_the_end(handled: Callable[..., None]) -> None:
    seen: list[tuple[int, bool]] = []

    def fail(work: Work) -> None:
        seen.append((work.tries, work.last))
        raise Unreachable("no answer", "http://a.example/")

    handled("fail", fail, tries=3, wait=60)
    job = put("fail", {})
    waits = []
    for _ in range(3):
        before = timezone.now()
        assert run_due() == 1
        assert run_due() == 0  # it is not due
        job.refresh_from_db()
        waits.append(round((job.due - before).total_seconds() / 60))
        Job.objects.filter(pk=job.pk).update(due=timezone.now())
    assert seen == [(1, False), (2, False), (3, True)]
    assert waits[:2] == [1, 2]
    assert state(job) == ("failed", 3, None, "http://a.example/: no answer")
    assert run_due() == 0


@pytest.mark.usefixtures("alias")
def test_what_is_of_no_use_or_unknown_is_not_tried_again(
    handled: Callable[..., None], caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(_: Work) -> None:
        raise NoUse("it is gone")

    def break_down(_: Work) -> None:
        raise ZeroDivisionError("secret")

    handled("refuse", refuse)
    handled("break", break_down, tries=1)
    jobs = [put(name, {}) for name in ("refuse", "unknown", "break")]
    assert run_due() == 3
    assert [state(job)[3] for job in jobs] == [
        "it is gone",
        "nothing here knows how to do this",
        "an error of ours, which has been logged",
    ]
    assert {job.state for job in jobs} == {"failed"}
    assert "ZeroDivisionError" in caplog.text


def test_one_job_a_key(alias: str, handled: Callable[..., None]) -> None:
    ran: list[int] = []

    def note(work: Work) -> None:
        ran.append(work.payload["n"])
        if work.payload["n"] == 2:
            put("note", {"n": 3}, key="k")  # asked for again while it runs

    handled("note", note)
    first = put("note", {"n": 1}, key="k", due=timezone.now() + dt.timedelta(days=1))
    second = put("note", {"n": 2}, key="k")
    assert first.pk == second.pk
    assert run_due() == 2
    assert ran == [2, 3]
    assert state(first)[0] == "done"
    assert put("note", {"n": 4}, key="k").pk != first.pk  # what is over stands in nobody's way
    assert put("note", {"n": 5}).pk != put("note", {"n": 6}).pk
    with pytest.raises(IntegrityError), transaction.atomic(using=alias):
        Job.objects.create(name="note", key="k")


def test_what_is_taken_back_was_never_put(alias: str, handled: Callable[..., None]) -> None:
    handled("note", lambda _: None)
    with transaction.atomic(using=alias):
        put("note", {})
        transaction.set_rollback(True, using=alias)
    assert run_due() == 0


def test_threads_share_the_work_and_none_is_done_twice(alias: str, handled: Callable[..., None]) -> None:
    lock, ran, together, most = threading.Lock(), [], threading.Barrier(2, timeout=20), set()

    def note(work: Work) -> None:
        if work.payload["n"] < 2:
            together.wait()  # two run at once, or the test fails
        with lock:
            ran.append(work.payload["n"])
            most.add(threading.current_thread())

    handled("note", note)
    jobs = [put("note", {"n": number}) for number in range(30)]
    workers = Workers(2)
    workers.start()
    for _ in range(400):
        if not Job.objects.using(alias).exclude(state="done").exists():
            break
        threading.Event().wait(0.05)
    workers.stop()
    assert sorted(ran) == list(range(30))
    assert {state(job)[:2] for job in jobs} == {("done", 1)}
    assert len(most) == 2


def test_a_job_of_a_killed_process_is_taken_up_after_its_lease(
    alias: str,
    url: str,  # noqa: F811
    handled: Callable[..., None],
) -> None:
    job = put("note", {})
    script = f"""
import os
from django.conf import settings
import dragoman.jobs
settings.DRAGOMAN_RECORD = {url!r}
from dragoman.jobs.queue import handles, run_next
handles("note")(lambda work: os._exit(9))
run_next()
"""
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 9
    handled("note", lambda work: work.tries)
    assert state(job)[:2] == ("running", 1)
    assert run_due() == 0  # the lease holds
    Job.objects.using(alias).filter(pk=job.pk).update(due=timezone.now())
    assert run_due() == 1
    assert state(job) == ("done", 2, 2, "")


@pytest.mark.usefixtures("alias")
def test_who_lost_the_lease_no_longer_writes(handled: Callable[..., None]) -> None:
    def lose(work: Work) -> str:
        if work.tries == 1:
            Job.objects.filter(pk=work.number).update(due=timezone.now())
            assert run_next() is True  # somebody else takes it and is done
            work.report(late=True)
            return "first"
        return "second"

    handled("lose", lose)
    job = put("lose", {})
    run_due()
    assert state(job) == ("done", 2, "second", "")
    assert job.progress == {}


@pytest.mark.usefixtures("alias")
def test_a_lease_is_held_and_old_jobs_are_forgotten(handled: Callable[..., None]) -> None:
    def look(work: Work) -> bool:
        Job.objects.filter(pk=work.number).update(due=timezone.now())
        queue.hold(work.number, work.tries)
        return run_next()

    handled("look", look)
    job = put("look", {})
    run_due()
    assert state(job)[2] is False
    queue.forget_old()
    assert Job.objects.count() == 1
    Job.objects.update(over=timezone.now() - dt.timedelta(days=40))
    queue.forget_old()
    assert Job.objects.count() == 0
