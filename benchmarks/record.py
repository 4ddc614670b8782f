"""Compare the links of the sample Record with its known truth, and print the figures of the plan beside their bars.

    .venv/bin/python benchmarks/record.py [--verbose] [--database URL]

B³: for each telling or mention of the truth, precision is the share of what the Record puts with it that belongs there,
recall the share of what belongs with it that the Record puts there; a telling that no event was read in counts as missed
(recall 0), and not for precision. The rules were made while looking at this sample: what they do on other articles is
measured on other articles.
"""

import argparse
import json
import pathlib
import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

import dragoman
from dragoman.record.databases import url_of_folder
from dragoman.record.decisions import iter_links
from dragoman.record.models import ActorRow, EventRow
from dragoman.record.store import Record, open_record

SAMPLE = pathlib.Path(dragoman.__file__).parent / "samples" / "record"
BARS = {"events B3 F1": 0.80, "actors B3 F1": 0.90, "contradiction precision": 0.80, "re-report recall": 0.85}

Key = TypeVar("Key")
Place = tuple[str, int]  # the source's id of an article, and where in its text


@dataclass(frozen=True)
class Truth:
    clusters: Mapping[Place, str]  # place of a telling or mention -> what it is of
    lengths: Mapping[Place, int]


def truth_of(rows: Iterable[Mapping[str, object]], name: str) -> Truth:
    places = [(row["id"], told) for row in rows for told in row[name]]  # type: ignore[attr-defined]
    return Truth(
        {(told["article"], told["start"]): str(id_) for id_, told in places},
        {(told["article"], told["start"]): len(told["quote"]) for _, told in places},
    )


def b_cubed(truth: Mapping[Key, str], found: Mapping[Key, str | None]) -> tuple[float, float, float]:
    precisions, recalls = [], []
    for place, cluster in truth.items():
        belongs = {other for other, name in truth.items() if name == cluster}
        put = {other for other in truth if found[place] is not None and found[other] == found[place]}
        recalls.append(len(belongs & put) / len(belongs))
        if found[place] is not None:
            precisions.append(len(belongs & put) / len(put))
    precision, recall = sum(precisions) / max(len(precisions), 1), sum(recalls) / len(recalls)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


def measure(record: Record, *, say: Callable[[str], None]) -> dict[str, float]:
    truth = json.loads((SAMPLE / "truth.json").read_text(encoding="utf-8"))
    readings = {reading.article.source_id: reading for reading in record.readings()}
    names = {reading.article.id: str(source_id) for source_id, reading in readings.items()}
    tellings, mentions = truth_of(truth["events"], "tellings"), truth_of(truth["actors"], "mentions")
    events = {
        (names[article], local): (happening or end)
        for article, local, happening, end in EventRow.objects.using(record.alias).values_list(
            "version__article_id", "local", "happening", "end"
        )
    }
    actors = {
        (names[article], local): identity or f"{article}/{local}"
        for article, local, identity in ActorRow.objects.using(record.alias).values_list(
            "version__article_id", "local", "identity"
        )
    }
    at_telling: dict[Place, str | None] = {}
    event_at: dict[tuple[str, str], list[Place]] = {}
    for place, length in tellings.lengths.items():
        ids = _events_at(readings.get(place[0]), place[1], place[1] + length)
        at_telling[place] = events[place[0], ids[-1]] if ids else None
        for id_ in ids:
            event_at.setdefault((place[0], id_), []).append(place)
    at_mention = {
        place: next(
            (actors[place[0], id_] for id_ in _actors_at(readings.get(place[0]), place[1], place[1] + length)), None
        )
        for place, length in mentions.lengths.items()
    }
    for truths, put in ((tellings.clusters, at_telling), (mentions.clusters, at_mention)):
        for place, found in put.items():
            say(f"{place} {truths[place]} -> {found}")
    figures: dict[str, float] = {}
    for name, clusters, places in (
        ("events", tellings.clusters, at_telling),
        ("actors", mentions.clusters, at_mention),
    ):
        parts = [f"{name} B3 {part}" for part in ("precision", "recall", "F1")]
        figures |= dict(zip(parts, b_cubed(clusters, places), strict=True))
    figures |= _contradictions(record, truth, names, event_at, say)
    figures |= _claims(record, truth, names, say)
    figures |= _article_links(record, "rereports", "re-report", truth["rereports"], names, say)
    return figures | _article_links(record, "copies", "copy", truth["copies"], names, say)


