"""Names and numbers in a text as the network tags its words: the classes of OntoNotes, as spaCy's English pipelines have them."""

from spacy.tokens import Doc
from spacy.tokens import Span as TokenSpan

from dragoman.reading.network import States
from dragoman.reading.network_words import PARAGRAPH

__all__ = ["ENTITIES", "ENTITY_TAGS", "set_entities"]

ENTITIES = (
    "CARDINAL", "DATE", "EVENT", "FAC", "GPE", "LANGUAGE", "LAW", "LOC", "MONEY", "NORP", "ORDINAL", "ORG", "PERCENT", "PERSON",
    "PRODUCT", "QUANTITY", "TIME", "WORK_OF_ART",
)  # fmt: skip
ENTITY_TAGS = 1 + 2 * len(ENTITIES)  # of a word: none, then begin and inside of each class


def set_entities(doc: Doc, states: States) -> None:
    """Put on a Doc the entities that the network found, each within a paragraph.

    An inside that does not go on with what is before it begins one.
    """
    words = states.words
    found: list[tuple[int, int, int]] = []  # class, first word, word behind the last
    for word, tag in enumerate(states.names.argmax(axis=1).tolist()):
        kind, inside = divmod(tag - 1, 2)
        goes_on = inside and found and found[-1][0] == kind and found[-1][2] == word
        if goes_on and not words.features[word] & PARAGRAPH:
            found[-1] = (kind, found[-1][1], word + 1)
        elif tag:
            found.append((kind, word, word + 1))
    doc.set_ents(
        [
            TokenSpan(doc, words.tokens[start], words.tokens[end - 1] + 1, label=ENTITIES[kind])
            for kind, start, end in found
        ]
    )
