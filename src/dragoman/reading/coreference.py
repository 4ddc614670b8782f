"""Resolve pronouns to actors, where the text leaves one reading; else leave them alone."""

from spacy.tokens import Span, Token

from dragoman.reading.cast import Cast, Part

__all__ = ["resolve_pronouns"]

_PERSONAL = {
    "he": "he",
    "him": "he",
    "his": "he",
    "himself": "he",
    "she": "she",
    "her": "she",
    "hers": "she",
    "herself": "she",
}
_THINGS = frozenset({"it", "its", "itself"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})


def resolve_pronouns(cast: Cast) -> None:
    """Give he and she, it and they the actor that they stand for.

    A person: the nearest subject before, in the same sentence or one of the two before, whose gender does not speak
    against it; two that fit equally leave the pronoun unresolved. A state or an organisation: the subject of the same
    sentence, or of the one before.
    """
    sentences = list(cast.doc.sents)
    for index, sentence in enumerate(sentences):
        for token in sentence:
            if token.pos_ != "PRON" and token.tag_ != "PRP$":
                continue
            key = _antecedent(cast, token, sentences, index)
            if key is not None:
                cast.mention(key, token.i, token.i + 1, "pronoun")


def _antecedent(cast: Cast, token: Token, sentences: list[Span], index: int) -> str | None:
    word = token.lower_
    if word in _PERSONAL:
        return _person(cast, token, sentences, index, _PERSONAL[word])
    if word in _THINGS:
        return _thing(cast, token, sentences, index)
    return None


def _person(cast: Cast, token: Token, sentences: list[Span], index: int, gender: str) -> str | None:
    for back in range(3):
        if index - back < 0:
            return None
        found = _candidates(
            cast, sentences[index - back], token, lambda part: part.kind == "person" and part.gender in {gender, None}
        )
        key = _choose(cast, found)
        if key is not None or found:
            return key
    return None


def _candidates(cast: Cast, sentence: Span, before: Token, fits) -> list[tuple[int, Token, str]]:  # type: ignore[no-untyped-def]
    found = []
    for token in sentence:
        if token.i >= before.i:
            break
        part = cast.at(token.i)
        if (
            part is not None
            and fits(part)
            and (token.i + 1 >= len(cast.doc) or cast.heads.get(token.i + 1) != part.key)
        ):
            found.append(
                (2 if token.dep_ in _SUBJECTS else 1 if token.dep_ in {"poss", "dobj"} else 0, token, part.key)
            )
    return found


def _choose(cast: Cast, found: list[tuple[int, Token, str]]) -> str | None:
    del cast
    keys = {key for _, _, key in found}
    if len(keys) == 1:
        return keys.pop()
    subjects = [key for rank, _, key in found if rank == 2]
    return subjects[-1] if subjects else None


def _thing(cast: Cast, token: Token, sentences: list[Span], index: int) -> str | None:
    def fits(part: Part) -> bool:
        return part.kind in {"state", "organization", "body", "outlet"}

    for back in range(2):
        if index - back < 0:
            return None
        found = [item for item in _candidates(cast, sentences[index - back], token, fits) if item[0] == 2]
        if found:
            return found[-1][2]
    return None
