"""Where reported words begin and end: a clause under a cue to its end, without what belongs to the cue or to another speaker."""

from spacy.tokens import Doc, Token

from dragoman.model import Span
from dragoman.reading.attribution_words import load_words
from dragoman.reading.grammar import subject_of

__all__ = ["before_next_speaker", "end_of", "is_edge", "last_word", "reported_clause", "speaker_above", "trimmed"]

_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_PEOPLE_DEP = frozenset({"nsubj", "nsubjpass"})
# What a speaker goes on to do behind "said that …": "and accused them of it".
_ACCUSING = frozenset({"accuse", "blame", "criticise", "criticize", "condemn", "denounce", "urge", "warn"})
_SHORT_LEAD = 9  # words of time and place between a cue and its colon
_WEEKDAYS = frozenset({"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"})

_FURTHER = frozenset({"further", "also", "then", "instead"})  # ", further saying"


def reported_clause(verb: Token, clause: Token) -> Span:
    """The reported clause to its end; what else hangs on the cue behind it is left out."""
    start, last = clause.left_edge, clause.right_edge
    limit = verb.doc.__len__()
    for child in verb.children:
        if child.i > last.i and child.dep_ == "ccomp" and _goes_straight_on(child.left_edge, last):
            last = child.right_edge  # the parse cut one clause in two
        elif child.i > last.i and child.dep_ not in {"punct", "dep"}:
            limit = min(limit, child.left_edge.i)
        elif child.i > last.i and child.dep_ == "dep":
            last = child.right_edge
    while start.i < clause.i and ((start.is_punct and start.text not in "“\"‘'") or start.is_space):
        start = start.nbor()
    start = _behind_the_day(verb, _behind_the_audience(verb, _from_its_subject(verb, clause, start)))
    if start.i <= verb.i < last.i:
        start = verb.nbor()  # "what the envoy said was a truce"
    start = _behind_the_colon(start, clause)
    end = before_next_speaker(start, min(last.i + 1, limit))
    end = _with_next_that(_before_own_verb(clause, end), verb.sent.end, verb.doc)
    while end > start.i + 1 and (is_edge(verb.doc[end - 1]) or verb.doc[end - 1].tag_ == "CC"):
        end -= 1
    return Span(start.idx, verb.doc[end - 1].idx + len(verb.doc[end - 1]))


def _from_its_subject(verb: Token, clause: Token, start: Token) -> Token:
    """In "stressed the steps they took were legal" the parse may take the clause's subject for the cue's object."""
    subjects = _PEOPLE_DEP | {"mark", "expl", "csubj"}
    if any(child.dep_ in subjects for child in clause.lefts) or not _is_finite(clause):
        return start
    before = start.i - 2 if start.i > 1 and start.nbor(-1).text == "," else start.i - 1
    lost = next((child for child in verb.rights if child.dep_ == "dobj" and child.right_edge.i == before), None)
    return lost.left_edge if lost is not None else start


def _goes_straight_on(first: Token, last: Token) -> bool:
    """Tell whether a clause follows another without a mark, and is no sentence whose full stop was forgotten."""
    opens = first.text[:1].isupper() and first.pos_ != "PROPN" and last.text != ":"
    return first.i == last.i + 1 and not opens


def _behind_the_colon(start: Token, clause: Token) -> Token:
    """In `wrote last week: "We go"` what stands before the colon is of the writing."""
    doc = start.doc
    for index in range(start.i, min(start.i + _SHORT_LEAD, clause.i)):
        if doc[index].tag_ in _FINITE or doc[index].text in '“"':
            return start
        if doc[index].text == ":" and doc[index + 1].text in {"“", '"'}:
            return doc[index + 1]
    return start


def trimmed(doc: Doc, start: int, end: int) -> Span | None:
    """Return tokens [start, end) without marks and conjunctions at their edges; None where nothing is left."""
    while start < end and (doc[start].is_space or (doc[start].is_punct and doc[start].text not in "“\"‘'(")):
        start += 1
    if start < end and doc[start].lower_ in {"but", "and"} and doc[start].dep_ == "cc":
        start += 1
    while end > start and is_edge(doc[end - 1]):
        end -= 1
    return Span(doc[start].idx, doc[end - 1].idx + len(doc[end - 1])) if start < end else None


def is_edge(token: Token) -> bool:
    """Tell whether a token is no part of reported words where it stands last: white space, or a mark that closes nothing."""
    return token.is_space or (token.is_punct and token.text not in "”\"’')")


