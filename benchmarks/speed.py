"""Time and memory of a whole reading next to the bare spaCy pipeline, on the same texts in the same run.

    python benchmarks/speed.py [--texts FILE.jsonl] [--articles N] [--rounds N]

The rounds alternate between the two, so that other load on the machine falls on both; a ratio is the median of the
rounds' ratios: of the time that passes, and of the CPU seconds of the process. The network reads in a second thread
while spaCy parses, so that on a machine with two idle cores less time passes than both take. Memory is the peak of a
fresh process that reads N and then 4 N articles: the two must lie close.
"""

import argparse
import cProfile
import itertools
import json
import pathlib
import pstats
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator

import spacy

from dragoman.model import Article, Parts, Span
from dragoman.reading.reader import DEFAULT_MODEL, DEFAULT_READER, READERS, load_language, read_articles

LIMITS = {"rules": 1.5, "learned": 2.0, "polnear": 2.0}  # times the bare pipeline's time


def iter_articles(texts: pathlib.Path, number: int) -> Iterator[Article]:
    """Read `number` articles, from the start again when the file ends."""
    rows = [json.loads(line) for line in texts.read_text(encoding="utf-8").splitlines()]
    for index in range(number):
        row = rows[index % len(rows)]
        text = row["text"]
        blocks, at = [], 0
        for block in text.split("\n\n"):
            blocks.append(Span(at, at + len(block)))
            at += len(block) + 2
        yield Article(str(index), text, Parts(paragraphs=tuple(blocks)), published=row.get("published"))


def time_rounds(texts: pathlib.Path, number: int, rounds: int, reader: str) -> None:
    """Print articles a second of both, and their ratio."""
    bare, whole = spacy.load(DEFAULT_MODEL), load_language(reader=reader)
    articles = list(iter_articles(texts, number))
    rounds_of: dict[str, list[tuple[float, float]]] = {"bare": [], "whole": []}
    for _ in range(rounds + 1):
        marks = [(time.perf_counter(), time.process_time())]
        for _doc in bare.pipe((article.text for article in articles), batch_size=16):
            pass
        marks.append((time.perf_counter(), time.process_time()))
        for _reading in read_articles(articles, whole):
            pass
        marks.append((time.perf_counter(), time.process_time()))
        for name, (before, after) in zip(rounds_of, itertools.pairwise(marks), strict=True):
            rounds_of[name].append((after[0] - before[0], after[1] - before[1]))
    words = sum(len(article.text.split()) for article in articles)
    print(f"{number} articles, {words} words, median of {rounds} rounds, one process, {reader} reader")
    for at, clock in enumerate(("time passed", "CPU seconds")):
        # The first round warms up.
        bare_s, whole_s = ([both[at] for both in rounds_of[name][1:]] for name in rounds_of)
        ratio = statistics.median(w / b for w, b in zip(whole_s, bare_s, strict=True))
        per_second = (f"{number / statistics.median(taken):.2f}" for taken in (bare_s, whole_s))
        limit = f" (limit {LIMITS[reader]})" if at == 0 else ""
        print(
            f"{clock}: bare spaCy {next(per_second)} articles/s, whole reading {next(per_second)}, ratio {ratio:.2f}{limit}"
        )


def profile(texts: pathlib.Path, number: int) -> None:
    """Print where the time of the reading steps goes."""
    nlp = load_language()
    articles = list(iter_articles(texts, number))
    profiler = cProfile.Profile()
    profiler.runcall(lambda: list(read_articles(articles, nlp)))
    pstats.Stats(profiler).sort_stats("cumulative").print_stats("dragoman", 40)


def print_peak(texts: pathlib.Path, number: int) -> None:
    """Read and print this process's peak memory in MiB."""
    for _reading in read_articles(iter_articles(texts, number)):
        pass
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=pathlib.Path, default=pathlib.Path("../shared/gold/unlabelled/diplomacy.jsonl"))
    parser.add_argument("--articles", type=int, default=40)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--profile", action="store_true")
    parser.add_argument("--reader", choices=READERS, default=DEFAULT_READER)
    parser.add_argument("--peak", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if not options.texts.exists():
        sys.exit(f"{options.texts}: no such file; name a JSON Lines file of texts with --texts")
    if options.peak:
        print_peak(options.texts, options.peak)
        return
    if options.profile:
        profile(options.texts, options.articles)
        return
    time_rounds(options.texts, options.articles, options.rounds, options.reader)
    for number in (options.articles, 4 * options.articles):
        command = [sys.executable, __file__, "--texts", str(options.texts), "--peak", str(number)]
        peak = subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()  # noqa: S603
        print(f"peak memory reading {number:5} articles  {peak} MiB")


if __name__ == "__main__":
    main()
