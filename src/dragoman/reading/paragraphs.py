"""The first step: no sentence runs over the end of a paragraph.

Without it the parser joins a headline or a standfirst, which end without a full stop, to what follows.
"""

from spacy.language import Language
from spacy.tokens import Doc

from dragoman.reading.annotations import paragraphs_of

__all__ = ["mark_paragraphs"]


@Language.component("dragoman_paragraphs", assigns=["token.is_sent_start"])
def mark_paragraphs(doc: Doc) -> Doc:
    """Make the first word of every paragraph the start of a sentence; must run before the parser."""
    starts = [span.start for span in paragraphs_of(doc)]
    position = 0
    for token in doc:
        if position < len(starts) and token.idx + len(token) > starts[position] and not token.is_space:
            token.is_sent_start = True
            while position < len(starts) and starts[position] < token.idx + len(token):
                position += 1
    return doc
