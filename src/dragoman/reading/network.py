"""Run the trained networks over texts: an encoder for statements, one of its kind for events, and layers for their sides.

A model file is one ONNX graph in int8; the metadata of an encoder carry the vocabulary and the small tables that decoding needs.
They are made by the scripts in `training/`, and `docs/model-card.md` says from what.
"""

import functools
import json
import pathlib
from dataclasses import dataclass
from typing import Any

import numpy as np
import onnxruntime as ort
from numpy.typing import NDArray

from dragoman.errors import Unusable
from dragoman.reading.network_words import Window, Words, iter_passages
from dragoman.reading.wordpieces import WordPieces

__all__ = [
    "EVENT_FILE",
    "MODEL_FILE",
    "SIDES_FILE",
    "Array",
    "Laid",
    "Model",
    "Network",
    "States",
    "load_event_network",
    "load_network",
    "load_sides",
]

Array = NDArray[np.float32]

MODEL_FILE = pathlib.Path(__file__).parent / "models" / "reader.onnx"
EVENT_FILE = MODEL_FILE.with_name("events.onnx")
SIDES_FILE = MODEL_FILE.with_name("sides.onnx")
_WIDTHS = (7, 384, 1)


@dataclass(frozen=True, slots=True)
class States:
    """What the network says of each word of one text; the rows are the words."""

    words: Words
    tags: Array  # [N, 7] scores: O, then B and I of source, cue, content
    links: Array  # [N, 6 * 64]: first and last word of a cue, a source, a content
    null: Array  # [N, 1]: the score of a cue that has no source


@dataclass(frozen=True, slots=True)
class Laid:
    """A window of words as the network takes it."""

    pieces: NDArray[np.int64]  # [1, T], with the two marks
    features: NDArray[np.int64]  # [1, T]
    firsts: list[int]  # place of each word's first piece


class Model:
    """A model file, ready to run. Runs may overlap in threads; nothing in it changes."""

    def __init__(self, path: pathlib.Path) -> None:
        options = ort.SessionOptions()
        options.log_severity_level = 3
        # One thread: a second gains little on single windows, and batches of a corpus are read by processes.
        options.intra_op_num_threads = 1
        # The graph comes as it is to run: onnxruntime would fuse sums and norms into a kernel that takes five times as long.
        options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_ENABLE_BASIC
        self._session = ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
        self.metadata: dict[str, str] = self._session.get_modelmeta().custom_metadata_map
        self.name: str = self.metadata["name"]

    def call(self, inputs: dict[str, NDArray[np.generic]]) -> list[Array]:
        """Return all that the model says, in the order of its outputs."""
        return list(self._session.run(None, inputs))


class Network(Model):
    """An encoder with its heads."""

    def __init__(self, path: pathlib.Path) -> None:
        super().__init__(path)
        self.vocabulary = WordPieces(self.metadata["vocabulary"].split("\n"))
        self.tables: dict[str, Any] = json.loads(self.metadata["tables"])

    def table(self, name: str) -> Array:
        """Return one of the small tables of the model."""
        return np.asarray(self.tables[name], dtype=np.float32)

    def read(self, words: Words) -> States:
        """Read a text in passages; each word is taken from the one that it stands deepest in."""
        parts = [
            [value[start - window.start : end - window.start] for value in self.run(words, window)]
            for window, start, end in iter_passages(words)
        ]
        values = (
            np.concatenate([part[at] for part in parts]) if parts else np.zeros((0, width), dtype=np.float32)
            for at, width in enumerate(_WIDTHS)
        )
        return States(words, *values)

    def run(self, words: Words, window: Window, features: int = -1) -> list[Array]:
        """Return what every head says of the words of a window: one goes through alone, so that none is padded.

        features: the bits of the words' features that the network is shown.
        """
        laid = self.lay_out(words, window, features)
        return [value[0, laid.firsts] for value in self.call({"pieces": laid.pieces, "features": laid.features})]

    def lay_out(self, words: Words, window: Window, features: int = -1) -> Laid:
        """Put the pieces of a window in a row."""
        row, marks, firsts = [self.vocabulary.first], [0], []
        for number in range(window.start, window.end):
            firsts.append(len(row))
            row += words.pieces[number]
            marks += [words.features[number] & features] * len(words.pieces[number])
        return Laid(np.array([[*row, self.vocabulary.last]]), np.array([[*marks, 0]]), firsts)


@functools.cache
def load_network() -> Network:
    """Load the network of statements that comes with the package, once. Raises Unusable where it is not there."""
    return Network(_found(MODEL_FILE))


@functools.cache
def load_event_network() -> Network:
    """Load the network of events that comes with the package, once. Raises Unusable where it is not there."""
    return Network(_found(EVENT_FILE))


@functools.cache
def load_sides() -> Model:
    """Load the layers that read the sides of events, once. Raises Unusable where they are not there."""
    return Model(_found(SIDES_FILE))


def _found(path: pathlib.Path) -> pathlib.Path:
    if not path.is_file():
        raise Unusable("the trained model is not in this installation", path.name)
    return path
