"""Train the branch that names the PLOVER type of a sentence.

    python training/events.py --data FOLDER --encoder model.safetensors --vocabulary vocab.txt --output FILE.pt [--folds 5]

FOLDER holds events/plv_zsp_dev.jsonl and unlabelled/. With `--folds` every sentence is also read by a branch that never
saw it; those scores go to FILE.json. The branch has layers and a head of its own on the shared trunk, so that it can be
trained apart.
"""

import argparse
import gzip
import json
import pathlib
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass

import spacy
import torch
from batches import inputs_of
from network import WIDTH, Branch, Trunk, load_pretrained
from torch import Tensor, nn

from dragoman.reading.event_labels import TYPES
from dragoman.reading.network_words import Window, Words, words_of
from dragoman.reading.wordpieces import WordPieces

BATCH = 16


@dataclass(frozen=True, slots=True)
class Row:
    """One sentence with its type."""

    name: str
    words: Words
    label: int


class TypeReader(nn.Module):
    """A branch without features, and the head on the mean of a sentence's pieces."""

    def __init__(self, branch: Branch) -> None:
        super().__init__()
        self.branch = branch
        self.types = nn.Linear(WIDTH, len(TYPES))

    def forward(self, states: Tensor, bias: Tensor) -> Tensor:
        """Return scores of every piece [B, T, types]."""
        features = torch.zeros(states.shape[:2], dtype=torch.long)
        scores: Tensor = self.types(self.branch(states, bias, features))
        return scores


def read_rows(folder: pathlib.Path, vocabulary: WordPieces) -> list[Row]:
    """Read the sentences; those that another set's test shares are left out."""
    nlp = spacy.blank("en")
    lines = (folder / "plv_zsp_dev.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    return [
        Row(row["id"], words_of(nlp.make_doc(row["text"]), vocabulary), TYPES.index(row["events"][0]["type"]))
        for row in rows
        if not row["in_gsr_dev"]
    ]


def read_none(labels: pathlib.Path, news: Sequence[pathlib.Path], vocabulary: WordPieces) -> list[Row]:
    """Read the sentences of news that were checked to name no event, every other one: the rest measures.

    labels: JSON Lines of {"id", "start", "end", "type"}, places in the texts of `news` (JSON Lines, also gzipped).
    """
    nlp = spacy.blank("en")
    texts = {row["id"]: row["text"] for path in news for row in map(json.loads, _lines_of(path))}
    places = [json.loads(line) for line in labels.read_text(encoding="utf-8").splitlines()]
    places = [place for place in places if place["type"] == "NONE"][::2]
    return [
        Row(
            f"none_{at}", words_of(nlp.make_doc(texts[p["id"]][p["start"] : p["end"]]), vocabulary), TYPES.index("NONE")
        )
        for at, p in enumerate(places)
    ]


def _lines_of(path: pathlib.Path) -> list[str]:
    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return data.decode().splitlines()


def fold_of(row: Row, folds: int) -> int:
    """Tell in which fold a sentence is kept back: by its number, so that it is always the same."""
    return int(row.name.rsplit("_", 1)[-1]) % folds


def pooled(model: TypeReader, trunk: Trunk, rows: list[Row], vocabulary: WordPieces) -> Tensor:
    """Return the scores of sentences [B, types]: the mean over their words, each by its first piece."""
    inputs = inputs_of([(row.words, Window(0, len(row.words.tokens))) for row in rows], vocabulary)
    with torch.no_grad():
        states, bias = trunk(inputs.pieces)
    scores = model(states, bias)
    firsts = torch.gather(scores, 1, inputs.firsts[:, :, None].expand(-1, -1, scores.shape[-1]))
    return (firsts * inputs.mask[:, :, None]).sum(dim=1) / inputs.mask.sum(dim=1)[:, None]


