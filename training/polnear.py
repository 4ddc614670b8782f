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
    row: int  # of tags: 0, or 1 of what is nested


@dataclass(frozen=True, slots=True)
class Example:
    """One article."""

    name: str
    words: Words
    # Rows of a tag a word: 0, else 1 + 2 * role, + 1 inside; a second where nested ones are labelled.
    tags: tuple[tuple[int, ...], ...]
    spans: tuple[GoldSpan, ...]
    sources: tuple[tuple[int, ...], ...]  # of each attribution: numbers of `spans` that are its source


def read_articles(path: pathlib.Path, vocabulary: WordPieces, keep: Callable[[str], bool]) -> list[Example]:
    """Read those articles of a file whose ids are to be kept."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return examples_of([row for row in rows if keep(row["id"])], vocabulary, 1)


def read_passages(texts: dict[str, str], rows: Sequence[dict[str, Any]], vocabulary: WordPieces) -> list[Example]:
    """Read passages of texts, by id, whose rows {"id", "start", "end", "attributions"} name places in the whole text."""
    return examples_of([_passage(texts[row["id"]], row) for row in rows], vocabulary, 2)


def _passage(text: str, row: dict[str, Any]) -> dict[str, Any]:
    begin = row["start"]
    # The outermost, whose content is the longest, come first: what is reported inside them takes the second row of tags.
    outermost = sorted(row["attributions"], key=lambda one: sum(start - end for start, end in one["content"]))
    said = [
        {role: [[start - begin, end - begin] for start, end in one.get(role) or ()] for role in ROLES}
        for one in outermost
    ]
    return {"id": row["id"], "text": text[begin : row["end"]], "attributions": said}


def examples_of(rows: Sequence[dict[str, Any]], vocabulary: WordPieces, depth: int) -> list[Example]:
    """Make examples of rows {"id", "text", "attributions"}, with so many rows of tags."""
    nlp = spacy.blank("en")
    return [_example(row, nlp, vocabulary, depth) for row in rows]


def _example(row: dict[str, Any], nlp: spacy.language.Language, vocabulary: WordPieces, depth: int) -> Example:
    doc = mark_paragraphs(nlp.make_doc(row["text"]))
    words = words_of(doc, vocabulary)
    places = [(doc[index].idx, doc[index].idx + len(doc[index])) for index in words.tokens]
    tags = [[0] * len(places) for _ in range(depth)]
    spans: list[GoldSpan] = []
    sources: list[tuple[int, ...]] = []
    for owner, said in enumerate(row["attributions"]):
        runs = [(role, _run(place, places)) for role, name in enumerate(ROLES) for place in said.get(name) or ()]
        sources.append(_place(owner, [(role, run) for role, run in runs if run[0] < run[1]], tags, spans))
    return Example(row["id"], words, tuple(map(tuple, tags)), tuple(spans), tuple(sources))


def _run(place: Sequence[int], places: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """Return the words that a place touches; half-open."""
    inside = [n for n, (first, last) in enumerate(places) if first < place[1] and place[0] < last]
    return (inside[0], inside[-1] + 1) if inside else (0, 0)


def _place(
    owner: int, runs: Sequence[tuple[int, tuple[int, int]]], tags: list[list[int]], spans: list[GoldSpan]
) -> tuple[int, ...]:
    """Put an attribution into the first row of tags that has room for all of it; return the numbers of its source's spans.

    One source of two attributions stands once in a row. What no row has room for is left out.
    """
    for row, mine in enumerate(tags):
        sources = {
            (span.start, span.end): number for number, span in enumerate(spans) if (span.role, span.row) == (0, row)
        }
        shared = [role == 0 and run in sources for role, run in runs]
        fresh = [n for (_, run), one in zip(runs, shared, strict=True) if not one for n in range(*run)]
        if len(set(fresh)) < len(fresh) or any(mine[n] for n in fresh):
            continue
        numbers = []
        for (role, run), one in zip(runs, shared, strict=True):
            if role == 0:
                numbers.append(sources[run] if one else len(spans))
            if one:
                continue
            mine[run[0] : run[1]] = [1 + 2 * role, *[2 + 2 * role] * (run[1] - run[0] - 1)]
            spans.append(GoldSpan(*run, role, owner, row))
        return tuple(numbers)
    return ()
