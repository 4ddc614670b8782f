"""Five folds of the PLV sentences: how often a network that has not seen a sentence names its type.

    python training/folds.py --data FOLDER --vocabulary vocab.txt --encoder model.safetensors

The encoder learns the types of sentences alone, as events.py has them learned: those of news_types.jsonl first, which no fold has
a part in; then, for each fold anew, four fifths of the PLV sentences. The last fifth is asked, in full precision. What the
released network learns beside types it does without, and of news less: each sentence comes by itself.
"""

import argparse
import copy
import pathlib
import random
from collections.abc import Sequence

import events
import news
import torch
import typed
from descent import Course, descend
from network import Reader, load_pretrained
from torch import nn
from torch.nn.functional import cross_entropy

from dragoman.reading.event_labels import TYPES
from dragoman.reading.wordpieces import WordPieces

BATCH = 16  # sentences


def teach(reader: Reader, rows: Sequence[typed.Labelled], epochs: float, options: argparse.Namespace) -> Reader:
    """Return a network that has learned the types of sentences on top of what it knew."""
    vocabulary = options.vocabulary
    articles = news.alone(rows, vocabulary)
    batches = news.iter_batches(articles, BATCH, random.Random(options.seed))
    rarity = events.rarity_of(articles)
    reader = copy.deepcopy(reader).train()

    def take_step(_step: int, _done: float) -> dict[str, float]:
        scores, labels = events.type_scores(reader, next(batches), vocabulary)
        loss = cross_entropy(scores, labels, rarity, label_smoothing=0.05)
        loss.backward()
        return {"types": float(loss.detach())}

    parts: list[nn.Module] = [reader.encoder.layers, reader.types]
    groups = [{"params": list(part.parameters()), "lr": rate} for part, rate in zip(parts, options.rates, strict=True)]
    course = Course(epochs * len(articles) / BATCH, 1e9, 0.8)
    mean = descend(reader, torch.optim.AdamW(groups, weight_decay=0.01, fused=True), take_step, course, lambda _: None)
    reader.load_state_dict(mean.state_dict())
    return reader


def types_of(reader: Reader, rows: Sequence[typed.Labelled], vocabulary: WordPieces) -> list[int]:
    """Return the likeliest type of each sentence, NONE left out."""
    reader.eval()
    found: list[int] = []
    with torch.no_grad():
        for cut in news.uncut(news.alone(rows, vocabulary)):
            scores, _ = events.type_scores(reader, [cut], vocabulary)
            found.append(int(scores[0, : TYPES.index("NONE")].argmax()))
    return found


def score(gold: Sequence[int], given: Sequence[int]) -> str:
    """Return macro F1 and accuracy."""
    parts = []
    for label in set(gold):
        both = sum(one == other == label for one, other in zip(gold, given, strict=True))
        parts.append(2 * both / (gold.count(label) + given.count(label)))
    right = sum(one == other for one, other in zip(gold, given, strict=True))
    return f"macro F1 {sum(parts) / len(parts):.3f}  accuracy {right / len(gold):.3f}"


def main() -> None:
    """Train and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("data", "vocabulary", "encoder"):
        parser.add_argument(f"--{name}", type=pathlib.Path, required=True)
    parser.add_argument("--labels", type=pathlib.Path, default=pathlib.Path(__file__).parent)
    parser.add_argument("--epochs", type=float, nargs=2, default=(3, 6), help="of the news, and of each fold")
    parser.add_argument("--rates", type=float, nargs=2, default=(1e-4, 1e-3), help="of the layers, and of the head")
    parser.add_argument("--folds", type=int, nargs="+", default=list(range(typed.FOLDS)))
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    torch.manual_seed(options.seed)
    torch.set_flush_denormal(True)
    vocabulary = options.vocabulary = WordPieces(options.vocabulary.read_text(encoding="utf-8").split("\n"))
    plover = typed.read_plover(options.data)
    told = typed.read_news(options.data, options.labels / "news_types.jsonl")
    start = teach(Reader(load_pretrained(options.encoder)), told, options.epochs[0], options)
    gold, given = [], []
    for fold in options.folds:
        asked = [row for row in plover if typed.fold_of(row) == fold]
        taught = [row for row in plover if typed.fold_of(row) != fold]
        found = types_of(teach(start, taught, options.epochs[1], options), asked, vocabulary)
        labels = [row.label for row in asked]
        print(f"fold {fold}: {len(asked)} sentences  {score(labels, found)}", flush=True)
        gold += labels
        given += found
    print(f"all: {len(gold)} sentences  {score(gold, given)}")


if __name__ == "__main__":
    main()
