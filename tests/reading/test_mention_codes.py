"""What words for an actor tell by themselves; each case beside a near miss."""

import pytest

from dragoman.reading.mention_codes import MentionCodes, code_mention


@pytest.mark.parametrize(
    ("words", "country", "sectors"),
    [
        ("Peru's foreign ministry", "PER", ("GOV",)),
        ("the Danish defence minister", "DNK", ("GOV", "MIL")),
        ("two Norwegians", "NOR", ()),
        ("Oslo", "NOR", ("GOV",)),
        ("officials in Oslo", "NOR", ("GOV",)),
        ("Christian leaders in Kenya", "KEN", ("REL",)),
        ("the envoy to Chad", None, ("GOV",)),
        ("the Ghanaian envoy to Chad", "GHA", ("GOV",)),
        ("the United Nations envoy to Chad", None, ("IGO",)),
        ("a retired Latvian general", "LVA", ("ELI",)),
        ("former Kremlin adviser", "RUS", ("ELI",)),
        ("a former teacher", None, ("EDU",)),
        ("General Tomas Berg", None, ("MIL",)),
        ("Tomas Berg", None, ()),
        ("Angela Merkel", "DEU", ()),
        ("Mohammad Khatami", "IRN", ()),
        ("Muhammed Khatami", "IRN", ()),
        ("Ahmed Khatami", None, ()),
        ("Recep Tayyip Bey Erdogan", "TUR", ()),
        ("harbour police", None, ("COP",)),
        ("kittens", None, ()),
        ("", None, ()),
    ],
)
def test_words(words: str, country: str | None, sectors: tuple[str, ...]) -> None:
    assert code_mention(words) == MentionCodes(country, sectors)


@pytest.mark.parametrize(
    ("words", "around", "country"),
    [
        ("the National Guard", "Bolivian", "BOL"),
        ("the Chilean president", "Bolivian", "CHL"),
        ("NATO", "Bolivian", None),
        ("the mayor", "a sunny", None),
    ],
)
def test_words_around_say_whose_it_is(words: str, around: str, country: str | None) -> None:
    assert code_mention(words, around).country == country
