"""What a Reading says, ordered for people: the ground on which the terminal account and the page stand."""

import bisect
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from dragoman.export.countries import country_name, country_words
from dragoman.export.periods import find_period
from dragoman.export.said import gettext as _
from dragoman.export.said import gettext_noop, number
from dragoman.model import Actor, Event, Figure, FigureCheck, Forecast, Office, Quantity, Reading, Span, Statement

__all__ = [
    "STATUSES",
    "TYPE_WORDS",
    "Account",
    "Group",
    "Status",
    "clean",
    "office_words",
    "quantity_words",
    "status_of",
]

Status = Literal["happened", "background", "planned", "possible", "denied"]
# The order in which a reader asks, with the heading of each, to be translated where it is shown.
STATUSES: Mapping[Status, str] = MappingProxyType(
    {
        "happened": gettext_noop("What happened"),
        "planned": gettext_noop("What is planned or expected"),
        "possible": gettext_noop("What is sought, offered or conditional"),
        "denied": gettext_noop("What is said not to have happened"),
        "background": gettext_noop("What happened before, told as background"),
    }
)
# PLOVER's types as verbs for people, likewise.
TYPE_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "AGREE": gettext_noop("agree"),
        "CONSULT": gettext_noop("meet or talk"),
        "SUPPORT": gettext_noop("support"),
        "CONCEDE": gettext_noop("concede"),
        "COOPERATE": gettext_noop("cooperate"),
        "AID": gettext_noop("aid"),
        "RETREAT": gettext_noop("withdraw or release"),
        "REQUEST": gettext_noop("ask"),
        "ACCUSE": gettext_noop("accuse or criticise"),
        "REJECT": gettext_noop("reject"),
        "THREATEN": gettext_noop("threaten"),
        "PROTEST": gettext_noop("protest"),
        "SANCTION": gettext_noop("sanction"),
        "MOBILIZE": gettext_noop("mobilise"),
        "COERCE": gettext_noop("coerce"),
        "ASSAULT": gettext_noop("attack"),
    }
)
_OFFICES = {"former": gettext_noop("former %(office)s"), "incoming": gettext_noop("incoming %(office)s")}
_SENTENCE_END = re.compile(
    # Titles and single capitals have full stops that end nothing: "Mr. Weber", "the U.S. Senate".
    r"(?<!\b(?:Mr|Ms|Dr|St|Lt))(?<!\b(?:Mrs|Sen|Rep|Gen|Gov|Col))(?<!\b[A-Z])"
    r"[.!?…][\"”’')\]]*\s+(?=[\"“‘'(\[]?[A-Z0-9])|\n\n"
)
_SOURCING: Mapping[str, str] = MappingProxyType(
    {"unnamed": gettext_noop("unnamed"), "document": gettext_noop("document"), "outlet": gettext_noop("the outlet")}
)


