"""Krippendorff's alpha and span F1, on examples of which the answer is known."""

import pytest

from dragoman.model import Span
from dragoman.review.agreement import span_f1
from dragoman.review.alpha import find_alpha

# K. Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), section C: four observers, twelve units, values missing.
OBSERVERS = ("123321412...", "1233224125.3", ".33323422 51.".replace(" ", ""), "1233244125 1.".replace(" ", ""))


def test_the_published_example_comes_out() -> None:
    units = [[None if value == "." else value for value in unit] for unit in zip(*OBSERVERS, strict=True)]
    assert find_alpha(units) == pytest.approx(0.743, abs=0.0005)


def test_two_observers_of_binary_data() -> None:
    # The same, section A: alpha = 0.095.
    first, second = "0100000010", "1110010000"
    assert find_alpha(list(zip(first, second, strict=True))) == pytest.approx(0.095, abs=0.0005)


@pytest.mark.parametrize(
    ("units", "alpha"),
    [
        ([("a", "a"), ("b", "b")], 1),
        ([("a", "a"), ("a", "a")], None),  # one value alone: nothing to tell agreement from chance by
        ([("a", None), (None, "b")], None),
        ([], None),
    ],
)
def test_the_ends_of_the_scale(units: list[tuple[str | None, ...]], alpha: float | None) -> None:
    assert find_alpha(units) == alpha


def test_spans_are_matched_once() -> None:
    mine, theirs = [Span(0, 10), Span(20, 30)], [Span(0, 10), Span(22, 25), Span(26, 30)]
    assert span_f1(mine, theirs, exact=True) == pytest.approx(2 / 5)
    assert span_f1(mine, theirs, exact=False) == pytest.approx(4 / 5)
    assert span_f1([], [], exact=True) is None
    assert span_f1(mine, [], exact=True) == 0
