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
    ("They are due to meet on Friday evening.", "Friday evening", "TIME", "2024-02-16TEV", "2024-02-16"),
    ("It had been due to expire Friday evening.", "Friday evening", "TIME", "2024-02-09TEV", "2024-02-09"),
    ("They left yesterday.", "yesterday", "DATE", "2024-02-12", "2024-02-12"),
    ("Talks begin tomorrow.", "tomorrow", "DATE", "2024-02-14", "2024-02-14"),
    ("They were taken decades ago.", "decades ago", "DATE", "PAST_REF", "../2004"),
    ("They were taken two years ago.", "two years ago", "DATE", "2022", "2022"),
    ("They fled three weeks ago.", "three weeks ago", "DATE", "2024-W04", "2024-01-22/2024-01-28"),
    ("The war began in the 1990s.", "the 1990s", "DATE", "199", "199X"),
    ("The border dates from the 19th century.", "the 19th century", "DATE", "18", "18XX"),
    ("A summit is planned for later this month.", "later this month", "DATE", "2024-02", "2024-02"),
    ("The truce must hold until the end of the year.", "the end of the year", "DATE", "2024", "2024-12"),
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
    ("The envoy spoke at 10 p.m. Wednesday.", "10 p.m. Wednesday", "TIME", "2024-02-07T22:00", "2024-02-07"),
    ("The truce will end at noon Friday.", "noon Friday", "TIME", "2024-02-16T12:00", "2024-02-16"),
    ("The deadline was moved to 5 p.m. EST, March 4.", "5 p.m. EST, March 4", "TIME", "2024-03-04T17:00", "2024-03-04"),
    ("The vote was postponed until Thursday.", "Thursday", "DATE", "2024-02-15", "2024-02-15"),
    ("They could arrive as early as Thursday.", "Thursday", "DATE", "2024-02-15", "2024-02-15"),
    ("The first states to join the pact on Friday were small.", "Friday", "DATE", "2024-02-09", "2024-02-09"),
    ("The truce was extended to March 4.", "March 4", "DATE", "2024-03-04", "2024-03-04"),
    ("They met on Sunday, March 3.", "Sunday, March 3", "DATE", "2024-03-03", "2024-03-03"),
    ("The mayor was shot last Nov. 12.", "last Nov. 12", "DATE", "2023-11-12", "2023-11-12"),
    ("It ends when the case is heard in May.", "May", "DATE", "2024-05", "2024-05"),
    ("They met in nineteen ninety-six.", "nineteen ninety-six", "DATE", "1996", "1996"),
    ("They met in May nineteen ninety-six.", "May nineteen ninety-six", "DATE", "1996-05", "1996-05"),
    ("They were poor in the nineties.", "the nineties", "DATE", "199", "199X"),
    ("They met over the weekend.", "the weekend", "DATE", "2024-W06-WE", "2024-02-10/2024-02-11"),
    ("They met on Thanksgiving Day.", "Thanksgiving Day", "DATE", "2023-11-23", "2023-11-23"),
    ("They will meet on Good Friday.", "Good Friday", "DATE", "2024-03-29", "2024-03-29"),
    ("Sales fell in the 2022 third quarter.", "the 2022 third quarter", "DATE", "2022-Q3", "2022-07/2022-09"),
    ("Output fell in the last half of 2022.", "the last half of 2022", "DATE", "2022-H2", "2022-07/2022-12"),
    ("Exports fell in the latest month.", "the latest month", "DATE", "2024-01", "2024-01"),
    ("Trade may slow in coming months.", "coming months", "DATE", "FUTURE_REF", None),
    ("They waited for 2 1/2 years.", "2 1/2 years", "DURATION", "P2Y6M", None),
    ("They waited for an hour and a half.", "an hour and a half", "DURATION", "PT1H30M", None),
    ("The lease runs for an additional year.", "an additional year", "DURATION", "P1Y", None),
    ("They met every six months.", "every six months", "SET", "P6M", None),
    ("They waited for 3½ years.", "3½ years", "DURATION", "P3Y6M", None),
    ("The president arrives Wednesday in Oslo.", "Wednesday", "DATE", "2024-02-14", "2024-02-14"),
    ("The banks seek ways to get around Friday's ruling.", "Friday", "DATE", "2024-02-09", "2024-02-09"),
    ("They did not reach a deal until Friday.", "Friday", "DATE", "2024-02-09", "2024-02-09"),
    ("The city said the court would move back in December.", "December", "DATE", "2023-12", "2023-12"),
    ("They did not wait a week before breaking it.", "a week", "DURATION", "P1W", None),
    ("Oslo has vowed to find them after the attack on 7 October.", "7 October", "DATE", "2023-10-07", "2023-10-07"),
    ("They were ruled by it in the ‘50s.", "the ‘50s", "DATE", "195", "195X"),
    ("It was a day-long meeting.", "day-long", "DURATION", "P1D", None),
    ("It was a decades-long feud.", "decades-long", "DURATION", "PXE", None),
    ("The court will sit in the week of March 6.", "the week of March 6", "DATE", "2024-W10", "2024-03-04/2024-03-10"),
    ("They have hidden since the Aug. 23 raid.", "Aug. 23", "DATE", "2023-08-23", "2023-08-23"),
    ("For the year, exports were flat.", "the year", "DATE", "2024", None),
    ("In March Russia left the pact.", "March", "DATE", "2023-03", "2023-03"),
    ("They need two to three weeks.", "two to three weeks", "DURATION", "PXW", None),
    ("They argued for weeks.", "weeks", "DURATION", "PXW", None),
    ("It must close by year-end.", "year-end", "DATE", "2024-12-31", "2024-12"),
]


