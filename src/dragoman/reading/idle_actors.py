"""Actors that take no part: states that are named only to say where something is, words for two who are actors, mere names.

Mere names are those of people in what their government is called ("the Obama administration"), of what somebody is ("he is an
Eagle Scout") and of a lawmaker's state in brackets ("Ana Ruiz (TN)").
"""

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
# How people go, and what by: where they go to or come from is a place.
_GOING = frozenset({
    "fly", "flee", "travel", "return", "leave", "head", "depart", "arrive", "drive", "sail", "emigrate", "escape",
})  # fmt: skip
_JOURNEYS = frozenset({"flight", "journey", "plane", "train", "road", "bus"})
_WHITHER = frozenset({"to", "from", "for", "into", "through", "via", "towards", "toward"})
_LEFT = frozenset({"leave", "enter", "flee", "reach"})
_GOVERNMENTS = frozenset({"administration", "presidency", "era", "government", "regime", "cabinet"})
# The codes of the states of the USA, as American papers put them behind a lawmaker.
_SEATS = frozenset({
    "AL", "AK", "AZ", "AR", "CA", "CO", "CT", "DE", "FL", "GA", "HI", "ID", "IL", "IN", "IA", "KS", "KY", "LA", "ME", "MD", "MA",
    "MI", "MN", "MS", "MO", "MT", "NE", "NV", "NH", "NJ", "NM", "NY", "NC", "ND", "OH", "OK", "OR", "PA", "RI", "SC", "SD", "TN",
    "TX", "UT", "VT", "VA", "WA", "WV", "WI", "WY",
})  # fmt: skip
_HANGING = frozenset({"conj", "appos", "npadvmod", "nmod"})  # "in Chad and Mali", "in Lima, Peru"


def drop_idle(doc: Doc, events: Iterable[Event], of_two: Collection[int]) -> None:
    """Take out of the actors of a text whom nothing else of its reading points at, and no mention shows to take part.

    These are states that are only places, mere names, and words for two who are actors themselves; of_two: the tokens of
    their nouns.
    """
    told = {side for event in events for side in (*event.actors, *event.recipients)}
    told |= {i for said in doc._.statements for i in (said.actor, *said.to) if i is not None}
    told |= {office.of for actor in doc._.actors for office in actor.offices if office.of is not None}
    organizations = {actor.id for actor in doc._.actors if actor.kind == "organization"}
    kept = [a for a in doc._.actors if a.id in told or not _is_idle(doc, a, of_two, organizations)]
    ids = {actor.id for actor in kept}
    doc._.actors = tuple(kept)
    doc._.actor_heads = {token: i for token, i in doc._.actor_heads.items() if i in ids}


def _is_idle(doc: Doc, actor: Actor, of_two: Collection[int], organizations: Collection[str]) -> bool:
    if not actor.mentions or (actor.kind not in {"state", "person", "organization"} and not of_two):
        return False
    roots = [(mention.kind, _root_of(doc, mention)) for mention in actor.mentions]
    if actor.kind == "state":
        return all(kind == "name" and _is_where(root, organizations) for kind, root in roots)
    if all(kind == "name" for kind, _ in roots):
        idle = {"person": _is_of_government, "organization": _is_mere_label}.get(actor.kind)
        return idle is not None and all(idle(root) for _, root in roots)
    return all(kind == "nominal" and root.i in of_two for kind, root in roots)


def _is_of_government(name: Token) -> bool:
    """Tell whether a person's name only says whose government it is: "the Obama administration"."""
    return name.dep_ in {"compound", "nmod", "amod"} and name.head.lower_ in _GOVERNMENTS


def _is_mere_label(name: Token) -> bool:
    """Tell whether a name says what somebody is, or is a lawmaker's state: "he is an Eagle Scout", "Ana Ruiz (TN)"."""
    if name.text in _SEATS and 1 < name.i < len(name.doc) - 1:
        return name.nbor(-1).text == "(" and name.nbor().text == ")" and name.i - 2 in name.doc._.actor_heads
    counted = any(child.lower_ in {"a", "an"} for child in name.lefts)
    return counted and name.dep_ == "attr" and name.head.lemma_ == "be"


def _root_of(doc: Doc, mention: Mention) -> Token:
    span = doc.char_span(mention.start, mention.end, alignment_mode="expand")
    assert span is not None  # noqa: S101  (a mention is words of the text)
    return span.root


def _is_where(word: Token, organizations: Collection[str]) -> bool:
    """Tell whether a state's name says where something is or goes, or whose an organisation is.

    "In Peru", "Chad and Mali" behind it, "a flight to Peru", "Lebanon's Hezbollah". organizations: the ids of actors.
    """
    while word.dep_ in _HANGING and word.head != word and word.head.pos_ == "PROPN":
        word = word.head
    above = word.head
    if word.dep_ == "poss":
        return above.pos_ == "PROPN" and word.doc._.actor_heads.get(above.i) in organizations
    if word.dep_ == "dobj":
        return above.lemma_.lower() in _LEFT and not _is_left_so(above)
    if word.dep_ != "pobj":
        return False
    if above.lower_ in _WHERE:
        return above.head.lemma_.lower() not in _TOWARDS
    return above.lower_ in _WHITHER and _is_going(above.head)


def _is_going(word: Token) -> bool:
    """Tell whether people or goods go where a word tells; what somebody returns to a state goes to its government."""
    if word.pos_ == "NOUN":
        return word.lemma_.lower() in _JOURNEYS
    return word.lemma_.lower() in _GOING and not any(child.dep_ == "dobj" for child in word.rights)


def _is_left_so(verb: Token) -> bool:
    """Tell whether a state is not left, but left in some way: "left Peru isolated", "left Peru with no choice"."""
    return any(child.dep_ in {"oprd", "xcomp", "ccomp", "acomp"} or child.lower_ == "with" for child in verb.rights)
