"""Every row of the cue tables names its event in each of its examples; near misses name none."""

from collections.abc import Callable

import pytest

from dragoman.model import CONTEXTS, MODES, Reading
from dragoman.reading.contexts import find_contexts
from dragoman.reading.event_cues import TABLES, load_cues
from dragoman.reading.rules import load_rules

Read = Callable[..., Reading]
EXAMPLES = [
    (group["type"], group.get("mode"), row[0], example)
    for table in TABLES
    for group in load_rules(table)["cue"]
    for row in group["rows"]
    for example in row[1:]
]


@pytest.mark.parametrize(("kind", "mode", "pattern", "example"), EXAMPLES)
def test_an_example_is_read_as_its_row_says(
    read: Read, kind: str, mode: str | None, pattern: str, example: str
) -> None:
    events = read(example).events
    assert any(event.type == kind and (mode in {None, "inner"} or event.mode == mode) for event in events), pattern


def test_every_row_has_an_example() -> None:
    assert all(len(row) > 1 for table in TABLES for group in load_rules(table)["cue"] for row in group["rows"])


def test_modes_are_plovers() -> None:
    for cues in load_cues().values():
        for cue in cues:
            assert cue.mode in {None, "inner", *MODES[cue.type]}


@pytest.mark.parametrize("row", load_rules("contexts")["context"], ids=lambda row: row["name"])
def test_contexts_are_plovers_and_their_examples_have_them(row: dict[str, str]) -> None:
    assert row["name"] in CONTEXTS
    words = [word.strip(".").lower() for word in row["example"].split()]
    singular = [word.removesuffix("s") for word in words]
    assert row["name"] in find_contexts([*words, *singular])


@pytest.mark.parametrize(
    "sentence",
    [
        "The minister met the deadline.",
        "Kenya fired its finance minister.",
        "Readers can visit the website of the ministry.",
        "The war began in 1939.",
        "The president said that the weather was fine.",
        "The company declined to comment.",
        "The striker attacked the left wing and hit the post.",
    ],
)
def test_figurative_and_empty_uses_are_no_events(read: Read, sentence: str) -> None:
    assert not read(sentence).events
