"""Figures: how many of what, out of which, and whether they add up."""

from collections.abc import Callable
from typing import Any

import pytest

from dragoman.model import Figure, Reading
from dragoman.reading.measures import find_measures
from dragoman.reading.rules import load_rules

Read = Callable[..., Reading]


def _of(reading: Reading) -> list[tuple[Any, str | None]]:
    return [(figure.value, figure.unit) for figure in reading.figures]


def _words(reading: Reading) -> list[str]:
    return [figure.span.of(reading.article.text) for figure in reading.figures]


def _whole(reading: Reading, figure: Figure) -> Any:
    return next((other.value for other in reading.figures if other.id == figure.of), None)


@pytest.mark.parametrize(
    "entry", [*load_rules("figures")["bound"], *load_rules("figures")["after"]], ids=lambda entry: entry["example"]
)
def test_every_bound(entry: dict[str, Any]) -> None:
    (measure,) = find_measures(entry["example"])
    want = entry["value"]
    assert measure.value == (tuple(None if end == "open" else end for end in want) if isinstance(want, list) else want)


@pytest.mark.parametrize("table", ["label", "compound"])
def test_names_with_numbers_are_no_figures_and_near_misses_are(read: Read, table: str) -> None:
    rules = load_rules("figures")[table]
    assert read(rules["example"]).figures == ()
    assert len(read(rules["near_miss"]).figures) == 1


@pytest.mark.parametrize("entry", load_rules("units")["example"], ids=lambda entry: entry["text"])
def test_every_example_of_the_unit_table(read: Read, entry: dict[str, Any]) -> None:
    assert [figure.unit for figure in read(entry["text"]).figures] == entry["units"]


@pytest.mark.parametrize(
    ("text", "value", "unit", "words"),
    [
        ("More than 1,000 envoys came.", (1000, None), "envoys", "More than 1,000 envoys"),
        ("Support stood below 30 per cent.", (None, 30), "per cent", "below 30 per cent"),
        ("Between 5 and 10 ships sailed.", (5, 10), "ships", "Between 5 and 10 ships"),
        ("About 500 monks prayed.", 500, "monks", "About 500 monks"),
        ("Up to 500 monks prayed.", (None, 500), "monks", "Up to 500 monks"),
        ("They fed tens of thousands of people.", (20000, None), "people", "tens of thousands of people"),
        ("They fed 12 senior Foreign Ministry guards.", 12, "guards", "12 senior Foreign Ministry guards"),
        ("Repairs will cost $3.5bn.", 3500000000, "US dollars", "$3.5bn"),
        ("The nine-year feud is over.", 9, "years", "nine-year"),
        ("The 17 sailors held by the navy are home.", 17, "sailors", "The 17 sailors"),
        ("Three fund-raisers left.", 3, "fund-raisers", "Three fund-raisers"),
        ("It ends Secretary Ana Lund's six months of talks.", 6, "months", "six months"),
    ],
)
def test_value_unit_and_span(read: Read, text: str, value: Any, unit: str, words: str) -> None:
    reading = read(text)
    assert _of(reading) == [(value, unit)]
    assert _words(reading) == [words]


@pytest.mark.parametrize(
    "text",
    [
        "One envoy said the talks went well.",
        "It is one of several signs of thaw.",
        "The two leaders met at the 17th summit.",
        "Maria Lopez, 39, is the envoy.",
        "The envoy, a 61-year-old lawyer, died aged 95.",
        "The envoy won 2-1 against the G7 and flew an F-16.",
        "They cited Article 5 and Resolution 2231.",
        "Articles 12 and 14 of the charter apply.",
        "They cut the land in two.",
        "He was 95.",
        "One in five voters agreed.",
        "The Group of Seven met.",
        "Image 1 of 2",
        "It was day 17 of the siege.",
        "The children under 18 stayed.",
        "They recited the “three principles of peace” again.",
    ],
)
def test_what_counts_nothing_is_no_figure(read: Read, text: str) -> None:
    assert _of(read(text)) == []


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("The 17 sailors held by the navy wrote home.", "held by the navy"),
        ("Eleven sailors were freed last year.", "were freed"),
        ("The premier's standing fell to 28 per cent.", "The premier's standing"),
        ("They put the cost of the bridge at $9m.", "the cost of the bridge"),
        ("Some 14% of the voters stayed away.", "the voters"),
        ("They face a 25 percent tariff.", "tariff"),
        ("They bought $3 million worth of grain.", "grain"),
        ("They put tariffs on $3 billion in Danish goods.", "in Danish goods"),
        ("It might lay off 6,000 sailors.", "lay off"),
    ],
)
def test_what_is_counted(read: Read, text: str, what: str) -> None:
    reading = read(text)
    (figure,) = reading.figures
    assert figure.what is not None
    assert figure.what.of(reading.article.text) == what


def test_a_verb_of_having_counts_nothing(read: Read) -> None:
    (figure,) = read("The plant had 164 centrifuges.").figures
    assert (figure.value, figure.unit, figure.what) == (164, "centrifuges", None)


def test_two_measures_are_no_range(read: Read) -> None:
    figures = read("The price of its shares rose 1 percent to $36.65 on Monday.").figures
    assert [(figure.value, figure.unit) for figure in figures] == [(1, "per cent"), (36.65, "US dollars")]


def test_parts_take_the_unit_of_their_whole_and_add_up(read: Read) -> None:
    reading = read(
        "Six of the 20 sailors held by the navy were freed. "
        "The navy insists that of the remaining 14, nine had drowned and five never reached its shore."
    )
    assert [(f.value, f.unit, _whole(reading, f)) for f in reading.figures] == [
        (6, "sailors", 20),
        (20, "sailors", None),
        (14, "sailors", 20),
        (9, "sailors", 14),
        (5, "sailors", 14),
    ]
    assert [(check.sum, check.holds) for check in reading.figure_checks] == [(20, True), (14, True)]


@pytest.mark.parametrize(
    ("text", "part", "whole"),
    [
        ("The board acted with 26 of its 36 members absent.", 26, 36),
        ("Twenty people died, including five children.", 5, 20),
        ("The navy holds 30 sailors. Three of them are ill.", 3, 30),
        ("The navy holds 111 sailors, 39 of whom are ill.", 39, 111),
        ("One of the 12 ministers left.", 1, 12),
    ],
)
def test_of_names_the_whole(read: Read, text: str, part: int, whole: int) -> None:
    reading = read(text)
    figure = next(figure for figure in reading.figures if figure.value == part)
    assert _whole(reading, figure) == whole
    assert reading.figure_checks == ()


@pytest.mark.parametrize(
    ("text", "total"),
    [
        ("Of the 20 envoys, 12 voted for the plan and nine voted against.", 21),
        ("The board acted with 46 of its 36 members absent.", 46),
        ("Two of the 12 ministers left and the remaining nine stayed.", 11),
    ],
)
def test_a_sum_that_cannot_be_is_reported(read: Read, text: str, total: int) -> None:
    (check,) = read(text).figure_checks
    assert (check.sum, check.holds) == (total, False)


def test_parts_that_need_not_be_all_are_not_checked(read: Read) -> None:
    assert read("Of the 20 envoys, 12 voted for the plan and five voted against.").figure_checks == ()


def test_spans_lie_in_the_text_and_ids_are_unique(read: Read) -> None:
    reading = read("“Five of the 17” — he said 😀 — and $2m (£1.5m) for 3,000 homes…")
    ids = [figure.id for figure in reading.figures]
    assert len(ids) == len(set(ids)) > 3
    assert all(0 <= f.span.start < f.span.end <= len(reading.article.text) for f in reading.figures)
