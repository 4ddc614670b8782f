"""Find the events of an article."""

from spacy.language import Language
from spacy.tokens import Doc

__all__ = ["find_events"]


@Language.component("dragoman_events", assigns=["doc._.events"])
def find_events(doc: Doc) -> Doc:
    """Leave the events on `doc._.events`."""
    return doc
