"""Processes that answer at one address: a question is Python's work, of which one process does one piece at a time."""

import logging
import os
import signal
import socket
import threading
import time
from collections.abc import Callable

from django.db import connections

from dragoman.errors import Unusable

__all__ = ["count_usual", "listen", "run_processes"]

_MOST = 4  # that are taken without being asked for; each has its own memory
_SOON = 5.0  # seconds: a process that ends so soon may never work
_TRIES = 5  # such ends in a row after which it is given up
_log = logging.getLogger(__name__)


def count_usual() -> int:
    """Return how many processes answer where nobody says: as many as there are processors, four at most."""
    if not hasattr(os, "fork"):
        return 1
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(usable, _MOST)


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens. Raises OSError where it cannot."""
    family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
    return socket.create_server(address[:2], family=family, backlog=1024)


def run_processes(count: int, answer: Callable[[], None], beside: Callable[[], None]) -> None:
    """Run a function in some processes, until this one is interrupted; one that ends is started again.

    answer: runs for ever in each of them. beside: is called here when they have begun; it may start threads.
    Raises Unusable where they end as soon as they begin.
    """
    # A connection must not be shared by two processes.
    connections.close_all()
    ours, theirs = os.pipe()
    running = {_start(answer, ours, theirs): time.monotonic() for _ in range(count)}
    early = 0
    try:
        beside()
        while True:
            pid, status = os.wait()
            begun = running.pop(pid, None)
            if begun is None:
                continue
            early = early + 1 if time.monotonic() - begun < _SOON else 0
            if early >= _TRIES:
                raise Unusable("the processes that answer end as soon as they begin", "--processes")
            _log.error("a process that answers ended (%s); another takes its place", os.waitstatus_to_exitcode(status))
            connections.close_all()
            running[_start(answer, ours, theirs)] = time.monotonic()
    finally:
        for pid in running:
            os.kill(pid, signal.SIGTERM)
        os.close(ours)
        os.close(theirs)


def _start(answer: Callable[[], None], ours: int, theirs: int) -> int:
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        # Nobody writes into the pipe: its end is that of the process that holds the other side, however it came.
        os.close(theirs)
        threading.Thread(target=_end_with_parent, args=[ours], daemon=True).start()
        answer()
        code = 0
    except KeyboardInterrupt:
        code = 0
    except Exception:  # noqa: BLE001  (the outer edge of a process)
        _log.exception("a process that answers failed")
    finally:
        os._exit(code)


def _end_with_parent(ours: int) -> None:
    os.read(ours, 1)
    os._exit(0)
