"""Find the words of a parsed text that name events: a cue and what grammar puts around it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from dragoman.reading.event_cues import Cue, CueTable, Kind, load_cues
from dragoman.reading.grammar import conjuncts_of, has_to, is_passive, objects_of, subject_of

__all__ = ["Match", "asked_to", "bare_match", "find_matches", "match_as", "measured", "phrase_objects"]

_KINDS: dict[str, Kind] = {"VERB": "verb", "AUX": "verb", "NOUN": "noun", "PROPN": "noun", "ADJ": "adjective"}
_CLAUSES: dict[Kind, frozenset[str]] = {
    "verb": frozenset({"xcomp", "ccomp", "pcomp"}),
    "noun": frozenset({"acl", "ccomp", "relcl", "xcomp"}),
    "adjective": frozenset({"xcomp", "ccomp", "advcl", "prep"}),
}
# Nouns that say how much of what follows "of" there is: "a series of attacks".
_MEASURES = frozenset({
    "series", "round", "number", "wave", "spate", "string", "set", "package", "kind", "sort", "type", "form", "lot",
    "bit", "ton",
    "tonne", "million", "billion", "thousand", "hundred", "dozen", "piece", "barrage", "volley", "range", "raft",
    "member", "group", "state", "plenty", "dollar", "euro", "$", "worth", "end", "imposition", "lifting", "renewal",
    "resumption", "delivery", "shipment", "release", "one", "some", "many", "most", "all", "each", "convoy",
    "grouping", "torrent", "flurry", "salvo", "stream", "chorus", "dozens", "hundreds", "thousands",
    "batch", "contingent", "fleet",
})  # fmt: skip
_HANGING = frozenset({"prep", "dative", "agent", "advmod", "prt"})
# "proposed a tariff, according to economists": they are told nothing by it.
_SOURCING = frozenset({"according", "due", "thanks", "owing", "prior", "compared", "because"})
_TOGETHER = frozenset({"along", "together", "alongside"})  # "met Xi, along with Li": it is Xi who is met
_INTENTS = frozenset({"right", "readiness", "willingness", "intention"})  # "reserves the right to retaliate"
_RELATIVES = frozenset({"who", "which", "that", "where", "when", "whose", "why"})
_PARTICIPLES = frozenset({"VBG", "VBN"})
_TIMES = frozenset({"DATE", "TIME"})
# Adverbs that the parser gives a verb where its particle is meant: "stepped down", "pulled out of".
_PARTICLES = frozenset({"out", "off", "down", "up", "over", "back", "in", "aside", "together"})


@dataclass(frozen=True, slots=True)
class Match:
    """A trigger: the cue, its head word and the words that the cue asked for."""

    cue: Cue
    token: Token
    objects: tuple[Token, ...]
    clause: Token | None  # the verb of the complement
    passive: bool


def find_matches(doc: Doc) -> Iterator[Match]:
    """Yield the triggers of a text in order, at most one a word."""
    for token in doc:
        cues = _cues_of(token)
        found = _match_first(token, cues) if cues else None
        if found is not None:
            yield found


def match_as(token: Token, kind: str) -> Match | None:
    """Return the first cue of this PLOVER type that the tables have for a word and that fits it here, or None."""
    cues = tuple(cue for cue in _cues_of(token) if cue.type == kind)
    return _match_first(token, cues) if cues else None


def bare_match(token: Token, kind: str) -> Match:
    """Return a word as a trigger of this PLOVER type for which the tables have no cue, with the objects that it has."""
    cue = Cue(kind, None, _KINDS.get(token.pos_, "noun"), token.lemma_.lower())
    passive = cue.kind == "verb" and is_passive(token)
    objects = _objects(token, passive=passive) if cue.kind == "verb" else []
    return Match(cue, token, tuple(objects), _clause(token, cue.kind), passive)


def _cues_of(token: Token) -> tuple[Cue, ...]:
    """Return the cues that the tables have for a word, the most demanding first."""
    kind = _KINDS.get(token.pos_)
    if kind is None:
        return ()
    table = load_cues()
    cues = table.get((kind, token.lemma_.lower()))
    if cues is None and kind == "noun" and token.tag_ in {"NNS", "NNPS"}:
        cues = table.get((kind, token.lower_))
    if cues is None and kind == "verb" and token.tag_ in {"VBN", "VBD"}:
        cues = _regular(table, token)
    return cues or ()


def _regular(table: CueTable, token: Token) -> tuple[Cue, ...] | None:
    """Look a past form up by its regular base: the lemmatizer keeps rare ones, "expropriated" say, as they stand."""
    word = token.lower_
    if not word.endswith("ed"):
        return None
    return table.get(("verb", word[:-1])) or table.get(("verb", word[:-2]))


def _match_first(token: Token, cues: tuple[Cue, ...]) -> Match | None:
    kind = cues[0].kind
    passive = kind == "verb" and is_passive(token)
    objects = _objects(token, passive=passive) if kind == "verb" else []
    particle = _particle(token) if kind == "verb" else None
    clause = _clause(token, kind)
    if clause is not None and not objects and kind == "verb":
        objects = _raised(clause, called=token.lemma_ == "call")
    # A noun's own words stand for its objects: "assassination_attempt".
    lemmas = {lemma for found in (objects if kind == "verb" else [token]) for lemma in object_lemmas(found)}
    for cue in cues:
        if (cue.particle is not None and cue.particle != particle) or (cue.passive and not passive):
            continue
        if _objects_fit(cue, objects, lemmas) and _clause_fits(cue, clause) and _phrases_fit(cue, token, objects):
            return Match(cue, token, tuple(objects), clause if cue.clause != "none" else None, passive)
    return None


def _particle(verb: Token) -> str | None:
    for child in verb.children:
        if child.dep_ == "prt" or (
            child.dep_ in {"advmod", "prep"} and child.lower_ in _PARTICLES and child.i == verb.i + 1
        ):
            return child.lower_
    return None


def _objects(verb: Token, *, passive: bool) -> list[Token]:
    if passive:
        subject = subject_of(verb) or _auxiliary_subject(verb)
        return [
            *([subject] if subject is not None else []),
            *(noun for noun in objects_of(verb) if noun != subject),
        ]
    found = objects_of(verb)
    found += [
        child for child in verb.children if child.dep_ in {"attr", "oprd", "nmod"} and child.pos_ in {"NOUN", "PROPN"}
    ]
    for small in verb.children:  # "found Oslo guilty", where the parse makes a clause of it
        if small.dep_ == "ccomp" and small.pos_ in {"ADJ", "NOUN"} and not any(c.pos_ == "AUX" for c in small.children):
            found += [noun for noun in small.children if noun.dep_ == "nsubj"]
    if verb.dep_ == "relcl":
        found = [verb.head if noun.lower_ in {"that", "which", "whom", "who"} else noun for noun in found]
    if verb.dep_ == "relcl" and not found and not _has_relative(verb):
        found = [verb.head]
    return found or _shared_objects(verb)


def _has_relative(verb: Token) -> bool:
    """Tell whether a relative clause has its pronoun elsewhere than as object: "a state in which they helped"."""
    return any(
        word.lower_ in _RELATIVES for child in verb.children for word in (child, *child.children) if word.i < verb.i
    )


def _auxiliary_subject(verb: Token) -> Token | None:
    """Find the subject that the parser hung on "is" in "is opposed"."""
    return next(
        (noun for aux in verb.children if aux.dep_ == "auxpass" for noun in aux.children if noun.dep_ == "nsubj"), None
    )


def _shared_objects(verb: Token) -> list[Token]:
    """Take the object of the last of several coordinated verbs: "condemned and rejected the plan"."""
    for child in verb.children:
        if child.dep_ == "conj" and child.pos_ == "VERB" and child.i - verb.i <= 3:
            return objects_of(child)
    return []


def _raised(clause: Token, *, called: bool) -> list[Token]:
    """Take the subject of an infinitive as the object: the parser reads "asked Germany to send" so."""
    if called and any(child.dep_ == "mark" and child.lower_ == "for" for child in clause.children):
        return []  # "called for Oslo to pay"
    if any(child.dep_ == "aux" and child.lower_ == "to" for child in clause.children):
        return [child for child in clause.children if child.dep_ == "nsubj"]
    return []


def _clause(token: Token, kind: Kind) -> Token | None:
    for child in token.children:
        if (
            child.dep_ in _CLAUSES[kind]
            and child.pos_ in {"VERB", "AUX"}
            and not (kind == "noun" and child.tag_ in _PARTICIPLES)
        ):
            return child
        if child.dep_ == "prep" and child.lower_ in {"against", "from", "for", "to", "about", "on", "of", "at"}:
            inner = next((verb for verb in child.children if verb.dep_ == "pcomp" and verb.pos_ == "VERB"), None)
            if inner is not None and kind != "noun":
                return inner
    if kind == "verb":
        for noun in token.children:
            if noun.dep_ == "dobj" and noun.lemma_.lower() in _INTENTS:
                inner = next((c for c in noun.children if c.dep_ in {"acl", "relcl"} and has_to(c)), None)
                if inner is not None:
                    return inner
        return next((c for c in token.children if c.dep_ == "advcl" and c.i > token.i and has_to(c)), None)
    return None


def object_lemmas(noun: Token) -> Iterator[str]:
    """Yield the lemmas that an object stands for: its own, its conjuncts', and what a measure word measures; also
    `adjective_noun` for each word before it ("legal_action").
    """
    for each in conjuncts_of(noun):
        lemma = each.lemma_.lower()
        yield lemma
        yield each.lower_
        yield from _with_modifiers(each)
        if each.ent_type_ == "PERSON":  # "hosted President Chirac" hosts a president
            yield from (child.lower_ for child in each.children if child.dep_ == "compound")
        for child in each.children:
            if (
                child.dep_ == "prep"
                and child.lower_ in {"of", "in"}
                and (each.lemma_.lower() in _MEASURES or each.like_num)
            ):
                for inner in child.children:
                    if inner.dep_ == "pobj":
                        yield inner.lemma_.lower()
                        yield from _with_modifiers(inner)


def measured(noun: Token) -> list[Token]:
    """Find what a measure word measures: the strikes of "a series of strikes"."""
    return phrase_objects(noun, "of") if noun.lemma_.lower() in _MEASURES else []


def _with_modifiers(noun: Token) -> Iterator[str]:
    lemma = noun.lemma_.lower()
    return (f"{child.lower_}_{lemma}" for child in noun.children if child.dep_ in {"amod", "compound"})


def phrase_objects(token: Token, preposition: str, objects: Iterable[Token] = ()) -> list[Token]:
    """Find the nouns that a preposition hangs on a trigger or, as parsers attach them, on its object; dates left out."""
    return [
        noun
        for head in (token, *objects)
        for child in _prepositions(head)
        if child.lower_ == preposition
        for noun in child.children
        if noun.dep_ in {"pobj", "pcomp"} and noun.ent_type_ not in _TIMES
    ]


def _prepositions(head: Token) -> Iterator[Token]:
    for child in head.children:
        if child.dep_ in _HANGING:
            yield child
            if child.lower_ not in _SOURCING | _TOGETHER:
                yield from (deep for deep in child.children if deep.dep_ == "prep")


def _objects_fit(cue: Cue, objects: list[Token], lemmas: set[str]) -> bool:
    if lemmas & cue.barred or (objects and "*" in cue.barred) or (cue.single and len(objects) != 1):
        return False
    if cue.objects is None:
        return True
    return bool(objects) if "*" in cue.objects else not lemmas.isdisjoint(cue.objects)


def _clause_fits(cue: Cue, clause: Token | None) -> bool:
    if cue.clause != "must":
        return True
    if clause is None or (cue.infinitive and not has_to(clause)):
        return False
    verb = clause.lemma_.lower()
    if cue.clause_verbs:
        return verb in cue.clause_verbs
    return verb not in cue.clause_barred


def _phrases_fit(cue: Cue, token: Token, objects: list[Token]) -> bool:
    return not cue.phrases or any(_phrase_fits(cue, pair, token, objects) for pair in cue.phrases)


def _phrase_fits(cue: Cue, phrase: tuple[str, frozenset[str]], token: Token, objects: list[Token]) -> bool:
    preposition, words = phrase
    nouns = phrase_objects(token, preposition, objects)
    if cue.kind == "verb" and token.dep_ not in {"relcl", "ccomp"}:
        nouns = [noun for noun in nouns if noun.i > token.i]  # "on the eve of the visit, he insisted"
    if preposition == "as":
        nouns += _called(token)
    if preposition == "for":
        nouns += asked_to(token)
    if "*" in words:
        return any(cue.barred.isdisjoint(object_lemmas(noun)) for noun in nouns)
    return any(not words.isdisjoint(_phrase_lemmas(noun)) for noun in nouns)


def asked_to(verb: Token) -> list[Token]:
    """Find who is asked for an act, where the parse makes a clause of it: "called for Oslo to pay"."""
    return [
        noun
        for clause in verb.children
        if clause.dep_ in {"advcl", "xcomp", "ccomp"}
        and any(c.dep_ == "mark" and c.lower_ == "for" for c in clause.children)
        for noun in clause.children
        if noun.dep_ == "nsubj"
    ]


def _called(verb: Token) -> list[Token]:
    """Find what somebody is called: "called the plan a trap", "called her unfit"."""
    found = [child for child in verb.children if child.dep_ in {"oprd", "attr", "acomp"}]
    small = [c for c in verb.children if c.dep_ == "ccomp" and c.pos_ in {"NOUN", "ADJ", "PROPN"}]
    return [each for head in (*found, *small) for each in conjuncts_of(head)]


def _phrase_lemmas(noun: Token) -> set[str]:
    lemmas = set(object_lemmas(noun))
    lemmas |= {child.lemma_.lower() for child in noun.children if child.dep_ in {"compound", "amod"}}
    return lemmas
