"""PolNeAR's articles as examples: words, pieces, tags and links.

Format: JSON Lines of {"id", "text", "attributions": [{"source", "cue", "content": [[start, end], …]}]}, code points.
"""

import json
import pathlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import spacy

from dragoman.reading.network_words import Words, words_of
from dragoman.reading.paragraphs import mark_paragraphs
from dragoman.reading.wordpieces import WordPieces

ROLES = ("source", "cue", "content")


@dataclass(frozen=True, slots=True)
class GoldSpan:
    """One unbroken run of words of one role; half-open, in words."""

    start: int
    end: int
    role: int  # in ROLES
    owner: int  # number of the attribution


@dataclass(frozen=True, slots=True)
class Example:
    """One article."""

    name: str
    words: Words
    tags: tuple[int, ...]  # of each word: 0, else 1 + 2 * role, + 1 inside
    spans: tuple[GoldSpan, ...]
    sources: tuple[tuple[int, ...], ...]  # of each attribution: numbers of `spans` that are its source


def read_articles(path: pathlib.Path, vocabulary: WordPieces, keep: Callable[[str], bool]) -> list[Example]:
    """Read those articles of a file whose ids are to be kept."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return examples_of([row for row in rows if keep(row["id"])], vocabulary)


def read_passages(texts: dict[str, str], rows: Sequence[dict[str, Any]], vocabulary: WordPieces) -> list[Example]:
    """Read passages of texts, by id, whose rows {"id", "start", "end", "attributions"} name places in the whole text."""
    return examples_of([_passage(texts[row["id"]], row) for row in rows], vocabulary)


def _passage(text: str, row: dict[str, Any]) -> dict[str, Any]:
    begin = row["start"]
    # What is reported inside another report has no tags of its own: the outermost, whose content is the longest, come first.
    outermost = sorted(row["attributions"], key=lambda one: sum(start - end for start, end in one["content"]))
    said = [
        {role: [[start - begin, end - begin] for start, end in one.get(role) or ()] for role in ROLES}
        for one in outermost
    ]
    return {"id": row["id"], "text": text[begin : row["end"]], "attributions": said}


def examples_of(rows: Sequence[dict[str, Any]], vocabulary: WordPieces) -> list[Example]:
    """Make examples of rows {"id", "text", "attributions"}."""
    nlp = spacy.blank("en")
    return [_example(row, nlp, vocabulary) for row in rows]


def _example(row: dict[str, Any], nlp: spacy.language.Language, vocabulary: WordPieces) -> Example:
    doc = mark_paragraphs(nlp.make_doc(row["text"]))
    words = words_of(doc, vocabulary)
    places = [(doc[index].idx, doc[index].idx + len(doc[index])) for index in words.tokens]
    tags = [0] * len(places)
    spans: list[GoldSpan] = []
    numbers: dict[tuple[int, int], int] = {}
    sources: list[tuple[int, ...]] = []
    for owner, said in enumerate(row["attributions"]):
        mine: list[int] = []
        for role, name in enumerate(ROLES):
            for start, end in said.get(name) or ():
                inside = [n for n, (first, last) in enumerate(places) if first < end and start < last]
                if not inside:
                    continue
                key = (inside[0], inside[-1] + 1)
                if role == 0 and key in numbers:  # one source of two attributions stands once in the text
                    mine.append(numbers[key])
                    continue
                if any(tags[n] for n in inside):
                    continue  # two roles at one place: 25 characters of the training articles
                for n in inside:
                    tags[n] = 2 + 2 * role
                tags[inside[0]] = 1 + 2 * role
                if role == 0:
                    numbers[key] = len(spans)
                    mine.append(len(spans))
                spans.append(GoldSpan(*key, role, owner))
        sources.append(tuple(mine))
    return Example(row["id"], words, tuple(tags), tuple(spans), tuple(sources))
