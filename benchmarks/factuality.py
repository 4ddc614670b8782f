"""Score the auxiliary modes on events with a hand-made factuality from -3 (did not happen) to 3 (happened).

    python benchmarks/factuality.py [--set uw_fact] [--split dev] [--reader learned] [--gold DIR] [--show 40]

The rules give the auxiliary modes of the annotated word by the grammar; the learned reader sets them right by how certain the
network is that it happened. Prints Pearson r, three-way accuracy and macro F1, beside Stanovsky et al. 2017 on the UW set's
test half.
"""

import argparse
import collections
import importlib.util
import json
import pathlib
import sys
from typing import Any

from spacy.tokens import Token

from dragoman.model import Auxiliary
from dragoman.reading.certainty import VALUES, modes_of
from dragoman.reading.reader import READERS, STEPS, load_language

# VALUES were chosen on UW's training half. Its labels measure certainty: PLOVER's `future` has a mean of about 2 there, so a plan
# counts as certain; `hypothetical` has a mean above 1 and is put just below the cut of 1, or nothing would be called open.
# `--plain` calls `future` open too, as PLOVER means it.
PLAIN: dict[Auxiliary, float] = VALUES | {"hypothetical": 0.5, "future": 0.9}


def value_of(modes: tuple[Auxiliary, ...], values: dict[Auxiliary, float]) -> float:
    """Put modes on the scale of the gold."""
    return next((value for mode, value in values.items() if mode in modes), 3.0)


def load_scorer(path: pathlib.Path) -> Any:
    """Load the module that scores, which lies beside the cases."""
    spec = importlib.util.spec_from_file_location("score_spans", path)
    if spec is None or spec.loader is None:
        sys.exit(f"{path}: no scorer here")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def read_rows(path: pathlib.Path, split: str, limit: int | None) -> list[dict[str, Any]]:
    rows = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())
    return [row for row in rows if row["split"] == split][:limit]


def predictions(rows: list[dict[str, Any]], reader: str) -> list[tuple[Token, tuple[Auxiliary, ...], float]]:
    """Return token, modes and gold label of every annotated event."""
    nlp = load_language(reader=reader)
    found: list[tuple[Token, tuple[Auxiliary, ...], float]] = []
    with nlp.select_pipes(disable=[name for name in (*STEPS, "ner") if nlp.has_pipe(name)]):
        for doc, row in zip(nlp.pipe([row["text"] for row in rows]), rows, strict=True):
            starts = {token.idx + at: token for token in doc for at in range(len(token))}
            for event in row["events"]:
                token = starts[event["start"]]
                found.append((token, modes_of(token, None, None), event["label"]))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=pathlib.Path, default=pathlib.Path("../shared/gold"))
    parser.add_argument("--set", default="uw_fact", choices=["uw_fact", "meantime_fact", "uds_ih2"])
    parser.add_argument("--split", default="dev", choices=["train", "dev"])
    parser.add_argument("--reader", choices=READERS, default="rules")
    parser.add_argument("--plain", action="store_true", help="count what is planned as open, not as certain")
    parser.add_argument("--limit", type=int, help="read this many sentences at most")
    parser.add_argument("--show", type=int, default=0, help="print this many wrong events")
    options = parser.parse_args()
    values = PLAIN if options.plain else VALUES
    path = options.gold / "factuality" / f"{options.set}.jsonl"
    if not path.exists():
        sys.exit(f"{path}: no cases here; name the folder with --gold")
    found = predictions(read_rows(path, options.split, options.limit), options.reader)
    gold, given = [label for *_, label in found], [value_of(modes, values) for _, modes, _ in found]
    scores = load_scorer(options.gold / "score_spans.py").factuality(gold, given)
    print(f"{options.set} {options.split}: " + "  ".join(f"{name} {value:.3f}" for name, value in scores.items()))
    print("Stanovsky et al. 2017, UW test: r 0.668  macro_f1_3 0.761")
    tally = collections.Counter(("+".join(modes) or "happened", _kind(label)) for _, modes, label in found)
    for (named, kind), count in sorted(tally.items()):
        print(f"  {named:24} gold {kind:10} {count}")
    wrong = [one for one in found if _kind(one[2]) != _kind(value_of(one[1], values))]
    for token, modes, label in wrong[:: max(1, len(wrong) // options.show)] if options.show else ():
        print(f"{label:5.1f} {'+'.join(modes) or '-':14} {_marked(token)}")


def _kind(value: float) -> str:
    return "denied" if value <= -1 else "happened" if value >= 1 else "open"


def _marked(token: Token) -> str:
    sentence = token.sent
    words = [f"*{t.text}*[{t.dep_}<{t.head.text}]" if t.i == token.i else t.text for t in sentence]
    return " ".join(words)


if __name__ == "__main__":
    main()
