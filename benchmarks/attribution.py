"""Score statements on PolNeAR's development articles, next to what others reach there.

    python benchmarks/attribution.py [--gold DIR] [--split dev|train] [--articles N]

Measures (score_spans.attribution_f1): token and exact F1 of source, cue and content; whole attributions, relaxed.
"""

import argparse
import importlib.util
import json
import pathlib
import sys
from types import ModuleType
from typing import Any

from dragoman.model import Article, Parts, Reading, Span
from dragoman.reading.reader import read_articles

# Published figures, and figures of other tools on PolNeAR's test articles.
KNOWN = {"two humans": 75.2, "best rule": 42.9, "Gender Gap Tracker": 40.0, "textacy": 20.0}


def load_scorer(folder: pathlib.Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("score_spans", folder / "score_spans.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def article_of(row: dict[str, Any]) -> Article:
    blocks, at = [], 0
    for block in row["text"].split("\n\n"):
        blocks.append(Span(at, at + len(block)))
        at += len(block) + 2
    return Article(row["id"], row["text"], Parts(paragraphs=tuple(blocks)), published=row.get("date"))


def attributions_of(reading: Reading) -> dict[str, Any]:
    rows = [
        {
            "id": said.id,
            "source": [list(said.source)] if said.source else [],
            "cue": [list(said.cue)] if said.cue else [],
            "content": [list(span) for span in said.content],
        }
        for said in reading.statements
    ]
    return {"id": reading.article.id, "text": reading.article.text, "attributions": rows}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=pathlib.Path, default=pathlib.Path("../shared/gold"))
    parser.add_argument("--split", default="dev", choices=["dev", "train"])
    parser.add_argument("--articles", type=int)
    options = parser.parse_args()
    path = options.gold / "attribution" / f"polnear_{options.split}.jsonl"
    if not path.exists():
        sys.exit(f"{path}: no such file; name the folder with --gold")
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()][: options.articles]
    found = [attributions_of(reading) for reading in read_articles(map(article_of, rows))]
    scores = load_scorer(options.gold).attribution_f1(rows, found)
    print(json.dumps(scores, indent=1, default=str))
    print("whole attribution, relaxed F1 of others on the test articles:", KNOWN)


if __name__ == "__main__":
    main()
