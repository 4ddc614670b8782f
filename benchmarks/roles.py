"""Score events in sentences of news with who does what to whom: found, typed, sided, and whether they happened.

    PYTHONPATH=.:benchmarks python benchmarks/roles.py [--gold DIR] [--labels FOLDER]

The labels (`training/news_roles_kept.jsonl`, which trains nothing; `training/README.md` says how they were made) name places in
the unlabelled news of the gold folder: 300 sentences that are rich in events, then 300 drawn from the same news at random. Each
is read alone. An event is found where its trigger overlaps one of the labels, each once. A side is right where each of its
parties overlaps one of the label's and the other way round; a whole event has type, both sides and standing right. What a second
reader's labels of the first 300 (`news_roles_second.jsonl`) score against the first's is printed beside it.
"""

import argparse
import gzip
import itertools
import json
import pathlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dragoman.model import Event
from dragoman.reading.learned_tellings import standing_of
from dragoman.reading.reader import load_language

LABELS = pathlib.Path(__file__).parent.parent / "training"
USUAL = ("rules", "learned")  # the third reader finds other statements, and hardly another event
RICH = 300  # the sentences that are rich in events come first
Place = tuple[int, int]
Party = Sequence[Place]  # all places in the sentence where somebody is mentioned


@dataclass(frozen=True, slots=True)
class Told:
    """An event of a sentence; places are counted from its first character."""

    kind: str
    trigger: Place
    actors: tuple[Party, ...]
    recipients: tuple[Party, ...]
    standing: str  # "happened", "planned", "possible", "denied"
    confidence: float | None = None


def news_rows(gold: pathlib.Path, labels: pathlib.Path) -> list[dict[str, Any]]:
    """Return the labelled sentences: each line of labels with its text."""
    texts = {row["id"]: row["text"] for row in read_news(gold)}
    return [place | {"text": texts[place["id"]][place["start"] : place["end"]]} for place in read_rows(labels)]


def read_news(gold: pathlib.Path) -> list[dict[str, Any]]:
    """Return the articles of the unlabelled news."""
    with gzip.open(gold / "unlabelled" / "news.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [*map(json.loads, lines), *read_rows(gold / "unlabelled" / "diplomacy.jsonl")]


def read_rows(path: pathlib.Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def labelled(row: Mapping[str, Any]) -> list[Told]:
    def place(pair: Sequence[int]) -> Place:
        return pair[0] - row["start"], pair[1] - row["start"]

    return [
        Told(
            one["type"],
            place(one["trigger"]),
            tuple([place(pair)] for pair in one["actors"]),
            tuple([place(pair)] for pair in one["recipients"]),
            one["status"],
        )
        for one in row["events"]
    ]


def read(texts: Sequence[str], reader: str) -> Iterator[list[Told]]:
    for doc in load_language(reader=reader).pipe(texts):
        mentions = {actor.id: [(m.span.start, m.span.end) for m in actor.mentions] for actor in doc._.actors}
        yield [told_of(event, mentions) for event in doc._.events]


def told_of(event: Event, mentions: Mapping[str, Party]) -> Told:
    """Return what is scored of an event. mentions: of each actor, by its id."""
    return Told(
        event.type,
        (event.trigger.start, event.trigger.end),
        tuple(mentions[id_] for id_ in event.actors),
        tuple(mentions[id_] for id_ in event.recipients),
        standing_of(event.auxiliary),
        event.confidence,
    )


def overlap(one: Place, other: Place) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def same_side(found: Sequence[Party], wanted: Sequence[Party]) -> bool:
    def met(party: Party, others: Sequence[Party]) -> bool:
        return any(overlap(one, two) for other in others for one, two in itertools.product(party, other))

    both = all(met(party, wanted) for party in found) and all(met(party, found) for party in wanted)
    return both and bool(found) == bool(wanted)


def judge(found: Sequence[Told], wanted: Sequence[Told]) -> Iterator[dict[str, bool]]:
    """Yield what is right of each event found in one sentence; nothing where it is none of those labelled."""
    waiting = list(wanted)
    for one in found:
        near = [other for other in waiting if overlap(one.trigger, other.trigger)]
        if not near:
            yield {}
            continue
        other = next((each for each in near if each.kind == one.kind), near[0])
        waiting.remove(other)
        right = {
            "type": one.kind == other.kind,
            "actors": same_side(one.actors, other.actors),
            "recipients": same_side(one.recipients, other.recipients),
            "standing": one.standing == other.standing,
        }
        yield {**right, "trigger": True, "whole": all(right.values())}


def is_same(found: Told, wanted: Told) -> bool:
    """Tell whether an event is the labelled one: type, trigger, both sides and standing."""
    same = found.kind == wanted.kind and found.standing == wanted.standing
    sides = same_side(found.actors, wanted.actors) and same_side(found.recipients, wanted.recipients)
    return same and sides and overlap(found.trigger, wanted.trigger)


def score(found: Sequence[Told], wanted: Sequence[Told]) -> Counter[str]:
    """Count what is right of the events of one sentence."""
    counts = Counter(found=len(found), wanted=len(wanted))
    for right in judge(found, wanted):
        counts.update({name: int(value) for name, value in right.items()})
    return counts


def show(counts: Mapping[str, int], name: str) -> None:
    print(f"\n{name}: {counts['wanted']} events labelled, {counts['found']} found")
    for part in ("trigger", "type", "whole"):
        precision, recall = (counts[part] / max(counts[side], 1) for side in ("found", "wanted"))
        both = 2 * counts[part] / max(counts["found"] + counts["wanted"], 1)
        print(f"  {part:8} F1 {both:.3f}  (precision {precision:.3f}, recall {recall:.3f})")
    shares = (
        f"{part} {counts[part] / max(counts['trigger'], 1):.3f}"
        for part in ("type", "actors", "recipients", "standing")
    )
    print("  of the triggers found, right: " + ", ".join(shares))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=pathlib.Path, default=pathlib.Path("../shared/gold"))
    parser.add_argument("--labels", type=pathlib.Path, default=LABELS)
    options = parser.parse_args()
    rows = news_rows(options.gold, options.labels / "news_roles_kept.jsonl")
    wanted = [labelled(row) for row in rows]
    second = [labelled(row) for row in news_rows(options.gold, options.labels / "news_roles_second.jsonl")]
    show(total(second, wanted[:RICH]), "a second person, sentences rich in events")
    for reader in USUAL:
        found = list(read([row["text"] for row in rows], reader))
        show(total(found[:RICH], wanted[:RICH]), f"{reader}, sentences rich in events")
        show(total(found[RICH:], wanted[RICH:]), f"{reader}, sentences at random")


def total(found: Sequence[Sequence[Told]], wanted: Sequence[Sequence[Told]]) -> Counter[str]:
    """Add up what is right of the events of all sentences."""
    counts: Counter[str] = Counter()
    for one, other in zip(found, wanted, strict=True):
        counts += score(one, other)
    return counts


if __name__ == "__main__":
    main()
