"""Questions to a dependency parse (spaCy's English labels) that several reading steps ask.

Every function takes and returns spaCy tokens or spans and looks at nothing but the parse.
"""

from collections.abc import Iterable, Iterator

from spacy.tokens import Doc, Span, Token

__all__ = [
    "agent_of",
    "antecedent_of",
    "conjuncts_of",
    "has_auxiliary",
    "has_subject",
    "has_to",
    "is_negated",
    "is_passive",
    "is_yet_to",
    "noun_phrase",
    "objects_of",
    "prepositional_objects",
    "says_behind",
    "span_of",
    "subject_of",
    "word_after",
]

SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass", "expl"})
_CLAUSE = 8  # tokens that a short clause has at most
# Verbs that stand behind whoever says what a sentence tells before them.
_SAYING = frozenset(
    {"say", "tell", "add", "warn", "announce", "report", "note", "confirm", "explain", "write", "argue"}
)
_RELATIVES = frozenset({"who", "which", "that", "whom", "whose"})
_CLAUSES = frozenset({"relcl", "acl", "appos", "advcl", "parataxis"})


def subject_of(verb: Token) -> Token | None:
    """Find who does (or, in the passive, undergoes) a verb: its own subject, else the one it shares.

    Follows conjunction ("met X and agreed"), open complements and participles ("wants to meet", ", saying"), and takes
    a relative pronoun to the noun it stands for.
    """
    seen: set[int] = set()
    token: Token | None = verb
    while token is not None and token.i not in seen:
        seen.add(token.i)
        own = next((child for child in token.children if child.dep_ in SUBJECTS and child.dep_ != "expl"), None)
        if own is not None:
            return _antecedent(own, token)
        token = _shares_subject_with(token)
        if token is not None and token.pos_ in {"NOUN", "PROPN", "PRON"}:
            return token
    return None


def _shares_subject_with(token: Token) -> Token | None:
    if token.dep_ in {"conj", "xcomp", "advcl", "aux", "auxpass", "prep", "pcomp", "dep"}:
        return token.head if token.head != token else None
    if token.dep_ in {"acomp", "oprd"} and token.pos_ == "ADJ":
        return token.head  # "is becoming willing to pay"
    if token.dep_ in {"acl", "relcl"}:
        return token.head
    return None


def antecedent_of(word: Token) -> Token:
    """Return the noun that a relative pronoun stands for; any other word itself."""
    if word.lower_ not in _RELATIVES or not word.tag_.startswith("W"):
        return word
    clause = next((up for up in word.ancestors if up.dep_ == "relcl"), None)
    return clause.head if clause is not None and clause.head.i < word.i else word


def _antecedent(subject: Token, verb: Token) -> Token:
    if subject.lower_ in _RELATIVES and verb.dep_ == "relcl":
        return verb.head
    return subject


def is_passive(verb: Token) -> bool:
    """Tell whether a verb stands in the passive, reduced relatives ("citizens abducted by") included."""
    if verb.tag_ == "VBG":
        return False  # "he's been accusing Oslo", which the parser takes for a passive
    if any(child.dep_ in {"nsubjpass", "auxpass"} for child in verb.children):
        return True
    return (
        verb.tag_ == "VBN" and verb.dep_ in {"acl", "amod", "advcl"} and not any(c.dep_ == "aux" for c in verb.children)
    )


def agent_of(verb: Token) -> Token | None:
    """Find the noun of a passive's by-phrase."""
    for child in verb.children:
        if child.dep_ == "agent" or (child.dep_ == "prep" and child.lower_ == "by"):
            return next((noun for noun in child.children if noun.dep_ == "pobj"), None)
    return None


def objects_of(verb: Token) -> list[Token]:
    """Return the direct and indirect objects of a verb, in order."""
    return [child for child in verb.children if child.dep_ in {"dobj", "dative", "obj"} and child.pos_ != "ADP"]


def prepositional_objects(token: Token, prepositions: Iterable[str]) -> list[Token]:
    """Return the nouns that hang on `token` by one of `prepositions` (lower case)."""
    wanted = set(prepositions)
    return [
        noun
        for child in token.children
        if child.dep_ in {"prep", "dative", "agent"} and child.lower_ in wanted
        for noun in child.children
        if noun.dep_ in {"pobj", "pcomp"}
    ]


