"""Find the words around a counting number: the phrase it heads, and the words that say what is counted."""

import re

from spacy.tokens import Doc, Token
from spacy.tokens import Span as TokenSpan

from dragoman.model import Span
from dragoman.reading.annotations import chars_of
from dragoman.reading.counted import Counted
from dragoman.reading.grammar import noun_phrase, subject_of

__all__ = ["span_of_figure", "what_is_counted"]

_MONEY = re.compile(r"(?:dollars?|euros?|pounds?|yen|yuan|rupees|francs)\Z", re.IGNORECASE)
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_STOPS = frozenset({"advcl", "conj", "cc", "punct", "npadvmod", "mark", "parataxis"})
_DEEP = frozenset({"xcomp", "ccomp", "attr", "acomp", "dobj", "prep", "pobj", "agent", "oprd"})
# Longest way back, in tokens, from an object to the verb whose words say what is counted.
_VERB_REACH = 8
# Verbs that tell nothing of what there is so much of: "has 164 centrifuges".
_LIGHT = frozenset({
    "be", "have", "possess", "own", "get", "give", "offer", "cover", "leave", "stop", "include", "keep", "need", "want",
    "take", "make", "see", "become", "remain", "face", "contain", "show", "represent", "threaten", "reveal", "describe",
    "involve", "do", "find",
})  # fmt: skip
# Longest relative clause, in tokens, that is taken whole; a longer one ends before its first comma or inner clause.
_CLAUSE = 16


def span_of_figure(one: Counted) -> Span:
    """Return the phrase: "the 17 abductees", "five of the 17 abductees", "eight had died", "below 30 per cent"."""
    doc, measure = one.tokens.doc, one.measure
    start, end = measure.start, measure.end
    if measure.hyphened:
        end += 1 + len(measure.hyphened)
    elif one.noun is not None and one.noun.i >= one.tokens.end:
        end = max(end, one.noun.idx + len(one.noun))
    elif one.noun is None and measure.unit is None:
        predicate = _predicate(one.tokens.root)
        if predicate is not None:
            end = max(end, predicate.end_char)
    if measure.unit is None and not measure.hyphened:
        start = min(start, _left(doc, one).idx)
    return Span(start, end)


def _left(doc: Doc, one: Counted) -> Token:
    """Find the first word of the phrase to the left of the number: its article, owner or adjective."""
    head = one.head
    first = one.tokens[0]
    for child in head.children:
        if child.dep_ == "poss" and child.pos_ == "PROPN":
            continue  # "Secretary Lund's six months": whose they are is no part of the count
        if child.i < first.i and child.dep_ in {"det", "poss", "amod"}:
            edge = child.left_edge
            if edge.i < first.i and not _breaks(doc, edge.i, one.tokens.start):
                first = edge
    return first


def _breaks(doc: Doc, start: int, end: int) -> bool:
    return any(token.text in {",", ";", "(", "—"} for token in doc[start:end])


def what_is_counted(one: Counted) -> Span | None:
    """Return the words that say what a figure counts or measures; None where the sentence does not say."""
    measured = one.measure.unit is not None or one.measure.hyphened is not None or one.unit == "share"
    found = _measured_thing(one) if measured else _counted_set(one)
    words = _trim(found) if found is not None else None
    if words is None or not len(words) or all(token.pos_ in {"PRON", "PUNCT", "AUX", "ADP"} for token in words):
        return None
    inside = one.measure.start <= words.start_char and words.end_char <= one.measure.end
    return None if inside else chars_of(words)


def _counted_set(one: Counted) -> TokenSpan | None:
    """Say which ones are counted: by a clause behind the noun, the predicate, or the verb they are the object of."""
    doc, head = one.tokens.doc, one.head
    if one.partitive is None and (one.noun is not None or head.pos_ == "NUM"):
        modifier = _modifier_after(one.noun or head)
        if modifier is not None:
            return modifier
    predicate = None if _is_whole(one) else _predicate(head)
    if predicate is None and one.partitive is not None and one.noun is not None:
        predicate = _predicate(one.noun)  # "300 of 900 workers struck", where the parse has the 300 before the workers
    if predicate is not None:
        return predicate
    if one.partitive is not None and one.noun is not None:
        return _modifier_after(one.noun) or _governing(one)
    return _governing(one) or _adjectives(doc, one)


