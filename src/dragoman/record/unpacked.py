"""A Reading as the table has it."""

import zlib

from dragoman.errors import DragomanError
from dragoman.model import Reading
from dragoman.model.wire import load_reading

__all__ = ["unpack_reading"]


def unpack_reading(packed: bytes | memoryview) -> Reading:
    """Read a Reading as the table has it. Raises DragomanError where the row is damaged."""
    try:
        return load_reading(zlib.decompress(bytes(packed)))
    except zlib.error as trouble:
        raise DragomanError(f"a row of the Record is damaged: {trouble}") from trouble
