"""Train the network of events: the PLOVER type of a sentence, or NONE.

    python training/sentences.py --data FOLDER --encoder model.safetensors --vocabulary vocab.txt --output FILE.pt

FOLDER holds factuality/uw_fact.jsonl, events/plv_zsp_dev.jsonl and unlabelled/. First it is trained on labelled news, and beside
that on whether UW's events happened (which teaches it negation and modality; the head is dropped), then on PLV and
news_labels.jsonl. What the first part gives is saved beside FILE.pt, as FILE.first.pt; with `--start` it is taken from there, so
that five folds need it once. Kept back for what is chosen and measured afterwards: one UW sentence in ten, one PLV sentence in
five (`--fold` says which), and every other line of news_labels.jsonl.
"""

import argparse
import pathlib
import random
import time
from collections.abc import Iterator, Sequence
from typing import TypeVar

import torch
import typed
import uw
from batches import inputs_of
from network import SentenceReader, load_pretrained
from torch import Tensor
from torch.nn.functional import cross_entropy

from dragoman.reading.event_labels import TYPES
from dragoman.reading.network_words import SHAPE
from dragoman.reading.wordpieces import WordPieces

Row = TypeVar("Row", typed.Typed, uw.Sentence)
TYPE_BATCH, FACT_BATCH = 16, 16  # sentences
FIXED = 2  # layers that the second part leaves alone: a fifth of its time
# Happened, open, denied: the square roots of how rare each is.
VERDICT_WEIGHTS = (1.0, 3.7, 5.1)


def states_of(network: SentenceReader, rows: Sequence[Row], vocabulary: WordPieces) -> tuple[Tensor, Tensor]:
    """Return states [B, N, W] of the words of sentences, and their mask [B, N]; layers in half precision."""
    inputs = inputs_of([(row.words, row.window) for row in rows], vocabulary)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        states = network.encoder(inputs.pieces, inputs.features & SHAPE)
    words = inputs.firsts[:, :, None].expand(-1, -1, states.shape[-1])
    return network.dropout(torch.gather(states.float(), 1, words)), inputs.mask


def type_loss(network: SentenceReader, rows: Sequence[typed.Typed], vocabulary: WordPieces, weights: Tensor) -> Tensor:
    """Return the loss of types on a batch of sentences: the scores of a sentence are the mean over its words."""
    states, mask = states_of(network, rows, vocabulary)
    means = (states * mask[:, :, None]).sum(dim=1) / mask.sum(dim=1, keepdim=True)
    labels = torch.tensor([row.label for row in rows])
    return cross_entropy(network.types(means), labels, weights, label_smoothing=0.05)


def verdict_loss(network: SentenceReader, rows: Sequence[uw.Sentence], vocabulary: WordPieces) -> Tensor:
    """Return the loss of factuality on a batch of sentences."""
    states, _ = states_of(network, rows, vocabulary)
    places = [(at, word, verdict) for at, row in enumerate(rows) for word, verdict in row.verdicts]
    at, words, verdicts = (torch.tensor(column) for column in zip(*places, strict=True))
    return cross_entropy(network.verdicts(states[at, words]), verdicts, torch.tensor(VERDICT_WEIGHTS))


def iter_batches(rows: Sequence[Row], size: int, chance: random.Random) -> Iterator[list[Row]]:
    """Yield batches without end, sentences of like length together."""
    while True:
        order = chance.sample(rows, len(rows))
        batches: list[list[Row]] = []
        for start in range(0, len(order), 8 * size):
            pool = sorted(order[start : start + 8 * size], key=lambda row: sum(map(len, row.words.pieces)))
            batches += [pool[at : at + size] for at in range(0, len(pool), size)]
        chance.shuffle(batches)
        yield from batches


def rarity_of(rows: Sequence[typed.Typed]) -> Tensor:
    """Return a weight for each type: the square root of how rare it is, 4 at most."""
    counts = torch.bincount(torch.tensor([row.label for row in rows]), minlength=len(TYPES)).float()
    return (counts.max() / counts.clamp(min=1)).sqrt().clamp(max=4)


