"""Read the cues that are no verbs: "according to", "is confident that", "his view that"."""

from spacy.tokens import Token

from dragoman.model import Span
from dragoman.reading.actor_index import actor_of
from dragoman.reading.attribution import Attribution, can_speak, cue_of
from dragoman.reading.attribution_clauses import has_mark, is_finite
from dragoman.reading.attribution_words import Words, load_words
from dragoman.reading.grammar import subject_of
from dragoman.reading.reported_clause import before_next_speaker, end_of, last_word, trimmed

__all__ = ["according_to", "adjectival", "nominal"]

_POSSESSIVES = frozenset({"his", "her", "their"})
# What is its holder's own behind a preposition too ("held to the position that"); reports and charges are others' there.
_HELD = frozenset(
    {"position", "view", "belief", "hope", "expectation", "intention", "assurance", "argument", "insistence"}
)
_URGING = frozenset({"demand", "insistence", "suggestion"})  # "the demand that he leave"
# Verbs that do something about what others say: "downplayed speculation that".
_ANSWERING = frozenset(
    {
        "dismiss",
        "deny",
        "reject",
        "downplay",
        "play",
        "refute",
        "rebut",
        "dispute",
        "fuel",
        "stoke",
        "heighten",
        "raise",
        "spark",
    }
    | {
        "prompt",
        "ease",
        "allay",
        "quell",
        "calm",
        "counter",
        "address",
        "ignore",
        "face",
        "read",
        "hear",
        "cite",
        "investigate",
    }
)


def according_to(token: Token) -> Attribution | None:
    """Read "according to officials", before its content or behind it."""
    to = next((child for child in token.children if child.lower_ == "to"), None)
    noun = next((child for child in to.children if child.dep_ == "pobj"), None) if to is not None else None
    if to is None or noun is None or _is_measure(noun):
        return None
    doc, sentence = token.doc, token.sent
    cue = Span(token.idx, end_of(to))
    behind = noun.right_edge.i + 1
    if token.i - sentence.start <= 1:
        start = behind
        while start < sentence.end and doc[start].is_punct and doc[start].text not in "“\"‘'":
            start += 1
        span = trimmed(doc, start, sentence.end)
    else:
        span = trimmed(doc, sentence.start, token.i)
    return Attribution(token, cue, noun, (span,)) if span is not None else None


def _is_measure(noun: Token) -> bool:
    """Tell whether something is done "according to" a noun, and nothing said: "its own interest", "plan"."""
    words, lemma = load_words(), noun.lemma_.lower()
    return lemma in words.measures or (lemma in words.bare_measures and noun.left_edge.i == noun.i)


def adjectival(token: Token, words: Words) -> Attribution | None:
    """Read "is confident that", "are worried about"."""
    if token.head.lemma_ == "make" and token.lower_ in {"sure", "certain"}:
        return None  # "made sure it was linked"
    if token.lower_ not in words.adjectives or token.dep_ not in {
        "acomp",
        "conj",
        "ROOT",
        "ccomp",
        "relcl",
        "advcl",
        "amod",
    }:
        return None
    verb = token.head if token.dep_ in {"acomp", "conj"} else token
    source = subject_of(verb)
    if not can_speak(source, load_words()):
        return None
    after = [
        child for child in token.children if child.i > token.i and child.dep_ in {"ccomp", "prep", "xcomp", "advcl"}
    ]
    if not after:
        return None
    first = after[0]
    if first.dep_ == "prep":
        noun = next((child for child in first.children if child.dep_ in {"pobj", "pcomp"}), None)
        if noun is None or first.lower_ not in {"about", "of", "over", "at", "on", "by", "for"}:
            return None
        cue = Span(cue_of(verb).start, end_of(first))
        return Attribution(
            token, cue, source, (Span(noun.left_edge.idx, end_of(last_word(noun.right_edge))),), clausal=False
        )
    cue = Span(cue_of(verb).start, end_of(token))
    clausal = first.dep_ == "ccomp"  # "is confident that …" is told of somebody inside another's words too
    content = (Span(first.left_edge.idx, end_of(last_word(first.right_edge))),)
    return Attribution(token, cue, source, content, clausal=clausal)


def nominal(noun: Token) -> Attribution | None:
    """Read "his view that", "the fears of many lawmakers that", "its intention of leaving"."""
    clause = next(
        (child for child in noun.children if child.dep_ in {"acl", "ccomp", "relcl"} and child.i > noun.i), None
    )
    owner = next((child for child in noun.children if child.dep_ == "poss"), None) or _owner_behind(noun)
    of = None
    if clause is None or not (has_mark(clause) and (is_finite(clause) or noun.lemma_ in _URGING)):
        of = next((child for child in noun.children if child.lower_ == "of" and noun.lemma_ == "intention"), None)
        if of is None:
            return None
    source = owner or next((c for c in noun.children if c.dep_ in {"compound", "amod"} and actor_of(c.doc, c)), None)
    if source is None and (noun.dep_ in {"dobj", "attr"} or (noun.dep_ == "pobj" and noun.lemma_ in _HELD)):
        source = subject_of(noun.head if noun.dep_ != "pobj" else noun.head.head)
        if noun.head.lemma_ in _ANSWERING:
            source = None  # who dismisses reports makes none
    possessor = source is not None and source is owner and source.lower_ in _POSSESSIVES
    if source is not None and not possessor and (source.tag_ == "EX" or not can_speak(source, load_words())):
        source = None
    if noun.dep_ == "pobj" and noun.head.head.lemma_ in load_words().speech and of is None:
        saying = noun.head.head
        if saying.pos_ == "VERB" and not any(child.dep_ == "ccomp" and child.i > saying.i for child in saying.children):
            return None  # "said in a statement that": the verb is the cue
    body = of if of is not None else clause
    assert body is not None  # noqa: S101  (one of the two was found above)
    cue = Span(noun.idx, end_of(noun))
    first, last = body.left_edge, last_word(body.right_edge)
    last = last_word(noun.doc[before_next_speaker(first, last.i + 1) - 1])
    return Attribution(noun, cue, source, (Span(first.idx, end_of(last)),))


def _owner_behind(noun: Token) -> Token | None:
    """Find who has "the fears of many lawmakers that"."""
    of = next((child for child in noun.rights if child.lower_ == "of"), None)
    owner = next((child for child in of.children if child.dep_ == "pobj"), None) if of is not None else None
    return owner if can_speak(owner, load_words()) else None
