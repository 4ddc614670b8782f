"""Put the events of real news together as the Record does, and compare with what was put together by reading.

    PYTHONPATH=.:benchmarks python benchmarks/happenings.py [--gold DIR] [--sets a,e,i]

The labels (`training/news_happenings.jsonl`; `training/README.md` says how they were made) name places in articles of
the unlabelled news of the gold folder, in sets of some weeks each, and say which are of one happening. The articles are
read, kept in a Record, and each event takes the label that its trigger overlaps. B3 over all labelled events, and over
those of happenings that several articles tell of; beside it that of a Record in which every event is a happening of its
own, and what a second reader's labels score against the first's. Links: how many join two events of one happening. The
sets that are not named by default were fitted on (`training/links.py`).
"""

import argparse
import json
import pathlib
import statistics
import tempfile
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from roles import read_news

from dragoman.model import Event, Reading, Span
from dragoman.page.rows import read_row
from dragoman.reading.reader import DEFAULT_READER, READERS, load_language, read_articles
from dragoman.record.across.tellings import Telling, iter_tellings
from dragoman.record.databases import url_of_folder
from dragoman.record.models import EventRow, Link
from dragoman.record.store import open_record
from record import b_cubed

LABELS = pathlib.Path(__file__).parent.parent / "training" / "news_happenings.jsonl"
SECOND = LABELS.with_name("news_happenings_second.jsonl")  # the events of KEPT by another reader
KEPT = "a,e,i"  # not fitted on
Place = tuple[str, str]  # article and event


@dataclass(frozen=True, slots=True)
class Told:
    """An event that was read, with its label; None where no event is told there."""

    telling: Telling
    happening: str | None


@dataclass(frozen=True, slots=True)
class Labelled:
    """The articles of a set, as they are read, and what was said of them."""

    readings: list[Reading]
    places: dict[str, list[tuple[Span, str | None]]]  # of each article, by its id in the news

    def told(self) -> list[Told]:
        """Return the events that a label overlaps, in the order of their articles."""
        return [
            Told(telling, label)
            for reading in self.readings
            for telling, label in zip_labels(reading, self.places[str(reading.article.source_id)])
        ]


def zip_labels(reading: Reading, places: Sequence[tuple[Span, str | None]]) -> list[tuple[Telling, str | None]]:
    """Return the tellings of an article that a label overlaps, with the label that overlaps most of the trigger."""
    tellings = {telling.event: telling for telling in iter_tellings(reading)}
    found = []
    for event in reading.events:
        near = [(span, label) for span, label in places if span.overlaps(event.trigger)]
        if near and event.id in tellings:
            _, label = max(near, key=lambda pair: _shared(pair[0], event))
            found.append((tellings[event.id], label))
    return found


def _shared(span: Span, event: Event) -> float:
    both = min(span.end, event.trigger.end) - max(span.start, event.trigger.start)
    return both / (max(span.end, event.trigger.end) - min(span.start, event.trigger.start))


def read_sets(
    folder: pathlib.Path, labels: pathlib.Path, *, names: Collection[str] = (), reader: str = DEFAULT_READER
) -> dict[str, Labelled]:
    """Read the labelled articles, set by set. folder: the gold; labels: the file of places; names: of the sets, or all."""
    places: dict[str, dict[str, list[tuple[Span, str | None]]]] = defaultdict(lambda: defaultdict(list))
    for line in labels.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if not names or row["set"] in names:
            places[row["set"]][row["id"]].append((Span(row["start"], row["end"]), row["happening"]))
    readings = read_labelled(folder, places, reader)
    return {name: Labelled(readings[name], dict(mine)) for name, mine in sorted(places.items())}


def read_labelled(folder: pathlib.Path, sets: Mapping[str, Collection[str]], reader: str) -> dict[str, list[Reading]]:
    """Read the articles of sets, which name them by their ids in the news. folder: the gold."""
    wanted = {id_ for mine in sets.values() for id_ in mine}
    rows = {row["id"]: row for row in read_news(folder) if row["id"] in wanted}
    nlp = load_language(reader=reader)
    return {name: list(read_articles((read_row(rows[id_]) for id_ in mine), nlp)) for name, mine in sets.items()}


