import dataclasses
import io

import pytest
from hypothesis import HealthCheck, given, settings

from dragoman.export.terminal import write_text
from dragoman.model import Article, Reading
from tests.export.sample import make_reading
from tests.strategies import readings


def account(reading: Reading | None = None, *, explain: bool = False) -> str:
    file = io.StringIO()
    write_text([reading or make_reading()], file, explain=explain)
    return file.getvalue()


def flat(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize(
    "line",
    [
        "Norway to host talks as Chile and Peru weigh deal over detained fishermen",
        "The Example Courier · Ana Prueba · 28 May 2024",
        "Marta Oyarzún foreign minister, Chile Chile’s navy",
        "Henrik Dahl former ambassador to Chile · Denmark",
        "two people familiar with the talks unnamed said:",
        "denied: that his government had promised to withdraw the complaint",
        "· to reporters",
        (
            "27 May 2024 Marta Oyarzún and Julio Quispe Salas meet or talk (third-party) “met” · Oslo, Norway "
            "· according to two people familiar with the talks"
        ),
        "WHAT IS SAID NOT TO HAVE HAPPENED no date Peru concede → Chile “promised” · according to Julio Quispe Salas",
        "condition: on condition that Lima withdraws its complaint at The Hague",
        "✓ 96 + 28 = 124: the parts add up",
        "96 fishermen have been released · of the 124",
        "unlikely (20 to 45 %) A summit this year · by 2024 · according to Henrik Dahl",
    ],
)
def test_the_account_says(line: str) -> None:
    assert line in flat(account())


def test_sections_come_in_the_order_of_questions() -> None:
    text = account()
    heads = [
        "WHO IS WHO",
        "ACCORDING TO WHOM",
        "WHAT HAPPENED\n",
        "WHAT IS PLANNED",
        "WHAT IS SOUGHT",
        "FIGURES",
        "FORECASTS",
    ]
    places = [text.index(head) for head in heads]
    assert places == sorted(places)


def test_lines_are_no_wider_than_a_page_and_end_clean() -> None:
    for line in account(explain=True).splitlines():
        assert len(line) <= 100
        assert line == line.rstrip()


def test_a_long_span_of_days_does_not_run_into_what_it_is_of() -> None:
    reading = make_reading()
    long = dataclasses.replace(reading.events[0], date="2024-05-28/2024-06-14")
    lines = account(dataclasses.replace(reading, events=(long, *reading.events[1:]))).splitlines()
    at = lines.index("  28 May 2024 to 14 June 2024")
    assert lines[at + 1].startswith(" " * 24 + "Marta Oyarzún")


def test_explaining_marks_the_words_in_their_sentence() -> None:
    text = flat(account(explain=True))
    assert "«He» «said» «that Peru would study the offer and reply by the end of June», but he denied" in text
    assert "Chile’s navy «seized» 31 boats with 124 fishermen on board in March" in text
    assert "«" not in account()


def test_a_file_gets_no_colour() -> None:
    assert "\x1b" not in account()


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def coloured(monkeypatch: pytest.MonkeyPatch, **environment: str) -> str:
    for name in ("NO_COLOR", "FORCE_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in ({"TERM": "xterm-256color", "COLUMNS": "100"} | environment).items():
        monkeypatch.setenv(name, value)
    file = Terminal()
    write_text([make_reading()], file)
    return file.getvalue()


def test_a_terminal_gets_colour_where_it_should(monkeypatch: pytest.MonkeyPatch) -> None:
    text = coloured(monkeypatch)
    assert "\x1b[1;31mWHAT IS SAID NOT TO HAVE HAPPENED" in text
    assert "\x1b[1mMarta Oyarzún" in text


def test_no_color_is_respected(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "31m" not in coloured(monkeypatch, NO_COLOR="1")
    assert "\x1b" not in coloured(monkeypatch, TERM="dumb")


def test_a_text_cannot_steer_the_terminal() -> None:
    title = "\x1b[31mRed\x07 \u202egnihton"
    reading = dataclasses.replace(
        make_reading(), article=Article(id="x", text=make_reading().article.text, title=title)
    )
    made = account(reading, explain=True)
    assert "\x1b" not in made
    assert "\x07" not in made
    assert "\u202e" not in made


def test_a_sum_that_fails_is_said() -> None:
    reading = make_reading()
    checks = (dataclasses.replace(reading.figure_checks[0], sum=116, holds=False),)
    assert "✗ does not add up: 96 + 28 = 116, not 124" in account(dataclasses.replace(reading, figure_checks=checks))


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(readings())
def test_any_reading_has_an_account(reading: Reading) -> None:
    assert account(reading, explain=True).encode("utf-8")
