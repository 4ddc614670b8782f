"""Train the network of events: the PLOVER type of a sentence, the words that name its events, and the sides of each.

    python training/sentences.py --data FOLDER --encoder model.safetensors --vocabulary vocab.txt --output FILE.pt

FOLDER holds factuality/uw_fact.jsonl, events/plv_zsp_dev.jsonl and unlabelled/. First it is trained on the types of labelled
news, and beside that on whether UW's events happened (which teaches it negation and modality; the head is dropped), then on the
events of news_roles.jsonl, and every fourth step on the types of PLV and news_labels.jsonl. What the first part gives is saved
beside FILE.pt, as FILE.first.pt; with `--start` it is taken from there, so that five folds need it once. Kept back for what is
chosen and measured afterwards: one UW sentence in ten, one PLV sentence in five (`--fold` says which), and every other line of
news_labels.jsonl; news_roles_kept.jsonl is not read at all.
"""

import argparse
import pathlib
import random
import time
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

import roles
import torch
import typed
import uw
from batches import inputs_of
from network import SHARED, SentenceReader, Sides, load_pretrained, padding_bias
from torch import Tensor
from torch.nn.functional import cross_entropy

from dragoman.reading.event_labels import TYPES
from dragoman.reading.network_words import SHAPE
from dragoman.reading.wordpieces import PAD, WordPieces

Row = TypeVar("Row", typed.Typed, uw.Sentence, roles.Sentence)
TYPE_BATCH, FACT_BATCH, ROLE_BATCH = 16, 16, 16  # sentences
SELDOM, SELDOM_BATCH = 4, 8  # in the second part a batch of types comes every so many steps, of so many sentences
# Happened, planned, possible, denied: an event that did not simply happen is seldom.
STANDING_WEIGHTS = (1.0, 2.0, 2.5, 2.5)
STANDING_SHARE = 0.3  # of the loss
# Happened, open, denied: the square roots of how rare each is.
VERDICT_WEIGHTS = (1.0, 3.7, 5.1)


def role_losses(
    network: SentenceReader, sides: Sides, rows: Sequence[roles.Sentence], vocabulary: WordPieces
) -> Tensor:
    """Return the losses [3] of a batch: which words name events, the words of their sides, and how they stand."""
    inputs = inputs_of([(row.words, row.window) for row in rows], vocabulary)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        shared, last = network.encoder.both(inputs.pieces, inputs.features & SHAPE, SHARED)
    kinds = network.kinds(network.dropout(_words_in(last, inputs.firsts)))
    losses = [_tag_loss(kinds, [row.kinds() for row in rows])]
    told = [(at, event) for at, row in enumerate(rows) for event in row.events]
    if not told:
        return torch.stack([*losses, torch.zeros(()), torch.zeros(())])
    at = torch.tensor([place for place, _ in told])
    marks = torch.zeros(len(told), inputs.pieces.shape[1])
    for number, (place, event) in enumerate(told):
        firsts, (start, end) = inputs.firsts[place], event.trigger
        is_last = end == rows[place].window.end
        marks[number, firsts[start] : (inputs.pieces[place] != PAD).sum() - 1 if is_last else firsts[end]] = 1
    with torch.autocast("cpu", dtype=torch.bfloat16):
        marked = sides(shared[at], padding_bias(inputs.pieces[at]), marks)
    words = _words_in(marked, inputs.firsts[at])
    losses.append(_tag_loss(sides.sides(words), [rows[place].roles(event) for place, event in told]))
    means = torch.stack([words[number, slice(*event.trigger)].mean(dim=0) for number, (_, event) in enumerate(told)])
    standings = torch.tensor([event.standing for _, event in told])
    losses.append(cross_entropy(sides.standing(means), standings, torch.tensor(STANDING_WEIGHTS)))
    return torch.stack(losses)


def _words_in(states: Tensor, firsts: Tensor) -> Tensor:
    return torch.gather(states.float(), 1, firsts[:, :, None].expand(-1, -1, states.shape[-1]))


def _tag_loss(scores: Tensor, tags: Sequence[Sequence[int]]) -> Tensor:
    """Return the loss of tags a word; what is padded counts for nothing."""
    padded = torch.tensor([[*row, *[-1] * (scores.shape[1] - len(row))] for row in tags])
    return cross_entropy(scores.flatten(0, 1), padded.flatten(), ignore_index=-1)


def states_of(network: SentenceReader, rows: Sequence[Row], vocabulary: WordPieces) -> tuple[Tensor, Tensor]:
    """Return states [B, N, W] of the words of sentences, and their mask [B, N]; layers in half precision."""
    inputs = inputs_of([(row.words, row.window) for row in rows], vocabulary)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        states = network.encoder(inputs.pieces, inputs.features & SHAPE)
    return network.dropout(_words_in(states, inputs.firsts)), inputs.mask


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


