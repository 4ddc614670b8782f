"""The same command on a Ray cluster, here one on this machine, gives the same bytes; a killed actor is replaced."""

import contextlib
import json
import os
import pathlib
import signal
import subprocess
import time
from collections.abc import Callable

import pytest

from dragoman.corpus.run import Outcome
from tests.corpus.conftest import contents, write_lines
from tests.corpus.test_kill import start


def actors() -> list[int]:
    """Return the processes of Ray actors that read."""
    found = []
    for line in pathlib.Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            if line.read_bytes().startswith(b"ray::_Worker"):
                found.append(int(line.parent.name))
    return found


@pytest.mark.skipif(not pathlib.Path("/proc").is_dir(), reason="processes are found under /proc")
def test_a_cluster_gives_the_same_bytes_though_an_actor_is_killed(
    run_here: Callable[..., Outcome], tmp_path: pathlib.Path
) -> None:
    pytest.importorskip("ray")
    lines = write_lines(tmp_path / "a.jsonl", range(12))
    run_here([lines], tmp_path / "here", block=1)
    before = set(actors())
    driver = start(
        lines, "-o", tmp_path / "there", "--block", 1, "--workers", 2, "--cluster", "local", "--progress", "json"
    )
    while not (done := list((tmp_path / "there" / "blocks").glob("*.json"))) and driver.poll() is None:
        time.sleep(0.1)
    for actor in (set(actors()) - before) if len(done) < 12 else ():
        with contextlib.suppress(ProcessLookupError):
            os.kill(actor, signal.SIGKILL)
        break
    out, err = driver.communicate(timeout=900)
    assert driver.returncode == 0, err
    assert json.loads(out.splitlines()[-1])["finished"]
    assert contents(tmp_path / "there") == contents(tmp_path / "here")


def test_a_cluster_that_is_not_there_is_one_line(tmp_path: pathlib.Path) -> None:
    pytest.importorskip("ray")
    lines = write_lines(tmp_path / "a.jsonl", range(2))
    driver = start(lines, "-o", tmp_path / "out", "--cluster", "no-such-scheme://127.0.0.1:1")
    try:
        _, err = driver.communicate(timeout=300)
    except subprocess.TimeoutExpired:
        driver.kill()
        raise
    assert driver.returncode == 2
    assert "no cluster can be reached there" in err
    assert len(err.splitlines()) == 1
