"""States that an article names only to say where something is: they take no part in it."""

from collections.abc import Iterable

from spacy.tokens import Doc, Token

from dragoman.model import Actor, Event, Mention

__all__ = ["drop_places"]

_WHERE = frozenset({"in", "near", "inside", "across", "throughout", "around", "outside", "within"})
# "Confidence in Peru", "interfered in Peru" are about Peru and not of what is there.
_TOWARDS = frozenset({
    "confidence", "faith", "interest", "trust", "believe", "belief", "interfere", "interference", "meddle", "meddling",
    "invest", "investment", "intervene", "intervention",
})  # fmt: skip
_HANGING = frozenset({"conj", "appos", "npadvmod", "nmod"})  # "in Chad and Mali", "in Lima, Peru"


def drop_places(doc: Doc, events: Iterable[Event]) -> tuple[Actor, ...]:
    """Return the actors without states of which every mention is a place, and that nothing else of the reading points at."""
    told = {side for event in events for side in (*event.actors, *event.recipients)}
    told |= {i for said in doc._.statements for i in (said.actor, *said.to) if i is not None}
    told |= {office.of for actor in doc._.actors for office in actor.offices if office.of is not None}
    return tuple(actor for actor in doc._.actors if actor.kind != "state" or actor.id in told or _acts(doc, actor))


def _acts(doc: Doc, actor: Actor) -> bool:
    return not all(_is_where(doc, mention) for mention in actor.mentions)


def _is_where(doc: Doc, mention: Mention) -> bool:
    span = doc.char_span(mention.start, mention.end, alignment_mode="expand")
    return span is not None and mention.kind == "name" and _hangs_on_place(span.root)


def _hangs_on_place(word: Token) -> bool:
    """Tell whether a name follows "in" or the like, or another name that does."""
    while word.dep_ in _HANGING and word.head != word and word.head.pos_ == "PROPN":
        word = word.head
    return word.dep_ == "pobj" and word.head.lower_ in _WHERE and word.head.head.lemma_.lower() not in _TOWARDS
