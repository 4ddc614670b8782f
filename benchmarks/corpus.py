"""Articles a second from an archive to Parquet, next to the sum of the parts and to what one would write without us.

    python benchmarks/corpus.py [--pages FILE.warc.gz] [--articles N] [--rounds N] [--form warc|jsonl]
    python benchmarks/corpus.py --memory 1000 10000 100000 --form jsonl --words 30
    python benchmarks/corpus.py --simulate 2000000 --cores 1000

An input of N articles is made of real pages by turning the letters of their words, a different alphabet each time, so that
no copy resembles another; times of publication stay. In each round, in turn and on the same input:

floor     trafilatura and the bare spaCy pipeline, in plain processes, Parquet out
parts     reading pages and reading articles as the library does it, in plain processes, nothing else
corpus    `dragoman corpus run` with 1 and with 2 workers

Loading the models is in none of the times; the pass over the copies at the end of a run is in. The engine's overhead is a
run's time over that of the parts.
"""

import argparse
import gzip
import heapq
import io
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

import duckdb
import spacy
import trafilatura
from fastwarc.warc import ArchiveIterator, WarcRecordType

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
_BATCH = 16  # articles that are read at once
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


def make_archive(pages: pathlib.Path, articles: int, target: pathlib.Path) -> None:
    """Write an archive of `articles` pages."""
    sources = []
    with pages.open("rb") as file:
        for record in ArchiveIterator(file, parse_http=True, record_types=WarcRecordType.response):
            if record.http_headers and record.http_headers.status_code == 200:
                body = record.reader.read().decode("utf-8", "replace")
                if "<html" in body and len(body) < 1_500_000:
                    sources.append((record.headers.get("WARC-Target-URI") or "", body))
    with target.open("wb") as out:
        for number in range(articles):
            url, body = sources[number % len(sources)]
            turned = turn_body(body, number // len(sources)).encode()
            http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + turned
            head = (
                f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:made:{number}>\r\nWARC-Date: 2026-01-01T00:00:00Z\r\n"
                f"WARC-Target-URI: {url}?copy={number}\r\nContent-Type: application/http; msgtype=response\r\n"
                f"Content-Length: {len(http)}\r\n\r\n"
            ).encode()
            out.write(gzip.compress(head + http + b"\r\n\r\n", 1, mtime=0))


def turn_body(body: str, number: int) -> str:
    """Turn the words of paragraphs and headings alone: scripts and styles have none."""
    if not number:
        return body
    return re.sub(r"(?s)<(p|h1|h2|title)\b[^>]*>.*?</\1>", lambda found: turn(found[0], number), body)


def make_lines(texts: pathlib.Path, articles: int, target: pathlib.Path, words: int | None) -> None:
    """Write JSON Lines of `articles` texts, each cut after so many words."""
    opener = gzip.open if texts.suffix == ".gz" else open
    with opener(texts, "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    with target.open("w", encoding="utf-8") as out:
        for number in range(articles):
            row = rows[number % len(rows)]
            text = turn(row["text"], number // len(rows)) if number >= len(rows) else row["text"]
            text = " ".join(text.split(" ", words)[:words]) if words else text
            out.write(json.dumps({"id": number, "published": row.get("published"), "text": text}) + "\n")


# The floor and the parts: each process takes every n-th article


def iter_articles(path: pathlib.Path, share: int, shares: int) -> Iterator[Article]:
    with path.open("rb") as file:
        if path.suffix == ".jsonl":
            lines = io.BytesIO(b"".join(line for number, line in enumerate(file) if number % shares == share))
            yield from (item for item in read_table(lines, path.name) if isinstance(item, Article))
            return
        members = split_members(path)[share::shares]
        yield from (item for item in read_warc(io.BytesIO(b"".join(members)), path.name) if isinstance(item, Article))


def split_members(path: pathlib.Path) -> list[bytes]:
    data, starts = path.read_bytes(), []
    with path.open("rb") as file:
        starts = [record.stream_pos for record in ArchiveIterator(file, parse_http=False)]
    return [data[start:end] for start, end in zip(starts, [*starts[1:], len(data)], strict=True)]


def read_parts(path: pathlib.Path, share: int, shares: int) -> tuple[int, float, float]:
    nlp = load_language()
    wall, cpu = time.perf_counter(), time.process_time()
    count = sum(1 for _ in read_items(iter_articles(path, share, shares), nlp))
    return count, time.perf_counter() - wall, time.process_time() - cpu


def read_floor(path: pathlib.Path, share: int, shares: int) -> tuple[int, float, float]:
    nlp = spacy.load(DEFAULT_MODEL)
    wall, cpu = time.perf_counter(), time.process_time()
    if path.suffix == ".jsonl":
        texts = [json.loads(line)["text"] for n, line in enumerate(path.open("rb")) if n % shares == share]
    else:
        texts = []
        stream = io.BytesIO(b"".join(split_members(path)[share::shares]))
        for record in ArchiveIterator(stream, parse_http=True, record_types=WarcRecordType.response):
            text = trafilatura.extract(record.reader.read().decode("utf-8", "replace"), favor_precision=True)
            texts += [text] if text else []
    rows = [(str(n), [(e.text, e.label_) for e in doc.ents]) for n, doc in enumerate(nlp.pipe(texts, batch_size=16))]
    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as connection:
        (pathlib.Path(folder) / "rows.jsonl").write_text(
            "".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8"
        )
        connection.execute(f"COPY (SELECT * FROM read_json('{folder}/rows.jsonl')) TO '{folder}/rows.parquet'")  # noqa: S608
    return len(texts), time.perf_counter() - wall, time.process_time() - cpu


def time_plain(kind: Any, path: pathlib.Path, workers: int) -> tuple[float, float]:
    """Return articles a second of wall time, and CPU seconds an article."""
    with get_context("spawn").Pool(workers) as pool:
        done = pool.starmap(kind, [(path, share, workers) for share in range(workers)], chunksize=1)
    count = sum(number for number, _, _ in done)
    return count / max(wall for _, wall, _ in done), sum(cpu for _, _, cpu in done) / count


# The runs


def time_run(path: pathlib.Path, workers: int, articles: int) -> tuple[float, float, int]:
    """Return articles a second from the first one on, CPU seconds an article, and a worker's peak memory in MiB."""
    with tempfile.TemporaryDirectory() as folder:
        # Three blocks a worker, of whole batches: a batch cut short costs more an article, and blocks are longer than that.
        block = min(max(articles // (workers * 3) // _BATCH, 1) * _BATCH, 1000)
        command = [sys.executable, "-c", "from dragoman.cli import main; main()", "corpus", "run", str(path)]
        command += ["-o", f"{folder}/out", "--workers", str(workers), "--block", str(block), "--progress", "json"]
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        driver = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)  # noqa: S603
        ready = ended = 0.0
        assert driver.stdout
        for line in driver.stdout:
            ended = time.perf_counter()
            ready = ready or (ended - json.loads(line)["seconds"] if json.loads(line)["seconds"] else 0.0)
        driver.wait()
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        counts = json.loads((pathlib.Path(folder) / "out" / "manifest.json").read_text(encoding="utf-8"))["counts"]
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        return counts["read"] / (ended - ready), cpu / counts["read"], after.ru_maxrss // 1024


def time_rounds(path: pathlib.Path, articles: int, rounds: int) -> None:
    """Print all of it."""
    found: dict[str, list[float]] = {}
    for _ in range(rounds):
        for workers in (1, 2):
            for name, kind in (("floor", read_floor), ("parts", read_parts)):
                rate, cpu = time_plain(kind, path, workers)
                found.setdefault(f"{name} {workers}", []).append(rate)
                found.setdefault(f"{name} {workers} cpu", []).append(cpu)
            rate, cpu, _ = time_run(path, workers, articles)
            found.setdefault(f"corpus {workers}", []).append(rate)
            found.setdefault(f"corpus {workers} cpu", []).append(cpu)
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
    parser.add_argument("--articles", type=int, default=120)
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
    with tempfile.TemporaryDirectory() as folder:
        for number in options.memory or [options.articles]:
            path = pathlib.Path(folder, f"made.{'warc.gz' if options.form == 'warc' else 'jsonl'}")
            if options.form == "warc":
                make_archive(options.pages, number, path)
            else:
                make_lines(options.texts, number, path, options.words)
            if options.memory:
                _, cpu, peak = time_run(path, 1, number)
                print(
                    f"{number:,} articles: peak memory of a worker {peak} MiB, {cpu:.3f} CPU s an article", flush=True
                )
            else:
                print(f"{os.cpu_count()} CPUs, {path.stat().st_size / number / 1024:.0f} KiB an article", flush=True)
                time_rounds(path, number, options.rounds)


if __name__ == "__main__":
    main()
