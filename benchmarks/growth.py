"""How a Record grows: how fast it takes Readings in, what one more takes, and how large it is, on both databases side by side.

    PYTHONPATH=. .venv/bin/python benchmarks/growth.py [--readings 2000 20000] [--on sqlite postgresql] [--steps FILE]
    PYTHONPATH=. .venv/bin/python benchmarks/growth.py --readings 20000 --database URL ... (that stay)

A database that holds something (enlarge.py made it, say) is given so many more, of the days after its last one.
The Readings are made (news.py says what is assumed), outside the time. A step is taken and noted ten times on the way to
each size, on one database after the other, so that both meet the same load of the machine and a run that is cut short says
something. Growth is the exponent of the number of Readings, fitted to the
steps: 0 if one more takes as long however many there are, 1 if it takes twice as long with twice as many. A Record that held
much before the first step does not show it, and its first steps wait for the disk.

CPU time is this program's own: PostgreSQL's server works beside it. The server is Debian's, as installed, but for its
port and place; both databases write to the disk at every commit.
"""

import argparse
import contextlib
import datetime as dt
import itertools
import json
import math
import pathlib
import resource
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from urllib.parse import urlsplit

from django.db import connections
from django.db.models import Max
from news import News
from tests.record.servers import run_server

from dragoman.record.databases import url_of_folder
from dragoman.record.models import Version
from dragoman.record.store import Record, open_record

_STEPS = 10
PER_MINUTE, ALONE = 2000, 1000  # Readings a minute at least, milliseconds for one more at most
_ALONE = 9  # articles that are added one by one after each step


@dataclass(frozen=True)
class Step:
    database: str
    readings: int  # taken by then, and what was there before
    wall: float  # seconds since the step before
    cpu: float
    taken: int  # Readings since the step before
    alone: float  # milliseconds of wall time for one more, the median of some
    alone_cpu: float
    alone_most: float
    bytes: int  # of the whole database

    @property
    def rate(self) -> float:
        return self.taken / self.wall * 60

    @property
    def cpu_rate(self) -> float:
        return self.taken / self.cpu * 60


@contextlib.contextmanager
def fresh_database(kind: str) -> Iterator[str]:
    if kind == "postgresql":
        with run_server(durable=True) as server:
            yield server.fresh()
    else:
        with tempfile.TemporaryDirectory() as folder:
            yield url_of_folder(pathlib.Path(folder))


def size_of(record: Record) -> int:
    connection = connections[record.alias]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_database_size(current_database())")
        else:
            cursor.execute("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()")
        return int(cursor.fetchone()[0])


def grow(place: str, readings: int, *, per_day: int) -> Iterator[Step]:
    """Add so many Readings to a database. place: its URL, or the kind of an empty one that goes again."""
    kind = urlsplit(place).scheme or place
    with contextlib.nullcontext(place) if kind != place else fresh_database(kind) as url:
        record = open_record(url)
        held = record.status().articles
        empty = 0 if held else size_of(record)
        news = iter(News(per_day=per_day, begin=_day_after(record)) if held else News(per_day=per_day))
        size = readings // _STEPS
        for done in range(held, held + readings, size):
            waiting = list(itertools.islice(news, size - _ALONE))
            wall, cpu = time.perf_counter(), time.process_time()
            list(record.add(waiting))
            wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
            alone = [_add_one(record, news) for _ in range(_ALONE)]
            walls, cpus = zip(*alone, strict=True)
            middle = statistics.median(walls), statistics.median(cpus)
            yield Step(kind, done + size, wall, cpu, len(waiting), *middle, max(walls), size_of(record) - empty)
        record.close()


def _day_after(record: Record) -> dt.date:
    days = Version.objects.using(record.alias).aggregate(last=Max("published_day"))
    last: dt.date = days["last"]
    return last + dt.timedelta(days=1)


def _add_one(record: Record, news: "Iterator[object]") -> tuple[float, float]:
    reading = next(news)
    wall, cpu = time.perf_counter(), time.process_time()
    list(record.add([reading]))  # type: ignore[list-item]
    return (time.perf_counter() - wall) * 1000, (time.process_time() - cpu) * 1000


def exponent(steps: Sequence[Step], value: "Sequence[float]") -> float:
    """Fit value = c * readings^exponent by least squares of the logarithms."""
    xs, ys = [math.log(step.readings) for step in steps], [math.log(one) for one in value]
    return statistics.linear_regression(xs, ys).slope


def show(step: Step) -> None:
    print(
        f"{step.database:<11}{step.readings:>8,} Readings: {step.rate:>6,.0f} a minute ({step.cpu_rate:>6,.0f} a CPU minute); "
        f"one more {step.alone:,.0f} ms (CPU {step.alone_cpu:,.0f}), at most {step.alone_most:,.0f}; "
        f"{step.bytes / step.readings / 1024:.1f} KiB a Reading",
        flush=True,
    )


def summarise(steps: Sequence[Step]) -> None:
    taken = sum(step.taken for step in steps)
    wall, cpu = sum(step.wall for step in steps), sum(step.cpu for step in steps)
    # The first step is of an empty Record: nothing to be compared with.
    later = steps[1:]
    growth = ""
    if later[-1].readings >= 2 * later[0].readings:
        growth = (
            f"growth of the CPU time for a Reading {exponent(later, [step.cpu / step.taken for step in later]):+.2f}, "
            f"for one more {exponent(later, [step.alone_cpu for step in later]):+.2f}, of the size of a Reading "
            f"{exponent(later, [step.bytes / step.readings for step in later]):+.2f}; "
        )
    print(
        f"{steps[-1].database:<11}{steps[-1].readings:>8,} in all: {taken / wall * 60:,.0f} a minute (median of the steps "
        f"{statistics.median(step.rate for step in steps):,.0f}), {taken / cpu * 60:,.0f} a CPU minute; {growth}"
        f"memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MiB",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--readings", type=int, nargs="+", default=[2000, 20000])
    parser.add_argument("--on", nargs="+", choices=["sqlite", "postgresql"], default=["sqlite", "postgresql"])
    parser.add_argument(
        "--database", nargs="+", metavar="URL", help="databases to fill or to add to, in place of ones that go again"
    )
    parser.add_argument("--per-day", type=int, default=100, help="articles a day: how dense the news is")
    parser.add_argument("--steps", type=pathlib.Path, help="a file to which each step is added as a line of JSON")
    options = parser.parse_args()
    if min(options.readings) < _STEPS * (_ALONE + 1):
        parser.error(f"--readings: {_STEPS * (_ALONE + 1)} at least, {_ALONE} of each step are added one by one")
    for readings in options.readings:
        places = options.database or options.on
        rounds = zip(*(grow(place, readings, per_day=options.per_day) for place in places), strict=True)
        steps: dict[str, list[Step]] = defaultdict(list)
        for step in itertools.chain.from_iterable(rounds):
            steps[step.database].append(step)
            show(step)
            if options.steps:
                with options.steps.open("a", encoding="utf-8") as file:
                    file.write(json.dumps(asdict(step)) + "\n")
        for taken in steps.values():
            summarise(taken)
        print(f"bars: {PER_MINUTE:,} a minute at least; one more under {ALONE:,} ms", flush=True)


if __name__ == "__main__":
    main()
