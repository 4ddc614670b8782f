"""The patterns that the API describes its texts with hold for what is read, and for nothing else."""

import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.errors import UnknownName, WrongQuery
from dragoman.export.periods import find_period
from dragoman.record.grammar import DATE, DAY, QUERY
from dragoman.record.query import parse

_pieces = st.sampled_from(
    [
        *(
            "kenya",
            '"two words"',
            "-war",
            "O",
            "OR",
            "ORs",
            "-OR",
            "-",
            "…",
            "€",
            '""',
            "e1:x",
            "Київ",
            "don't",
            "5:30",
            "--x",
        ),
        *(
            "actor:kim-jong-un",
            '-actor:"Kim Jong Un"',
            "ACTOR:x",
            "event:CONSULT",
            "event:nothing",
            "about:x",
            "country:KEN",
        ),
        *(
            "date:2024-02-29",
            "date:../2024",
            "-date:199X",
            "show:events",
            "Show:articles",
            "source:unnamed",
            'outlet:"…"',
        ),
        *(
            "date:2023-02-29",
            "date:x",
            "actor:",
            "actr:x",
            "http://x",
            "show:none",
            "-show:events",
            'talks"on',
            '"open',
            "date:",
        ),
    ]
)


def _is_read(text: str) -> bool:
    """Tell whether a query is well written; what it names is another question."""
    try:
        parse(text)
    except UnknownName:
        return True
    except WrongQuery:
        return False
    return True


@given(st.lists(_pieces, min_size=1, max_size=7))
def test_what_the_pattern_has_is_read_and_nothing_else(pieces: list[str]) -> None:
    text = " ".join(pieces)
    fits = bool(re.fullmatch(QUERY[1:-1], text))
    assert fits <= _is_read(text)
    # What is pasted to a quotation, and an OR beside what has no letter, the pattern leaves out.
    if not {*pieces} & {'talks"on', '"open', "-", "…", "€", '""'}:
        assert fits >= _is_meant(text)


@given(st.text(alphabet=f'{string.printable}€é"":-', min_size=1, max_size=30))
def test_what_the_pattern_has_is_read(text: str) -> None:
    assert not re.fullmatch(QUERY[1:-1], text) or _is_read(text)


def _is_meant(text: str) -> bool:
    try:
        return bool(parse(text).terms)
    except WrongQuery:
        return False


@pytest.mark.parametrize("years", [("1999", "2000", "1900", "2024", "0001", "9999"), ("199X", "19XX", "999X")])
def test_every_day_that_there_is_has_the_pattern(years: tuple[str, ...]) -> None:
    for year in years:
        for month in range(15):
            for day in range(33):
                date = f"{year}-{month:02}-{day:02}"
                assert bool(re.fullmatch(DAY[1:-1], date)) <= (find_period(date) is not None)
                if year.isdigit():
                    assert bool(re.fullmatch(DAY[1:-1], date)) == (find_period(date) is not None), date


@given(st.from_regex(re.compile(DATE, re.ASCII), fullmatch=True))
def test_every_date_of_the_pattern_is_one(date: str) -> None:
    assert find_period(date) is not None
