"""Which language a text is in: English is told as everywhere in this program, the others by py3langid."""

import re

import py3langid

from dragoman.reading.english import looks_english

__all__ = ["COVERED", "find_language"]

COVERED = "en"
_LOOKED_AT = 2000  # code points: no more is needed to tell languages, and the time grows with it
_LETTER = re.compile(r"[^\W\d_]")


def find_language(text: str) -> str:
    """Return the ISO 639-1 code of a text's language; COVERED is what the readers read.

    A text that py3langid calls English and that holds no English sentences (a table of prices) is "en-lists", one without
    letters "zxx".
    """
    if looks_english(text):
        return COVERED
    if not _LETTER.search(text):
        return "zxx"
    language = str(py3langid.classify(text[:_LOOKED_AT])[0])
    return "en-lists" if language == "en" else language
