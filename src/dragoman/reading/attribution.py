"""An attribution as the parse shows it: who says something, the words of the cue, the words said."""

from dataclasses import dataclass

from spacy.tokens import Token

from dragoman.model import Span
from dragoman.reading.actor_index import actor_of
from dragoman.reading.attribution_words import Words, sourcing_of
from dragoman.reading.reported_clause import end_of, is_edge

__all__ = ["PEOPLE_DEP", "Attribution", "can_speak", "cue_of", "source_span"]

_PERSONAL = frozenset({"he", "she", "they", "we", "i", "who", "it"})
PEOPLE_DEP = frozenset({"nsubj", "nsubjpass"})


@dataclass(frozen=True, slots=True)
class Attribution:
    """An attribution as the parse shows it, before quotations and actors are settled."""

    anchor: Token  # the head word of the cue
    cue: Span
    source: Token | None  # head noun or pronoun
    content: tuple[Span, ...]
    clausal: bool = True  # a clause or a quotation, as against the object of a judgement
    source_words: Span | None = None  # where they are known; else the grammar tells what goes with `source`
    confidence: float | None = None  # of the whole attribution, 0 to 1
    said_on: Span | None = None  # the words of the day on which it was said, where a signature tells it


def can_speak(source: Token | None, words: Words) -> bool:
    """Tell whether a noun can be a source: an actor, a person's pronoun, or a noun that the tables know to speak."""
    if source is None or source.tag_ in {"EX", "WDT"} or source.lower_ in {"this", "that", "which", "what"}:
        return False
    if any(child.lower_ == "no" for child in source.children):
        return False
    if source.tag_ == "CD" and source.ent_type_ in {"", "CARDINAL", "PERCENT"}:
        return source.dep_ == "nsubj" and source.head.lemma_ in words.speech  # "four in ten said"
    if source.pos_ == "PRON" and source.lower_ != "it":
        return source.lower_ in _PERSONAL or source.lemma_.lower() in words.sourcing
    return (
        actor_of(source.doc, source) is not None
        or sourcing_of(source) is not None
        or (source.pos_ == "PROPN" and source.ent_type_ in {"", "PERSON", "ORG", "GPE", "NORP"})
    )


def cue_of(verb: Token) -> Span:
    """The words of a verbal cue: the verb with its auxiliaries, negation, adverbs between them and particles."""
    start = verb
    for child in verb.children:
        if child.dep_ in {"aux", "auxpass", "neg"} and child.i < verb.i and child.i < start.i:
            start = child
    end = verb
    for child in verb.children:
        if child.i == end.i + 1 and child.dep_ in {"prt", "acomp"} and child.dep_ == "prt":
            end = child
    if any(token.dep_ in PEOPLE_DEP for token in verb.doc[start.i : verb.i]):
        start = verb
    return Span(start.idx, end_of(end))


def source_span(source: Token, cue: Span) -> Span:
    """The noun phrase of a source with apposition and relative clause, without what belongs to the cue."""
    doc = source.doc
    left, right = source.left_edge.i, source.right_edge.i
    if source.pos_ == "PRON" and source.lower_ in _PERSONAL:
        return Span(source.idx, end_of(source))
    for child in source.children:
        holds_cue = child.left_edge.idx <= cue.start < end_of(child.right_edge) and child.i > source.i
        if child.dep_ == "advcl" or holds_cue:
            right = min(right, child.left_edge.i - 1)
    inside = [token for token in doc[left : right + 1] if not (cue.start <= token.idx < cue.end)]
    run = _run_with(inside, source)
    while len(run) > 1 and is_edge(run[-1]):
        run.pop()
    while len(run) > 1 and (run[0].is_punct or run[0].is_space or run[0].dep_ == "cc"):
        run.pop(0)
    return Span(run[0].idx, end_of(run[-1]))


def _run_with(tokens: list[Token], source: Token) -> list[Token]:
    """Keep the unbroken run of tokens that holds the source."""
    run = [source]
    by_index = {token.i: token for token in tokens}
    index = source.i - 1
    while index in by_index:
        run.insert(0, by_index[index])
        index -= 1
    index = source.i + 1
    while index in by_index:
        run.append(by_index[index])
        index += 1
    return run
