"""Train the reader's network: sources, cues and contents, what belongs to which, how certain an event is, and its type.

    python training/reader.py --data FOLDER --encoder model.safetensors --vocabulary vocab.txt --output FILE.pt

FOLDER holds attribution/polnear_train.jsonl, factuality/uw_fact.jsonl, events/plv_zsp_dev.jsonl and unlabelled/. Kept back
for what is chosen and measured afterwards (calibrate.py): one article in twenty, one UW sentence in ten, one PLV sentence in
five (`--fold` says which), and every other sentence of the labelled news. The learning rate falls to zero over `--epochs`,
or over `--minutes` where that ends sooner; only a run that epochs end is the same on every machine.
"""

import argparse
import itertools
import pathlib
import random
import time
from collections.abc import Iterator, Sequence
from typing import TypeVar

import torch
import torch.distributed as dist
import typed
import uw
from batches import Cut, cut_all, inputs_of, iter_batches, spans_inside, tags_of
from network import LINK, Heads, Reader, load_pretrained, step_of
from polnear import GoldSpan, read_articles
from torch import Tensor, nn

from dragoman.reading.event_labels import TYPES
from dragoman.reading.wordpieces import WordPieces

Batch = TypeVar("Batch")
BATCH = 4  # windows: an hour of two cores is too short for many epochs, so steps are small and many
FACTUALITY_EVERY = 5  # one batch of sentences for so many of windows: five rounds of the one in two of the other
TYPES_EVERY = 6  # two packs of about seven sentences for so many batches of windows
LINK_WEIGHT, FACTUALITY_WEIGHT, TYPE_WEIGHT = 0.3, 0.5, 0.5
# Happened, open, denied: the square roots of how rare each is.
VERDICT_WEIGHTS = (1.0, 3.7, 5.1)


def held_out(name: str) -> bool:
    """Tell whether an article is kept back: every twentieth, by its name, whatever the order of the file."""
    return sum(name.encode()) % 20 == 0


def gather_words(values: Tensor, firsts: Tensor) -> Tensor:
    """Take the values [B, T, X] at the first pieces [B, N] of words."""
    return torch.gather(values, 1, firsts[:, :, None].expand(-1, -1, values.shape[-1]))


def link_scores(links: Tensor, cues: list[GoldSpan], spans: list[GoldSpan], distance: Tensor) -> Tensor:
    """Score every cue with every span of one other role [cues, spans]; links [N, 6 * LINK] are those of one window."""
    role = 1 if spans[0].role == 0 else 2
    left, right = _ends(links, cues, 0), _ends(links, spans, role)
    gaps = torch.tensor([[_gap(cue, span) for span in spans] for cue in cues])
    return left @ right.T / LINK**0.5 + distance[role - 1][step_of(gaps)]


def _ends(links: Tensor, spans: list[GoldSpan], slot: int) -> Tensor:
    first = links[[span.start for span in spans], 2 * slot * LINK : (2 * slot + 1) * LINK]
    last = links[[span.end - 1 for span in spans], (2 * slot + 1) * LINK : (2 * slot + 2) * LINK]
    return first + last


def _gap(cue: GoldSpan, span: GoldSpan) -> int:
    return span.start - cue.end if span.start >= cue.end else min(span.end - cue.start - 1, -1)


def link_loss(cut: Cut, links: Tensor, null: Tensor, distance: Tensor) -> list[Tensor]:
    """Return a cross entropy for each content (which cue) and each cue (which source, or none) of a window."""
    inside = spans_inside(cut)
    cues = [span for span in inside.values() if span.role == 1]
    sources = {number: span for number, span in inside.items() if span.role == 0}
    contents = [span for span in inside.values() if span.role == 2]
    losses = []
    if cues and contents:
        scores = link_scores(links, cues, contents, distance)
        owners = {cue.owner: at for at, cue in enumerate(cues)}
        wanted = [(at, owners[span.owner]) for at, span in enumerate(contents) if span.owner in owners]
        losses += [-scores[:, at].log_softmax(dim=0)[cue] for at, cue in wanted]
    for at, cue in enumerate(cues):
        mine = cut.example.sources[cue.owner]
        right = [n for n, number in enumerate(sources, 1) if number in mine]
        if mine and not right:
            continue  # its source lies in another window
        row = null[cue.start]
        if sources:
            row = torch.cat([row, link_scores(links, cues[at : at + 1], list(sources.values()), distance)[0]])
        losses.append(-row.log_softmax(dim=0)[right or [0]].logsumexp(dim=0))
    return losses


