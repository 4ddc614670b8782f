"""A Reading with what people decided on its lines: what exports, links and statistics use.

The machine's Reading is never changed. A rejected line is left out and nothing points at it any more, a corrected one
stands in its place, an added one at the end of its table.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, cast, get_args

from dragoman.errors import UnreadableInput, Unusable
from dragoman.export.countries import find_country
from dragoman.export.periods import find_period
from dragoman.model import Actor, Event, Figure, Forecast, Reading, Span, Statement
from dragoman.model.wire import LINES, Line, from_dict, line_from_dict, line_to_dict, to_dict

__all__ = ["Judged", "Table", "Verdict", "apply", "check_line", "find_line", "iter_lines", "main_span", "spans_of"]

Verdict = Literal["confirmed", "corrected", "rejected", "added"]
Table = Literal["actors", "statements", "events", "figures", "forecasts"]
_TABLES: tuple[Table, ...] = get_args(Table)


@dataclass(frozen=True, slots=True)
class Judged:
    """What a person decided on a line."""

    table: str
    local: str  # the line's id in the Reading
    verdict: Verdict
    # In the plain form of model/wire.py: of a corrected or added one as the person has it, of a rejected one what was added.
    line: Mapping[str, Any] | None
    author: str
    made: dt.datetime
    note: str = ""


def iter_lines(reading: Reading) -> Iterator[tuple[Table, Line]]:
    """Give the lines that can be judged, in the order of the text: actors first, then what is said of them."""
    for actor in reading.actors:
        yield "actors", actor
    others: list[tuple[Table, Line]] = [
        (table, line) for table in _TABLES[1:] for line in cast("Sequence[Line]", getattr(reading, table))
    ]
    yield from sorted(others, key=lambda pair: main_span(pair[1]) or Span(0, 0))


def find_line(reading: Reading, table: str, local: str) -> Line | None:
    """Find a line by its table and id."""
    if table not in LINES:
        return None
    return next((line for line in getattr(reading, table) if line.id == local), None)


def main_span(line: Line) -> Span | None:
    """Return the words that a line is known by; None for an actor who is mentioned nowhere."""
    if isinstance(line, Event):
        return line.trigger
    if isinstance(line, Statement):
        return line.cue or (line.content[0] if line.content else line.source)
    if isinstance(line, Figure):
        return line.span
    if isinstance(line, Forecast):
        return line.phrase
    named = sorted(line.mentions, key=lambda mention: (mention.kind != "name", mention.start))
    return named[0].span if named else None


def spans_of(line: Line) -> dict[str, tuple[Span, ...]]:
    """Return the words that are evidence for a line, by the name of their field."""
    if isinstance(line, Actor):
        return {"mentions": tuple(mention.span for mention in line.mentions)}
    if isinstance(line, Event):
        place = line.place.span if line.place else None
        found: dict[str, Span | None] = {"trigger": line.trigger, "condition": line.condition, "place": place}
        return {**_there(found), "evidence": (line.evidence,)}
    if isinstance(line, Statement):
        return {**_there({"source": line.source, "cue": line.cue, "venue": line.venue}), "content": line.content}
    if isinstance(line, Figure):
        return _there({"span": line.span, "what": line.what})
    return _there({"phrase": line.phrase, "content": line.content})


def _there(found: Mapping[str, Span | None]) -> dict[str, tuple[Span, ...]]:
    return {name: (span,) for name, span in found.items() if span is not None}


def apply(reading: Reading, judged: Iterable[Judged]) -> Reading:
    """Return the Reading with verdicts applied; the same one where none changes a line."""
    changes = [one for one in judged if one.verdict != "confirmed"]
    if not changes:
        return reading
    raw = to_dict(reading)
    touched: set[str] = set()
    for one in changes:
        rows: list[dict[str, Any]] = raw[one.table]
        place = next((number for number, row in enumerate(rows) if row["id"] == one.local), None)
        line = dict(one.line) if one.line is not None and one.verdict != "rejected" else None
        if one.table == "figures":
            touched.add(one.local)
        if place is None:
            rows.extend([line] if line and one.verdict == "added" else [])
        else:
            rows[place : place + 1] = [line] if line else []
    _mend(raw)
    _add_up(raw, touched)
    return from_dict(raw)


def check_line(reading: Reading, table: str, raw: Mapping[str, Any]) -> Line:
    """Read a line that a person wrote, and see whether the Reading can have it, in place of the one with its id.

    Raises Unusable, `where` naming the field, where a code, a date, a country, a span or an id is wrong.
    """
    try:
        line = line_from_dict(table, raw)
        _check_values(line, reading.article.published)
        whole = to_dict(reading)
        rows = [row for row in whole[table] if row["id"] != line.id]
        from_dict(whole | {table: [*rows, line_to_dict(line)]})
    except UnreadableInput as trouble:
        field = (trouble.where or "").rpartition(".")[2].partition("[")[0] or None
        raise Unusable(trouble.message, field) from trouble
    return line


def _check_values(line: Line, published: str | None) -> None:
    """Check what the wire form takes and no reader would write."""
    date = line.by if isinstance(line, Forecast) else getattr(line, "date", None)
    if date is not None and find_period(date) is None:
        shown = published or "2024-02-13"
        raise UnreadableInput(f"{date!r} is no EDTF date; write {shown}, 2024-02, 2024 or 2023/2024", "date")
    places = [line] if isinstance(line, Actor) else [line.place] if isinstance(line, Event) and line.place else []
    for place in places:
        if place.country is not None and find_country(place.country) != place.country:
            raise UnreadableInput(f"{place.country!r} is no ISO 3166-1 code of three letters", "country")
    if isinstance(line, Statement) and line.within == line.id:
        raise UnreadableInput("a statement cannot stand within itself", "within")


def _mend(raw: dict[str, Any]) -> None:
    """Take away what points at lines that are gone."""
    known: dict[str, set[str]] = {table: {row["id"] for row in raw[table]} for table in _TABLES}

    def keep(ids: Iterable[str], table: str) -> list[str]:
        return [id_ for id_ in ids if id_ in known[table]]

    def one(id_: str | None, table: str) -> str | None:
        return id_ if id_ in known[table] else None

    for row in raw["statements"]:
        row["source"] = {**row["source"], "actor": one(row["source"].get("actor"), "actors")}
        row["to"], row["within"] = keep(row["to"], "actors"), one(row["within"], "statements")
    for row in raw["events"]:
        row["actors"], row["recipients"] = keep(row["actors"], "actors"), keep(row["recipients"], "actors")
        row["statements"] = keep(row["statements"], "statements")
    for row in raw["figures"]:
        row["of"], row["statements"] = one(row["of"], "figures"), keep(row["statements"], "statements")
    for row in raw["forecasts"]:
        row["statement"], row["event"] = one(row["statement"], "statements"), one(row["event"], "events")


def _add_up(raw: dict[str, Any], touched: set[str]) -> None:
    """Add up again the sums in which a person changed a figure; a sum that lost one of its figures says nothing."""
    values = {row["id"]: row["value"] for row in raw["figures"]}
    checks = []
    for check in raw["figure_checks"]:
        ids = {check["whole"], *check["parts"]}
        if not ids & touched:
            checks.append(check)
        elif ids <= values.keys() and all(isinstance(values[id_], int | float) for id_ in ids):
            total = sum(values[part] for part in check["parts"])
            checks.append(check | {"sum": total, "holds": total == values[check["whole"]]})
    raw["figure_checks"] = checks
