"""How long a Record takes to answer, over HTTP, with several readers at once, on both databases side by side.

    PYTHONPATH=. .venv/bin/python benchmarks/questions.py [--readings 2000] [--database URL ...] [--readers 8] [--rounds 6]

Median and 95th percentile of each question and each page, beside what is allowed, and the CPU time of the server for one
(PostgreSQL's own is not in it): on a machine that others use too, that is what can be compared. The Record holds made news
(news.py says what is assumed); the states asked about are the ten best known, the people and events any. A database that
already holds as many Readings is asked as it is.
"""

import argparse
import contextlib
import itertools
import os
import pathlib
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote, urlencode, urlsplit

from django.db.models import Count
from news import News
from tests.record.servers import run_server

from dragoman.record.databases import url_of_folder
from dragoman.record.models import ActorRow, EventRow, Version
from dragoman.record.store import Record, open_record

# Milliseconds that are allowed at the median and the 95th percentile, of an answer and of a page.
QUESTION, PAGE = (150, 400), (200, 500)
_ISSUES = ("territory", "sanctions", "economic", "diplomatic")


def paths(record: Record, seed: int) -> dict[str, list[str]]:
    """Return for each question some dozens of paths that ask it, of people and events that are there."""
    chance = random.Random(seed)  # noqa: S311
    people = ActorRow.objects.using(record.alias).filter(kind="person", statements__isnull=False)
    names = sorted(set(people.values_list("folded", flat=True)[:5000]))
    events = EventRow.objects.using(record.alias).values_list("happening", flat=True)
    keys = sorted(set(events[:5000]))
    states = ActorRow.objects.using(record.alias).filter(kind="state").values("name").annotate(times=Count("pk"))
    known = [row["name"] for row in states.order_by("-times")[:10]]
    pairs = chance.sample(list(itertools.permutations(known, 2)), 40)
    days = list(Version.objects.using(record.alias).values_list("published_day", flat=True).distinct()[:1000])
    words = {
        word
        for text in Version.objects.using(record.alias).values_list("text", flat=True)[:20]
        for word in text.split()
    }
    asked = {
        "ask, words": [{"q": f'"{word}"'} for word in chance.sample(sorted(words), 40)],
        "ask, an actor": [{"q": f"actor:{name.replace(' ', '-')}"} for name in chance.choices(names, k=40)],
        "ask, a state's events": [{"q": f'actor:"{one}" event:CONSULT -auxiliary:negation'} for one, _ in pairs],
        "ask, a type of event": [
            {"q": f"event:{kind} date:{day}/.."}
            for kind in ("CONSULT", "SANCTION")
            for day in chance.choices(days, k=20)
        ],
        "ask, unnamed sources": [
            {"q": f'source:unnamed actor:"{one}" date:{day:%Y-%m}'}
            for (one, _), day in zip(pairs, chance.choices(days, k=40), strict=True)
        ],
    }
    made = {name: [f"api/ask?{urlencode(query)}" for query in queries] for name, queries in asked.items()}
    made["said, a person"] = [f"api/said?{urlencode({'who': name})}" for name in chance.choices(names, k=40)]
    made["said, a state about a state"] = [
        f"api/said?{urlencode({'who': one, 'about': other})}" for one, other in pairs
    ]
    made["meetings of two states"] = [f"api/meetings?{urlencode({'one': one, 'other': other})}" for one, other in pairs]
    made["meetings, denied"] = [
        f"api/meetings?{urlencode({'one': a, 'other': b, 'outcome': 'denied'})}" for a, b in pairs
    ]
    made["event"] = [f"api/events/{quote(key)}" for key in chance.choices(keys, k=40)]
    made["stand of a state"] = [
        f"api/stand?{urlencode({'who': one, 'issue': chance.choice(_ISSUES)})}" for one, _ in pairs
    ]
    articles = list(
        Version.objects.using(record.alias).filter(current=True).values_list("article_id", flat=True)[:5000]
    )
    made["page: front"] = [""]
    made["page: search"] = [f"search?{urlencode({'q': query['q']})}" for query in asked["ask, a type of event"]]
    made["page: article"] = [f"articles/{quote(id_)}/" for id_ in chance.choices(articles, k=40)]
    made["page: actor"] = [
        f"actors/{quote(name.replace(' ', '-'))}/" for name in (*known, *chance.choices(names, k=30))
    ]
    made["page: event"] = [f"events/{quote(key)}/" for key in chance.choices(keys, k=40)]
    made["news since a day"] = [f"api/news?{urlencode({'since': day})}" for day in chance.choices(days, k=40)]
    return made


