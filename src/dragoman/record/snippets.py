"""Words of an article that answer a query, with the places in them that do."""

import bisect
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import connections

from dragoman.model import Span
from dragoman.record.query import Show
from dragoman.record.sql import Sql, run

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
_POSTGRESQL: Mapping[Show, tuple[str, str, str]] = {
    "articles": ("record_version", "title", "text"),
    "statements": ("record_statementrow", "''", "content"),
    "events": ("record_eventrow", "''", "evidence"),
}
_TEXTS = """
    SELECT id, coalesce({title}, ''), coalesce({text}, ''), q::text FROM {table}, websearch_to_tsquery('english', %s) q
    WHERE search @@ q AND id = ANY(%s)
"""
_HEADLINES = f"""
    SELECT ts_headline('english', piece, q, 'HighlightAll=true, StartSel={_START}, StopSel={_STOP}')
    FROM unnest(%s::text[]) WITH ORDINALITY AS pieces(piece, number), websearch_to_tsquery('english', %s) q ORDER BY number
"""  # noqa: S608
_ONE_WORD = re.compile(r"'([a-z0-9]+)'")  # as PostgreSQL writes what it looks for
_CHANGED = {"die", "lie", "tie"}  # the forms of "dying", "lying", "tying", alone in having another second letter


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
    find = _find_in_postgresql if connections[alias].vendor == "postgresql" else _find_in_sqlite
    for phrase in dict.fromkeys(phrases) if rows else ():
        for row, title, text in find(alias, show, rows, f'"{phrase}"'):
            found[row][phrase] = (title, text)
    return found


_Found = tuple[int, list[Span], list[Span]]  # a row, with places in its title and its text


def _find_in_sqlite(alias: str, show: Show, rows: Sequence[int], phrase: str) -> list[_Found]:
    statement = _SQLITE[show].format(places=", ".join(["%s"] * len(rows)))
    marks = (statement.count("%s") - len(rows) - 1) // 2
    found = run(Sql(statement, (*([_START, _STOP] * marks), phrase, *rows)), alias)
    return [(row, _places(title or ""), _places(text or "")) for row, title, text in found]


def _find_in_postgresql(alias: str, show: Show, rows: Sequence[int], phrase: str) -> list[_Found]:
    """Find the words of a phrase. To mark a whole article takes PostgreSQL 0.2 ms: it is given what may be one of them."""
    table, title, text = _POSTGRESQL[show]
    texts = run(Sql(_TEXTS.format(table=table, title=title, text=text), (phrase, list(rows))), alias)
    parts = [_Parts.of(whole, sought) for _, *both, sought in texts for whole in both]
    marked = run(Sql(_HEADLINES, ([part.text for part in parts], phrase)), alias)
    places = iter([part.places(found) for part, (found,) in zip(parts, marked, strict=True)])
    return [(row, next(places), next(places)) for row, *_ in texts]


@dataclass(frozen=True, slots=True)
class _Parts:
    """Parts of a text in which something may stand that is sought, joined by spaces."""

    text: str
    starts: Sequence[int]  # where each part begins here
    moves: Sequence[int]  # and by how much later in the text

    @classmethod
    def of(cls, text: str, sought: str) -> "_Parts":
        """Take what may have the form of a word that is sought, as PostgreSQL writes it; else all of the text.

        Between spaces words are told apart by nothing that stands elsewhere, but for tags. A word's form begins with its first
        two letters; what has others than ASCII's may be written otherwise.
        """
        word = _ONE_WORD.fullmatch(sought)
        flat = text.lower().replace("\t", " ").replace("\n", " ").replace("\r", " ")
        if word is None or "<" in text or len(flat) != len(text):
            return cls(text, (0,), (0,))
        begin = word[1][: 1 if word[1] in _CHANGED else 2]
        parts, starts, moves = [], [], []
        length = end = 0
        maybe = re.compile(begin if flat.isascii() else rf"{begin}|[^\x00-\x7f]")
        while found := maybe.search(flat, end):
            start = flat.rfind(" ", 0, found.start()) + 1
            end = flat.find(" ", found.start())
            end = len(flat) if end < 0 else end
            parts.append(text[start:end])
            starts.append(length)
            moves.append(start - length)
            length += end - start + 1
        return cls(" ".join(parts), starts, moves)

    def places(self, marked: str) -> list[Span]:
        """Return where in the text the words stand that are marked in the parts."""
        found = _places(marked)
        moves = [self.moves[bisect.bisect_right(self.starts, span.start) - 1] for span in found]
        return [Span(span.start + move, span.end + move) for span, move in zip(found, moves, strict=True)]


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
