"""An import that is killed at any moment loses nothing that it said was kept, and leaves nothing half-written."""

import os
import pathlib
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable

from dragoman.export.lines import write_jsonl
from dragoman.record.models import ActorRow, EventRow, Link, StatementRow, Version
from dragoman.record.store import open_record
from tests.record.conftest import make_reading

KILLS = int(os.environ.get("DRAGOMAN_KILLS", "6"))
MANY = [
    make_reading(f"Varga met envoy {number} in Oslo.", id_=f"a{number}", url=f"https://courier.example/{number % 200}")
    for number in range(240)
]


def start(path: pathlib.Path, url: str, out: pathlib.Path) -> "subprocess.Popen[bytes]":
    with out.open("wb") as said:
        return subprocess.Popen(
            [sys.executable, "-c", "from dragoman.cli import main; main()", "add", str(path), "--database", url],
            stdout=said,
            stderr=subprocess.STDOUT,
        )


def state(url: str) -> object:
    record = open_record(url)
    alias = record.alias
    return (
        list(record.readings()),
        list(Version.objects.using(alias).order_by("pk").values_list("article_id", "number", "current")),
        [
            list(table.objects.using(alias).order_by("pk").values_list("version__article_id", "local"))
            for table in (ActorRow, StatementRow, EventRow)
        ],
        list(ActorRow.objects.using(alias).order_by("pk").values_list("identity", flat=True)),
        list(Link.objects.using(alias).order_by("key").values_list("key", "left__article_id", "right__article_id")),
    )


def test_killed_imports_end_as_an_undisturbed_one(fresh_url: Callable[[], str], tmp_path: pathlib.Path) -> None:
    path, out = tmp_path / "many.jsonl", tmp_path / "out.txt"
    with path.open("w", encoding="utf-8") as file:
        write_jsonl(MANY, file)
    disturbed, undisturbed = fresh_url(), fresh_url()
    begun = time.monotonic()
    assert start(path, undisturbed, out).wait(300) == 0
    whole = time.monotonic() - begun
    expected = state(undisturbed)
    moments = random.Random(1)  # noqa: S311
    acknowledged: set[str] = set()
    kills = 0
    while kills < KILLS:
        process = start(path, disturbed, out)
        time.sleep(moments.uniform(0.2, whole))
        # A kill counts where there was something left to import: one that came too late is followed by a fresh start.
        running = process.poll() is None
        process.send_signal(signal.SIGKILL)
        process.wait()
        acknowledged |= read_acknowledged(out)
        left = check_kept(disturbed, acknowledged)
        kills += running
        if not running or not left:
            assert start(path, disturbed, out).wait(300) == 0
            assert state(disturbed) == expected
            disturbed, acknowledged = fresh_url(), set()
    assert start(path, disturbed, out).wait(300) == 0
    assert state(disturbed) == expected


def read_acknowledged(out: pathlib.Path) -> set[str]:
    lines = out.read_text(encoding="utf-8").split("\n")[:-1]
    return {line.split("\t")[1] for line in lines if "\t" in line}


def check_kept(url: str, acknowledged: set[str]) -> int:
    """Assert that what was acknowledged is kept, and whole; return how many are left to import."""
    if not acknowledged:
        return len(MANY)
    record = open_record(url)
    kept = set(Version.objects.using(record.alias).values_list("article_id", flat=True))
    record.close()
    assert acknowledged <= kept
    return len({reading.article.id for reading in MANY} - kept)
