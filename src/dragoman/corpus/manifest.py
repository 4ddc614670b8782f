"""What a corpus was made of, by what, and what came of it: written when nothing is left to do.

The same inputs and settings give the same bytes, however often the run was broken off.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from typing import Any

from rensa import RMinHash

from dragoman.corpus.blocks import Block, Settings
from dragoman.corpus.folder import Folder
from dragoman.export.tables import COLUMNS
from dragoman.reading.reader import DEFAULT_MODEL

__all__ = ["write_manifest"]

# What can change a byte of the output.
_PACKAGES = ("dragoman", "spacy", "trafilatura", "lxml", "feedparser", "fastwarc", "py3langid", "rensa", "duckdb")


def write_manifest(folder: Folder, settings: Settings, blocks: Iterable[Block], duplicates: dict[str, int]) -> None:
    """Write manifest.json, inputs.jsonl (every input with its SHA-256) and failures.jsonl (every failure, with its reason)."""
    ordered = sorted(blocks, key=lambda block: block.name)
    totals: dict[str, Counter[str]] = {name: Counter() for name in ("passed", "languages", "failures")}
    counts = Counter[str]()
    undone = {}
    for block in ordered:
        if not folder.is_done(block):
            undone[block.name] = folder.read_failure(block) or "was not reached"
            continue
        record = folder.read_record(block)
        counts.update({"blocks": 1, "items": record["items"], "read": record["read"], "files": len(record["files"])})
        totals["passed"].update(record["passed"])
        totals["languages"].update(record["languages"])
        totals["failures"].update(why for _, why in record["failures"])
    manifest = {
        "format": 1,
        "settings": {name: getattr(settings, name) for name in Settings.__slots__},
        "versions": {name: version(name) for name in _PACKAGES}
        | {"model": settings.model or DEFAULT_MODEL, "minhash": RMinHash.ALGORITHM_VERSION},
        "tables": [*COLUMNS, "signatures"],
        "counts": dict(counts) | {"duplicates": duplicates},
        **{name: dict(sorted(counter.items())) for name, counter in totals.items()},
        "blocks_undone": undone,
    }
    folder.put(folder.path / "inputs.jsonl", _join(_inputs(folder, ordered)))
    folder.put(folder.path / "failures.jsonl", _join(_failures(folder, ordered)))
    folder.put(folder.path / "manifest.json", json.dumps(manifest, ensure_ascii=False, indent=2) + "\n")


def _inputs(folder: Folder, blocks: Iterable[Block]) -> Iterator[dict[str, Any]]:
    for block in blocks:
        if folder.is_done(block):
            yield from (entry | {"block": block.name} for entry in folder.read_record(block)["inputs"])


def _failures(folder: Folder, blocks: Iterable[Block]) -> Iterator[dict[str, Any]]:
    for block in blocks:
        if folder.is_done(block):
            for where, why in folder.read_record(block)["failures"]:
                yield {"block": block.name, "where": where, "reason": why}
        else:
            yield {"block": block.name, "where": block.inputs[0], "reason": folder.read_failure(block)}


def _join(lines: Iterable[dict[str, Any]]) -> str:
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
