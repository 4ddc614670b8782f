"""Every word of the table of modes gives its mode in one of its frames; whom an attack is made on gives none."""

from collections.abc import Callable
from typing import Any

import pytest
from spacy.language import Language

from dragoman.model import MODES, Reading
from dragoman.reading.event_modes import mode_by_words
from dragoman.reading.rules import load_rules
from tests.reading.conftest import AFTER_ACTORS

ROWS = load_rules("plover_modes")["mode"]


def _mode(nlp: Language, row: dict[str, Any], frame: str, word: str) -> str | None:
    marked = frame.replace("{}", word.replace("_", " "))
    start, end = marked.index("*"), marked.rindex("*") - 1
    with nlp.select_pipes(disable=["dragoman_actors", *AFTER_ACTORS]):
        trigger = nlp(marked.replace("*", "")).char_span(start, end, alignment_mode="expand")
    assert trigger is not None
    return mode_by_words(row["type"], trigger)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['type']} {row['mode']} {row['frames'][0]}")
def test_each_word_gives_its_mode(nlp: Language, row: dict[str, Any]) -> None:
    assert row["mode"] in MODES[row["type"]]
    words = [*row.get("words", ()), *row.get("named", ())]
    assert words
    assert [w for w in words if row["mode"] not in [_mode(nlp, row, frame, w) for frame in row["frames"]]] == []


@pytest.mark.parametrize("word", load_rules("plover_words")["using"])
def test_a_verb_of_using_has_the_weapon_for_its_object(nlp: Language, word: str) -> None:
    row = {"type": "ASSAULT"}
    assert _mode(nlp, row, "Oslo may *{}* rockets.", word) == "heavy-weapons"
    assert _mode(nlp, row, "Oslo may *strike* rockets.", word) is None


@pytest.mark.parametrize("word", load_rules("plover_words")["uses"])
def test_a_noun_of_using_is_of_the_weapon(nlp: Language, word: str) -> None:
    assert _mode(nlp, {"type": "ASSAULT"}, "The *{}* of rockets went on.", word) == "heavy-weapons"


@pytest.mark.parametrize(
    ("text", "kind", "mode"),
    [
        ("Peru destroyed the tanks of Chile.", "ASSAULT", "destroy"),
        ("Peru attacked the tanks of Chile on Friday.", "ASSAULT", None),
        ("Peru attacked the army of Chile with rockets.", "ASSAULT", "heavy-weapons"),
        ("Peru bombed a missile base in Chile.", "ASSAULT", "explosives"),
        ("Norway condemned the assassination of Ana Ruiz by Chile.", "ASSAULT", "targeted"),
        ("Chile killed the envoy of Peru in a tank factory.", "ASSAULT", None),
    ],
)
def test_with_what_and_not_what_is_attacked(
    read: Callable[..., Reading], text: str, kind: str, mode: str | None
) -> None:
    assert [event.mode for event in read(text).events if event.type == kind] == [mode]
