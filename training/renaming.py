"""Other names in place of those of a text: who acts upon whom is to be learned of how it is told, not of the names."""

import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from news import Article, Cut

from dragoman.reading.entity_tags import ENTITIES

# Tags of names that are changed: every word of a person's, and of a state's or people's those of one word.
_PERSON, *_BEGINS = (1 + 2 * ENTITIES.index(name) for name in ("PERSON", "GPE", "NORP"))
Piece = tuple[int, ...]
Kind = tuple[int, int, bool]  # a class of names, how many pieces, and whether the last ends in an s, as a plural's does


class Renaming:
    """Names of articles, to be put in the place of others of their kind."""

    def __init__(self, articles: Sequence[Article], plural: frozenset[int], chance: random.Random) -> None:
        """Gather the names. plural: the pieces of the vocabulary that end in an s."""
        self._plural, self._chance = plural, chance
        pools: dict[Kind, set[Piece]] = defaultdict(set)
        for article in articles:
            for word in _named(article):
                pools[self._kind(article, word)].add(article.words.pieces[word])
        self._pools = {kind: sorted(names) for kind, names in pools.items()}

    def __call__(self, cut: Cut) -> Cut:
        """Return a window with another name for each of its names, the same one wherever a name stands."""
        article = cut.article
        pieces = list(article.words.pieces)
        others: dict[tuple[Kind, Piece], Piece] = {}
        for word in _named(article):
            if not cut.window.start <= word < cut.window.end:
                continue
            kind, name = self._kind(article, word), pieces[word]
            if (kind, name) not in others:
                rest = [other for other in self._chance.choices(self._pools[kind], k=4) if other != name]
                others[kind, name] = rest[0] if rest else name
            pieces[word] = others[kind, name]
        return replace(cut, article=replace(article, words=replace(article.words, pieces=tuple(pieces))))

    def _kind(self, article: Article, word: int) -> Kind:
        pieces = article.words.pieces[word]
        return (article.names[word] - 1) // 2, len(pieces), pieces[-1] in self._plural


def _named(article: Article) -> list[int]:
    """Return the words that are names, or parts of a person's."""
    tags = article.names
    return [
        at
        for at, tag in enumerate(tags)
        if tag in {_PERSON, _PERSON + 1} or (tag in _BEGINS and tags[at + 1 : at + 2] != (tag + 1,))
    ]
