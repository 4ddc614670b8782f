"""Inputs where they lie: on this machine, on S3 (s3://bucket/key), or behind http(s)."""

import fnmatch
import functools
import hashlib
import io
import os
import pathlib
import re
import urllib.parse
from collections.abc import Iterator
from typing import Any, BinaryIO

import obstore
from obstore.exceptions import BaseError
from obstore.store import from_url

__all__ = ["Hashed", "is_remote", "list_objects", "open_input", "size_of"]

_REMOTE = re.compile(r"(s3|gs|https?)://", re.IGNORECASE)
# obstore has errors of its own, and Python's for what is not there.
_TROUBLES = (BaseError, FileNotFoundError)
_REQUEST = 4 << 20  # bytes asked for at once: an archive is read from its start to its end


def is_remote(address: str) -> bool:
    """Tell an address from a path."""
    return bool(_REMOTE.match(address))


def size_of(address: str) -> int:
    """Return the size of an input in bytes. Raises OSError where there is none."""
    if not is_remote(address):
        return pathlib.Path(address).stat().st_size
    store, key = _locate(address)
    try:
        return int(obstore.head(store, key)["size"])
    except _TROUBLES as trouble:
        raise _as_os_error(trouble) from trouble


def open_input(address: str) -> BinaryIO:
    """Open an input for reading; it can seek. Raises OSError."""
    if not is_remote(address):
        return pathlib.Path(address).open("rb")
    return io.BufferedReader(_Remote(address), _REQUEST)


def list_objects(pattern: str) -> Iterator[str]:
    """List the objects of a bucket that lie below an address, or fit it where it has wildcards. Raises OSError."""
    root, _, key = pattern.partition("://")[2].partition("/")
    fixed = re.split(r"[*?\[]", key)[0]
    store, _ = _locate(pattern)
    scheme = pattern.partition("://")[0]
    try:
        # The store lists whole folders: a prefix that ends within a name is cut back to its folder.
        for batch in obstore.list(store, fixed.rpartition("/")[0] or None):
            for item in batch:
                if fnmatch.fnmatchcase(item["path"], key if fixed != key else f"{key.rstrip('/')}*"):
                    yield f"{scheme}://{root}/{item['path']}"
    except _TROUBLES as trouble:
        raise _as_os_error(trouble) from trouble


class _Remote(io.RawIOBase):
    """An object of a store as a file."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self._store, self._key = _locate(address)
        self._size = size_of(address)
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        self._at = offset + {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        return self._at

    def readinto(self, buffer: Any) -> int:
        view = memoryview(buffer)
        length = min(len(view), self._size - self._at)
        if length <= 0:
            return 0
        try:
            data = obstore.get_range(self._store, self._key, start=self._at, length=length)
        except _TROUBLES as trouble:
            raise _as_os_error(trouble) from trouble
        view[: len(data)] = memoryview(data)
        self._at += len(data)
        return len(data)


class Hashed(io.RawIOBase):
    """A file that hashes bytes [start, end) of itself while somebody reads them from front to back.

    The reader may go back and read again; it leaves no gap.
    """

    def __init__(self, file: BinaryIO, start: int = 0, end: int | None = None) -> None:
        super().__init__()
        self._file = file
        self._next, self._end = start, end
        self._hash = hashlib.sha256()

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def readinto(self, buffer: Any) -> int:
        at = self._file.tell()
        length: int = self._file.readinto(buffer)  # type: ignore[attr-defined]
        stop = at + length if self._end is None else min(at + length, self._end)
        if at <= self._next < stop:
            self._hash.update(memoryview(buffer)[self._next - at : stop - at])
            self._next = stop
        return length

    def digest(self) -> str:
        """Read what is left of the bytes, and return their SHA-256 in hexadecimal digits."""
        self.seek(self._next)
        waiting = bytearray(1 << 20)
        while (self._end is None or self._next < self._end) and self.readinto(waiting):
            pass
        return self._hash.hexdigest()

    def close(self) -> None:
        self._file.close()
        super().close()


def _locate(address: str) -> tuple[Any, str]:
    parts = urllib.parse.urlsplit(address)
    key = urllib.parse.unquote(parts.path.lstrip("/")) if parts.scheme.startswith("http") else parts.path.lstrip("/")
    return _open_store(f"{parts.scheme.lower()}://{parts.netloc}", os.getpid()), key


@functools.cache
def _open_store(root: str, _process: int) -> Any:
    # S3 takes its keys, region and endpoint from the usual AWS_ variables of the environment.
    return from_url(root, client_options={"allow_http": True})


def _as_os_error(trouble: Exception) -> OSError:
    if isinstance(trouble, FileNotFoundError):
        return FileNotFoundError(2, "no such object")
    return OSError(5, str(trouble).splitlines()[0][:200])