def agreement(names: Collection[str]) -> list[float]:
    """Return what a second reader scores against the first: as `measure`, a mean over sets."""
    first, second = ([json.loads(line) for line in path.read_text("utf-8").splitlines()] for path in (LABELS, SECOND))
    other = {(row["set"], row["id"], str(row["start"])): row["happening"] for row in second}
    figures = []
    for name in names:
        places = {(row["id"], str(row["start"])): row["happening"] for row in first if row["set"] == name}
        truth = {place: label for place, label in places.items() if label is not None}
        found = {place: other[name, *place] for place in truth}
        alone = {place: str(place) for place in truth}
        figures.append([*b_cubed(truth, found), *b_cubed(told_by_several(truth), found), b_cubed(truth, alone)[2]])
    return [statistics.mean(column) for column in zip(*figures, strict=True)]


def told_by_several(truth: Mapping[Place, str]) -> dict[Place, str]:
    """Return the events of happenings that several articles tell of."""
    articles = defaultdict(set)
    for (article, _), name in truth.items():
        articles[name].add(article)
    return {place: name for place, name in truth.items() if len(articles[name]) > 1}


def measure(labelled: Labelled) -> tuple[list[float], str]:
    """Keep the articles of a set; return precision, recall and F1 over all and over what several tell of, and a line on links."""
    told = labelled.told()
    names = {(one.telling.article, one.telling.event): one.happening for one in told}
    truth = {place: name for place, name in names.items() if name is not None}
    with tempfile.TemporaryDirectory() as folder:
        record = open_record(url_of_folder(pathlib.Path(folder)))
        list(record.add(labelled.readings))
        rows = EventRow.objects.using(record.alias).values_list("version__article_id", "local", "happening", "end")
        found = {(article, local): happening or end for article, local, happening, end in rows}
        links = Link.objects.using(record.alias).filter(left_row__startswith="events/")
        pairs = links.values_list("kind", "left__article_id", "left_row", "right__article_id", "right_row")
        joined: dict[str, list[bool]] = defaultdict(list)
        for kind, left, left_row, right, right_row in pairs:
            ends = [(left, left_row.removeprefix("events/")), (right, right_row.removeprefix("events/"))]
            if all(end in names for end in ends):
                joined[kind].append(names[ends[0]] is not None and names[ends[0]] == names[ends[1]])
        record.close()
    several = told_by_several(truth)
    figures = [
        *b_cubed(truth, found),
        *b_cubed(several, found),
        b_cubed(truth, {place: str(place) for place in truth})[2],
    ]
    said = ", ".join(f"{kind} {sum(right)} of {len(right)}" for kind, right in sorted(joined.items()))
    return figures, f"{len(truth)} events, {len(several)} of several articles; links right: {said}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=pathlib.Path, default=pathlib.Path("../shared/gold"))
    parser.add_argument("--labels", type=pathlib.Path, default=LABELS)
    parser.add_argument("--sets", default=KEPT)
    parser.add_argument("--reader", choices=READERS, default=DEFAULT_READER)
    options = parser.parse_args()
    sets = read_sets(options.gold, options.labels, names=options.sets.split(","), reader=options.reader)
    print("set   all: P, R, F1        of several: P, R, F1   each alone: F1")
    figures = []
    for name, labelled in sets.items():
        row, said = measure(labelled)
        figures.append(row)
        print(f"{name:<5}", *(f"{value:.3f}" for value in row), said, flush=True)
    print("mean ", *(f"{statistics.mean(column):.3f}" for column in zip(*figures, strict=True)))
    if set(sets) <= set(KEPT.split(",")):
        print("a second reader of all that is labelled:", *(f"{value:.3f}" for value in agreement(sets)))


if __name__ == "__main__":
    main()
