"""What is read off the scores of the network of events: triggers, sides, standing; and what the rules make of it."""

from dataclasses import dataclass

import numpy as np
import pytest
from numpy.typing import NDArray

from dragoman.reading.event_labels import KINDS, STANDINGS, TYPES
from dragoman.reading.learned_events import event_features, judge, probability, type_chances
from dragoman.reading.learned_roles import Told, read_sentence
from dragoman.reading.network import Array, Laid, Model, Network
from dragoman.reading.network_words import SIZE, Window, Words

WORDS = Words(tuple(range(6)), ((1,),) * 6, (0,) * 6)
WHOLE = Window(0, 6)


class Oracle(Network):
    """Says of each word what it is told to say: `kinds` by the number of the word."""

    def __init__(self, kinds: dict[int, str], whole: str = "ACCUSE") -> None:
        self.kinds, self.whole = kinds, whole
        self.asked: list[Window] = []

    def lay_out(self, words: Words, window: Window, features: int = -1) -> Laid:
        del words, features
        self.asked.append(window)
        length = window.end - window.start
        return Laid(
            np.zeros((1, length + 2), dtype=np.int64),
            np.zeros((1, length + 2), dtype=np.int64),
            list(range(1, length + 1)),
        )

    def call(self, inputs: dict[str, NDArray[np.generic]]) -> list[Array]:
        length = inputs["pieces"].shape[1]
        types = np.tile(9 * np.eye(len(TYPES), dtype=np.float32)[TYPES.index(self.whole)], (1, length, 1))
        kinds = np.zeros((1, length, len(KINDS)), dtype=np.float32)
        kinds[0, :, 0] = 5
        for word, kind in self.kinds.items():
            kinds[0, word + 1, KINDS.index(kind)] = 9
        return [types, kinds, np.zeros((1, length, 4), dtype=np.float32)]


@dataclass
class Sides(Model):
    """Gives every event the same tags and the same standing, and keeps the marks."""

    tags: dict[int, int]
    standing: str = "happened"

    def call(self, inputs: dict[str, NDArray[np.generic]]) -> list[Array]:
        self.marks = inputs["marks"]
        rows, length = self.marks.shape
        tags = np.zeros((rows, length, 5), dtype=np.float32)
        for word, tag in self.tags.items():
            tags[:, word + 1, tag] = 9
        standing = np.tile(np.eye(4, dtype=np.float32)[STANDINGS.index(self.standing)], (rows, length, 1))
        return [tags, standing]


def _read(network: Network, sides: Sides) -> list[Told]:
    return list(read_sentence(WORDS, WHOLE, network, sides).told)


def test_an_unbroken_run_is_one_trigger_of_the_likeliest_kind() -> None:
    sides = Sides({})
    found = _read(Oracle({1: "ACCUSE", 2: "ACCUSE", 3: "REJECT", 5: "AID"}), sides)
    assert [(told.kind, told.trigger) for told in found] == [("ACCUSE", (1, 4)), ("AID", (5, 6))]
    assert sides.marks.tolist() == [[0, 0, 1, 1, 1, 0, 0, 0], [0, 0, 0, 0, 0, 0, 1, 0]]


def test_sides_are_runs_that_begin_anew_at_each_begin() -> None:
    (told,) = _read(Oracle({2: "ASSAULT"}), Sides({0: 1, 1: 1, 3: 4, 4: 4, 5: 3}, "denied"))
    assert told.actors == ((0, 1), (1, 2))
    assert told.recipients == ((3, 5), (5, 6))
    assert told.standing == "denied"


def test_a_sentence_without_a_trigger_is_asked_for_no_sides() -> None:
    sides = Sides({})
    assert _read(Oracle({}), sides) == []
    assert not hasattr(sides, "marks")


def test_confidence_falls_where_the_whole_sentence_speaks_against_it() -> None:
    weights = [0.0, 1.0, 1.0, -1.0]
    same, other = (
        probability(_read(Oracle({2: "ACCUSE"}, whole), Sides({}))[0].features, weights) for whole in ("ACCUSE", "NONE")
    )
    assert same > 0.9
    assert other < same


@pytest.mark.parametrize("kind", ["CONCEDE", "RETREAT"])
def test_conceding_and_retreating_are_one_to_whole_sentences(kind: str) -> None:
    sure = type_chances(9 * np.eye(len(TYPES), dtype=np.float32)[TYPES.index("YIELD")])
    assert event_features(kind, 0.5, sure)[1] > 2


def test_of_a_very_long_sentence_a_window_is_read() -> None:
    words = Words(tuple(range(900)), ((1, 1),) * 900, (0,) * 900)
    oracle = Oracle({}, "AID")
    assert judge(words, Window(100, 800), oracle).argmax() == TYPES.index("AID")
    assert oracle.asked == [Window(100, 100 + (SIZE - 2) // 2)]
