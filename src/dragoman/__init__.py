"""Dragoman: news reporting on diplomacy as a record one can query and check.

    >>> import dragoman
    >>> reading = dragoman.read("article.html")
    >>> for statement in reading.statements:
    ...     print(statement.sourcing, statement.source.of(reading.article.text))

`read` reads one article, `read_many` many; `dump_reading` and `load_reading` are the JSON form; `load_language` is the
spaCy pipeline behind it all.
"""

import importlib
import pathlib
import types
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from dragoman.errors import DragomanError, NotAnArticle, Unreachable, UnreadableInput, Unusable
from dragoman.model import (
    Actor,
    Article,
    Date,
    Event,
    Figure,
    FigureCheck,
    Forecast,
    Mention,
    Office,
    Parts,
    Place,
    Reading,
    Span,
    Statement,
)
from dragoman.model.wire import dump_reading, from_dict, load_reading, to_dict

if TYPE_CHECKING:
    from dragoman.reading.reader import load_language

__all__ = [
    "Actor",
    "Article",
    "Date",
    "DragomanError",
    "Event",
    "Figure",
    "FigureCheck",
    "Forecast",
    "Mention",
    "NotAnArticle",
    "Office",
    "Parts",
    "Place",
    "Reading",
    "Span",
    "Statement",
    "Unreachable",
    "UnreadableInput",
    "Unusable",
    "__version__",
    "dump_reading",
    "from_dict",
    "load_language",
    "load_reading",
    "read",
    "read_many",
    "to_dict",
]

__version__ = version("dragoman")


def read(
    source: str | pathlib.Path | None = None,
    *,
    text: str | bytes | None = None,
    published: str | None = None,
    model: str | None = None,
    reader: str | None = None,
    min_confidence: float | None = None,
) -> Reading:
    """Read one article.

    source: a file (text, HTML, a feed or table with one row), or an address that starts with http:// or https://.
    text: the article itself instead: what one would paste into a file, or the bytes of a page.
    published: EDTF day of publication, for an article that names none ("2024-02-13").
    model: an installed spaCy pipeline for English other than the usual one.
    reader: "learned", which is the usual one: a small network finds statements and events; "polnear", which is the same but for
        the statements, of which it takes those that PolNeAR's annotators would; or "rules", without a network.
    min_confidence: leave out statements and events that are less likely right than this, 0 to 1; the rules do
        not tell how likely they are.
    Raises UnreadableInput where the source holds no article or several (`read_many` reads those), Unusable where the
    model cannot be used, TypeError where not exactly one of `source` and `text` is given.
    """
    if (source is None) == (text is None):
        raise TypeError("give either a source (a file or an address) or text=")
    options: dict[str, Any] = {
        "published": published,
        "model": model,
        "reader": reader,
        "min_confidence": min_confidence,
    }
    flow = _flow()
    made: Reading = flow.read_text(text, **options) if text is not None else flow.read_source(str(source), **options)
    return made


def read_many(
    sources: Iterable[str | pathlib.Path],
    *,
    published: str | None = None,
    model: str | None = None,
    reader: str | None = None,
    min_confidence: float | None = None,
) -> Iterator[Reading | UnreadableInput]:
    """Read every article of files, folders and addresses, one after another, in order.

    What could not be read comes as an error in its place and does not end the rest:

        for item in dragoman.read_many(["articles/"]):
            if isinstance(item, dragoman.UnreadableInput):
                print(item.where, item.message)
    """
    items: Iterator[Reading | UnreadableInput]
    options: dict[str, Any] = {
        "published": published,
        "model": model,
        "reader": reader,
        "min_confidence": min_confidence,
    }
    items = _flow().iter_readings([str(source) for source in sources], **options)
    return items


def __getattr__(name: str) -> Any:
    if name == "load_language":
        return importlib.import_module("dragoman.reading.reader").load_language
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def _flow() -> types.ModuleType:
    # spaCy takes a second or two to import: that waits until something is read, so that `dragoman --help` and programs
    # that only handle Readings start at once. importlib in this one place (and in the command line's table of formats)
    # keeps the promise without imports inside functions.
    return importlib.import_module("dragoman.pipeline")
