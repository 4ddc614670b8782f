"""Print every accuracy bar in one table: the figures to beat, the bar, the readers side by side.

    python benchmarks/accuracy.py [--gold DIR] [--only attribution,types,news,records,modes,readings,others] [--rows N]

Nothing that is scored here was trained on: PolNeAR's and UW's dev halves, labelled passages of news that were kept back,
the PLOVER gold standard records, of the PLV sentences the fifth that the shipped network never saw (its other four fifths are
training data), and every other labelled sentence of news (calibration of events: two fits, each measured on the half that the
other was fitted on). `others` runs the benchmarks of steps that no network has a part in.
"""

import argparse
import json
import pathlib
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import attribution
import calibration
import events
import factuality
import numpy as np
import readings
import roles
from roles import USUAL

from dragoman.model import Reading
from dragoman.reading.certainty import VALUES
from dragoman.reading.event_labels import TYPES
from dragoman.reading.learned_events import judge, label_of
from dragoman.reading.network import Array, load_network
from dragoman.reading.network_words import Window, words_of
from dragoman.reading.reader import READERS, load_language, read_articles

FOLDS = 5  # of training/typed.py; the shipped network was trained without the first
LABELS = pathlib.Path(__file__).parent.parent / "training" / "news_labels.jsonl"
EVENTS = LABELS.with_name("news_events.jsonl")
Row = tuple[str, str, str, dict[str, float]]  # measure, to beat, bar, figure of each reader


def measure_attribution(gold: pathlib.Path, limit: int | None) -> Iterator[Row]:
    """PolNeAR dev: spans and whole attributions; and on news too, whether the confidence keeps its word."""
    scorer = attribution.load_scorer(gold)
    rows = load_rows(gold / "attribution" / "polnear_dev.jsonl")[:limit]
    found = {
        name: list(read_articles(map(attribution.article_of, rows), load_language(reader=name))) for name in READERS
    }
    given = {name: [attribution.attributions_of(one) for one in made] for name, made in found.items()}
    scores = {name: scorer.attribution_f1(rows, made) for name, made in given.items()}
    segments = {name: scorer.cofenet_f1(rows, made) for name, made in given.items()}
    parts = (("source", "82.7", "85"), ("cue", "70.9", "73"), ("content", "90.6", "91"))
    for role, best, bar in parts:
        yield f"attribution: {role}, token F1", best, bar, {n: scores[n][role]["token"]["f1"] for n in READERS}
    mean = per_reader(lambda n: statistics.mean(scores[n][role]["exact"]["f1"] for role, *_ in parts), READERS)
    yield "attribution: mean exact F1", "72.2; human 72.4", "74", mean
    cofenet = per_reader(lambda n: statistics.mean(segments[n][role]["exact"]["f1"] for role, *_ in parts), READERS)
    yield "attribution: mean exact F1, CofeNet's", "77.1", "", cofenet
    for kind, share in (("f1", "F1"), ("p", "precision"), ("r", "recall")):
        whole = {n: scores[n]["attribution"]["relaxed"][kind] for n in READERS}
        human = "60.2; human 75.2" if kind == "f1" else ""
        yield f"attribution: whole, relaxed {share}", human, "65" if kind == "f1" else "", whole
    alone = {
        name: scorer.attribution_f1(rows, [attribution.attributions_of(one, outermost=True) for one in made])
        for name, made in found.items()
    }
    for role, best, _ in parts:
        yield f"outermost alone: {role}, token F1", best, "", {n: alone[n][role]["token"]["f1"] for n in READERS}
    mean = per_reader(lambda n: statistics.mean(alone[n][role]["exact"]["f1"] for role, *_ in parts), READERS)
    yield "outermost alone: mean exact F1", "72.2; human 72.4", "", mean
    yield (
        "outermost alone: whole, relaxed F1",
        "",
        "",
        per_reader(lambda n: alone[n]["attribution"]["relaxed"]["f1"], READERS),
    )
    # Each by the labels that its confidence is of: the usual reader's by those of news, which have what is inside others too.
    news = attribution.news_rows(gold, "news_statements_kept.jsonl")[:limit]
    told = read_articles(map(attribution.article_of, news), load_language(reader="learned"))
    pairs = {
        "learned": list(statement_pairs(scorer, news, told)),
        "polnear": list(statement_pairs(scorer, rows, found["polnear"])),
    }
    laid = {name: np.array(pair, dtype=float).reshape(-1, 2).T for name, pair in pairs.items()}
    errors = {name: calibration.calibration_error(*pair) for name, pair in laid.items()}
    yield "statements: calibration error", "", "< 5", errors
    sure = {name: calibration.share_right(pair[0], pair[1], 0.9)[1] for name, pair in laid.items()}
    yield "statements: precision at confidence 0.9", "", "", sure