def window_loss(model: Reader, cuts: list[Cut], vocabulary: WordPieces) -> tuple[Tensor, Tensor]:
    """Return the losses of tags and of links on a batch of windows."""
    inputs = inputs_of([(cut.example.words, cut.window) for cut in cuts], vocabulary)
    heads: Heads = model(inputs.pieces, inputs.features)
    tags = model.chain_loss(gather_words(heads.tags, inputs.firsts), tags_of(cuts), inputs.mask)
    links, null = gather_words(heads.links, inputs.firsts), gather_words(heads.null, inputs.firsts)
    losses = [loss for at, cut in enumerate(cuts) for loss in link_loss(cut, links[at], null[at], model.distance)]
    return tags, torch.stack(losses).mean() if losses else tags.new_zeros(())


def verdict_loss(model: Reader, sentences: list[uw.Sentence], vocabulary: WordPieces) -> Tensor:
    """Return the loss of factuality on a batch of sentences."""
    inputs = inputs_of([(one.words, one.window) for one in sentences], vocabulary)
    scores = gather_words(model(inputs.pieces, inputs.features).verdicts, inputs.firsts)
    rows = [(at, word, verdict) for at, one in enumerate(sentences) for word, verdict in one.verdicts]
    at, word, verdict = (torch.tensor(column) for column in zip(*rows, strict=True))
    return torch.nn.functional.cross_entropy(scores[at, word], verdict, torch.tensor(VERDICT_WEIGHTS))


def type_loss(model: Reader, packs: list[typed.Pack], vocabulary: WordPieces, weights: Tensor) -> Tensor:
    """Return the loss of event types on packs of sentences."""
    scores, labels = type_scores(model, packs, vocabulary)
    return torch.nn.functional.cross_entropy(scores, labels, weights, label_smoothing=0.05)


def type_scores(model: Reader, packs: Sequence[typed.Pack], vocabulary: WordPieces) -> tuple[Tensor, Tensor]:
    """Return scores of types of the sentences of packs [S, types], and the right ones [S]."""
    inputs = inputs_of([(pack.words, pack.window) for pack in packs], vocabulary)
    words = gather_words(model(inputs.pieces, inputs.features).types, inputs.firsts)
    means = [words[at, place.start : place.end].mean(dim=0) for at, pack in enumerate(packs) for place in pack.places]
    return torch.stack(means), torch.tensor([label for pack in packs for label in pack.labels])


