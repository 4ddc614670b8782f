"""Articles a second from an archive to Parquet, next to the sum of the parts and to what one would write without us.

    python benchmarks/corpus.py [--pages FILE.warc.gz] [--articles N] [--rounds N] [--form warc|jsonl]
    python benchmarks/corpus.py --memory 1000 10000 100000 --form jsonl --words 30
    python benchmarks/corpus.py --simulate 2000000 --cores 1000

An input of N articles is made of real pages by turning the letters of their words, a different alphabet each time, so that
no copy resembles another; times of publication stay. It lies in files of one size: an archive has each page once (N is
rounded up), and makes a block. Where blocks differ, the workers that are done first wait for the last one, be the run an
hour or a week: that is left out. In each round, in turn and on the same input:

floor     trafilatura and the bare spaCy pipeline, in plain processes, Parquet out
parts     reading pages and reading articles as the library does it, in plain processes, nothing else
corpus    `dragoman corpus run` with 1 and with 2 workers

Loading the models is in none of the times; the pass over the copies at the end of a run is in. The engine's overhead is a
run's time over that of the parts. As the machine's pace may change from the one to the other, a block's CPU time beside reading
is measured within the block too.
"""

import argparse
import contextlib
import gzip
import heapq
import json
import os
import pathlib
import random
import re
import resource
import statistics
import string
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from multiprocessing import get_context
from typing import Any
from unittest import mock

import duckdb
import spacy
import trafilatura
from fastwarc.warc import ArchiveIterator, WarcRecordType

from dragoman.corpus import work
from dragoman.corpus.blocks import Settings
from dragoman.corpus.folder import Folder
from dragoman.corpus.plan import plan_inputs
from dragoman.model import Article
from dragoman.page.tables import read_table
from dragoman.page.warc import read_warc
from dragoman.pipeline import read_items
from dragoman.reading.reader import DEFAULT_MODEL, load_language

# Words of grammar keep their letters: what is no English any more is not read.
_GRAMMAR = (
    "the of and to in a that for on with is was by as it has have had from at be are were which who this its will said would "
    "been they he his her she not but an or their we i you there after before about over more than into one told says saying "
    "called met asked agreed between against under could should may might can new also when while"
)
_KEPT = frozenset(_GRAMMAR.split())
_WORD = re.compile(r"(?<![<&/\w=\"'-])[A-Za-z]{4,}(?![\w=:/\"'-])")


def turn(text: str, number: int) -> str:
    """Change one word in three into another, the same word always into the same."""
    letters = string.ascii_lowercase
    table = str.maketrans(letters, letters[number % 25 + 1 :] + letters[: number % 25 + 1])

    def change(found: re.Match[str]) -> str:
        word = found[0]
        if word.lower() in _KEPT or hash_of(word.lower(), number) % 3:
            return word
        return word[0] + word[1:].translate(table)

    return _WORD.sub(change, text)


def hash_of(word: str, number: int) -> int:
    return sum(ord(char) * (number + place + 1) for place, char in enumerate(word))


