"""Find judgements and demands, whose content is an object or a phrase: "praised the truce", "called for talks"."""

from spacy.tokens import Token

from dragoman.model import Span
from dragoman.reading.attribution import Attribution, cue_of
from dragoman.reading.attribution_clauses import quoted_speaker
from dragoman.reading.attribution_words import Words, load_words
from dragoman.reading.reported_clause import before_next_speaker, end_of, is_edge

__all__ = ["judgement"]

_SEEING = frozenset({"see", "view", "regard", "consider"})
_MEASURING = frozenset({"put", "estimate"})
# Prepositions that lead to the content of a judgement, beside those of all.
_LEADS = {
    "put": ("at",),
    "estimate": ("at",),
    "express": ("at", "with", "in", "that"),
    "voice": ("at", "with", "in", "that"),
}


def judgement(verb: Token, source: Token | None, lemma: str, words: Words) -> Attribution | None:
    """Read a judgement or a demand: "praised the truce", "called for talks", "put the toll at ten"."""
    if lemma not in words.judgement or (
        verb.dep_ == "pcomp" and quoted_speaker(verb) is None and not _names_what(verb)
    ):
        return None
    after = [child for child in verb.children if child.i > verb.i]
    objects = [child for child in after if child.dep_ in {"dobj", "dative", "ccomp", "xcomp", "oprd", "pobj"}]
    if lemma == "welcome" and any(noun.pos_ == "PRON" for noun in objects):
        return None  # a greeting
    objects = [*objects, *_as_phrases(objects)] if lemma in _SEEING else objects
    leads = {"as", "of", "for", "on", "over", "about", *_LEADS.get(lemma, ())}
    preps = [child for child in after if child.dep_ == "prep" and child.lower_ in leads and not _tells_day(child)]
    as_phrase = next((child for child in (*preps, *objects) if child.lower_ == "as"), None)
    if lemma in _SEEING and as_phrase is None:
        return None
    if lemma in _MEASURING and not (objects and any(child.lower_ == "at" for child in (*preps, *_ats(objects)))):
        return None
    if lemma == "speak":
        objects, preps = [], [child for child in preps if child.lower_ == "of" and verb.tag_ != "VBG"]
    if lemma == "call":
        preps = [child for child in preps if child.lower_ in {"for", "on"}]
        objects = [child for child in objects if child.dep_ != "dobj"] if preps else objects
    if lemma in {"tell", "press", "warn", "ask"} and not any(
        child.dep_ in {"xcomp", "ccomp"} or child.lower_ in {"of", "for"} for child in after
    ):
        return None
    pieces = objects or preps
    if not pieces:
        return None
    first = pieces[0].left_edge
    if lemma in {"call", "apologise", "apologize", "complain", "speak"} and pieces[0].dep_ == "prep":
        first = next(iter(pieces[0].children), pieces[0]).left_edge
    last = max((piece.right_edge for piece in pieces + (preps if objects else [])), key=lambda token: token.i)
    end = _before_next_act(verb, first, last.i + 1)
    while end > first.i + 1 and is_edge(verb.doc[end - 1]):
        end -= 1
    span = Span(first.idx, end_of(verb.doc[end - 1]))
    return Attribution(verb, cue_of(verb), source, (span,), clausal=False)


def _before_next_act(verb: Token, first: Token, end: int) -> int:
    """Where ", saying …", "and accusing …" or ", and also summoned …" begins: the source's next act, no object of this one."""
    doc, words = verb.doc, load_words()
    end = before_next_speaker(first, end)
    for index in range(first.i + 1, end - 1):
        following = doc[index + 1]
        if (
            doc[index].lower_ == "and"
            and following.tag_ == "VBG"
            and following.lemma_ in words.speech | words.judgement
        ):
            return index
        if doc[index].text == "," and following.lower_ == "and":
            act = next((token for token in doc[index + 2 : index + 4] if token.pos_ != "ADV"), following)
            if act.tag_ in {"VBD", "VBZ"} and act.tag_ == verb.tag_:
                return index
    return end


def _names_what(verb: Token) -> bool:
    """Tell whether somebody gives a thing a name in passing: "over what it called an outrage"."""
    return any(child.lower_ == "what" for child in verb.lefts)


def _as_phrases(objects: list[Token]) -> list[Token]:
    """Return the "as …" that the parse hangs on an object ("saw the vote in the council as a trick")."""
    return [child for noun in objects for child in noun.rights if child.dep_ == "prep" and child.lower_ == "as"]


def _ats(objects: list[Token]) -> list[Token]:
    return [child for noun in objects for child in noun.rights if child.dep_ == "prep" and child.lower_ == "at"]


def _tells_day(preposition: Token) -> bool:
    """Tell whether a phrase is only when it was said: "called on Thursday for"."""
    return preposition.lower_ == "on" and any(noun.ent_type_ in {"DATE", "TIME"} for noun in preposition.children)
