"""How fast a Record is exported, and in how much memory: every format, each in a process of its own.

    .venv/bin/python benchmarks/exports.py [--readings 2000] [--data DIR] [--database URL]

The Record holds made news (news.py says what is assumed); one that has so many Readings already is used
as it is. Run it twice, with more Readings the second time: the memory should be about the same.
"""

import argparse
import itertools
import os
import pathlib
import subprocess
import sys
import tempfile
import time

from news import News

from dragoman.record.databases import url_of_folder
from dragoman.record.exports.formats import FORMATS
from dragoman.record.store import open_record

_EXPORT = "from dragoman.cli import main; main()"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--readings", type=int, default=2000)
    parser.add_argument(
        "--data", type=pathlib.Path, help="where the Record is kept; without it, in a folder that goes again"
    )
    parser.add_argument("--database", help="a PostgreSQL database instead")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = options.database or url_of_folder(options.data or pathlib.Path(folder, "record"))
        _fill(url, options.readings)
        for form in FORMATS:
            _measure(form, url, pathlib.Path(folder, form))


def _fill(url: str, readings: int) -> None:
    record = open_record(url)
    missing = max(readings - record.status().articles, 0)
    for _ in record.add(itertools.islice(News(), missing)):
        pass
    print(f"{record.status().articles:,} Readings", flush=True)
    record.close()


def _measure(form: str, url: str, path: pathlib.Path) -> None:
    command = [sys.executable, "-c", _EXPORT, "export", form, "--database", url, "--output", str(path)]
    begun = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603
        assert process.stdout is not None
        rows = sum(int(line.split()[0].replace(",", "")) for line in process.stdout)
        _, code, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(code)
    wall = time.perf_counter() - begun
    if process.returncode:
        sys.exit(f"{form}: exit code {process.returncode}")
    size = sum(file.stat().st_size for file in path.iterdir())
    print(
        f"{form:>12}: {wall:6.1f} s, {rows:>9,} rows, {rows / wall:>8,.0f} rows/s, {size / 2**20:7.1f} MB, "
        f"peak {used.ru_maxrss / 1024:.0f} MB",
        flush=True,
    )


if __name__ == "__main__":
    main()
