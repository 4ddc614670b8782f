"""Sources to Articles: files, folders, standard input, addresses, feeds and tables, one article at a time."""

import os
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from dragoman.errors import NotAnArticle, UnreadableInput
from dragoman.model import Article
from dragoman.page.decoding import decode, unpack
from dragoman.page.documents import charset_of, is_feed, is_json_feed, looks_like_rows, read_page
from dragoman.page.feeds import read_feed, read_json_feed
from dragoman.page.limits import Limits
from dragoman.page.rows import read_json_lines
from dragoman.page.tables import iter_lines, read_parquet_rows, read_table, table_form
from dragoman.page.warc import Passed, read_warc
from dragoman.page.web import fetch_page

__all__ = ["iter_inputs", "read_bytes", "walk_folder"]

_ADDRESS = re.compile(r"https?://", re.IGNORECASE)
_ARCHIVES = (".warc", ".warc.gz")
# What a folder is searched for; whatever else lies there (pictures, styles) is not even a failure.
_DOCUMENTS = (".txt", ".html", ".htm", ".xhtml", ".xml", ".rss", ".atom", ".md", ".text", ".html.gz", ".txt.gz")


def iter_inputs(
    sources: Iterable[str], *, published: str | None = None, limits: Limits = Limits(), private: bool = False
) -> Iterator[Article | UnreadableInput]:
    """Read every article of the sources, in order; an error stands where one could not be read.

    sources: files, folders (searched through, in order of name), http(s) addresses, `-` for standard input; a file is a
    page, a text, a feed, a table (.jsonl, .csv, also .gz; .parquet where it is named itself) or an archive (.warc, .warc.gz).
    published: EDTF day for articles that name none. private: addresses may lead to the own machine; for tests.
    Tables and archives are read row by row: memory does not grow.
    """
    for source in sources:
        try:
            yield from _read_source(source, published, limits, private=private)
        except UnreadableInput as trouble:
            yield trouble if trouble.where else type(trouble)(trouble.message, source)
        except (OSError, ValueError) as trouble:
            yield UnreadableInput(_describe(trouble), source)


def _describe(trouble: OSError | ValueError) -> str:
    if isinstance(trouble, OSError):
        return (trouble.strerror or "cannot be read").lower()
    return "is no valid path"


def _read_source(
    source: str, published: str | None, limits: Limits, *, private: bool
) -> Iterator[Article | UnreadableInput]:
    if source == "-":
        yield from _read_stream(sys.stdin.buffer, published, limits)
    elif _ADDRESS.match(source):
        page = fetch_page(source, limits, private=private)
        yield from read_bytes(page.data, page.url, published, limits, content_type=page.content_type, url=page.url)
    elif Path(source).is_dir():
        files = list(walk_folder(Path(source)))
        if not files:
            yield UnreadableInput("holds no page, text, feed or table", source)
        for path in files:
            yield from iter_inputs([str(path)], published=published, limits=limits)
    else:
        yield from _read_file(Path(source), published, limits)


def walk_folder(folder: Path) -> Iterator[Path]:
    """Yield the readable files of a folder and its folders, in order of name; links to folders are not followed."""
    for place, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            if not name.startswith(".") and _is_wanted(name.lower()):
                yield Path(place, name)


def _is_wanted(name: str) -> bool:
    # A Parquet file in a folder may be a table of ours, of figures or of dates: it is read where it is named itself.
    return name.endswith((*_DOCUMENTS, *_ARCHIVES)) or table_form(name) in {"lines", "csv"}


def _read_file(path: Path, published: str | None, limits: Limits) -> Iterator[Article | UnreadableInput]:
    name = path.name.lower()
    if not path.exists():
        raise UnreadableInput("no such file or folder", str(path))
    form = table_form(name)
    if form == "parquet":
        yield from read_parquet_rows(str(path), str(path), published)
        return
    with path.open("rb") as file:
        if form is not None:
            yield from read_table(file, str(path), published, limits)
        elif name.endswith(_ARCHIVES):
            records = read_warc(file, str(path), published, limits)
            yield from (record for record in records if not isinstance(record, Passed))
        else:
            # One byte more than the limit is enough to tell that there is more.
            yield from read_bytes(file.read(limits.document + 1), str(path), published, limits)


def _read_stream(stream: BinaryIO, published: str | None, limits: Limits) -> Iterator[Article | UnreadableInput]:
    """Read standard input: rows as they come, anything else as one document."""
    first = stream.readline(limits.row)
    if looks_like_rows(first.decode("utf-8-sig", "replace")):
        lines = (line for part in ([first], iter_lines(stream, limits.row)) for line in part)
        yield from read_json_lines(lines, "standard input", published)
        return
    yield from read_bytes(first + stream.read(limits.document + 1), "standard input", published, limits)


def read_bytes(
    data: bytes,
    where: str,
    published: str | None,
    limits: Limits,
    *,
    content_type: str | None = None,
    url: str | None = None,
) -> Iterator[Article | UnreadableInput]:
    """Read one document's bytes, which may turn out to be a feed or rows. Raises NotAnArticle."""
    try:
        data = unpack(data, limits)
    except NotAnArticle as trouble:
        raise NotAnArticle(trouble.message, where) from trouble
    head = decode(data[:4000], charset_of(content_type))
    if is_feed(head):
        yield from read_feed(data, where, published)
    elif is_json_feed(head):
        yield from _read_json_feed(data, where, published)
    elif looks_like_rows(data[: limits.row].partition(b"\n")[0].decode("utf-8", "replace")) and b'"' in data[:100]:
        yield from read_json_lines(data.split(b"\n"), where, published)
    else:
        yield read_page(data, url=url, content_type=content_type, name=where, published=published, limits=limits)


def _read_json_feed(data: bytes, where: str, published: str | None) -> Iterator[Article | UnreadableInput]:
    try:
        yield from read_json_feed(decode(data, "utf-8"), where, published)
    except (ValueError, RecursionError) as trouble:
        raise NotAnArticle("is a damaged JSON Feed", where) from trouble