def measure(address: str, asked: list[str], readers: int, times: int) -> list[float]:
    """Ask with several readers at once, `times` questions each; return how long each answer took, in milliseconds."""
    took: list[float] = []
    waiting = iter(list(itertools.islice(itertools.cycle(asked), readers * times)))
    lock = threading.Lock()

    def read() -> None:
        while True:
            with lock:
                path = next(waiting, None)
            if path is None:
                return
            begun = time.perf_counter()
            try:
                with urllib.request.urlopen(f"{address}{path}", timeout=60) as answer:
                    answer.read()
            except urllib.error.HTTPError as trouble:
                print(f"{path} was answered {trouble.code}: {trouble.read().decode()}", file=sys.stderr, flush=True)
                continue
            took.append(1000 * (time.perf_counter() - begun))

    threads = [threading.Thread(target=read) for _ in range(readers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return took


@dataclass(frozen=True)
class Took:
    """Milliseconds."""

    median: float
    slowest: float  # 95th percentile
    cpu: float  # of the server, for one


@contextlib.contextmanager
def serve(url: str) -> Iterator[tuple[str, int]]:
    """Serve a Record; give its address and the process."""
    command = [sys.executable, "-c", "from dragoman.cli import main; main()", "serve", "--port", "0", "--database", url]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)  # noqa: S603
    try:
        assert server.stdout is not None
        yield server.stdout.readline().split()[1], server.pid
    finally:
        server.terminate()
        server.wait()


def cpu_of(process: int) -> float:
    """Return the CPU time that a process and those it has started have taken, in milliseconds."""
    spent = 0
    for place in pathlib.Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):  # it has just ended
            fields = place.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
            if process in {int(place.parent.name), int(fields[1])}:
                spent += int(fields[11]) + int(fields[12])
    return spent * 1000 / os.sysconf("SC_CLK_TCK")


def ask_all(url: str, readings: int, readers: int, rounds: int) -> Iterator[tuple[str, Took]]:
    """Fill a Record to its size, and ask it everything; give each question's name and how long it took."""
    record = open_record(url)
    missing = readings - record.status().articles
    if missing > 0:
        begun = time.perf_counter()
        list(record.add(itertools.islice(News(), missing)))
        print(f"{missing:,} Readings added in {time.perf_counter() - begun:,.0f} s", flush=True)
    asked = paths(record, 1)
    print(record.status())
    record.close()
    with serve(url) as (address, process):
        for name, some in asked.items():
            measure(address, some[:4], 2, 2)  # warms the caches of both
            before = cpu_of(process)
            took = measure(address, some, readers, rounds)
            cpu = (cpu_of(process) - before) / len(took)
            yield name, Took(statistics.median(took), statistics.quantiles(took, n=20)[-1], cpu)


@contextlib.contextmanager
def fresh_databases() -> Iterator[list[str]]:
    """Make an empty database of each kind."""
    with tempfile.TemporaryDirectory() as folder, run_server(durable=True) as server:
        yield [url_of_folder(pathlib.Path(folder)), server.fresh()]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--readings", type=int, default=2000)
    parser.add_argument(
        "--database",
        nargs="+",
        help="databases, filled up where they hold less; without it, one of each kind that goes again",
    )
    parser.add_argument("--readers", type=int, default=8)
    parser.add_argument("--rounds", type=int, default=6, help="questions of a kind that each reader asks")
    options = parser.parse_args()
    with contextlib.nullcontext(options.database) if options.database else fresh_databases() as urls:
        asking = [ask_all(url, options.readings, options.readers, options.rounds) for url in urls]
        head = "".join(f"{urlsplit(url).scheme + ': median':>20}{'95th':>7}{'CPU':>6}" for url in urls)
        for number, row in enumerate(zip(*asking, strict=True)):
            if not number:
                print(f"{'milliseconds, ' + str(options.readers) + ' readers':30}{head}   allowed")
            name = row[0][0]
            median, slowest = PAGE if name.startswith("page") else QUESTION
            over = any(took.median >= median or took.slowest >= slowest for _, took in row)
            figures = "".join(f"{took.median:20.0f}{took.slowest:7.0f}{took.cpu:6.0f}" for _, took in row)
            print(f"{name:30}{figures}   {median}, {slowest}{'  over' if over else ''}", flush=True)


if __name__ == "__main__":
    main()
