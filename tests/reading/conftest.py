"""Read many short texts at once: what the tests of the tables ask of each word."""

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

import pytest
from spacy.language import Language

from dragoman.model import Actor, Article, Parts, Reader, Reading, Span
from dragoman.reading.reader import read_articles

AFTER_ACTORS = ("dragoman_statements", "dragoman_events", "dragoman_figures", "dragoman_forecasts")
_READER = Reader("dragoman", "0", "rules", ())


class Misses(Protocol):
    """Words, frames and what must hold to the words that are read so in no frame."""

    def __call__(
        self, words: Iterable[str], frames: Sequence[str], holds: Callable[[Reading, str], bool], *, deep: bool
    ) -> list[str]: ...


def mentioned(reading: Reading, words: str) -> list[Actor]:
    """Return the actors that exactly these words speak of, an article before them left out."""
    text = reading.article.text
    return [
        actor
        for actor in reading.actors
        if any(_bare(mention.span.of(text)) == _bare(words) for mention in actor.mentions)
    ]


def _bare(words: str) -> str:
    return words.removeprefix("the ").removeprefix("The ")


@pytest.fixture(scope="session")
def misses(nlp: Language) -> Misses:
    """Return the words that are read as promised in none of the frames; "{w}" is the word, "{W}" with a capital.

    The small model's parser errs on a word in one sentence or another; a table's word has to work in one of them.
    """

    def _read_each(texts: Iterable[str], *, deep: bool) -> list[Reading]:
        if not deep:
            docs = nlp.pipe(texts, batch_size=128, disable=AFTER_ACTORS)
            return [Reading(_READER, Article(id="test", text=doc.text), actors=doc._.actors) for doc in docs]
        articles = [Article(id="test", text=text, parts=Parts(paragraphs=(Span(0, len(text)),))) for text in texts]
        return list(read_articles(articles, nlp))

    def _misses(
        words: Iterable[str], frames: Sequence[str], holds: Callable[[Reading, str], bool], *, deep: bool
    ) -> list[str]:
        left = list(words)
        assert left
        for frame in frames:
            texts = [frame.replace("{w}", word).replace("{W}", word[0].upper() + word[1:]) for word in left]
            read = _read_each(texts, deep=deep)
            left = [word for word, reading in zip(left, read, strict=True) if not holds(reading, word)]
            if not left:
                break
        return left

    return _misses
