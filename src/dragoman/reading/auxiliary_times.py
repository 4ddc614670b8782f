"""Tell by its date, or by words like "two decades ago", whether an event is to come or long past."""

import calendar

from spacy.tokens import Token

from dragoman.reading.auxiliary_cues import AuxiliaryCues

__all__ = ["is_ahead", "is_history", "is_over"]

_STEPS = 6  # words climbed from a noun to its verb at most
_LOOKING_AHEAD = frozenset(
    {"plan", "schedule", "set", "expect", "announce", "agree", "promise", "propose", "confirm", "invite", "arrange"}
)


def is_ahead(trigger: Token, published: str | None, date: str | None) -> bool:
    """Tell whether an event that no verb of the past names lies after publication (both EDTF)."""
    if not published or not date or _is_told_as_past(trigger):
        return False
    return _day(date.partition("/")[0], latest=False) > _day(published.partition("/")[2] or published, latest=True) > ""


def _is_told_as_past(trigger: Token) -> bool:
    """Tell whether the verb that governs a word is past: "it began in response to an attack on 7 October"."""
    verb = trigger
    for _ in range(_STEPS):
        if verb.pos_ in {"VERB", "AUX"} or verb.head == verb:
            break
        verb = verb.head
    if any(child.dep_ in {"aux", "auxpass"} and child.tag_ == "MD" for child in verb.children):
        return False
    return verb.tag_ in {"VBD", "VBN"} and (verb.i == trigger.i or verb.lemma_ not in _LOOKING_AHEAD)


def is_over(published: str | None, date: str | None) -> bool:
    """Tell whether a date ended before the day of publication (both EDTF)."""
    if not published or not date:
        return False
    return "" < _day(date.rpartition("/")[2], latest=True) < _day(published.partition("/")[0], latest=False)


def is_history(trigger: Token, published: str | None, date: str | None, cues: AuxiliaryCues) -> bool:
    """Tell whether an event was over a year or more before publication, by its date or by the words beside it."""
    if date is not None and published:
        end = _day(date.rpartition("/")[2], latest=True)
        return "" < end <= _year_before(_day(published, latest=False))
    if trigger.pos_ == "NOUN" and any(cues.modifiers.get(c.lower_) == "historical" for c in trigger.children):
        return True
    return any(_is_long_ago(token) for token in _near(trigger))


def _day(edtf: str, *, latest: bool) -> str:
    """Return the first or last day that an EDTF date can mean; "" where it is open or unreadable."""
    parts = edtf.rstrip("?~%").split("T")[0].split("-")
    if not parts[0].isdigit() or len(parts[0]) != 4 or not all(part.isdigit() for part in parts):
        return ""
    year = parts[0]
    month = parts[1] if len(parts) > 1 and 1 <= int(parts[1]) <= 12 else ("12" if latest else "01")
    if len(parts) > 2:
        return f"{year}-{month}-{parts[2]}"
    return f"{year}-{month}-{calendar.monthrange(int(year), int(month))[1] if latest else 1:02d}"


def _year_before(day: str) -> str:
    return f"{int(day[:4]) - 1:04d}{day[4:]}" if day else ""


def _near(trigger: Token) -> list[Token]:
    near = [trigger]
    for child in trigger.children:
        if child.dep_ in {"advmod", "npadvmod", "prep", "dobj", "amod"}:
            near.append(child)
            near.extend(child.doc[child.left_edge.i : child.i] if child.dep_ == "dobj" else child.children)
    return near


def _is_long_ago(token: Token) -> bool:
    if token.lower_ == "ago":
        units = {child.lemma_.lower() for child in token.children}
        return bool(units & {"year", "decade", "century", "generation", "years", "decades"})
    if token.lower_ == "then" and token.i + 1 < len(token.doc):
        return token.nbor().text in {"-", "\u2011"}
    if token.lower_.startswith("then-"):
        return True
    text = token.text
    return len(text) == 5 and text[:4].isdigit() and text[4] == "s" and token.head.lower_ in {"in", "during", "since"}
