"""Find the numbers of an English text, in digits and in words.

Looks at letters alone, not at a parse: which of them count something is for `figures` to say.
"""

import functools
import re
from collections.abc import Iterator
from typing import NamedTuple

from dragoman.model import Quantity
from dragoman.reading.rules import load_rules

__all__ = ["Numeral", "find_numerals"]

_Value = int | float


class Numeral(NamedTuple):
    """One number of a text; code points, half-open."""

    start: int
    end: int
    value: Quantity
    form: str  # "digits", "words", "vague" ("hundreds"), "share" ("a third")


class _Atom(NamedTuple):
    """A word or a run of digits that is a number or a part of one."""

    start: int
    end: int
    kind: str  # "digits", "small", "scale", "vague", "share"
    value: _Value


# What stands before digits that are no count: letters ("F-16", "P5+1"), signs, more digits ("3.1.2", "2-1", "10:30").
_BEFORE = r"(?<![\w.,/:+#&@])(?<![A-Za-z)\d][-‐‑/])(?<!\d[–+ ])(?<![-–])(?<!\)\()"
_AFTER = r"(?!(?!(?:km|kg|kt|ft|mph|[MGT]W)\b)\w|[.,:/]\d|['’]s\b|-(?-i:[A-Z])|\([a-z]\)|[-+ ]\d)"
_RANGE = re.compile(
    r"(?P<unit>\s?%| per ?cent| pct)?(?:\s?(?P<dash>[-–—])\s?| (?P<word>to|or|and) )(?P<money>US\$|[$£€¥])?"
)
_ARTICLE = re.compile(r"\b(?:a|an)[ -]\Z", re.IGNORECASE)
_PERIOD = re.compile(r"(?:first|second|latter|last|other|early) \Z", re.IGNORECASE)  # "the second half of the year"
_SEVERAL = re.compile(r"\b(?:several|(?:a )?few) \Z", re.IGNORECASE)


@functools.cache
def _words() -> dict[str, tuple[str, _Value]]:
    rules = load_rules("figures_numbers")
    kinds = ("small", "scale", "vague", "share")
    return {word: (kind, value) for kind in kinds for word, value in rules[kind].items()}


@functools.cache
def _abbreviated() -> dict[str, int]:
    return dict(load_rules("figures_numbers")["abbreviated"])


@functools.cache
def _pattern() -> re.Pattern[str]:
    words = "|".join(sorted(_words(), key=len, reverse=True))
    short = "|".join(sorted(_abbreviated(), key=len, reverse=True))
    # "5-10" and "$5m-$10m" are two runs of digits: the dash between them is read as a range afterwards.
    digits = r"(?!0\d)\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
    dashed = rf"(?<=\d)[-–](?:{digits})(?!\w|[-–/.]\d)"
    return re.compile(
        rf"\b(?P<word>{words})\b|(?:{_BEFORE}|(?<=\d[-–]))(?P<digits>{digits})"
        rf"(?:(?P<short>{short})(?!\w)|[ -](?P<spaced>mln|bln|bn|mn|tn)\b)?(?:{_AFTER}|(?={dashed})|(?=[-–][$£€]?\d))",
        re.IGNORECASE,
    )


def find_numerals(text: str) -> tuple[Numeral, ...]:
    """Return the numbers of a text in order, a range ("5 to 10", "between 5 and 10") as one with both ends."""
    return tuple(_join_ranges(text, list(_iter_numerals(text))))


def _iter_atoms(text: str) -> Iterator[_Atom]:
    words, short = _words(), _abbreviated()
    for found in _pattern().finditer(text):
        if found["word"]:
            yield _Atom(*found.span(), *words[found["word"].lower()])
            continue
        scale = found["short"] or found["spaced"]
        value = _number(found["digits"])
        yield _Atom(*found.span(), "digits", _times(value, short[scale.lower()]) if scale else value)


def _number(digits: str) -> _Value:
    plain = digits.replace(",", "")
    return float(plain) if "." in plain else int(plain)


def _times(value: _Value, by: _Value) -> _Value:
    """Multiply without the dust of binary fractions: 3.3 million is 3300000."""
    product = round(value * by, 4)
    return int(product) if product == int(product) else product


def _iter_numerals(text: str) -> Iterator[Numeral]:
    atoms = list(_iter_atoms(text))
    at = 0
    while at < len(atoms):
        numeral, at = _read_numeral(text, atoms, at)
        if numeral is not None:
            yield numeral


def _read_numeral(text: str, atoms: list[_Atom], at: int) -> tuple[Numeral | None, int]:
    """Read the number that begins at an atom; return it and the place of the next atom."""
    atom = atoms[at]
    follower = atoms[at + 1] if at + 1 < len(atoms) else None
    gap = text[atom.end : follower.start] if follower else ""
    if atom.kind == "vague":
        return _read_vague(text, atoms, at)
    if atom.kind == "share":
        return _read_share(text, atom, follower, gap, at)
    if follower and follower.kind == "share" and gap in {" ", "-"} and atom.kind == "small":
        return Numeral(atom.start, follower.end, round(atom.value / follower.value, 4), "share"), at + 2
    return _read_count(text, atoms, at)