class Course:
    """One part of the training: on what, for how long, and at what rates."""

    def __init__(self, rows: Sequence[typed.Typed], rounds: float, rate: float, *, first: bool) -> None:
        self.rows, self.rate = rows, rate
        # What the first part leaves is no end: its rate stays up. The second part tunes no more than the upper layers.
        self.floor, self.fixed = (0.3, 0) if first else (0.0, FIXED)
        self.steps = int(rounds * len(rows) / TYPE_BATCH)

    def run(self, network: SentenceReader, facts: Sequence[uw.Sentence], vocabulary: WordPieces, seed: int) -> None:
        """Train; each step is a batch of types and, where there are facts, one of verdicts."""
        chance, weights = random.Random(seed), rarity_of(self.rows)
        kinds, verdicts = iter_batches(self.rows, TYPE_BATCH, chance), iter_batches(facts, FACT_BATCH, chance)
        for module in (network.encoder.features, *network.encoder.layers[: self.fixed]):
            module.requires_grad_(requires_grad=not self.fixed)
        fresh = [network.types, network.verdicts, *([] if self.fixed else [network.encoder.features])]
        groups = [
            {"params": list(network.encoder.layers[self.fixed :].parameters()), "lr": 0.0},
            {"params": [value for module in fresh for value in module.parameters()], "lr": 0.0},
        ]
        optimizer = torch.optim.AdamW(groups, weight_decay=0.01, fused=True)
        started, sums = time.monotonic(), torch.zeros(2)
        for step in range(self.steps):
            done = step / self.steps
            height = min((done + 1e-3) / 0.08, self.floor + (1 - self.floor) * (1 - done) / 0.92)
            for group, times in zip(optimizer.param_groups, (1, 8), strict=True):
                group["lr"] = self.rate * times * height
            optimizer.zero_grad(set_to_none=True)
            losses = [type_loss(network, next(kinds), vocabulary, weights), torch.zeros(())]
            losses[0].backward()
            if facts:
                losses[1] = verdict_loss(network, next(verdicts), vocabulary)
                losses[1].backward()
            torch.nn.utils.clip_grad_norm_([value for group in groups for value in group["params"]], 1.0)
            optimizer.step()
            sums += torch.stack(losses).detach()
            if step % 50 == 49:
                minutes = (time.monotonic() - started) / 60
                figures = "  ".join(f"{value / 50:.3f}" for value in sums.tolist())
                print(f"{step + 1:5} of {self.steps} {minutes:5.1f} min  types, verdicts  {figures}", flush=True)
                sums.zero_()


def train(options: argparse.Namespace) -> None:
    """Train and save."""
    torch.manual_seed(options.seed)
    torch.set_flush_denormal(True)
    vocabulary = WordPieces(options.vocabulary.read_text(encoding="utf-8").split("\n"))
    facts = uw.read_sentences(options.data / "factuality" / "uw_fact.jsonl", "train", vocabulary)
    facts = [one for one in facts if options.all or not uw.held_out(one.name)]
    told = typed.trained_on(options.data, options.labels, None if options.all else options.fold)
    plover, checked, news = (typed.cut_into_words(rows, vocabulary) for rows in told)
    network = SentenceReader(load_pretrained(options.encoder)).train()
    if options.start:
        network.load_state_dict(torch.load(options.start))
    else:
        Course([*checked, *news], 1.1, options.rate, first=True).run(network, facts, vocabulary, options.seed)
        torch.save(network.state_dict(), options.output.with_suffix(".first.pt"))
    Course([*plover, *checked], options.rounds, options.rate, first=False).run(network, [], vocabulary, options.seed)
    torch.save(network.state_dict(), options.output)


def main() -> None:
    """Read the options and train."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=pathlib.Path, required=True)
    parser.add_argument("--encoder", type=pathlib.Path, required=True)
    parser.add_argument("--vocabulary", type=pathlib.Path, required=True)
    parser.add_argument("--output", type=pathlib.Path, required=True)
    parser.add_argument("--labels", type=pathlib.Path, default=pathlib.Path(__file__).parent)
    parser.add_argument("--start", type=pathlib.Path, help="what the first part of an earlier run gave")
    parser.add_argument("--fold", type=int, default=0, help="the fifth of the PLV sentences that is kept back")
    parser.add_argument("--rounds", type=float, default=4, help="of the second part")
    parser.add_argument("--rate", type=float, default=2e-4)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--all", action="store_true", help="keep nothing back: the last run, when all is chosen")
    train(parser.parse_args())


if __name__ == "__main__":
    main()
