"""By what an actor is recognised from one article to another."""

import pytest

from dragoman.model import Actor
from dragoman.record.across.names import key_of, known_as


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("U.N.", "the United Nations"),
        ("ISIS", "Islamic State"),
        ("Republicans", "Republican Party"),
        ("Qassem Soleimani", "Qasem Suleimani"),
        ("Mohammad Javad Zarif", "Mohammed Javad Zarif"),
        ("Bill Taylor", "William Taylor"),
        ("Andean Ore Corp.", "Andean Ore"),
    ],
)
def test_one_actor_is_known_by_one_name(name: str, other: str) -> None:
    assert known_as(name) == known_as(other)


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("George W. Bush", "George H. W. Bush"),
        ("Bill", "William"),  # a name alone may be a last name
        ("European Union", "European Community"),
        ("Limited", "Inc"),
    ],
)
def test_two_actors_are_known_by_two_names(name: str, other: str) -> None:
    assert known_as(name) != known_as(other)


def _body(name: str, country: str) -> str | None:
    return key_of(Actor(id="it", name=name, kind="body", country=country))


@pytest.mark.parametrize(
    ("name", "country", "key"),
    [
        ("Kenyan foreign ministry", "KEN", "body:KEN:foreign ministry"),
        ("Ministry of Foreign Affairs of Kenya", "KEN", "body:KEN:foreign ministry"),
        ("about 50 U.S. troops", "USA", "body:USA:military"),
        ("the Turkish Armed Forces", "TUR", "body:TUR:military"),
        ("Iraqi security forces", "IRQ", "body:IRQ:forces security"),
        ("House of Representatives", "USA", "body:USA:house"),
        ("Pentagon", "USA", "body:USA:defence ministry"),
        ("Defense Department", "USA", "body:USA:defence ministry"),
        ("the French government", "FRA", "state:FRA"),
        ("South Korean parliament", "KOR", "body:KOR:parliament"),
        ("parliament of South Africa", "ZAF", "body:ZAF:parliament"),
        ("the South African parliament", "ZAF", "body:ZAF:parliament"),
        ("U.S. State Department", "USA", "body:USA:department state"),
        ("King's office", "GBR", "body:GBR:king office"),
        ("Israeli", "ISR", "body:ISR:israeli"),
    ],
)
def test_a_body_is_told_by_its_country_and_what_it_is(name: str, country: str, key: str) -> None:
    assert _body(name, country) == key
