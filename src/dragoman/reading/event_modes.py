"""The PLOVER mode of an event whose cue gives none: by the words that name it, what it is done with and what tells of it."""

import functools
from collections.abc import Iterable, Iterator

from spacy.tokens import Token

from dragoman.reading.rules import load_rules

__all__ = ["mode_by_words"]

_TELLING = frozenset({"compound", "amod", "nmod"})
_DOING = frozenset({"nsubj", "nsubjpass", "dobj", "pobj"})
# Phrases that say what it is done with: "hit by a missile", "killed in an airstrike"; "spoke over the phone".
_WITH = frozenset({"with", "by", "in", "using"})
_SPOKEN = _WITH | {"over", "via", "through", "on"}


@functools.cache
def _rows() -> dict[str, list[tuple[str, frozenset[str], frozenset[str]]]]:
    """Return for each PLOVER type the modes with their words, anywhere and of the trigger alone, in order."""
    rows: dict[str, list[tuple[str, frozenset[str], frozenset[str]]]] = {}
    for row in load_rules("plover_modes")["mode"]:
        words, named = (frozenset(row.get(key, ())) for key in ("words", "named"))
        rows.setdefault(row["type"], []).append((row["mode"], words, named))
    return rows


def mode_by_words(kind: str, trigger: Iterable[Token]) -> str | None:
    """Return the mode of an event of a PLOVER type by the words of its trigger and those around; None where none tells it."""
    rows = _rows().get(kind)
    if rows is None:
        return None
    told = list(trigger)
    words = [token for token in told if not (kind == "ASSAULT" and token.head in told and _is_undergoing(token))]
    named = {word for token in words for word in _words_of(token)}
    around = named | {word for token in words for word in _words_around(token, kind)}
    return next((mode for mode, told, own in rows if told & around or own & named), None)


def _is_undergoing(token: Token) -> bool:
    """Tell whether a word says whom an attack is made on: the tanks of "destroyed tanks"."""
    return token.dep_ in {"dobj", "nsubjpass", "pobj"} and not _is_use(token.head)


def _is_use(word: Token) -> bool:
    """Tell whether a word has for its object what is used: "fired missiles", as against "shelled a town"."""
    words = load_rules("plover_words")
    return word.lemma_.lower() in words["using" if word.pos_ == "VERB" else "uses"]


def _words_around(word: Token, kind: str) -> Iterator[str]:
    """Yield the words of nouns that act, are used or tell of it."""
    for child in word.children:
        if child.dep_ in _DOING and not (kind == "ASSAULT" and _is_undergoing(child)):
            yield from _words_of(child)
        elif child.dep_ == "agent" or (child.dep_ == "prep" and _says_with(child, word, kind)):
            nouns = [noun for noun in child.children if noun.dep_ == "pobj"]
            # "killed in a tank factory" was killed by no tank
            yield from (
                form
                for noun in nouns
                for form in ([noun.lemma_.lower()] if child.lower_ == "in" and kind == "ASSAULT" else _words_of(noun))
            )
        elif child.dep_ in {"advcl", "acl"} and child.lower_ == "using":
            yield from (form for noun in child.children if noun.dep_ == "dobj" for form in _words_of(noun))


def _says_with(preposition: Token, word: Token, kind: str) -> bool:
    of_use = preposition.lower_ == "of" and (kind != "ASSAULT" or _is_use(word))
    return preposition.lower_ in (_SPOKEN if kind == "CONSULT" else _WITH) or of_use


def _words_of(token: Token) -> Iterator[str]:
    """Yield a word's lemma, alone and with its particle or the words that tell of it, and those words."""
    lemma = token.lemma_.lower()
    yield lemma
    for child in token.children:
        if child.dep_ in _TELLING:
            yield child.lemma_.lower()
            yield f"{child.lemma_.lower()}_{lemma}"
        elif child.dep_ == "prt":
            yield f"{lemma}_{child.lower_}"
