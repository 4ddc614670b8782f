"""Archives: every record once, however the archive is packed and cut."""

import gzip
import io
import itertools
from collections.abc import Sequence

import pytest

from dragoman.errors import UnreadableInput
from dragoman.model import Article
from dragoman.page import Limits
from dragoman.page.warc import Passed, iter_record_starts, read_warc
from tests.corpus.conftest import pack, record, response

RECORDS = [record("warcinfo", b"software: test"), *(response(number) for number in range(5)), response(9, "404 Gone")]
_LIMITS = Limits()
PACKED, PLAIN = pack(RECORDS), b"".join(RECORDS)


def read(data: bytes, edges: Sequence[int | None] = (0, None), limits: Limits = _LIMITS) -> list[str]:
    """Read a slice between each two edges; give what was read as ids and messages."""
    parts = itertools.pairwise(edges)
    items = [item for start, end in parts for item in read_warc(io.BytesIO(data), "a", None, limits, start or 0, end)]
    return [item.id if isinstance(item, Article) else str(item) for item in items]


def test_a_packed_archive_may_be_cut_anywhere() -> None:
    whole = read(PACKED)
    assert len(whole) == 7
    for step in (97, 700, 2000):
        assert read(PACKED, [*range(0, len(PACKED), step), len(PACKED)]) == whole
    assert read(PLAIN, [*iter_record_starts(io.BytesIO(PLAIN)), len(PLAIN)]) == whole


def test_one_member_of_many_records_is_read_in_full_even_where_it_cannot_be_held() -> None:
    small = Limits(document=1500)
    assert len(PLAIN) > 2 * small.document
    assert read(gzip.compress(PLAIN)) == read(PACKED)
    assert read(gzip.compress(PLAIN), limits=small) == read(PACKED, limits=small)


@pytest.mark.parametrize("data", [b"", b"hello", gzip.compress(b"hello", mtime=0), b"\x1f\x8b\x08"])
def test_what_is_no_archive_is_said_in_one_line(data: bytes) -> None:
    (item,) = read_warc(io.BytesIO(data), "a")
    assert isinstance(item, UnreadableInput)
    assert len(str(item).splitlines()) == 1


def test_a_record_that_is_cut_off_is_no_article() -> None:
    items = list(read_warc(io.BytesIO(PLAIN[: -len(RECORDS[-1]) - 100]), "a"))
    assert isinstance(items[0], Passed)
    assert [isinstance(item, Article) for item in items[1:]] == [True] * 4 + [False]
    assert "is cut off" in str(items[-1])