@pytest.mark.parametrize(("text", "words", "kind", "value", "edtf"), TRUE, ids=[row[1] for row in TRUE])
def test_expression(nlp: Language, text: str, words: str, kind: str, value: str, edtf: str | None) -> None:
    _, dates = dates_of(nlp, text)
    assert [(date.span.of(text), date.type, date.value, date.edtf) for date in dates] == [(words, kind, value, edtf)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("They will meet next week, early in the week.", "2024-W08"),
        ("Talks began on Tuesday and continue on Wednesday.", "2024-02-14"),
        ("Talks began on Sunday. The envoy left on Monday.", "2024-02-12"),
        ("They will meet on April 24 and 25 in Rome.", "2024-04-25"),
        ("Early in 2017 they wrote, and that April they met.", "2017-04"),
        ("They resigned on Sunday night, and she left the next morning.", "2024-02-12TMO"),
        ("Talks began on Tuesday, and the envoy left on Wednesday.", "2024-02-07"),
    ],
)
def test_a_second_expression_follows_the_first(nlp: Language, text: str, value: str) -> None:
    _, dates = dates_of(nlp, text)
    assert dates[-1].value == value


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
        "They soon left.",
        "The minister, Jan Wolny, left.",
        "The Sun shone on the border.",
        "A quarter of the voters stayed away.",
        "A woman in her 30s was hurt.",
        "The Courier, a daily, said so.",
        "They joined the march on the palace.",
        "Thousands joined the March for Peace.",
        "She told the Daily Courier so.",
        "She told Russia Today so.",
        "She said so on “This Week.”",
        "Her last day in office was calm.",
        "She chose between one and 25 of them.",
        "They praised Theresa May's government.",
        "They met at Mar-a-Lago.",
    ],
)
def test_no_expression(nlp: Language, text: str) -> None:
    assert dates_of(nlp, text)[1] == ()


def test_later_counts_from_the_date_before(nlp: Language) -> None:
    text, dates = dates_of(nlp, "Talks open on 18 November 2023, and they end 10 days later.")
    assert [(date.span.of(text), date.edtf) for date in dates][-1] == ("10 days later", "2023-11-28")


@pytest.mark.parametrize(
    ("words", "value", "edtf"),
    [
        ("the quarter ended Sept. 30", "2023-Q3", "2023-07/2023-09"),
        ("its fourth quarter ended June 30", "2023-Q4", "2023-04/2023-06"),
    ],
)
def test_a_quarter_is_dated_by_its_end(nlp: Language, words: str, value: str, edtf: str) -> None:
    _, dates = dates_of(nlp, f"It lost money in {words}.")
    assert (dates[0].value, dates[0].edtf) == (value, edtf)


@pytest.mark.parametrize(
    "words", ["a year earlier", "a year ago", "the year-ago quarter", "the corresponding period last year"]
)
def test_a_year_earlier_is_the_same_quarter(nlp: Language, words: str) -> None:
    text, dates = dates_of(nlp, f"It earned 9 million dollars in the third quarter, up from 8 million dollars {words}.")
    assert [(date.span.of(text), date.value) for date in dates][1:] == [(words, "2022-Q3")]


def test_a_year_earlier_does_not_move_the_story(nlp: Language) -> None:
    _, dates = dates_of(
        nlp, "In 2021 it sold 9 ships, up from 8 a year earlier, and it had 7 crews, not 6 a year earlier."
    )
    assert [date.edtf for date in dates] == ["2021", "2020", "2020"]


def test_that_day_is_the_day_before_it(nlp: Language) -> None:
    _, dates = dates_of(nlp, "They met on 18 November 2023. They parted that day and wrote later that year.")
    assert [date.edtf for date in dates][1:] == ["2023-11-18", "2023"]


@pytest.mark.parametrize(
    ("words", "edtf"),
    [("May of that year", "2011-05"), ("May the following year", "2012-05"), ("May next year", "2025-05")],
)
def test_a_month_of_another_year(nlp: Language, words: str, edtf: str) -> None:
    text, dates = dates_of(nlp, f"They met on 18 November 2011. They wrote again in {words}.")
    assert [(date.span.of(text), date.edtf) for date in dates][1:] == [(words, edtf)]


def test_a_history_keeps_its_year(nlp: Language) -> None:
    _, dates = dates_of(nlp, "In March 1971 the king fled. The army rose on 9 May and won in June.")
    assert [date.edtf for date in dates] == ["1971-03", "1971-05-09", "1971-06"]


def test_a_new_paragraph_of_news_is_of_this_year(nlp: Language) -> None:
    _, dates = dates_of(nlp, "In March 1971 the king fled.\n\nThe prince came home in January.")
    assert [date.edtf for date in dates] == ["1971-03", "2024-01"]


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
