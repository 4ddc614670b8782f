"""Words of an article that answer a query, with the places in them that do."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import connections

from dragoman.model import Span
from dragoman.record.query import Show

__all__ = ["Mark", "Places", "Snippet", "cut", "cut_around", "find_words"]

# Characters that no text of ours shows; they stand around what the database found.
_START, _STOP = "\x02", "\x03"
_MARKED = re.compile(f"{_START}(.*?){_STOP}", re.DOTALL)
_AROUND = 110  # characters on either side of what was found in a long text
_SPACE = re.compile(r"\s")

_SQLITE: Mapping[Show, str] = {
    "articles": "SELECT rowid, highlight(record_search, 0, %s, %s), highlight(record_search, 1, %s, %s) "
    "FROM record_search WHERE record_search MATCH %s AND rowid IN ({places})",
    "statements": "SELECT rowid, '', highlight(record_statement_search, 0, %s, %s) "
    "FROM record_statement_search WHERE record_statement_search MATCH %s AND rowid IN ({places})",
    "events": "SELECT rowid, '', highlight(record_event_search, 0, %s, %s) "
    "FROM record_event_search WHERE record_event_search MATCH %s AND rowid IN ({places})",
}
_HEADLINE = "ts_headline('english', coalesce({column}, ''), q, 'HighlightAll=true, StartSel={start}, StopSel={stop}')"
_POSTGRESQL: Mapping[Show, tuple[str, str, str]] = {
    "articles": ("record_version", "title", "text"),
    "statements": ("record_statementrow", "''", "content"),
    "events": ("record_eventrow", "''", "evidence"),
}


# For each phrase the places in the title (of articles alone) and in the text.
Places = dict[str, tuple[list[Span], list[Span]]]


@dataclass(frozen=True, slots=True)
class Mark:
    """A place that answers a term."""

    start: int  # code points of the article's text, half-open
    end: int
    field: str  # what it is: "text", "trigger", "recipient", "speaker", ...


@dataclass(frozen=True, slots=True)
class Snippet:
    """A stretch of an article's text."""

    text: str
    start: int  # where it begins in the article's text, in code points
    marks: tuple[Mark, ...]  # inside it, sorted

    def marked(self, before: str, after: str) -> str:
        """Return the text with something around each marked place; places that overlap are one."""
        parts, at = [], 0
        for start, end in _merged(self.marks, self.start):
            parts += [self.text[at:start], before, self.text[start:end], after]
            at = end
        return "".join([*parts, self.text[at:]])


def cut(text: str, whole: Span, marks: Iterable[Mark]) -> Snippet:
    """Cut a stretch out of an article's text, with the marks that lie in it."""
    inside = sorted((mark for mark in marks if whole.start <= mark.start and mark.end <= whole.end), key=_place)
    return Snippet(whole.of(text), whole.start, tuple(dict.fromkeys(inside)))


def cut_around(text: str, marks: Sequence[Mark]) -> Snippet | None:
    """Cut out the surroundings of the first mark and of those that stand close to it, between spaces."""
    if not marks:
        return None
    first = min(marks, key=_place)
    start, end = max(0, first.start - _AROUND), min(len(text), first.end + _AROUND)
    if start and (space := _SPACE.search(text, start, first.start)):
        start = space.end()
    if end < len(text):
        end = max((space.start() for space in _SPACE.finditer(text, first.end, end)), default=end)
    return cut(text, Span(start, end), marks)


def find_words(alias: str, show: Show, rows: Sequence[int], phrases: Iterable[str]) -> dict[int, Places]:
    """Find where words stand in some rows.

    phrases: words side by side, each in any form ("talks" finds "talk").
    """
    found: dict[int, Places] = {row: {} for row in rows}
    for phrase in dict.fromkeys(phrases) if rows else ():
        for row, title, text in _marked(alias, show, rows, f'"{phrase}"'):
            found[row][phrase] = (_places(title or ""), _places(text or ""))
    return found


def _marked(alias: str, show: Show, rows: Sequence[int], phrase: str) -> list[tuple[int, str | None, str | None]]:
    connection = connections[alias]
    places = ", ".join(["%s"] * len(rows))
    values: list[str | int]
    if connection.vendor == "postgresql":
        table, *columns = _POSTGRESQL[show]
        shown = ", ".join(_HEADLINE.format(column=column, start=_START, stop=_STOP) for column in columns)
        # The names of tables and columns are ours; ids and words go as parameters.
        statement = f"SELECT id, {shown} FROM {table}, websearch_to_tsquery('english', %s) q WHERE search @@ q AND id IN ({places})"  # noqa: S608, E501
        values = [phrase, *rows]
    else:
        statement = _SQLITE[show].format(places=places)
        marks = (statement.count("%s") - len(rows) - 1) // 2
        values = [*([_START, _STOP] * marks), phrase, *rows]
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return [(row, title, text) for row, title, text in cursor.fetchall()]


def _places(marked: str) -> list[Span]:
    """Return where marked words stand in the text without the marks."""
    return [
        Span(found.start() - 2 * number, found.end() - 2 - 2 * number)
        for number, found in enumerate(_MARKED.finditer(marked))
    ]


def _place(mark: Mark) -> tuple[int, int]:
    return mark.start, mark.end


def _merged(marks: Sequence[Mark], offset: int) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for mark in sorted(marks, key=_place):
        start, end = mark.start - offset, mark.end - offset
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
