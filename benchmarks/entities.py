"""Score entities in sentences of news: the network's beside those of spaCy's NER, which it was taught by.

    PYTHONPATH=.:benchmarks python benchmarks/entities.py [--gold DIR]

The labels (`training/news_entities.jsonl`, which train nothing) name places in the unlabelled news of the gold folder: a sentence
of each of 400 articles that nothing was trained on. Each is read alone. An entity is right with its class where it has the
words of one that is labelled ("the" before it aside), and is met where they overlap.
"""

import argparse
import pathlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import spacy
from roles import LABELS, news_rows
from spacy.tokens import Doc

from dragoman.reading.reader import DEFAULT_MODEL, STEPS, load_language

CLASSES = ("PERSON", "ORG", "GPE", "NORP", "LOC", "FAC", "DATE", "TIME")
Entity = tuple[str, int, int]  # class, start, end


def bare(text: str, entity: Entity) -> Entity:
    """Leave out the article before a name and the "'s" behind it."""
    kind, start, end = entity
    if text[start:end].lower().startswith("the "):
        start += 4
    return kind, start, end - 2 if text[start:end].endswith(("'s", "’s")) else end


def found_in(docs: Iterable[Doc]) -> Iterator[list[Entity]]:
    for doc in docs:
        whole = [(ent.label_, ent.start_char, ent.end_char) for ent in doc.ents if ent.label_ in CLASSES]
        yield [bare(doc.text, one) for one in whole]


def show(name: str, wanted: Sequence[Sequence[Entity]], found: Sequence[Sequence[Entity]]) -> None:
    counts: Counter[tuple[str, str]] = Counter()
    for right, given in zip(wanted, found, strict=True):
        for kind, start, end in right:
            counts[kind, "wanted"] += 1
            counts[kind, "right"] += (kind, start, end) in given
            counts[kind, "met"] += any(one[0] == kind and one[1] < end and start < one[2] for one in given)
        counts.update((kind, "found") for kind, _, _ in given)
    both = {kind: counts[kind, "wanted"] + counts[kind, "found"] for kind in CLASSES}
    exact, touched = (
        200 * sum(counts[kind, what] for kind in CLASSES) / sum(both.values()) for what in ("right", "met")
    )
    parts = "  ".join(f"{kind} {200 * counts[kind, 'right'] / max(both[kind], 1):.1f}" for kind in CLASSES)
    print(f"{name:10} F1 exact {exact:.1f}, met {touched:.1f}   {parts}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=pathlib.Path, default=pathlib.Path("../shared/gold"))
    options = parser.parse_args()
    rows = news_rows(options.gold, LABELS / "news_entities.jsonl")
    texts = [row["text"] for row in rows]
    wanted = [
        [bare(row["text"], (kind, start - row["start"], end - row["start"])) for kind, start, end in row["entities"]]
        for row in rows
    ]
    network = load_language(reader="learned")
    with network.select_pipes(disable=STEPS):
        ours = list(found_in(network.pipe(texts)))
    print(f"{len(rows)} sentences, {sum(map(len, wanted))} entities")
    show("spaCy", wanted, list(found_in(spacy.load(DEFAULT_MODEL).pipe(texts))))
    show("network", wanted, ours)


if __name__ == "__main__":
    main()
