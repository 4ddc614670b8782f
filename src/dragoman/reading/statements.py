"""Find the statements of an article."""

from spacy.language import Language
from spacy.tokens import Doc

__all__ = ["find_statements"]


@Language.component("dragoman_statements", assigns=["doc._.statements"])
def find_statements(doc: Doc) -> Doc:
    """Leave the statements on `doc._.statements`."""
    return doc
