"""The sample Record that Dragoman ships."""

import functools
import json
import pathlib
from typing import Any

import dragoman

SAMPLE = pathlib.Path(dragoman.__file__).parent / "samples" / "record"


@functools.cache
def truth() -> dict[str, Any]:
    made: dict[str, Any] = json.loads((SAMPLE / "truth.json").read_text(encoding="utf-8"))
    return made


@functools.cache
def articles() -> dict[str, dict[str, Any]]:
    lines = (SAMPLE / "articles.jsonl").read_text(encoding="utf-8").splitlines()
    return {row["id"]: row for row in map(json.loads, lines)}


@functools.cache
def readings() -> tuple[dragoman.Reading, ...]:
    """Read the sample once, by rules: tests that name what is in it stay the same when a network is trained anew."""
    items = dragoman.read_many([SAMPLE / "articles.jsonl"], reader="rules")
    return tuple(item for item in items if isinstance(item, dragoman.Reading))
