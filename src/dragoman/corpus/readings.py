"""The way back: Readings out of a corpus, and how much of it is there."""

import json
import pathlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from dragoman.corpus.folder import Folder
from dragoman.errors import UnreadableInput
from dragoman.export.parquet import read_tables
from dragoman.export.tables import COLUMNS
from dragoman.model import Reading

__all__ = ["Status", "find_status", "is_corpus", "iter_corpus"]


def is_corpus(path: pathlib.Path) -> bool:
    """Tell whether a path is the output folder of a corpus."""
    return Folder(path).is_corpus


def iter_corpus(path: pathlib.Path) -> Iterator[Reading | UnreadableInput]:
    """Give the Readings of all blocks that are done, in order of block and month; an error stands where one is unsound."""
    folder = Folder(path)
    for block in folder.read_plan()[1]:
        if not folder.is_done(block):
            continue
        by_month: dict[str, dict[str, pathlib.Path]] = {}
        for file in folder.read_record(block)["files"]:
            table, month, _ = pathlib.PurePosixPath(file).parts
            if table in COLUMNS:
                by_month.setdefault(month, {})[table] = path / file
        for month, files in sorted(by_month.items()):
            yield from read_tables(files, f"{path}, block {block.name}, {month}")


@dataclass(slots=True)
class Status:
    """How much of a corpus is there."""

    running: bool
    finished: bool  # duplicates are marked and the manifest is written for what is there
    blocks: int
    blocks_done: int
    blocks_failed: int
    items: int = 0  # records, rows and pages
    articles_read: int = 0
    articles_in_other_languages: int = 0
    passed_over: int = 0
    articles_failed: int = 0
    articles_left: int = 0  # about
    duplicates: dict[str, int] = field(default_factory=dict)


def find_status(path: pathlib.Path) -> Status:
    """Count what is done. Raises Unusable where no corpus is."""
    folder = Folder(path)
    _, blocks = folder.read_plan()
    done = [block for block in blocks if folder.is_done(block)]
    status = Status(
        running=folder.is_locked(),
        finished=(path / "manifest.json").exists() and len(done) == len(blocks),
        blocks=len(blocks),
        blocks_done=len(done),
        blocks_failed=sum(folder.read_failure(block) is not None for block in blocks if not folder.is_done(block)),
        articles_left=sum(block.expected for block in blocks if not folder.is_done(block)),
    )
    for block in done:
        record = folder.read_record(block)
        status.items += record["items"]
        status.articles_read += record["read"]
        status.articles_failed += len(record["failures"])
        status.passed_over += sum(record["passed"].values())
        status.articles_in_other_languages += sum(n for name, n in record["languages"].items() if name != "en")
    if status.finished:
        manifest = json.loads((path / "manifest.json").read_text(encoding="utf-8"))
        status.duplicates = manifest["counts"]["duplicates"]
    return status
