"""What a reader asks: the words of the box and the fields beside it, as one query with the place of what is wrong in it."""

import dataclasses
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import get_args

from dragoman.errors import WrongQuery
from dragoman.record.query import Operator, Query, Show, Term, check, parse

__all__ = ["FIELDS", "Asked", "Wrong", "read_asked"]

FIELDS: tuple[Operator, ...] = (*("actor", "country", "event", "auxiliary", "date", "source", "outlet", "category"),)
# Columns of the box count from 1 (a query has at most 1000 characters), those of the first field from here, and so on.
_APART = 10_000
_LONGEST = 200
_TOKEN = re.compile(r'"[^"]*"?|[^\s":]+:?')


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong, and where."""

    field: str  # "q" or one of FIELDS
    problem: str
    before: str  # of what was written there
    at: str
    after: str
    near: str | None  # the nearest right word
    mended: str | None  # the field with that word in it


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reader asks."""

    values: Mapping[str, str]  # of the box ("q"), the fields and "show", as they were sent
    query: Query | None  # None: nothing is asked, or something is wrong
    wrong: Wrong | None

    @property
    def filters(self) -> int:
        """The number of fields that are filled in."""
        return sum(bool(self.values[field]) for field in FIELDS)

    def place(self, trouble: WrongQuery) -> Wrong:
        """Say where in the box or the fields something is wrong."""
        number, column = divmod(trouble.column, _APART)
        field = "q" if number == 0 else FIELDS[number - 1]
        if number:
            column -= len(field) + 2  # its operator, and a quotation mark
        return _wrong(field, self.values[field], max(column, 1), trouble)


def read_asked(sent: Mapping[str, str]) -> Asked:
    """Read what was sent."""
    values = {name: sent.get(name, "").strip()[: 1001 if name == "q" else _LONGEST] for name in ("q", *FIELDS, "show")}
    asked = Asked(values, None, None)
    try:
        query = _read(values)
        return dataclasses.replace(asked, query=query)
    except WrongQuery as trouble:
        return dataclasses.replace(asked, wrong=asked.place(trouble))


def _read(values: Mapping[str, str]) -> Query | None:
    box = values["q"]
    show = next((show for show in get_args(Show) if show == values["show"]), None)
    query = parse(box) if box else Query(())
    clauses = list(query.clauses)
    for number, field in enumerate(FIELDS, 1):
        if values[field]:
            clauses += _clauses(number, field, values[field])
    if not clauses:
        return None
    whole = Query(tuple(clauses), show or query.asked)
    try:
        check(whole)
    except WrongQuery:
        if not show:
            raise
        whole = Query(tuple(clauses), query.asked)  # what `show` wants goes with no such terms: show what there is
        check(whole)
    return whole


def _clauses(number: int, field: str, value: str) -> list[tuple[Term, ...]]:
    plain = value.replace('"', " ").strip()
    try:
        clauses = parse(f'{field}:"{plain}"').clauses
    except WrongQuery as trouble:
        raise WrongQuery(trouble.problem, trouble.column + number * _APART, trouble.near) from trouble
    return [
        tuple(dataclasses.replace(term, column=term.column + number * _APART) for term in clause) for clause in clauses
    ]


def _wrong(field: str, value: str, column: int, trouble: WrongQuery) -> Wrong:
    start = min(column - 1, len(value))
    found = _TOKEN.match(value, start) if field == "q" else None
    end = found.end() if found else len(value)
    before, at, after = value[:start], value[start:end], value[end:]
    mended = None
    if trouble.near:
        near = f'"{trouble.near}"' if " " in trouble.near and field == "q" else trouble.near
        mended = f"{before}{near}{after}" if field == "q" else trouble.near
    return Wrong(field, trouble.problem, before, at, after, trouble.near, mended)
