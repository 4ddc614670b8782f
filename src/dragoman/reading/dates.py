"""Find the dates of an article."""

from spacy.language import Language
from spacy.tokens import Doc

__all__ = ["find_dates"]


@Language.component("dragoman_dates", assigns=["doc._.dates"])
def find_dates(doc: Doc) -> Doc:
    """Leave the dates on `doc._.dates`."""
    return doc
