"""Choose what is chosen after training, on what was kept back from it, and write it into the package's model file.

    python training/calibrate.py --data FOLDER

statement_confidence: a logistic regression of "this statement is right" (content Jaccard at least .5, source overlaps) on
how sure the spans and links are; verdict_bias: what is added to the scores of open and denied for the best macro F1;
event_confidence: a logistic regression of "this sentence tells an event of this type" on the head's log-odds of the type and
of NONE, over the events that the whole reader finds in PLV sentences and labelled news that training did not see, and in every
other sentence of news_events.jsonl; benchmarks/accuracy.py measures on the rest of it.
"""

import argparse
import itertools
import json
import pathlib
from collections.abc import Sequence

import numpy as np
import onnx
import polnear
import reader
import typed
import uw
from numpy.typing import NDArray

from dragoman.reading.event_labels import TYPES
from dragoman.reading.learned_attribution import decode, features_of
from dragoman.reading.learned_events import event_features, label_of, sentence_scores, type_chances
from dragoman.reading.linking import Link, link_spans
from dragoman.reading.network import MODEL_FILE, Network, States, load_network
from dragoman.reading.reader import load_language

Floats = NDArray[np.float64]


def fit_logistic(rows: Floats, right: Floats, strength: float = 1.0) -> Floats:
    """Return bias and weights by Newton's method, the weights held back a little."""
    inputs = np.column_stack([np.ones(len(rows)), rows])
    weights, hold = np.zeros(inputs.shape[1]), np.eye(inputs.shape[1]) * strength
    hold[0, 0] = 0.0
    for _ in range(30):
        chances = 1 / (1 + np.exp(-inputs @ weights))
        slope = inputs.T @ (chances - right) + hold @ weights
        curve = inputs.T @ (inputs * (chances * (1 - chances))[:, None]) + hold
        weights -= np.linalg.solve(curve, slope)
    return weights


def calibration_error(chances: Floats, right: Floats, bins: int = 10) -> float:
    """Return the expected calibration error: the mean gap between chance and truth over ten equal bins of chance."""
    numbers = np.minimum((chances * bins).astype(int), bins - 1)
    gaps = (
        abs(chances[numbers == at].mean() - right[numbers == at].mean()) * (numbers == at).mean()
        for at in range(bins)
        if (numbers == at).any()
    )
    return float(sum(gaps))


def statement_rows(
    network: Network, articles: Sequence[tuple[polnear.Example, States]]
) -> tuple[Floats, Floats, float]:
    """Return the features of the statements that the network finds, which of them are right, and their F1."""
    rows, right, gold = [], [], 0
    for article, states in articles:
        gold += len(article.sources)
        for link in link_spans(states, decode(states, network), network):
            if link.contents:
                rows.append(features_of(link))
                right.append(_is_right(link, article))
    return np.array(rows), np.array(right, dtype=float), 2 * sum(right) / (len(right) + gold)


def choose_outside(network: Network, articles: Sequence[tuple[polnear.Example, States]]) -> float:
    """Return by how much what is outside of spans is held back, for the best F1 of whole statements."""
    found = {}
    for value in (0.0, 0.5, 1.0, 1.5, 2.0, 2.5):
        network.tables["outside"] = value
        found[value] = statement_rows(network, articles)[2]
        print(f"outside {value}: relaxed F1 {found[value]:.3f}", flush=True)
    return max(found, key=found.__getitem__)


def _is_right(link: Link, article: polnear.Example) -> bool:
    content = {word for part in link.contents for word in range(part.start, part.end)}
    source = set(range(link.source.start, link.source.end)) if link.source is not None else set()
    for owner, sources in enumerate(article.sources):
        parts = [span for span in article.spans if span.owner == owner and span.role == 2]
        gold = {word for part in parts for word in range(part.start, part.end)}
        speaker = {word for n in sources for word in range(article.spans[n].start, article.spans[n].end)}
        same = bool(source & speaker) or (not source and not speaker)
        if same and gold and len(content & gold) >= 0.5 * len(content | gold):
            return True
    return False


