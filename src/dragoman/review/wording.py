"""A line in words, for people who judge it."""

from collections.abc import Sequence

from dragoman.export.account import TYPE_WORDS, clean, quantity_words
from dragoman.export.countries import country_name
from dragoman.export.periods import words_of
from dragoman.model import Actor, Event, Figure, Forecast, Reading, Span, Statement
from dragoman.model.wire import Line

__all__ = ["KINDS", "facts_of", "title_of"]

KINDS = {"actors": "actor", "statements": "statement", "events": "event", "figures": "figure", "forecasts": "forecast"}


def title_of(reading: Reading, line: Line) -> str:
    """Say a line in one sentence."""
    text = reading.article.text
    if isinstance(line, Event):
        who, whom = _names(reading, line.actors), _names(reading, line.recipients)
        return f"{who or 'Somebody'}: {TYPE_WORDS.get(line.type, line.type)}{f' → {whom}' if whom else ''}"
    if isinstance(line, Statement):
        speaker = _names(reading, (line.actor,) if line.actor else ()) or _words(text, line.source) or "Somebody"
        return f"{speaker}: “{clean(' … '.join(span.of(text) for span in line.content))}”"
    if isinstance(line, Figure):
        what = f" {_words(text, line.what)}" if line.what else ""
        return f"{quantity_words(line.value)}{f' {clean(line.unit)}' if line.unit else ''}{what}"
    if isinstance(line, Forecast):
        return f"{_words(text, line.phrase)}: {_words(text, line.content)}"
    return clean(line.name)


def facts_of(reading: Reading, line: Line) -> list[tuple[str, str]]:
    """Return what a line says, field by field, in words; an empty value means that the text does not settle it."""
    text = reading.article.text
    if isinstance(line, Event):
        place = f"{clean(line.place.name)} {country_name(line.place.country)}".strip() if line.place else ""
        return [
            ("Type", f"{line.type}{f' {line.mode}' if line.mode else ''}"),
            ("It is", ", ".join(line.auxiliary) or "told as having happened"),
            ("Date", words_of(line.date)),
            ("Who", _names(reading, line.actors)),
            ("To whom", _names(reading, line.recipients)),
            ("Place", place),
            ("Condition", _words(text, line.condition)),
            ("According to", _sources(reading, line.statements)),
            ("Contexts", ", ".join(line.contexts).replace("_", " ")),
        ]
    if isinstance(line, Statement):
        return [
            ("Speaker", _names(reading, (line.actor,) if line.actor else ())),
            ("Named by", _words(text, line.source)),
            ("Source", line.sourcing),
            ("Cue", _words(text, line.cue)),
            ("Quoted", line.quoted),
            ("To", _names(reading, line.to)),
            ("Date", words_of(line.date)),
            ("Venue", _words(text, line.venue)),
            ("Told inside", _sources(reading, (line.within,) if line.within else ())),
        ]
    if isinstance(line, Actor):
        offices = "; ".join(clean(office.title) for office in line.offices)
        return [
            ("Kind", line.kind),
            ("Country", country_name(line.country)),
            ("Sectors", " ".join(line.sectors)),
            ("Offices", offices),
            ("Mentioned", f"{len(line.mentions)} times"),
        ]
    if isinstance(line, Figure):
        whole = next((one for one in reading.figures if one.id == line.of), None)
        return [
            ("Number", quantity_words(line.value)),
            ("Unit", clean(line.unit or "")),
            ("Of", _words(text, line.what)),
            ("Part of", quantity_words(whole.value) if whole else ""),
            ("According to", _sources(reading, line.statements)),
        ]
    low, high = line.probability or (None, None)
    return [
        ("Likelihood", f"{low:g} to {high:g}" if low is not None and high is not None else ""),
        ("By", words_of(line.by)),
        ("According to", _sources(reading, (line.statement,) if line.statement else ())),
    ]


def _words(text: str, span: Span | None) -> str:
    return clean(" ".join(span.of(text).split())) if span else ""


def _names(reading: Reading, ids: Sequence[str]) -> str:
    names = {actor.id: clean(actor.name) for actor in reading.actors}
    return ", ".join(names[id_] for id_ in ids if id_ in names)


def _sources(reading: Reading, ids: Sequence[str]) -> str:
    said = {one.id: one for one in reading.statements}
    found = []
    for id_ in ids:
        if id_ in said:
            one = said[id_]
            actor = _names(reading, (one.actor,) if one.actor else ())
            found.append(actor or _words(reading.article.text, one.source) or "somebody")
    return ", told by ".join(reversed(found))