def statement_pairs(scorer: Any, rows: list[dict[str, Any]], made: Iterable[Reading]) -> Iterator[tuple[float, bool]]:
    """Yield of every statement its confidence, and whether the gold has it."""
    for row, reading in zip(rows, made, strict=True):
        tokens = scorer.tokens(row["text"])
        sets = [{role: scorer.covered(one[role], tokens) for role in scorer.ROLES} for one in row["attributions"]]
        for said in reading.statements:
            content = scorer.covered(said.content, tokens)
            source = scorer.covered([said.source] if said.source else [], tokens)
            yield said.confidence or 0.0, any(_matches(source, content, one) for one in sets)


def _matches(source: set[int], content: set[int], gold: dict[str, set[int]]) -> bool:
    same = bool(source & gold["source"]) or not (source or gold["source"])
    return same and len(content & gold["content"]) >= 0.5 * len(content | gold["content"]) > 0


def measure_types(gold: pathlib.Path, limit: int | None) -> Iterator[Row]:
    """PLV sentences that the network has not seen: the product's first event, and the network's word alone."""
    scorer = events.load_scorer(gold / "score_events.py")
    rows = load_rows(gold / "events" / "plv_zsp_dev.jsonl")
    rows = [row for row in rows if int(row["id"].rsplit("_", 1)[-1]) % FOLDS == 0][:limit]
    scores = {}
    for name in USUAL:
        given = dict(zip((r["id"] for r in rows), events.predict(rows, "plv", load_language(reader=name)), strict=True))
        scores[name] = scorer.plv(rows, given)["all"]
    alone = {row["id"]: [{"type": type_of(row["text"])}] for row in rows}
    head = scorer.plv(rows, alone)["all"]
    yield (
        f"event type, {len(rows)} PLV sentences, macro F1",
        "79.6; zero-shot 82.4",
        "80",
        per_reader(lambda n: scores[n]["macro_f1"]),
    )
    yield "the same, accuracy", "83.7", "", per_reader(lambda n: scores[n]["accuracy"])
    yield "the same, the network's type alone, macro F1", "", "", {"learned": head["macro_f1"]}
    yield "the same, the network's type alone, accuracy", "", "", {"learned": head["accuracy"]}


def type_of(text: str) -> str:
    """Ask the network for the type of a sentence that tells an event."""
    return TYPES[int(judge_text(text)[: TYPES.index("NONE")].argmax())]


def label_of_text(text: str) -> str:
    """Ask the network for the type of a sentence, or NONE."""
    return TYPES[int(judge_text(text).argmax())]


def judge_text(text: str) -> Array:
    network = load_network()
    words = words_of(load_language(reader="learned").make_doc(text), network.vocabulary)
    return judge(network.read(words), Window(0, len(words.tokens)))


def measure_news(gold: pathlib.Path, limit: int | None) -> Iterator[Row]:
    """Labelled sentences of running news: is an event told, and is the confidence of an event what it says?"""
    rows = roles.news_rows(gold, LABELS)[1::2][:limit]
    alone = [label_of_text(row["text"]) for row in rows]
    silent = [row["type"] for row, label in zip(rows, alone, strict=True) if label == "NONE"]
    yield (
        f"no event, {len(rows)} news sentences: precision of NONE, network", "", "",
        {"learned": silent.count("NONE") / len(silent)},
    )  # fmt: skip
    none = sum(row["type"] == "NONE" for row in rows)
    yield "the same: recall of NONE, network", "", "", {"learned": silent.count("NONE") / none}
    found = {name: [doc._.events for doc in load_language(reader=name).pipe(r["text"] for r in rows)] for name in USUAL}
    quiet = {n: [r["type"] for r, events in zip(rows, found[n], strict=True) if not events] for n in USUAL}
    yield (
        "the same: precision of finding no event",
        "",
        "",
        per_reader(lambda n: quiet[n].count("NONE") / len(quiet[n])),
    )
    yield "the same: recall of finding no event", "", "", per_reader(lambda n: quiet[n].count("NONE") / none)
    truths = {
        name: [
            label_of(event.type) == label_of(row["type"])
            for row, events in zip(rows, found[name], strict=True)
            for event in events
        ]
        for name in USUAL
    }
    yield "events in news sentences: of the labelled type", "", "", per_reader(lambda n: statistics.mean(truths[n]))
    yield from measure_news_events(gold, limit)


def measure_news_events(gold: pathlib.Path, limit: int | None) -> Iterator[Row]:
    """Sentences of running news in which the rules find an event: are the events that are found told?"""
    rows = roles.news_rows(gold, EVENTS)[1::2][:limit]
    told = {
        name: [
            label_of(event.type) in map(label_of, row["types"])
            for doc, row in zip(load_language(reader=name).pipe(r["text"] for r in rows), rows, strict=True)
            for event in doc._.events
        ]
        for name in USUAL
    }
    right = per_reader(lambda n: statistics.mean(told[n]))
    yield f"events in {len(rows)} news sentences with one: told", "", "", right
    yield from measure_events_whole(gold)