@dataclass(frozen=True, slots=True)
class Group:
    """The statements of one source, in the order of the text."""

    name: str
    note: str  # office or "unnamed"; empty where there is nothing to add
    actor: Actor | None
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Account:
    """A Reading with the look-ups that every line needs."""

    reading: Reading
    actors: Mapping[str, Actor]
    statements: Mapping[str, Statement]
    figures: Mapping[str, Figure]
    _checks: Mapping[str, Sequence[FigureCheck]]
    _breaks: Sequence[int]  # where sentences begin and end, in order

    @classmethod
    def of(cls, reading: Reading) -> "Account":
        """Prepare a Reading."""
        checks: dict[str, list[FigureCheck]] = {}
        for check in reading.figure_checks:
            checks.setdefault(check.whole, []).append(check)
        return cls(
            reading,
            {actor.id: actor for actor in reading.actors},
            {statement.id: statement for statement in reading.statements},
            {figure.id: figure for figure in reading.figures},
            checks,
            _find_breaks(reading),
        )

    # Words

    def words(self, span: Span | None) -> str:
        """Return the words of a span on one line, cleaned."""
        return clean(" ".join(span.of(self.reading.article.text).split())) if span else ""

    def names(self, ids: Iterable[str]) -> str:
        """Name actors: "Japan and North Korea"."""
        known = [clean(self.actors[id_].name) for id_ in ids if id_ in self.actors]
        if len(known) < 2:
            return "".join(known)
        return _("%(first)s and %(last)s") % {"first": ", ".join(known[:-1]), "last": known[-1]}

    def sentence_of(self, span: Span) -> Span:
        """Return the sentence that a span begins in, up to the end of the one it ends in."""
        text = self.reading.article.text
        start = self._breaks[bisect.bisect_right(self._breaks, span.start) - 1]
        end = self._breaks[bisect.bisect_left(self._breaks, span.end)]
        return Span(start, start + len(text[start:end].rstrip()))

    # Who

    def key_actors(self) -> list[Actor]:
        """Return the actors with an office, a statement or a part in an event, most mentioned first."""
        speaking = {statement.actor for statement in self.reading.statements}
        acting = {id_ for event in self.reading.events for id_ in (*event.actors, *event.recipients)}
        chosen = [actor for actor in self.reading.actors if actor.offices or actor.id in speaking | acting]
        return sorted(chosen, key=lambda actor: (-len(actor.mentions), actor.name))

    def other_actors(self) -> list[Actor]:
        """Return the actors that `key_actors` leaves out."""
        chosen = {actor.id for actor in self.key_actors()}
        return [actor for actor in self.reading.actors if actor.id not in chosen]

    def offices_of(self, actor: Actor) -> str:
        """Say an actor's offices: "foreign minister of Chile; former ambassador"."""
        return "; ".join(dict.fromkeys(self._office_words(office) for office in actor.offices))

    def _office_words(self, office: Office) -> str:
        title, of, status = office.title, office.of, office.status
        whose = clean(self.actors[of].name if of in self.actors else of) if of else ""
        words = clean(title) if status in title.lower() else office_words(clean(title), status)
        return words if not whose or whose.lower() in words.lower() else f"{words}, {whose}"

    def country_of(self, actor: Actor) -> str:
        """Name an actor's country; nothing for a state, or where the offices name it already."""
        if actor.kind == "state" or country_name(actor.country) in self.offices_of(actor):
            return ""
        return country_words(actor.country)

    # According to whom

    def groups(self) -> list[Group]:
        """Return the statements by source, the source with the most statements first."""
        found: dict[str, list[Statement]] = {}
        for statement in self.reading.statements:
            found.setdefault(self._source_key(statement), []).append(statement)
        ordered = sorted(found.values(), key=lambda statements: -len(statements))
        return [self._group(statements) for statements in ordered]

    def source_name(self, statement: Statement) -> str:
        """Name who a statement is from: the actor, else the words, else that the text does not say."""
        if statement.actor in self.actors:
            return clean(self.actors[str(statement.actor)].name)
        return self.words(statement.source) or _("source not named")

    def according_to(self, ids: Sequence[str]) -> str:
        """Say inside whose statements something is told: "two officials, quoted by a newspaper"."""
        sources = [self.source_name(self.statements[id_]) for id_ in reversed(ids) if id_ in self.statements]
        said, *others = dict.fromkeys(sources) or ("",)
        for other in others:
            said = _("%(said)s, as told by %(other)s") % {"said": said, "other": other}
        return said

    def content_of(self, statement: Statement) -> str:
        """Return the words of a statement's content; gaps as an ellipsis."""
        return " … ".join(self.words(span) for span in statement.content)

    def _source_key(self, statement: Statement) -> str:
        return f"#{statement.actor}" if statement.actor in self.actors else self.words(statement.source).lower()

    def _group(self, statements: Sequence[Statement]) -> Group:
        first = statements[0]
        actor = self.actors.get(first.actor or "")
        kind = _SOURCING.get(first.sourcing)
        notes = (_(kind) if kind else "", self.offices_of(actor) if actor else "")
        return Group(self.source_name(first), "; ".join(filter(None, notes)), actor, tuple(statements))

    # What

    def events_by_status(self) -> dict[Status, list[Event]]:
        """Return the events under each heading, by date; those without a date last, in the order of the text."""
        found: dict[Status, list[Event]] = {status: [] for status in STATUSES}
        for event in self.reading.events:
            found[status_of(event)].append(event)
        return {status: sorted(events, key=_by_date) for status, events in found.items() if events}

    def event_type(self, event: Event) -> str:
        """Say type and mode: "meet or talk (visit)"."""
        words = _(TYPE_WORDS.get(event.type, event.type.lower()))
        return f"{words} ({event.mode})" if event.mode else words

    def place_of(self, event: Event) -> str:
        """Name the place: "Oslo, Norway"."""
        if event.place is None:
            return ""
        name, country = clean(event.place.name), country_words(event.place.country)
        return name if not country or name in {country, country_name(event.place.country)} else f"{name}, {country}"

    # How many, how likely

    def checks_of(self, figure: Figure) -> list[FigureCheck]:
        """Return the sum checks whose whole is this figure."""
        return list(self._checks.get(figure.id, ()))

    def check_words(self, check: FigureCheck) -> str:
        """Say a sum: "96 + 28 = 124, as it must" or "96 + 20 = 116, not 124"."""
        parts = " + ".join(quantity_words(self.figures[part].value) for part in check.parts)
        sum_ = f"{parts} = {quantity_words(check.sum)}"
        if check.holds:
            return _("%(sum)s: the parts add up") % {"sum": sum_}
        whole = quantity_words(self.figures[check.whole].value)
        return _("%(sum)s, not %(whole)s") % {"sum": sum_, "whole": whole}

    def probability_words(self, forecast: Forecast) -> str:
        """Say a probability: "20 to 45 %"."""
        if forecast.probability is None:
            return _("no probability given")
        low, high = (round(part * 100) for part in forecast.probability)
        return f"{low} %" if low == high else _("%(low)d to %(high)d %%") % {"low": low, "high": high}


