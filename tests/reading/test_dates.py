"""Time expressions on sentences of our own, each true case beside a near miss."""

import pytest
from edtf import parse_edtf
from spacy.language import Language

from dragoman.model import Date
from dragoman.reading.date_words import load_lexicon
from dragoman.reading.rules import load_rules

# A Tuesday.
PUBLISHED = "2024-02-13"


def dates_of(nlp: Language, text: str, published: str | None = PUBLISHED) -> tuple[str, tuple[Date, ...]]:
    doc = nlp.make_doc(text)
    doc._.published = published
    for name, step in nlp.pipeline:
        if name != "ner" and (not name.startswith("dragoman_") or name in {"dragoman_paragraphs", "dragoman_dates"}):
            doc = step(doc)
    return text, doc._.dates


TRUE = [
    ("Lena Ruiz spoke in parliament last week.", "last week", "DATE", "2024-W06", "2024-02-05/2024-02-11"),
    ("They left last month.", "last month", "DATE", "2024-01", "2024-01"),
    ("They met last year in Rome.", "last year", "DATE", "2023", "2023"),
    ("She is preparing to fly to Rome in April.", "April", "DATE", "2024-04", "2024-04"),
    ("She flew to Rome in April.", "April", "DATE", "2023-04", "2023-04"),
    ("They met on 18 November 2019 in Rome.", "18 November 2019", "DATE", "2019-11-18", "2019-11-18"),
    ("They met on November 18, 2019.", "November 18, 2019", "DATE", "2019-11-18", "2019-11-18"),
    ("The deal of 2019-11-18 still holds.", "2019-11-18", "DATE", "2019-11-18", "2019-11-18"),
    ("The minister said on Monday that talks failed.", "Monday", "DATE", "2024-02-12", "2024-02-12"),
    ("The minister will speak on Monday.", "Monday", "DATE", "2024-02-19", "2024-02-19"),
    ("The minister spoke on Tuesday.", "Tuesday", "DATE", "2024-02-13", "2024-02-13"),
    ("They left yesterday.", "yesterday", "DATE", "2024-02-12", "2024-02-12"),
    ("Talks begin tomorrow.", "tomorrow", "DATE", "2024-02-14", "2024-02-14"),
    ("They were taken decades ago.", "decades ago", "DATE", "PAST_REF", "../2004"),
    ("They were taken two years ago.", "two years ago", "DATE", "2022", "2022"),
    ("They fled three weeks ago.", "three weeks ago", "DATE", "2024-W04", "2024-01-22/2024-01-28"),
    ("The war began in the 1990s.", "the 1990s", "DATE", "199", "199X"),
    ("The border dates from the 19th century.", "the 19th century", "DATE", "18", "18XX"),
    ("A summit is planned for later this month.", "later this month", "DATE", "2024-02", "2024-02"),
    ("The truce must hold until the end of the year.", "the end of the year", "DATE", "2024-12", "2024-12"),
    ("They will meet early next year.", "early next year", "DATE", "2025", "2025"),
    ("They signed it in the third quarter of 2019.", "the third quarter of 2019", "DATE", "2019-Q3", "2019-07/2019-09"),
    ("They met in the summer of 2019.", "the summer of 2019", "DATE", "2019-SU", "2019-22"),
    ("They will meet in April next year.", "April next year", "DATE", "2025-04", "2025-04"),
    ("They met on Monday morning.", "Monday morning", "TIME", "2024-02-12TMO", "2024-02-12"),
    ("They waited for two years.", "two years", "DURATION", "P2Y", None),
    ("It was a three-year war.", "three-year", "DURATION", "P3Y", None),
    ("It was a two-hour meeting.", "two-hour", "DURATION", "PT2H", None),
    ("They meet every day.", "every day", "SET", "P1D", None),
    ("They meet every Monday.", "every Monday", "SET", "XXXX-WXX-1", None),
    ("They recently met.", "recently", "DATE", "PAST_REF", None),
    ("They are now ready.", "now", "DATE", "PRESENT_REF", None),
    ("They ruled from 2012-14 in the north.", "2012-14", "DURATION", "P2Y", "2012/2014"),
]


@pytest.mark.parametrize(("text", "words", "kind", "value", "edtf"), TRUE, ids=[row[1] for row in TRUE])
def test_expression(nlp: Language, text: str, words: str, kind: str, value: str, edtf: str | None) -> None:
    _, dates = dates_of(nlp, text)
    assert [(date.span.of(text), date.type, date.value, date.edtf) for date in dates] == [(words, kind, value, edtf)]


@pytest.mark.parametrize(
    "text",
    [
        "It may rain over the border.",
        "The troops march north.",
        "A second meeting failed.",
        "The fall of the city shocked them.",
        "Some 2000 soldiers crossed.",
        "It cost $2014 a head.",
        "Resolution 2231 still holds.",
        "They spring to mind.",
        "The 17-year-old waited.",
    ],
)
def test_no_expression(nlp: Language, text: str) -> None:
    assert dates_of(nlp, text)[1] == ()


def test_later_counts_from_the_date_before(nlp: Language) -> None:
    text, dates = dates_of(nlp, "Talks open on 18 November 2023, and they end 10 days later.")
    assert [(date.span.of(text), date.edtf) for date in dates][-1] == ("10 days later", "2023-11-28")


@pytest.mark.parametrize("published", [None, "2024", "2024-02"])
def test_what_publication_does_not_settle_is_left_open(nlp: Language, published: str | None) -> None:
    _, dates = dates_of(nlp, "They met on Monday.", published)
    assert [(date.type, date.edtf) for date in dates] == [("DATE", None)]


def test_a_month_is_enough_for_the_year(nlp: Language) -> None:
    assert [date.edtf for date in dates_of(nlp, "They met last year.", "2024-02")[1]] == ["2023"]


def test_every_edtf_is_edtf(nlp: Language) -> None:
    for row in TRUE:
        for date in dates_of(nlp, row[0])[1]:
            if date.edtf is not None:
                parse_edtf(date.edtf)


@pytest.mark.parametrize("name", sorted(load_rules("dates")))
def test_example_of_each_table(nlp: Language, name: str) -> None:
    assert dates_of(nlp, load_rules("dates")[name]["example"])[1]


@pytest.mark.parametrize("month", sorted(load_lexicon().months))
def test_every_month(nlp: Language, month: str) -> None:
    _, dates = dates_of(nlp, f"They met on {month.title()} 3, 2019.")
    assert [date.edtf for date in dates] == [f"2019-{load_lexicon().months[month]:02d}-03"]


@pytest.mark.parametrize("unit", sorted(load_lexicon().units))
def test_every_unit_makes_a_duration(nlp: Language, unit: str) -> None:
    number = "two" if unit.endswith("s") or unit == "centuries" else "one"
    _, dates = dates_of(nlp, f"They stayed there for {number} {unit} at most.")
    assert [date.type for date in dates] == ["DURATION"]
