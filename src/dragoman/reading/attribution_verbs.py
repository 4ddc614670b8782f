"""Read the verbs that report: whoever speaks, and what the verb has for content.

Any verb with a finite clause under it and a subject that can speak is a cue (PARC 3 and PolNeAR draw the line the same
way); tables add what the grammar cannot tell: intentions, judgements, states of mind.
"""

from spacy.tokens import Token

from dragoman.model import Span
from dragoman.reading.attribution import PEOPLE_DEP, Attribution, can_speak, cue_of
from dragoman.reading.attribution_clauses import (
    QUOTING,
    clause_after,
    clause_around,
    is_evidence,
    is_finite,
    quoted_speaker,
)
from dragoman.reading.attribution_judgements import judgement
from dragoman.reading.attribution_words import Words
from dragoman.reading.grammar import agent_of, is_passive, subject_of
from dragoman.reading.reported_clause import end_of, reported_clause, speaker_above

__all__ = ["read_verb"]

# "was said to have left": the reporter is left unsaid.
_PASSIVE_REPORTS = frozenset(
    {"say", "report", "believe", "think", "see", "view", "regard", "describe", "understand", "allege", "rumour"}
)
# Where the lemmatizer goes wrong ("hopes", "hoping").
_LEMMAS = {"hop": "hope"}
_SAYING = frozenset({"say", "add"})
_CLEAR_REACH = 3  # "made it very clear"
_NO_COMMENT = frozenset(
    {"comment", "elaborate", "respond", "discuss", "confirm", "say", "answer", "name", "identify", "specify", "speak"}
)


def read_verb(verb: Token, words: Words) -> Attribution | None:
    """Read a verb that may report something, or return None."""
    lemma = _LEMMAS.get(verb.lemma_, verb.lemma_.lower())
    if verb.tag_ == "MD" or verb.dep_ in {"aux", "auxpass", "amod", "prep"}:
        return None
    passive = is_passive(verb)
    source = agent_of(verb) if passive else quoted_speaker(verb) or speaker_above(verb) or _speaker_of(verb)
    if source is not None and source.lower_ == "it" and passive:
        source = None
    if passive:
        return _passive_report(verb, lemma, source, words)
    if not (can_speak(source, words) or _says(verb, source)) or _is_unsaid(verb) or _is_asked(verb):
        return None
    if lemma in QUOTING and any(child.lower_ == "as" for child in verb.rights):
        return None  # the words are theirs who are quoted
    if lemma == "show" and source is not None and not is_evidence(source):
        return None
    return (
        _made_clear(verb, source)
        or clause_after(verb, source, lemma, words)
        or clause_around(verb, source, lemma, words)
        or _intention(verb, source, lemma, words)
        or judgement(verb, source, lemma, words)
    )


def _speaker_of(verb: Token) -> Token | None:
    """Find the subject; of two that the parse gives a verb, the nearer ("Coastal Guard (CG) spokesman Per Lie said")."""
    own = [child for child in verb.lefts if child.dep_ == "nsubj"]
    subject = subject_of(verb)
    if len(own) < 2 or subject not in own or any(t.pos_ in {"VERB", "AUX"} for t in verb.doc[own[0].i : verb.i]):
        return subject
    return own[-1]


def _made_clear(verb: Token, source: Token | None) -> Attribution | None:
    """Read "made clear that the talks were over", "made it clear the talks were over"."""
    clear = next((child for child in verb.rights if child.lower_ in {"clear", "plain"}), None)
    if verb.lemma_ != "make" or clear is None or clear.i - verb.i > _CLEAR_REACH:
        return None
    clause = next(
        (child for host in (verb, clear) for child in host.rights if child.i > clear.i and _is_reported(child)), None
    )
    if clause is None:
        return None
    cue = Span(cue_of(verb).start, end_of(clear))
    return Attribution(verb, cue, source, (reported_clause(verb, clause),))


