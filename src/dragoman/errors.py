"""Every error that Dragoman raises.

DragomanError
├── UnreadableInput      this input or article could not be read; a batch goes on without it
│   ├── NotAnArticle     the bytes were read, and are no article (empty, binary, a login wall, an index page)
│   └── Unreachable      an address could not be fetched, or may not be
└── Unusable             an option, a model or a place to write cannot be used; nothing more can be done
    ├── Missing          what was asked for by name, key or place is not there
    └── WrongQuery       a query cannot be read
        └── UnknownName  a query names something that the query language or the Record does not know; it is Missing too
"""

__all__ = [
    "DragomanError",
    "Missing",
    "NotAnArticle",
    "UnknownName",
    "Unreachable",
    "UnreadableInput",
    "Unusable",
    "WrongQuery",
]


class DragomanError(Exception):
    """The base of all: `message` says what is wrong, `where` names the input, file or option."""

    def __init__(self, message: str, where: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.where = where

    def __str__(self) -> str:
        return f"{self.where}: {self.message}" if self.where else self.message


class UnreadableInput(DragomanError):
    """An input or article could not be read; a batch goes on without it."""


class NotAnArticle(UnreadableInput):
    """The bytes were read, and are no article."""


class Unreachable(UnreadableInput):
    """An address could not be fetched, or may not be."""


class Unusable(DragomanError):
    """An option, a model or a place to write cannot be used."""


class Missing(Unusable):
    """What was asked for by name, key or place is not there."""


class WrongQuery(Unusable):
    """A query cannot be read: what is wrong, in which column, what is near."""

    def __init__(self, problem: str, column: int, near: str | None = None) -> None:
        super().__init__(f"{problem}; did you mean {near}?" if near else problem, f"query, column {column}")
        self.problem = problem
        self.column = column  # from 1
        self.near = near


class UnknownName(WrongQuery, Missing):
    """A query is well written, and names something that the query language or the Record does not know, or nothing."""
