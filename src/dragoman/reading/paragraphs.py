"""The first step: no sentence runs over the end of a paragraph, and "co-operate" is one word.

Without it the parser joins a headline or a standfirst, which end without a full stop, to what follows, and takes the parts
of a word with a hyphen behind its prefix for three words.
"""

import re

from spacy.language import Language
from spacy.tokens import Doc

from dragoman.reading.annotations import paragraphs_of

__all__ = ["mark_paragraphs"]


_PREFIXED = re.compile(r"\b(?:co|re|pre)-[a-z]+\b", re.IGNORECASE)


@Language.component("dragoman_paragraphs", assigns=["token.is_sent_start"], retokenizes=True)
def mark_paragraphs(doc: Doc) -> Doc:
    """Make the first word of every paragraph the start of a sentence; must run before the parser."""
    _join_prefixes(doc)
    starts = [span.start for span in paragraphs_of(doc)]
    position = 0
    for token in doc:
        if position < len(starts) and token.idx + len(token) > starts[position] and not token.is_space:
            token.is_sent_start = True
            while position < len(starts) and starts[position] < token.idx + len(token):
                position += 1
    return doc


def _join_prefixes(doc: Doc) -> None:
    words = [doc.char_span(*found.span()) for found in _PREFIXED.finditer(doc.text)]
    with doc.retokenize() as retokenizer:
        for word in words:
            if word is not None and len(word) > 1:
                retokenizer.merge(word)
