"""Find, in the parse, what a word of likelihood is said of and how far its own phrase reaches."""

from dataclasses import dataclass

from spacy.tokens import Doc, Token
from spacy.tokens import Span as TokenSpan

from dragoman.reading.grammar import noun_phrase

__all__ = ["Forecasted", "forecast_words"]

_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
_FUTURE = frozenset({"will", "would", "could", "'ll", "’ll", "wo", "shall", "may", "might", "going"})


@dataclass(frozen=True, slots=True)
class Forecasted:
    """A phrase of likelihood with what it is said of."""

    phrase: TokenSpan  # "would be likely to"
    content: TokenSpan  # "boost the minister's standing"
    root: Token  # the main word of the content
    negated: bool


def forecast_words(words: TokenSpan, kind: str) -> Forecasted | None:
    """Return phrase and content of an estimative expression; None where it forecasts nothing.

    words: the expression as printed; kind: its kind in the table `estimative` ("predicate", "noun" and so on).
    """
    word = words[-1]
    if _is_ruled_out(word):
        return None
    if kind == "noun":
        return _of_noun(words, words.root)
    if kind == "belief":
        return _of_belief(words, word)
    if kind == "modal":
        return _of_modal(words, word)
    if kind == "adverb" or (word.dep_ == "advmod" and word.lemma_ in {"likely", "probable"}):
        return _of_clause(words, words.root)
    return _of_predicate(words, word)


def _is_ruled_out(word: Token) -> bool:
    """Tell whether the clause of a word hangs on a noun that is denied: "no indication that a move is likely"."""
    clause = next((up for up in (word, *word.ancestors) if up.dep_ in {"acl", "ccomp", "relcl"}), None)
    noun = clause.head if clause is not None else None
    return noun is not None and noun.pos_ == "NOUN" and any(c.lower_ in {"no", "little", "few"} for c in noun.lefts)


def _of_predicate(words: TokenSpan, word: Token) -> Forecasted | None:
    """Read "are likely to sign", "it is likely that they sign", "a deal is likely"."""
    if (word.dep_ == "amod" and word.head.i > word.i) or word.head.lemma_ == "make":
        return None  # "make sure" is an order, and "a possible deal" names a thing and says nothing of its coming about
    contracted = word.head.pos_ == "AUX" or word.head.lower_[1:] == "s"  # "it\u2019s" has no lemma "be"
    copula = contracted or word.head.lemma_ in _COPULAS
    be = word.head if copula and word.dep_ in {"acomp", "oprd", "ccomp", "attr"} else None
    auxiliaries = [
        child for child in (be or word).children if child.dep_ in {"aux", "auxpass", "neg"} and child.i < word.i
    ]
    told = {child.lower_ for child in auxiliaries}
    if "had" in told or ("have" in told and told & {"would", "could", "might", "may", "should"}):
        return None
    negated = any(child.dep_ == "neg" for child in [*(be.children if be else ()), *word.children] if child.i < word.i)
    negated = negated or (be is not None and _denies(_subject(be)))
    first = _phrase_start(words, [*auxiliaries, *([be] if be is not None else [])])
    to = _infinitive(words)
    if to is not None and word.lower_ != "possible":
        root = to.head
        return Forecasted(words.doc[first : to.i + 1], _phrase_after(root, to.i + 1), root, negated)
    clause = _that_clause(word, be)
    if clause is not None and word.lower_ in {"certain", "sure", "confident"} and _is_state_now(clause[1]):
        return None
    if clause is not None:
        return Forecasted(words.doc[first : words.end], clause[0], clause[1], negated)
    subject = _subject(be) if be is not None else None
    if subject is None or subject.pos_ == "PRON" or word.tag_ == "VBN" or word.lower_ in _NEEDS_CLAUSE:
        return None
    return Forecasted(words.doc[first : words.end], noun_phrase(subject), subject, negated)


_ASKED = frozenset({"what", "who", "how", "why", "where", "whether"})
# "it might seem odd" weighs words, not chances.
_RHETORIC = frozenset(
    {"sound", "seem", "look", "say", "think", "expect", "like", "construe", "argue", "imagine", "claim"}
)
_COPULAS = frozenset({"be", "seem", "look", "appear", "remain", "become", "sound"})
# Said of persons, these say how somebody feels; only with a clause do they say what will happen.
_NEEDS_CLAUSE = frozenset(
    {
        "confident",
        "sure",
        "certain",
        "bound",
        "optimistic",
        "hopeful",
        "pessimistic",
        "sceptical",
        "skeptical",
        "destined",
    }
)


def _denies(subject: Token | None) -> bool:
    """Tell whether a subject says no: "neither is likely", "no deal is likely"."""
    if subject is None:
        return False
    return subject.lower_ in {"neither", "none", "nobody", "nothing"} or any(t.lower_ == "no" for t in subject.lefts)