def _is_whole(one: Counted) -> bool:
    """Tell whether a number is the whole that another is part of: of "300 of 900 workers struck" it is the 300 who did."""
    first = one.tokens.start
    return first > 1 and one.tokens.doc[first - 1].lower_ == "of" and one.tokens.doc[first - 2].pos_ == "NUM"


def _modifier_after(noun: Token) -> TokenSpan | None:
    """Find a restrictive phrase right behind a noun: "identified by Japan", "trapped in the city", "of the board"."""
    doc = noun.doc
    for child in noun.children:
        if child.dep_ in {"acl", "relcl", "prep", "amod"} and child.left_edge.i == noun.i + 1:
            end = (
                child.right_edge.i
                if child.dep_ == "relcl" and child.right_edge.i - noun.i < _CLAUSE
                else _core_end(child)
            )
            return _trim(doc[child.left_edge.i : end + 1])
    return None


def _predicate(head: Token) -> TokenSpan | None:
    """Return what is said of a subject: "were allowed to return home", without adverbial clauses behind it."""
    while head.dep_ == "conj" and head.head.pos_ in {"NOUN", "PROPN", "NUM"}:
        head = head.head
    if head.dep_ not in _SUBJECTS or head.head.i <= head.i:
        return None
    verb = head.head
    left = [
        child.i
        for child in verb.children
        if head.i < child.i < verb.i and child.dep_ in {"aux", "auxpass", "neg", "advmod"}
    ]
    return _trim(head.doc[min([*left, verb.i]) : _core_end(verb) + 1])


def _core_end(token: Token) -> int:
    """Return the place of the last word of a phrase before a clause, a comma or a coordination is added to it."""
    end = token.i
    for child in token.rights:
        if child.dep_ in _STOPS:
            break
        deep = child.dep_ in _DEEP or child.dep_ == "relcl"
        end = _core_end(child) if deep else child.right_edge.i
        if end < child.right_edge.i:
            break
    return max(end, token.i)


def _trim(span: TokenSpan) -> TokenSpan:
    while len(span) and (span[-1].is_space or span[-1].is_punct):
        span = span[:-1]
    while len(span) and span[0].is_space:
        span = span[1:]
    return span


def _governing(one: Counted) -> TokenSpan | None:
    """Return the verb whose object is counted ("bring together"), or the noun of "a population of"."""
    doc, head = one.tokens.doc, one.head
    first = _left(doc, one).i
    bound = doc.char_span(one.measure.start, one.measure.end, alignment_mode="expand")
    first = min(first, bound.start) if bound is not None else first
    while head.dep_ == "conj":
        head = head.head
    above = head.head
    if head.dep_ == "pobj" and above.i < first and above.head.pos_ in {"NOUN", "PROPN"} and above.head.i < above.i:
        return _trim(noun_phrase(above.head)[: max(1, above.i - noun_phrase(above.head).start)])
    verb = above.head if head.dep_ == "pobj" else above
    while first > 0 and doc[first - 1].tag_ == "IN" and first - 1 > verb.i:
        first -= 1
    if verb.pos_ != "VERB" or verb.lemma_ in _LIGHT or not first - _VERB_REACH <= verb.i < first:
        return None
    return _trim(doc[verb.i : first])


def _adjectives(doc: Doc, one: Counted) -> TokenSpan | None:
    if one.noun is not None and one.noun.i > one.tokens.end:
        start = one.tokens.end + (doc[one.tokens.end].lower_ == "of")
        return doc[start : one.noun.i]
    adjective = next((child for child in one.tokens.root.children if child.dep_ == "amod"), None)
    return doc[adjective.i : adjective.i + 1] if adjective is not None else None


def _measured_thing(one: Counted) -> TokenSpan | None:
    """Say what is measured: the phrase after "of", the noun that the measure stands before, or the clause's subject."""
    doc, measure = one.tokens.doc, one.measure
    whole = doc.char_span(measure.start, measure.end + 1 + len(measure.hyphened or ""), alignment_mode="contract")
    whole = whole if whole is not None else one.tokens
    if one.partitive is not None:
        noun = next((child for child in one.partitive.children if child.dep_ in {"pobj", "pcomp"}), None)
        return _trim(noun_phrase(noun)) if noun is not None else None
    bought = _thing_of_price(whole)
    if bought is not None:
        return bought
    changed = _changed_thing(doc, measure.start)
    if changed is not None:
        return changed
    root = whole.root
    if root.dep_ in {"compound", "nmod", "amod", "nummod", "quantmod"} and root.head.i >= whole.end:
        return _trim(doc[_next_word(doc, whole.end) : root.head.i + 1])
    return _theme(one, root)


