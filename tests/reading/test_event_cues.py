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
        "American demand for imports from Japan fell.",
        "The plan of Nakasone has been defeated.",
        "The mayor went to work.",
        "Kerry spoke to reporters about Iran.",
        "Prices in Japan must fall.",
        "The video simulates an attack on Chile.",
        "Kenya has been fighting a trade deficit.",
        "The minister recognised the severity of the threat from Peru.",
    ],
)
def test_figurative_and_empty_uses_are_no_events(read: Read, sentence: str) -> None:
    assert not read(sentence).events


@pytest.mark.parametrize(
    ("text", "kind", "actors", "recipients"),
    [
        # whoever is quoted is no "they" of his own words, and a mayor's "we" is not the mayor
        ("“They promised us grain,” said Carmen Ruiz, the mayor of Oslo.", "AGREE", None, None),
        ("“We imposed sanctions on Japan,” said Carmen Ruiz, the mayor of Oslo.", "SANCTION", set(), {"japan"}),
        # a lawyer acts for himself
        ("Donald Trump left. His attorneys requested a trial in Kenya.", "REQUEST", {"attorneys"}, {"kenya"}),
        ("Peru said that 62 per cent of voters oppose any concession to Chile.", "REJECT", {"voters"}, {"chile"}),
        ("Wang Yi pledged that Beijing would help Libya.", "AGREE", {"wang-yi"}, set()),
        ("Russia condemned the attack on Ukraine by Iran.", "ACCUSE", {"russia"}, {"iran"}),
        ("Iran hopes to pressure Israel into dismantling its missiles.", "RETREAT", {"israel"}, set()),
        ("Iran accused Israel of not doing enough to stop the war.", "RETREAT", {"israel"}, set()),
        ("Peru sent troops to its border with Chile.", "MOBILIZE", {"peru"}, {"chile"}),
        # an attack of words, and a promise to let go
        ("Donald Trump attacked Joe Biden.", "ACCUSE", {"donald-trump"}, {"joe-biden"}),
        ("Peru offered to release 14 boats to Chile.", "CONCEDE", {"peru"}, {"chile"}),
    ],
)
def test_who_does_what_to_whom(
    read: Read, text: str, kind: str, actors: set[str] | None, recipients: set[str] | None
) -> None:
    """Read the sides of the events of a type; None: there is no such event with that actor."""
    sides = [(set(event.actors), set(event.recipients)) for event in read(text).events if event.type == kind]
    if actors is None:
        assert not any(actor for actor, _ in sides)
    else:
        assert (actors, recipients) in sides
