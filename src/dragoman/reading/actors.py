"""Find the actors of an article."""

from spacy.language import Language
from spacy.tokens import Doc

__all__ = ["find_actors"]


@Language.component("dragoman_actors", assigns=["doc._.actors"])
def find_actors(doc: Doc) -> Doc:
    """Leave the actors on `doc._.actors`."""
    return doc
