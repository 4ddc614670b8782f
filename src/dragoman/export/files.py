"""Put files in place whole: a reader of the place sees the old file or the new one, never half of one."""

import contextlib
import os
import pathlib
import shutil
import tempfile
from collections.abc import Iterator
from typing import TextIO

from dragoman.errors import Unusable

__all__ = ["fresh_file", "fresh_folder"]


@contextlib.contextmanager
def fresh_file(path: pathlib.Path) -> Iterator[TextIO]:
    """Open a text file that takes the place of `path` when the block ends without an error.

    Raises Unusable where nothing can be written there.
    """
    name = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            yield file
        _give_usual_mode(name)
        pathlib.Path(name).replace(path)
    except OSError as trouble:
        raise Unusable(f"cannot be written: {trouble.strerror or trouble}", str(path)) from trouble
    finally:
        if name is not None:
            pathlib.Path(name).unlink(missing_ok=True)


@contextlib.contextmanager
def fresh_folder(path: pathlib.Path) -> Iterator[pathlib.Path]:
    """Give an empty folder whose files move into `path`, one rename each, when the block ends without an error.

    Raises Unusable where nothing can be written there.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
        draft = pathlib.Path(tempfile.mkdtemp(dir=path, prefix=".draft."))
    except OSError as trouble:
        raise Unusable(f"is no folder to write in: {trouble.strerror or trouble}", str(path)) from trouble
    try:
        yield draft
        for file in sorted(draft.iterdir()):
            file.replace(path / file.name)
    except OSError as trouble:
        raise Unusable(f"cannot be written: {trouble.strerror or trouble}", str(path)) from trouble
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _give_usual_mode(name: str) -> None:
    # mkstemp makes files that their owner alone can read; an ordinary file follows the umask.
    mask = os.umask(0)
    os.umask(mask)
    pathlib.Path(name).chmod(0o666 & ~mask)
