"""Ask which actor a word speaks of; for the steps that follow `dragoman_actors`."""

from collections.abc import Iterable

from spacy.tokens import Doc, Token

from dragoman.model import Actor
from dragoman.reading.coreference import plural_antecedent
from dragoman.reading.countries import country_words
from dragoman.reading.grammar import conjuncts_of

__all__ = ["actor_of", "actors_of", "in_small_letters", "state_by_adjective"]

_QUANTIFIERS = frozenset(
    {
        "one",
        "some",
        "many",
        "most",
        "several",
        "both",
        "all",
        "none",
        "few",
        "much",
        "half",
        "each",
        "number",
        "group",
        "majority",
        "member",
        "members",
        "dozens",
        "hundreds",
        "thousands",
        "tens",
        "part",
    }
)


_PLURALS = frozenset({"they", "them", "their"})


def actor_of(doc: Doc, token: Token) -> str | None:
    """Return the id of the actor that a noun or pronoun speaks of, or None.

    Looks at the token, then at what stands in apposition to it, then at the name it is a title of
    ("South Korea's minister of unification Kim Yung Ho": by "minister" and by "Ho").
    """
    heads: dict[int, str] = doc._.actor_heads or {}
    if token.i in heads:
        return heads[token.i]
    for child in token.children:
        if child.dep_ in {"appos", "flat"} and child.i in heads:
            return heads[child.i]
    if token.dep_ in {"appos", "compound"} and token.head.i in heads and token.dep_ == "appos":
        return heads[token.head.i]
    if token.lower_ in _QUANTIFIERS:
        for child in token.children:
            if child.dep_ == "prep" and child.lower_ == "of":
                for noun in child.children:
                    if noun.i in heads:
                        return heads[noun.i]
    return None


def actors_of(doc: Doc, token: Token) -> list[str]:
    """Return the ids of all actors that a noun and what is coordinated with it speak of, in order, each once.

    "they" that stands for "Kishida and Yoon" gives both.
    """
    if token.lower_ in _PLURALS and token.i not in (doc._.actor_heads or {}):
        noun = plural_antecedent(token, doc._.actor_heads or {})
        return actors_of(doc, noun) if noun is not None else []
    found = (actor_of(doc, other) for other in conjuncts_of(token))
    return list(dict.fromkeys(actor for actor in found if actor is not None))


def in_small_letters(actors: Iterable[Actor], capitals: str) -> str | None:
    """Return the id of the only actor whom the capitals of a headline name: "PRESIDENT TRUMP", "AMAZON"."""
    last = capitals.rsplit(maxsplit=1)[-1]
    found = [
        actor.id
        for actor in actors
        if not actor.name.isupper()
        and (
            actor.name.upper() == capitals
            or (actor.kind == "person" and actor.name.upper().rsplit(maxsplit=1)[-1] == last)
        )
    ]
    return found[0] if len(found) == 1 else None


def state_by_adjective(doc: Doc, token: Token) -> str | None:
    """Return the id of the state whose adjective says whose a demand or a claim is: "Israeli demands", "the U.S. warning"."""
    known = country_words().get(token.text)
    if known is None or known.kind not in {"adjective", "state"} or token.dep_ not in {"amod", "compound", "nmod"}:
        return None
    return next((a.id for a in doc._.actors if a.kind == "state" and a.country == known.code), None)
