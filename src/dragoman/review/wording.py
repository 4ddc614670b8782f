"""A line in words, for people who judge it."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dragoman.errors import WrongQuery
from dragoman.export.account import TYPE_WORDS, clean, quantity_words
from dragoman.export.countries import country_words
from dragoman.export.periods import words_of
from dragoman.model import Actor, Event, Figure, Forecast, Reading, Span, Statement
from dragoman.model.wire import Line

__all__ = ["KINDS", "facts_of", "say_wrong", "title_of"]

KINDS = {"actors": "actor", "statements": "statement", "events": "event", "figures": "figure", "forecasts": "forecast"}


def say_wrong(trouble: WrongQuery) -> str:
    """Say what is wrong with a query, where, and what is near."""
    said = {"column": trouble.column, "problem": trouble.problem, "near": trouble.near}
    if trouble.near:
        return _("query, column %(column)d: %(problem)s; did you mean %(near)s?") % said
    return _("query, column %(column)d: %(problem)s") % said


def title_of(reading: Reading, line: Line) -> str:
    """Say a line in one sentence."""
    text = reading.article.text
    if isinstance(line, Event):
        who, whom = _names(reading, line.actors), _names(reading, line.recipients)
        return f"{who or _('Somebody')}: {_(TYPE_WORDS.get(line.type, line.type))}{f' → {whom}' if whom else ''}"
    if isinstance(line, Statement):
        speaker = _names(reading, (line.actor,) if line.actor else ()) or _words(text, line.source) or _("Somebody")
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
        place = f"{clean(line.place.name)} {country_words(line.place.country)}".strip() if line.place else ""
        return [
            (_("Type"), f"{line.type}{f' {line.mode}' if line.mode else ''}"),
            (_("It is"), ", ".join(line.auxiliary) or _("told as having happened")),
            (_("Date"), words_of(line.date)),
            (_("Who"), _names(reading, line.actors)),
            (_("To whom"), _names(reading, line.recipients)),
            (_("Place"), place),
            (_("Condition"), _words(text, line.condition)),
            (_("According to"), _sources(reading, line.statements)),
            (_("Contexts"), ", ".join(line.contexts).replace("_", " ")),
        ]
    if isinstance(line, Statement):
        return [
            (_("Speaker"), _names(reading, (line.actor,) if line.actor else ())),
            (_("Named by"), _words(text, line.source)),
            (_("Source"), line.sourcing),
            (_("Cue"), _words(text, line.cue)),
            (_("Quoted"), line.quoted),
            (_("To"), _names(reading, line.to)),
            (_("Date"), words_of(line.date)),
            (_("Venue"), _words(text, line.venue)),
            (_("Told inside"), _sources(reading, (line.within,) if line.within else ())),
        ]
    if isinstance(line, Actor):
        offices = "; ".join(clean(office.title) for office in line.offices)
        return [
            (_("Kind"), line.kind),
            (_("Country"), country_words(line.country)),
            (_("Sectors"), " ".join(line.sectors)),
            (_("Offices"), offices),
            (
                _("Mentioned"),
                ngettext("%(count)d time", "%(count)d times", len(line.mentions)) % {"count": len(line.mentions)},
            ),
        ]
    if isinstance(line, Figure):
        whole = next((one for one in reading.figures if one.id == line.of), None)
        return [
            (_("Number"), quantity_words(line.value)),
            (_("Unit"), clean(line.unit or "")),
            (_("Of"), _words(text, line.what)),
            (_("Part of"), quantity_words(whole.value) if whole else ""),
            (_("According to"), _sources(reading, line.statements)),
        ]
    low, high = line.probability or (None, None)
    return [
        (
            _("Likelihood"),
            _("%(low)s to %(high)s") % {"low": f"{low:g}", "high": f"{high:g}"}
            if low is not None and high is not None
            else "",
        ),
        (_("By"), words_of(line.by)),
        (_("According to"), _sources(reading, (line.statement,) if line.statement else ())),
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
            found.append(actor or _words(reading.article.text, one.source) or _("somebody"))
    if not found:
        return ""
    last, *others = reversed(found)
    for other in others:
        last = _("%(said)s, told by %(other)s") % {"said": last, "other": other}
    return last
