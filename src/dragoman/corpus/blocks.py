"""Blocks: named slices of input, and what is set for all of them."""

import dataclasses
from dataclasses import dataclass
from typing import Any, Literal

__all__ = ["Block", "Form", "Settings"]

Form = Literal["warc", "lines", "rows", "pages"]


@dataclass(frozen=True, slots=True)
class Settings:
    """What decides what is read; the blocks of one output have it in common."""

    published: str | None = None  # EDTF day for articles that name none
    model: str | None = None
    reader: str = "learned"
    min_confidence: float | None = None
    block: int = 1000  # about how many articles a block has


@dataclass(frozen=True, slots=True)
class Block:
    """A slice of input: what begins in [start, end) of one file, or some whole pages."""

    name: str  # of its files; no other block has it
    form: Form
    inputs: tuple[str, ...]  # absolute paths or addresses; one, but for pages
    start: int = 0  # bytes of an archive or of lines, rows of another table; pages have none
    end: int | None = None  # None: the end of the input
    size: int | None = None  # bytes of the input when it was planned; it may not change
    expected: int = 1  # about how many articles

    def to_dict(self) -> dict[str, Any]:
        """Return the plain form, which JSON can hold."""
        return dataclasses.asdict(self) | {"inputs": list(self.inputs)}

    @classmethod
    def from_dict(cls, raw: dict[str, Any]) -> "Block":
        """Make a block of its plain form."""
        return cls(**raw | {"inputs": tuple(raw["inputs"])})