def _read_vague(text: str, atoms: list[_Atom], at: int) -> tuple[Numeral | None, int]:
    """Read "hundreds", "tens of thousands": at least two of the unit, open above."""
    first, value, end, at = atoms[at], 2 * atoms[at].value, atoms[at].end, at + 1
    while at < len(atoms) and atoms[at].kind == "vague" and text[end : atoms[at].start] == " of ":
        value, end, at = value * atoms[at].value, atoms[at].end, at + 1
    open_end = text[end : end + 4] == " of " or first.value > 20
    return (Numeral(first.start, end, (value, None), "vague") if open_end else None), at


def _read_share(text: str, atom: _Atom, follower: _Atom | None, gap: str, at: int) -> tuple[Numeral | None, int]:
    """Read "half a million", "half of the", "a third of"; no other third, quarter or half is a number."""
    if follower and follower.kind == "scale" and gap in {" a ", " of a "}:
        return Numeral(atom.start, follower.end, _times(1 / atom.value, follower.value), "words"), at + 2
    of_whole = text[atom.end : atom.end + 4] == " of "
    if _PERIOD.search(text, max(0, atom.start - 8), atom.start):
        return None, at + 1
    article = _ARTICLE.search(text, max(0, atom.start - 3), atom.start)
    if atom.value == 2 and (of_whole or re.match(r" (?:the|its|their|all)\b", text[atom.end : atom.end + 8])):
        return Numeral(atom.start, atom.end, 0.5, "share"), at + 1
    if of_whole and article:
        return Numeral(article.start(), atom.end, round(1 / atom.value, 4), "share"), at + 1
    return None, at + 1


def _read_count(text: str, atoms: list[_Atom], at: int) -> tuple[Numeral | None, int]:
    """Read digits or number words with the scales behind them ("two hundred and fifty thousand")."""
    first = atoms[at]
    several = _SEVERAL.search(text, max(0, first.start - 8), first.start) if first.kind == "scale" else None
    if several is not None:
        return Numeral(several.start(), first.end, (2 * first.value, None), "vague"), at + 1
    start, current = first.start, first.value
    total: _Value = 0
    if first.kind == "scale":
        article = _ARTICLE.search(text, max(0, start - 3), start)
        if article is None:
            return None, at + 1
        start = article.start()
    last, at = first, at + 1
    while at < len(atoms):
        atom, gap = atoms[at], text[last.end : atoms[at].start]
        if atom.kind == "scale" and gap in {" ", "-"}:
            current = _times(current, atom.value)
            if atom.value >= 1000:
                total, current = total + current, 0
        elif atom.kind == "share" and atom.value == 2 and re.fullmatch(r"[- ]and[- ]a[- ]", gap):
            current += 0.5
        elif _adds(last, atom, gap):
            current += atom.value
        else:
            break
        last, at = atom, at + 1
    return Numeral(start, last.end, total + current, "digits" if first.kind == "digits" else "words"), at


def _adds(last: _Atom, atom: _Atom, gap: str) -> bool:
    """Tell whether a word is added to the one before: "twenty-one", "two hundred and fifty"."""
    if atom.kind != "small":
        return False
    if last.kind == "small" and last.value >= 20 and atom.value < 10:
        return gap in {" ", "-"}
    return last.kind == "scale" and last.value >= 100 and gap in {" ", " and "}


def _join_ranges(text: str, numerals: list[Numeral]) -> Iterator[Numeral]:
    at = 0
    while at < len(numerals):
        joined = _range(text, numerals[at], numerals[at + 1]) if at + 1 < len(numerals) else None
        if joined is not None:
            yield joined
        elif not _is_score(text, numerals[at]):
            yield numerals[at]
        at += 2 if joined is not None else 1


def _range(text: str, low: Numeral, high: Numeral) -> Numeral | None:
    gap = _RANGE.fullmatch(text, low.end, high.start)
    if gap is None or isinstance(low.value, tuple) or isinstance(high.value, tuple) or "share" in {low.form, high.form}:
        return None
    if gap["unit"] and gap["money"]:
        return None  # "rose 1 per cent to $36"
    before = text[max(0, low.start - 12) : low.start].rstrip("$£€¥US ").lower()
    if gap["word"] == "and" and not before.endswith("between"):
        return None
    if gap["word"] == "to" and before.endswith("from"):
        return None
    bottom = low.value
    scale = _scale_of(text, high)
    if scale > 1 and _scale_of(text, low) == 1 and bottom < high.value / scale:
        bottom = _times(bottom, scale)
    return Numeral(low.start, high.end, (bottom, high.value), low.form) if bottom < high.value else None


def _scale_of(text: str, numeral: Numeral) -> _Value:
    """Return the scale that the number ends with: a million for "8 mln"."""
    last = re.search(r"([a-z]+)\Z", text[numeral.start : numeral.end], re.IGNORECASE)
    word = last[1].lower() if last else ""
    kind, value = _words().get(word, ("", 1))
    return value if kind == "scale" else _abbreviated().get(word, 1)


def _is_score(text: str, numeral: Numeral) -> bool:
    """Tell whether digits belong to "2-1" or "555-0100", which are no range."""
    if numeral.form != "digits":
        return False
    around = text[max(0, numeral.start - 2) : numeral.start], text[numeral.end : numeral.end + 2]
    return bool(re.search(r"\d[-–]\Z", around[0]) or re.match(r"[-–]\d", around[1]))
