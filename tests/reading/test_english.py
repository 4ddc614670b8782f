"""What is taken for English, and what is not."""

import pytest

from dragoman.reading.english import looks_english

ENGLISH = "The minister said that talks with the rebels had failed and that the border would stay closed. " * 2


@pytest.mark.parametrize(
    "text",
    [ENGLISH, ENGLISH.upper(), "Talks fail", "", "1 2 3", "Dr Oyarzún met Señor Quispe.", "🕊️ " + ENGLISH],
)
def test_english_is_read(text: str) -> None:
    assert looks_english(text)


@pytest.mark.parametrize(
    "text",
    [
        "Der Minister sagte, dass die Gespräche mit den Rebellen gescheitert seien und die Grenze geschlossen bleibe. "
        * 2,
        "Le ministre a déclaré que les discussions avec les rebelles avaient échoué et que la frontière resterait. "
        * 2,
        "El ministro dijo que las conversaciones con los rebeldes habían fracasado y que la frontera seguirá así. " * 2,
        "Министр заявил, что переговоры с повстанцами провалились и граница останется закрытой. " * 3,
        "大臣は反乱軍との協議が失敗し、国境は閉鎖されたままだと述べた。" * 5,
        "قال الوزير إن المحادثات مع المتمردين فشلت وإن الحدود ستبقى مغلقة. " * 3,
    ],
)
def test_other_languages_are_not(text: str) -> None:
    assert not looks_english(text)
