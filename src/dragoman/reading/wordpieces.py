"""Cut words into the pieces of a BERT vocabulary: lower case, accents off, longest match first.

The words are spaCy's, so that every piece knows its token and what the network says of a piece is exact in the text.
Source of the method: Devlin et al. 2019, the uncased models (their basic tokenizer, then WordPiece).
"""

import unicodedata
from collections.abc import Sequence

__all__ = ["PAD", "WordPieces"]

PAD = 0
_LONGEST = 100  # characters of a word; a longer one is unknown, as in the original
_PUNCTUATION = ((33, 47), (58, 64), (91, 96), (123, 126))


class WordPieces:
    """A vocabulary that cuts words; what it has cut once it knows."""

    def __init__(self, entries: Sequence[str]) -> None:
        self._ids = {entry: number for number, entry in enumerate(entries)}
        self._known: dict[str, tuple[int, ...]] = {}
        self._unknown = self._ids["[UNK]"]
        self.first, self.last = self._ids["[CLS]"], self._ids["[SEP]"]

    def cut(self, word: str) -> tuple[int, ...]:
        """Return the ids of the word's pieces, at least one: a word of nothing but odd characters is unknown."""
        found = self._known.get(word)
        if found is None:
            found = tuple(self._cut(word)) or (self._unknown,)
            # Names and numbers never end; a long batch must not keep them all.
            if len(self._known) < 50_000:
                self._known[word] = found
        return found

    def _cut(self, word: str) -> list[int]:
        return [piece for part in _parts_of(word) for piece in self._pieces(part)]

    def _pieces(self, part: str) -> list[int]:
        if len(part) > _LONGEST:
            return [self._unknown]
        pieces: list[int] = []
        start = 0
        while start < len(part):
            end = self._longest(part, start)
            if end == start:
                return [self._unknown]
            pieces.append(self._ids[part[start:end] if start == 0 else f"##{part[start:end]}"])
            start = end
        return pieces

    def _longest(self, part: str, start: int) -> int:
        prefix = "##" if start else ""
        for end in range(len(part), start, -1):
            if prefix + part[start:end] in self._ids:
                return end
        return start


def _parts_of(word: str) -> list[str]:
    """Lower the word, take accents and control characters off, and set punctuation and ideographs apart."""
    plain = unicodedata.normalize("NFD", word.lower())
    parts: list[str] = [""]
    for char in plain:
        kind = unicodedata.category(char)
        if kind == "Mn" or (kind.startswith("C") and kind != "Co"):
            continue
        if char.isspace():
            parts.append("")
        elif _stands_alone(char, kind):
            parts += [char, ""]
        else:
            parts[-1] += char
    return [part for part in parts if part]


def _stands_alone(char: str, kind: str) -> bool:
    code = ord(char)
    ideograph = 0x4E00 <= code <= 0x9FFF or 0x3400 <= code <= 0x4DBF or 0xF900 <= code <= 0xFAFF
    return ideograph or kind.startswith("P") or any(low <= code <= high for low, high in _PUNCTUATION)
