"""Train the layers of sides and the head of entities on, alone, under a network that stays as it is.

    python training/sides.py --data FOLDER --vocabulary vocab.txt --start reader.pt --output FILE.pt

reader.pt is what events.py gives; so is FILE.pt. These layers see a sixth of the text that the others see, and learn the slowest.
FOLDER holds unlabelled/; `--without-names` leaves the entities as they are. In a share `--renamed` of the windows every name of
a person, a state or a people is another one (renaming.py). The learning rate falls to zero over `--minutes`, or over `--steps`
where those end sooner.
"""

import argparse
import pathlib
import random

import news
import paths
import torch
import typed
from descent import Course, descend
from events import EVENT_BATCH, Whole, names_loss, sides_loss, states_of
from network import Encoder, Reader
from renaming import Renaming
from torch import nn

from dragoman.reading.wordpieces import WordPieces


def train(options: argparse.Namespace) -> None:
    """Train and save."""
    torch.manual_seed(options.seed)
    torch.set_flush_denormal(True)
    entries = options.vocabulary.read_text(encoding="utf-8").split("\n")
    vocabulary, plural = WordPieces(entries), frozenset(at for at, entry in enumerate(entries) if entry.endswith("s"))
    whole = Whole(Reader(Encoder(dropout=0.1)))
    whole.load_state_dict(torch.load(options.start))
    whole.train()
    places = typed.read_places(options.labels / "news_roles.jsonl")
    texts = typed.read_texts(options.data)
    teacher = news.load_teacher() if options.renamed or not options.without_names else None
    articles = paths.with_paths(news.read_articles(texts, places, vocabulary, teacher), places, texts)
    chance = random.Random(options.seed)
    batches = news.iter_batches(articles, EVENT_BATCH, chance)
    rename = Renaming(articles, plural, chance)
    alone = nn.ModuleDict({"sides": whole.sides, "names": whole.reader.names})
    groups = [
        {"params": list(whole.sides.parameters()), "lr": options.rate},
        {"params": list(whole.reader.names.parameters()), "lr": 20 * options.rate},
    ]

    def take_step(_step: int, _done: float) -> dict[str, float]:
        cuts = [rename(cut) if chance.random() < options.renamed else cut for cut in next(batches)]
        with torch.no_grad():
            _, shared, last = states_of(whole.reader, cuts, vocabulary)
        sides = sides_loss(whole.sides, cuts, shared)
        names = sides.new_zeros(()) if options.without_names else names_loss(whole.reader, cuts, shared, last)
        (sides + names).backward()
        return {"sides": float(sides.detach()), "names": float(names.detach())}

    course = Course(options.steps, options.minutes, options.mean)
    mean = descend(
        alone, torch.optim.AdamW(groups, weight_decay=0.01, fused=True), take_step, course, lambda _mean: None
    )
    alone.load_state_dict(mean.state_dict())
    torch.save(whole.state_dict(), options.output)


def main() -> None:
    """Read the options and train."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("data", "vocabulary", "start", "output"):
        parser.add_argument(f"--{name}", type=pathlib.Path, required=True)
    parser.add_argument("--labels", type=pathlib.Path, default=pathlib.Path(__file__).parent)
    parser.add_argument("--without-names", action="store_true", help="train the layers of sides only")
    parser.add_argument("--renamed", type=float, default=0.5, help="share of the windows with other names")
    parser.add_argument("--steps", type=int, default=4000)
    parser.add_argument("--minutes", type=float, default=1e9)
    parser.add_argument("--rate", type=float, default=1.5e-4)
    parser.add_argument("--mean", type=float, default=0.95, help="share that the mean of weights keeps of itself")
    parser.add_argument("--seed", type=int, default=2)
    train(parser.parse_args())


if __name__ == "__main__":
    main()