def _events_at(reading: dragoman.Reading | None, start: int, end: int) -> list[str]:
    events = reading.events if reading else ()
    return [
        event.id
        for event in events
        if any(span.start < end and start < span.end for span in (event.trigger, *event.also))
    ]


def _actors_at(reading: dragoman.Reading | None, start: int, end: int) -> list[str]:
    """Return actors named there, the one whose mention fits best first."""
    found = [
        (abs(mention.start - start) + abs(mention.end - end), actor.id)
        for actor in (reading.actors if reading else ())
        for mention in actor.mentions
        if mention.kind != "pronoun" and mention.start < end and start < mention.end
    ]
    return [id_ for _, id_ in sorted(found)]


def _contradictions(
    record: Record,
    truth: Mapping[str, list[dict[str, object]]],
    names: Mapping[str, str],
    event_at: Mapping[tuple[str, str], list[Place]],
    say: Callable[[str], None],
) -> dict[str, float]:
    told = {(t["article"], t["start"]): (row["id"], t["told"]) for row in truth["events"] for t in row["tellings"]}  # type: ignore[attr-defined]
    wanted = {
        frozenset((one, other))
        for one, (cluster, standing) in told.items()
        for other, (also, second) in told.items()
        if cluster == also and one[0] != other[0] and standing == "denied" != second
    }
    right, total, hit = 0, 0, set()
    for link in iter_links(record, kind="contradicts"):
        if not link.left_row.startswith("events/"):
            continue
        rows = ((link.left, link.left_row), (link.right, link.right_row))
        ends = [(names[article], row.removeprefix("events/")) for article, row in rows]
        pairs = {frozenset((one, other)) for one in event_at.get(ends[0], ()) for other in event_at.get(ends[1], ())}
        # A headline's event is no telling of the truth: two articles that contradict each other there do so rightly.
        articles = {frozenset(place[0] for place in pair) for pair in wanted}
        good = bool(pairs & wanted) or (not pairs and frozenset(end[0] for end in ends) in articles)
        hit |= pairs & wanted
        right, total = right + good, total + 1
        say(f"contradicts {ends} {'right' if good else 'WRONG'}")
    return {"contradiction precision": right / max(total, 1), "contradiction recall": len(hit) / len(wanted)}


def _claims(
    record: Record, truth: Mapping[str, list[dict[str, str]]], names: Mapping[str, str], say: Callable[[str], None]
) -> dict[str, float]:
    """Compare links between statements with the truth; found counts too what the events in them are linked by."""
    wanted = {(row["relation"], row["article"], row["earlier"]) for row in truth["claims"]}
    links = [link for kind in ("contradicts", "updates") for link in iter_links(record, kind=kind)]
    found = {(link.kind, names[link.left], names[link.right]) for link in links}
    said = {
        (link.kind, names[link.left], names[link.right]) for link in links if link.left_row.startswith("statements/")
    }
    say(f"statements: missed {sorted(wanted - found)}, wrong {sorted(said - wanted)}")
    return {"statement link precision": len(said & wanted) / max(len(said), 1)} | {
        "statement link recall": len(found & wanted) / len(wanted)
    }


def _article_links(
    record: Record,
    kind: str,
    name: str,
    rows: Iterable[Mapping[str, str]],
    names: Mapping[str, str],
    say: Callable[[str], None],
) -> dict[str, float]:
    wanted = {(row["article"], row["origin"]) for row in rows}
    found = {(names[link.left], names[link.right]) for link in iter_links(record, kind=kind)}
    say(f"{name}: missed {sorted(wanted - found)}, wrong {sorted(found - wanted)}")
    return {
        f"{name} recall": len(wanted & found) / len(wanted),
        f"{name} precision": len(wanted & found) / max(len(found), 1),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--verbose", action="store_true")
    parser.add_argument("--database", help="an empty database; without it, SQLite in a folder that goes again")
    options = parser.parse_args()
    say: Callable[[str], None] = print if options.verbose else lambda _: None
    with tempfile.TemporaryDirectory() as folder:
        record = open_record(options.database or url_of_folder(pathlib.Path(folder)))
        items = dragoman.read_many([SAMPLE / "articles.jsonl"])
        list(record.add(item for item in items if isinstance(item, dragoman.Reading)))
        for name, figure in measure(record, say=say).items():
            bar = f"  (bar {BARS[name]:.2f})" if name in BARS else ""
            print(f"{name:<26} {figure:.3f}{bar}")
        print(record.status())
        record.close()


if __name__ == "__main__":
    main()