class Ranks:
    """The processes that train together, one thread each: on busy cores two such do more than two threads."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.own, self.number = options.rank, options.ranks
        if self.number > 1:
            meet = f"file://{options.output.with_suffix('.meet').absolute()}"
            dist.init_process_group("gloo", init_method=meet, rank=self.own, world_size=self.number)

    def average(self, values: list[nn.Parameter], done: float) -> float:
        """Average all gradients over the processes; return how far they are on average, so that all agree on it."""
        if self.number == 1:
            return done
        here = [torch.zeros_like(value) if value.grad is None else value.grad for value in values]
        flat = torch.cat([*(each.flatten() for each in here), torch.tensor([done])])
        dist.all_reduce(flat)
        flat /= self.number
        at = 0
        for value in values:
            value.grad = flat[at : at + value.numel()].view_as(value)
            at += value.numel()
        return float(flat[-1])


class Feed:
    """What is trained on: batches without end, each process taking its own of them."""

    def __init__(self, options: argparse.Namespace, vocabulary: WordPieces) -> None:
        self.own, self.number = options.rank, options.ranks
        self.articles = read_articles(
            options.data / "attribution" / "polnear_train.jsonl",
            vocabulary,
            lambda name: options.all or not held_out(name),
        )
        sentences = uw.read_sentences(options.data / "factuality" / "uw_fact.jsonl", "train", vocabulary)
        self.sentences = [one for one in sentences if options.all or not uw.held_out(one.name)]
        told = typed.trained_on(options.data, options.labels, None if options.all else options.fold)
        self.rows = typed.cut_into_words(told, vocabulary)
        counts = torch.bincount(torch.tensor([row.label for row in self.rows]), minlength=len(TYPES)).float()
        self.rarity = (counts.max() / counts.clamp(min=1)).sqrt().clamp(max=4)
        seed = options.seed
        self.cuts = self._mine(self._all_cuts(random.Random(seed)))
        self.facts = self._mine(uw.iter_batches(self.sentences, 24, random.Random(seed)))
        self.packs = self._mine(typed.iter_packs(self.rows, random.Random(seed)))

    def _mine(self, batches: Iterator[Batch]) -> Iterator[Batch]:
        return itertools.islice(batches, self.own, None, self.number)

    def _all_cuts(self, chance: random.Random) -> Iterator[list[Cut]]:
        while True:
            yield from iter_batches(cut_all(self.articles, chance), BATCH, chance)

    def steps(self, epochs: float) -> int:
        """Return how many steps of a process are so many rounds of the articles."""
        return int(epochs * len(cut_all(self.articles, random.Random(0))) / BATCH / self.number)


def optimizer_of(model: Reader, rate: float) -> torch.optim.AdamW:
    """Give what is new a higher rate than what was trained before, and the small tables the highest."""
    fresh = [model.upper.features, model.tags, model.links, model.null, model.verdicts, model.types]
    groups = [
        {"params": list(model.upper.layers.parameters()), "lr": rate},
        {"params": [value for module in fresh for value in module.parameters()], "lr": 8 * rate},
        {"params": [model.distance, model.steps, model.starts], "lr": 40 * rate, "weight_decay": 0.0},
    ]
    return torch.optim.AdamW(groups, weight_decay=0.01)


def losses_of(model: Reader, step: int, feed: Feed, vocabulary: WordPieces) -> Tensor:
    """Return the losses of tags, links, factuality and types at one step: the last two only at some, else 0."""
    tags, links = window_loss(model, next(feed.cuts), vocabulary)
    verdicts, kinds = torch.zeros(()), torch.zeros(())
    if step % FACTUALITY_EVERY == 0:
        verdicts = verdict_loss(model, next(feed.facts), vocabulary)
    if step % TYPES_EVERY == TYPES_EVERY - 1:
        kinds = type_loss(model, [next(feed.packs), next(feed.packs)], vocabulary, feed.rarity)
    return torch.stack([tags, links, verdicts, kinds])


def train(options: argparse.Namespace) -> None:
    """Train and save; a checkpoint every 100 steps."""
    torch.manual_seed(options.seed)
    torch.set_flush_denormal(True)
    vocabulary = WordPieces(options.vocabulary.read_text(encoding="utf-8").split("\n"))
    feed, ranks = Feed(options, vocabulary), Ranks(options)
    model = Reader(*load_pretrained(options.encoder))
    if options.start:
        model.load_state_dict(torch.load(options.start))
    optimizer = optimizer_of(model, options.rate)
    trained = [value for group in optimizer.param_groups for value in group["params"]]
    peaks = [group["lr"] for group in optimizer.param_groups]
    steps = feed.steps(options.epochs)
    print(f"{len(feed.articles)} articles, {len(feed.sentences)} and {len(feed.rows)} sentences, {steps} steps")
    weights = torch.tensor([1.0, LINK_WEIGHT, FACTUALITY_WEIGHT, TYPE_WEIGHT])
    rarely = torch.tensor([1, 1, FACTUALITY_EVERY, TYPES_EVERY])
    started, sums = time.monotonic(), torch.zeros(4)
    for step in itertools.count():
        optimizer.zero_grad(set_to_none=True)
        losses = losses_of(model, step, feed, vocabulary)
        (losses @ weights).backward()
        done = ranks.average(trained, max(step / steps, (time.monotonic() - started) / 60 / options.minutes))
        if done >= 1:
            break
        for group, peak in zip(optimizer.param_groups, peaks, strict=True):
            group["lr"] = peak * min(done / 0.05, (1 - done) / 0.95)
        torch.nn.utils.clip_grad_norm_(trained, 1.0)
        optimizer.step()
        sums += losses.detach() * rarely
        if step % 20 == 19:
            minutes = (time.monotonic() - started) / 60
            figures = "  ".join(f"{value / 20:.3f}" for value in sums.tolist())
            print(f"{step + 1:5} {minutes:5.1f} min  tags, links, factuality, types  {figures}", flush=True)
            sums.zero_()
        if step % 100 == 99 and ranks.own == 0:
            torch.save(model.state_dict(), options.output)
    if ranks.own == 0:
        torch.save(model.state_dict(), options.output)


def main() -> None:
    """Read the options and train."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=pathlib.Path, required=True)
    parser.add_argument("--encoder", type=pathlib.Path, required=True)
    parser.add_argument("--vocabulary", type=pathlib.Path, required=True)
    parser.add_argument("--output", type=pathlib.Path, required=True)
    parser.add_argument("--labels", type=pathlib.Path, default=pathlib.Path(__file__).parent / "news_labels.jsonl")
    parser.add_argument("--start", type=pathlib.Path, help="weights of an earlier run to go on from")
    parser.add_argument("--fold", type=int, default=0, help="the fifth of the PLV sentences that is kept back")
    parser.add_argument("--epochs", type=float, default=4)
    parser.add_argument("--minutes", type=float, default=1e9)
    parser.add_argument("--rate", type=float, default=1.5e-4)
    parser.add_argument("--rank", type=int, default=0, help="number of this process, where several train together")
    parser.add_argument("--ranks", type=int, default=1, help="how many train together; they meet at FILE.meet")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--all", action="store_true", help="keep nothing back: the last run, when all is chosen")
    train(parser.parse_args())


if __name__ == "__main__":
    main()