def train(rows: list[Row], options: argparse.Namespace, vocabulary: WordPieces) -> tuple[Trunk, TypeReader]:
    """Train one branch on these sentences."""
    torch.manual_seed(options.seed)
    chance = random.Random(options.seed)
    trunk, branch = load_pretrained(options.encoder)
    branch.dropout.p = 0.1
    model = TypeReader(branch)
    groups = [
        {"params": branch.parameters(), "lr": options.rate},
        {"params": model.types.parameters(), "lr": 10 * options.rate},
    ]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    peaks = [group["lr"] for group in groups]
    counts = torch.bincount(torch.tensor([row.label for row in rows]), minlength=len(TYPES)).float()
    weights = (counts.max() / counts.clamp(min=1)).sqrt().clamp(max=4)
    steps, step, started = options.epochs * -(-len(rows) // BATCH), 0, time.monotonic()
    for epoch in range(options.epochs):
        order = chance.sample(rows, len(rows))
        order = [
            row for at in range(0, len(order), 8 * BATCH) for row in sorted(order[at : at + 8 * BATCH], key=_length)
        ]
        batches = [order[at : at + BATCH] for at in range(0, len(order), BATCH)]
        chance.shuffle(batches)
        total = 0.0
        for batch in batches:
            for group, peak in zip(optimizer.param_groups, peaks, strict=True):
                group["lr"] = peak * min((step + 1) / (0.1 * steps), 1 - step / steps)
            labels = torch.tensor([row.label for row in batch])
            scores = pooled(model, trunk, batch, vocabulary)
            loss = nn.functional.cross_entropy(scores, labels, weights, label_smoothing=0.05)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            step, total = step + 1, total + float(loss.detach())
        print(
            f"  epoch {epoch + 1}  loss {total / len(batches):.3f}  {(time.monotonic() - started) / 60:.1f} min",
            flush=True,
        )
    return trunk, model.eval()


def _length(row: Row) -> int:
    return len(row.words.tokens)


def read_unseen(rows: list[Row], options: argparse.Namespace, vocabulary: WordPieces) -> TypeReader:
    """Score every sentence by a branch that was trained without its fold; return the last of them."""
    found: dict[str, list[float]] = {}
    for fold in range(options.rounds):
        kept = [row for row in rows if fold_of(row, options.folds) == fold]
        trunk, model = train([row for row in rows if fold_of(row, options.folds) != fold], options, vocabulary)
        with torch.no_grad():
            for at in range(0, len(kept), BATCH):
                part = kept[at : at + BATCH]
                scores = pooled(model, trunk, part, vocabulary).tolist()
                found |= {row.name: line for row, line in zip(part, scores, strict=True)}
        report(rows, found)
        options.output.with_suffix(".json").write_text(json.dumps(found), encoding="utf-8")
    return model


def report(rows: list[Row], found: dict[str, list[float]]) -> None:
    """Print accuracy and macro F1 over the PLV sentences read so far, CONCEDE and RETREAT as one."""
    pairs = [(row.label, max(range(len(TYPES)), key=found[row.name].__getitem__)) for row in rows if row.name in found]
    events = [(gold, given) for gold, given in pairs if TYPES[gold] != "NONE"]
    figures = []
    for label in {gold for gold, _ in events}:
        both = sum(gold == given == label for gold, given in events)
        figures.append(2 * both / sum((gold == label) + (given == label) for gold, given in events))
    right = sum(gold == given for gold, given in events) / len(events)
    named = [(gold, given) for gold, given in pairs if TYPES[gold] == "NONE"]
    quiet = sum(gold == given for gold, given in named)
    print(
        f"{len(events)} sentences  accuracy {right:.3f}  macro F1 {sum(figures) / len(figures):.3f}; none {quiet} of {len(named)}"
    )


def main() -> None:
    """Read the options and train."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=pathlib.Path, required=True)
    parser.add_argument("--labels", type=pathlib.Path, default=pathlib.Path(__file__).parent / "news_labels.jsonl")
    parser.add_argument("--encoder", type=pathlib.Path, required=True)
    parser.add_argument("--vocabulary", type=pathlib.Path, required=True)
    parser.add_argument("--output", type=pathlib.Path, required=True)
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--rate", type=float, default=1e-4)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folds", type=int, default=5, help="0: train on everything, read nothing unseen")
    parser.add_argument("--rounds", type=int, help="stop behind this many folds, and save the branch of the last")
    options = parser.parse_args()
    options.rounds = options.folds if options.rounds is None else options.rounds
    torch.set_flush_denormal(True)
    vocabulary = WordPieces(options.vocabulary.read_text(encoding="utf-8").split("\n"))
    rows = read_rows(options.data / "events", vocabulary)
    news = [options.data / "unlabelled" / name for name in ("news.jsonl.gz", "diplomacy.jsonl")]
    rows += read_none(options.labels, news, vocabulary)
    if options.folds:
        model = read_unseen(rows, options, vocabulary)
    if options.rounds == options.folds:
        _, model = train(rows, options, vocabulary)
    torch.save(model.state_dict(), options.output)


if __name__ == "__main__":
    main()
