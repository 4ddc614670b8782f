"""The parts around the network, none of which needs the trained model."""

import itertools

import numpy as np
import pytest
import spacy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dragoman.reading.network import Array
from dragoman.reading.network_words import Words, iter_windows, words_of
from dragoman.reading.tagging import CONTENT, CUE, SOURCE, find_spans, marginals, viterbi
from dragoman.reading.wordpieces import WordPieces

ENTRIES = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "talk", "##s", "cafe", "-", "re", "##open", "日"]


@pytest.mark.parametrize(
    ("word", "pieces"),
    [
        ("Talks", ["talk", "##s"]),
        ("Café", ["cafe"]),
        ("re-open", ["re", "-", "[UNK]"]),
        ("reopen", ["re", "##open"]),
        ("日talk", ["日", "talk"]),
        ("talkz", ["[UNK]"]),
        ("\u200b", ["[UNK]"]),
        ("talk" * 30, ["[UNK]"]),
    ],
)
def test_words_are_cut_by_the_longest_match(word: str, pieces: list[str]) -> None:
    assert [ENTRIES[number] for number in WordPieces(ENTRIES).cut(word)] == pieces


def test_features_tell_shape_quotation_and_paragraph() -> None:
    doc = spacy.blank("en").make_doc("NATO met.\n\n“We met,” Weber said in 2024.")
    words = words_of(doc, WordPieces(ENTRIES))
    marks = {doc[index].text: mark for index, mark in zip(words.tokens, words.features, strict=True)}
    assert marks["NATO"] == 8 + 2
    assert marks["“"] == 8 + 4
    assert marks["We"] == 4 + 1
    assert (marks["Weber"], marks["said"], marks["2024"]) == (1, 0, 3)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.integers(1, 16), max_size=200), st.integers(20, 60), st.integers(0, 18))
def test_windows_cover_every_word_and_fit(lengths: list[int], size: int, overlap: int) -> None:
    pieces = tuple((5,) * length for length in lengths)
    words = Words(tuple(range(len(pieces))), pieces, (0,) * len(pieces))
    windows = list(iter_windows(words, overlap=overlap, size=size))
    assert {at for window in windows for at in range(window.start, window.end)} == set(range(len(pieces)))
    assert all(sum(lengths[window.start : window.end]) <= size - 2 for window in windows)
    assert all(left.start < right.start <= left.end <= right.end for left, right in itertools.pairwise(windows))


def _chain(seed: int, words: int) -> tuple[Array, Array, Array]:
    chance = np.random.default_rng(seed)
    return tuple(chance.normal(size=shape).astype(np.float32) for shape in ((words, 3), (3, 3), (3,)))  # type: ignore[return-value]


def _score(path: tuple[int, ...], scores: Array, steps: Array, starts: Array) -> float:
    total = starts[path[0]] + sum(scores[at, tag] for at, tag in enumerate(path))
    return float(total + sum(steps[left, right] for left, right in itertools.pairwise(path)))


@pytest.mark.parametrize("seed", range(5))
def test_decoding_agrees_with_trying_every_sequence(seed: int) -> None:
    scores, steps, starts = _chain(seed, 5)
    paths = list(itertools.product(range(3), repeat=5))
    weights = np.exp([_score(path, scores, steps, starts) for path in paths])
    assert viterbi(scores, steps, starts) == list(paths[int(weights.argmax())])
    chances = marginals(scores, steps, starts)
    third = sum(weight for path, weight in zip(paths, weights, strict=True) if path[2] == 1) / weights.sum()
    assert chances[2, 1] == pytest.approx(third, abs=1e-4)
    assert chances.sum(axis=1) == pytest.approx(np.ones(5), abs=1e-4)


def test_no_words_are_no_tags() -> None:
    _, steps, starts = _chain(0, 1)
    empty = np.zeros((0, 3), dtype=np.float32)
    assert viterbi(empty, steps, starts) == []
    assert find_spans([], marginals(empty, steps, starts)) == []


def test_spans_are_runs_of_one_role() -> None:
    tags = [1, 2, 3, 5, 6, 6, 5, 0, 4, 0]
    chances = np.full((10, 7), 0.5, dtype=np.float32)
    found = [(span.start, span.end, span.role) for span in find_spans(tags, chances)]
    assert found == [(0, 2, SOURCE), (2, 3, CUE), (3, 6, CONTENT), (6, 7, CONTENT), (8, 9, CUE)]
