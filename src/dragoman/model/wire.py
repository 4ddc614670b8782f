"""The JSON form of a Reading, as the record format (version 1) lays it down.

Spans are `[start, end]`, mentions `[start, end, kind]`, a statement's parts `{"actor", "span"}`, `{"span"}` and
`{"spans"}`; every other type is an object of its fields. Reading back checks types, codes, spans and ids, so that a
Reading which `load_reading` returns is as sound as one that was just made. Keys that this version does not know are
passed over.
"""

import dataclasses
import functools
import json
import math
import re
import types
import typing
from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Any, Literal, cast

from dragoman.errors import UnreadableInput
from dragoman.model.actor import Actor, Mention
from dragoman.model.article import Article
from dragoman.model.event import CONTEXTS, MODES, Event
from dragoman.model.figure import Figure
from dragoman.model.forecast import Forecast
from dragoman.model.reading import FORMAT, Reading
from dragoman.model.span import Span
from dragoman.model.statement import Statement

__all__ = [
    "LINES",
    "Line",
    "dump_reading",
    "from_dict",
    "line_from_dict",
    "line_to_dict",
    "load_reading",
    "to_dict",
]

Line = Actor | Statement | Event | Figure | Forecast
# The tables of a Reading whose lines have an id.
LINES: Mapping[str, type[Line]] = types.MappingProxyType(
    {"actors": Actor, "statements": Statement, "events": Event, "figures": Figure, "forecasts": Forecast}
)

# Characters that stand in JSON strings as they are, and yet end a line for many programs (or are no characters at all).
_UNSAFE = re.compile("[\u0085\u2028\u2029\ud800-\udfff]")
# The order of keys in the record format, where it is not the order of the fields.
_ORDER: Mapping[type, tuple[str, ...]] = types.MappingProxyType(
    {
        Reading: (
            *("format", "reader", "article", "actors", "statements", "events"),
            *("dates", "figures", "figure_checks", "forecasts"),
        ),
        Article: (
            *("id", "source_id", "url", "publisher", "byline", "language", "category", "title", "standfirst"),
            *("published", "text", "parts", "comments", "trackbacks"),
        ),
    }
)
# Annotations of the two types that are lists on the wire.
_PLACES: Mapping[type, Mapping[str, Any]] = types.MappingProxyType(
    {kind: typing.get_type_hints(kind) for kind in (Span, Mention)}
)


def to_dict(reading: Reading) -> dict[str, Any]:
    """Return the Reading as dicts, lists, strings, numbers and None, its keys in the record's order."""
    plain: dict[str, Any] = _plain(reading)
    return plain


def dump_reading(reading: Reading, *, indent: int | None = None) -> str:
    """Write the Reading as JSON: one line, or several where `indent` is given; the same Reading gives the same text."""
    separators = (",", ": ") if indent else (",", ":")
    text = json.dumps(to_dict(reading), ensure_ascii=False, allow_nan=False, indent=indent, separators=separators)
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def load_reading(line: str | bytes) -> Reading:
    """Read what `dump_reading` wrote. Raises UnreadableInput where it is no JSON or no Reading."""
    try:
        raw = json.loads(line)
    except (ValueError, RecursionError) as trouble:
        raise UnreadableInput(f"no JSON: {trouble}") from trouble
    return from_dict(raw)


def line_to_dict(line: Line) -> dict[str, Any]:
    """Return one line of a Reading in its plain form."""
    plain: dict[str, Any] = _plain(line)
    return plain


def line_from_dict(table: str, raw: object) -> Line:
    """Make a line of its plain form; spans and ids are checked with the Reading that it belongs to (`from_dict`).

    Raises UnreadableInput, `where` naming the field, where a type or a code is wrong.
    """
    line: Line = _read(LINES[table], raw)
    return line


def from_dict(raw: object) -> Reading:
    """Make a Reading of its plain form.

    Raises UnreadableInput, `where` naming the field ("events[2].trigger"), where a type, a code, a span or an id is
    wrong or the format is another version.
    """
    if not isinstance(raw, Mapping):
        raise UnreadableInput("a Reading is a JSON object")
    if raw.get("format") != FORMAT:
        raise UnreadableInput(f"format {raw.get('format')!r} is not format {FORMAT}", "format")
    reading: Reading = _read(Reading, raw)
    try:
        _check_spans(reading, len(reading.article.text))
    except _WrongError as trouble:
        raise trouble.told() from trouble
    _check_codes(reading)
    _check_ids(reading)
    return reading


# To plain


