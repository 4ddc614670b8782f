"""The way through the grammar from each word of a sentence to the word that names an event, as the layers of sides take it.

Sources: dependency paths tell the arguments of a predicate (Gildea and Palmer, 2002), and go into a network as
embeddings (Roth and Lapata, 2016).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from spacy.tokens import Token

__all__ = ["UNKNOWN", "number_paths", "path_names"]

UNKNOWN = 0  # the number of a path that no table has
_KEPT = (3, 2, 1)  # relations nearest to the trigger that a shortened path keeps
_WORDED = frozenset({"prep", "agent"})  # relations that tell too little without their word


def number_paths(words: Sequence[Token], trigger: Token, numbers: Mapping[str, int]) -> list[int]:
    """Return the number of each word's path to a trigger, of the longest of its names that has one; else UNKNOWN."""
    return [next((numbers[name] for name in names if name in numbers), UNKNOWN) for names in path_names(words, trigger)]


def path_names(words: Iterable[Token], trigger: Token) -> Iterator[list[str]]:
    """Yield what each word's path to a trigger is called, in full first, then without its far end; nothing in another tree.

    "compound>pobj>prep:with|conj": from a word up to an object of "with" of a verb that the trigger is joined to.
    """
    down = [trigger, *trigger.ancestors]
    steps = {token: step for step, token in enumerate(down)}
    ends = ["|" + "<".join(token.dep_ for token in reversed(down[:step])) for step in range(len(down))]
    for word in words:
        up: list[str] = []
        meeting = word
        while meeting not in steps and meeting.head != meeting:
            up.append(_relation(meeting))
            meeting = meeting.head
        if meeting not in steps:
            yield []
            continue
        end = ends[steps[meeting]]
        shortened = (".." + ">".join(up[-kept:]) + end for kept in _KEPT if len(up) > kept)
        yield [">".join(up) + end, *shortened]


def _relation(word: Token) -> str:
    return f"{word.dep_}:{word.lower_}" if word.dep_ in _WORDED else word.dep_