def _phrase_start(words: TokenSpan, before: list[Token]) -> int:
    """Return the first token of "would be likely": verbs right before the word, with nothing but each other between."""
    start = words.start
    for token in sorted(before, key=lambda one: -one.i):
        if token.i == start - 1 or (
            token.i < start and all(t.dep_ in {"neg", "advmod", "aux"} for t in words.doc[token.i + 1 : start])
        ):
            start = token.i
    return start


def _infinitive(words: TokenSpan) -> Token | None:
    """Find the "to" of an infinitive right behind the expression."""
    doc, at = words.doc, words.end
    while at < len(doc) and doc[at].tag_ == "RB" and at < words.end + 2:
        at += 1  # "unlikely even to consider"
    to = doc[at] if at < len(doc) else None
    return to if to is not None and to.lower_ == "to" and to.tag_ == "TO" and to.head.i > to.i else None


def _phrase_after(root: Token, start: int) -> TokenSpan:
    """Return a verb with what belongs to it, from `start` on, without clauses that are coordinated with it."""
    end = root.i
    for child in root.rights:
        if child.dep_ in {"cc", "parataxis"} or (child.dep_ == "punct" and child.text not in "“\"'’"):
            break
        end = max(end, child.right_edge.i)
    for at in range(root.i + 1, end):
        if root.doc[at].text == "," and root.doc[at + 1].lower_ in {
            "which",
            "who",
            "where",
            "although",
            "though",
            "while",
        }:
            end = at - 1
            break
    return _trim(root.doc[start : end + 1])


def _trim(span: TokenSpan) -> TokenSpan:
    while len(span) > 1 and (span[-1].is_space or (span[-1].is_punct and span[-1].text not in ")%")):
        span = span[:-1]
    while len(span) > 1 and (span[0].is_space or span[0].is_punct or span[0].lower_ == "that"):
        span = span[1:]
    return span


def _that_clause(word: Token, be: Token | None) -> tuple[TokenSpan, Token] | None:
    """Find the clause behind "likely that", "confident that", "it is possible"."""
    for owner in (word, be):
        for child in owner.rights if owner is not None else ():
            if child.dep_ in {"ccomp", "csubj"} and child.i > word.i and _has_subject(child) and not _asks(child):
                return _clause(child), child
    return None


def _has_subject(verb: Token) -> bool:
    return any(child.dep_ in _SUBJECTS or child.dep_ == "expl" for child in verb.children)


def _subject(verb: Token) -> Token | None:
    return next((child for child in verb.children if child.dep_ in _SUBJECTS), None)


def _clause(verb: Token) -> TokenSpan:
    """Return a clause from its subject to its end, without coordinated clauses and what introduces it."""
    start = min(
        (child.left_edge.i for child in verb.lefts if child.dep_ in _SUBJECTS or child.dep_ == "expl"),
        default=verb.left_edge.i,
    )
    return _phrase_after(verb, min(start, verb.i))


def _of_clause(words: TokenSpan, word: Token) -> Forecasted | None:
    """Read an adverb: "will probably sign". The clause must not be told in the past."""
    verb = word.head
    if verb.pos_ not in {"VERB", "AUX"} or _is_past(verb):
        return None
    if _is_state_now(verb):
        return None
    content = _clause(verb)
    if (
        not any(child.dep_ in _SUBJECTS for child in verb.children)
        or not content.start <= words.start < content.end + 1
    ):
        return None
    negated = any(child.dep_ == "neg" for child in verb.children if child.i == words.start - 1)
    return Forecasted(words, content, verb, negated)


def _is_state_now(verb: Token) -> bool:
    """Tell whether a clause says how things are: "it is certainly a priority", "his life is in danger"."""
    state = verb.lemma_ in {"be", "have"} and verb.tag_ in {"VBZ", "VBP"}
    return state and not any(child.dep_ in {"aux", "xcomp"} or child.lower_ in _FUTURE for child in verb.children)


def _asks(verb: Token) -> bool:
    return verb.left_edge.lower_ in _ASKED


def _is_past(verb: Token) -> bool:
    auxiliaries = [child.lower_ for child in verb.children if child.dep_ in {"aux", "auxpass"}]
    if any(word in _FUTURE for word in auxiliaries):
        return "have" in auxiliaries
    return verb.tag_ == "VBD" or any(word in {"had", "was", "were", "has", "have", "did"} for word in auxiliaries)


