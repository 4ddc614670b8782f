"""Train the reader's network: sources, cues and contents, what belongs to which, and how certain an event is.

    python training/attribution.py --data FOLDER --encoder model.safetensors --vocabulary vocab.txt --output FILE.pt

FOLDER holds attribution/polnear_train.jsonl and factuality/uw_fact.jsonl. One article in twenty, and one sentence in ten,
is kept back for what is chosen afterwards (calibrate.py). The learning rate falls to zero over `--epochs`, or over
`--minutes` where that ends sooner; only a run that epochs end is the same on every machine.
"""

import argparse
import itertools
import pathlib
import random
import time

import torch
import torch.distributed as dist
import uw
from batches import Cut, cut_all, inputs_of, iter_batches, spans_inside, tags_of
from network import LINK, Heads, Reader, load_pretrained, step_of
from polnear import GoldSpan, read_articles
from torch import Tensor, nn

from dragoman.reading.wordpieces import WordPieces

BATCH = 4  # windows: an hour of two cores is too short for many epochs, so steps are small and many
FACTUALITY_EVERY = (
    12  # one batch of sentences for so many of windows: about three rounds of the one in three of the other
)
LINK_WEIGHT, FACTUALITY_WEIGHT = 0.3, 0.5
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


def train(options: argparse.Namespace) -> None:
    """Train and save; a checkpoint every 200 steps."""
    torch.manual_seed(options.seed)
    torch.set_flush_denormal(True)
    chance, chance_of_facts = random.Random(options.seed), random.Random(options.seed)
    vocabulary = WordPieces(options.vocabulary.read_text(encoding="utf-8").split("\n"))
    path = options.data / "attribution" / "polnear_train.jsonl"
    articles = read_articles(path, vocabulary, lambda name: options.all or not held_out(name))
    sentences = uw.read_sentences(options.data / "factuality" / "uw_fact.jsonl", "train", vocabulary)
    sentences = [one for one in sentences if options.all or not uw.held_out(one.name)]
    model = Reader(*load_pretrained(options.encoder))
    known = list(model.branch.layers.parameters())
    tables = [model.distance, model.steps, model.starts]
    fresh = [model.branch.features, model.tags, model.links, model.null, model.verdicts]
    groups = [
        {"params": known, "lr": options.rate},
        {"params": [value for module in fresh for value in module.parameters()], "lr": 8 * options.rate},
        {"params": tables, "lr": 40 * options.rate, "weight_decay": 0.0},
    ]
    trained = [value for group in groups for value in group["params"]]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    peaks = [group["lr"] for group in groups]
    ranks = Ranks(options)
    steps = int(options.epochs * len(cut_all(articles, random.Random(0))) / BATCH / ranks.number)
    batches = itertools.chain.from_iterable(
        iter_batches(cut_all(articles, chance), BATCH, chance) for _ in itertools.count()
    )
    batches = itertools.islice(batches, ranks.own, None, ranks.number)
    facts = itertools.islice(uw.iter_batches(sentences, 24, chance_of_facts), ranks.own, None, ranks.number)
    print(f"{len(articles)} articles, {len(sentences)} sentences, {steps} steps", flush=True)
    started, sums = time.monotonic(), torch.zeros(3)
    for step, cuts in enumerate(batches):
        optimizer.zero_grad(set_to_none=True)
        tags, links = window_loss(model, cuts, vocabulary)
        verdicts = torch.zeros(())
        if step % FACTUALITY_EVERY == 0:
            verdicts = verdict_loss(model, next(facts), vocabulary)
        (tags + LINK_WEIGHT * links + FACTUALITY_WEIGHT * verdicts).backward()
        done = ranks.average(trained, max(step / steps, (time.monotonic() - started) / 60 / options.minutes))
        if done >= 1:
            break
        for group, peak in zip(optimizer.param_groups, peaks, strict=True):
            group["lr"] = peak * min(done / 0.05, (1 - done) / 0.95)
        torch.nn.utils.clip_grad_norm_(trained, 1.0)
        optimizer.step()
        sums += torch.stack([tags.detach(), links.detach(), verdicts.detach() * FACTUALITY_EVERY])
        if step % 20 == 19:
            minutes = (time.monotonic() - started) / 60
            figures = "  ".join(f"{value / 20:.3f}" for value in sums.tolist())
            print(f"{step + 1:5} {minutes:5.1f} min  tags, links, factuality  {figures}", flush=True)
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
