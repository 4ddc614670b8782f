"""What a worker does with a block: read it, write its tables under temporary names, put them in place, say so."""

import contextlib
import json
import os
import pathlib
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import duckdb

from dragoman.corpus import signatures
from dragoman.corpus.blocks import Block, Settings
from dragoman.corpus.folder import Folder
from dragoman.corpus.languages import COVERED, find_language
from dragoman.corpus.slices import Item, iter_items
from dragoman.errors import NotAnArticle, UnreadableInput, Unusable
from dragoman.export.months import MonthTables
from dragoman.model import Article, Reading
from dragoman.page import Passed
from dragoman.pipeline import read_items
from dragoman.reading.reader import DEFAULT_MODEL, DEFAULT_READER, load_language

__all__ = ["do_block", "get_ready"]

_TELL = 16  # items between two words on how far it is


@dataclass(slots=True)
class _Tally:
    """What came of a block's items."""

    items: int = 0
    read: int = 0
    passed: Counter[str] = field(default_factory=Counter)
    languages: Counter[str] = field(default_factory=Counter)
    failures: list[tuple[str, str]] = field(default_factory=list)  # where, why


def get_ready(settings: Settings) -> None:
    """Load what reading needs; raises Unusable where it is not there."""
    load_language(settings.model or DEFAULT_MODEL, settings.reader or DEFAULT_READER)


def do_block(block: Block, settings: Settings, folder: Folder, tell: Callable[[int], None]) -> dict[str, Any]:
    """Do a block, and return its record; the same block gives the same bytes.

    tell: is called with the number of articles that were read since the last call.
    Raises UnreadableInput where the input is gone or changed, Unusable where the output cannot be written.
    """
    nlp = load_language(settings.model or DEFAULT_MODEL, settings.reader or DEFAULT_READER)
    tally, hashes = _Tally(), list[dict[str, Any]]()
    try:
        with _draft_folder(folder.path / ".work", block) as draft:
            tables = MonthTables(draft, block.name, {"signatures": signatures.COLUMNS})
            items = _choose(iter_items(block, settings.published, hashes), tally, block, tell)
            for found in read_items(items, nlp, settings.min_confidence):
                if isinstance(found, Reading):
                    tally.read += 1
                    tables.add(found, {"signatures": [signatures.signature_of(found.article)]})
                else:
                    tally.failures.append((found.where or "", found.message))
            made = tables.finish(draft / "made")
            for path in made:
                _put(draft / "made" / path, folder.path / path)
            record = _make_record(block, tally, hashes, made)
            folder.put(folder.record_of(block), json.dumps(record, ensure_ascii=False) + "\n")
    except (OSError, duckdb.Error) as trouble:
        reason = getattr(trouble, "strerror", None) or str(trouble).partition("\n")[0]
        raise Unusable(f"cannot be written: {reason}", str(folder.path)) from trouble
    tell(tally.items % _TELL)
    return record


@contextlib.contextmanager
def _draft_folder(work: pathlib.Path, block: Block) -> Iterator[pathlib.Path]:
    draft = pathlib.Path(tempfile.mkdtemp(dir=work, prefix=f"{block.name}."))
    try:
        yield draft
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _choose(
    items: Iterable[Item], tally: _Tally, block: Block, tell: Callable[[int], None]
) -> Iterator[Article | UnreadableInput]:
    """Pass on what is to be read and what failed; count the rest."""
    seen = set()
    for item in items:
        tally.items += 1
        if tally.items % _TELL == 0:
            tell(_TELL)
        if isinstance(item, Passed):
            tally.passed[item.why] += 1
        elif isinstance(item, NotAnArticle) and block.form == "warc":
            # An archive of the web holds index pages and the like by the thousand; a folder of pages was chosen.
            tally.passed[f"page that {item.message}"] += 1
        elif isinstance(item, UnreadableInput):
            yield item
        elif item.id in seen:
            tally.passed["article that stands in the block twice"] += 1
        else:
            seen.add(item.id)
            language = find_language(item.text)
            tally.languages[language] += 1
            if language == COVERED:
                yield item


def _put(made: pathlib.Path, target: pathlib.Path) -> None:
    handle = os.open(made, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
    target.parent.mkdir(parents=True, exist_ok=True)
    made.replace(target)


def _make_record(block: Block, tally: _Tally, hashes: list[dict[str, Any]], made: list[str]) -> dict[str, Any]:
    return {
        "block": block.name,
        "inputs": hashes,
        "items": tally.items,
        "read": tally.read,
        "passed": dict(sorted(tally.passed.items())),
        "languages": dict(sorted(tally.languages.items())),
        "failures": tally.failures,
        "files": made,
    }
