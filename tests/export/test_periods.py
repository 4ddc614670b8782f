from datetime import date

import pytest

from dragoman.export.periods import Period, find_period, words_of


@pytest.mark.parametrize(
    ("edtf", "start", "end", "words"),
    [
        ("2004", date(2004, 1, 1), date(2005, 1, 1), "2004"),
        ("2024-02", date(2024, 2, 1), date(2024, 3, 1), "February 2024"),
        ("2024-02-29", date(2024, 2, 29), date(2024, 3, 1), "29 February 2024"),
        ("2024-12", date(2024, 12, 1), date(2025, 1, 1), "December 2024"),
        ("2022/2024", date(2022, 1, 1), date(2025, 1, 1), "2022 to 2024"),
        ("2022/..", date(2022, 1, 1), None, "from 2022"),
        ("../2024-01", None, date(2024, 2, 1), "until January 2024"),
        ("199X", date(1990, 1, 1), date(2000, 1, 1), "1990s"),
        ("2024-24", date(2024, 12, 1), date(2025, 3, 1), "winter 2024"),
        ("2024-33", date(2024, 1, 1), date(2024, 4, 1), "first quarter 2024"),
        ("1978~", date(1978, 1, 1), date(1979, 1, 1), "about 1978"),
        ("1978?", date(1978, 1, 1), date(1979, 1, 1), "1978?"),
    ],
)
def test_dates_are_days_and_words(edtf: str, start: date | None, end: date | None, words: str) -> None:
    assert find_period(edtf) == Period(start, end)
    assert words_of(edtf) == words


@pytest.mark.parametrize("edtf", [None, "", "soon", "2023-02-30", "2023-13-01", "20245", "x/2024", "2024/x"])
def test_what_is_no_date_has_no_days(edtf: str | None) -> None:
    assert find_period(edtf) is None


def test_an_unknown_form_is_shown_as_it_is() -> None:
    assert words_of("Y170000002") == "Y170000002"
    assert words_of(None) == ""
