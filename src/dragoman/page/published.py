"""Dates of publication, as metadata and datelines write them, to EDTF days."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Sequence

__all__ = ["choose_date", "complete_dateline", "find_date", "find_url_date"]

# English, German, French, Spanish, Italian, Portuguese month names, by their first letters; accents are cut off before.
_MONTHS = {
    1: "january|januar|jan|janvier|janv|enero|gennaio|janeiro",
    2: "february|februar|feb|fevrier|fevr|febrero|febbraio|fevereiro",
    3: "march|mar|marz|maerz|mars|marzo|marco",
    4: "april|apr|avril|abril|aprile",
    5: "may|mai|mayo|maggio|maio",
    6: "june|jun|juni|juin|junio|giugno|junho",
    7: "july|jul|juli|juillet|juil|julio|luglio|julho",
    8: "august|aug|aout|agosto|ago",
    9: "september|sept|sep|septembre|septiembre|settembre|setembro",
    10: "october|oct|oktober|okt|octobre|octubre|ottobre|outubro",
    11: "november|nov|novembre|noviembre|novembro",
    12: "december|dec|dezember|dez|decembre|diciembre|dicembre|dezembro",
}
_MONTH_OF = {name: number for number, names in _MONTHS.items() for name in names.split("|")}
_MONTH = "(?P<month>" + "|".join(sorted(_MONTH_OF, key=len, reverse=True)) + r")\b\.?"
_ISO = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})(?!\d)")
_COMPACT = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)(?P<m>[01]\d)(?P<d>[0-3]\d)(?:[T\s]?\d{4,6}Z?)?(?!\d)")
_DAY_FIRST = re.compile(
    rf"(?<!\d)(?P<d>\d{{1,2}})(?:st|nd|rd|th|\.|er)?\s*(?:de\s+|of\s+)?[-\s]\s*{_MONTH}[,\s-]*(?:de\s+)?(?P<year>(?:19|20)\d\d)(?!\d)"
)
_MONTH_FIRST = re.compile(rf"\b{_MONTH}\s*(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>(?:19|20)\d\d)(?!\d)")
_NUMERIC = re.compile(r"(?<!\d)(?P<a>\d{1,2})[./-](?P<b>\d{1,2})[./-](?P<year>(?:19|20)\d\d)(?!\d)")
_EPOCH = re.compile(r"^\s*1\d{9}(?:\d{3})?\s*$")
_URL_DATE = re.compile(r"/(?P<year>(?:19|20)\d\d)[/-](?P<m>[01]?\d)[/-](?P<d>[0-3]?\d)(?=[/-])")
_ACCENTS = str.maketrans("äáâãéèêëíóöúûüç", "aaaaeeeeioouuuc")


def find_date(text: str) -> str | None:
    """Read a date that is written out: an EDTF day, the bare year where day and month cannot be told apart, or None.

    text: "2024-03-12T08:00:00Z", "12 March 2024", "March 12, 2024", "12. März 2024", "20240312", seconds since 1970.
    The day is the one that is printed, in whatever time zone that was.
    """
    # Copied from a screen, a date and the same date for screen readers stand side by side: 22 Dec 202322 Dec 2023.
    text = re.sub(r"((?:19|20)\d\d)(?=\d{1,2} [A-Z])", r"\1 ", text[:200])
    if _EPOCH.match(text):
        moment = dt.datetime.fromtimestamp(int(text.strip()[:10]), dt.UTC)
        return moment.date().isoformat()
    plain = text.lower().translate(_ACCENTS)
    for pattern in (_ISO, _COMPACT, _DAY_FIRST, _MONTH_FIRST):
        if match := pattern.search(plain):
            found = match.groupdict()
            month = _MONTH_OF[found["month"]] if "month" in found else int(found["m"])
            return _write_day(int(found["year"]), month, int(found["d"]))
    match = _NUMERIC.search(plain)
    return _read_numeric(int(match["a"]), int(match["b"]), int(match["year"]), plain) if match else None


def _read_numeric(a: int, b: int, year: int, text: str) -> str | None:
    # 12.03.2024 is day first wherever dots are used; 03/04/2024 is a different day on each side of the Atlantic.
    if a > 12 or f"{a}.{b:02}." in text or f"{a:02}.{b:02}." in text or a == b:
        return _write_day(year, b, a)
    return _write_day(year, a, b) if b > 12 else str(year)


def _write_day(year: int, month: int, day: int) -> str | None:
    try:
        found = dt.date(year, month, day)
    except ValueError:
        return None
    # Content systems write 1970-01-01 and 1900-01-01 where they know no date.
    return found.isoformat() if found.year > 1900 and found != dt.date(1970, 1, 1) else None


def find_url_date(url: str | None) -> str | None:
    """Read the day in an address such as /2024/03/12/name."""
    match = _URL_DATE.search(url or "")
    return _write_day(int(match["year"]), int(match["m"]), int(match["d"])) if match else None


def choose_date(candidates: Sequence[str], witnesses: Iterable[str]) -> str | None:
    """Choose among dates of the same page, best source first.

    witnesses: other dates that the page bears, such as its last change and the day in its address. They decide where
    two sources differ by day and month swapped, a frequent error of content systems; undecided, the year is left.
    """
    days = [found for text in candidates if (found := find_date(text))]
    whole = [day for day in days if len(day) == 10] or days
    if not whole:
        return None
    first = whole[0]
    swapped = f"{first[:4]}-{first[8:]}-{first[5:7]}"
    if swapped == first or swapped not in whole:
        return first
    votes = Counter(day for text in (*candidates, *witnesses) if (day := find_date(text)) in {first, swapped})
    if votes[first] == votes[swapped]:
        return first[:4]
    return first if votes[first] > votes[swapped] else swapped


def complete_dateline(dateline: str, known: str | None) -> str | None:
    """Read the date of a dateline: "April 1, 2024", or "April 1" with the year of `known`; None where it has none."""
    if found := find_date(dateline):
        return found
    if known and re.fullmatch(r"\d{4}", known):
        return find_date(re.sub(r"\s*[(\-–—].*$", "", dateline) + f", {known}")
    return None
