"""Forecasts: words of likelihood, what they are said of, and the probability of a published scale."""

from collections.abc import Callable
from typing import Any

import pytest

from dragoman.model import Reading
from dragoman.reading.rules import load_rules

Read = Callable[..., Reading]
_ENTRIES = load_rules("estimative")["entry"]


def _lines(reading: Reading) -> list[tuple[str, str, Any]]:
    text = reading.article.text
    return [(one.phrase.of(text), one.content.of(text), one.probability) for one in reading.forecasts]


@pytest.mark.parametrize("entry", _ENTRIES, ids=lambda entry: entry["example"])
def test_every_example_of_the_table(read: Read, entry: dict[str, Any]) -> None:
    scale = tuple(entry["range"]) if "range" in entry else None
    assert _lines(read(entry["example"])) == [(entry["phrase"], entry["content"], scale)]


@pytest.mark.parametrize("entry", _ENTRIES, ids=lambda entry: entry["words"][0])
def test_a_range_names_its_scale(entry: dict[str, Any]) -> None:
    assert ("range" in entry) == ("source" in entry)
    low, high = entry.get("range", [0, 1])
    assert 0 <= low <= high <= 1


@pytest.mark.parametrize(
    ("text", "phrase", "content", "probability"),
    [
        ("Progress would be likely to lift his standing.", "would be likely to", "lift his standing", (0.55, 0.8)),
        ("The deal will likely fail.", "likely", "The deal will likely fail", (0.55, 0.8)),
        ("The deal is not likely to fail.", "is not likely to", "fail", (0.2, 0.45)),
        ("Neither is likely to yield.", "is likely to", "yield", (0.2, 0.45)),
        ("It’s possible that the truce will hold.", "’s possible", "the truce will hold", None),
        ("No deal is likely.", "is likely", "No deal", (0.2, 0.45)),
        ("They do not believe the truce will hold.", "do not believe", "the truce will hold", (0.2, 0.4)),
        ("There is a 30 per cent chance of a truce.", "a 30 per cent chance of", "a truce", (0.3, 0.3)),
        ("The treaty, likely to be signed in Oslo, is short.", "likely to", "be signed in Oslo", (0.55, 0.8)),
        ("The envoy is expected to arrive, which is new.", "is expected to", "arrive", None),
    ],
)
def test_phrase_content_and_probability(read: Read, text: str, phrase: str, content: str, probability: Any) -> None:
    assert _lines(read(text)) == [(phrase, content, probability)]


@pytest.mark.parametrize(
    "text",
    [
        "I could list them for you.",
        "For a time she believed that peace would require war.",
        "She is certain that her life is in danger.",
        "It is certainly a priority for him.",
        "While Oslo may blame the papers, nobody believed it.",
        "You'd think that Oslo would leave.",
        "I think it would have failed.",
        "The envoy will arrive.",
        "A possible truce was discussed.",
        "The treaty had been likely to fail.",
        "He probably knew the envoy.",
        "They could not reach the town.",
        "They could have won.",
        "They asked what could happen.",
        "They came as soon as possible.",
        "It might seem odd.",
        "They made sure that the envoy would come.",
        "They are not sure what the envoy might say.",
        "They will pay if they expect the envoy to come.",
        "Analysts believe the envoy lied.",
        "The incentives that the union may offer are few.",
    ],
)
def test_what_is_no_forecast(read: Read, text: str) -> None:
    assert _lines(read(text)) == []


def test_one_forecast_a_clause_and_the_one_with_a_probability(read: Read) -> None:
    assert _lines(read("The talks may probably resume.")) == [
        ("probably", "The talks may probably resume", (0.55, 0.8))
    ]