def _of_modal(words: TokenSpan, modal: Token) -> Forecasted | None:
    """Read "the talks could resume"; ability ("could not reach"), the past and questions are no forecasts."""
    verb = modal.head
    if modal.dep_ != "aux" or modal.tag_ != "MD" or verb.i < modal.i:
        return None
    if _asks(verb) or verb.lemma_ in _RHETORIC:
        return None
    others = [child for child in verb.children if child.i < verb.i]
    negated = any(child.dep_ == "neg" for child in others)
    purpose = any(
        child.lower_ in {"so", "whether", "if", "how", "what", "hardly", "barely"}
        and child.dep_ in {"mark", "advmod", "dobj"}
        for child in others
    )
    yields = modal.lower_ in {"may", "might"} and any(
        child.dep_ == "mark" and child.lower_ in {"while", "although", "though"} for child in others
    )
    subject = _subject(verb)
    if yields:
        return None  # "while Oslo may blame the papers" grants it and forecasts nothing
    if any(child.lower_ == "have" for child in others) or purpose or (negated and modal.lower_ == "could"):
        return None
    if modal.lower_ == "could" and subject is not None and subject.lower_ in {"i", "you"}:
        return None  # "I could list them" is what one is able to do
    if verb.lemma_ == "be" and any(child.dep_ == "ccomp" and child.tag_ == "VBD" for child in verb.rights):
        return None  # "that may be what led them to speak" is about what is past
    if subject is None or subject.i > modal.i or verb.dep_ == "relcl":
        return None  # "incentives that Japan may consider" says which ones
    return Forecasted(words, _clause(verb), verb, negated)


def _of_belief(words: TokenSpan, verb: Token) -> Forecasted | None:
    """Read "analysts believe the talks will resume": the clause must speak of the future."""
    if verb.pos_ not in {"VERB", "AUX"} or any(child.lower_ == "if" for child in verb.lefts):
        return None
    if any(child.dep_ == "nsubj" and child.lower_ == "you" for child in verb.lefts):
        return None  # "you'd think that it would"
    if verb.tag_ == "VBD" and verb.lemma_ in {"believe", "think", "doubt"} and verb.dep_ != "ccomp":
        return None  # "for a time he believed that": what somebody took for likely long ago
    clause = next((child for child in verb.rights if child.dep_ == "ccomp" and child.pos_ in {"VERB", "AUX"}), None)
    if clause is None:
        return None
    to = next((child for child in clause.lefts if child.lower_ == "to"), None)
    future = any(child.lower_ in _FUTURE for child in clause.children if child.dep_ in {"aux", "auxpass"})
    if any(child.lower_ == "have" and child.dep_ == "aux" for child in clause.children):
        return None  # "I think it would have failed"
    if not future and not (to is not None and verb.lemma_ in {"expect", "predict", "forecast"}):
        return None
    before = [child for child in verb.lefts if child.dep_ in {"aux", "neg"}]
    negated = any(child.dep_ == "neg" for child in before)
    start = _phrase_start(words, before)
    return Forecasted(words.doc[start : words.end], _clause(clause), clause, negated)


def _of_noun(words: TokenSpan, noun: Token) -> Forecasted | None:
    """Read "little chance of a deal", "the possibility that talks resume"."""
    doc = words.doc
    if noun.pos_ != "NOUN":
        return None
    start = words.start
    while (
        start > 0
        and doc[start - 1].head in {noun, *words}
        and doc[start - 1].dep_ in {"det", "amod", "advmod", "nummod", "compound"}
    ):
        start -= 1
    start = min(start, noun.left_edge.i) if _is_share(doc, noun) else start
    for child in noun.rights:
        if child.dep_ == "prep" and child.lower_ == "of" and child.i == words.end:
            root = next((token for token in child.children if token.dep_ in {"pobj", "pcomp"}), None)
            if root is not None and root.pos_ != "PRON":
                return Forecasted(doc[start : child.i + 1], _content_of(root), root, negated=False)
        if child.dep_ in {"acl", "ccomp", "relcl"} and _introduced(child, words.end) and _has_subject(child):
            return Forecasted(doc[start : words.end], _clause(child), child, negated=False)
    return None


def _is_share(doc: Doc, noun: Token) -> bool:
    return any(
        token.text == "%" or token.lower_ in {"cent", "percent", "pct"} for token in doc[noun.left_edge.i : noun.i]
    )


def _introduced(clause: Token, at: int) -> bool:
    """Tell whether a clause begins with "that" right behind the noun and does not take it as its own object."""
    return clause.left_edge.i == at and any(
        child.dep_ == "mark" and child.lower_ == "that" for child in clause.children
    )


def _content_of(root: Token) -> TokenSpan:
    if root.pos_ in {"VERB", "AUX"}:
        return _trim(root.doc[root.left_edge.i : _phrase_after(root, root.i).end])
    return noun_phrase(root)
