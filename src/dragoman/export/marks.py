"""Which words of an article are evidence for which lines of its Reading, as stretches that do not overlap."""

import bisect
import itertools
import re
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass

from dragoman.export.account import status_of
from dragoman.export.said import gettext as _
from dragoman.export.said import gettext_noop
from dragoman.model import Reading, Span

__all__ = ["STATUS_WORDS", "Mark", "MarkedText", "Segment", "key_of", "marks_of"]

_UNSAFE = re.compile(r"[^\w-]")
STATUS_WORDS = {
    "happened": gettext_noop("happened"),
    "background": gettext_noop("background"),
    "planned": gettext_noop("planned"),
    "possible": gettext_noop("possible"),
    "denied": gettext_noop("denied"),
}


@dataclass(frozen=True, slots=True)
class Mark:
    """Words that are evidence for one line."""

    span: Span
    line: str  # id of the line
    kind: str  # "cue", "source", "content", "event", "figure", "forecast", "actor"
    style: str  # CSS classes
    label: str = ""  # for screen readers and the tooltip; empty where the mark is no link


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of text with the same marks from end to end."""

    text: str
    lines: tuple[str, ...]  # ids of the lines it is evidence for, the most particular first
    classes: str
    anchors: tuple[str, ...]  # lines whose evidence begins here
    places: tuple[
        str, ...
    ]  # "c120-188": evidence of any line but an actor's that begins here, by its place in the text
    link: str | None  # the line that a click without scripts leads to
    label: str
    stop: bool  # whether the tabulator key stops here


def key_of(kind: str, id_: str) -> str:
    """Return the HTML id of a line: unique among the kinds, and without blanks or signs."""
    return f"{kind}-" + _UNSAFE.sub(lambda found: f"_{ord(found[0]):x}", id_)


def marks_of(reading: Reading) -> list[Mark]:
    """Return the marks of every line; those of short evidence are links."""
    marks: list[Mark] = []
    plain, cue = _("statement"), _("statement (%(quoted)s)")
    told, figured, likely = _("event, %(status)s: %(type)s"), _("figure"), _("forecast")
    stands = {status: _(words) for status, words in STATUS_WORDS.items()}
    for statement in reading.statements:
        key, label = key_of("statement", statement.id), "" if statement.cue else plain
        marks += [Mark(span, key, "content", "content", label) for span in statement.content]
        if statement.cue:
            marks.append(Mark(statement.cue, key, "cue", "cue", cue % {"quoted": statement.quoted}))
        if statement.source:
            marks.append(Mark(statement.source, key, "source", "source"))
    for event in reading.events:
        status = status_of(event)
        key = key_of("event", event.id)
        style = f"event {status}"
        label = told % {"status": stands[status], "type": event.type}
        marks += [Mark(span, key, "event", style, label) for span in (event.trigger, *event.also)]
    marks += [Mark(figure.span, key_of("figure", figure.id), "figure", "figure", figured) for figure in reading.figures]
    marks += [
        Mark(forecast.phrase, key_of("forecast", forecast.id), "forecast", "forecast", likely)
        for forecast in reading.forecasts
    ]
    for actor in reading.actors:
        marks += [Mark(mention.span, key_of("actor", actor.id), "actor", "", "") for mention in actor.mentions]
    return marks


class MarkedText:
    """A text with its marks, ready to be cut into segments block by block."""

    def __init__(self, text: str, marks: Iterable[Mark]) -> None:
        self._text = text
        self._marks = sorted(marks, key=lambda mark: mark.span)
        self._starts = [mark.span.start for mark in self._marks]
        self._longest = max((mark.span.end - mark.span.start for mark in self._marks), default=0)

    def segments_of(self, block: Span) -> list[Segment]:
        """Cut a block of the text wherever a mark begins or ends."""
        first = bisect.bisect_left(self._starts, block.start - self._longest)
        last = bisect.bisect_left(self._starts, block.end)
        waiting = deque(mark for mark in self._marks[first:last] if mark.span.overlaps(block))
        cuts = {block.start, block.end}
        for mark in waiting:
            cuts |= {max(mark.span.start, block.start), min(mark.span.end, block.end)}
        open_: list[Mark] = []
        segments = []
        for start, end in itertools.pairwise(sorted(cuts)):
            open_ = [mark for mark in open_ if mark.span.end > start]
            while waiting and waiting[0].span.start <= start:
                open_.append(waiting.popleft())
            segments.append(_segment(self._text, Span(start, end), open_))
        return segments


def _segment(text: str, place: Span, marks: Iterable[Mark]) -> Segment:
    # The shortest evidence is the most particular: a cue inside a long quotation, a figure inside an event.
    covering = sorted(marks, key=lambda mark: (mark.span.end - mark.span.start, mark.line))
    lines = tuple(dict.fromkeys(mark.line for mark in covering))
    styles = dict.fromkeys(word for mark in covering for word in mark.style.split())
    # A box that runs over several stretches is closed at its two ends alone.
    boxes = [mark for mark in covering if mark.kind == "figure"]
    styles |= dict.fromkeys(["first"] if any(mark.span.start == place.start for mark in boxes) else [])
    styles |= dict.fromkeys(["last"] if any(mark.span.end == place.end for mark in boxes) else [])
    linked = next((mark for mark in covering if mark.label), None)
    anchors = tuple(dict.fromkeys(mark.line for mark in covering if mark.span.start == place.start))
    places = tuple(
        dict.fromkeys(
            f"c{mark.span.start}-{mark.span.end}"
            for mark in covering
            if mark.span.start == place.start and mark.kind != "actor"
        )
    )
    label = "; ".join(dict.fromkeys(mark.label for mark in covering if mark.label))
    stop = linked is not None and linked.span.start == place.start
    return Segment(
        place.of(text), lines, " ".join(styles), anchors, places, linked.line if linked else None, label, stop
    )