def run_first(
    network: SentenceReader,
    rows: Sequence[typed.Typed],
    facts: Sequence[uw.Sentence],
    vocabulary: WordPieces,
    options: argparse.Namespace,
) -> None:
    """Train on types of news, and beside that on UW's verdicts; the rate stays up, since what this leaves is no end."""
    chance, weights = random.Random(options.seed), rarity_of(rows)
    kinds, verdicts = iter_batches(rows, TYPE_BATCH, chance), iter_batches(facts, FACT_BATCH, chance)

    def losses(_: int) -> Iterator[Tensor]:
        yield type_loss(network, next(kinds), vocabulary, weights)
        yield verdict_loss(network, next(verdicts), vocabulary)

    _descend([network], int(1.1 * len(rows) / TYPE_BATCH), options.rate, losses, floor=0.3)


def run_second(
    network: SentenceReader,
    sides: Sides,
    told: Sequence[roles.Sentence],
    rows: Sequence[typed.Typed],
    vocabulary: WordPieces,
    options: argparse.Namespace,
) -> None:
    """Train on events, and now and then on the types of PLV and of the news that was checked."""
    chance, weights = random.Random(options.seed), rarity_of(rows)
    events, kinds = iter_batches(told, ROLE_BATCH, chance), iter_batches(rows, SELDOM_BATCH, chance)
    shares = torch.tensor([1.0, 1.0, STANDING_SHARE])

    def losses(step: int) -> Iterator[Tensor]:
        yield (role_losses(network, sides, next(events), vocabulary) * shares).sum()
        if step % SELDOM == 0:
            yield type_loss(network, next(kinds), vocabulary, weights)

    _descend([network, sides], int(options.rounds * len(told) / ROLE_BATCH), options.rate, losses, floor=0.0)


def _descend(
    modules: Sequence[torch.nn.Module],
    steps: int,
    rate: float,
    losses: Callable[[int], Iterator[Tensor]],
    *,
    floor: float,
) -> None:
    """Take `steps` steps of AdamW; the rate rises, then falls to `floor` of its height; heads learn eight times as fast."""
    named = [(name, value) for module in modules for name, value in module.named_parameters() if value.requires_grad]
    deep, fresh = ([value for name, value in named if ("layers." in name) == inside] for inside in (True, False))
    optimizer = torch.optim.AdamW(
        [{"params": deep, "lr": 0.0}, {"params": fresh, "lr": 0.0}], weight_decay=0.01, fused=True
    )
    started, total = time.monotonic(), 0.0
    for step in range(steps):
        done = step / steps
        height = min((done + 1e-3) / 0.08, floor + (1 - floor) * (1 - done) / 0.92)
        for group, times in zip(optimizer.param_groups, (1, 8), strict=True):
            group["lr"] = rate * times * height
        optimizer.zero_grad(set_to_none=True)
        for loss in losses(step):
            loss.backward()
            total += float(loss.detach())
        torch.nn.utils.clip_grad_norm_([*deep, *fresh], 1.0)
        optimizer.step()
        if step % 50 == 49:
            print(
                f"{step + 1:5} of {steps} {(time.monotonic() - started) / 60:5.1f} min  loss {total / 50:.3f}",
                flush=True,
            )
            total = 0.0


def train(options: argparse.Namespace) -> None:
    """Train and save."""
    torch.manual_seed(options.seed)
    torch.set_flush_denormal(True)
    vocabulary = WordPieces(options.vocabulary.read_text(encoding="utf-8").split("\n"))
    read = typed.trained_on(options.data, options.labels, None if options.all else options.fold)
    plover, checked, news = (typed.cut_into_words(rows, vocabulary) for rows in read)
    network = SentenceReader(load_pretrained(options.encoder)).train()
    if options.start:
        network.load_state_dict(torch.load(options.start))
    else:
        facts = uw.read_sentences(options.data / "factuality" / "uw_fact.jsonl", "train", vocabulary)
        facts = [one for one in facts if options.all or not uw.held_out(one.name)]
        run_first(network, [*checked, *news], facts, vocabulary, options)
        torch.save(network.state_dict(), options.output.with_suffix(".first.pt"))
    sides = Sides(network.encoder).train()
    told = roles.read_sentences(options.data, options.labels / "news_roles.jsonl", vocabulary)
    run_second(network, sides, told, [*plover, *checked], vocabulary, options)
    torch.save({"network": network.state_dict(), "sides": sides.state_dict()}, options.output)


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
    parser.add_argument("--rounds", type=float, default=3, help="of the second part")
    parser.add_argument("--rate", type=float, default=2e-4)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--all", action="store_true", help="keep nothing back: the last run, when all is chosen")
    train(parser.parse_args())


if __name__ == "__main__":
    main()