def verdict_scores(network: Network, sentences: list[uw.Sentence]) -> tuple[Floats, Floats]:
    """Return scores of happened, open, denied [E, 3] of the events of sentences, and the gold."""
    rows = [(network.read(one.words).verdicts[word], verdict) for one in sentences for word, verdict in one.verdicts]
    scores, gold = zip(*rows, strict=True)
    return np.array(scores, dtype=float), np.array(gold, dtype=float)


def macro_f1(gold: Floats, given: Floats) -> float:
    """Return the mean F1 of the classes in the gold."""
    parts = []
    for label in np.unique(gold):
        both = np.sum((gold == label) & (given == label))
        parts.append(2 * both / (np.sum(gold == label) + np.sum(given == label)))
    return float(np.mean(parts))


def choose_bias(scores: Floats, gold: Floats) -> list[float]:
    """Return what is added to each verdict's score for the best macro F1, of a grid."""
    grid = np.arange(-3.0, 2.1, 0.25)
    ways = ([0.0, open_, denied] for open_, denied in itertools.product(grid, grid))
    return max(ways, key=lambda way: macro_f1(gold, (scores + np.array(way)).argmax(axis=1).astype(float)))


def event_rows(sentences: Sequence[typed.Told]) -> tuple[Floats, Floats]:
    """Return the features of the events that the whole reader finds in sentences, and which are right."""
    rows, right = [], []
    docs = load_language(reader="learned").pipe(row.text for row in sentences)
    for doc, row in zip(docs, sentences, strict=True):
        places = [event.evidence for event in doc._.events]
        scores = sentence_scores(doc._.network, doc, places) if places else ()
        for event, line in zip(doc._.events, scores, strict=True):
            rows.append(event_features(event.type, type_chances(line)))
            right.append(TYPES.index(label_of(event.type)) in row.labels)
    return np.array(rows), np.array(right, dtype=float)


def main() -> None:
    """Fit and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=pathlib.Path, required=True)
    parser.add_argument("--labels", type=pathlib.Path, default=pathlib.Path(__file__).parent / "news_labels.jsonl")
    parser.add_argument("--events", type=pathlib.Path, default=pathlib.Path(__file__).parent / "news_events.jsonl")
    parser.add_argument("--fold", type=int, default=0, help="as reader.py had it: the fifth that was kept back")
    options = parser.parse_args()
    network = load_network()
    path = options.data / "attribution" / "polnear_train.jsonl"
    examples = polnear.read_articles(path, network.vocabulary, reader.held_out)
    articles = [(example, network.read(example.words)) for example in examples]
    outside = network.tables["outside"] = choose_outside(network, articles)
    rows, right, _ = statement_rows(network, articles)
    weights = fit_logistic(rows, right)
    chances = 1 / (1 + np.exp(-(weights[0] + rows @ weights[1:])))
    print(
        f"statements: {len(rows)}, right {right.mean():.3f}, calibration error {calibration_error(chances, right):.3f}"
    )
    sentences = uw.read_sentences(options.data / "factuality" / "uw_fact.jsonl", "train", network.vocabulary)
    scores, gold = verdict_scores(network, [one for one in sentences if uw.held_out(one.name)])
    bias = choose_bias(scores, gold)
    reached = macro_f1(gold, (scores + bias).argmax(axis=1).astype(float))
    print(f"verdicts: {len(gold)}, bias {[float(value) for value in bias]}, macro F1 {reached:.3f}")
    chosen = typed.chosen_on(options.data, options.labels, options.fold)
    told = [typed.Told(row.text, frozenset({row.label})) for row in chosen]
    rows, events_right = event_rows([*told, *typed.read_news_events(options.data, options.events)[::2]])
    event_weights = fit_logistic(rows, events_right)
    print(f"events: {len(rows)}, right {events_right.mean():.3f}")
    model = onnx.load(MODEL_FILE)
    values = {entry.key: entry.value for entry in model.metadata_props}
    tables = json.loads(values["tables"]) | {
        "outside": outside,
        "statement_confidence": weights.round(4).tolist(),
        "verdict_bias": bias,
        "event_confidence": event_weights.round(4).tolist(),
    }
    onnx.helper.set_model_props(model, values | {"tables": json.dumps(tables)})
    onnx.save(model, MODEL_FILE)


if __name__ == "__main__":
    main()
