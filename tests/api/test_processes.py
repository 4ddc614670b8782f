"""Several processes that answer at one address."""

import os
import pathlib
import signal
import subprocess
import time
import urllib.request
from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.test import override_settings

from dragoman.accounts import limits
from dragoman.record.databases import url_of_folder
from dragoman.record.store import open_record
from tests.api.conftest import COMMAND


def children(pid: int) -> set[int]:
    """Return the processes that a process has started and that run."""
    found = pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()
    return {int(one) for one in found}


def status(address: str) -> int:
    with urllib.request.urlopen(f"{address}healthz", timeout=60) as answer:
        return int(answer.status)


def wait_until(true: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_one_that_ends_is_replaced_and_none_outlives_the_server(tmp_path: pathlib.Path) -> None:
    open_record(url_of_folder(tmp_path)).close()
    command = [*COMMAND, "--port", "0", "--data", str(tmp_path), "--processes", "3"]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        assert server.stdout is not None
        address = server.stdout.readline().split()[1]
        first = children(server.pid)
        assert len(first) == 3
        assert [status(address) for _ in range(12)] == [200] * 12
        os.kill(min(first), signal.SIGKILL)
        wait_until(lambda: len(children(server.pid)) == 3 and children(server.pid) != first)
        assert [status(address) for _ in range(12)] == [200] * 12
        last = children(server.pid)
    finally:
        server.kill()
        server.communicate()
    wait_until(lambda: not any(pathlib.Path(f"/proc/{pid}/cmdline").exists() for pid in last))


def test_an_interrupt_ends_all(tmp_path: pathlib.Path) -> None:
    open_record(url_of_folder(tmp_path)).close()
    command = [*COMMAND, "--port", "0", "--data", str(tmp_path), "--processes", "2"]
    # A shell that starts something in the background has it ignore interrupts; the tests may run in one.
    server = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # noqa: PLW1509
    )
    assert server.stdout is not None
    server.stdout.readline()
    running = children(server.pid)
    server.send_signal(signal.SIGINT)
    server.communicate(timeout=60)
    assert server.returncode == 130
    wait_until(lambda: not any(pathlib.Path(f"/proc/{pid}/cmdline").exists() for pid in running))


@override_settings(DRAGOMAN_PROCESSES=4, DRAGOMAN_LIMITS={"code": (20, 600)})
def test_each_allows_its_share() -> None:
    cache.clear()
    for _ in range(5):
        limits.check("code", "somebody")
    with pytest.raises(limits.TooOften):
        limits.check("code", "somebody")
