"""Real worker processes: killed, starved of disk and stopped, a run ends as an undisturbed one, byte for byte."""

import contextlib
import json
import os
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from tests.corpus.conftest import contents, pack, response, write_lines

KILLS = int(os.environ.get("DRAGOMAN_KILLS", "3"))


# A shell starts what runs in its background with Ctrl-C ignored, the tests too: undo that.
_RUN = """import signal; signal.signal(signal.SIGINT, signal.default_int_handler)
from dragoman.cli import main; main()"""


def start(*arguments: object, **options: object) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", _RUN, "corpus", "run", "--progress", "none"]
    command += map(str, arguments)
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options)  # type: ignore[call-overload,no-any-return]


def workers_of(driver: int) -> list[int]:
    """Return the processes that a driver started and that read: not Python's own tracker of resources."""
    found = []
    for status in pathlib.Path("/proc").glob("[0-9]*/status"):
        with contextlib.suppress(OSError, IndexError):
            parent = int(status.read_text().split("PPid:")[1].split()[0])
            if parent == driver and b"spawn_main" in (status.parent / "cmdline").read_bytes():
                found.append(int(status.parent.name))
    return found


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> list[pathlib.Path]:
    folder = tmp_path_factory.mktemp("inputs")
    for number in range(0, 36, 6):
        write_lines(folder / f"rows{number}.jsonl", range(number, number + 3))
        (folder / f"pages{number}.warc.gz").write_bytes(pack(map(response, range(number + 3, number + 6))))
    return [folder]


@pytest.fixture(scope="module")
def undisturbed(inputs: list[pathlib.Path], tmp_path_factory: pytest.TempPathFactory) -> tuple[pathlib.Path, float]:
    """Return the corpus of a run that nobody disturbs, by one worker, and how long it took in seconds."""
    path, begun = tmp_path_factory.mktemp("undisturbed") / "out", time.monotonic()
    out, err = start(*inputs, "-o", path, "--block", 3, "--workers", 1).communicate(timeout=600)
    assert err == "", out
    return path, time.monotonic() - begun


@pytest.mark.skipif(not pathlib.Path("/proc").is_dir(), reason="processes are found under /proc")
def test_killed_workers_and_drivers_lose_and_double_nothing(
    inputs: list[pathlib.Path], undisturbed: tuple[pathlib.Path, float], tmp_path: pathlib.Path
) -> None:
    whole, seconds = undisturbed
    moments = random.Random(7)  # noqa: S311
    arguments = (*inputs, "-o", tmp_path / "out", "--block", 3, "--workers", 2, "--progress", "json")
    for number in range(KILLS):
        driver = start(*arguments)
        time.sleep(moments.uniform(0.3, 0.8) * seconds)
        for worker in workers_of(driver.pid)[: 1 + number % 2]:
            with contextlib.suppress(ProcessLookupError):
                os.kill(worker, signal.SIGKILL)
        time.sleep(moments.uniform(0.1, 0.5) * seconds)
        left = workers_of(driver.pid)
        driver.kill()
        driver.communicate(timeout=60)
        gone_by = time.monotonic() + 60
        while any(pathlib.Path(f"/proc/{worker}").exists() for worker in left) and time.monotonic() < gone_by:
            time.sleep(0.1)
        assert not any(pathlib.Path(f"/proc/{worker}").exists() for worker in left), "a worker outlived its driver"
    out, err = start(*arguments).communicate(timeout=600)
    assert err == ""
    last = json.loads(out.splitlines()[-1])
    assert last["finished"]
    assert last["blocks_done"] == last["blocks"] == 12
    assert contents(tmp_path / "out") == contents(whole)


def test_a_block_that_kills_its_workers_is_set_aside(inputs: list[pathlib.Path], tmp_path: pathlib.Path) -> None:
    poison = write_lines(tmp_path / "poison.jsonl", range(60, 62))
    # A step that ends the process at one article: what a defect in compiled code does.
    (tmp_path / "sitecustomize.py").write_text(
        "import os\nimport dragoman.corpus.languages as languages\nbefore = languages.looks_english\n"
        "languages.looks_english = lambda text: os._exit(9) if 'case 60 said' in text else before(text)\n"
    )
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(tmp_path), *sys.path])}
    driver = start(inputs[0], poison, "-o", tmp_path / "out", "--block", 30, "--workers", 1, env=environment)
    _, err = driver.communicate(timeout=600)
    assert driver.returncode == 1
    assert "is set aside: killed its worker (exit code 9), 3 times" in err
    failures = [json.loads(line) for line in (tmp_path / "out" / "failures.jsonl").read_text().splitlines()]
    assert [failure["where"] for failure in failures] == [str(poison)]
    made = json.loads((tmp_path / "out" / "manifest.json").read_text())
    assert made["counts"]["read"] == 36
    # Once the defect is mended, the same command does what is missing.
    _, err = start(inputs[0], poison, "-o", tmp_path / "out", "--block", 30, "--workers", 1).communicate(timeout=600)
    assert err == ""
    assert json.loads((tmp_path / "out" / "manifest.json").read_text())["counts"]["read"] == 38


@pytest.fixture
def small_disk(tmp_path: pathlib.Path) -> Iterator[pathlib.Path]:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = shutil.which("mount") and subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=400k", "tmpfs", disk], check=False, capture_output=True
    )
    if not mounted or mounted.returncode:
        pytest.skip("no small disk can be mounted here: that takes root")
    yield disk
    subprocess.run(["umount", disk], check=True)


def test_a_full_disk_stops_the_run_and_more_room_lets_it_go_on(
    inputs: list[pathlib.Path], undisturbed: tuple[pathlib.Path, float], small_disk: pathlib.Path
) -> None:
    arguments = (*inputs, "-o", small_disk / "out", "--block", 3, "--workers", 1)
    driver = start(*arguments)
    _, err = driver.communicate(timeout=600)
    assert driver.returncode == 2
    assert "cannot be written" in err
    assert len(err.splitlines()) == 1
    done = len(list((small_disk / "out" / "blocks").glob("*.json")))
    assert 0 < done < len(list((undisturbed[0] / "blocks").glob("*.json")))
    subprocess.run(["mount", "-o", "remount,size=50m", small_disk], check=True)
    out, err = start(*arguments).communicate(timeout=600)
    assert err == "", out
    assert contents(small_disk / "out") == contents(undisturbed[0])


def test_ctrl_c_stops_and_the_same_command_goes_on(
    inputs: list[pathlib.Path], undisturbed: tuple[pathlib.Path, float], tmp_path: pathlib.Path
) -> None:
    arguments = (*inputs, "-o", tmp_path / "out", "--block", 3, "--workers", 1)
    driver = start(*arguments)
    while not list((tmp_path / "out" / "blocks").glob("*.json")):
        assert driver.poll() is None
        time.sleep(0.1)
    driver.send_signal(signal.SIGSTOP)  # else it may be through before the second run has started
    second = start(*arguments)
    assert "another run writes into it" in second.communicate(timeout=600)[1]
    driver.send_signal(signal.SIGINT)
    driver.send_signal(signal.SIGCONT)
    _, err = driver.communicate(timeout=60)
    assert driver.returncode == 130
    assert err == "dragoman: stopped; the same command goes on where it was\n"
    driver = start(*arguments)
    driver.communicate(timeout=600)
    assert driver.returncode == 0
    assert contents(tmp_path / "out") == contents(undisturbed[0])
