"""The first step: where sentences can begin and where they cannot, and what is one word.

Without it the parser joins a headline, a standfirst or a dateline, which end without a full stop, to what follows; takes
the parts of a word with a hyphen behind its prefix for three words; cuts sentences behind "Dr." and "U.S."; and reads two
sentences that a page has glued together (`…the war."She left`) as one.
"""

import functools
import itertools
import re
from collections.abc import Iterator
from typing import Any

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc, Token

from dragoman.reading.annotations import paragraphs_of
from dragoman.reading.rules import load_rules

__all__ = ["mark_paragraphs"]

_PREFIXED = re.compile(r"\b(?:co|re|pre)-[a-z]+\b", re.IGNORECASE)
# A closing quotation mark between two sentences, or between a quotation and its "he said", without a space behind it.
_GLUED = re.compile(r"(?<=[\w)])(?P<stop>[.!?,])(?P<mark>[\"”]|''|’’)(?=[A-Z“\"])")
_LAND = re.compile(r"(?:[A-Z]\.){2,}")
_CLOSING = frozenset({'"', "”", "''", "’’"})
_FINAL = frozenset(".!?:;\"”’)…'")


@functools.cache
def _words(section: str) -> frozenset[str]:
    return frozenset(load_rules("sentences")[section]["words"])


@functools.cache
def _titles() -> re.Pattern[str]:
    """Return what finds titles before a name."""
    words = "|".join(re.escape(word.capitalize()) for word in _words("titles"))
    return re.compile(rf"\b(?:{words})(?= [A-Z])")


@Language.component("dragoman_paragraphs", assigns=["token.is_sent_start"], retokenizes=True)
def mark_paragraphs(doc: Doc) -> Doc:
    """Mark where sentences begin and where none does; must run before the parser."""
    _join_cut_words(doc)
    _split_glued(doc)
    begins = np.zeros(len(doc), dtype=np.int64)
    for token in doc[1:]:
        if _begins_behind_quotation(token) or _begins_behind_land(token):
            begins[token.i] = 1
        elif _cannot_begin(token):
            begins[token.i] = -1
    begins[list(_begin_parts(doc))] = 1
    # At once: to set `token.is_sent_start` spaCy goes through the whole text each time.
    array: Any = begins.view(np.uint64)  # its stubs want a type of thinc's own
    return doc.from_array(["SENT_START"], array)


def _begin_parts(doc: Doc) -> Iterator[int]:
    """Yield the first word of every paragraph, and of what follows a dateline: they start sentences."""
    starts = [span.start for span in paragraphs_of(doc)]
    if doc._.article is not None and doc._.article.parts.dateline is not None:
        starts = sorted({*starts, doc._.article.parts.dateline.end})
    position = 0
    for token in doc:
        if position < len(starts) and token.idx + len(token) > starts[position] and not token.is_space:
            yield token.i
            while position < len(starts) and starts[position] < token.idx + len(token):
                position += 1


def _begins_behind_quotation(token: Token) -> bool:
    """Tell whether a word follows a whole sentence in quotation marks without a space."""
    mark = token.nbor(-1)
    glued = mark.text in _CLOSING and not mark.whitespace_ and token.text[:1].isupper()
    return glued and mark.i > 0 and mark.nbor(-1).text in {".", "!", "?"} and not mark.nbor(-1).whitespace_


def _begins_behind_land(token: Token) -> bool:
    """Tell whether a word opens a sentence behind "the U.S."."""
    return (
        token.lower_ in _words("openers")
        and token.text[:1].isupper()
        and _LAND.fullmatch(token.nbor(-1).text) is not None
    )


def _cannot_begin(token: Token) -> bool:
    """Tell whether a word goes on with the sentence: in lower case, behind "Dr." or as a name behind "U.S."."""
    before = token.nbor(-1)
    if before.is_space:
        return False
    if token.text in _CLOSING and not before.whitespace_ and not token.whitespace_ and before.text in {".", "!", "?"}:
        return True
    if token.text[:1].islower():
        return before.text[-1] not in _FINAL or _LAND.fullmatch(before.text) is not None
    if before.lower_ in _words("titles") and before.text[:1].isupper():
        return token.text[:1].isalpha()
    return bool(_LAND.fullmatch(before.text)) and token.text[:1].isupper()


def _split_glued(doc: Doc) -> None:
    """Cut `war."She` into its word, its marks and the next word."""
    cuts = {at for found in _GLUED.finditer(doc.text) for at in (found.start(), found.start("mark"), found.end())}
    if not cuts:
        return
    with doc.retokenize() as retokenizer:
        for token in doc:
            inside = sorted(at - token.idx for at in cuts if token.idx < at < token.idx + len(token))
            if inside:
                edges = [0, *inside, len(token)]
                pieces = [token.text[a:b] for a, b in itertools.pairwise(edges)]
                retokenizer.split(token, pieces, heads=[(token, 0)] * len(pieces))


def _join_cut_words(doc: Doc) -> None:
    """Make one word of "co-operate", and of a title that the tokenizer does not know: "Sens."."""
    found = itertools.chain(_PREFIXED.finditer(doc.text), _titles().finditer(doc.text))
    words = [doc.char_span(*one.span()) for one in found]
    with doc.retokenize() as retokenizer:
        for word in words:
            if word is not None and len(word) > 1:
                retokenizer.merge(word)
