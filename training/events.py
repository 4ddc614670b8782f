"""Train the network on, from statements alone to events beside them: types, the words that name events, sides; and entities.

    python training/events.py --data FOLDER --vocabulary vocab.txt --start statements.pt --output FILE.pt

statements.pt is what attribution.py gives, or restore.py. FOLDER holds attribution/polnear_train.jsonl,
events/plv_zsp_dev.jsonl, factuality/uw_fact.jsonl and unlabelled/. Each step takes a batch of windows with statements of PolNeAR
and one of news_statements.jsonl, so that what was learned of them stays, and windows of news with the events of news_roles.jsonl
and with what spaCy's NER takes for entities; in the first FIRST of the time it takes windows with the types of
news_types.jsonl too, later a batch of sentences of PLV and of news_labels.jsonl now and then. How certain it is that what a
word names happened it learns of UW's training half, and of what `--lessons` say of the news. The learning rate falls
to zero over `--minutes`, or over `--steps` where those end sooner; only a run that steps end is the same on every
machine. Kept back for what is chosen and measured afterwards: one PolNeAR article in twenty, one PLV sentence in five
(`--fold` says which), and every other line of news_labels.jsonl; news_roles_kept.jsonl and news_statements_kept.jsonl
are not read at all.
"""

import argparse
import functools
import pathlib
import random
from collections.abc import Sequence

import attribution
import news
import paths
import torch
import typed
from batches import Inputs, inputs_of
from certainty import certain_loss, certain_of, read_certainties
from descent import Course, descend, save_to
from network import SHARED, Encoder, Reader, Sides, in_half
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

from dragoman.reading.event_labels import TYPES
from dragoman.reading.wordpieces import WordPieces

STATEMENT_BATCH, EVENT_BATCH, TYPE_BATCH = 8, 12, 6  # windows
STATEMENT_BATCHES = 2  # a step: one of labelled news, one of PolNeAR
FIRST = 0.25  # of the time: news with types
SELDOM, SELDOM_BATCH = 4, 8  # after that a batch of types comes every so many steps, of so many sentences
CERTAIN_BATCH = 8  # sentences of the UW set
# Happened, planned, possible, denied: an event that did not simply happen is seldom.
STANDING_WEIGHTS = (1.0, 2.0, 2.5, 2.5)
STANDING_SHARE, NAMES_SHARE, CERTAIN_SHARE = 0.3, 0.5, 0.3  # of the loss


