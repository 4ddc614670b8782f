"""How long a Record takes to answer, over HTTP, with several readers at once: median and 95th percentile of each question.

    .venv/bin/python benchmarks/questions.py [--readings 2000] [--database URL] [--readers 8] [--rounds 6]

The Record holds made news (news.py says what is assumed); the states asked about are the ten best known, the people and events
any. A database that already holds as many Readings is asked as it is.
"""

import argparse
import itertools
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
from urllib.parse import quote, urlencode

from django.db.models import Count
from news import News

from dragoman.record.databases import url_of_folder
from dragoman.record.happenings import with_happening
from dragoman.record.models import ActorRow, EventRow, Version
from dragoman.record.store import Record, open_record

MEDIAN, SLOWEST = 150, 400  # milliseconds that are allowed at the median and the 95th percentile
_ISSUES = ("territory", "sanctions", "economic", "diplomatic")


def paths(record: Record, seed: int) -> dict[str, list[str]]:
    """Return for each question some dozens of paths that ask it, of people and events that are there."""
    chance = random.Random(seed)  # noqa: S311
    people = ActorRow.objects.using(record.alias).filter(kind="person", statements__isnull=False)
    names = sorted(set(people.values_list("folded", flat=True)[:5000]))
    events = with_happening(EventRow.objects.using(record.alias)).values_list("about", flat=True)
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
    made = {name: [f"ask?{urlencode(query)}" for query in queries] for name, queries in asked.items()}
    made["said, a person"] = [f"said?{urlencode({'who': name})}" for name in chance.choices(names, k=40)]
    made["said, a state about a state"] = [f"said?{urlencode({'who': one, 'about': other})}" for one, other in pairs]
    made["meetings of two states"] = [f"meetings?{urlencode({'one': one, 'other': other})}" for one, other in pairs]
    made["meetings, denied"] = [f"meetings?{urlencode({'one': a, 'other': b, 'outcome': 'denied'})}" for a, b in pairs]
    made["event"] = [f"events/{quote(key)}" for key in chance.choices(keys, k=40)]
    made["stand of a state"] = [f"stand?{urlencode({'who': one, 'issue': chance.choice(_ISSUES)})}" for one, _ in pairs]
    made["news since a day"] = [f"news?{urlencode({'since': day})}" for day in chance.choices(days, k=40)]
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
                with urllib.request.urlopen(f"{address}api/{path}", timeout=60) as answer:
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


def serve(url: str) -> Iterator[str]:
    command = [sys.executable, "-c", "from dragoman.cli import main; main()", "serve", "--port", "0", "--database", url]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)  # noqa: S603
    try:
        assert server.stdout is not None
        yield server.stdout.readline().split()[1]
    finally:
        server.terminate()
        server.wait()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--readings", type=int, default=2000)
    parser.add_argument(
        "--database", help="a database, filled up where it holds less; without it, SQLite that goes again"
    )
    parser.add_argument("--readers", type=int, default=8)
    parser.add_argument("--rounds", type=int, default=6, help="questions of a kind that each reader asks")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = options.database or url_of_folder(pathlib.Path(folder))
        record = open_record(url)
        missing = options.readings - record.status().articles
        if missing > 0:
            begun = time.perf_counter()
            list(record.add(itertools.islice(News(), missing)))
            print(f"{missing:,} Readings added in {time.perf_counter() - begun:,.0f} s", flush=True)
        asked = paths(record, 1)
        print(record.status())
        print(f"{'':30}{'median':>8}{'95th':>8}   limits {MEDIAN} and {SLOWEST} ms, {options.readers} readers")
        record.close()
        for address in serve(url):
            for name, some in asked.items():
                measure(address, some[:4], 2, 2)  # warms the caches of both
                took = measure(address, some, options.readers, options.rounds)
                median, slowest = statistics.median(took), statistics.quantiles(took, n=20)[-1]
                held = "" if median < MEDIAN and slowest < SLOWEST else "  over the limit"
                print(f"{name:30}{median:8.0f}{slowest:8.0f}{held}", flush=True)


if __name__ == "__main__":
    main()
