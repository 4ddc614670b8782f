"""Every error that Dragoman raises.

DragomanError
├── UnreadableInput      this input or article could not be read; a batch goes on without it
│   ├── NotAnArticle     the bytes were read, and are no article (empty, binary, a login wall, an index page)
│   └── Unreachable      an address could not be fetched, or may not be
└── Unusable             an option, a model or a place to write cannot be used; nothing more can be done
    └── WrongQuery       a query has something that the query language or the Record does not know
"""

__all__ = ["DragomanError", "NotAnArticle", "Unreachable", "UnreadableInput", "Unusable", "WrongQuery"]


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


class WrongQuery(Unusable):
    """A query has something that the query language or the Record does not know: what, in which column, what is near."""

    def __init__(self, problem: str, column: int, near: str | None = None) -> None:
        super().__init__(f"{problem}; did you mean {near}?" if near else problem, f"query, column {column}")
        self.problem = problem
        self.column = column  # from 1
        self.near = near
