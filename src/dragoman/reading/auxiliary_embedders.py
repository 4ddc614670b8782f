"""What an embedding word says of the clause below it, by `auxiliary.toml` and by the shape of the clause."""

from spacy.tokens import Token

from dragoman.reading.auxiliary_cues import AuxiliaryCues, Effect
from dragoman.reading.grammar import has_auxiliary, has_subject, has_to, is_yet_to

__all__ = ["EMBEDDING", "effect_of", "effect_on_clause", "is_rebutted", "key_of", "predicate_of"]

# Prepositions by which a word takes what it embeds: "threat of", "close to", "vote against".
EMBEDDING = frozenset({"of", "for", "to", "on", "about", "over", "against"})
_WANTING = frozenset({"want", "like", "need"})


def key_of(head: Token) -> str:
    """Return what the table knows a word by: its lemma, with its particle where it has one ("rule_out")."""
    particle = next((child.lower_ for child in head.children if child.dep_ == "prt"), None)
    lemma = head.lemma_.lower()
    return f"{lemma}_{particle}" if particle else lemma


def effect_of(head: Token, cues: AuxiliaryCues) -> Effect | None:
    """Find what a word says of a clause it embeds, with its particle ("rule out") or by itself."""
    return cues.clauses.get(key_of(head)) or cues.clauses.get(head.lemma_.lower())


def effect_on_clause(token: Token, head: Token, cues: AuxiliaryCues) -> Effect:
    """Say what `head` says of the clause of `token`, which it embeds."""
    infinitive = has_to(token)
    light = _effect_of_light_verb(token, head, infinitive=infinitive)
    if light is not None:
        return light
    if token.dep_ == "acl" and token.tag_ == "VBN" and head.dep_ == "dobj" and head.head.lemma_ in _WANTING:
        return "hypothetical"  # "wants sanctions imposed on Oslo"
    if token.dep_ == "acl" and not infinitive and token.tag_ in {"VBN", "VBG"} and not has_subject(token):
        return "fact"  # a reduced relative clause: "the deal signed in Oslo"
    known = effect_of(head, cues) or cues.clauses.get(head.lower_)
    if known is None:
        return "hypothetical" if infinitive else "transparent"
    if known == "transparent" and token.tag_ == "VB" and not infinitive and not has_auxiliary(token):
        return "inherit"  # "the trip will see her visit Riga"
    if known == "transparent" and infinitive:
        return "inherit" if head.tag_ != "VBN" else "transparent"
    told = head.tag_ == "VBG" and head.dep_ == "ROOT" and token.tag_ == "VBD"
    return "transparent" if told and known in {"hypothetical", "future"} else known


def _effect_of_light_verb(token: Token, head: Token, *, infinitive: bool) -> Effect | None:
    """Read "is to", "going to", "has to" and "has yet to"; None for a verb with a meaning of its own."""
    if head.pos_ == "AUX" or head.lemma_ == "be":
        return "future" if infinitive and token.dep_ == "xcomp" and head.lemma_ == "be" else "inherit"
    if head.lower_ == "going" and infinitive:
        return "future"
    if head.lemma_ == "have" and infinitive:
        # "has yet to" is denied at the verb itself; who had to leave left
        done = head.tag_ in {"VBD", "VBN"} and not any(c.dep_ == "neg" or c.tag_ == "MD" for c in head.children)
        return "fact" if done or is_yet_to(token) else "hypothetical"
    return "inherit" if head.lemma_ == "go" and not infinitive else None


def predicate_of(copula: Token) -> Token:
    """Return the adjective of "it is likely that …", else the copula itself."""
    return next((child for child in copula.children if child.dep_ == "acomp"), copula)


def is_rebutted(telling: Token, cues: AuxiliaryCues) -> bool:
    """Tell whether a noun of telling is said to be untrue: "dismissed reports that"."""
    return telling.dep_ in {"dobj", "nsubjpass"} and telling.head.lemma_.lower() in cues.rebuttals
