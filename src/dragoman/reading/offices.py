"""Offices: the words for them, and which office the words around a name report."""

import functools
from collections.abc import Sequence

from dragoman.reading.rules import load_rules

__all__ = [
    "country_of_title",
    "gender_of_title",
    "is_counterpart",
    "is_description",
    "is_honorific",
    "is_no_office",
    "is_of_state",
    "is_office_word",
    "is_scholar",
    "is_suffix",
    "is_title_word",
    "office_end",
    "office_key",
    "office_of_plural",
    "office_of_rank",
    "office_sectors",
    "one_of_several",
    "rank_sectors",
    "spelled_out",
    "status_of",
]


@functools.cache
def _heads() -> dict[str, tuple[str, ...]]:
    return {word: tuple(row["sectors"]) for row in load_rules("offices")["head"] for word in row["words"]}


@functools.cache
def _words(section: str, key: str = "words") -> frozenset[str]:
    return frozenset(load_rules("offices")[section][key])


@functools.cache
def _statuses() -> dict[str, str]:
    rules = load_rules("offices")["status"]
    return {word: status for status in ("former", "incoming", "current") for word in rules[status]}


def is_office_word(word: str) -> bool:
    """Tell whether a lower-case word is the head of an office ("minister"); plurals are not."""
    return word in _heads() or word in _words("counterparts")


def office_of_plural(word: str) -> str | None:
    """Return the office that a lower-case plural is of ("presidents" -> president), or None."""
    one = word.removesuffix("s") if word.endswith("s") and not word.endswith("ss") else word
    one = one.removesuffix("ie") + "y" if one.endswith("ie") else one
    return one if one != word and is_office_word(one) else None


def is_counterpart(word: str) -> bool:
    """Tell whether a lower-case word names somebody by an office that is told of another ("her Peruvian counterpart")."""
    return word in _words("counterparts")


def is_no_office(word: str) -> bool:
    """Tell whether a lower-case word says what somebody is and names no office ("veteran")."""
    return word in _words("no_offices")


def is_scholar(word: str) -> bool:
    """Tell whether a lower-case word names somebody by what they know of ("expert")."""
    return word in _words("scholars")


def is_of_state(title: str) -> bool:
    """Tell whether a lower-case title is one that only states have ("foreign minister"), where no owner is told."""
    return title in _words("of_state") or title.endswith(" minister")


def country_of_title(title: str) -> str | None:
    """Return the ISO 3166-1 alpha-3 code of the state that has an office of this lower-case title, or None."""
    rows = load_rules("offices")["of_one_state"]["titles"]
    return next((code for code, titles in rows.items() if title in titles), None)


def one_of_several(word: str) -> str | None:
    """Return the short form of one of those whom a lower-case short form names ("sens." -> "sen."), or None."""
    one = word.removesuffix("s.") + "."
    return one if word.endswith("s.") and is_honorific(one) else None


def spelled_out(title: str) -> str:
    """Return a lower-case title with short and wrong forms of its words spelled out ("pres" -> "president")."""
    spelled = load_rules("offices")["spelled_out"]["as"]
    return " ".join(spelled.get(word, word) for word in title.split())


def is_honorific(word: str) -> bool:
    """Tell whether a lower-case word stands before names and gives no office ("mr")."""
    return word in _words("honorifics")


def rank_sectors(word: str) -> tuple[str, ...]:
    """Return the PLOVER sectors that a short form before a name tells ("gen."), perhaps none."""
    return _ranks().get(word, ())


def office_of_rank(word: str) -> tuple[str, ...]:
    """Return the office words that a short form before a name stands for ("sen." -> senator), perhaps none."""
    return tuple(load_rules("offices")["honorifics"]["stands_for"].get(word, ()))


@functools.cache
def _ranks() -> dict[str, tuple[str, ...]]:
    ranks = load_rules("offices")["honorifics"]["sectors"]
    return {word: (code,) for code, words in ranks.items() for word in words}


def is_suffix(word: str) -> bool:
    """Tell whether a lower-case word follows an office's head inside the title ("secretary general")."""
    return word in _words("suffixes")


def is_description(word: str) -> bool:
    """Tell whether a lower-case adjective describes the holder and is no part of the title ("conservative")."""
    return word in _words("descriptions")


def is_title_word(word: str) -> bool:
    """Tell whether a lower-case word can stand inside a title."""
    return word in _heads() or word in _words("modifiers") or word in _words("honorifics") or word in _words("suffixes")


def office_sectors(head: str) -> tuple[str, ...]:
    """Return the PLOVER sectors of an office's head word."""
    return _heads().get(head, ())


def status_of(word: str) -> str | None:
    """Return the status that a lower-case word gives an office ("former", "outgoing"), or None."""
    return _statuses().get(word)


def gender_of_title(word: str) -> str | None:
    """Return "he" or "she" where a lower-case title tells, else None."""
    if word in _words("honorifics", "female"):
        return "she"
    return "he" if word in _words("honorifics", "male") else None


def office_key(title: str, head: str) -> str:
    """Return what two tellings of one office have in common: the head, and "premier" for every prime minister.

    title, head: lower case.
    """
    return "premier" if title in {"prime minister", "pm", "premier"} else head


def office_end(words: Sequence[str], at: int) -> int:
    """Return where a title that begins at `words[at]` ends, or `at` where none begins.

    words: lower-case words of a run of capitals, "" for what cannot be part of a title.
    """
    end, last_head = at, at
    while end < len(words) and is_title_word(words[end]):
        end += 1
        if (
            is_office_word(words[end - 1])
            or is_honorific(words[end - 1])
            or (words[end - 1] in _words("suffixes") and last_head == end - 1)
        ):
            last_head = end
    return last_head
