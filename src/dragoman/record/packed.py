"""Readings as the tables have them: JSON, deflated; the machine's own, and with what people decided on its lines."""

import zlib

from dragoman.errors import DragomanError
from dragoman.model import Reading
from dragoman.model.wire import dump_reading, load_reading
from dragoman.record.models import JudgedReading, Version

__all__ = ["machine_reading", "pack_reading", "reading_of", "unpack_reading"]

_LEVEL = 6  # zlib's own default


def pack_reading(reading: Reading) -> bytes:
    """Write a Reading for a table."""
    return zlib.compress(dump_reading(reading).encode(), _LEVEL)


def unpack_reading(packed: bytes | memoryview) -> Reading:
    """Read a Reading as a table has it. Raises DragomanError where the row is damaged."""
    try:
        return load_reading(zlib.decompress(bytes(packed)))
    except zlib.error as trouble:
        raise DragomanError(f"a row of the Record is damaged: {trouble}") from trouble


def machine_reading(version: Version) -> Reading:
    """Return what the machine read in a version."""
    return unpack_reading(version.reading)


def reading_of(version: Version) -> Reading:
    """Return what counts of a version: the machine's Reading with what people decided; wants select_related("judged")."""
    judged: JudgedReading | None = getattr(version, "judged", None)
    return unpack_reading(judged.reading if judged is not None and judged.reading is not None else version.reading)
