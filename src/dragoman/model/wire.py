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
from collections.abc import Iterable, Mapping
from typing import Any, Literal, TypeVar, cast

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

_T = TypeVar("_T")

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
    line: Line = _decode_object(LINES[table], cast("Mapping[str, Any]", raw), "")
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
    reading = _decode_object(Reading, raw, "")
    length = len(reading.article.text)
    _check_spans(reading.article.parts, length, "article.parts")
    for table in ("actors", "statements", "events", "dates", "figures", "forecasts"):
        _check_spans(getattr(reading, table), length, table)
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


def _decode(kind: Any, raw: object, where: str) -> Any:
    """Return `raw` as a value of the annotated type `kind`, or raise UnreadableInput naming `where`."""
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if dataclasses.is_dataclass(kind) and isinstance(kind, type):
        return _decode_object(kind, raw, where)
    if kind in (Span, Mention):
        return _decode_place(kind, raw, where)
    if origin is Literal:
        return raw if isinstance(raw, str) and raw in arguments else _refuse(where, f"one of {', '.join(arguments)}")
    if origin in (types.UnionType, typing.Union):
        return _decode_union(arguments, raw, where)
    if origin is tuple:
        return _decode_list(arguments, raw, where)
    return raw if _is_plain(kind, raw) else _refuse(where, f"a {kind.__name__}")


def _decode_object(kind: type[_T], raw: object, where: str) -> _T:
    if not isinstance(raw, Mapping):
        _refuse(where, "an object")
    raw = _flatten_statement(raw, where) if kind is Statement else raw
    values: dict[str, Any] = {}
    for name, annotation, required in _fields(cast("Any", kind)):
        if name in raw:
            values[name] = _decode(annotation, raw[name], f"{where}.{name}" if where else name)
        elif required:
            _refuse(f"{where}.{name}" if where else name, "there")
    return kind(**values)


def _flatten_statement(raw: Mapping[str, Any], where: str) -> dict[str, Any]:
    """Undo the nesting of a statement's source, cue and content."""
    source, cue, content = raw.get("source") or {}, raw.get("cue") or {}, raw.get("content")
    for name, part in (("source", source), ("cue", cue), ("content", content)):
        if not isinstance(part, Mapping):
            _refuse(f"{where}.{name}", "an object")
    flat = {"source": source.get("span"), "actor": source.get("actor"), "cue": cue.get("span")}
    return {**raw, **flat, "content": content.get("spans") if content else None}


def _decode_place(kind: type[Span | Mention], raw: object, where: str) -> Span | Mention:
    annotations = _PLACES[kind]
    if not isinstance(raw, list | tuple) or len(raw) != len(annotations):
        _refuse(where, f"a list of {', '.join(annotations)}")
    values = [_decode(annotation, value, where) for annotation, value in zip(annotations.values(), raw, strict=True)]
    return kind(*values)


def _decode_union(arguments: tuple[Any, ...], raw: object, where: str) -> Any:
    if raw is None and types.NoneType in arguments:
        return None
    chosen = [argument for argument in arguments if argument is not types.NoneType]
    if len(chosen) == 1:
        return _decode(chosen[0], raw, where)
    for argument in chosen:
        listed = typing.get_origin(argument) is tuple
        if listed and isinstance(raw, list | tuple):
            return _decode(argument, raw, where)
        if not listed and _is_plain(argument, raw):
            return raw
    return _refuse(where, "of another type")


def _decode_list(arguments: tuple[Any, ...], raw: object, where: str) -> tuple[Any, ...]:
    if not isinstance(raw, list | tuple):
        _refuse(where, "a list")
    kinds = [arguments[0]] * len(raw) if arguments[-1] is Ellipsis else list(arguments)
    if len(kinds) != len(raw):
        _refuse(where, f"a list of {len(kinds)}")
    return tuple(_decode(kind, item, f"{where}[{at}]") for at, (kind, item) in enumerate(zip(kinds, raw, strict=True)))


def _is_plain(kind: type, raw: object) -> bool:
    # True is an int for Python; and NaN and infinities pass json.loads.
    if isinstance(raw, bool):
        return kind is bool
    return isinstance(raw, kind) and not (isinstance(raw, float) and not math.isfinite(raw))


@functools.cache
def _fields(kind: Any) -> tuple[tuple[str, Any, bool], ...]:
    """Return name and annotation of each field of a dataclass, and whether it has no default."""
    annotations = typing.get_type_hints(kind)
    fields: Iterable[dataclasses.Field[Any]] = dataclasses.fields(kind)
    return tuple((field.name, annotations[field.name], field.default is dataclasses.MISSING) for field in fields)


def _refuse(where: str, wanted: str) -> typing.NoReturn:
    raise UnreadableInput(f"is not {wanted}", where or None)


# Checks that types cannot make


def _check_spans(row: object, length: int, where: str) -> None:
    """Check every Span and Mention of a table or a row, however deep it stands."""
    if isinstance(row, Span | Mention):
        if not 0 <= row.start < row.end <= length:
            _refuse(where, "a place inside the text")
    elif isinstance(row, tuple):
        for index, item in enumerate(row):
            _check_spans(item, length, f"{where}[{index}]")
    elif dataclasses.is_dataclass(row):
        for field in dataclasses.fields(row):
            _check_spans(getattr(row, field.name), length, f"{where}.{field.name}")


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