def _thing_of_price(price: TokenSpan) -> TokenSpan | None:
    """Return what a sum of money buys: "$3 million worth of grain", "$3 million in Danish goods"."""
    doc, at = price.doc, price.end
    worth = at + 1 < len(doc) and doc[at].lower_ == "worth" and doc[at + 1].lower_ == "of"
    preposition = doc[at + 1] if worth else doc[at] if at < len(doc) and doc[at].lower_ == "in" else None
    noun = (
        next((child for child in preposition.rights if child.dep_ == "pobj"), None) if preposition is not None else None
    )
    if preposition is None or noun is None or noun.pos_ != "NOUN" or noun.ent_type_ in {"DATE", "TIME"}:
        return None
    if not worth and not any(token.is_currency or _MONEY.search(token.text) for token in price):
        return None
    return doc[(preposition.i + 1 if worth else preposition.i) : _core_end(noun) + 1]


def _changed_thing(doc: Doc, start: int) -> TokenSpan | None:
    """Return the nouns right before "by 10 per cent": the parse loses them where the verb is left out the second time."""
    span = doc.char_span(start, start + 1, alignment_mode="expand")
    if span is None or span.start < 2 or doc[span.start - 1].lower_ != "by":
        return None
    first = last = span.start - 1
    while (
        first > 0
        and doc[first - 1].pos_ in {"NOUN", "ADJ", "PROPN"}
        and doc[first - 1].ent_type_ not in {"DATE", "TIME"}
    ):
        first -= 1
    return doc[first:last] if first < last and doc[last - 1].pos_ in {"NOUN", "PROPN"} else None


def _next_word(doc: Doc, at: int) -> int:
    while at < len(doc) - 1 and doc[at].text in {"-", ","}:
        at += 1
    return at


def _theme(one: Counted, root: Token) -> TokenSpan | None:
    """Climb to the clause of a measure.

    It measures the object where it hangs by a preposition ("put the cost at $5"), else the subject.
    """
    by_preposition = False
    bounded = one.tokens.doc.char_span(one.measure.start, one.measure.end, alignment_mode="expand")
    first = bounded.start if bounded is not None else one.tokens.start
    token = root
    while (
        token.dep_ in {"appos", "conj", "pobj", "prep", "pcomp", "nummod", "quantmod", "npadvmod"}
        and token.head != token
    ):
        by_preposition = by_preposition or token.dep_ in {"pobj", "prep"}
        token = token.head
        if token.pos_ in {"NOUN", "PROPN"} and by_preposition and token.i < first:
            return _before(noun_phrase(token), first)
    verb = token.head if token.pos_ not in {"VERB", "AUX"} else token
    if by_preposition or root.dep_ in {"npadvmod", "advmod"}:
        noun = next((child for child in verb.children if child.dep_ == "dobj" and child.i < first), None)
    elif root.dep_ == "dobj" and verb.lemma_ not in {"total", "reach", "hit", "cost", "exceed", "near"}:
        return _governing_phrase(root, verb)
    else:
        noun = None
    noun = noun or (subject_of(verb) if verb.pos_ in {"VERB", "AUX"} else None)
    return _before(noun_phrase(noun), first) if noun is not None and noun.i != root.i else None


def _governing_phrase(root: Token, verb: Token) -> TokenSpan | None:
    """Say what money or weight is for: the phrase behind it ("on new ships"), else the verb."""
    for child in (*root.rights, *verb.rights):
        if child.dep_ == "prep" and child.i > root.i:
            return _trim(root.doc[child.i : _core_end(child) + 1])
    return root.doc[verb.i : verb.i + 1] if verb.lemma_ not in _LIGHT else None


def _before(phrase: TokenSpan, limit: int) -> TokenSpan:
    """Cut a phrase before the figure itself, with the preposition that led to it."""
    if phrase.start < limit < phrase.end:
        phrase = phrase.doc[phrase.start : limit]
        while len(phrase) and (phrase[-1].pos_ in {"ADP", "SYM", "DET", "ADV"} or phrase[-1].is_punct):
            phrase = phrase[:-1]
    return _trim(phrase)
