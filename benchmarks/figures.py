"""Time the figure and forecast steps alone, beside the bare spaCy pipeline on the same texts.

    python benchmarks/figures.py [--gold ../shared/gold] [--articles 40]

Reads `unlabelled/diplomacy.jsonl` of the gold folder; says so and ends where it is absent.
"""

import argparse
import json
import time
from pathlib import Path

import spacy

from dragoman.reading.figures import find_figures
from dragoman.reading.forecasts import find_forecasts
from dragoman.reading.reader import DEFAULT_MODEL, load_language


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--gold", type=Path, default=Path("../shared/gold"))
    options.add_argument("--articles", type=int, default=40)
    given = options.parse_args()
    source = given.gold / "unlabelled" / "diplomacy.jsonl"
    if not source.exists():
        print(f"no {source}: nothing measured")
        return
    lines = source.read_text(encoding="utf-8").splitlines()[: given.articles]
    texts = [json.loads(line)["text"] for line in lines]
    bare, whole = spacy.load(DEFAULT_MODEL), load_language()
    docs = [whole(text) for text in texts]
    start = time.process_time()
    for text in texts:
        bare(text)
    spacy_time = time.process_time() - start
    print(f"{len(texts)} articles, {sum(len(doc) for doc in docs)} tokens; ms an article:")
    print(f"  bare spaCy  {1000 * spacy_time / len(texts):7.1f}")
    for name, step in (("figures", find_figures), ("forecasts", find_forecasts)):
        start = time.process_time()
        for doc in docs:
            step(doc)
        print(f"  {name:10}  {1000 * (time.process_time() - start) / len(texts):7.1f}")
    print(f"  {sum(len(doc._.figures) for doc in docs)} figures, {sum(len(doc._.forecasts) for doc in docs)} forecasts")


if __name__ == "__main__":
    main()
