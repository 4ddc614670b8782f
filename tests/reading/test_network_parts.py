"""The parts around the network, none of which needs the trained model."""

import itertools
from collections.abc import Collection

import numpy as np
import pytest
import spacy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dragoman.reading.entity_tags import ENTITIES, ENTITY_TAGS, set_entities
from dragoman.reading.network import Array, States
from dragoman.reading.network_words import PARAGRAPH, Words, iter_passages, iter_windows, words_of
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


def test_entities_begin_where_their_class_changes_and_with_a_paragraph() -> None:
    doc = spacy.blank("en").make_doc("Ana Ruiz Peru Lima Quito")
    person, state = (1 + 2 * ENTITIES.index(name) for name in ("PERSON", "GPE"))
    tags = [person, person + 1, state + 1, state, state + 1]
    names = np.eye(ENTITY_TAGS, dtype=np.float32)[tags]
    nothing = np.zeros((5, 0), dtype=np.float32)
    words = Words(tuple(range(5)), ((5,),) * 5, (0, 0, 0, 0, PARAGRAPH))
    set_entities(
        doc, States(words, nothing, nothing, nothing, nothing, nothing, nothing, nothing, nothing, names, nothing)
    )
    assert [(ent.text, ent.label_) for ent in doc.ents] == [
        ("Ana Ruiz", "PERSON"), ("Peru", "GPE"), ("Lima", "GPE"), ("Quito", "GPE"),
    ]  # fmt: skip


def _words(lengths: list[int], paragraphs: Collection[int] = ()) -> Words:
    features = tuple(PARAGRAPH if at in paragraphs else 0 for at in range(len(lengths)))
    return Words(tuple(range(len(lengths))), tuple((5,) * length for length in lengths), features)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.integers(1, 16), max_size=200), st.integers(20, 60))
def test_windows_cover_every_word_once_and_fit(lengths: list[int], size: int) -> None:
    windows = list(iter_windows(_words(lengths), size=size))
    assert [at for window in windows for at in range(window.start, window.end)] == list(range(len(lengths)))
    assert all(sum(lengths[window.start : window.end]) <= size - 2 for window in windows)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.integers(1, 16), max_size=200), st.sets(st.integers(0, 199)), st.integers(40, 80), st.integers(0, 18)
)
def test_every_word_is_taken_from_one_passage(lengths: list[int], starts: set[int], size: int, overlap: int) -> None:
    passages = list(iter_passages(_words(lengths, starts), size=size, overlap=overlap))
    assert [at for _, start, end in passages for at in range(start, end)] == list(range(len(lengths)))
    assert all(window.start <= start < end <= window.end for window, start, end in passages)
    assert all(sum(lengths[window.start : window.end]) <= size - 2 for window, _, _ in passages)


def test_a_passage_ends_with_a_paragraph_where_it_can() -> None:
    passages = list(iter_passages(_words([1] * 60, {0, 22, 30}), size=30, overlap=6))
    assert [(window.start, window.end, start, end) for window, start, end in passages] == [
        (0, 22, 0, 22),
        (22, 50, 22, 47),
        (44, 60, 47, 60),
    ]


def _chain(seed: int, words: int) -> tuple[Array, Array, Array]:
    chance = np.random.default_rng(seed)
    return tuple(chance.normal(size=shape).astype(np.float32) for shape in ((words, 3), (3, 3), (3,)))  # type: ignore[return-value]


def _score(path: tuple[int, ...], scores: Array, steps: Array, starts: Array) -> float:
    total = starts[path[0]] + sum(scores[at, tag] for at, tag in enumerate(path))
    return float(total + sum(steps[left, right] for left, right in itertools.pairwise(path)))


@pytest.mark.parametrize("seed", range(5))
def test_decoding_agrees_with_trying_every_sequence(seed: int) -> None:
    scores, steps, starts = _chain(seed, 5)
    lengths = np.array([5, 3])
    chains = np.stack([scores, scores[::-1]])
    tags, chances = viterbi(chains, lengths, steps, starts), marginals(chains, lengths, steps, starts)
    for row, length in enumerate(lengths):
        paths = list(itertools.product(range(3), repeat=int(length)))
        weights = np.exp([_score(path, chains[row], steps, starts) for path in paths])
        assert tags[row, :length].tolist() == list(paths[int(weights.argmax())])
        third = sum(weight for path, weight in zip(paths, weights, strict=True) if path[2] == 1) / weights.sum()
        assert chances[row, 2, 1] == pytest.approx(third, abs=1e-4)
        assert chances[row, :length].sum(axis=1) == pytest.approx(np.ones(length), abs=1e-4)


def test_no_words_are_no_spans() -> None:
    assert find_spans([], np.zeros((0, 7), dtype=np.float32)) == []


def test_spans_are_runs_of_one_role() -> None:
    tags = [1, 2, 3, 5, 6, 6, 5, 0, 4, 0]
    chances = np.full((10, 7), 0.5, dtype=np.float32)
    found = [(span.start, span.end, span.role) for span in find_spans(tags, chances)]
    assert found == [(0, 2, SOURCE), (2, 3, CUE), (3, 6, CONTENT), (6, 7, CONTENT), (8, 9, CUE)]
