"""The whole flow: inputs to Articles, Articles to Readings; one failing article does not end a batch."""

import itertools
import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from spacy.language import Language

from dragoman.errors import DragomanError, UnreadableInput, Unusable
from dragoman.model import Article, Reading
from dragoman.page import iter_inputs, read_page
from dragoman.reading.confidence import keep_confident
from dragoman.reading.english import looks_english
from dragoman.reading.reader import DEFAULT_MODEL, DEFAULT_READER, load_language, read_articles

__all__ = ["iter_readings", "read_items", "read_source", "read_text"]

_log = logging.getLogger(__name__)
# Inputs a batch, as many as the reader takes at once; a failure costs at most this many second readings.
_BATCH = 16


def iter_readings(
    sources: Sequence[str],
    *,
    published: str | None = None,
    model: str | None = None,
    reader: str | None = None,
    min_confidence: float | None = None,
    wanted: Callable[[Article], bool] = lambda _: True,
) -> Iterator[Reading | UnreadableInput]:
    """Read every article of the inputs, in order; an error stands where an input or an article could not be read.

    sources: files, folders, addresses, or `-` for standard input.
    published: EDTF day of publication for articles that name none.
    model: an installed spaCy pipeline other than the usual one. Raises Unusable where there is no such pipeline.
    reader: "rules", "learned" or "polnear".
    min_confidence: keep the statements and events that are at least so likely right, 0 to 1.
    wanted: tells which articles are worth reading; the others are passed over.
    """
    nlp = load_language(model or DEFAULT_MODEL, reader or DEFAULT_READER)
    items = _iter_guarded(sources, published)
    wished = (item for item in items if not isinstance(item, Article) or wanted(item))
    yield from read_items(wished, nlp, min_confidence)


def read_source(source: str, **options: Any) -> Reading:
    """Read the one article of a file or an address; options are those of `iter_readings`.

    Raises UnreadableInput where there is none, it cannot be read, or there are several.
    """
    first, *more = *itertools.islice(iter_readings([source], **options), 2), None
    if isinstance(first, DragomanError):
        raise first
    if first is None:
        raise UnreadableInput("holds no article", source)
    if len(more) > 1:
        raise UnreadableInput("holds several articles; read_many reads them one by one", source)
    return first


def read_text(
    text: str | bytes,
    *,
    content_type: str | None = None,
    published: str | None = None,
    model: str | None = None,
    reader: str | None = None,
    min_confidence: float | None = None,
) -> Reading:
    """Read an article that is here as text, or as a page's bytes. Raises UnreadableInput where it is none."""
    data = text.encode("utf-8", "replace") if isinstance(text, str) else text
    article = read_page(data, content_type=content_type, published=published)
    nlp = load_language(model or DEFAULT_MODEL, reader or DEFAULT_READER)
    reading = next(read_items([article], nlp, min_confidence))
    if isinstance(reading, DragomanError):
        raise reading
    return reading


def _iter_guarded(sources: Sequence[str], published: str | None) -> Iterator[Article | UnreadableInput]:
    for source in sources:
        try:
            yield from iter_inputs([source], published=published)
        # The edge of a batch, as below: a page that breaks its parser costs its own source alone.
        except Exception as trouble:  # noqa: BLE001
            _log.debug("source %s failed", source, exc_info=True)
            yield UnreadableInput(_describe(trouble), source)


def read_items(
    items: Iterable[Article | UnreadableInput], nlp: Language, min_confidence: float | None = None
) -> Iterator[Reading | UnreadableInput]:
    """Read articles in batches, and pass errors on in their places; `min_confidence` as in `iter_readings`."""
    waiting = iter(items)
    while batch := list(itertools.islice(waiting, _BATCH)):
        articles = [item for item in batch if isinstance(item, Article) and _refuse(item, nlp) is None]
        readings = _read_batch(articles, nlp)
        for item in batch:
            refusal = _refuse(item, nlp) if isinstance(item, Article) else item
            reading = refusal or next(readings)
            if min_confidence is not None and isinstance(reading, Reading):
                reading = keep_confident(reading, min_confidence)
            yield reading


def _read_batch(articles: Sequence[Article], nlp: Language) -> Iterator[Reading | UnreadableInput]:
    try:
        yield from list(read_articles(articles, nlp))
    except Unusable:
        raise
    # The edge of a batch: whatever fails in a step, with whatever error, must cost its own article alone.
    except Exception:  # noqa: BLE001
        _log.debug("a batch failed; its articles are read one by one", exc_info=True)
        for article in articles:
            yield _read_guarded(article, nlp)


def _read_guarded(article: Article, nlp: Language) -> Reading | UnreadableInput:
    try:
        return next(read_articles([article], nlp))
    except Exception as trouble:  # noqa: BLE001
        _log.debug("article %s failed", article.id, exc_info=True)
        return UnreadableInput(_describe(trouble), _name(article))


def _refuse(article: Article, nlp: Language) -> UnreadableInput | None:
    """Tell why the reader takes no article such as this, or None where it does."""
    if len(article.text) > nlp.max_length:
        message = f"has {len(article.text):,} characters; at most {nlp.max_length:,} are read"
        return UnreadableInput(message, _name(article))
    if not looks_english(article.text):
        return UnreadableInput("holds no English sentences, and nothing else is read", _name(article))
    return None


def _describe(trouble: Exception) -> str:
    first_line = str(trouble).partition("\n")[0][:200]
    return f"could not be read: {type(trouble).__name__}: {first_line}"


def _name(article: Article) -> str:
    return article.url or article.source_id or article.title or article.id
