"""Limits: how much of an input is taken, so that a hostile one costs little."""

from dataclasses import dataclass

__all__ = ["Limits"]


@dataclass(frozen=True, slots=True)
class Limits:
    """What is refused as too large or too slow; all sizes in bytes."""

    document: int = 32 * 2**20  # the longest news page seen has 3 MB; 20 MB in one line must still be read
    markup: int = 8 * 2**20  # HTML costs some 30 times its size in memory once it is a tree
    row: int = 32 * 2**20  # one line of a .jsonl file
    seconds: float = 20.0  # for one connection of a fetch to answer
    redirects: int = 5
