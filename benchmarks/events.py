"""Measure events: PLOVER types of marked sentences, the PLOVER gold standard records, and speed.

    python benchmarks/events.py [--gold DIR] [--rows N] [--wrong]

Prints, next to published figures, accuracy and macro F1 of the type between a marked actor and recipient (plv_zsp), type
F1 and fully right events (plover_gsr), as the gold folder's own score_events.py counts them, and milliseconds a text.
"""

import argparse
import importlib.util
import json
import sys
import time
from pathlib import Path
from types import ModuleType
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from dragoman.model import Actor, Event
from dragoman.reading.reader import load_language

PEERS = {
    "plv": "TF-IDF + logistic regression .687 (.711), UniversalPetrarch .498, PETRARCH2 .439",
    "gsr": "PETRARCH2 .461 / .283, UniversalPetrarch .544 / .283",
}


def main() -> int:
    """Run both measures and print them."""
    options = _options()
    gold = options.gold / "events"
    if not gold.is_dir():
        print(f"no gold folder at {options.gold}: nothing measured", file=sys.stderr)
        return 1
    scorer = load_scorer(options.gold / "score_events.py")
    nlp = load_language()
    for kind, name in (("plv", "plv_zsp_dev"), ("gsr", "plover_gsr_dev")):
        rows = [json.loads(line) for line in (gold / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]
        rows = rows[: options.rows]
        started = time.perf_counter()
        found = dict(zip((row["id"] for row in rows), predict(rows, kind, nlp), strict=True))
        pace = 1000 * (time.perf_counter() - started) / len(rows)
        print(f"{name}: {len(rows)} texts, {pace:.1f} ms each; published: {PEERS[kind]}")
        print(json.dumps(getattr(scorer, kind)(rows, found), indent=1))
        if options.wrong:
            _show_wrong(rows, found)
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", type=Path, default=Path("../shared/gold"))
    parser.add_argument("--rows", type=int, default=None, help="only the first N rows of each set")
    parser.add_argument("--wrong", action="store_true", help="print the rows whose first type is wrong")
    return parser.parse_args()


def load_scorer(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("score_events", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def predict(rows: list[dict[str, Any]], kind: str, nlp: Language) -> list[list[dict[str, Any]]]:
    docs = nlp.pipe(row["text"] for row in rows)
    return [
        _rank(doc, row) if kind == "plv" else [_row_of(event, doc) for event in doc._.events]
        for doc, row in zip(docs, rows, strict=True)
    ]


def _rank(doc: Doc, row: dict[str, Any]) -> list[dict[str, Any]]:
    """Put the event first whose sides overlap the marked actor and recipient most; the earlier one where they tie."""
    sides = [_place(row["text"], row["events"][0][side]) for side in ("actor", "recipient")]
    scored = [(-_overlap(event, doc, sides), number, event) for number, event in enumerate(doc._.events)]
    return [_row_of(event, doc) for _, _, event in sorted(scored, key=lambda item: item[:2])]


def _place(text: str, words: str | None) -> tuple[int, int]:
    start = text.find(words or "\0")
    return (start, start + len(words or "")) if start >= 0 else (0, 0)


def _overlap(event: Event, doc: Doc, sides: list[tuple[int, int]]) -> int:
    mentions = {actor.id: actor.mentions for actor in doc._.actors}
    score = 0
    for ids, (start, end) in zip((event.actors, event.recipients), sides, strict=True):
        score += 2 * any(m.start < end and start < m.end for i in ids for m in mentions[i])
    both = {*event.actors, *event.recipients}
    return score + sum(any(m.start < end and start < m.end for i in both for m in mentions[i]) for start, end in sides)


def _row_of(event: Event, doc: Doc) -> dict[str, Any]:
    actors = {actor.id: actor for actor in doc._.actors}
    sides = {"actor": event.actors, "recipient": event.recipients}
    named = {side: "; ".join(actors[i].name for i in ids) for side, ids in sides.items()}
    countries = {f"{side}_country": _code(actors[ids[0]]) if ids else None for side, ids in sides.items()}
    if not event.recipients and event.place is not None:
        countries["recipient_country"] = event.place.country  # the records give where it is done as whom it is done to
    return {"type": event.type, **named, **countries}


def _code(actor: Actor) -> str | None:
    """Give an organisation of states PLOVER's code in place of a country."""
    return actor.country or ("IGO" if "IGO" in actor.sectors else "NGO" if "NGO" in actor.sectors else None)


def _show_wrong(rows: list[dict[str, Any]], found: dict[str, list[dict[str, Any]]]) -> None:
    for row in rows:
        wants = [event["type"] for event in row["events"]]
        got = [event["type"] for event in found[row["id"]]]
        if not got or got[0] not in wants:
            print(wants, got, row.get("marked", row["text"])[:300])


if __name__ == "__main__":
    sys.exit(main())
