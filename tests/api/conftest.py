"""A real server over the sample Record, on both databases."""

import contextlib
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from dragoman.record.databases import url_of_folder
from dragoman.record.store import Record, open_record
from tests.record.conftest import server  # noqa: F401  (a fixture)
from tests.record.samples import readings
from tests.record.servers import Server

COMMAND = [sys.executable, "-c", "from dragoman.cli import main; main()", "serve"]


@dataclass
class Served:
    record: Record
    address: str  # with a slash at its end


@contextlib.contextmanager
def serving(*arguments: str, environment: dict[str, str] | None = None) -> Iterator[str]:
    """Run `dragoman serve` and give its address when it is ready."""
    process = subprocess.Popen(
        [*COMMAND, "--port", "0", *arguments], stdout=subprocess.PIPE, text=True, env=os.environ | (environment or {})
    )
    try:
        assert process.stdout is not None
        address = process.stdout.readline().split()[1]
        _wait(f"{address}healthz")
        yield address
    finally:
        process.terminate()
        process.communicate(timeout=30)


def _wait(address: str) -> None:
    for _ in range(100):
        with contextlib.suppress(urllib.error.URLError), urllib.request.urlopen(address, timeout=10) as answer:
            assert answer.status == 200
            return
        time.sleep(0.1)
    raise AssertionError(f"nobody answers at {address}")


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def served(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    if request.param == "postgresql":
        running: Server = request.getfixturevalue("server")
        url = running.fresh()
    else:
        url = url_of_folder(tmp_path_factory.mktemp("served"))
    record = open_record(url)
    list(record.add(readings()))
    with serving("--database", url) as address:
        yield Served(record, address)
    record.close()
