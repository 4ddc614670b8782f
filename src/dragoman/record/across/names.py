"""Names as keys: what is equal when two articles name the same one."""

import functools
import re
import unicodedata

from dragoman.model import Actor

__all__ = ["countries_in", "fold", "is_nameable", "key_of", "last_word"]

_WORD = re.compile(r"\w+")
_INITIALS = re.compile(r"\b[a-z](?: [a-z]\b)+")
_LEADING = frozenset({"the", "a", "an", "mr", "mrs", "ms", "dr", "sir"})
# Kinds whose names mean the same one wherever they stand; "two officials" of one article are not those of another.
_NAMED = frozenset({"person", "organization", "outlet"})


@functools.lru_cache(maxsize=20_000)  # names come again and again
def fold(name: str) -> str:
    """Fold a name: no case, accents, punctuation or article ("The Lantern" and "Lantern", "Oyarzún" and "Oyarzun").

    Initials are one word, with points or without: "U.N." and "UN".
    """
    plain = "".join(char for char in unicodedata.normalize("NFKD", name) if not unicodedata.combining(char))
    words = _WORD.findall(re.sub("['’]s?\\b", "", plain.lower()))
    while len(words) > 1 and words[0] in _LEADING:
        words = words[1:]
    return _INITIALS.sub(lambda found: found[0].replace(" ", ""), " ".join(words))


def last_word(folded: str) -> str:
    """Return the word by which an article names somebody again."""
    return folded.rpartition(" ")[2]


@functools.lru_cache(maxsize=4096)  # a telling is compared with many
def countries_in(names: frozenset[str]) -> frozenset[str]:
    """Return the country codes among codes and folded names, which are in small letters."""
    return frozenset(name for name in names if name.isupper())


def is_nameable(actor: Actor) -> bool:
    """Tell whether the actor can be recognised by name: not a state or body, which their country tells."""
    return actor.kind in _NAMED


def key_of(actor: Actor) -> str | None:
    """Return the key of an actor that needs no comparing: a state by its country, a body by country and name.

    None where the actor must be compared by name, or cannot be found again at all.
    """
    if actor.kind == "state":
        return f"state:{actor.country or fold(actor.name)}"
    if actor.kind == "body" and actor.country:
        words = [word for word in fold(actor.name).split() if word in _BODY_WORDS]
        return f"body:{actor.country}:{' '.join(words) or fold(actor.name)}"
    return None


# What is left of a body's name when its country's is taken away: "Kenyan foreign ministry", "the ministry of foreign
# affairs of Kenya". Bodies under other names keep their whole name.
_BODY_WORDS = frozenset(
    {
        "foreign",
        "defence",
        "defense",
        "interior",
        "finance",
        "trade",
        "ministry",
        "parliament",
        "navy",
        "army",
        "senate",
    }
)
