"""Five folds of the PLV sentences: how often a network that has not seen a sentence names its type.

    python training/folds.py --data FOLDER --encoder model.safetensors --vocabulary vocab.txt --start FILE.first.pt

FILE.first.pt is what sentences.py leaves of its first part, which no PLV sentence has a part in. For each fold the second part is
trained without a fifth of the PLV sentences, and that fifth is asked, in full precision.
"""

import argparse
import pathlib
import subprocess
import sys
import tempfile
from collections.abc import Sequence

import torch
import typed
from network import Encoder, SentenceReader
from sentences import states_of

from dragoman.reading.event_labels import TYPES
from dragoman.reading.wordpieces import WordPieces


def types_of(weights: pathlib.Path, rows: Sequence[typed.Typed], vocabulary: WordPieces) -> list[int]:
    """Return the likeliest type of each sentence, NONE left out."""
    network = SentenceReader(Encoder()).eval()
    network.load_state_dict(torch.load(weights)["network"])
    found: list[int] = []
    with torch.no_grad():
        for start in range(0, len(rows), 16):
            states, mask = states_of(network, rows[start : start + 16], vocabulary)
            means = (states * mask[:, :, None]).sum(dim=1) / mask.sum(dim=1, keepdim=True)
            found += network.types(means)[:, : TYPES.index("NONE")].argmax(dim=1).tolist()
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
    for name in ("data", "encoder", "vocabulary", "start"):
        parser.add_argument(f"--{name}", type=pathlib.Path, required=True)
    parser.add_argument("--folds", type=int, nargs="+", default=list(range(typed.FOLDS)))
    parser.add_argument("--keep", type=pathlib.Path, help="a folder for the weights of each fold")
    options = parser.parse_args()
    vocabulary = WordPieces(options.vocabulary.read_text(encoding="utf-8").split("\n"))
    shared = [f"--{name}={getattr(options, name)}" for name in ("data", "encoder", "vocabulary", "start")]
    script = str(pathlib.Path(__file__).with_name("sentences.py"))
    gold, given = [], []
    with tempfile.TemporaryDirectory() as folder:
        for fold in options.folds:
            weights = (options.keep or pathlib.Path(folder)) / f"fold{fold}.pt"
            command = [sys.executable, script, *shared, f"--output={weights}", f"--fold={fold}"]
            subprocess.run(command, check=True)  # noqa: S603
            told = [row for row in typed.read_plover(options.data) if typed.fold_of(row) == fold]
            found = types_of(weights, typed.cut_into_words(told, vocabulary), vocabulary)
            labels = [row.label for row in told]
            print(f"fold {fold}: {len(told)} sentences  {score(labels, found)}", flush=True)
            gold += labels
            given += found
    print(f"all: {len(gold)} sentences  {score(gold, given)}")


if __name__ == "__main__":
    main()
