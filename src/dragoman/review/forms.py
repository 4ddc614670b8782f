"""A line as fields that a person fills in, and what they filled in as a line again.

A field of words holds them with their place; words that were typed are found in the text, nearest to where they stood.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol, get_args

from dragoman.errors import Unusable
from dragoman.export.account import clean
from dragoman.model import CONTEXTS, EVENT_TYPES, MODES, Auxiliary, Reading, Sourcing, Span
from dragoman.model.actor import ActorKind
from dragoman.model.statement import Quoted
from dragoman.model.wire import Line, line_to_dict

__all__ = ["Field", "Sent", "Words", "fields_of", "read_form", "refill"]

_MODES = tuple(dict.fromkeys(mode for modes in MODES.values() for mode in modes))
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


class Sent(Protocol):
    """What a form sent: Django's QueryDict."""

    def get(self, name: str, default: str) -> Any:
        """Return the last value of a name."""

    def getlist(self, name: str) -> list[str]:
        """Return all values of a name."""


@dataclass(frozen=True, slots=True)
class Words:
    """Words of the text with their place; nothing: none are chosen."""

    quote: str = ""
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form."""

    name: str
    label: str
    kind: str  # "choice", "many", "checks", "text", "words"
    value: str = ""
    options: Sequence[tuple[str, str, bool]] = ()  # value, words, chosen
    words: Sequence[Words] = ()  # of "words": one for each stretch, and an empty one where more may be chosen
    hint: str = ""


# Name, label, kind, and what can be chosen: "@…" names lines of the Reading.
_FORMS: Mapping[str, Sequence[tuple[str, str, str, Sequence[str] | str]]] = {
    "events": (
        ("type", "Type", "choice", EVENT_TYPES),
        ("mode", "Mode", "choice?", _MODES),
        ("auxiliary", "It is", "checks", get_args(Auxiliary)),
        ("date", "Date", "text", "EDTF: 2024-02-13, 2024-02, 2023/2024"),
        ("actors", "Who", "many", "@actors"),
        ("recipients", "To whom", "many", "@actors"),
        ("statements", "According to", "many", "@statements"),
        ("trigger", "Words that name it", "words", ""),
        ("evidence", "The sentence", "words", ""),
        ("condition", "Its condition", "words", ""),
        ("place.span", "Place", "words", ""),
        ("place.country", "Its country", "text", "three letters: KEN"),
        ("contexts", "Contexts", "many", CONTEXTS),
    ),
    "statements": (
        ("source.actor", "Speaker", "choice?", "@actors"),
        ("source.span", "Words that name them", "words", ""),
        ("sourcing", "Kind of source", "choice", get_args(Sourcing)),
        ("cue.span", "Cue", "words", ""),
        ("content.spans", "What is said", "words*", ""),
        ("quoted", "Quoted", "choice", get_args(Quoted)),
        ("to", "To", "many", "@actors"),
        ("date", "Date", "text", "EDTF: 2024-02-13, 2024-02, 2023/2024"),
        ("venue", "Where it was said", "words", ""),
        ("within", "Told inside", "choice?", "@statements"),
    ),
    "actors": (
        ("name", "Name", "text", "the fullest form in the article"),
        ("kind", "Kind", "choice", get_args(ActorKind)),
        ("country", "Country", "text", "three letters: KEN"),
        ("sectors", "Sectors", "text", "PLOVER's codes: GOV MIL"),
    ),
    "figures": (
        ("value", "Number", "text", "12; 10..20 for a range, 30.. or ..30 where it is open"),
        ("unit", "Of what unit", "text", ""),
        ("span", "Words that give it", "words", ""),
        ("what", "Words that say what is counted", "words", ""),
        ("of", "Part of", "choice?", "@figures"),
        ("statements", "According to", "many", "@statements"),
    ),
    "forecasts": (
        ("phrase", "Words of likelihood", "words", ""),
        ("content", "What will happen", "words", ""),
        ("probability", "From and to", "text", "0.1..0.3"),
        ("statement", "According to", "choice?", "@statements"),
        ("event", "Event", "choice?", "@events"),
        ("by", "By when", "text", "EDTF: 2024-02-13, 2024-02, 2023/2024"),
    ),
}
_BLANK: Mapping[str, Mapping[str, Any]] = {
    "events": dict.fromkeys(("mode", "date", "place", "condition"))
    | {"type": "CONSULT", "trigger": None, "evidence": None, "also": [], "confidence": None}
    | {name: [] for name in ("contexts", "actors", "recipients", "auxiliary", "statements")},
    "statements": {"source": {"actor": None, "span": None}, "cue": None, "content": {"spans": []}, "sourcing": "named"}
    | {"quoted": "indirect", "to": [], "venue": None, "date": None, "within": None, "confidence": None},
    "actors": {"name": "", "kind": "person", "country": None, "sectors": [], "offices": [], "mentions": []},
    "figures": dict.fromkeys(("value", "unit", "what", "of", "span")) | {"statements": []},
    "forecasts": dict.fromkeys(("statement", "content", "phrase", "probability", "event", "by")),
}


def fields_of(reading: Reading, table: str, line: Line | None) -> list[Field]:
    """Return the fields of a line; None: of one that is not there yet."""
    plain = line_to_dict(line) if line is not None else dict(_BLANK[table])
    return [_field(reading, *row, _value(plain, row[0]), own=line.id if line else "") for row in _FORMS[table]]


def read_form(reading: Reading, table: str, line: Line | None, local: str, sent: Sent) -> dict[str, Any]:
    """Read what was filled in as a line in its plain form; whether it can be one is for `check_line` to say.

    Raises Unusable, `where` naming the field, where words do not stand in the text or a number is none.
    """
    plain: dict[str, Any] = line_to_dict(line) if line is not None else dict(_BLANK[table])
    plain = {**plain, "id": local}
    for name, _, kind, _ in _FORMS[table]:
        _put(plain, name, _read(reading.article.text, name, kind, sent, plain))
    if table == "events":
        _finish_event(plain, reading)
    if table == "actors" and line is None and plain["name"]:
        plain["mentions"] = [[*span, "name"] for span in _places_of(plain["name"], reading.article.text)]
    return plain


def refill(fields: Sequence[Field], sent: Sent) -> list[Field]:
    """Put what was sent into the fields again, for somebody who has to mend it."""
    return [_refill(field, sent) for field in fields]


def _refill(field: Field, sent: Sent) -> Field:
    values = sent.getlist(field.name)
    if field.kind == "words":
        filled = [Words(quote) for quote in values if quote.strip()]
        return replace(field, words=[*filled, Words()] if len(field.words) > 1 or not filled else filled)
    if field.kind == "text":
        return replace(field, value=values[-1] if values else "")
    return replace(field, options=[(code, words, code in values) for code, words, _ in field.options])


# To fields


def _field(
    reading: Reading, name: str, label: str, kind: str, offered: Sequence[str] | str, value: Any, *, own: str
) -> Field:
    if kind.startswith("words"):
        spans = value if kind == "words*" else [value] if value else []
        chosen = [Words(Span(*span).of(reading.article.text), *span) for span in spans]
        if kind == "words*" or not chosen:
            chosen.append(Words())
        return Field(name, label, "words", words=chosen)
    if kind == "text":
        return Field(name, label, "text", _written(value), hint=offered if isinstance(offered, str) else "")
    options = _options(reading, offered, own)
    held = set(value) if isinstance(value, list) else {value}
    found = [(code, words, code in held) for code, words in options]
    if kind == "choice?":
        found.insert(0, ("", "none", value is None))
    return Field(name, label, kind.rstrip("?"), options=found)


def _options(reading: Reading, offered: Sequence[str] | str, own: str) -> list[tuple[str, str]]:
    text = reading.article.text
    if offered == "@actors":
        return [(actor.id, clean(actor.name)) for actor in reading.actors]
    if offered == "@statements":
        names = {actor.id: actor.name for actor in reading.actors}
        return [
            (
                one.id,
                _short(
                    f"{names.get(one.actor or '', 'somebody')}: {' … '.join(span.of(text) for span in one.content)}"
                ),
            )
            for one in reading.statements
            if one.id != own
        ]
    if offered == "@events":
        return [(one.id, _short(f"{one.type}: {one.evidence.of(text)}")) for one in reading.events]
    if offered == "@figures":
        return [(one.id, _short(f"{one.span.of(text)} {one.unit or ''}")) for one in reading.figures if one.id != own]
    return [(code, code.replace("_", " ")) for code in offered]


def _short(words: str) -> str:
    plain = " ".join(clean(words).split())
    return plain if len(plain) <= 70 else plain[:69].rpartition(" ")[0] + " …"


def _written(value: Any) -> str:
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return " ".join(value)
    if isinstance(value, list):
        return "..".join("" if one is None else f"{one:g}" for one in value)
    return "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)


def _value(plain: Mapping[str, Any], name: str) -> Any:
    outer, _, inner = name.partition(".")
    value = plain.get(outer)
    return value if not inner else (value or {}).get(inner)


# From fields


def _read(text: str, name: str, kind: str, sent: Sent, plain: Mapping[str, Any]) -> Any:
    if kind.startswith("words"):
        return _read_words(text, name, kind, sent, plain)
    if kind in {"many", "checks"}:
        return [value for value in sent.getlist(name) if value]
    written = str(sent.get(name, "")).strip()
    if name in {"value", "probability"}:
        return _read_number(name, written)
    if name == "sectors":
        return written.upper().split()
    if name in {"country", "place.country"}:
        return written.upper() or None
    return written if name == "name" else written or None


def _read_words(text: str, name: str, kind: str, sent: Sent, plain: Mapping[str, Any]) -> Any:
    found = []
    rows = zip(
        sent.getlist(name), _padded(sent.getlist(f"{name}_start")), _padded(sent.getlist(f"{name}_end")), strict=False
    )
    for number, (quote, start, end) in enumerate(rows):
        if quote.strip():
            found.append(list(_find_words(text, name, quote, start, end, _old(plain, name, number))))
    if kind == "words*":
        return found
    return found[0] if found else None


def _padded(values: list[str]) -> list[str]:
    return values + [""] * 50


def _old(plain: Mapping[str, Any], name: str, number: int) -> int | None:
    value = _value(plain, name)
    if not value:
        return None
    spans = value if isinstance(value[0], list) else [value]
    return int(spans[min(number, len(spans) - 1)][0])


def _find_words(text: str, name: str, quote: str, start: str, end: str, near: int | None) -> Span:
    """Find the words where the form says they stand; words that were typed, where they stand nearest to the old ones."""
    quote = quote.replace("\r\n", "\n")
    if start.isdecimal() and end.isdecimal() and len(start) < 10 > len(end):
        span = Span(int(start), int(end))
        if span.start < span.end and span.of(text) == quote:
            return span
    places = _places_of(quote, text) or _places_of(quote.strip(), text)
    if not places:
        raise Unusable("these words do not stand in the text as they are written", name)
    if len(places) == 1:
        return places[0]
    anchor = int(start) if start.isdecimal() and len(start) < 10 else near
    if anchor is None:
        raise Unusable(f"these words stand {len(places)} times in the text; choose them there", name)
    return min(places, key=lambda place: abs(place.start - anchor))


def _places_of(words: str, text: str) -> list[Span]:
    return [Span(found.start(), found.end()) for found in re.finditer(re.escape(words), text)] if words else []


def _read_number(name: str, written: str) -> Any:
    """Read "12", "10..20", "..30"; nothing is None."""
    low, range_, high = written.replace(",", "").partition("..")
    ends = [low.strip(), high.strip()] if range_ else [low.strip()]
    if not written:
        return None
    if any(end and not _NUMBER.fullmatch(end) for end in ends) or not any(ends):
        raise Unusable(f"{written!r} is no number and no range; write 12, 10..20 or ..30", name)
    numbers = [None if not end else float(end) if "." in end else int(end) for end in ends]
    if name == "probability":
        if len(numbers) == 1:
            numbers *= 2
        if any(number is None or not 0 <= number <= 1 for number in numbers):
            raise Unusable("a probability is two numbers from 0 to 1: 0.1..0.3", name)
        return [float(number or 0) for number in numbers]
    return numbers if range_ else numbers[0]


def _put(plain: dict[str, Any], name: str, value: Any) -> None:
    outer, _, inner = name.partition(".")
    if not inner:
        plain[outer] = value
    elif outer == "place":
        plain["place"] = {**(plain.get("place") or {"span": None, "name": "", "country": None}), inner: value}
    elif outer == "cue":
        plain["cue"] = {"span": value} if value else None
    else:
        plain[outer] = {**(plain.get(outer) or {}), inner: value}


def _finish_event(plain: dict[str, Any], reading: Reading) -> None:
    """Name the place by its words, and take the paragraph for evidence where no sentence was chosen."""
    text, place = reading.article.text, plain["place"]
    if not place["span"]:
        plain["place"] = None
    elif not place["name"] or place["name"] not in Span(*place["span"]).of(text):
        plain["place"] = {**place, "name": Span(*place["span"]).of(text)}
    if plain["trigger"] is None:
        raise Unusable("choose the words that name the event", "trigger")
    if plain["evidence"] is None:
        trigger = Span(*plain["trigger"])
        parts = reading.article.parts
        blocks = [
            block for block in (parts.title, parts.standfirst, *parts.paragraphs) if block and block.covers(trigger)
        ]
        plain["evidence"] = list(blocks[0] if blocks else trigger)
