"""Inputs to blocks: files are cut by what can be found again without reading what stands before."""

import glob
import hashlib
import pathlib
import re
import urllib.parse
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from dragoman.corpus.blocks import Block
from dragoman.corpus.places import is_remote, list_objects, open_input, size_of
from dragoman.errors import UnreadableInput
from dragoman.page import walk_folder
from dragoman.page.tables import count_rows, table_form
from dragoman.page.warc import iter_record_starts

__all__ = ["Plan", "plan_inputs"]

# Bytes of an article, for blocks that are cut by bytes. CC-NEWS has 30 to 50 kB a page, compressed; 5,900 news articles
# as JSON Lines have 4 kB each.
_ARCHIVE_BYTES = 40_000
_LINE_BYTES = 4_000
# A packed or a quoted table is read from its start for every block of it, so that it is cut into few.
_MOST_ROW_BLOCKS = 64
_ARCHIVES = (".warc", ".warc.gz")
_WILD = re.compile(r"[*?\[]")


@dataclass(slots=True)
class Plan:
    """The blocks of some inputs, and what of these could not be planned."""

    blocks: list[Block] = field(default_factory=list)
    failures: list[UnreadableInput] = field(default_factory=list)


def plan_inputs(inputs: Iterable[str], size: int) -> Plan:
    """Cut inputs into blocks of about `size` articles; the same inputs give the same blocks, each file once."""
    plan, pages = Plan(), dict[str, list[str]]()
    for place, group in _find_files(inputs, plan):
        try:
            form = "warc" if _path_of(place).lower().endswith(_ARCHIVES) else table_form(_path_of(place))
            if form is None:
                pages.setdefault(group, []).append(place)
            elif form == "warc":
                plan.blocks += _cut_archive(place, size)
            elif form == "lines" and not place.lower().endswith(".gz"):
                plan.blocks += _cut_bytes(place, "lines", size * _LINE_BYTES, _LINE_BYTES)
            else:
                plan.blocks += _cut_rows(place, size)
        except UnreadableInput as trouble:
            plan.failures.append(trouble)
        except OSError as trouble:
            plan.failures.append(UnreadableInput((trouble.strerror or str(trouble)).lower(), place))
    for group, places in pages.items():
        plan.blocks += _group_pages(group, places, size)
    return plan


def _find_files(inputs: Iterable[str], plan: Plan) -> Iterator[tuple[str, str]]:
    """Give each file once, with the input that it was found by."""
    seen = set()
    for given in inputs:
        try:
            places = list(_expand(given))
        except OSError as trouble:
            plan.failures.append(UnreadableInput((trouble.strerror or str(trouble)).lower(), given))
            continue
        if not places:
            plan.failures.append(UnreadableInput("no such file, and nothing that fits", given))
        for place in places:
            if place not in seen:
                seen.add(place)
                yield place, given if is_remote(given) else str(pathlib.Path(given).absolute())


def _expand(given: str) -> Iterator[str]:
    if given.startswith(("s3://", "gs://")):
        is_one = table_form(given) or given.lower().endswith(_ARCHIVES)
        yield from [given] if is_one and not _WILD.search(given) else sorted(list_objects(given))
    elif is_remote(given) or given == "-":
        yield given
    elif pathlib.Path(given).is_dir():
        yield from _walk(pathlib.Path(given))
    elif pathlib.Path(given).exists():
        yield str(pathlib.Path(given).absolute())
    else:
        for name in sorted(glob.glob(given, recursive=True)):  # noqa: PTH207 (the pattern may be absolute)
            path = pathlib.Path(name)
            yield from _walk(path) if path.is_dir() else [str(path.absolute())]


def _walk(folder: pathlib.Path) -> Iterator[str]:
    found = {path.absolute() for path in walk_folder(folder)}
    # Parquet files are wanted here, unless they are tables of ours.
    tables = (path.absolute() for path in folder.rglob("*.parquet") if not (path.parent / "articles.parquet").exists())
    yield from sorted(map(str, found | set(tables)))


def _cut_archive(place: str, size: int) -> Iterator[Block]:
    with open_input(place) as file:
        packed = file.read(2) == b"\x1f\x8b"
        if packed:
            yield from _cut_bytes(place, "warc", size * _ARCHIVE_BYTES, _ARCHIVE_BYTES)
            return
        # An archive that is not packed can be cut only where a record begins, and these are a request each to find.
        length = size_of(place)
        starts = [0] if is_remote(place) else list(iter_record_starts(file))[::size] or [0]
    for start, end in zip(starts, [*starts[1:], length], strict=True):
        yield Block(_name(place, start), "warc", (place,), start, end, length, size)


def _cut_bytes(place: str, form: str, step: int, each: int) -> Iterator[Block]:
    length = size_of(place)
    for start in range(0, max(length, 1), step):
        end = min(start + step, length)
        expected = max((end - start) // each, 1)
        yield Block(_name(place, start), form, (place,), start, end, length, expected)  # type: ignore[arg-type]


def _cut_rows(place: str, size: int) -> Iterator[Block]:
    length = size_of(place)
    if is_remote(place):
        # It would have to be fetched once to be counted, and again for every block.
        yield Block(_name(place, 0), "rows", (place,), 0, None, length, max(length // _LINE_BYTES, 1))
        return
    rows = count_rows(place)
    step = max(size, -(-rows // _MOST_ROW_BLOCKS))
    for start in range(0, max(rows, 1), step):
        end = min(start + step, rows)
        # The last one has no end: a row that was counted otherwise than it is read is not lost.
        yield Block(_name(place, start), "rows", (place,), start, None if end == rows else end, length, end - start)


def _group_pages(group: str, places: list[str], size: int) -> Iterator[Block]:
    for number in range(0, len(places), size):
        some = tuple(places[number : number + size])
        # The name holds a hash of the pages' names: pages that come later make blocks of their own.
        yield Block(_name(group, number, *some), "pages", some, expected=len(some))


def _path_of(place: str) -> str:
    return urllib.parse.urlsplit(place).path if is_remote(place) else place


def _name(place: str, start: int, *more: str) -> str:
    """Name a block: the end of its input's name for people, a hash of the whole for uniqueness, where it starts."""
    stem = re.sub(r"[^A-Za-z0-9]+", "-", _path_of(place).rstrip("/").rpartition("/")[2]).strip("-")[:40] or "input"
    digest = hashlib.blake2b("\x1f".join((place, *more)).encode("utf-8", "surrogateescape"), digest_size=6).hexdigest()
    return f"{stem}-{digest}-{start:012d}"
