"""Run the trained network over texts: an encoder with a head for each thing that is read, and layers for the sides of events.

A model file is one ONNX graph in int8; the encoder's metadata carry the vocabulary and the small tables that decoding needs.
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
    "MODEL_FILE",
    "SIDES_FILE",
    "Array",
    "Model",
    "Network",
    "SideLayers",
    "States",
    "load_network",
    "load_sides",
]

Array = NDArray[np.float32]

MODEL_FILE = pathlib.Path(__file__).parent / "models" / "reader.onnx"
SIDES_FILE = MODEL_FILE.with_name("sides.onnx")


@dataclass(frozen=True, slots=True)
class States:
    """What the network says of each word of one text; the rows are the words."""

    words: Words
    tags: Array  # [N, 7] scores: O, then B and I of source, cue, content
    nested: Array  # [N, 7]: the same of attributions inside others
    polnear: Array  # [N, 7]: the same of those that PolNeAR's annotators would take
    links: Array  # [N, 6 * 64]: first and last word of a cue, a source, a content
    null: Array  # [N, 1]: the score of a cue that has no source
    types: Array  # [N, 16] scores: of what type its sentence is (event_labels.TYPES), a mean over the words of one
    kinds: Array  # [N, 19] scores: of what kind the event is that it names (event_labels.KINDS)
    certain: (
        Array  # [N, 4]: scores that what it names did not, may have, did happen; and a number for that (certainty.UNIT)
    )
    names: Array  # [N, 37] scores: begin and inside of an entity of which class (entity_tags)
    shared: Array  # [N, 384]: what the layers of sides stand on


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
            [value[start - window.start : end - window.start] for value in self._run(words, window)]
            for window, start, end in iter_passages(words)
        ]
        if not parts:
            # A text without words: one mark alone says how wide each head is.
            parts = [[value[:0] for value in self._run(words, Window(0, 0))]]
        return States(words, *map(np.concatenate, zip(*parts, strict=True)))

    def _run(self, words: Words, window: Window) -> list[Array]:
        """Return what every head says of the words of a window: one goes through alone, so that none is padded."""
        row, marks, firsts = [self.vocabulary.first], [0], []
        for number in range(window.start, window.end):
            firsts.append(len(row))
            row += words.pieces[number]
            marks += [words.features[number]] * len(words.pieces[number])
        laid = {"pieces": np.array([[*row, self.vocabulary.last]]), "features": np.array([[*marks, 0]])}
        return [value[0, firsts] for value in self.call(laid)]


class SideLayers(Model):
    """The layers that read the sides of events, with the number of each path that they know (grammar_paths)."""

    def __init__(self, path: pathlib.Path) -> None:
        super().__init__(path)
        if "paths" not in self.metadata:
            raise Unusable("these layers know no paths", path.name)
        names = self.metadata["paths"].split("\n")
        self.paths: dict[str, int] = {name: number for number, name in enumerate(names, 1)}


@functools.cache
def load_network() -> Network:
    """Load the network that comes with the package, once. Raises Unusable where it is not there."""
    return Network(_found(MODEL_FILE))


@functools.cache
def load_sides() -> SideLayers:
    """Load the layers that read the sides of events, once. Raises Unusable where they are not there."""
    return SideLayers(_found(SIDES_FILE))


def _found(path: pathlib.Path) -> pathlib.Path:
    if not path.is_file():
        raise Unusable("the trained model is not in this installation", path.name)
    return path
