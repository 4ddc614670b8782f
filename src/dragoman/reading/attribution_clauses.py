"""Find the clause that a verb reports: behind it, or around it where the cue stands last or in the midst."""

from spacy.tokens import Doc, Token

from dragoman.reading.actor_index import actor_of
from dragoman.reading.attribution import Attribution, cue_of
from dragoman.reading.attribution_words import Words, sourcing_of
from dragoman.reading.reported_clause import reported_clause, trimmed

__all__ = ["QUOTING", "clause_after", "clause_around", "has_mark", "is_evidence", "is_finite", "quoted_speaker"]

_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_FOUND = frozenset({"find", "show"})  # "found it hard to" reports nothing
# "the agency quoted the minister as saying": the words are the minister's.
QUOTING = frozenset({"quote", "cite"})
# What "if" and "how" hang on as what is asked or known; on other verbs they open a condition.
_ASKED = frozenset({"that", "whether", "how", "why"})


def quoted_speaker(verb: Token) -> Token | None:
    """Find whose words they are in "the paper quoted him as saying"."""
    quoting = verb.head.head if verb.dep_ == "pcomp" and verb.head.lower_ == "as" else None
    if quoting is None or quoting.lemma_ not in QUOTING:
        return None
    return next((child for child in quoting.rights if child.dep_ == "dobj" and child.i < verb.i), None)


def clause_after(verb: Token, source: Token | None, lemma: str, words: Words) -> Attribution | None:
    """Read a clause that follows its cue: "said that the talks were over"."""
    clause = next((child for child in verb.children if child.dep_ == "ccomp" and child.i > verb.i), None)
    if clause is None and lemma in words.speech:
        clause = _lent_clause(verb, words)
    if clause is None or lemma in words.opaque or (lemma not in words.clausal and _borrows(verb, words)):
        return None
    if lemma not in words.clausal and (not is_finite(clause) or not has_mark(clause) or _is_result(verb, clause)):
        return None
    if lemma in words.thought | _FOUND and not is_finite(clause):
        return None
    return Attribution(verb, cue_of(verb), source, (reported_clause(verb, clause),))


def _lent_clause(verb: Token, words: Words) -> Token | None:
    """Find the clause of "said after the talks ended that …", which the parse gives to another word near by."""
    if quoted_speaker(verb) is not None:  # "quoted him as saying on Monday that"
        return next((child for child in verb.head.head.rights if child.dep_ == "ccomp"), None)
    for inner in verb.rights:
        if inner.dep_ == "prep":
            clause = next(
                (c for noun in inner.rights for c in noun.rights if noun.dep_ == "pobj" and _is_told(c)), None
            )
            if clause is not None:
                return clause  # "said in a statement that"
        if inner.dep_ == "advcl" and inner.lemma_ not in words.clausal:
            clause = next((child for child in inner.rights if child.dep_ == "ccomp" and has_mark(child)), None)
            if clause is not None and is_finite(clause):
                return clause
    return None


def _is_told(clause: Token) -> bool:
    return clause.dep_ in {"acl", "ccomp", "relcl"} and has_mark(clause) and is_finite(clause)


def _borrows(verb: Token, words: Words) -> bool:
    """Tell whether the clause under a verb belongs to the verb of speech above it."""
    above = verb.head
    if verb.dep_ != "advcl" or above.i > verb.i or above.lemma_ not in words.speech:
        return False
    return not any(child.dep_ == "ccomp" and child.i > above.i for child in above.children)


def _is_result(verb: Token, clause: Token) -> bool:
    """Tell whether the clause says what came of it: "so botched the talks that", "in such a way that"."""
    return any(token.lower_ in {"so", "such"} for token in verb.doc[verb.left_edge.i : clause.left_edge.i])


def is_evidence(source: Token) -> bool:
    """Tell whether what shows something is a report, a poll or the like; a state that "shows that it can" says nothing."""
    return sourcing_of(source) == "document" or actor_of(source.doc, source) is None


def is_finite(clause: Token) -> bool:
    """Tell whether a clause has a verb of a tense, by itself or by its auxiliary."""
    return clause.tag_ in _FINITE or any(
        child.tag_ in _FINITE for child in clause.children if child.dep_ in {"aux", "auxpass"}
    )


def has_mark(clause: Token) -> bool:
    """Tell whether "that", "whether", "how" or "why" opens a clause."""
    return any(child.lower_ in _ASKED and child.tag_ != "WDT" for child in clause.children if child.i < clause.i)


def clause_around(verb: Token, source: Token | None, lemma: str, words: Words) -> Attribution | None:
    """The cue stands behind its content or in the midst of it: "…, officials said", "Talks, officials said, were on"."""
    if lemma not in words.speech and lemma not in words.thought:
        return None
    if lemma == "continue" and any(child.dep_ == "xcomp" for child in verb.rights):
        return None
    before = next((child for child in verb.children if child.dep_ in {"ccomp", "parataxis"} and child.i < verb.i), None)
    main = verb.head if verb.dep_ in {"parataxis", "ccomp"} and verb.head.pos_ in {"VERB", "AUX"} else None
    if main is not None and verb.dep_ == "ccomp" and main.i < verb.i:
        main = None  # a clause under another cue: "he denied that they had promised to leave"
    if before is None and (main is None or source is None or source.head != verb):
        return None
    first = min(verb.i, source.left_edge.i if source is not None and source.head == verb else verb.i)
    sentence = verb.sent
    if first > sentence.start and not (verb.doc[first - 1].is_punct or verb.doc[first - 1].is_quote):
        return None  # "what he said were …", "…, and he affirmed"
    spans = [trimmed(verb.doc, sentence.start, first)]
    if main is not None and main.i > verb.i:
        spans = [] if _is_lead(verb.doc, sentence.start, first) else spans
        behind = max(verb.i, source.right_edge.i if source is not None and source.i > verb.i else verb.i) + 1
        spans.append(trimmed(verb.doc, behind, sentence.end))
    content = tuple(span for span in spans if span is not None)
    return Attribution(verb, cue_of(verb), source, content) if content else None


def _is_lead(doc: Doc, start: int, end: int) -> bool:
    """Tell whether the words before a cue only lead up to it: "Referring to the raid, he said …"."""
    words = [token for token in doc[start:end] if token.dep_ != "cc"]
    quoted = any(token.text in '“”"' for token in words)
    return not quoted and not any(token.tag_ in _FINITE for token in words)
