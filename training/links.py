"""Fit how likely two tellings of one act are of one event, and write it into the package.

    PYTHONPATH=benchmarks python training/links.py --data FOLDER [--output src/dragoman/record/across/weighing.toml]

FOLDER holds unlabelled/. news_happenings.jsonl says which events of its articles are one happening; the articles are
read with the default reader, and each event takes the label that its trigger overlaps. Fitted is on every pair of
events of a set that the Record would compare. Prints for each set how its pairs are told apart by weights that were
fitted without it; some are never fitted on.
"""

import argparse
import itertools
import pathlib
from collections.abc import Iterator

import numpy as np
from calibrate import Floats, fit_logistic
from happenings import Told, read_sets

from dragoman.record.across.events import may_match
from dragoman.record.across.weighing import features_of

HEADER = "# What speaks for two tellings of one act being of one event, in log-odds (weighing.py); fitted by training/links.py.\n"


def rows_of(told: list[Told]) -> tuple[Floats, Floats, list[str]]:
    """Return the features of each pair that may match, whether both are of one happening, and the features' names."""
    pairs = [(one, other) for one, other in itertools.combinations(told, 2) if may_match(one.telling, other.telling)]
    features = [features_of(one.telling, other.telling) for one, other in pairs]
    right = [one.happening is not None and one.happening == other.happening for one, other in pairs]
    return (
        np.array([list(row.values()) for row in features], dtype=float),
        np.array(right, dtype=float),
        list(features[0]),
    )


def iter_best(right: Floats, chances: Floats) -> Iterator[str]:
    """Yield precision and recall of the pairs from some chances on."""
    for least in (0.3, 0.4, 0.5):
        found = chances >= least
        yield f"{least}: {right[found].mean():.3f} {right[found].sum() / right.sum():.3f}"


def main() -> None:
    """Fit, print and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=pathlib.Path, required=True)
    parser.add_argument("--labels", type=pathlib.Path, default=pathlib.Path(__file__).parent / "news_happenings.jsonl")
    parser.add_argument("--fitted", default="b,c,d,g,h")
    parser.add_argument("--output", type=pathlib.Path)
    options = parser.parse_args()
    sets = {name: rows_of(labelled.told()) for name, labelled in read_sets(options.data, options.labels).items()}
    fitted = options.fitted.split(",")

    def fit(names: list[str]) -> Floats:
        rows, right = (np.concatenate([sets[name][part] for name in names]) for part in (0, 1))
        return fit_logistic(rows, right)

    for name, (rows, right, _) in sets.items():
        weights = fit([other for other in fitted if other != name])
        chances = 1 / (1 + np.exp(-(weights[0] + rows @ weights[1:])))
        kept = "" if name in fitted else ", not fitted on"
        print(
            f"{name}{kept}: {len(right)} pairs, {int(right.sum())} of one; precision and recall from",
            *iter_best(right, chances),
        )
    weights, names = fit(fitted), ["bias", *sets[fitted[0]][2]]
    lines = [f'"{name}" = {value:.2f}\n' for name, value in zip(names, weights, strict=True)]
    text = HEADER + "[weights]\n" + "".join(lines)
    print(text)
    if options.output:
        options.output.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
