"""How fast a Record takes Readings in, and how that grows: rounds of the sample Record, each about other people and years.

    .venv/bin/python benchmarks/growth.py [--readings 2000] [--database URL]

Each round turns the small letters of texts and names into others, so that it shares no words with the rest, and moves
all dates; countries stay, as they do in the news.
"""

import argparse
import dataclasses
import json
import pathlib
import re
import string
import tempfile
import time
from collections.abc import Iterator

import dragoman
from dragoman.record.databases import url_of_folder
from dragoman.record.store import Record, open_record

SAMPLE = pathlib.Path(dragoman.__file__).parent / "samples" / "record" / "articles.jsonl"
_YEAR = re.compile(r'"(\d{4})(?=[-"])')
_YEARS = 20  # rounds are spread over so many years, some months apart


def rounds() -> Iterator[dragoman.Reading]:
    sample = [item for item in dragoman.read_many([SAMPLE]) if isinstance(item, dragoman.Reading)]
    number = 0
    while True:
        for reading in sample:
            yield _turn(reading, number)
        number += 1


def _turn(reading: dragoman.Reading, number: int) -> dragoman.Reading:
    steps = number % 26
    letters = string.ascii_lowercase
    # Step and multiplier give 26 * 11 different alphabets.
    factor = (1, 3, 5, 7, 9, 11, 15, 17, 19, 21, 23)[number // 26 % 11]
    table = str.maketrans(letters, "".join(letters[(at * factor + steps) % 26] for at in range(26)))
    plain = dragoman.to_dict(reading)
    plain["article"]["text"] = plain["article"]["text"].translate(table)
    plain["article"]["id"] = f"{number}-{reading.article.id}"
    plain["article"]["url"] = f"https://growth.example/{number}/{reading.article.id}"
    for actor in plain["actors"]:
        actor["name"] = actor["name"].translate(table)
    moved = _YEAR.sub(lambda found: f'"{int(found[1]) - number % _YEARS}', json.dumps(plain))
    return dragoman.load_reading(moved)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--readings", type=int, default=2000)
    parser.add_argument("--database", help="an empty database; without it, SQLite in a folder that goes again")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        record = open_record(options.database or url_of_folder(pathlib.Path(folder)))
        source = rounds()
        next(source)  # reads the sample, outside the time
        _import(record, source, options.readings)
        size = sum(path.stat().st_size for path in pathlib.Path(folder).iterdir())
        if size:
            print(f"{size / options.readings / 1024:.1f} KiB a Reading on disk")
        print(dataclasses.asdict(record.status()))
        record.close()


def _import(record: Record, source: Iterator[dragoman.Reading], readings: int) -> None:
    part = max(readings // 4, 1)
    for done in range(0, readings, part):
        waiting = [next(source) for _ in range(part)]
        wall, cpu = time.perf_counter(), time.process_time()
        list(record.add(waiting))
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        begun = time.perf_counter()
        list(record.add([next(source)]))
        alone = time.perf_counter() - begun
        print(
            f"{done + part:>7,} Readings: {part / wall * 60:,.0f} a minute ({part / cpu * 60:,.0f} a CPU minute), "
            f"one more in {alone * 1000:.0f} ms",
            flush=True,
        )


if __name__ == "__main__":
    main()
