"""Say whose demand is refused where an answer only points back at it: "Oslo rejected those demands"."""

from dataclasses import replace

from spacy.tokens import Doc, Token

from dragoman.model import Event
from dragoman.reading.grammar import objects_of
from dragoman.reading.rules import load_rules

__all__ = ["name_asked"]

_POINTING = frozenset({"the", "this", "that", "these", "those", "both", "such", "all"})
_ASKING = frozenset({"REQUEST", "ACCUSE", "THREATEN", "AGREE"})
_GAP = 4  # characters between two sentences, a blank line included


def name_asked(events: tuple[Event, ...], doc: Doc) -> tuple[Event, ...]:
    """Give a refusal that names nobody those whose request the same sentence or the one before tells of."""
    return tuple(_with_asker(event, events[:at], doc) for at, event in enumerate(events))


def _with_asker(event: Event, before: tuple[Event, ...], doc: Doc) -> Event:
    if event.type != "REJECT" or event.recipients or not event.actors or not _points_back(event, doc):
        return event
    near = [
        other
        for other in before
        if -1 <= event.evidence.start - other.evidence.end <= _GAP or other.evidence == event.evidence
    ]
    asked = [
        other.actors
        for other in near
        if other.type in _ASKING and other.actors and not set(other.actors) & set(event.actors)
    ]
    return replace(event, recipients=asked[-1]) if asked else event


def _points_back(event: Event, doc: Doc) -> bool:
    """Tell whether the object of a trigger is a demand told of before: "those demands", "the request"."""
    span = doc.char_span(event.trigger.start, event.trigger.end, alignment_mode="expand")
    demands = frozenset(load_rules("plover_words")["demand"])
    return span is not None and any(noun.lemma_.lower() in demands and _is_bare(noun) for noun in objects_of(span[0]))


def _is_bare(noun: Token) -> bool:
    """Tell whether a noun has a word that points back and nothing that says whose or which it is."""
    children = list(noun.children)
    own = any(child.dep_ in {"poss", "prep", "acl", "relcl", "compound", "ccomp"} for child in children)
    return not own and any(child.lower_ in _POINTING for child in children)
