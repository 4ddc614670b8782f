"""Where names begin and end: particles, tails, days, units, and bodies whose names hold "and"."""

from collections.abc import Callable

import pytest

from dragoman.model import Reading
from dragoman.reading.rules import load_rules

Read = Callable[..., Reading]
WORDS = load_rules("names")


def names_in(reading: Reading) -> set[str]:
    return {actor.name for actor in reading.actors}


@pytest.mark.parametrize(
    ("section", "names", "absent"),
    [
        ("particles", {"Anna van der Weide", "Juan de la Cruz"}, set()),
        ("tails", {"Russia"}, {"Russia-backed"}),
        ("helped", {"Iranian-backed rebels"}, {"Iran", "Iranian-backed"}),
        ("surnames", {"Mark Weber", "Will Ray"}, set()),
        ("dates", {"Senate"}, {"Senate on Wednesday", "Wednesday"}),
        ("function", {"Oslo"}, {"However", "However Oslo"}),
        ("units", set(), {"Dlrs", "U.S. Dlrs"}),
        ("parties", {"Ana Ruiz"}, {"Democrat Ana Ruiz"}),
        ("joined_heads", {"House Oversight and Reform Committee"}, {"House Oversight", "Reform Committee"}),
        ("members", {"Americans for Fair Tariffs"}, {"Americans", "Fair Tariffs"}),
        ("american_offices", set(), {"Georgia"}),
    ],
)
def test_the_example_of_a_section(read: Read, section: str, names: set[str], absent: set[str]) -> None:
    found = names_in(read(WORDS[section]["example"]))
    assert names <= found
    assert not absent & found


def test_what_can_never_act_is_nobody(read: Read) -> None:
    found = names_in(read(load_rules("things")["example"]))
    assert "Tunisia" not in found  # a place here
    assert "Arab Spring" not in found


@pytest.mark.parametrize("word", [*WORDS["tails"]["words"], *WORDS["helped"]["words"]])
def test_a_tail_is_no_part_of_a_name(read: Read, word: str) -> None:
    found = names_in(read(f"The envoys of the Russia-{word} group left the hall."))
    assert "Russia" in found
    assert f"Russia-{word}" not in found


def test_a_month_with_its_day_is_no_part_of_a_name(read: Read) -> None:
    assert names_in(read("Ana Ruiz will meet Hugo Quispe Feb. 27 in Lima.")) >= {"Ana Ruiz", "Hugo Quispe"}


def test_and_stands_inside_a_body_whose_noun_is_still_to_come(read: Read) -> None:
    found = names_in(read("Ana Ruiz, a spokeswoman for the National Oceanic and Polar Administration, denied it."))
    assert "National Oceanic and Polar Administration" in found


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The House Committee on Oversight and Reform voted on Tuesday to ban the sale.", "House Committee on Oversight and Reform"),
        ("The Senate Committee on Banking, Housing, and Ports voted on Tuesday to ban the sale.", "Senate Committee on Banking, Housing, and Ports"),
        ("The 10th Cavalry Regiment was sent to the border on Monday by the general.", "10th Cavalry Regiment"),
        ("The general called the failing New York Times a disgrace on Monday.", "New York Times"),
        ("The general called the Failing New York Times a disgrace on Monday.", "New York Times"),
    ],
)  # fmt: skip
def test_a_name_is_whole(read: Read, text: str, name: str) -> None:
    names = names_in(read(text))
    assert name in names
    assert not any(other != name and (other in name or name in other) for other in names)


@pytest.mark.parametrize("word", WORDS["members"]["words"])
def test_who_makes_up_an_organisation_opens_its_name(read: Read, word: str) -> None:
    assert f"{word} for Fair Tariffs" in names_in(read(f"On Monday the judge heard {word} for Fair Tariffs."))


def test_and_between_two_bodies_joins_nothing(read: Read) -> None:
    found = names_in(read("The World Bank and the European Commission denied it, the two said."))
    assert {"World Bank", "European Commission"} <= found


@pytest.mark.parametrize(
    ("title", "text", "name"),
    [
        ("Lind May Delay Harbour Tolls, Aide Says as Talks Resume", "President Jorge Lind may wait.", "Lind"),
        (
            "Lind Pulls Strings in Lima Ahead of Taut Talks",
            "President Jorge Lind will stay. Mr. Lind took aim.",
            "Lind",
        ),
        ("Lind Will Go to Rescheduled Meeting After Criticism", "President Jorge Lind said he would stay.", "Lind"),
    ],
)
def test_a_verb_in_headline_capitals_is_no_part_of_a_name(
    read: Callable[..., Reading], title: str, text: str, name: str
) -> None:
    reading = read(f"{title}\n\n{text}")
    persons = [actor for actor in reading.actors if actor.kind == "person"]
    assert [actor.name for actor in persons] == ["Jorge Lind"], name


def test_a_sentence_full_of_names_is_no_headline(read: Callable[..., Reading]) -> None:
    reading = read("Lind meets Holt in Oslo\n\nSwedish President Jorge Lind met Chairman Holt Zedov in Oslo on Monday.")
    assert {actor.name for actor in reading.actors if actor.kind == "person"} == {"Jorge Lind", "Holt Zedov"}


def test_those_who_make_up_an_organisation_are_part_of_its_name(read: Read) -> None:
    reading = read("The Workers’ Party of Korea met on Monday. The rebels' Party is over.")
    assert "Workers’ Party of Korea" in names_in(reading)