def office_words(title: str, status: str) -> str:
    """Say an office and whether it is held: "former ambassador"."""
    said = _OFFICES.get(status)
    return _(said) % {"office": title} if said else title


def status_of(event: Event) -> Status:
    """Sort an event by its auxiliary modes; a denial outweighs a condition, a condition a plan, a plan the past."""
    order: tuple[tuple[str, Status], ...] = (
        *(("negation", "denied"), ("hypothetical", "possible")),
        *(("future", "planned"), ("historical", "background")),
    )
    return next((status for mode, status in order if mode in event.auxiliary), "happened")


def quantity_words(value: Quantity) -> str:
    """Say a quantity: "1,200", "5 to 7", "below 30"."""
    if not isinstance(value, tuple):
        return number(value)
    low, high = value
    if low is None or high is None:
        if high is not None:
            return _("below %(high)s") % {"high": number(high)}
        return _("above %(low)s") % {"low": number(low)} if low is not None else _("unknown")
    return number(low) if low == high else _("%(low)s to %(high)s") % {"low": number(low), "high": number(high)}


def clean(text: str) -> str:
    """Replace control and direction characters, with which a text could steer a terminal or reorder a line."""
    return _STEERING.sub("�", text)


# Unicode's Cc and Cs, and the characters that turn the direction of what follows.
_STEERING = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")


def _find_breaks(reading: Reading) -> list[int]:
    text = reading.article.text
    ends = {found.end() for found in _SENTENCE_END.finditer(text)}
    for paragraph in reading.article.parts.paragraphs:
        ends |= {*paragraph}
    return sorted({0, len(text)} | ends)


def _by_date(event: Event) -> tuple[bool, str, int]:
    period = find_period(event.date)
    day = (period.start or period.end) if period else None
    return day is None, day.isoformat() if day else "", event.trigger.start
