"""Choose what is chosen after training, on what was kept back from it, and write it into the package's model files.

    PYTHONPATH=benchmarks python training/calibrate.py --data FOLDER

outside: of each row of tags, by how much words outside of spans are held back, for the best F1 of whole statements;
statement_confidence: of each row a logistic regression of "this statement is right" (content Jaccard at least .5, source
overlaps) on how sure the spans and links are. PolNeAR's row is fitted on its articles that were kept back, the others on the
passages of news_statements_fitted.jsonl;
event_confidence: a logistic regression of "this event is right, its type, both sides and standing" on the log-odds of its
trigger, of its type and of NONE in the whole sentence, of its sides and its standing, on what the rules find there and on
which sides it has, over the events that the whole reader finds in the sentences of news_roles_kept.jsonl. How well it keeps its
word is told by two fits, each on one half of these sentences and measured on the other.
"""

import argparse
import json
import pathlib
from collections.abc import Sequence

import attribution
import numpy as np
import onnx
import polnear
import roles
import typed
from calibration import Floats, calibration_error, chances_across, chances_of, event_rows, fit_logistic

from dragoman.reading.learned_attribution import ROWS, Row, features_of, read_links
from dragoman.reading.linking import Link
from dragoman.reading.network import (
    MODEL_FILE,
    Network,
    States,
    load_network,
)


def statement_rows(
    network: Network, articles: Sequence[tuple[polnear.Example, States]], row: Row
) -> tuple[Floats, Floats, float]:
    """Return the features of the statements that the network finds in one row of tags, which of them are right, and their F1."""
    rows, right, gold, met = [], [], 0, 0
    mine = int(row == "nested")
    for article, states in articles:
        gold += sum(_row_of(owner, article) == mine for owner in range(len(article.sources)))
        for link in read_links(states, network, row):
            if link.contents:
                rows.append(features_of(link))
                owners = _owners_of(link, article)
                right.append(bool(owners))
                met += any(_row_of(owner, article) == mine for owner in owners)
    return np.array(rows), np.array(right, dtype=float), 2 * met / (len(right) + gold)


def _row_of(owner: int, article: polnear.Example) -> int | None:
    """Tell in which row of an article's tags an attribution stands; None of one that no row has."""
    return next((span.row for span in article.spans if span.owner == owner), None)


def choose_outside(network: Network, articles: Sequence[tuple[polnear.Example, States]], row: Row) -> float:
    """Return by how much what is outside of spans of a row is held back, for the best F1 of whole statements."""
    found = {}
    for value in (-0.5, -0.25, 0.0, 0.25, 0.5, 1.0):
        network.tables["outside"][row] = value
        found[value] = statement_rows(network, articles, row)[2]
    print(f"outside, {row}: " + "  ".join(f"{value} F1 {score:.3f}" for value, score in found.items()), flush=True)
    return max(found, key=found.__getitem__)


def _owners_of(link: Link, article: polnear.Example) -> list[int]:
    """Return the numbers of the attributions that a link is: their content, in the main, and their source."""
    found = []
    content = {word for part in link.contents for word in range(part.start, part.end)}
    source = set(range(link.source.start, link.source.end)) if link.source is not None else set()
    for owner, sources in enumerate(article.sources):
        parts = [span for span in article.spans if span.owner == owner and span.role == 2]
        gold = {word for part in parts for word in range(part.start, part.end)}
        speaker = {word for n in sources for word in range(article.spans[n].start, article.spans[n].end)}
        same = bool(source & speaker) or (not source and not speaker)
        if same and gold and len(content & gold) >= 0.5 * len(content | gold):
            found.append(owner)
    return found


def calibrate_statements(data: pathlib.Path, labels: pathlib.Path) -> dict[str, object]:
    """Choose the tables of statements: of PolNeAR's row on its articles kept back, of the others on labelled news."""
    network = load_network()
    path = data / "attribution" / "polnear_train.jsonl"
    examples = polnear.read_articles(path, network.vocabulary, attribution.held_out)
    articles = [(example, network.read(example.words)) for example in examples]
    passages = polnear.read_passages(typed.read_texts(data), typed.read_places(labels), network.vocabulary)
    news = [(passage, network.read(passage.words)) for passage in passages]
    confidences: dict[str, list[float]] = {}
    for row in ROWS:
        texts = articles if row == "polnear" else news
        network.tables["outside"][row] = choose_outside(network, texts, row)
        rows, right, both = statement_rows(network, texts, row)
        weights = fit_logistic(rows, right)
        error = calibration_error(chances_of(rows, weights), right)
        told = (
            f"{row}: {len(rows)}, right {right.mean():.3f}, F1 {both:.3f}, calibration error where fitted {error:.3f}"
        )
        print(told, flush=True)
        confidences[row] = weights.round(4).tolist()
    return {"outside": network.tables["outside"], "statement_confidence": confidences}


def calibrate_events(data: pathlib.Path, labels: pathlib.Path) -> dict[str, object]:
    """Fit the confidence of events on the labelled sentences that were kept back."""
    rows, right, halves = event_rows(roles.news_rows(data, labels))
    error = calibration_error(chances_across(rows, right, halves), right)
    print(f"events: {len(rows)}, right {right.mean():.3f}, calibration error across halves {error:.3f}", flush=True)
    return {"event_confidence": fit_logistic(rows, right).round(4).tolist()}


def write(path: pathlib.Path, tables: dict[str, object]) -> None:
    """Put tables into a model file."""
    model = onnx.load(path)
    values = {entry.key: entry.value for entry in model.metadata_props}
    onnx.helper.set_model_props(model, values | {"tables": json.dumps(json.loads(values["tables"]) | tables)})
    onnx.save(model, path)


def main() -> None:
    """Fit and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=pathlib.Path, required=True)
    parser.add_argument("--labels", type=pathlib.Path, default=pathlib.Path(__file__).parent)
    options = parser.parse_args()
    write(MODEL_FILE, calibrate_statements(options.data, options.labels / "news_statements_fitted.jsonl"))
    write(MODEL_FILE, calibrate_events(options.data, options.labels / "news_roles_kept.jsonl"))


if __name__ == "__main__":
    main()
