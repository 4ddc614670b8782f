"""A judged line in another version of its article: the same words there, by quotation, and the line that stands on them."""

import dataclasses
from dataclasses import dataclass, field
from typing import Any, cast

from dragoman.model import Actor, Event, Mention, Reading, Span
from dragoman.model.wire import LINES, Line
from dragoman.record.across.names import fold
from dragoman.record.anchors import find_quotation, quote
from dragoman.record.judging import main_span

__all__ = ["Passage"]

# Fields that hold ids of other lines, by the table of those.
_POINTERS = {
    "actors": ("actor", "to", "actors", "recipients"),
    "statements": ("within", "statements", "statement"),
    "figures": ("of",),
    "events": ("event",),
}


@dataclass(slots=True)
class Passage:
    """From one version of an article to the next; both Readings are the machine's."""

    before: Reading
    after: Reading
    _ids: dict[tuple[str, str], str | None] = field(default_factory=dict)

    def find(self, line: Line) -> Line | None:
        """Find the line of the next version that stands on the words of a line of this one."""
        table = _table_of(line)
        rows = cast("tuple[Line, ...]", getattr(self.after, table))
        if isinstance(line, Actor):
            same = [row for row in rows if row.id == line.id]
            named: list[Line] = [row for row in rows if isinstance(row, Actor) and fold(row.name) == fold(line.name)]
            return next(iter(same + named), None)
        span = main_span(line)
        place = self.move(span) if span else None
        if place is None:
            return None
        there = [(row, found) for row in rows if (found := main_span(row)) and found.overlaps(place)]
        # The very words first; of two events on one word the one of the same type.
        there.sort(key=lambda pair: (pair[1] != place, _kind(pair[0]) != _kind(line)))
        return there[0][0] if there else None

    def move(self, span: Span) -> Span | None:
        """Find the words of a span in the next text."""
        return find_quotation(quote(self.before.article.text, span), self.after.article.text)

    def carry(self, line: Line, local: str) -> Line | None:
        """Write a line with its places and ids in the next version; None where words that it must have are gone."""
        moved = self._moved(line)
        if moved is None:
            return None
        known = {item.name for item in dataclasses.fields(moved)}
        changes = {
            name: self._translated(table, getattr(moved, name))
            for table, names in _POINTERS.items()
            for name in names
            if name in known
        }
        return cast("Line", dataclasses.replace(moved, **changes, id=local))

    def _translated(self, table: str, value: Any) -> Any:
        if isinstance(value, tuple):
            return tuple(found for one in value if (found := self._id(table, one)))
        return self._id(table, value) if value else None

    def _id(self, table: str, local: str) -> str | None:
        key = (table, local)
        if key not in self._ids:
            line = next((row for row in getattr(self.before, table) if row.id == local), None)
            found = self.find(line) if line else None
            self._ids[key] = found.id if found else None
        return self._ids[key]

    def _moved(self, value: Any) -> Any:
        """Move every place in a value; None where a part without which it says nothing is gone."""
        if isinstance(value, Span):
            return self.move(value)
        if isinstance(value, Mention):
            place = self.move(value.span)
            return Mention(*place, value.kind) if place else None
        if isinstance(value, tuple) and any(map(_has_places, value)):
            return tuple(found for one in value if (found := self._moved(one)) is not None)
        if not dataclasses.is_dataclass(value) or isinstance(value, type):
            return value
        changes: dict[str, Any] = {}
        for item in dataclasses.fields(value):
            old = getattr(value, item.name)
            changes[item.name] = self._moved(old)
            gone = changes[item.name] is None and item.type is Span
            if gone or (item.name == "content" and old and not changes[item.name]):
                return None
        return dataclasses.replace(value, **changes)


def _has_places(value: object) -> bool:
    return isinstance(value, Span | Mention) or dataclasses.is_dataclass(value)


def _table_of(line: Line) -> str:
    return next(table for table, kind in LINES.items() if isinstance(line, kind))


def _kind(line: Line) -> str:
    return line.type if isinstance(line, Event) else ""
