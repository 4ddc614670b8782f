"""Countries and sectors of actors, as an article tells them."""

from collections.abc import Callable

import pytest

from dragoman.model import Actor, Reading

Read = Callable[..., Reading]


def actor_called(reading: Reading, words: str) -> Actor:
    text = reading.article.text
    return next(actor for actor in reading.actors for m in actor.mentions if words in text[m.start : m.end])


@pytest.mark.parametrize(
    ("text", "words", "sectors"),
    [
        ("The report says that the former minister Ana Ruiz left the town.", "Ruiz", ("ELI",)),
        ("The report says that the minister Ana Ruiz left the town.", "Ruiz", ("GOV",)),
        ("The report says that the former bishop Ana Ruiz left the town.", "Ruiz", ("REL",)),
        ("The report says that a former White House official left the town.", "official", ("ELI",)),
        ("The report says that a White House official left the town.", "official", ("GOV",)),
        ("The report says that after the vote Sen. Carla Voss left the town at once.", "Voss", ("LEG",)),
        ("The report says that after the vote Mrs. Carla Voss left the town at once.", "Voss", ()),
    ],
)
def test_sectors(read: Read, text: str, words: str, sectors: tuple[str, ...]) -> None:
    assert actor_called(read(text, published="2024-02-13"), words).sectors == sectors


@pytest.mark.parametrize("state", ["Burkina Faso", "Sierra Leone", "Costa Rica"])
def test_a_state_before_a_possessive_is_no_person(read: Read, state: str) -> None:
    reading = read(f"On Monday {state}’s ruling junta met the envoy.", published="2024-02-13")
    assert actor_called(reading, state).kind == "state"
