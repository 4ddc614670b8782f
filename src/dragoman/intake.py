"""What `dragoman add` takes: everything that is read, and Readings that were written before.

An export of ours (JSON Lines, also .gz, a folder of Parquet tables, or the output folder of `dragoman corpus run`) is told
by how it begins, wherever it stands: in a folder, or on standard input.
"""

import gzip
import importlib
import itertools
import pathlib
import re
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, BinaryIO, Literal

from dragoman.corpus.readings import is_corpus, iter_corpus
from dragoman.errors import UnreadableInput
from dragoman.export.parquet import is_parquet, read_parquet
from dragoman.model import Article, Reading
from dragoman.model.wire import load_reading
from dragoman.page import walk_folder

__all__ = ["iter_intake"]

_Form = Literal["article", "lines", "parquet", "corpus"]
_READING = re.compile(rb'\s*\{\s*"format"\s*:\s*\d+\s*,\s*"reader"\s*:')  # as dump_reading begins
_BEGINNING = 200  # bytes that are enough to see that
_LINES = (".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz")


def iter_intake(
    sources: Sequence[str],
    *,
    wanted: Callable[[Article], bool] = lambda _: True,
    **options: Any,
) -> Iterator[Reading | UnreadableInput]:
    """Give the Readings of all sources, in order; an error stands where one could not be had.

    wanted, options: as of `pipeline.iter_readings`, for the articles that are to be read. Readings come as they are.
    """
    forms = ((form, source) for given in sources for form, source in _tell_forms(given))
    for form, group in itertools.groupby(forms, key=lambda pair: pair[0]):
        names = (source for _, source in group)
        if form == "article":
            # spaCy takes seconds to load: that waits until something is to be read.
            flow = importlib.import_module("dragoman.pipeline")
            yield from flow.iter_readings(list(names), wanted=wanted, **options)
        else:
            yield from _read_exports(names, _READERS[form])


def _tell_forms(source: str) -> Iterator[tuple[_Form, str]]:
    """Tell the form of a source, and of each file in a folder that holds exports."""
    path = pathlib.Path(source)
    if source == "-":
        yield ("lines" if _READING.match(_peek_standard_input()) else "article"), source
    elif is_parquet(path):
        yield "parquet", source
    elif is_corpus(path):
        yield "corpus", source
    elif path.is_dir():
        forms = [(_tell_file(file), str(file)) for file in walk_folder(path)]
        if all(form == "article" for form, _ in forms):
            forms = [("article", source)]
        yield from forms
    else:
        yield _tell_file(path), source


def _tell_file(path: pathlib.Path) -> _Form:
    if not path.name.lower().endswith(_LINES):
        return "article"
    try:
        with _open(path) as file:
            return "lines" if _READING.match(file.read(_BEGINNING)) else "article"
    except (OSError, EOFError, zlib.error, ValueError):
        return "article"  # whoever reads it says what is wrong with it


def _peek_standard_input() -> bytes:
    # What is peeked at stays to be read. Only a buffered stream can; what tests put in its place may be none.
    peek = getattr(sys.stdin.buffer, "peek", None)
    return peek(_BEGINNING) if peek else b""


def _open(path: pathlib.Path) -> BinaryIO:
    return gzip.open(path, "rb") if path.name.lower().endswith(".gz") else path.open("rb")  # type: ignore[return-value]


def _read_exports(
    sources: Iterable[str], read: Callable[[str], Iterator[Reading | UnreadableInput]]
) -> Iterator[Reading | UnreadableInput]:
    for source in sources:
        try:
            yield from read(source)
        except UnreadableInput as trouble:
            yield trouble
        except (OSError, EOFError, zlib.error) as trouble:
            yield UnreadableInput(f"cannot be read: {trouble}", source)


def _read_tables(source: str) -> Iterator[Reading | UnreadableInput]:
    yield from read_parquet(pathlib.Path(source))


def _read_corpus(source: str) -> Iterator[Reading | UnreadableInput]:
    yield from iter_corpus(pathlib.Path(source))


def _read_lines(source: str) -> Iterator[Reading | UnreadableInput]:
    if source == "-":
        yield from _read_stream(sys.stdin.buffer, "standard input")
        return
    with _open(pathlib.Path(source)) as file:
        yield from _read_stream(file, source)


_READERS = {"lines": _read_lines, "parquet": _read_tables, "corpus": _read_corpus}


def _read_stream(stream: BinaryIO, where: str) -> Iterator[Reading | UnreadableInput]:
    for number, line in enumerate(stream, 1):
        if not line.strip():
            continue
        try:
            yield load_reading(line)
        except UnreadableInput as trouble:
            yield UnreadableInput(str(trouble), f"{where}, line {number}")
