"""Five folds of the PLV sentences: how often a network that has not seen a sentence names its type.

    python training/folds.py --data FOLDER --vocabulary vocab.txt --start statements.pt [--minutes 75]

statements.pt is what attribution.py gives. For each fold events.py is run without a fifth of the PLV sentences, and that fifth is
asked, in full precision.
"""

import argparse
import pathlib
import subprocess
import sys
import tempfile
from collections.abc import Sequence

import events
import news
import torch
import typed
from network import Encoder, Reader

from dragoman.reading.event_labels import TYPES
from dragoman.reading.network_words import Window
from dragoman.reading.wordpieces import WordPieces


def types_of(weights: pathlib.Path, rows: Sequence[typed.Labelled], vocabulary: WordPieces) -> list[int]:
    """Return the likeliest type of each sentence, NONE left out."""
    whole = events.Whole(Reader(Encoder())).eval()
    whole.load_state_dict(torch.load(weights))
    found: list[int] = []
    with torch.no_grad():
        for article in news.alone(rows, vocabulary):
            (sentence,) = article.sentences
            cut = news.Cut(article, Window(*sentence.words), article.sentences)
            scores, _ = events.type_scores(whole.reader, [cut], vocabulary)
            found.append(int(scores[0, : TYPES.index("NONE")].argmax()))
    return found


def score(gold: Sequence[int], given: Sequence[int]) -> str:
    """Return macro F1 and accuracy."""
    parts = []
    for label in set(gold):
        both = sum(one == other == label for one, other in zip(gold, given, strict=True))
        parts.append(2 * both / (gold.count(label) + given.count(label)))
    right = sum(one == other for one, other in zip(gold, given, strict=True))
    return f"macro F1 {sum(parts) / len(parts):.3f}  accuracy {right / len(gold):.3f}"


def main() -> None:
    """Train and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("data", "vocabulary", "start"):
        parser.add_argument(f"--{name}", type=pathlib.Path, required=True)
    parser.add_argument("--minutes", type=float, default=75, help="of each fold")
    parser.add_argument("--folds", type=int, nargs="+", default=list(range(typed.FOLDS)))
    parser.add_argument("--keep", type=pathlib.Path, help="a folder for the weights of each fold")
    options = parser.parse_args()
    vocabulary = WordPieces(options.vocabulary.read_text(encoding="utf-8").split("\n"))
    shared = [f"--{name}={getattr(options, name)}" for name in ("data", "vocabulary", "start", "minutes")]
    script = str(pathlib.Path(__file__).with_name("events.py"))
    gold, given = [], []
    with tempfile.TemporaryDirectory() as folder:
        for fold in options.folds:
            weights = (options.keep or pathlib.Path(folder)) / f"fold{fold}.pt"
            command = [sys.executable, script, *shared, f"--output={weights}", f"--fold={fold}"]
            subprocess.run(command, check=True)  # noqa: S603
            told = [row for row in typed.read_plover(options.data) if typed.fold_of(row) == fold]
            found = types_of(weights, told, vocabulary)
            labels = [row.label for row in told]
            print(f"fold {fold}: {len(told)} sentences  {score(labels, found)}", flush=True)
            gold += labels
            given += found
    print(f"all: {len(gold)} sentences  {score(gold, given)}")


if __name__ == "__main__":
    main()
