"""Actors that take no part: states that are named only to say where something is, and words for two who are actors."""

from collections.abc import Collection, Iterable

from spacy.tokens import Doc, Token

from dragoman.model import Actor, Event, Mention

__all__ = ["drop_idle"]

_WHERE = frozenset({"in", "near", "inside", "across", "throughout", "around", "outside", "within"})
# "Confidence in Peru", "interfered in Peru" are about Peru and not of what is there.
_TOWARDS = frozenset({
    "confidence", "faith", "interest", "trust", "believe", "belief", "interfere", "interference", "meddle", "meddling",
    "invest", "investment", "intervene", "intervention",
})  # fmt: skip
_HANGING = frozenset({"conj", "appos", "npadvmod", "nmod"})  # "in Chad and Mali", "in Lima, Peru"


def drop_idle(doc: Doc, events: Iterable[Event], of_two: Collection[int]) -> None:
    """Take out of the actors of a text whom nothing else of its reading points at, and no mention shows to take part.

    These are states that are only places, and words for two who are actors themselves; of_two: the tokens of their nouns.
    """
    told = {side for event in events for side in (*event.actors, *event.recipients)}
    told |= {i for said in doc._.statements for i in (said.actor, *said.to) if i is not None}
    told |= {office.of for actor in doc._.actors for office in actor.offices if office.of is not None}
    kept = [actor for actor in doc._.actors if actor.id in told or not _is_idle(doc, actor, of_two)]
    ids = {actor.id for actor in kept}
    doc._.actors = tuple(kept)
    doc._.actor_heads = {token: i for token, i in doc._.actor_heads.items() if i in ids}


def _is_idle(doc: Doc, actor: Actor, of_two: Collection[int]) -> bool:
    if actor.kind != "state" and not of_two:
        return False
    roots = [(mention.kind, _root_of(doc, mention)) for mention in actor.mentions]
    if actor.kind == "state":
        return all(kind == "name" and _hangs_on_place(root) for kind, root in roots)
    return all(kind == "nominal" and root.i in of_two for kind, root in roots)


def _root_of(doc: Doc, mention: Mention) -> Token:
    span = doc.char_span(mention.start, mention.end, alignment_mode="expand")
    assert span is not None  # noqa: S101  (a mention is words of the text)
    return span.root


def _hangs_on_place(word: Token) -> bool:
    """Tell whether a name follows "in" or the like, or another name that does."""
    while word.dep_ in _HANGING and word.head != word and word.head.pos_ == "PROPN":
        word = word.head
    return word.dep_ == "pobj" and word.head.lower_ in _WHERE and word.head.head.lemma_.lower() not in _TOWARDS
