"""What a copy or a report of a report changed of what its origin says: a source, a figure, a quotation."""

import difflib
import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, cast

from dragoman.model import Figure, Reading, Statement
from dragoman.record.across.names import fold
from dragoman.record.bulk import chunks
from dragoman.record.models import Version
from dragoman.record.store import unpack_reading

__all__ = ["SAME_TEXT", "Change", "describe", "find_changes", "load_changes"]

SAME_TEXT = ("copies", "rereports")

What = Literal["source", "figure", "quotation"]

# Shares of words: of the smaller content, by which two statements say one thing; of a quotation, by which it is another one
# reworded. Chosen on made examples (tests/record/test_changes.py); unrelated sentences of one story share 0.3.
_SAME_CONTENT = 0.6
_REWORDED = 0.6
_LEAST_WORDS = 3  # that two contents share: fewer are a phrase that all use
_LEAST_AROUND = 2  # content words that the sentences around two figures share
_AROUND = 90  # characters on either side of a figure
_MOST_LINKS = 100  # articles that are compared for one page
_WORD = re.compile(r"\w+(?:['’]\w+)?")
_CONTENT = re.compile(r"[^\W\d]\w{3,}")
_QUOTED = re.compile(r"[\"“]([^\"“”]+)[\"”]?")
_PRONOUNS = frozenset({"he", "she", "they", "it", "who"})


@dataclass(frozen=True, slots=True)
class Change:
    """Something that a later article has otherwise than the one it is from."""

    what: What
    here: str  # as the later article has it
    there: str  # as its origin has it


def find_changes(later: Reading, origin: Reading) -> tuple[Change, ...]:
    """Say what an article changed of what it has from another: each once, in the order of its text.

    What only one of the two has is no change: a copy is cut, a report adds its own.
    """
    found = [*_sources(later, origin), *_figures(later, origin), *_quotations(later, origin)]
    return tuple(dict.fromkeys(change for _, change in sorted(found, key=lambda pair: pair[0])))


def load_changes(pairs: Iterable[tuple[int, int]], alias: str) -> Mapping[tuple[int, int], tuple[Change, ...]]:
    """Find the changes of pairs of versions, the later article's first; of the first 100 pairs alone."""
    wanted = list(dict.fromkeys(pairs))[:_MOST_LINKS]
    readings: dict[int, Reading] = {}
    for part in chunks({pk for pair in wanted for pk in pair}):
        rows = Version.objects.using(alias).filter(pk__in=part).values_list("pk", "reading")
        readings |= {pk: unpack_reading(packed) for pk, packed in rows}
    return {
        (later, origin): find_changes(readings[later], readings[origin])
        for later, origin in wanted
        if later in readings and origin in readings
    }


def describe(changes: Mapping[tuple[int, int], tuple[Change, ...]]) -> dict[str, object]:
    """Return the changes of one pair as a link has them: {"figure": [["at least 500", "at least 600"]]}, ours first."""
    found: dict[str, object] = {}
    for change in itertools.chain.from_iterable(changes.values()):
        found[change.what] = [*cast("list[list[str]]", found.get(change.what, [])), [change.here, change.there]]
    return found


_Found = Iterator[tuple[int, Change]]  # where in the later text


# Sources


def _sources(later: Reading, origin: Reading) -> _Found:
    theirs = [(statement, _content_words(statement, origin)) for statement in _innermost(origin)]
    for statement in _innermost(later):
        mine = _content_words(statement, later)
        told = [(_share(mine, words), other) for other, words in theirs]
        share, other = max(told, key=lambda pair: pair[0], default=(0.0, None))
        if other is None or share < _SAME_CONTENT:
            continue
        here, there = _source_of(statement, later), _source_of(other, origin)
        if here and there and not _same_source(here, there):
            start = statement.source.start if statement.source else statement.content[0].start
            yield start, Change("source", here, there)


def _innermost(reading: Reading) -> list[Statement]:
    """Return the statements in whose content nobody else is said to speak: their sources are those that know."""
    sources = [statement.source for statement in reading.statements if statement.source]
    return [
        statement
        for statement in reading.statements
        if not any(content.covers(source) for content in statement.content for source in sources)
    ]


def _content_words(statement: Statement, reading: Reading) -> frozenset[str]:
    text = " ".join(span.of(reading.article.text) for span in statement.content)
    return frozenset(word.lower() for word in _CONTENT.findall(text))


def _share(one: frozenset[str], other: frozenset[str]) -> float:
    shared = len(one & other)
    return shared / min(len(one), len(other)) if shared >= _LEAST_WORDS else 0.0


def _source_of(statement: Statement, reading: Reading) -> str:
    """Return the words that name a source; for a pronoun, the name of whom it means."""
    words = statement.source.of(reading.article.text) if statement.source else ""
    if words and words.lower() not in _PRONOUNS:
        return " ".join(words.split())
    return next((actor.name for actor in reading.actors if actor.id == statement.actor), "")


def _same_source(one: str, other: str) -> bool:
    """Tell whether one is named with no word that the other has not: "Prado", "Defence Minister Marina Prado"."""
    words, others = set(fold(one).split()), set(fold(other).split())
    return words <= others or others <= words


# Figures


def _figures(later: Reading, origin: Reading) -> _Found:
    for figure in later.figures:
        same = [other for other in origin.figures if _unit(other) == _unit(figure)]
        if figure.unit is None or any(other.value == figure.value for other in same):
            continue
        kept = {str(one.value) for one in later.figures if _unit(one) == _unit(figure)}
        changed = [(_near(figure, later, other, origin), other) for other in same if str(other.value) not in kept]
        near, other = max(changed, key=lambda pair: pair[0], default=(0, None))
        if other is not None and near >= _LEAST_AROUND:
            here, there = figure.span.of(later.article.text), other.span.of(origin.article.text)
            yield figure.span.start, Change("figure", here, there)


def _unit(figure: Figure) -> str:
    return (figure.unit or "").casefold()


def _near(one: Figure, reading: Reading, other: Figure, origin: Reading) -> int:
    """Count the words that stand around both."""
    return len(_around(one, reading.article.text) & _around(other, origin.article.text))


def _around(figure: Figure, text: str) -> set[str]:
    start, end = figure.span
    before, after = text[max(start - _AROUND, 0) : start], text[end : end + _AROUND]
    return {word.lower() for word in _CONTENT.findall(f"{before} {after}")}


# Quotations


def _quotations(later: Reading, origin: Reading) -> _Found:
    whole = " ".join(_words(origin.article.text))
    theirs = list(_quotes(origin))
    for start, quotation in _quotes(later):
        words = _words(quotation)
        if len(words) < _LEAST_WORDS or f" {' '.join(words)} " in f" {whole} ":
            continue
        told = [(_likeness(words, _words(other)), other) for _, other in theirs]
        likeness, other = max(told, key=lambda pair: pair[0], default=(0.0, ""))
        if likeness >= _REWORDED:
            yield start, Change("quotation", quotation, other)


def _quotes(reading: Reading) -> Iterator[tuple[int, str]]:
    """Give what stands in quotation marks in the contents of statements, with its place."""
    text = reading.article.text
    for statement in reading.statements:
        for span in statement.content if statement.quoted != "indirect" else ():
            for found in _QUOTED.finditer(span.of(text)):
                yield span.start + found.start(1), found[1].strip(" ,.;")


def _words(text: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(text)]


def _likeness(one: Sequence[str], other: Sequence[str]) -> float:
    return difflib.SequenceMatcher(None, one, other, autojunk=False).ratio()
