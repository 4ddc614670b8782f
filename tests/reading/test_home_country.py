"""The country of actors whom no word near them places."""

from collections.abc import Callable

import pytest

from dragoman.model import Reading

Read = Callable[..., Reading]
ONE = "The Zambian parliament met on Monday. "


def country_of(reading: Reading, words: str) -> str | None:
    text = reading.article.text
    return next(a.country for a in reading.actors for m in a.mentions if words in text[m.start : m.end])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The police arrested three rebels.", "police"),
        ("Armed rebels attacked the police.", "rebels"),
        ("President Ana Ruiz thanked the police.", "Ruiz"),
        ("Opposition lawmakers criticised the judge.", "lawmakers"),
    ],
)
def test_who_acts_inside_the_only_country_is_of_it(read: Read, text: str, words: str) -> None:
    assert country_of(read(ONE + text), words) == "ZMB"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The police arrested three rebels in Oslo.", "police"),
        ("Foreign rebels attacked the police.", "rebels"),
        ("European lawmakers criticised the judge.", "lawmakers"),
        ("Al Qaeda attacked the police.", "Al Qaeda"),
        ("The writer Ana Ruiz thanked the rebels of Aleppo.", "Ruiz"),
    ],
)
def test_nobody_is_placed_who_may_come_from_elsewhere(read: Read, text: str, words: str) -> None:
    assert country_of(read(ONE + text), words) is None


def test_nobody_is_placed_where_no_country_is_named(read: Read) -> None:
    assert country_of(read("The police arrested three armed rebels."), "police") is None


def test_where_an_outlet_comes_from_places_nobody(read: Read) -> None:
    reading = read("Reuters reported on Monday that the talks had failed. The minister was calm in the old town.")
    assert country_of(reading, "minister") is None


ZAMBIAN = "The Zambian president met Zambian farmers in Lusaka. Zambia will help them, the Zambian government said in Zambia. "


def test_a_body_is_of_the_country_that_an_article_is_about_by_far(read: Read) -> None:
    reading = read(
        ZAMBIAN + "The Senate agreed in May. The rebels attacked Norway. Lawmakers met ministers from Chad and Peru."
    )
    assert country_of(reading, "Senate") == country_of(reading, "Lawmakers") == "ZMB"
    assert country_of(reading, "rebels") is country_of(reading, "ministers") is None


def test_a_body_of_an_organisation_is_of_no_country(read: Read) -> None:
    assert country_of(read(ZAMBIAN + "Norway asked the GATT secretariat."), "secretariat") is None


def test_a_consulate_is_not_of_the_country_that_it_stands_in(read: Read) -> None:
    assert country_of(read(ZAMBIAN + "Norway praised a consulate in May."), "consulate") is None


AMERICAN = "Obama met the president of Peru. The minister of Norway thanked the farmers of Chile. "


@pytest.mark.parametrize("word", ["Republican", "Democratic", "GOP", "congressional", "Congressional"])
def test_people_of_american_parties_are_americans_where_anybody_is(read: Read, word: str) -> None:
    assert country_of(read(f"{AMERICAN}Two {word} aides praised him."), "aides") == "USA"
    assert country_of(read(f"{AMERICAN}Two aides praised him."), "aides") is None


def test_people_of_parties_called_so_are_no_americans_where_nobody_is(read: Read) -> None:
    other = AMERICAN.replace("Obama", "Denmark")
    assert country_of(read(f"{other}Two Democratic aides praised him."), "aides") is None


@pytest.mark.parametrize(
    "noun", ["official", "officials", "aide", "aides", "lawyer", "lawyers", "spokesman", "spokeswoman"]
)
def test_people_of_the_administration_are_americans_where_anybody_is(read: Read, noun: str) -> None:
    assert country_of(read(f"{AMERICAN}One administration {noun} praised him."), noun) == "USA"
    assert country_of(read(f"{AMERICAN}One other {noun} praised him."), noun) is None


@pytest.mark.parametrize(
    "words", ["Social Democratic lawmakers", "Republican Guard officers", "Local administration officials"]
)
def test_parties_and_administrations_of_others_are_no_americans(read: Read, words: str) -> None:
    assert country_of(read(f"{AMERICAN}{words} praised him."), words.rsplit(maxsplit=1)[-1]) is None


def test_congressional_leaders_may_be_of_another_country(read: Read) -> None:
    peru = "Obama met the president of Peru. Peru is calm, Peru said. Peru's farmers, Peru's army and Peru's police waved in Peru. "
    assert country_of(read(peru + "Congressional leaders praised Peru."), "leaders") == "PER"
