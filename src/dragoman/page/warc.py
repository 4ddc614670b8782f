"""WARC archives: a record that holds a page is an article; what else stands there is passed over, by its kind.

A compressed archive is a row of gzip members, as a rule one a record. They are walked one by one, so that a damaged
one costs itself alone, and so that a slice of the archive can be read without what stands before it.
"""

import io
import logging
import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import BinaryIO

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from dragoman.errors import NotAnArticle, UnreadableInput
from dragoman.model import Article
from dragoman.page.assembly import make_id
from dragoman.page.documents import read_page
from dragoman.page.limits import Limits

__all__ = ["Passed", "iter_record_starts", "read_warc"]

_log = logging.getLogger(__name__)
_MAGIC = b"\x1f\x8b\x08"
_CHUNK = 1 << 16
_HOLDS_PAGE = WarcRecordType.response | WarcRecordType.resource | WarcRecordType.conversion
_PAGE_TYPES = ("text/html", "application/xhtml+xml", "text/plain")
_LENGTH = re.compile(rb"^Content-Length:\s*(\d+)\s*$", re.IGNORECASE | re.MULTILINE)
_LONGEST_HEADER = 1 << 20


@dataclass(frozen=True, slots=True)
class Passed:
    """Something in an archive that is no page."""

    why: str  # "revisit", "status 404", "image/png"


def read_warc(
    file: BinaryIO,
    where: str,
    published: str | None = None,
    limits: Limits = Limits(),
    start: int = 0,
    end: int | None = None,
) -> Iterator[Article | UnreadableInput | Passed]:
    """Read the records of an archive that begin in bytes [start, end) of it, in order; an error stands for a damaged one.

    file: can seek. A compressed archive may be cut anywhere; one that is not, only where a record begins.
    The id of a record becomes the article's `source_id`.
    """
    file.seek(0)
    if file.read(len(_MAGIC)) != _MAGIC:
        yield from _read_plain(file, where, published, limits, start, end)
        return
    for member in _iter_members(file, where, start, end):
        if isinstance(member, UnreadableInput):
            yield member
            continue
        # A member that can be held is unpacked whole before it is believed: its checksum stands at its end.
        data = member.read(2 * limits.document)
        if member.trouble is None:
            head = io.BytesIO(data)
            stream = head if member.is_finished else _Forward(_chain(head, member))
            yield from _read_records(stream, f"{where}, byte {member.start}", published, limits)


# Compressed archives


class _Member:
    """What one gzip member unpacks to; damage ends it, and is told by `trouble`."""

    def __init__(self, file: BinaryIO, start: int) -> None:
        self.start = start
        self.end = start  # of what was read of it so far
        self.trouble: str | None = None
        self._file = file
        self._engine = zlib.decompressobj(wbits=31)
        file.seek(start)

    @property
    def is_finished(self) -> bool:
        return self._engine.eof

    def read(self, size: int) -> bytes:
        """Give `size` bytes, fewer only where it ends."""
        parts = []
        while size and (part := self._unpack(min(size, 1 << 24))):
            parts.append(part)
            size -= len(part)
        return b"".join(parts)

    def _unpack(self, size: int) -> bytes:
        out = b""
        while not out and not self._engine.eof and self.trouble is None:
            data = self._engine.unconsumed_tail or self._file.read(_CHUNK)
            if not data:
                self.trouble = "a gzip member that is cut off"
                break
            try:
                out = self._engine.decompress(data, size)
            except zlib.error:
                self.trouble = "a damaged gzip member"
                return b""
            self.end = self._file.tell() - len(self._engine.unused_data)
        return out


class _Forward(io.RawIOBase):
    """A stream that goes forward alone, and knows its place: fastwarc asks for that."""

    def __init__(self, take: Callable[[int], bytes]) -> None:
        """Take bytes by a function that gives at most so many, none at the end."""
        super().__init__()
        self._take = take
        self._at = 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        data = self._take(size if size >= 0 else 1 << 24)
        self._at += len(data)
        return data

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        left = offset if whence == io.SEEK_CUR else offset - self._at
        if whence == io.SEEK_END or left < 0:
            raise io.UnsupportedOperation("seek")
        while left and (data := self.read(min(left, _CHUNK))):
            left -= len(data)
        return self._at


def _chain(head: io.BytesIO, rest: _Member) -> Callable[[int], bytes]:
    def take(size: int) -> bytes:
        return head.read(size) or rest.read(size)

    return take


def _iter_members(file: BinaryIO, where: str, start: int, end: int | None) -> Iterator[_Member | UnreadableInput]:
    at = _find_member(file, start, end) if start else 0
    while at is not None and (end is None or at < end):
        member = _Member(file, at)
        yield member
        while member.read(_CHUNK):
            pass  # whoever took the member may have left some of it
        file.seek(member.end)
        follows = file.read(_CHUNK)
        if member.trouble:
            yield UnreadableInput(f"has {member.trouble}", f"{where}, byte {at}")
            at = _find_member(file, at + 1, end)
        elif follows.startswith(_MAGIC):
            at = member.end
        elif not follows.strip(b"\0"):
            return
        else:
            yield UnreadableInput("has bytes that are no gzip member", f"{where}, byte {member.end}")
            at = _find_member(file, member.end + 1, end)