def _is_reported(clause: Token) -> bool:
    """Tell whether a clause behind "clear" is finite, with a subject of its own and no "if" or "because"."""
    marks = [child.lower_ for child in clause.lefts if child.dep_ == "mark"]
    subject = any(child.dep_ in PEOPLE_DEP | {"expl"} for child in clause.lefts)
    return clause.dep_ in {"ccomp", "advcl"} and is_finite(clause) and subject and set(marks) <= {"that"}


def _says(verb: Token, source: Token | None) -> bool:
    """Tell whether whatever the noun is, it is the very subject of "said" ("the service said")."""
    if source is None or verb.lemma_ not in _SAYING or source.head != verb or source.dep_ != "nsubj":
        return False
    return source.pos_ in {"NOUN", "PROPN"} and not any(child.lower_ == "no" for child in source.children)


def _is_unsaid(verb: Token) -> bool:
    """An infinitive is no report ("they met to urge a truce"), but where it goes on or declines to."""
    if verb.tag_ == "VB" and verb.dep_ in {"ccomp", "xcomp"} and verb.head.lemma_ in {"let", "make", "help", "have"}:
        return True  # "let the world know", "helped defend the town"
    while verb.tag_ == "VB" and verb.dep_ == "conj" and verb.head.tag_ == "VB" and not _has_own_modal(verb):
        verb = verb.head  # "to go to Oslo, speak and criticise"
    marked = verb.tag_ == "VB" and any(child.lower_ == "to" and child.dep_ == "aux" for child in verb.children)
    return marked and verb.head.lemma_ not in {"go", "continue", "use"}


def _is_asked(verb: Token) -> bool:
    """Tell whether a sentence begins with what was done to its subject ("Asked whether they would …, he said")."""
    return bool(verb.is_sent_start) and verb.tag_ in {"VBN", "VBD"} and not any(c.dep_ == "nsubj" for c in verb.lefts)


def _has_own_modal(verb: Token) -> bool:
    return any(child.dep_ in {"aux", "nsubj"} for child in verb.children)


def _intention(verb: Token, source: Token | None, lemma: str, words: Words) -> Attribution | None:
    wanted = next((child for child in verb.children if child.dep_ in {"xcomp", "ccomp"} and child.i > verb.i), None)
    if wanted is None or lemma not in words.intention or is_finite(wanted):
        return None
    if any(child.dep_ in {"dobj", "nsubj"} and child.i > verb.i for child in verb.children):
        return None
    if lemma in {"decline", "refuse"} and wanted.lemma_ in _NO_COMMENT:
        return _no_comment(verb, wanted, source)
    return Attribution(verb, cue_of(verb), source, (reported_clause(verb, wanted),), clausal=False)


def _no_comment(verb: Token, wanted: Token, source: Token | None) -> Attribution:
    cue = cue_of(verb)
    rest = [child for child in wanted.children if child.i > wanted.i and child.dep_ != "punct"]
    content = (Span(rest[0].left_edge.idx, end_of(rest[-1].right_edge)),) if rest and wanted.lemma_ != "comment" else ()
    return Attribution(verb, Span(cue.start, end_of(wanted)), source, content, clausal=False)


def _passive_report(verb: Token, lemma: str, source: Token | None, words: Words) -> Attribution | None:
    if _is_unsaid(verb):
        return None
    if lemma not in _PASSIVE_REPORTS and not (source is not None and lemma in words.judgement | words.clausal):
        return None
    subject = next((child for child in verb.children if child.dep_ in PEOPLE_DEP), None)
    rest = [
        child
        for child in verb.children
        if (child.i > verb.i and child.dep_ in {"xcomp", "ccomp", "oprd"}) or child.lower_ == "as"
    ]
    if source is not None and can_speak(source, words) and subject is None and verb.dep_ == "acl":
        noun = verb.head
        return Attribution(verb, cue_of(verb), source, (Span(noun.left_edge.idx, end_of(noun)),), clausal=False)
    if not rest or (source is None and lemma not in _PASSIVE_REPORTS):
        return None
    return Attribution(
        verb, cue_of(verb), source, (Span(rest[0].left_edge.idx, end_of(rest[-1].right_edge)),), clausal=False
    )
