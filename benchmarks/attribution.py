"""Score statements on PolNeAR's development articles, or on passages of news, next to what others reach there.

    PYTHONPATH=.:benchmarks python benchmarks/attribution.py [--gold DIR] [--split dev|train|news|taught] [--articles N]
        [--reader rules]

Measures (score_spans.attribution_f1): token and exact F1 of source, cue and content; whole attributions, relaxed. The
passages of news are those of `training/news_statements_kept.jsonl`, which train nothing; what a second reader's labels score
against the first's is printed beside them. `taught` takes every twentieth passage of `training/news_statements.jsonl`, from which
the network learned: what it still misses there it has not been trained long enough for, or cannot learn.
"""

import argparse
import importlib.util
import pathlib
import sys
from collections.abc import Mapping
from types import ModuleType
from typing import Any

import roles

from dragoman.model import Article, Parts, Reading, Span
from dragoman.reading.reader import DEFAULT_READER, READERS, load_language, read_articles

# Labelled passages of news, and one of how many is read.
PASSAGES = {"news": ("news_statements_kept.jsonl", 1), "taught": ("news_statements.jsonl", 20)}
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


def attributions_of(reading: Reading, *, outermost: bool = False) -> dict[str, Any]:
    """Return what the scorer takes. outermost: without what is reported inside another report, as PolNeAR is annotated."""
    rows = [
        {
            "id": said.id,
            "source": [list(said.source)] if said.source else [],
            "cue": [list(said.cue)] if said.cue else [],
            "content": [list(span) for span in said.content],
        }
        for said in reading.statements
        if said.within is None or not outermost
    ]
    return {"id": reading.article.id, "text": reading.article.text, "attributions": rows}


def news_rows(gold: pathlib.Path, name: str) -> list[dict[str, Any]]:
    """Return labelled passages of news, places counted from the first character of each."""
    rows = roles.news_rows(gold, roles.LABELS / name)
    for row in rows:
        row["attributions"] = [
            {role: [[place - row["start"] for place in span] for span in spans] for role, spans in one.items()}
            for one in row["attributions"]
        ]
    return rows


def show(name: str, scores: Mapping[str, Any]) -> None:
    tokens, exact = ([scores[role][kind]["f1"] for role in ("source", "cue", "content")] for kind in ("token", "exact"))
    whole = scores["attribution"]["relaxed"]
    print(
        f"{name:16} tokens {' '.join(f'{100 * figure:.1f}' for figure in tokens)}  "
        f"exact {' '.join(f'{100 * figure:.1f}' for figure in exact)}  "
        f"whole, relaxed {100 * whole['f1']:.1f} (precision {100 * whole['p']:.1f}, recall {100 * whole['r']:.1f})"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=pathlib.Path, default=pathlib.Path("../shared/gold"))
    parser.add_argument("--split", default="dev", choices=["dev", "train", *PASSAGES])
    parser.add_argument("--articles", type=int)
    parser.add_argument("--reader", choices=READERS, default=DEFAULT_READER)
    options = parser.parse_args()
    path = options.gold / "attribution" / f"polnear_{options.split}.jsonl"
    if not options.gold.is_dir():
        sys.exit(f"{options.gold}: no cases here; name the folder with --gold")
    name, every = PASSAGES.get(options.split, ("", 1))
    rows = news_rows(options.gold, name)[::every] if name else roles.read_rows(path)
    rows = rows[: options.articles]
    score = load_scorer(options.gold).attribution_f1
    nlp = load_language(reader=options.reader)
    show(
        options.reader, score(rows, [attributions_of(reading) for reading in read_articles(map(article_of, rows), nlp)])
    )
    if options.split == "news":
        show("a second reader", score(rows, news_rows(options.gold, "news_statements_second.jsonl")))
    elif not name:
        print("whole attribution, relaxed F1 of others on the test articles:", KNOWN)


if __name__ == "__main__":
    main()