def _find_member(file: BinaryIO, start: int, end: int | None) -> int | None:
    """Find the first member that begins with a record, at `start` or later, before `end`."""
    at, kept = start, b""
    while end is None or at < end:
        file.seek(at + len(kept))
        chunk = file.read(_CHUNK)
        data = kept + chunk
        for found in re.finditer(re.escape(_MAGIC), data):
            place = at + found.start()
            if end is not None and place >= end:
                return None
            if _Member(file, place).read(5) == b"WARC/":
                return place
        if not chunk:
            return None
        # Two bytes are kept: the mark may be cut by the chunk's end.
        kept = data[-2:]
        at += len(data) - len(kept)
    return None


# Archives that are not compressed


def iter_record_starts(file: BinaryIO) -> Iterator[int]:
    """Give the place of every record of an archive that is not compressed; ends where no further one can be made out."""
    at = 0
    while True:
        file.seek(at)
        head = file.read(_CHUNK)
        while b"\r\n\r\n" not in head and len(head) < _LONGEST_HEADER and (more := file.read(_CHUNK)):
            head += more
        blank = len(head) - len(head.lstrip(b"\r\n"))
        length = _LENGTH.search(head, 0, max(head.find(b"\r\n\r\n", blank), 0))
        if not head[blank:].startswith(b"WARC/") or length is None:
            return
        yield at
        at += head.find(b"\r\n\r\n", blank) + 4 + int(length[1]) + 4


def _read_plain(
    file: BinaryIO, where: str, published: str | None, limits: Limits, start: int, end: int | None
) -> Iterator[Article | UnreadableInput | Passed]:
    file.seek(start)
    if not file.read(64).lstrip(b"\r\n").startswith(b"WARC/"):
        yield UnreadableInput("is no WARC archive, or a damaged one", f"{where}, byte {start}")
        return
    file.seek(start)
    left = 1 << 62 if end is None else end - start

    def take(size: int) -> bytes:
        nonlocal left
        data = file.read(min(size, left))
        left -= len(data)
        return data

    yield from _read_records(_Forward(take), where, published, limits)


# Records


def _read_records(
    stream: io.BytesIO | _Forward, where: str, published: str | None, limits: Limits
) -> Iterator[Article | UnreadableInput | Passed]:
    found = False
    try:
        for record in ArchiveIterator(stream, parse_http=False, stream_detect=False):
            found = True
            yield _read_guarded(record, where, published, limits)
    except (OSError, ValueError) as trouble:
        yield UnreadableInput(f"has a damaged record: {str(trouble).partition(chr(10))[0]}", where)
    # fastwarc is written in Rust, and what it did not foresee comes as an exception outside of Exception.
    except BaseException as trouble:
        if type(trouble).__name__ != "PanicException":
            raise
        yield UnreadableInput("has a record that its parser breaks at", where)
    else:
        if not found:
            yield UnreadableInput("holds no WARC record", where)


def _read_guarded(
    record: WarcRecord, where: str, published: str | None, limits: Limits
) -> Article | UnreadableInput | Passed:
    try:
        return _read_record(record, where, published, limits)
    # The edge of a batch: a page that breaks its parser costs itself alone.
    except Exception as trouble:  # noqa: BLE001
        name = record.headers.get("WARC-Target-URI") or where
        _log.debug("record %s failed", name, exc_info=True)
        return UnreadableInput(f"could not be read: {type(trouble).__name__}", name)


def _read_record(
    record: WarcRecord, where: str, published: str | None, limits: Limits
) -> Article | UnreadableInput | Passed:
    if not record.record_type & _HOLDS_PAGE:
        return Passed(str(record.record_type).rpartition(".")[2])
    url = record.headers.get("WARC-Target-URI")
    name = url or record.record_id or where
    data, declared = record.reader.read(limits.document + 1), record.headers.get("Content-Length") or ""
    if len(data) > limits.document:
        return UnreadableInput(f"is a record of more than {limits.document >> 20} MB", name)
    if declared != str(len(data)):
        return UnreadableInput("is a record that is cut off", name)
    content_type = record.headers.get("Content-Type") or ""
    if content_type.startswith("application/http"):
        record.set_bytes_payload(data)
        record.parse_http(auto_decode="all")
        http = record.http_headers
        if http is None or http.status_code != 200:
            return Passed(f"status {http and http.status_code}")
        content_type = http.get("Content-Type") or ""
        data = record.reader.read(limits.document + 1)
    kind = content_type.partition(";")[0].strip().lower()
    if kind and kind not in _PAGE_TYPES:
        return Passed(kind[:60])
    try:
        article = read_page(data, url=url, content_type=content_type, name=name, published=published, limits=limits)
    except NotAnArticle as trouble:
        return trouble
    source_id = record.record_id or None
    return replace(article, source_id=source_id, id=make_id(article.text, article.url, source_id))
