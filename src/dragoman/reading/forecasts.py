"""Find the forecasts of an article."""

from spacy.language import Language
from spacy.tokens import Doc

__all__ = ["find_forecasts"]


@Language.component("dragoman_forecasts", assigns=["doc._.forecasts"])
def find_forecasts(doc: Doc) -> Doc:
    """Leave the forecasts on `doc._.forecasts`."""
    return doc
