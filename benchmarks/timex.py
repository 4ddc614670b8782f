"""Score time expressions on TempEval-3's articles and on WikiWars, next to HeidelTime's published figures.

    python benchmarks/timex.py [--gold DIR] [--set te3_timebank|te3_aquaint|wikiwars] [--half 0|1]

Strict, relaxed and value F1 as in TempEval-3. "normalised" is the value F1 with differences left out that say nothing of the
text: two spellings of one value (P12M and P1Y; 1949-XX and 1949; 2000-W6 and 2000-W06; 198X and 198), and the part of the
day, as "Friday night" is the day alone in some articles and the day's evening or night in others.
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
_SAME = {
    "P12M": "P1Y",
    "P7D": "P1W",
    "P24M": "P2Y",
    "PT24H": "P1D",
    "P3M": "P1Q",
    "P6M": "P2Q",
    "P52W": "P1Y",
    "P1E": "P10Y",
}
_REWRITES = (
    (re.compile(r"(-XX)+$"), ""),  # 1949-XX
    (re.compile(r"^(\d{2,3})X+$"), r"\1"),  # 198X
    (re.compile(r"^(\d{4})-W(\d)$"), r"\1-W0\2"),  # 2000-W6
    (re.compile(r"T(?:MO|MI|AF|EV|NI)$"), ""),  # 1999-10-22TNI
)


def normalise(value: str) -> str:
    """Write a value in one of its spellings."""
    value = _SAME.get(value, value)
    for pattern, instead in _REWRITES:
        value = pattern.sub(instead, value)
    return value


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
        again = scorer.timex_f1(rows, found, norm=normalise)
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