def speaker_above(verb: Token) -> Token | None:
    """Find who goes on to speak in "X said they should leave and said …", where the parse joins the second to the inner verb.

    A past cue without a subject cannot be joined to an infinitive or to a verb of the present under another past cue.
    """
    inner = verb.head
    if verb.tag_ == "VBG" and verb.dep_ == "advcl" and inner.dep_ == "ccomp" and inner.i < verb.i:
        above = inner.head  # "confirmed that the state trains them, saying …": he who confirms says so
        return subject_of(above) if above.lemma_ in load_words().speech and verb.nbor(-1).text == "," else None
    if verb.tag_ == "VBG" and verb.dep_ == "conj" and inner.tag_ != "VBG" and verb.nbor(-1).lower_ == "and":
        root = verb.sent.root  # "he said, blasting those “that made it” and adding that"
        said = root.lemma_ in load_words().speech and root.i < verb.i
        return subject_of(root) if said and verb.lemma_ in load_words().speech else None
    if verb.dep_ == "conj" and verb.lemma_ in _ACCUSING and verb.tag_ == "VBD" and inner.dep_ == "ccomp":
        own = any(child.dep_ in _PEOPLE_DEP for child in verb.children)
        said = inner.head.tag_ == "VBD" and inner.head.lemma_ in load_words().speech
        return subject_of(inner.head) if said and not own else None
    ahead = any(child.tag_ == "MD" for child in inner.children)  # "said she would not be bullied, and called it unjust"
    if verb.dep_ != "conj" or verb.tag_ != "VBD" or (inner.tag_ in {"VBD", "VBN"} and not ahead):
        return None
    cues = load_words().speech | load_words().judgement if ahead else load_words().speech
    if verb.lemma_ not in cues or any(child.dep_ in _PEOPLE_DEP for child in verb.children):
        return None
    outer = next((up for up in inner.ancestors if up.tag_ == "VBD" and up.lemma_ in load_words().speech), None)
    return subject_of(outer) if outer is not None else None


def end_of(token: Token) -> int:
    """Return where a token ends, in code points."""
    return token.idx + len(token)


def last_word(token: Token) -> Token:
    """Return the token itself or, where it is an edge, the word before it."""
    while is_edge(token) and token.i > 0:
        token = token.nbor(-1)
    return token


def _behind_the_day(verb: Token, start: Token) -> Token:
    """In "said on Sunday they would go" the day is the saying's."""
    doc, at = verb.doc, start.i
    if start.i != verb.i + 1:
        return start
    if doc[at].lower_ == "on" and at + 2 < len(doc):
        at += 1
    if at + 1 >= len(doc) or doc[at + 1].tag_ == "POS":  # "said Tuesday's attack was …"
        return start
    return doc[at + 1] if doc[at].lower_ in _WEEKDAYS else start


def _behind_the_audience(verb: Token, start: Token) -> Token:
    """In "told reporters work remained" the parse may take who is told for a part of what is said."""
    after = verb.doc[verb.i + 1] if verb.i + 1 < len(verb.doc) else verb
    told = verb.lemma_ == "tell" and start.i == after.i and after.tag_ == "NNS" and after.dep_ in {"compound", "nmod"}
    return after.nbor() if told else start


def _before_own_verb(clause: Token, end: int) -> int:
    """Where "but did not say how" begins in "said it would leave but did not say how": the cue's own second verb."""
    if not any(child.tag_ == "MD" for child in clause.children):
        return end
    for child in clause.children:
        finite = child.tag_ == "VBD" or any(c.tag_ == "VBD" and c.dep_ == "aux" for c in child.children)
        if child.dep_ == "conj" and finite and not any(c.dep_ in _PEOPLE_DEP for c in child.children):
            joint = next((c.i for c in clause.children if c.dep_ == "cc" and clause.i < c.i < child.i), child.i)
            end = min(end, joint)
    return end


def _with_next_that(end: int, sentence_end: int, doc: Doc) -> int:
    """Where a second "…, but that it would stay" ends, which the parse leaves outside the first clause."""
    at = end
    while at < sentence_end and (doc[at].text in {",", "”", '"', "–", "—"}):
        at += 1
    if at + 2 < sentence_end and doc[at].lower_ in {"and", "but"} and doc[at + 1].lower_ == "that":
        return next((i for i in range(at + 2, sentence_end) if doc[i].text in {",", ";", "—"}), sentence_end - 1)
    return end


def _is_finite(verb: Token) -> bool:
    return verb.tag_ in _FINITE or any(child.tag_ in _FINITE and child.dep_ == "aux" for child in verb.children)


def before_next_speaker(start: Token, end: int) -> int:
    """Where ", while the other side said …" begins: another's words are not part of the content."""
    doc, speech = start.doc, load_words().speech
    for index in range(start.i + 1, end - 2):
        if doc[index].lower_ in {"and", "but"} and speaker_above(doc[index + 1]) is not None:
            return index  # the outer speaker's next cue
        if doc[index].text not in {",", "–", "—"}:
            continue
        going_on = doc[index + 2] if doc[index + 1].lower_ in _FURTHER else doc[index + 1]
        if going_on.tag_ == "VBG" and going_on.lemma_ in speech | load_words().judgement:
            return index
        if doc[index + 1].lower_ not in {"while", "but", "and", "though", "although"}:
            continue
        for token in doc[index + 2 : min(end, index + 10)]:
            if token.is_punct or token.lower_ in {"that", "who", "which"}:
                break
            if token.lemma_ in speech and _is_finite(token) and any(c.dep_ == "nsubj" for c in token.children):
                return index
    return end
