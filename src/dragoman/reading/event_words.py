"""What stands around the trigger of an event: the words that name it, its sentence, its date and what it is about."""

import functools

from spacy.tokens import Doc, Token
from spacy.tokens import Span as TokenSpan

from dragoman.model import Date, Span
from dragoman.reading.contexts import find_contexts
from dragoman.reading.date_links import date_for
from dragoman.reading.event_matching import Match, phrase_objects
from dragoman.reading.grammar import agent_of, objects_of
from dragoman.reading.rules import load_rules
from dragoman.reading.statement_index import around_of

__all__ = ["contexts_of", "date_of", "evidence_of", "is_definite", "lemmas_of", "trigger_span"]

_SINCE_REACH = 6  # words from a date up to "since"
_REACH = 10  # tokens from the head of a trigger to the end of its words
# In these people come to harm: "killed in an attack" tells of one happening.
_ATTACKS = frozenset({
    "attack", "strike", "airstrike", "bombing", "raid", "shelling", "blast", "explosion", "shooting", "ambush", "assault",
    "bombardment", "massacre",
})  # fmt: skip
_CONTEXT_REACH = 15  # tokens on either side of a trigger where words tell what it is about


def date_of(doc: Doc, trigger: Token) -> str | None:
    """Return the EDTF of when an event happens, or was said where a cue names it; None where nothing says it."""
    found = date_for(doc, trigger)
    if found is None:  # "Norway in May accused Oslo"
        told = (said for said in doc._.statements if said.cue is not None)
        return next((said.date for said in told if said.cue.start <= trigger.idx < said.cue.end), None)
    return None if _is_of_saying(found, doc, trigger) else _since(found, doc, trigger)


def _is_of_saying(date: Date, doc: Doc, trigger: Token) -> bool:
    """Tell whether a date is of when something was said and not of what: "vowed on Monday to send troops"."""
    around = around_of(doc._.statements, trigger.idx, trigger.idx + len(trigger))
    said = around[-1] if around else None
    if said is None or said.cue is None or any(span.overlaps(date.span) for span in said.content):
        return False
    words = doc.char_span(date.span.start, date.span.end, alignment_mode="expand")
    verb = next((up for up in words.root.ancestors if up.pos_ in {"VERB", "AUX"}), None) if words is not None else None
    return verb is not None and said.cue.start <= verb.idx < said.cue.end


def _since(found: Date, doc: Doc, trigger: Token) -> str | None:
    """Open what goes on "since 2019" to the present; what it goes on since ("since the attack in 2019") is over."""
    span = doc.char_span(found.span.start, found.span.end, alignment_mode="expand")
    if span is None or found.edtf is None or "/" in found.edtf:
        return found.edtf
    word = span.root
    for _ in range(_SINCE_REACH):
        if word.dep_ not in {"pobj", "prep", "compound"} or word.lower_ == "including":
            break
        word = word.head  # "since the start of the war in 2022"
        if word == trigger:
            break
        if word.lower_ == "since":
            return f"{found.edtf}/.."
    return found.edtf


def trigger_span(match: Match) -> TokenSpan:
    """Return the words that name the event: the trigger, its object or complement, the agent of a passive."""
    token = match.token
    ends = [token.i, *(child.i for child in token.children if child.dep_ == "prt")]
    ends += [noun.i for noun in match.objects]
    if match.clause is not None:
        ends += [match.clause.i, *(noun.i for noun in objects_of(match.clause))]
    agent = agent_of(token) if match.passive else None
    if agent is not None:
        ends.append(agent.i)
    for preposition, _ in match.cue.phrases:
        ends += [noun.i for noun in phrase_objects(token, preposition)]
    ends = [end for end in ends if token.i <= end <= token.i + _REACH]
    return token.doc[token.i : max(ends) + 1]


def evidence_of(token: Token) -> Span:
    """Return the sentence of a trigger."""
    words = [other for other in token.sent if not other.is_space]
    return Span(words[0].idx, words[-1].idx + len(words[-1]))


def lemmas_of(match: Match) -> frozenset[str]:
    """Return the lemmas by which two tellings of one event are known, each as the first of its family ("killing": "kill")."""
    near = [match.token, *match.objects, *([match.clause] if match.clause is not None else [])]
    if match.cue.type == "ASSAULT":
        near += _attacks_of(match.token)
    return frozenset(_family_of(word) for word in near if word.pos_ in {"VERB", "NOUN", "ADJ"})


def _attacks_of(verb: Token) -> list[Token]:
    """Return the attack in which somebody came to harm: "killed in an attack"."""
    ways = (child for child in verb.rights if child.dep_ in {"prep", "agent"} and child.lower_ in {"in", "by"})
    return [noun for way in ways for noun in way.children if noun.dep_ == "pobj" and noun.lemma_.lower() in _ATTACKS]


def _family_of(word: Token) -> str:
    families, lemma = _families(), word.lemma_.lower()
    particles = (f"{lemma}_{child.lower_}" for child in word.children if child.dep_ == "prt")
    return next((families[each] for each in (*particles, lemma) if each in families), lemma)


@functools.cache
def _families() -> dict[str, str]:
    return {word: words[0] for words in load_rules("plover_families")["families"] for word in words}


def is_definite(token: Token) -> bool:
    """Tell whether a noun points back: "the talks"."""
    return token.pos_ == "NOUN" and any(
        child.dep_ == "det" and child.lower_ in {"the", "these", "those", "this"} for child in token.children
    )


def contexts_of(token: Token) -> tuple[str, ...]:
    """Return the PLOVER contexts that the words near a trigger tell."""
    doc, sentence = token.doc, token.sent
    start, end = max(sentence.start, token.i - _CONTEXT_REACH), min(sentence.end, token.i + _CONTEXT_REACH + 1)
    return find_contexts(other.lemma_.lower() for other in doc[start:end])