def measure_events_whole(gold: pathlib.Path) -> Iterator[Row]:
    """Sentences labelled with whole events: does the confidence, that all of one is right, keep its word?

    What is shipped is fitted on all of them; what is measured is a fit on each half of them, on the other half.
    """
    rows = roles.news_rows(gold, LABELS.with_name("news_roles_kept.jsonl"))
    features, right, halves = calibration.event_rows(rows)
    chances = calibration.chances_across(features, right, halves)
    error = calibration.calibration_error(chances, right)
    yield f"whole events in news ({len(right)}): calibration error", "", "< 5", {"learned": error}
    for least in (0.3, 0.4, 0.5):
        count, share = calibration.share_right(chances, right, least)
        yield f"the same: precision at confidence {least} ({count})", "", "", {"learned": share}


def measure_records(gold: pathlib.Path, limit: int | None) -> Iterator[Row]:
    """The PLOVER gold standard records."""
    scorer = events.load_scorer(gold / "score_events.py")
    rows = load_rows(gold / "events" / "plover_gsr_dev.jsonl")[:limit]
    scores = {}
    for name in USUAL:
        found = events.predict(rows, "gsr", load_language(reader=name))
        scores[name] = scorer.gsr(rows, dict(zip((row["id"] for row in rows), found, strict=True)))
    yield "whole events, GSR: type F1", "54.4", "65", per_reader(lambda n: scores[n]["type_f1"])
    yield "whole events, GSR: all right", "28.3", "45", per_reader(lambda n: scores[n]["all_right"])


def measure_modes(gold: pathlib.Path, limit: int | None) -> Iterator[Row]:
    """UW factuality dev: happened, open, denied."""
    scorer = attribution.load_scorer(gold)
    rows = factuality.read_rows(gold / "factuality" / "uw_fact.jsonl", "dev", limit)
    scores = {}
    for name in USUAL:
        found = factuality.predictions(rows, name)
        given = [factuality.value_of(modes, VALUES) for _, modes, _ in found]
        scores[name] = scorer.factuality([label for *_, label in found], given)
    yield "auxiliary modes, UW: three-way macro F1", "76.1", "75", per_reader(lambda n: scores[n]["macro_f1_3"])


def measure_readings(gold: pathlib.Path, _limit: int | None) -> Iterator[Row]:
    """The articles annotated by hand."""
    scores = {}
    for name in USUAL:
        with tempfile.TemporaryDirectory() as folder:
            output = pathlib.Path(folder) / "readings.jsonl"
            output.write_text("\n".join(readings.read_cases(gold / "readings", name)) + "\n", encoding="utf-8")
            command = [sys.executable, str(gold / "score_readings.py"), str(output), "--json"]
            scores[name] = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)["POOLED"]  # noqa: S603
    bars = (("statements.f1", "82"), ("statements.source", "92"), ("events.f1", "62"), ("events.strict_f1", "42"))
    for key, bar in (*bars, ("events.auxiliary", "")):
        yield f"readings by hand: {key}", "", bar, {n: scores[n][key] for n in USUAL}


def per_reader(figure: Callable[[str], float], names: Sequence[str] = USUAL) -> dict[str, float]:
    return {name: figure(name) for name in names}


def load_rows(path: pathlib.Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


MEASURES: dict[str, Callable[[pathlib.Path, int | None], Iterator[Row]]] = {
    "attribution": measure_attribution,
    "types": measure_types,
    "news": measure_news,
    "records": measure_records,
    "modes": measure_modes,
    "readings": measure_readings,
}
OTHERS = ("timex.py", "actors.py", "speed.py")  # what no network has a part in, and the time that all takes


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=pathlib.Path, default=pathlib.Path("../shared/gold"))
    parser.add_argument("--only", default=",".join([*MEASURES, "others"]))
    parser.add_argument("--rows", type=int, help="only the first N rows of each set")
    options = parser.parse_args()
    if not options.gold.is_dir():
        sys.exit(f"{options.gold}: no cases here; name the folder with --gold")
    wanted = options.only.split(",")
    print(f"{'measure':52}{'to beat':>22}{'bar':>6}{'rules':>8}{'learned':>9}{'polnear':>9}", flush=True)
    for name, measure in MEASURES.items():
        for title, best, bar, figures in measure(options.gold, options.rows) if name in wanted else ():
            shown = [f"{100 * figures[reader]:.1f}" if reader in figures else "" for reader in READERS]
            print(f"{title:52}{best:>22}{bar:>6}{shown[0]:>8}{shown[1]:>9}{shown[2]:>9}", flush=True)
    here = pathlib.Path(__file__).parent
    for script in (here / name for name in OTHERS if "others" in wanted and (here / name).exists()):
        print(f"\n{script.name}", flush=True)
        gold = [] if script.name == "speed.py" else ["--gold", str(options.gold)]
        subprocess.run([sys.executable, str(script), *gold], check=True)  # noqa: S603


if __name__ == "__main__":
    main()
