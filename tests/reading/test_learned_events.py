"""What becomes of the types of the rules' events under a network that is sure of something, or of nothing."""

import numpy as np
import pytest
from spacy.language import Language
from spacy.tokens import Doc

from dragoman.model import Event
from dragoman.reading.event_labels import TYPES
from dragoman.reading.learned_events import correct_types, judge
from dragoman.reading.network import Array, Network, States
from dragoman.reading.network_words import SIZE, Window, Words, words_of
from dragoman.reading.wordpieces import WordPieces

TEXT = "France condemned the attack."


class Oracle(Network):
    """Says of every sentence the same; `sure` is how far its word stands above the others."""

    def __init__(self, kind: str, sure: float) -> None:
        self.kind, self.sure = kind, sure
        self.tables = {"event_confidence": [0.0, 1.0, -1.0]}
        self.asked: list[Window] = []

    def run(self, words: Words, window: Window, features: int = -1) -> list[Array]:
        del words, features
        self.asked.append(window)
        scores = self.sure * np.eye(len(TYPES), dtype=np.float32)[TYPES.index(self.kind)]
        return [np.tile(scores, (window.end - window.start, 1))]


@pytest.fixture
def doc(nlp: Language) -> Doc:
    doc = nlp(TEXT)
    nothing = np.zeros((0, 1), dtype=np.float32)
    words = words_of(doc, WordPieces(["[PAD]", "[UNK]", "[CLS]", "[SEP]"]))
    doc._.network = States(words, nothing, nothing, nothing)
    return doc


def _corrected(doc: Doc, network: Network) -> Event:
    (corrected,) = correct_types(doc, doc._.events, network)
    return corrected


def test_a_type_is_changed_where_the_network_is_sure(doc: Doc) -> None:
    assert _corrected(doc, Oracle("REJECT", 9)).type == "REJECT"
    assert _corrected(doc, Oracle("REJECT", 0.1)).type == "ACCUSE"
    assert _corrected(doc, Oracle("NONE", 9)).type == "ACCUSE"


def test_confidence_is_of_the_type_that_is_given(doc: Doc) -> None:
    same = _corrected(doc, Oracle("ACCUSE", 9)).confidence
    none = _corrected(doc, Oracle("NONE", 9)).confidence
    assert same is not None
    assert none is not None
    assert same > 0.9
    assert none < 0.1


def test_of_a_very_long_sentence_a_window_is_read() -> None:
    words = Words(tuple(range(900)), ((1, 1),) * 900, (0,) * 900)
    oracle = Oracle("AID", 1)
    assert judge(words, Window(100, 800), oracle).argmax() == TYPES.index("AID")
    assert oracle.asked == [Window(100, 100 + (SIZE - 2) // 2)]
