"""Run the trained network over texts: one small encoder with a head for each thing that is read off it.

The model file is one ONNX graph in int8; its metadata carry the vocabulary and the small tables that decoding needs. It
is made by the scripts in `training/`, and `docs/model-card.md` says from what.
"""

import functools
import itertools
import json
import os
import pathlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import onnxruntime as ort
from numpy.typing import NDArray

from dragoman.errors import Unusable
from dragoman.reading.event_labels import TYPES
from dragoman.reading.network_words import Window, Words, iter_windows
from dragoman.reading.wordpieces import PAD, WordPieces

__all__ = ["MODEL_FILE", "Array", "Network", "States", "load_network"]

Array = NDArray[np.float32]

MODEL_FILE = pathlib.Path(__file__).parent / "models" / "reader.onnx"
_OVERLAP = 96  # pieces that neighbouring windows share: each word is read with at least 48 pieces on either side of it
_TOGETHER = 8  # windows a run: more take memory and gain no time on two cores
_HEADS = ("tags", "links", "null", "verdicts", "types")
_WIDTHS = (7, 384, 1, 3, len(TYPES))


@dataclass(frozen=True, slots=True)
class States:
    """What the network says of each word of one text; the rows are the words."""

    words: Words
    tags: Array  # [N, 7] scores: O, then B and I of source, cue, content
    links: Array  # [N, 6 * 64]: first and last word of a cue, a source, a content
    null: Array  # [N, 1]: the score of a cue that has no source
    verdicts: Array  # [N, 3] scores: happened, open, denied
    types: Array  # [N, 16] scores in the order of `event_labels.TYPES`: their mean over a sentence is the sentence's


class Network:
    """The model, ready to run. Runs may overlap in threads; nothing in it changes."""

    def __init__(self, path: pathlib.Path) -> None:
        options = ort.SessionOptions()
        options.log_severity_level = 3
        # Batches of a corpus are read by processes: as many threads in each as it may use, and no more.
        options.intra_op_num_threads = min(4, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1)
        # Threads that wait must not spin: on a busy machine that takes the time of those that work.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self._session = ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
        metadata = self._session.get_modelmeta().custom_metadata_map
        self.vocabulary = WordPieces(metadata["vocabulary"].split("\n"))
        self.tables: dict[str, Any] = json.loads(metadata["tables"])
        self.name: str = metadata["name"]

    def table(self, name: str) -> Array:
        """Return one of the small tables of the model."""
        return np.asarray(self.tables[name], dtype=np.float32)

    def read(self, words: Words) -> States:
        """Read a text in overlapping windows; each word is taken from the window that it stands deepest in."""
        windows = list(iter_windows(words, overlap=_OVERLAP))
        parts = self._run([(words, window) for window in windows])
        kept = _deepest(windows, len(words.tokens))
        values = (
            np.concatenate([part[at][low:high] for part, (low, high) in zip(parts, kept, strict=True)])
            if parts
            else np.zeros((0, width), dtype=np.float32)
            for at, width in enumerate(_WIDTHS)
        )
        return States(words, *values)

    def _run(self, parts: Sequence[tuple[Words, Window]]) -> list[list[Array]]:
        """Return for each part what every head says of its words; parts of like length go together."""
        order = sorted(range(len(parts)), key=lambda at: parts[at][1].end - parts[at][1].start)
        found: dict[int, list[Array]] = {}
        for start in range(0, len(order), _TOGETHER):
            numbers = order[start : start + _TOGETHER]
            pieces, features, firsts = _lay_out([parts[at] for at in numbers], self.vocabulary)
            values = self._session.run(list(_HEADS), {"pieces": pieces, "features": features})
            for row, at in enumerate(numbers):
                found[at] = [value[row, firsts[row]] for value in values]
        return [found[at] for at in range(len(parts))]


def _lay_out(
    parts: Sequence[tuple[Words, Window]], vocabulary: WordPieces
) -> tuple[NDArray[np.int64], NDArray[np.int64], list[list[int]]]:
    """Return pieces and features [B, T], and where each word's first piece stands."""
    rows, marks, firsts = [], [], []
    for words, window in parts:
        row, mark, first = [vocabulary.first], [0], []
        for number in range(window.start, window.end):
            first.append(len(row))
            row += words.pieces[number]
            mark += [words.features[number]] * len(words.pieces[number])
        rows.append([*row, vocabulary.last])
        marks.append([*mark, 0])
        firsts.append(first)
    length = max(map(len, rows))
    pieces = np.full((len(rows), length), PAD, dtype=np.int64)
    features = np.zeros((len(rows), length), dtype=np.int64)
    for at, (row, mark) in enumerate(zip(rows, marks, strict=True)):
        pieces[at, : len(row)] = row
        features[at, : len(mark)] = mark
    return pieces, features, firsts


def _deepest(windows: Sequence[Window], length: int) -> list[tuple[int, int]]:
    """Return for each window the words, counted from its first, that are taken from it: neighbours share their overlap."""
    borders = [0, *((left.end + right.start) // 2 for left, right in itertools.pairwise(windows)), length]
    return [(borders[at] - window.start, borders[at + 1] - window.start) for at, window in enumerate(windows)]


@functools.cache
def load_network() -> Network:
    """Load the model that comes with the package, once. Raises Unusable where it is not there or is no model."""
    if not MODEL_FILE.is_file():
        raise Unusable("the trained model is not in this installation", MODEL_FILE.name)
    return Network(MODEL_FILE)
