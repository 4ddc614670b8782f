"""The folder that a corpus is written into, and what of it is there.

plan.jsonl        settings in its first line, then a block a line
<table>/month=…/  the tables: what readers of the corpus read; `signatures` among them
blocks/           a record of each block that is done, written after everything else of it
failed/           why a block could not be done; it is tried again by the next start
duplicates.parquet, manifest.json, inputs.jsonl, failures.jsonl   made when nothing is left to do
.work/            what is being made; .lock: held while somebody works here
"""

import contextlib
import fcntl
import json
import os
import pathlib
import shutil
from collections.abc import Iterable, Iterator
from typing import Any

from dragoman.corpus.blocks import Block, Settings
from dragoman.errors import Unusable

__all__ = ["Folder"]


class Folder:
    """The output folder of a corpus."""

    def __init__(self, path: pathlib.Path) -> None:
        self.path = path
        self._plan = path / "plan.jsonl"

    @property
    def is_corpus(self) -> bool:
        """Whether a corpus was begun here."""
        return self._plan.is_file() and (self.path / "blocks").is_dir()

    def check(self) -> None:
        """Raise Unusable where the folder holds something else."""
        if self.path.is_dir() and any(self.path.iterdir()) and not self.is_corpus and not self._is_begun():
            raise Unusable("holds something else; name a new folder, or one of an earlier run", str(self.path))

    def prepare(self) -> None:
        """Make what is missing, and clear away what a killed run left. Raises Unusable where that cannot be done."""
        try:
            shutil.rmtree(self.path / ".work", ignore_errors=True)
            for name in (".work", "blocks", "failed"):
                (self.path / name).mkdir(parents=True, exist_ok=True)
        except OSError as trouble:
            raise Unusable(f"cannot be written: {trouble.strerror or trouble}", str(self.path)) from trouble

    def _is_begun(self) -> bool:
        # A run that was killed before its plan was written.
        return {entry.name for entry in self.path.iterdir()} <= {".work", ".lock", "blocks", "failed"}

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the folder; the system lets go when the process ends, however it ends. Raises Unusable where it is held."""
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            file = (self.path / ".lock").open("w", encoding="utf-8")
        except OSError as trouble:
            raise Unusable(f"cannot be written: {trouble.strerror or trouble}", str(self.path)) from trouble
        with file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as trouble:
                raise Unusable("another run writes into it", str(self.path)) from trouble
            yield

    def is_locked(self) -> bool:
        """Tell whether a run is going on."""
        try:
            with self.locked():
                return False
        except Unusable:
            return True

    # The plan

    def read_plan(self) -> tuple[Settings, list[Block]]:
        """Read settings and blocks. Raises Unusable where there are none."""
        try:
            with self._plan.open(encoding="utf-8") as lines:
                settings = Settings(**json.loads(next(lines, "")))
                return settings, [Block.from_dict(json.loads(line)) for line in lines]
        except (OSError, ValueError, TypeError, KeyError) as trouble:
            raise Unusable("holds no corpus of ours", str(self.path)) from trouble

    def write_plan(self, settings: Settings, blocks: Iterable[Block]) -> None:
        """Write settings and blocks, in order of name."""
        lines = [{name: getattr(settings, name) for name in Settings.__slots__}]
        lines += [block.to_dict() for block in sorted(blocks, key=lambda block: block.name)]
        self.put(self._plan, "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines))

    # Records of blocks

    def is_done(self, block: Block) -> bool:
        """Tell whether a block's tables are all in place."""
        return self.record_of(block).exists()

    def record_of(self, block: Block) -> pathlib.Path:
        """Return the path of a block's record."""
        return self.path / "blocks" / f"{block.name}.json"

    def read_record(self, block: Block) -> dict[str, Any]:
        """Read the record of a block that is done."""
        record: dict[str, Any] = json.loads(self.record_of(block).read_text(encoding="utf-8"))
        return record

    def note_failure(self, block: Block, reason: str) -> None:
        """Say why a block could not be done."""
        self.put(
            self.path / "failed" / f"{block.name}.json", json.dumps({"block": block.name, "reason": reason}) + "\n"
        )

    def read_failure(self, block: Block) -> str | None:
        """Return why a block could not be done, None where nothing is said of it."""
        try:
            return str(json.loads((self.path / "failed" / f"{block.name}.json").read_text(encoding="utf-8"))["reason"])
        except (OSError, ValueError, KeyError):
            return None

    def clear_failures(self) -> None:
        """Forget why blocks could not be done."""
        for path in (self.path / "failed").glob("*.json"):
            path.unlink(missing_ok=True)

    def put(self, path: pathlib.Path, text: str) -> None:
        """Write a file whole or not at all. Raises OSError."""
        draft = self.path / ".work" / f"{path.name}.{os.getpid()}"
        with draft.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
