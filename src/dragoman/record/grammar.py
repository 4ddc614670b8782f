"""What may be asked, as regular expressions: dates, names, and queries in the language of query.py.

The API's description gives them, so that a program can tell before it asks what will be read. They use what ECMA, Python and
Rust read alike: no look-around, no classes but that of spaces. Over HTTP two terms of a query have a space between them;
parse() wants none around a quotation.
"""

from typing import get_args

from dragoman.record.query import OPERATORS, Show

__all__ = ["CURSOR", "DATE", "DAY", "NAME", "QUERY", "WORDS"]

# Dates: EDTF, each day one that the calendar has.

_YEAR = "(?:[1-9][0-9]{3}|0[1-9][0-9]{2}|00[1-9][0-9]|000[1-9])"
_LEAP = "(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:[13579][26]|[2468][048]|0[48])00)"
_MASKED = "(?:[1-9][0-9]{2}X|0[1-9][0-9]X|00[1-9]X|[1-9][0-9]XX|0[1-9]XX)"
_MONTH = "(?:0[1-9]|1[0-2])"
_PART = "(?:2[1-4]|3[3-9]|4[01])"  # a season, quarter, third or half of the year
_MONTH_AND_DAY = (
    "(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)"
    "|02-(?:0[1-9]|1[0-9]|2[0-8]))"
)
_POINT = f"(?:(?:{_YEAR}|{_MASKED})(?:-(?:{_PART}|{_MONTH_AND_DAY}|{_MONTH}(?:-XX)?|XX(?:-XX)?))?|{_LEAP}-02-29)[?~%]?"
_EDTF = rf"(?:{_POINT}(?:/(?:{_POINT}|\.\.)?)?|(?:\.\.)?/(?:{_POINT}|\.\.)?)"
DAY = f"^{_POINT}$"
DATE = f"^{_EDTF}$"

# Text: no control characters, and no spaces but the usual ones between terms.

_UNSEEN = r"\u0000-\u001f\u007f-\u00a0"
_SPACE = r"[ \t\r\n]"
_NONE = rf"\s{_UNSEEN}\ufeff"  # of what a term is made: ECMA takes the last for a space, the others do not
_ANY = rf"[^{_NONE}]"
_CHAR = rf'[^"{_NONE}]'
_INSIDE = rf'[^"{_UNSEEN}]'  # of a quotation, spaces too
NAME = rf"^[^{_UNSEEN}]+$"
_MOST_WORDS = 39  # after the first: as many as a query may have terms
WORDS = rf"^{_SPACE}*{_ANY}+(?:{_SPACE}+{_ANY}+){{0,{_MOST_WORDS}}}{_SPACE}*$"
CURSOR = "^[A-Za-z0-9_-]+$"

# Queries.


def _any_case(word: str) -> str:
    return "".join(f"[{letter.upper()}{letter}]" for letter in word)


_NAMES = "|".join(_any_case(name) for name in OPERATORS if name not in {"words", "date"})
_DATES = _any_case("date")
_OPERATOR = rf'(?:(?:{_NAMES}):(?:{_CHAR}+|"{_INSIDE}*{_CHAR}{_INSIDE}*")|{_DATES}:{_EDTF})'
_FIRST = rf'[^A-Za-z"\-{_NONE}]'
_NEXT = rf'[^A-Za-z:"{_NONE}]'
# A word does not begin like an operator, and is not OR.
_LETTERS = "(?:[A-NP-Za-z][A-Za-z]*|O(?:[A-QS-Za-z][A-Za-z]*)?|OR[A-Za-z]+)"
_PLAIN = rf"(?:-?{_FIRST}{_CHAR}*|-(?:-{_CHAR}*)?|-?{_LETTERS}(?:{_NEXT}{_CHAR}*)?|-?OR{_NEXT}{_CHAR}*|-OR)"
_TERM = rf'(?:-?"{_INSIDE}*"|-?{_OPERATOR}|{_PLAIN})'
_SHOW = f"(?:{_any_case('show')}:(?:{'|'.join(get_args(Show))}))"
QUERY = (
    rf"^{_SPACE}*(?:{_SHOW}{_SPACE}+)*{_TERM}"
    rf"(?:(?:{_SPACE}+{_SHOW})*{_SPACE}+(?:OR{_SPACE}+)?{_TERM}){{0,{_MOST_WORDS}}}(?:{_SPACE}+{_SHOW})*{_SPACE}*$"
)
