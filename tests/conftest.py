"""Fixtures that every area of the tests uses."""

from collections.abc import Callable

import pytest
from spacy.language import Language

from dragoman.model import Article, Parts, Reading, Span
from dragoman.reading.reader import load_language, read_article


@pytest.fixture(scope="session")
def nlp() -> Language:
    """The pipeline with every reading step, without the networks: what is tested with it are the rules."""
    return load_language(reader="rules")


@pytest.fixture(scope="session")
def read(nlp: Language) -> Callable[..., Reading]:
    """Read a text of paragraphs separated by blank lines, with an optional title above it."""

    def _read(text: str, published: str | None = None, title: str | None = None) -> Reading:
        whole = f"{title}\n\n{text}" if title else text
        spans, at = [], 0
        for block in whole.split("\n\n"):
            spans.append(Span(at, at + len(block)))
            at += len(block) + 2
        parts = Parts(title=spans.pop(0) if title else None, paragraphs=tuple(spans))
        return read_article(Article(id="test", text=whole, parts=parts, title=title, published=published), nlp)

    return _read
