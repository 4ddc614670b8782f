"""A line as fields that a person fills in, and what they filled in as a line again.

A field of words holds them with their place; words that were typed are found in the text, nearest to where they stood.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol, get_args

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext

from dragoman.errors import Unusable
from dragoman.export.account import clean
from dragoman.model import CONTEXTS, EVENT_TYPES, MODES, Auxiliary, Reading, Sourcing, Span
from dragoman.model.actor import ActorKind
from dragoman.model.statement import Quoted
from dragoman.model.wire import Line, line_to_dict

__all__ = ["Field", "Sent", "Words", "fields_of", "read_form", "refill"]

_MODES = tuple(dict.fromkeys(mode for modes in MODES.values() for mode in modes))
_Lazy = str | Promise
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
_FORMS: Mapping[str, Sequence[tuple[str, _Lazy, str, Sequence[str] | _Lazy]]] = {
    "events": (
        ("type", _lazy("Type"), "choice", EVENT_TYPES),
        ("mode", _lazy("Mode"), "choice?", _MODES),
        ("auxiliary", _lazy("It is"), "checks", get_args(Auxiliary)),
        ("date", _lazy("Date"), "text", _lazy("EDTF: 2024-02-13, 2024-02, 2023/2024")),
        ("actors", _lazy("Who"), "many", "@actors"),
        ("recipients", _lazy("To whom"), "many", "@actors"),
        ("statements", _lazy("According to"), "many", "@statements"),
        ("trigger", _lazy("Words that name it"), "words", ""),
        ("evidence", _lazy("The sentence"), "words", ""),
        ("condition", _lazy("Its condition"), "words", ""),
        ("place.span", _lazy("Place"), "words", ""),
        ("place.country", _lazy("Its country"), "text", _lazy("three letters: KEN")),
        ("contexts", _lazy("Contexts"), "many", CONTEXTS),
    ),
    "statements": (
        ("source.actor", _lazy("Speaker"), "choice?", "@actors"),
        ("source.span", _lazy("Words that name them"), "words", ""),
        ("sourcing", _lazy("Kind of source"), "choice", get_args(Sourcing)),
        ("cue.span", _lazy("Cue"), "words", ""),
        ("content.spans", _lazy("What is said"), "words*", ""),
        ("quoted", _lazy("Quoted"), "choice", get_args(Quoted)),
        ("to", _lazy("To"), "many", "@actors"),
        ("date", _lazy("Date"), "text", _lazy("EDTF: 2024-02-13, 2024-02, 2023/2024")),
        ("venue", _lazy("Where it was said"), "words", ""),
        ("within", _lazy("Told inside"), "choice?", "@statements"),
    ),
    "actors": (
        ("name", _lazy("Name"), "text", _lazy("the fullest form in the article")),
        ("kind", _lazy("Kind"), "choice", get_args(ActorKind)),
        ("country", _lazy("Country"), "text", _lazy("three letters: KEN")),
        ("sectors", _lazy("Sectors"), "text", _lazy("PLOVER's codes: GOV MIL")),
    ),
    "figures": (
        ("value", _lazy("Number"), "text", _lazy("12; 10..20 for a range, 30.. or ..30 where it is open")),
        ("unit", _lazy("Of what unit"), "text", ""),
        ("span", _lazy("Words that give it"), "words", ""),
        ("what", _lazy("Words that say what is counted"), "words", ""),
        ("of", _lazy("Part of"), "choice?", "@figures"),
        ("statements", _lazy("According to"), "many", "@statements"),
    ),
    "forecasts": (
        ("phrase", _lazy("Words of likelihood"), "words", ""),
        ("content", _lazy("What will happen"), "words", ""),
        ("probability", _lazy("From and to"), "text", "0.1..0.3"),
        ("statement", _lazy("According to"), "choice?", "@statements"),
        ("event", _lazy("Event"), "choice?", "@events"),
        ("by", _lazy("By when"), "text", _lazy("EDTF: 2024-02-13, 2024-02, 2023/2024")),
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
    for name, _label, kind, _offered in _FORMS[table]:
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
    return replace(field, options=[(code, words, code in values) for code, words, _chosen in field.options])


# To fields


def _field(
    reading: Reading, name: str, label: _Lazy, kind: str, offered: Sequence[str] | _Lazy, value: Any, *, own: str
) -> Field:
    if kind.startswith("words"):
        spans = value if kind == "words*" else [value] if value else []
        chosen = [Words(Span(*span).of(reading.article.text), *span) for span in spans]
        if kind == "words*" or not chosen:
            chosen.append(Words())
        return Field(name, str(label), "words", words=chosen)
    if kind == "text":
        return Field(name, str(label), "text", _written(value), hint=str(offered))
    options = _options(reading, offered, own)
    held = set(value) if isinstance(value, list) else {value}
    found = [(code, words, code in held) for code, words in options]
    if kind == "choice?":
        found.insert(0, ("", _("none"), value is None))
    return Field(name, str(label), kind.rstrip("?"), options=found)


def _options(reading: Reading, offered: Sequence[str] | _Lazy, own: str) -> list[tuple[str, str]]:
    text = reading.article.text
    if offered == "@actors":
        return [(actor.id, clean(actor.name)) for actor in reading.actors]
    if offered == "@statements":
        names = {actor.id: actor.name for actor in reading.actors}
        return [
            (
                one.id,
                _short(
                    f"{names.get(one.actor or '', _('somebody'))}: {' … '.join(span.of(text) for span in one.content)}"
                ),
            )
            for one in reading.statements
            if one.id != own
        ]
    if offered == "@events":
        return [(one.id, _short(f"{one.type}: {one.evidence.of(text)}")) for one in reading.events]
    if offered == "@figures":
        return [(one.id, _short(f"{one.span.of(text)} {one.unit or ''}")) for one in reading.figures if one.id != own]
    codes = () if isinstance(offered, str | Promise) else offered
    return [(code, code.replace("_", " ")) for code in codes]


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
    outer, _dot, inner = name.partition(".")
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
        raise Unusable(_("these words do not stand in the text as they are written"), name)
    if len(places) == 1:
        return places[0]
    anchor = int(start) if start.isdecimal() and len(start) < 10 else near
    if anchor is None:
        said = ngettext(
            "these words stand %(count)d time in the text; choose them there",
            "these words stand %(count)d times in the text; choose them there",
            len(places),
        )
        raise Unusable(said % {"count": len(places)}, name)
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
        raise Unusable(
            _("%(written)s is no number and no range; write 12, 10..20 or ..30") % {"written": repr(written)}, name
        )
    numbers = [None if not end else float(end) if "." in end else int(end) for end in ends]
    if name == "probability":
        if len(numbers) == 1:
            numbers *= 2
        if any(number is None or not 0 <= number <= 1 for number in numbers):
            raise Unusable(_("a probability is two numbers from 0 to 1: 0.1..0.3"), name)
        return [float(number or 0) for number in numbers]
    return numbers if range_ else numbers[0]


def _put(plain: dict[str, Any], name: str, value: Any) -> None:
    outer, _dot, inner = name.partition(".")
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
        raise Unusable(_("choose the words that name the event"), "trigger")
    if plain["evidence"] is None:
        trigger = Span(*plain["trigger"])
        parts = reading.article.parts
        blocks = [
            block for block in (parts.title, parts.standfirst, *parts.paragraphs) if block and block.covers(trigger)
        ]
        plain["evidence"] = list(blocks[0] if blocks else trigger)
