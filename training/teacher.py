"""Train the teacher: a deeper network, too slow to read with, that tells how certain it is that what a word names happened.

    python training/teacher.py --data FOLDER --vocabulary vocab.txt --encoder mpnet.safetensors --output teacher.pt

mpnet.safetensors is that of all-mpnet-base-v2, vocab.txt that of all-MiniLM-L6-v2, which has the same words. FOLDER holds
factuality/uw_fact.jsonl, of whose training half every tenth sentence is kept back: what it says of these is printed at the end.
lessons.py hands on what it learned.
"""

import argparse
import pathlib
import random
from collections.abc import Sequence

import news
import torch
from batches import in_batches
from certainty import certain_loss, certain_of, read_certainties
from deep import Teacher, load_deep
from descent import Course, descend, save_to
from torch import nn

from dragoman.reading.wordpieces import WordPieces

BATCH = 16  # sentences
KEPT = 10  # one sentence of so many is kept back


def correlation(teacher: Teacher, cuts: Sequence[news.Cut], vocabulary: WordPieces) -> float:
    """Return Pearson's r of what a teacher says of labelled words and their labels."""
    said, labels = [], []
    teacher.eval()
    with torch.no_grad():
        for batch in in_batches(list(cuts), BATCH, random.Random(0)):
            wanted = certain_of(batch)
            asked = ~wanted[..., 0].isnan()
            said.append(teacher(batch, vocabulary)[asked][:, 3])
            labels.append(wanted[asked][:, 3])
    return float(torch.corrcoef(torch.stack([torch.cat(said), torch.cat(labels)]))[0, 1])


def train(options: argparse.Namespace) -> None:
    """Train and save."""
    torch.manual_seed(options.seed)
    torch.set_flush_denormal(True)
    vocabulary = WordPieces(options.vocabulary.read_text(encoding="utf-8").split("\n"))
    articles = read_certainties(options.data, vocabulary)
    kept = news.uncut(articles[::KEPT])
    taught = [one for at, one in enumerate(articles) if at % KEPT]
    teacher = load_deep(options.encoder).train()
    batches = news.iter_batches(taught, BATCH, random.Random(options.seed))

    def take_step(_step: int, _done: float) -> dict[str, float]:
        batch = next(batches)
        loss = certain_loss(teacher(batch, vocabulary), certain_of(batch))
        loss.backward()
        return {"certain": float(loss.detach())}

    groups: list[nn.Module] = [teacher.layers, teacher.relative, teacher.certain]
    rates = [{"params": list(part.parameters()), "lr": options.rate} for part in groups]
    rates[-1]["lr"] = 10 * options.rate
    course = Course(options.epochs * len(taught) / BATCH, options.minutes, options.mean)
    keep = save_to(options.output)
    mean = descend(teacher, torch.optim.AdamW(rates, weight_decay=0.01, fused=True), take_step, course, keep)
    keep(mean)
    teacher.load_state_dict(mean.state_dict())
    print(f"r on the {len(kept)} sentences kept back: {correlation(teacher, kept, vocabulary):.3f}")


def main() -> None:
    """Read the options and train."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("data", "vocabulary", "encoder", "output"):
        parser.add_argument(f"--{name}", type=pathlib.Path, required=True)
    parser.add_argument("--epochs", type=float, default=3)
    parser.add_argument("--minutes", type=float, default=1e9)
    parser.add_argument("--rate", type=float, default=3e-5)
    parser.add_argument("--mean", type=float, default=0.8, help="share that the mean of weights keeps of itself")
    parser.add_argument("--seed", type=int, default=1)
    train(parser.parse_args())


if __name__ == "__main__":
    main()
