"""What is read off the scores of the network: triggers, sides, standing; and what the rules make of it."""

from dataclasses import dataclass, field

import numpy as np
import pytest
import spacy
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc

from dragoman.reading.event_labels import KINDS, STANDINGS, TYPES
from dragoman.reading.learned_events import event_features, probability, type_chances
from dragoman.reading.learned_roles import Told, read_roles, read_sentence
from dragoman.reading.network import Array, SideLayers, States
from dragoman.reading.network_words import Window, Words

WORDS = Words(tuple(range(6)), ((1,),) * 6, (0,) * 6)
WHOLE = Window(0, 6)
# "Norway accused Peru of it .": all hang on the verb but "it".
DOC = Doc(
    spacy.blank("en").vocab,
    words=["Norway", "accused", "Peru", "of", "it", "."],
    heads=[1, 1, 1, 1, 3, 1],
    deps=["nsubj", "ROOT", "dobj", "prep", "pobj", "punct"],
)


def said(kinds: dict[int, str], whole: str = "ACCUSE", *, words: Words = WORDS) -> States:
    """Return what a network would say of words, of which some, by their numbers, name an event of a kind."""
    length = len(words.tokens)
    types = np.tile(9 * np.eye(len(TYPES), dtype=np.float32)[TYPES.index(whole)], (length, 1))
    named = np.zeros((length, len(KINDS)), dtype=np.float32)
    named[:, 0] = 5
    for word, kind in kinds.items():
        named[word, KINDS.index(kind)] = 9
    nothing = np.zeros((length, 4), dtype=np.float32)
    return States(words, nothing, nothing, nothing, nothing, nothing, types, named, nothing, nothing, nothing)


@dataclass
class Sides(SideLayers):
    """Gives every event the same tags and the same standing, and keeps the marks and paths."""

    tags: dict[int, int]
    standing: str = "happened"
    strength: float = 9.0
    paths: dict[str, int] = field(default_factory=dict)

    def call(self, inputs: dict[str, NDArray[np.generic]]) -> list[Array]:
        self.marks, self.ways = inputs["marks"], inputs["paths"]
        rows, length = self.marks.shape
        tags = np.zeros((rows, length, 5), dtype=np.float32)
        for word, tag in self.tags.items():
            tags[:, word, tag] = self.strength
        standing = np.tile(np.eye(4, dtype=np.float32)[STANDINGS.index(self.standing)], (rows, length, 1))
        return [tags, standing]


def _read(states: States, sides: Sides, window: Window = WHOLE) -> list[Told]:
    return list(read_sentence(DOC, states, window, sides).told)


def test_an_unbroken_run_is_one_trigger_of_the_likeliest_kind() -> None:
    sides = Sides({})
    found = _read(said({1: "ACCUSE", 2: "ACCUSE", 3: "REJECT", 5: "AID"}), sides)
    assert [(told.kind, told.trigger) for told in found] == [("ACCUSE", (1, 4)), ("AID", (5, 6))]
    assert sides.marks.tolist() == [[0, 1, 1, 1, 0, 0], [0, 0, 0, 0, 0, 1]]


def test_each_word_comes_with_its_way_to_the_trigger() -> None:
    sides = Sides({}, paths={"nsubj|": 1, "dobj|": 2, "pobj>prep:of|": 3, "|": 4, "nsubj|dobj": 5})
    _read(said({1: "ACCUSE", 4: "AID"}), sides)
    assert sides.ways.tolist() == [[1, 4, 2, 0, 3, 0], [0, 0, 0, 0, 4, 0]]


def test_sides_are_runs_that_begin_anew_at_each_begin() -> None:
    (told,) = _read(said({2: "ASSAULT"}), Sides({0: 1, 1: 1, 3: 4, 4: 4, 5: 3}, "denied"))
    assert told.actors == ((0, 1), (1, 2))
    assert told.recipients == ((3, 5), (5, 6))
    assert told.standing == "denied"


def test_a_sentence_without_a_trigger_is_asked_for_no_sides() -> None:
    sides = Sides({})
    assert _read(said({}), sides) == []
    assert not hasattr(sides, "marks")


def test_confidence_falls_where_the_whole_sentence_speaks_against_it() -> None:
    weights = [0.0, 1.0, 1.0, -1.0, 0.0, 0.0]
    same, other = (
        probability(_read(said({2: "ACCUSE"}, whole), Sides({}))[0].features, weights) for whole in ("ACCUSE", "NONE")
    )
    assert same > 0.9
    assert other < same


def test_confidence_falls_where_a_word_may_be_of_a_side_or_not() -> None:
    weights = [0.0, 0.0, 0.0, 0.0, 1.0, 0.0]
    sure, unsure = (Sides(dict.fromkeys(range(6), 1), strength=strength) for strength in (9.0, 2.0))
    same, other = (probability(_read(said({2: "AID"}), sides)[0].features, weights) for sides in (sure, unsure))
    assert same > other


@pytest.mark.parametrize("kind", ["CONCEDE", "RETREAT"])
def test_conceding_and_retreating_are_one_to_whole_sentences(kind: str) -> None:
    sure = type_chances(9 * np.eye(len(TYPES), dtype=np.float32)[TYPES.index("YIELD")])
    assert event_features(kind, 0.5, sure, 0.5, 0.5)[1] > 2


def test_a_sentence_is_read_in_the_words_of_its_text() -> None:
    sides = Sides({0: 1})
    (told,) = _read(said({1: "AID", 4: "REJECT"}), sides, Window(3, 6))
    assert (told.kind, told.trigger, told.actors) == ("REJECT", (4, 5), ((3, 4),))
    assert sides.marks.tolist() == [[0, 1, 0]]


def test_of_a_very_long_sentence_as_much_is_read_as_training_saw(nlp: Language) -> None:
    doc = Doc(nlp.vocab, words=["word"] * 300, sent_starts=[True, *[False] * 299])
    words = Words(tuple(range(300)), ((1,),) * 300, (0,) * 300)
    sides = Sides({})
    (judged,) = read_roles(doc, said({10: "AID", 290: "AID"}, words=words), sides)
    assert [told.trigger for told in judged.told] == [(10, 11)]
    assert judged.window.end < 290