def make_archives(pages: pathlib.Path, articles: int, folder: pathlib.Path) -> int:
    """Write an even number of archives, of all pages each, to have at least so many articles; return how many they have."""
    sources = []
    with pages.open("rb") as file:
        for record in ArchiveIterator(file, parse_http=True, record_types=WarcRecordType.response):
            if record.http_headers and record.http_headers.status_code == 200:
                body = record.reader.read().decode("utf-8", "replace")
                if "<html" in body and len(body) < 1_500_000:
                    sources.append((record.headers.get("WARC-Target-URI") or "", body))
    files = -(-articles // (2 * len(sources))) * 2
    for number in range(files):
        with (folder / f"made-{number:04d}.warc.gz").open("wb") as out:
            for place, (url, body) in enumerate(sources):
                turned = turn_body(body, number).encode()
                http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + turned
                head = (
                    f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:made:{number}:{place}>\r\n"
                    f"WARC-Date: 2026-01-01T00:00:00Z\r\nWARC-Target-URI: {url}?copy={number}\r\n"
                    f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
                ).encode()
                out.write(gzip.compress(head + http + b"\r\n\r\n", 1, mtime=0))
    return files * len(sources)


def turn_body(body: str, number: int) -> str:
    """Turn the words of paragraphs and headings alone: scripts and styles have none."""
    if not number:
        return body
    return re.sub(r"(?s)<(p|h1|h2|title)\b[^>]*>.*?</\1>", lambda found: turn(found[0], number), body)


def make_lines(texts: pathlib.Path, articles: int, folder: pathlib.Path, words: int | None) -> int:
    """Write four files of JSON Lines of `articles` texts in all, each text cut after so many words."""
    opener = gzip.open if texts.suffix == ".gz" else open
    with opener(texts, "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    with contextlib.ExitStack() as opened:
        files = [opened.enter_context((folder / f"made-{n}.jsonl").open("w", encoding="utf-8")) for n in range(4)]
        for number in range(articles):
            row = rows[number % len(rows)]
            text = turn(row["text"], number // len(rows)) if number >= len(rows) else row["text"]
            text = " ".join(text.split(" ", words)[:words]) if words else text
            line = json.dumps({"id": number, "published": row.get("published"), "text": text})
            files[number % len(files)].write(line + "\n")
    return articles


# The floor and the parts: each process takes every n-th file


def iter_articles(files: list[pathlib.Path]) -> Iterator[Article]:
    for path in files:
        read = read_table if path.suffix == ".jsonl" else read_warc
        with path.open("rb") as file:
            yield from (item for item in read(file, path.name) if isinstance(item, Article))


def iter_texts(files: list[pathlib.Path]) -> Iterator[str]:
    for path in files:
        with path.open("rb") as file:
            if path.suffix == ".jsonl":
                yield from (json.loads(line)["text"] for line in file)
                continue
            for record in ArchiveIterator(file, parse_http=True, record_types=WarcRecordType.response):
                text = trafilatura.extract(record.reader.read().decode("utf-8", "replace"), favor_precision=True)
                if text:
                    yield text


def read_parts(files: list[pathlib.Path]) -> tuple[float, float]:
    nlp = load_language()
    wall, cpu = time.perf_counter(), time.process_time()
    for _ in read_items(iter_articles(files), nlp):
        pass
    return time.perf_counter() - wall, time.process_time() - cpu


def read_floor(files: list[pathlib.Path]) -> tuple[float, float]:
    nlp = spacy.load(DEFAULT_MODEL)
    wall, cpu = time.perf_counter(), time.process_time()
    docs = nlp.pipe(iter_texts(files), batch_size=16)
    rows = [(str(n), [(e.text, e.label_) for e in doc.ents]) for n, doc in enumerate(docs)]
    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as connection:
        (pathlib.Path(folder) / "rows.jsonl").write_text(
            "".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8"
        )
        connection.execute(f"COPY (SELECT * FROM read_json('{folder}/rows.jsonl')) TO '{folder}/rows.parquet'")  # noqa: S608
    return time.perf_counter() - wall, time.process_time() - cpu


def time_plain(kind: Any, files: list[pathlib.Path], workers: int) -> tuple[float, float]:
    """Return seconds of wall time and of CPU."""
    with get_context("spawn").Pool(workers) as pool:
        done = pool.map(kind, [files[share::workers] for share in range(workers)], chunksize=1)
    return max(wall for wall, _ in done), sum(cpu for _, cpu in done)


# The runs


def time_run(folder: pathlib.Path, workers: int) -> tuple[float, float, int]:
    """Return seconds from the first article on, seconds of CPU, and a worker's peak memory in MiB."""
    with tempfile.TemporaryDirectory() as made:
        command = [sys.executable, "-c", "from dragoman.cli import main; main()", "corpus", "run", str(folder)]
        command += ["-o", f"{made}/out", "--workers", str(workers), "--progress", "json"]
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        driver = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)  # noqa: S603
        ready = ended = 0.0
        assert driver.stdout
        for line in driver.stdout:
            ended = time.perf_counter()
            ready = ready or (ended - json.loads(line)["seconds"] if json.loads(line)["seconds"] else 0.0)
        if driver.wait():
            raise SystemExit("the run failed")
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        return ended - ready, cpu, after.ru_maxrss // 1024


def time_inside(path: pathlib.Path) -> float:
    """Return how much CPU time a block takes beside pages and articles, as a share of theirs; what waits is in neither."""
    load_language()  # in no time here
    inside = 0.0

    def read(items: Any, *options: Any) -> Iterator[Any]:
        nonlocal inside
        reading = read_items(items, *options)
        while True:
            begun = time.process_time()
            found = next(reading, None)
            inside += time.process_time() - begun
            if found is None:
                return
            yield found

    (block,) = plan_inputs([str(path)], 1000).blocks
    with tempfile.TemporaryDirectory() as made, mock.patch.object(work, "read_items", read):
        folder = Folder(pathlib.Path(made))
        folder.prepare()
        begun = time.process_time()
        work.do_block(block, Settings(), folder, lambda _: None)
        return (time.process_time() - begun) / inside - 1


def time_rounds(folder: pathlib.Path, articles: int, rounds: int) -> None:
    """Print all of it."""
    files = sorted(folder.iterdir())
    found: dict[str, list[float]] = {}
    for _ in range(rounds):
        found.setdefault("inside", []).append(time_inside(files[0]))
        for workers in (1, 2):
            for name, kind in (("floor", read_floor), ("parts", read_parts)):
                wall, cpu = time_plain(kind, files, workers)
                found.setdefault(f"{name} {workers}", []).append(articles / wall)
                found.setdefault(f"{name} {workers} cpu", []).append(cpu / articles)
            wall, cpu, _ = time_run(folder, workers)
            found.setdefault(f"corpus {workers}", []).append(articles / wall)
            found.setdefault(f"corpus {workers} cpu", []).append(cpu / articles)
    middle = {name: statistics.median(values) for name, values in found.items()}
    print(f"{articles} articles, median of {rounds} rounds; CPU of a run has loading the models in it")
    for name in ("floor", "parts", "corpus"):
        for workers in (1, 2):
            key = f"{name} {workers}"
            print(
                f"{name:7} {workers} workers  {middle[key]:7.2f} articles/s   {middle[key + ' cpu']:.3f} CPU s an article"
            )
    # Within each round, as the machine's pace changes from one to the next.
    for workers in (1, 2):
        over = _median_ratio(found[f"parts {workers}"], found[f"corpus {workers}"]) - 1
        print(f"overhead over the parts, {workers} workers  {over:6.1%}  (limit 10 %)")
    print(f"CPU beside reading within a block  {middle['inside']:6.1%}  (languages, signatures, tables)")
    gain, bare = (_median_ratio(found[f"{name} 2"], found[f"{name} 1"]) for name in ("corpus", "parts"))
    print(f"2 workers over 1  {gain:.2f}  (limit 1.8; the bare parts {bare:.2f})")


def _median_ratio(ones: list[float], others: list[float]) -> float:
    return statistics.median(one / other for one, other in zip(ones, others, strict=True))


# A cluster on paper


def simulate(blocks: int, cores: int, seed: int = 1) -> None:
    """Print how long a cluster takes over so many blocks, by drawing their times, deaths of workers and of machines.

    A block of 1,000 articles takes 1,000 times `SECONDS`, log-normally spread; a driver hands out 200 blocks a second at
    most; each worker dies once in 500 hours, and its block is done again from its start.
    """
    draw = random.Random(seed)  # noqa: S311
    mean, spread, death, handing = 1000 * SECONDS, 0.35, 500 * 3600.0, 1 / 200
    idle = [0.0] * cores
    heapq.heapify(idle)
    busy = lost = free_at = end = 0.0
    for _ in range(blocks):
        start = max(heapq.heappop(idle), free_at)
        free_at = start + handing if free_at <= start else free_at + handing
        seconds = draw.lognormvariate(0, spread) * mean
        busy += seconds
        while draw.random() < seconds / death:
            wasted = draw.random() * seconds + 10
            lost += wasted
            start += wasted
        end = max(end, start + seconds)
        heapq.heappush(idle, start + seconds)
    print(f"{blocks:,} blocks of 1,000 articles on {cores:,} cores: {end / 3600:,.1f} hours")
    print(f"cores at work {busy / (cores * end):.1%} of the time; done twice after a death {lost / busy:.2%}")


SECONDS = 0.25  # of one core an article, page and reading; `--seconds` takes another measurement


def main() -> None:
    global SECONDS  # noqa: PLW0603 (an option of this script)
    unlabelled = pathlib.Path("../shared/gold/unlabelled")
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=pathlib.Path, default=unlabelled / "sample.warc.gz")
    parser.add_argument("--texts", type=pathlib.Path, default=unlabelled / "news.jsonl.gz")
    parser.add_argument("--form", choices=("warc", "jsonl"), default="warc")
    parser.add_argument("--articles", type=int, default=124)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--memory", type=int, nargs="+", metavar="N", help="peak memory of a worker over N articles")
    parser.add_argument("--words", type=int, help="cut the texts of --form jsonl: many articles in little time")
    parser.add_argument("--simulate", type=int, metavar="BLOCKS")
    parser.add_argument("--cores", type=int, default=1000)
    parser.add_argument("--seconds", type=float, default=SECONDS)
    options = parser.parse_args()
    SECONDS = options.seconds
    if options.simulate:
        simulate(options.simulate, options.cores)
        return
    for number in options.memory or [options.articles]:
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            if options.form == "warc":
                articles = make_archives(options.pages, number, folder)
            else:
                articles = make_lines(options.texts, number, folder, options.words)
            if options.memory:
                _, cpu, peak = time_run(folder, 1)
                print(
                    f"{articles:,} articles: peak memory of a worker {peak} MiB, {cpu / articles:.3f} CPU s an article",
                    flush=True,
                )
            else:
                size = sum(path.stat().st_size for path in folder.iterdir())
                print(f"{os.cpu_count()} CPUs, {size / articles / 1024:.0f} KiB an article", flush=True)
                time_rounds(folder, articles, options.rounds)


if __name__ == "__main__":
    main()
