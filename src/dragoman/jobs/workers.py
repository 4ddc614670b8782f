"""The threads that work on the queue."""

import contextlib
import logging
import threading
import time
from collections.abc import Callable

from django.db import DatabaseError, connections
from django.utils.module_loading import autodiscover_modules

from dragoman.jobs.queue import forget_old, hold, run_next, wakened

__all__ = ["Workers"]

_PAUSE = 2.0  # seconds after which it is looked whether a job has come due, or another process put one into the queue
_HOLD = 15.0  # seconds after which the leases of what runs are lengthened; a quarter of a lease
_OLD = 3600.0  # seconds after which it is looked whether there is something to forget
_log = logging.getLogger(__name__)


class Workers:
    """Threads that run jobs until they are stopped."""

    def __init__(
        self, count: int, around: Callable[[], contextlib.AbstractContextManager[object]] = contextlib.nullcontext
    ) -> None:
        """Make as many threads as jobs are to run at once, and one that holds their leases.

        around: is entered for each job, and left when it is over.
        """
        self._around = around
        self._stopped = threading.Event()
        self._running: set[tuple[int, int]] = set()
        names = [*(("jobs", self._work) for _ in range(count)), ("jobs-holder", self._hold)]
        self._threads = [
            threading.Thread(target=self._run, args=[task], name=name, daemon=True) for name, task in names
        ]

    def start(self) -> None:
        """Begin."""
        autodiscover_modules("work")
        for thread in self._threads:
            thread.start()

    def stop(self, seconds: float = 10) -> None:
        """Take no further job, and wait for those that run; what is not done by then is taken up after its lease."""
        self._stopped.set()
        with wakened:
            wakened.notify_all()
        end = time.monotonic() + seconds
        for thread in self._threads:
            thread.join(max(0.0, end - time.monotonic()))

    def _run(self, task: Callable[[], None]) -> None:
        """Do one thing over and over; a database that cannot be reached is waited for."""
        while not self._stopped.is_set():
            try:
                task()
            except DatabaseError:
                _log.exception("the queue cannot be reached")
                self._stopped.wait(_PAUSE)
            finally:
                for connection in connections.all(initialized_only=True):
                    connection.close_if_unusable_or_obsolete()
        connections.close_all()

    def _work(self) -> None:
        with self._around():
            ran = run_next(self._running)
        if not ran:
            with wakened:
                if not self._stopped.is_set():
                    wakened.wait(_PAUSE)

    def _hold(self) -> None:
        forget_old()
        end = time.monotonic() + _OLD
        while not self._stopped.wait(_HOLD) and time.monotonic() < end:
            for number, tries in tuple(self._running):
                hold(number, tries)
