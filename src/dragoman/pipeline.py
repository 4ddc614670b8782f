"""The whole flow: inputs to Articles to Readings."""

import hashlib
import pathlib
from collections.abc import Iterator, Sequence

from dragoman.errors import DragomanError, UnreadableInput
from dragoman.model import Article, Parts, Reading, Span
from dragoman.reading.reader import load_language, read_articles

__all__ = ["iter_readings"]


def iter_readings(
    sources: Sequence[str], *, published: str | None = None, model: str | None = None
) -> Iterator[Reading | UnreadableInput]:
    """Read every article of the inputs, in order."""
    nlp = load_language(model) if model else load_language()
    for item in _iter_plain(sources, published=published):
        if isinstance(item, DragomanError):
            yield item
        else:
            yield from read_articles([item], nlp)


# Until the page layer is here: text files of blocks.
def _iter_plain(sources: Sequence[str], *, published: str | None) -> Iterator[Article | UnreadableInput]:
    for source in sources:
        blocks = [block.strip() for block in pathlib.Path(source).read_text("utf-8").split("\n\n") if block.strip()]
        text = "\n\n".join(blocks)
        spans, at = [], 0
        for block in blocks:
            spans.append(Span(at, at + len(block)))
            at += len(block) + 2
        parts = Parts(title=spans[0], paragraphs=tuple(spans[1:]))
        name = hashlib.sha256(text.encode()).hexdigest()[:16]
        yield Article(id=name, text=text, parts=parts, title=blocks[0], published=published)
