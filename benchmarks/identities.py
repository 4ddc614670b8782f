"""Put the actors of real news together as the Record does, and compare with what was put together by reading.

    PYTHONPATH=.:benchmarks python benchmarks/identities.py [--gold DIR] [--sets a,e,i] [--show]

The labels (`training/news_actors.jsonl`; `training/README.md` says how they were made) name the places where actors are
mentioned in articles of the unlabelled news of the gold folder, in sets of some weeks each, and say who it is. The articles are
read, kept in a Record, and each actor takes the label that most of its mentions have. B3 over all actors with a label, over
persons alone, and over those that several articles name; beside it that of a Record in which every actor of an article stays by
itself. What was mended after seeing sets e and i was not chosen on set a.
"""

import argparse
import json
import pathlib
import statistics
import tempfile
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from happenings import Place, read_labelled, told_by_several

from dragoman.model import Actor, Reading
from dragoman.reading.reader import DEFAULT_READER, READERS
from dragoman.record.databases import url_of_folder
from dragoman.record.models import ActorRow
from dragoman.record.store import open_record
from record import b_cubed

NAMELESS = ("unnamed", "group")  # "officials" of one article are not those of another
LABELS = pathlib.Path(__file__).parent.parent / "training" / "news_actors.jsonl"


@dataclass(frozen=True, slots=True)
class Labelled:
    """The articles of a set, as they are read, and who is named where in each, by its id in the news."""

    readings: list[Reading]
    names: dict[str, dict[int, str | None]]  # who is named at a character; None where it is no actor, or no one actor

    def truth(self) -> tuple[dict[Place, str], dict[Place, Actor]]:
        """Return who each labelled actor is, and the actor."""
        who: dict[Place, str] = {}
        actors: dict[Place, Actor] = {}
        for reading in self.readings:
            for actor in reading.actors:
                name = _who(actor, self.names[str(reading.article.source_id)])
                if name is not None and actor.kind not in NAMELESS:
                    who[reading.article.id, actor.id] = name
                    actors[reading.article.id, actor.id] = actor
        return who, actors


def _who(actor: Actor, names: Mapping[int, str | None]) -> str | None:
    """Return the label that most mentions of an actor have."""
    named = (mention.span for mention in actor.mentions if mention.kind != "pronoun")
    said = [next((names[at] for at in range(*span) if at in names), "") for span in named]
    counts = Counter(label for label in said if label != "")
    return counts.most_common(1)[0][0] if counts else None


def read_sets(gold: pathlib.Path, sets: Sequence[str], reader: str) -> dict[str, Labelled]:
    """Read the labelled articles, set by set."""
    names: dict[str, dict[str, dict[int, str | None]]] = defaultdict(lambda: defaultdict(dict))
    for line in LABELS.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["set"] in sets:
            names[row["set"]][row["id"]] |= {at: row["who"] for place in row["places"] for at in range(*place)}
    readings = read_labelled(gold, names, reader)
    return {name: Labelled(readings[name], dict(mine)) for name, mine in sorted(names.items())}


def put_together(readings: Sequence[Reading]) -> dict[Place, str]:
    """Keep articles in a Record; return the identity of each actor that has one."""
    with tempfile.TemporaryDirectory() as folder:
        record = open_record(url_of_folder(pathlib.Path(folder)))
        list(record.add(readings))
        rows = ActorRow.objects.using(record.alias).values_list("version__article_id", "local", "identity")
        found = {(article, local): identity for article, local, identity in rows if identity}
        record.close()
    return found


def measure(labelled: Labelled, *, show: bool) -> list[float]:
    """Return precision, recall and F1 over all, F1 over persons, over what several articles name, and of each alone."""
    truth, actors = labelled.truth()
    joined = put_together(labelled.readings)
    found = {place: joined.get(place, str(place)) for place in truth}
    persons = {place: who for place, who in truth.items() if actors[place].kind == "person"}
    if show:
        _show(truth, found, actors)
    return [
        *b_cubed(truth, found),
        b_cubed(persons, found)[2],
        b_cubed(told_by_several(truth), found)[2],
        b_cubed(truth, {place: str(place) for place in truth})[2],
    ]


def _show(truth: Mapping[Place, str], found: Mapping[Place, str], actors: Mapping[Place, Actor]) -> None:
    """Print who was put where, of all that are not put together as the labels have them."""
    for key, other in ((truth, found), (found, truth)):
        groups: dict[str, list[Place]] = defaultdict(list)
        for place in truth:
            groups[key[place]].append(place)
        for name, places in groups.items():
            parts = Counter(f"{other[place]} ({actors[place].name})" for place in places)
            if len({other[place] for place in places}) > 1:
                print(f"  {name}: " + ", ".join(f"{count} {part}" for part, count in parts.most_common()))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=pathlib.Path, default=pathlib.Path("../shared/gold"))
    parser.add_argument("--sets", default="a,e,i")
    parser.add_argument("--reader", choices=READERS, default=DEFAULT_READER)
    parser.add_argument("--show", action="store_true", help="print who is put together wrongly")
    options = parser.parse_args()
    print("set   all: P, R, F1        persons  of several  each alone: F1")
    figures = []
    for name, labelled in read_sets(options.gold, options.sets.split(","), options.reader).items():
        figures.append(measure(labelled, show=options.show))
        print(f"{name:<5}", *(f"{value:.3f}" for value in figures[-1]), flush=True)
    print("mean ", *(f"{statistics.mean(column):.3f}" for column in zip(*figures, strict=True)))


if __name__ == "__main__":
    main()
