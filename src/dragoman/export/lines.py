"""JSON Lines: one Reading a line; and JSON for people's eyes and small programs."""

from collections.abc import Iterable
from typing import TextIO

from dragoman.model import Reading
from dragoman.model.wire import dump_reading

__all__ = ["write_json", "write_jsonl"]


def write_jsonl(readings: Iterable[Reading], file: TextIO) -> None:
    """Write each Reading on a line of its own, as soon as it is there."""
    for reading in readings:
        file.write(dump_reading(reading) + "\n")
        file.flush()


def write_json(readings: Iterable[Reading], file: TextIO) -> None:
    """Write one Reading as an object, several (or none) as an array."""
    waiting = iter(readings)
    first, second = next(waiting, None), next(waiting, None)
    if first is not None and second is None:
        file.write(dump_reading(first, indent=2) + "\n")
        return
    separator = "["
    for reading in (first, second, *([] if second is None else waiting)):
        if reading is not None:
            file.write(f"{separator}\n{dump_reading(reading, indent=2)}")
            separator = ","
    file.write("[]\n" if separator == "[" else "\n]\n")