class Whole(nn.Module):
    """The network, and the layers of sides beside it."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.reader = reader
        self.sides = Sides(reader.encoder, len(paths.read_paths()))


def states_of(reader: Reader, cuts: Sequence[news.Cut], vocabulary: WordPieces) -> tuple[Inputs, Tensor, Tensor]:
    """Return the states [B, N, W] of the words of windows after SHARED layers, and after all; layers in half precision."""
    inputs = inputs_of([(cut.words, cut.window) for cut in cuts], vocabulary)
    with in_half():
        both = reader.encoder.both(inputs.pieces, inputs.features, SHARED)
    shared, last = (attribution.gather_words(states.float(), inputs.firsts) for states in both)
    return inputs, shared, reader.dropout(last)


def told_loss(whole: Whole, cuts: Sequence[news.Cut], vocabulary: WordPieces) -> Tensor:
    """Return the loss of windows of news: the words that name events, of their sides, how they stand, and the entities."""
    inputs, shared, last = states_of(whole.reader, cuts, vocabulary)
    tags = torch.full(inputs.firsts.shape, -1)
    for at, cut in enumerate(cuts):
        for sentence in cut.sentences:
            start, end = (place - cut.window.start for place in sentence.words)
            tags[at, start:end] = torch.tensor(sentence.kinds())
    events = _tag_loss(whole.reader.kinds(last), tags) + sides_loss(whole.sides, cuts, shared)
    events = events + certain_loss(whole.reader.certain(last), certain_of(cuts))
    return events + NAMES_SHARE * names_loss(whole.reader, cuts, shared, last)


def names_loss(reader: Reader, cuts: Sequence[news.Cut], shared: Tensor, last: Tensor) -> Tensor:
    """Return the loss of the entities in windows of news, on the states [B, N, W] after SHARED layers and after all."""
    tags = torch.full(last.shape[:2], -1)
    for at, cut in enumerate(cuts):
        named = cut.article.names[cut.window.start : cut.window.end]
        tags[at, : len(named)] = torch.tensor(named)
    return _tag_loss(reader.names(shared, last), tags)


def sides_loss(sides: Sides, cuts: Sequence[news.Cut], shared: Tensor) -> Tensor:
    """Return the loss of the sides of labelled events and of how they stand, on the states [B, N, W] after SHARED layers."""
    told = [
        (at, cut.window.start, sentence.words, event)
        for at, cut in enumerate(cuts)
        for sentence in cut.sentences
        for event in sentence.events or ()
    ]
    if not told:
        return torch.zeros(())
    lengths = [words[1] - words[0] for _, _, words, _ in told]
    size = (len(told), max(lengths))
    rows, marks, roles = [], torch.zeros(size), torch.full(size, -1)
    ways = torch.zeros(size, dtype=torch.long)
    bias = torch.full((len(told), 1, 1, size[1]), -10000.0)  # far below zero at the padding
    for row, ((at, begin, words, event), length) in enumerate(zip(told, lengths, strict=True)):
        inside = shared[at, words[0] - begin : words[1] - begin]
        rows.append(nn.functional.pad(inside, (0, 0, 0, size[1] - length)))
        marks[row, event.trigger[0] - words[0] : event.trigger[1] - words[0]] = 1
        roles[row, :length] = torch.tensor(event.roles(words))
        ways[row, : len(event.paths)] = torch.tensor(event.paths)
        bias[row, ..., :length] = 0.0
    with in_half():
        marked = sides(torch.stack(rows), bias, marks, ways)
    means = (marked * marks[:, :, None]).sum(dim=1) / marks.sum(dim=1, keepdim=True)
    standings = torch.tensor([event.standing for *_, event in told])
    standing = cross_entropy(sides.standing(means), standings, torch.tensor(STANDING_WEIGHTS))
    return _tag_loss(sides.sides(marked), roles) + STANDING_SHARE * standing


def _tag_loss(scores: Tensor, tags: Tensor) -> Tensor:
    """Return the loss of a tag a word; what has none, -1, counts for nothing."""
    return cross_entropy(scores.flatten(0, 1), tags.flatten(), ignore_index=-1)


def type_scores(reader: Reader, cuts: Sequence[news.Cut], vocabulary: WordPieces) -> tuple[Tensor, Tensor]:
    """Return the scores [S, TYPES] of the sentences of windows, means over their words, and their types [S]."""
    _, _, last = states_of(reader, cuts, vocabulary)
    means, labels = [], []
    for at, cut in enumerate(cuts):
        for sentence in cut.sentences:
            start, end = (place - cut.window.start for place in sentence.words)
            means.append(last[at, start:end].mean(dim=0))
            labels.append(sentence.label)
    return reader.types(torch.stack(means)), torch.tensor(labels)


def rarity_of(articles: Sequence[news.Article]) -> Tensor:
    """Return a weight for each type: the square root of how rare it is, 4 at most."""
    labels = [sentence.label for article in articles for sentence in article.sentences]
    counts = torch.bincount(torch.tensor(labels), minlength=len(TYPES)).float()
    return (counts.max() / counts.clamp(min=1)).sqrt().clamp(max=4)


def optimizer_of(whole: Whole, rate: float) -> torch.optim.AdamW:
    """Give heads a higher rate than layers, and the small tables the highest."""
    tables = ("reader.distance", "reader.steps", "reader.starts")
    named = {name: value for name, value in whole.named_parameters() if value.requires_grad}
    deep = [value for name, value in named.items() if "layers." in name]
    small = [named[name] for name in tables]
    fresh = [value for name, value in named.items() if "layers." not in name and name not in tables]
    groups = [
        {"params": deep, "lr": rate},
        {"params": fresh, "lr": 8 * rate},
        {"params": small, "lr": 8 * rate, "weight_decay": 0.0},
    ]
    return torch.optim.AdamW(groups, weight_decay=0.01, fused=True)


class Food:
    """Batches without end of all that is trained on."""

    def __init__(self, options: argparse.Namespace, vocabulary: WordPieces) -> None:
        chance = random.Random(options.seed)
        texts = typed.read_texts(options.data)
        said, told = attribution.read_statements(options, texts, vocabulary)
        plover, checked = typed.trained_on(options.data, options.labels, None if options.all else options.fold)
        places = {name: typed.read_places(options.labels / f"{name}.jsonl") for name in ("news_types", "news_roles")}
        kinds = news.read_articles(texts, places["news_types"], vocabulary)
        roles = news.read_articles(texts, places["news_roles"], vocabulary, news.load_teacher())
        roles = paths.with_paths(roles, places["news_roles"], texts)
        if options.lessons:
            roles = news.with_lessons(roles, places["news_roles"], torch.load(options.lessons))
        certain = read_certainties(options.data, vocabulary)
        alone = news.alone([*plover, *checked], vocabulary)
        self.statements = attribution.iter_statements(said, told, chance, STATEMENT_BATCH)
        self.events = news.iter_batches(roles, EVENT_BATCH, chance)
        self.types = news.iter_batches(kinds, TYPE_BATCH, chance)
        self.alone = news.iter_batches(alone, SELDOM_BATCH, chance)
        self.certain = news.iter_batches(certain, CERTAIN_BATCH, chance)
        self.rarity = rarity_of([*alone, *kinds]), rarity_of(alone)


def take_step(whole: Whole, food: Food, vocabulary: WordPieces, step: int, done: float) -> dict[str, float]:
    """Add up the gradients of one step; return its losses."""
    tags, links = torch.zeros(()), torch.zeros(())
    for _ in range(STATEMENT_BATCHES):
        its_tags, its_links = attribution.window_loss(whole.reader, next(food.statements), vocabulary)
        (its_tags + attribution.LINK_WEIGHT * its_links).backward()
        tags, links = tags + its_tags.detach(), links + its_links.detach()
    told = told_loss(whole, next(food.events), vocabulary)
    told.backward()
    cuts = next(food.certain)
    _, _, last = states_of(whole.reader, cuts, vocabulary)
    certain = certain_loss(whole.reader.certain(last), certain_of(cuts))
    (CERTAIN_SHARE * certain).backward()
    first = done < FIRST
    kinds = tags.new_zeros(())
    if first or step % SELDOM == 0:
        scores, labels = type_scores(whole.reader, next(food.types if first else food.alone), vocabulary)
        kinds = cross_entropy(scores, labels, food.rarity[not first], label_smoothing=0.05)
        kinds.backward()
    losses = {"tags": tags, "links": links, "events": told, "certain": certain, "types": kinds}
    return {name: float(loss.detach()) for name, loss in losses.items()}


def load_start(reader: Reader, path: pathlib.Path) -> Whole:
    """Return the network with weights to go on from: of statements alone, or of all, as restore.py and this script give them."""
    weights = torch.load(path)
    if "sides.mark" in weights:
        whole = Whole(reader)
        whole.load_state_dict(weights)
        return whole
    reader.load_state_dict(weights)
    return Whole(reader)  # whose layers of sides begin as the encoder's last ones


def train(options: argparse.Namespace) -> None:
    """Train and save."""
    torch.manual_seed(options.seed)
    torch.set_flush_denormal(True)
    vocabulary = WordPieces(options.vocabulary.read_text(encoding="utf-8").split("\n"))
    reader = Reader(Encoder(options.dropout))
    for fixed in (reader.encoder.words, reader.encoder.places, reader.encoder.norm):
        fixed.requires_grad_(requires_grad=False)
    whole = load_start(reader, options.start).train()
    food = Food(options, vocabulary)
    keep, course = save_to(options.output), Course(options.steps, options.minutes, options.mean)
    steps = functools.partial(take_step, whole, food, vocabulary)
    keep(descend(whole, optimizer_of(whole, options.rate), steps, course, keep))


def main() -> None:
    """Read the options and train."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=pathlib.Path, required=True)
    parser.add_argument("--vocabulary", type=pathlib.Path, required=True)
    parser.add_argument(
        "--start", type=pathlib.Path, required=True, help="the weights that attribution.py or restore.py gives"
    )
    parser.add_argument("--output", type=pathlib.Path, required=True)
    parser.add_argument("--lessons", type=pathlib.Path, help="how certain the teacher is, as lessons.py gives it")
    parser.add_argument("--labels", type=pathlib.Path, default=pathlib.Path(__file__).parent)
    parser.add_argument("--fold", type=int, default=0, help="the fifth of the PLV sentences that is kept back")
    parser.add_argument("--steps", type=int, default=4000)
    parser.add_argument("--minutes", type=float, default=1e9)
    parser.add_argument("--rate", type=float, default=1.5e-4)
    parser.add_argument("--dropout", type=float, default=0.05, help="in the encoder")
    parser.add_argument("--mean", type=float, default=0.95, help="share that the mean of weights keeps of itself")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--all", action="store_true", help="keep nothing back: the last run, when all is chosen")
    train(parser.parse_args())


if __name__ == "__main__":
    main()
