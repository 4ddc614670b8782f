"""Train the network of statements: sources, cues and contents, and what belongs to which.

    python training/attribution.py --data FOLDER --encoder model.safetensors --vocabulary vocab.txt --output FILE.pt

FOLDER holds attribution/polnear_train.jsonl and unlabelled/, where the passages of news_statements.jsonl are. One PolNeAR article
in twenty is kept back for what is chosen and measured afterwards (calibrate.py); news_statements_kept.jsonl is not read.
The learning rate falls to zero over `--epochs`, or over `--minutes` where that ends sooner; only a run that epochs end is
the same on every machine. What is saved is the mean of the weights over the last steps, which falls off by `--mean` every
ten steps.
"""

import argparse
import itertools
import pathlib
import random
from collections.abc import Iterator

import polnear
import torch
import typed
from batches import Cut, cut_all, in_batches, inputs_of, spans_inside, tags_of
from descent import Course, descend, save_to
from network import LINK, Reader, Said, in_half, load_pretrained, step_of
from polnear import Example, GoldSpan
from torch import Tensor

from dragoman.reading.wordpieces import WordPieces

BATCH = 8  # windows
LINK_WEIGHT = 0.3


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
    """Return a cross entropy for each content (which cue) and each cue (which source, or none) of a window, in each row."""
    inside = spans_inside(cut)
    rows = [{n: span for n, span in inside.items() if span.row == row} for row in range(len(cut.example.tags))]
    return [loss for mine in rows for loss in _row_loss(cut, mine, links, null, distance)]


def _row_loss(cut: Cut, inside: dict[int, GoldSpan], links: Tensor, null: Tensor, distance: Tensor) -> list[Tensor]:
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
    """Return the losses of tags and of links on a batch of windows; layers in half precision, the losses in full."""
    inputs = inputs_of([(cut.example.words, cut.window) for cut in cuts], vocabulary)
    with in_half():
        half: Said = model(inputs.pieces, inputs.features)
    heads = Said(*(gather_words(head.float(), inputs.firsts) for head in half))
    # PolNeAR's articles come with one row, which is their own; labelled news has two.
    rows = [heads.polnear] if len(cuts[0].example.tags) == 1 else [heads.tags, heads.nested]
    tags = torch.stack([model.chain_loss(row, tags_of(cuts, at), inputs.mask) for at, row in enumerate(rows)]).sum()
    losses = [
        loss for at, cut in enumerate(cuts) for loss in link_loss(cut, heads.links[at], heads.null[at], model.distance)
    ]
    return tags, torch.stack(losses).mean() if losses else tags.new_zeros(())


def optimizer_of(model: Reader, rate: float) -> torch.optim.AdamW:
    """Give what is new a higher rate than what was trained before, and the small tables the highest."""
    fresh = [model.encoder.features, model.tags, model.nested, model.polnear, model.links, model.null]
    groups = [
        {"params": list(model.encoder.layers.parameters()), "lr": rate},
        {"params": [value for module in fresh for value in module.parameters()], "lr": 8 * rate},
        {"params": [model.distance, model.steps, model.starts], "lr": 40 * rate, "weight_decay": 0.0},
    ]
    return torch.optim.AdamW(groups, weight_decay=0.01, fused=True)


def train(options: argparse.Namespace) -> None:
    """Train and save."""
    torch.manual_seed(options.seed)
    torch.set_flush_denormal(True)
    vocabulary = WordPieces(options.vocabulary.read_text(encoding="utf-8").split("\n"))
    said, told = read_statements(options, typed.read_texts(options.data), vocabulary)
    batches = iter_statements(said, told, random.Random(options.seed), BATCH)
    model = Reader(load_pretrained(options.encoder)).train()
    if options.start:
        model.load_state_dict(torch.load(options.start))

    def take_step(_step: int, _done: float) -> dict[str, float]:
        tags, links = window_loss(model, next(batches), vocabulary)
        (tags + LINK_WEIGHT * links).backward()
        return {"tags": float(tags.detach()), "links": float(links.detach())}

    steps = options.epochs * len(cut_all([*said, *told], random.Random(0))) / BATCH
    print(f"{len(said)} articles, {len(told)} passages, {steps:.0f} steps", flush=True)
    keep = save_to(options.output)
    keep(
        descend(model, optimizer_of(model, options.rate), take_step, Course(steps, options.minutes, options.mean), keep)
    )


def read_statements(
    options: argparse.Namespace, texts: dict[str, str], vocabulary: WordPieces
) -> tuple[list[Example], list[Example]]:
    """Read PolNeAR's articles, and the passages that are labelled here. texts: the unlabelled news, by id."""
    path = options.data / "attribution" / "polnear_train.jsonl"
    said = polnear.read_articles(path, vocabulary, lambda name: options.all or not held_out(name))
    rows = typed.read_places(options.labels / "news_statements.jsonl")
    return said, polnear.read_passages(texts, rows, vocabulary)


def iter_statements(said: list[Example], told: list[Example], chance: random.Random, size: int) -> Iterator[list[Cut]]:
    """Yield batches of windows without end, of PolNeAR and of labelled news in turn: each has rows of tags of its own."""
    return itertools.chain.from_iterable(zip(iter_cuts(told, chance, size), iter_cuts(said, chance, size), strict=True))


def iter_cuts(articles: list[Example], chance: random.Random, size: int) -> Iterator[list[Cut]]:
    """Yield batches of windows without end."""
    while True:
        yield from in_batches(cut_all(articles, chance), size, chance)


def main() -> None:
    """Read the options and train."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=pathlib.Path, required=True)
    parser.add_argument("--encoder", type=pathlib.Path, required=True)
    parser.add_argument("--vocabulary", type=pathlib.Path, required=True)
    parser.add_argument("--output", type=pathlib.Path, required=True)
    parser.add_argument("--labels", type=pathlib.Path, default=pathlib.Path(__file__).parent)
    parser.add_argument("--start", type=pathlib.Path, help="weights of an earlier run to go on from")
    parser.add_argument("--epochs", type=float, default=10)
    parser.add_argument("--minutes", type=float, default=1e9)
    parser.add_argument("--rate", type=float, default=2e-4)
    parser.add_argument("--mean", type=float, default=0.95, help="share that the mean of weights keeps of itself")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--all", action="store_true", help="keep nothing back: the last run, when all is chosen")
    train(parser.parse_args())


if __name__ == "__main__":
    main()
