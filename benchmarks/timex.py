"""Score time expressions on TempEval-3's articles and on WikiWars, next to HeidelTime's published figures.

    python benchmarks/timex.py [--gold DIR] [--set te3_timebank|te3_aquaint|wikiwars] [--half 0|1]

Strict, relaxed and value F1 as in TempEval-3. "normalised" counts equal lengths as equal (P12M and P1Y, P7D and P1W).
"""

import argparse
import importlib.util
import json
import pathlib
import re
import sys
import time
from types import ModuleType
from typing import Any

import spacy

from dragoman.reading.annotations import register
from dragoman.reading.dates import find_dates
from dragoman.reading.reader import DEFAULT_MODEL

# On TempEval-3's own test articles (strict, relaxed, value), at 13.9 seconds a document.
HEIDELTIME = (81.8, 90.7, 78.1)
SETS = ("te3_timebank", "te3_aquaint", "wikiwars")
_SAME = {"P12M": "P1Y", "P7D": "P1W", "P24M": "P2Y", "PT24H": "P1D", "P3M": "P1Q", "P52W": "P1Y"}


def load_scorer(folder: pathlib.Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("score_spans", folder / "score_spans.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=pathlib.Path, default=pathlib.Path("../shared/gold"))
    parser.add_argument("--set", choices=SETS)
    parser.add_argument("--half", type=int, choices=[0, 1], help="every second document, from this one")
    parser.add_argument("--errors", action="store_true", help="list what differs")
    options = parser.parse_args()
    if not (options.gold / "time").exists():
        sys.exit(f"{options.gold}: no such folder; name it with --gold")
    scorer = load_scorer(options.gold)
    register()
    nlp = spacy.load(DEFAULT_MODEL, exclude=["ner", "lemmatizer"])
    print(f"{'set':14} documents  strict relaxed  value  normalised   documents/s (dates alone)")
    for name in [options.set] if options.set else SETS:
        rows = [json.loads(line) for line in (options.gold / "time" / f"{name}.jsonl").open(encoding="utf-8")]
        rows = rows[options.half :: 2] if options.half is not None else rows
        found, seconds = [], 0.0
        for row, doc in zip(rows, nlp.pipe(row["text"] for row in rows), strict=True):
            doc._.published = row["dct"]
            start = time.perf_counter()
            find_dates(doc)
            seconds += time.perf_counter() - start
            timexes = [
                {"start": d.span.start, "end": d.span.end, "type": d.type, "value": d.value or ""} for d in doc._.dates
            ]
            found.append({"id": row["id"], "timexes": timexes})
        score = scorer.timex_f1(rows, found)
        again = scorer.timex_f1(rows, found, norm=lambda value: _SAME.get(value, value))
        figures = [100 * share for share in (score["strict"]["f1"], score["relaxed"]["f1"], score["value_f1"])]
        print(
            f"{name:14} {len(rows):9}  {figures[0]:6.1f} {figures[1]:7.1f} {figures[2]:6.1f} "
            f"{100 * again['value_f1']:11.1f} {len(rows) / seconds:13.0f}"
        )
        if options.errors:
            list_errors(rows, found)
    print(
        f"HeidelTime on the test articles: {HEIDELTIME[0]:.1f} strict, {HEIDELTIME[1]:.1f} relaxed, {HEIDELTIME[2]:.1f} value"
    )


def list_errors(rows: list[dict[str, Any]], found: list[dict[str, Any]]) -> None:
    for row, guess in zip(rows, found, strict=True):
        gold = {(t["start"], t["end"]): t for t in row["timexes"]}
        ours = {(t["start"], t["end"]): t for t in guess["timexes"]}
        for key in sorted(gold.keys() | ours.keys()):
            one, other = gold.get(key), ours.get(key)
            if one is None or other is None or one["value"] != other["value"]:
                words = re.sub(r"\s+", " ", row["text"][max(0, key[0] - 25) : key[1] + 15])
                quote = row["text"][key[0] : key[1]]
                print(
                    f"  {quote!r:32} gold={one and one['value']} ours={other and other['value']}  …{words}… {row['dct']}"
                )


if __name__ == "__main__":
    main()
