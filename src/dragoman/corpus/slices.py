"""A block's bytes to Articles, and the hashes of these bytes."""

import gzip
import hashlib
import logging
import pathlib
import shutil
import tempfile
from collections.abc import Iterator
from typing import Any, BinaryIO, cast

from dragoman.corpus.blocks import Block
from dragoman.corpus.places import Hashed, is_remote, open_input, size_of
from dragoman.errors import UnreadableInput
from dragoman.model import Article
from dragoman.page import Limits, Passed, iter_inputs, read_bytes
from dragoman.page.tables import read_line_slice, read_parquet_rows, read_table, table_form
from dragoman.page.warc import read_warc

__all__ = ["Item", "iter_items"]

_log = logging.getLogger(__name__)
Item = Article | UnreadableInput | Passed
_LIMITS = Limits()


def iter_items(block: Block, published: str | None, hashes: list[dict[str, Any]]) -> Iterator[Item]:
    """Read what begins in a block, in order.

    hashes: gets an entry for each input with the SHA-256 of what was read of it, when the last item was taken.
    Raises UnreadableInput where the input is gone or is not what was planned.
    """
    if block.form == "pages":
        for place in block.inputs:
            yield from _read_page(place, published, hashes)
        return
    (place,) = block.inputs
    try:
        if size_of(place) != block.size:
            raise UnreadableInput("has another size than when it was planned", place)
        yield from (
            _read_rows(block, published, hashes) if block.form == "rows" else _read_bytes(block, published, hashes)
        )
    except (OSError, EOFError) as trouble:
        raise _lost(trouble, place) from trouble


def _read_bytes(block: Block, published: str | None, hashes: list[dict[str, Any]]) -> Iterator[Item]:
    (place,) = block.inputs
    end = cast("int", block.end)
    with Hashed(open_input(place), block.start, end) as hashed:
        file = cast("BinaryIO", hashed)
        if block.form == "warc":
            yield from read_warc(file, place, published, _LIMITS, block.start, end)
        else:
            yield from read_line_slice(file, place, block.start, end, published, _LIMITS)
        hashes.append({"input": place, "start": block.start, "end": end, "sha256": hashed.digest()})


def _read_rows(block: Block, published: str | None, hashes: list[dict[str, Any]]) -> Iterator[Item]:
    (place,) = block.inputs
    if table_form(place) == "parquet":
        with _local_copy(place) as path:
            yield from read_parquet_rows(path, place, published, block.start, block.end)
    else:
        with open_input(place) as file:
            yield from read_table(file, place, published, _LIMITS, block.start, block.end)
    if block.start == 0:
        # Once for the whole input: its rows cannot be told apart by their bytes.
        with Hashed(open_input(place)) as hashed:
            hashes.append({"input": place, "start": 0, "end": block.size, "sha256": hashed.digest()})


class _local_copy:  # noqa: N801 (used as a function is)
    """Give the path of an input, fetched into a temporary file where it lies elsewhere."""

    def __init__(self, place: str) -> None:
        self._place = place
        self._copy: str | None = None

    def __enter__(self) -> str:
        if not is_remote(self._place):
            return self._place
        with tempfile.NamedTemporaryFile(suffix=".parquet", delete=False) as copy, open_input(self._place) as file:
            self._copy = copy.name
            shutil.copyfileobj(file, copy)
        return self._copy

    def __exit__(self, *_: object) -> None:
        if self._copy:
            pathlib.Path(self._copy).unlink(missing_ok=True)


def _read_page(place: str, published: str | None, hashes: list[dict[str, Any]]) -> Iterator[Item]:
    """Read a page, a text or a feed; whatever is wrong with it costs it alone."""
    try:
        if place.startswith(("http://", "https://")):
            yield from iter_inputs([place], published=published)
            hashes.append({"input": place, "sha256": None})
            return
        with open_input(place) as file:
            data = file.read(_LIMITS.document + 1)
        hashes.append({"input": place, "sha256": hashlib.sha256(data).hexdigest()})
        yield from read_bytes(data, place, published, _LIMITS)
    except UnreadableInput as trouble:
        yield trouble if trouble.where else type(trouble)(trouble.message, place)
    except (OSError, EOFError) as trouble:
        yield _lost(trouble, place)
    # The edge of a batch: a page that breaks its parser costs itself alone.
    except Exception as trouble:  # noqa: BLE001
        _log.debug("page %s failed", place, exc_info=True)
        yield UnreadableInput(f"could not be read: {type(trouble).__name__}", place)


def _lost(trouble: OSError | EOFError | gzip.BadGzipFile, place: str) -> UnreadableInput:
    return UnreadableInput(f"cannot be read: {getattr(trouble, 'strerror', None) or trouble}".lower(), place)
