"""How an act stands that a noun names: by the words beside the noun, and by what the noun hangs on."""

from dataclasses import replace

from spacy.tokens import Token

from dragoman.reading.auxiliary_clauses import above_clause
from dragoman.reading.auxiliary_climb import Climb
from dragoman.reading.auxiliary_predicates import is_bargained, under_verb, with_predicate
from dragoman.reading.auxiliary_prepositions import noun_under_preposition
from dragoman.reading.auxiliary_standing import ACTUAL, FUTURE, OPEN, TRUE, Standing, apply_effect
from dragoman.reading.auxiliary_verbs import is_negator
from dragoman.reading.grammar import SUBJECTS

__all__ = ["above_noun", "noun_under", "of_noun"]


def of_noun(noun: Token, climb: Climb) -> Standing:
    """Say how an act stands by the words beside its noun: "no deal", "planned talks", "talks that are due"."""
    world, denied = ACTUAL, False
    for child in noun.children:
        if is_negator(child):
            denied = True
        elif child.dep_ == "relcl" and _is_about_its_noun(child):
            world = max(world, with_predicate(noun, child, replace(climb, depth=1)).world)
        elif child.dep_ in {"amod", "det", "compound", "advmod"}:
            mode = climb.cues.modifiers.get(child.lower_)
            if mode == "negation":
                denied |= not (child.lower_ == "little" and any(c.dep_ == "det" for c in noun.children))
            elif mode == "future":
                world = max(world, FUTURE)
            elif mode == "hypothetical":
                world = OPEN
    return Standing(world, denied)


def _is_about_its_noun(clause: Token) -> bool:
    """Tell whether a relative clause says something of its noun: "talks that are due to restart"."""
    return any(child.dep_ in SUBJECTS and child.lower_ in {"that", "which"} for child in clause.children)


def above_noun(noun: Token, head: Token, climb: Climb) -> Standing:
    """Say how an act stands whose noun hangs on `head`."""
    match noun.dep_:
        case "dobj" | "nsubjpass" | "oprd":
            found = Standing(OPEN) if is_bargained(noun, head, climb.cues) else under_verb(noun, head, climb)
        case "nsubj":
            found = with_predicate(noun, head, climb)
        case "attr":
            found = climb.standing_of(head)
        case "pobj":
            found = noun_under_preposition(noun, head, climb)
        case "compound":
            effect = climb.cues.nouns.get(head.lemma_.lower())
            planned = effect in {"future", "hypothetical"}
            found = apply_effect(effect, climb.standing_of(head)) if effect and planned else TRUE
        case "xcomp" | "ccomp":
            found = above_clause(noun, head, climb)
        case _:
            found = TRUE
    return found


def noun_under(own: Standing, above: Standing, noun: Token) -> Standing:
    """Join a noun to what stands above; "made no deal" is one denial, and "any" says nothing under "not"."""
    vague = above.denied and any(child.lower_ == "any" for child in noun.children)
    return Standing(above.world if vague else max(own.world, above.world), own.denied or above.denied)
