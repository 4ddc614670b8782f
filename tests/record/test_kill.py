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
from dragoman.record.models import ActorRow, EventRow, StatementRow, Version
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
    )


def test_killed_imports_end_as_an_undisturbed_one(fresh_url: Callable[[], str], tmp_path: pathlib.Path) -> None:
    path, out = tmp_path / "many.jsonl", tmp_path / "out.txt"
    with path.open("w", encoding="utf-8") as file:
        write_jsonl(MANY, file)
    disturbed, undisturbed = fresh_url(), fresh_url()
    begun = time.monotonic()
    assert start(path, undisturbed, out).wait(300) == 0
    whole = time.monotonic() - begun
    moments = random.Random(1)  # noqa: S311
    acknowledged: set[str] = set()
    for _ in range(KILLS):
        process = start(path, disturbed, out)
        time.sleep(moments.uniform(0.2, whole))
        process.send_signal(signal.SIGKILL)
        process.wait()
        lines = out.read_text(encoding="utf-8").split("\n")[:-1]
        acknowledged |= {line.split("\t")[1] for line in lines if "\t" in line}
        if acknowledged:
            record = open_record(disturbed)
            kept = set(Version.objects.using(record.alias).values_list("article_id", flat=True))
            record.close()
            assert acknowledged <= kept
    assert start(path, disturbed, out).wait(300) == 0
    assert state(disturbed) == state(undisturbed)
