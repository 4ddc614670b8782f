"""Train the layers of sides on, alone, under a network that stays as it is.

    python training/sides.py --data FOLDER --vocabulary vocab.txt --start reader.pt --output FILE.pt

reader.pt is what events.py gives; so is FILE.pt. These layers see a sixth of the text that the others see, and learn the slowest.
FOLDER holds unlabelled/. The learning rate falls to zero over `--minutes`, or over `--steps` where those end sooner.
"""

import argparse
import itertools
import pathlib
import random
import time

import news
import torch
import typed
from events import EVENT_BATCH, Whole, sides_loss, states_of
from network import Encoder, Reader
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from dragoman.reading.wordpieces import WordPieces


def train(options: argparse.Namespace) -> None:
    """Train and save."""
    torch.manual_seed(options.seed)
    torch.set_flush_denormal(True)
    vocabulary = WordPieces(options.vocabulary.read_text(encoding="utf-8").split("\n"))
    whole = Whole(Reader(Encoder(dropout=0.1)))
    whole.load_state_dict(torch.load(options.start))
    whole.train()
    places = typed.read_places(options.labels / "news_roles.jsonl")
    articles = news.read_articles(typed.read_texts(options.data), places, vocabulary)
    batches = news.iter_batches(articles, EVENT_BATCH, random.Random(options.seed))
    mean = AveragedModel(whole.sides, multi_avg_fn=get_ema_multi_avg_fn(options.mean))
    optimizer = torch.optim.AdamW(whole.sides.parameters(), weight_decay=0.01, fused=True)
    started, total = time.monotonic(), 0.0
    for step in itertools.count():
        done = max(step / options.steps, (time.monotonic() - started) / 60 / options.minutes)
        if done >= 1:
            break
        for group in optimizer.param_groups:
            group["lr"] = options.rate * min((done + 1e-3) / 0.05, (1 - done) / 0.95)
        cuts = next(batches)
        with torch.no_grad():
            _, shared, _ = states_of(whole.reader, cuts, vocabulary)
        loss = sides_loss(whole.sides, cuts, shared)
        if loss.requires_grad:
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(whole.sides.parameters(), 1.0)
            optimizer.step()
        total += float(loss.detach())
        if step % 10 == 9:
            mean.update_parameters(whole.sides)
        if step % 100 == 99:
            print(f"{step + 1:5} {(time.monotonic() - started) / 60:5.1f} min  loss {total / 100:.3f}", flush=True)
            total = 0.0
    whole.sides.load_state_dict(mean.module.state_dict())
    torch.save(whole.state_dict(), options.output)


def main() -> None:
    """Read the options and train."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("data", "vocabulary", "start", "output"):
        parser.add_argument(f"--{name}", type=pathlib.Path, required=True)
    parser.add_argument("--labels", type=pathlib.Path, default=pathlib.Path(__file__).parent)
    parser.add_argument("--steps", type=int, default=4000)
    parser.add_argument("--minutes", type=float, default=1e9)
    parser.add_argument("--rate", type=float, default=1.5e-4)
    parser.add_argument("--mean", type=float, default=0.95, help="share that the mean of weights keeps of itself")
    parser.add_argument("--seed", type=int, default=2)
    train(parser.parse_args())


if __name__ == "__main__":
    main()
