"""Find the figures of an article."""

from spacy.language import Language
from spacy.tokens import Doc

__all__ = ["find_figures"]


@Language.component("dragoman_figures", assigns=["doc._.figures"])
def find_figures(doc: Doc) -> Doc:
    """Leave the figures on `doc._.figures`."""
    return doc
