"""Numbers in digits and words."""

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.reading.numbers import find_numerals
from dragoman.reading.rules import load_rules


def _plain(value: Any) -> Any:
    return ["open" if end is None else end for end in value] if isinstance(value, tuple) else value


@pytest.mark.parametrize("entry", load_rules("figures_numbers")["example"], ids=lambda entry: entry["text"][:40])
def test_every_example_of_the_number_table(entry: dict[str, Any]) -> None:
    assert [_plain(numeral.value) for numeral in find_numerals(entry["text"])] == entry["values"]


@given(st.integers(min_value=0, max_value=10**9))
def test_a_number_with_commas_is_read_back(number: int) -> None:
    assert [numeral.value for numeral in find_numerals(f"They counted {number:,} votes.")] == [number]


@given(st.text(alphabet="0123456789-–., $%ab of and to ten half", max_size=60))
def test_any_mix_of_signs_gives_ordered_numbers_inside_the_text(text: str) -> None:
    numerals = find_numerals(text)
    assert all(0 <= numeral.start < numeral.end <= len(text) for numeral in numerals)
    assert all(one.end <= other.start for one, other in pairwise(numerals))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Twenty-five million people", "Twenty-five million"),
        ("from a dozen towns", "a dozen"),
        ("some 3.3 million tonnes", "3.3 million"),
        ("a third of the seats", "a third"),
    ],
)
def test_the_span_is_the_number_as_printed(text: str, words: str) -> None:
    (numeral,) = find_numerals(text)
    assert text[numeral.start : numeral.end] == words
