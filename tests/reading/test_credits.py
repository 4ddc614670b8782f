"""Credits of pictures and reporters, which are no part of what an article tells."""

import pytest

from dragoman.model import Article, Parts
from dragoman.reading.credits import without_credits
from dragoman.reading.reader import load_language, read_article

AGENCIES = [
    "AP", "Associated Press", "Reuters", "REUTERS", "AFP", "Agence France-Presse", "EPA", "EFE", "UPI", "NPR", "Getty Images",
    "Getty", "Bloomberg", "Anadolu", "Anadolu Agency", "Xinhua", "TASS", "Shutterstock", "Corbis", "Zuma Press", "ZUMA", "AAP",
    "Sputnik", "iStock", "Rex Features", "Redux", "Alamy",
]  # fmt: skip


@pytest.mark.parametrize("agency", AGENCIES)
def test_whose_a_picture_is_is_blank(agency: str) -> None:
    text = f"Ana Ruiz waves. Eva B. Berg-Lund/{agency} Peru was calm."
    assert without_credits(text).split() == ["Ana", "Ruiz", "waves.", "Peru", "was", "calm."]
    assert len(without_credits(text)) == len(text)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("A bridge. (Photo: EVA BERG, AFP/Getty Images) Peru was calm.", "A bridge. Peru was calm."),
        ("A bridge.(Photo by Eva BERG / AFP via Getty Images)\nPeru was calm.", "A bridge. Peru was calm."),
        ("A bridge. AP Photo/Eva Berg\n\nPeru was calm.", "A bridge. Peru was calm."),
        ("A bridge in Lima. AFP/Getty Images", "A bridge in Lima."),
        ("Peru was calm.\n\nEva Berg of the Post and J. R. Lund contributed to this report.", "Peru was calm."),
        ("Peru was calm. CNN’s Eva Berg contributed reporting.", "Peru was calm."),
        ("Peru was calm.\n\nContributing: Eva Berg in Lima", "Peru was calm."),
        ("Peru was calm. (Reporting by Eva Berg; Editing by Ana Ruiz)", "Peru was calm."),
        ("Peru was calm. Reporting by Eva Berg; Editing by Ana Ruiz", "Peru was calm."),
        ("Peru was calm. Additional reporting by Eva Berg and J. R. Lund in Lima.", "Peru was calm. ."),
        ("A bridge. REUTERS/Eva Berg\nPeru was calm.", "A bridge. Peru was calm."),
        ("A bridge. (AP Photo/Eva Berg, File) Peru was calm.", "A bridge. Peru was calm."),
        ("Troops left the U.S. Eva Berg/Getty Images", "Troops left the U.S."),
        ("He met President Ana Ruiz Eva Berg/AP", "He met President Ana Ruiz"),
        ("toggle caption Eva Maria Lund Berg/AP", "toggle caption"),
    ],
)
def test_credits_are_blank(text: str, kept: str) -> None:
    blank = without_credits(text)
    assert len(blank) == len(text)
    assert " ".join(blank.split()) == kept


@pytest.mark.parametrize(
    "text",
    [
        "A Wall Street Journal/Bloomberg poll found so.",
        "Peru contributed to the crisis, Ana Ruiz said.",
        "Ana Ruiz told Reuters so. The AP/NORC poll was wrong.",
        "He praised the reporting by the Post. “Writing by hand is good,” she said.",
        "The cease-fire in Lima/Quito held.",
        "Reporting by The Lima Times found that Norway paid the rebels.",
        "Peru and Chile have contributed to this story of decline for years.",
        "The Clinton Foundation/Bloomberg Philanthropies grant ended.",
        "The Justice Department/EPA settlement ended.",
        "A Lima Register/Reuters Iowa Poll found so.",
        "The ministers, Gen. Berg said, contributed reporting staff to Libya.",
    ],
)
def test_what_is_no_credit_stays(text: str) -> None:
    assert without_credits(text) == text


def test_what_stands_before_who_contributed_stays() -> None:
    text = "“Will it hold?” Ana Ruiz asked Peru! Eva Berg contributed to this report."
    assert without_credits(text).rstrip() == "“Will it hold?” Ana Ruiz asked Peru!"


@pytest.mark.parametrize("part", ["Aa-", "Trump-Says-", "Aa ", "A.", "Reporting by Aa; ", "Aa, and "])
def test_a_run_of_capitals_is_soon_read(part: str) -> None:
    assert without_credits(part * 4000)


def test_nobody_in_a_credit_is_an_actor() -> None:
    text = "Norway praised Peru.\n\nEva Berg/Reuters\n\nAna Ruiz contributed to this report."
    article = Article(id="test", text=text, parts=Parts())
    assert {actor.id for actor in read_article(article, load_language(reader="rules")).actors} == {"norway", "peru"}