def _plain(value: object) -> Any:
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Statement):
        return _plain_statement(value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {name: _plain(getattr(value, name)) for name in _keys(type(value))}
    return value


def _plain_statement(statement: Statement) -> dict[str, Any]:
    plain = {name: _plain(getattr(statement, name)) for name in _keys(Statement) if name != "actor"}
    plain["source"] = {"actor": statement.actor, "span": _plain(statement.source)}
    plain["cue"] = None if statement.cue is None else {"span": _plain(statement.cue)}
    plain["content"] = {"spans": _plain(statement.content)}
    return plain


@functools.cache
def _keys(kind: type) -> tuple[str, ...]:
    return _ORDER.get(kind) or tuple(field.name for field in dataclasses.fields(kind))


# From plain
#
# Each annotated type has a reader that is made once; the way to a wrong value is put together as the error comes up.

_Reader = Callable[[Any], Any]


class _WrongError(Exception):
    """A value is not what it should be."""

    def __init__(self, wanted: str, *way: str) -> None:
        self.wanted = wanted
        self.way = list(way)  # to the value, from the inside out: [".start", "[2]", ".dates"]

    def told(self) -> UnreadableInput:
        """Return it as users are told."""
        return UnreadableInput(f"is not {self.wanted}", "".join(reversed(self.way)).lstrip(".") or None)


def _read(kind: Any, raw: object) -> Any:
    try:
        return _reader(kind)(raw)
    except _WrongError as trouble:
        raise trouble.told() from trouble


@functools.cache
def _reader(kind: Any) -> _Reader:
    """Return what makes a value of an annotated type of its plain form, or raises _WrongError."""
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if dataclasses.is_dataclass(kind) and isinstance(kind, type):
        return functools.partial(_read_object, kind)
    if kind in _PLACES:
        return functools.partial(_read_place, kind, tuple(map(_reader, _PLACES[kind].values())))
    if origin is Literal:
        return functools.partial(_read_code, frozenset(arguments), f"one of {', '.join(arguments)}")
    if origin in (types.UnionType, typing.Union):
        chosen = tuple(argument for argument in arguments if argument is not types.NoneType)
        only = _reader(chosen[0]) if len(chosen) == 1 else functools.partial(_read_union, chosen)
        return functools.partial(_read_optional, only) if types.NoneType in arguments else only
    if origin is tuple and arguments[-1] is Ellipsis:
        return functools.partial(_read_list, _reader(arguments[0]))
    if origin is tuple:
        return functools.partial(_read_fixed, tuple(map(_reader, arguments)))
    return functools.partial(_read_plain, kind)


def _read_object(kind: Any, raw: Any) -> Any:
    if not isinstance(raw, Mapping):
        raise _WrongError("an object")
    raw = _flatten_statement(raw) if kind is Statement else raw
    values: dict[str, Any] = {}
    for name, read, required in _fields(kind):
        if name in raw:
            try:
                values[name] = read(raw[name])
            except _WrongError as trouble:
                trouble.way.append(f".{name}")
                raise
        elif required:
            raise _WrongError("there", f".{name}")
    return kind(**values)


def _flatten_statement(raw: Mapping[str, Any]) -> dict[str, Any]:
    """Undo the nesting of a statement's source, cue and content."""
    source, cue, content = raw.get("source") or {}, raw.get("cue") or {}, raw.get("content")
    for name, part in (("source", source), ("cue", cue), ("content", content)):
        if not isinstance(part, Mapping):
            raise _WrongError("an object", f".{name}")
    flat = {"source": source.get("span"), "actor": source.get("actor"), "cue": cue.get("span")}
    return {**raw, **flat, "content": content.get("spans") if content else None}


def _read_place(kind: type[Span | Mention], readers: tuple[_Reader, ...], raw: Any) -> Span | Mention:
    if not isinstance(raw, list | tuple) or len(raw) != len(readers):
        raise _WrongError(f"a list of {', '.join(_PLACES[kind])}")
    return kind(*[read(value) for read, value in zip(readers, raw, strict=True)])


def _read_code(codes: frozenset[str], wanted: str, raw: Any) -> Any:
    if not isinstance(raw, str) or raw not in codes:
        raise _WrongError(wanted)
    return raw


def _read_optional(read: _Reader, raw: Any) -> Any:
    return None if raw is None else read(raw)


def _read_union(kinds: tuple[Any, ...], raw: Any) -> Any:
    for kind in kinds:
        listed = typing.get_origin(kind) is tuple
        if listed and isinstance(raw, list | tuple):
            return _reader(kind)(raw)
        if not listed and _is_plain(kind, raw):
            return raw
    raise _WrongError("of another type")


def _read_list(read: _Reader, raw: Any) -> tuple[Any, ...]:
    if not isinstance(raw, list | tuple):
        raise _WrongError("a list")
    return _read_each((read,) * len(raw), raw)


def _read_fixed(readers: tuple[_Reader, ...], raw: Any) -> tuple[Any, ...]:
    if not isinstance(raw, list | tuple):
        raise _WrongError("a list")
    if len(readers) != len(raw):
        raise _WrongError(f"a list of {len(readers)}")
    return _read_each(readers, raw)


def _read_each(readers: tuple[_Reader, ...], raw: list[Any] | tuple[Any, ...]) -> tuple[Any, ...]:
    found: list[Any] = []
    try:
        for read, item in zip(readers, raw, strict=True):
            found.append(read(item))
    except _WrongError as trouble:
        trouble.way.append(f"[{len(found)}]")
        raise
    return tuple(found)


def _read_plain(kind: type, raw: Any) -> Any:
    if not _is_plain(kind, raw):
        raise _WrongError(f"a {kind.__name__}")
    return raw


def _is_plain(kind: type, raw: object) -> bool:
    # True is an int for Python; and NaN and infinities pass json.loads.
    if isinstance(raw, bool):
        return kind is bool
    return isinstance(raw, kind) and not (isinstance(raw, float) and not math.isfinite(raw))


@functools.cache
def _fields(kind: Any) -> tuple[tuple[str, _Reader, bool], ...]:
    """Return name and reader of each field of a dataclass, and whether it has no default."""
    annotations = typing.get_type_hints(kind)
    fields: Iterable[dataclasses.Field[Any]] = dataclasses.fields(kind)
    return tuple(
        (field.name, _reader(annotations[field.name]), field.default is dataclasses.MISSING) for field in fields
    )


def _refuse(where: str, wanted: str) -> typing.NoReturn:
    raise UnreadableInput(f"is not {wanted}", where or None)


# Checks that types cannot make


def _check_spans(row: Any, length: int) -> None:
    """Check every Span and Mention of a row or a table, however deep it stands."""
    if isinstance(row, Span | Mention):
        if not 0 <= row.start < row.end <= length:
            raise _WrongError("a place inside the text")
        return
    steps: Iterable[tuple[Any, str]] = (
        ((item, f"[{at}]") for at, item in enumerate(row))
        if isinstance(row, tuple)
        else ((getattr(row, name), f".{name}") for name in _placed(cast("Hashable", type(row))))
    )
    for part, step in steps:
        try:
            _check_spans(part, length)
        except _WrongError as trouble:
            trouble.way.append(step)
            raise


@functools.cache
def _placed(kind: Any) -> tuple[str, ...]:
    """Return the fields of a dataclass that can hold a place; none of any other type."""
    if not dataclasses.is_dataclass(kind):
        return ()
    annotations = typing.get_type_hints(kind)
    return tuple(field.name for field in dataclasses.fields(kind) if _may_hold_place(annotations[field.name]))


def _may_hold_place(annotation: Any) -> bool:
    if arguments := typing.get_args(annotation):
        return any(map(_may_hold_place, arguments))
    return annotation in _PLACES or dataclasses.is_dataclass(annotation)


def _check_codes(reading: Reading) -> None:
    for index, event in enumerate(reading.events):
        where = f"events[{index}]"
        if event.type not in MODES:
            _refuse(f"{where}.type", "a PLOVER event type")
        if event.mode is not None and event.mode not in MODES[event.type]:
            _refuse(f"{where}.mode", f"a PLOVER mode of {event.type}")
        if not set(event.contexts) <= set(CONTEXTS):
            _refuse(f"{where}.contexts", "a list of PLOVER contexts")


def _check_ids(reading: Reading) -> None:
    """Check that ids are unique in their table and that every id pointed at is there."""
    actors = _ids_of("actors", reading.actors)
    statements = _ids_of("statements", reading.statements)
    events = _ids_of("events", reading.events)
    figures = _ids_of("figures", reading.figures)
    _ids_of("forecasts", reading.forecasts)
    for statement in reading.statements:
        _check_known(statement.id, "actor", {statement.actor, *statement.to} - {None}, actors)
        _check_known(statement.id, "within", {statement.within} - {None}, statements)
    for event in reading.events:
        _check_known(event.id, "actor", {*event.actors, *event.recipients}, actors)
        _check_known(event.id, "statement", set(event.statements), statements)
    for figure in reading.figures:
        _check_known(figure.id, "of", {figure.of} - {None}, figures)
        _check_known(figure.id, "statement", set(figure.statements), statements)
    for check in reading.figure_checks:
        _check_known("figure_checks", "figure", {check.whole, *check.parts}, figures)
    for forecast in reading.forecasts:
        _check_known(forecast.id, "statement", {forecast.statement} - {None}, statements)
        _check_known(forecast.id, "event", {forecast.event} - {None}, events)


def _ids_of(table: str, rows: Iterable[Any]) -> set[str]:
    ids = [row.id for row in rows]
    if len(ids) != len(set(ids)):
        _refuse(table, "a list of rows with ids of their own")
    return set(ids)


def _check_known(row: str, name: str, wanted: set[str | None], known: set[str]) -> None:
    if lost := wanted - known:
        raise UnreadableInput(f"{name} {min(map(str, lost))!r} is not in this Reading", row)