def conjuncts_of(token: Token) -> list[Token]:
    """Return `token` and what is coordinated with it, in order ("Japan, South Korea and the US")."""
    return [token, *sorted(_conjuncts(token), key=lambda other: other.i)]


def _conjuncts(token: Token) -> Iterator[Token]:
    for child in token.children:
        if child.dep_ == "conj" or _is_listed(child, token):
            yield child
            yield from _conjuncts(child)


def _is_listed(second: Token, first: Token) -> bool:
    """Tell whether the second of three states was read as an apposition ("Norway, Peru and Chad"), or half of two as an
    adjective: "North and South Korea".
    """
    if second.dep_ == "nmod" and second.text in {"North", "South"}:
        return any(child.dep_ == "conj" and child.text in {"North", "South"} for child in second.children)
    if second.dep_ != "appos" or not second.ent_type_ == first.ent_type_ == "GPE":
        return False
    return first.i < second.i and any(child.dep_ == "conj" for child in second.children)


def is_negated(token: Token) -> bool:
    """Tell whether a word carries its own negation ("did not", "never", "no talks")."""
    return any(child.dep_ == "neg" or (child.dep_ == "det" and child.lower_ == "no") for child in token.children)


def noun_phrase(noun: Token, *, clauses: bool = False) -> Span:
    """Return the phrase a noun heads, without coordinated nouns; `clauses` keeps relative clauses and appositions."""
    dropped = {"conj", "cc", "punct"} if clauses else {"conj", "cc", "punct"} | _CLAUSES
    inside = [noun]
    for child in noun.children:
        if child.dep_ not in dropped and child.dep_ not in SUBJECTS:
            inside.extend(child.subtree)
        elif child.dep_ == "punct" and child.text in "“\"‘'":
            continue
    return span_of(noun.doc, inside)


def span_of(doc: Doc, tokens: Iterable[Token]) -> Span:
    """Return the smallest span over `tokens`, without white space at its ends."""
    found = [token.i for token in tokens if not token.is_space]
    return doc[min(found) : max(found) + 1]


def word_after(token: Token) -> str:
    """Return the lower-case word behind a token, "" at the end of a text."""
    return token.nbor().lower_ if token.i + 1 < len(token.doc) else ""


def says_behind(doc: Doc, end: int) -> bool:
    """Tell whether what ends before token `end` says what stands before it: "…, a senior US official said Sunday"."""
    verb = doc[end] if end < len(doc) else None
    if verb is None or verb.tag_ not in {"VBD", "VBN", "VBZ"} or verb.lemma_.lower() not in _SAYING:
        return False
    if verb.tag_ == "VBN" and any(token.text == "," for token in doc[end + 1 : end + _CLAUSE]):
        return False  # "Ana Ruiz, the envoy confirmed in May, left"
    behind = verb.nbor() if end + 1 < len(doc) else None
    if behind is None or behind.is_punct or behind.is_space:
        goes_on = behind is not None and behind.text == "," and end + 2 < len(doc) and doc[end + 2].tag_ == "VBG"
        return behind is None or behind.text != "," or goes_on  # "a minister said, ..." may be said of whoever is named
    if verb.lemma_.lower() == "tell":
        return behind.pos_ in {"PROPN", "NOUN", "DET", "PRON", "ADP"} and behind.lower_ not in {"by", "to"}
    return behind.ent_type_ in {"DATE", "TIME"} or (behind.pos_ in {"ADP", "ADV"} and behind.lower_ not in {"by", "to"})


def is_yet_to(verb: Token) -> bool:
    """Tell whether "yet" stands before the "to" of an infinitive: "has yet to meet"."""
    return any(child.lower_ == "to" and child.i > 0 and child.nbor(-1).lower_ == "yet" for child in verb.children)


def has_subject(verb: Token) -> bool:
    """Tell whether a verb has a subject of its own, "it" and "there" included."""
    return any(child.dep_ in SUBJECTS for child in verb.children)


def has_auxiliary(verb: Token) -> bool:
    """Tell whether an auxiliary or the "to" of an infinitive stands before a verb."""
    return any(child.dep_ == "aux" for child in verb.children)


def has_to(token: Token) -> bool:
    """Tell whether a word is an infinitive with "to"."""
    return any(child.dep_ == "aux" and child.lower_ == "to" for child in token.children)
