"""Sentences with events and how certain each is (UW factuality and its like).

Format: JSON Lines of {"id", "split", "text", "events": [{"start", "end", "label"}]}, label from -3 (denied) to 3 (happened).
"""

import json
import pathlib
from dataclasses import dataclass

import spacy

from dragoman.reading.network_words import Window, Words, words_of
from dragoman.reading.wordpieces import WordPieces

HAPPENED, OPEN, DENIED = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence and the verdicts on its events."""

    name: str
    words: Words
    verdicts: tuple[tuple[int, int], ...]  # word, verdict

    @property
    def window(self) -> Window:
        """The whole sentence."""
        return Window(0, len(self.words.tokens))


def held_out(name: str) -> bool:
    """Tell whether a sentence is kept back: every tenth."""
    return int(name.rsplit("-", 1)[-1]) % 10 == 0


def read_sentences(path: pathlib.Path, split: str, vocabulary: WordPieces) -> list[Sentence]:
    """Read the sentences of one split that have events."""
    nlp = spacy.blank("en")
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["split"] != split or not row["events"]:
            continue
        doc = nlp.make_doc(row["text"])
        words = words_of(doc, vocabulary)
        starts = [doc[index].idx for index in words.tokens]
        verdicts = tuple((_word_at(starts, event["start"]), _verdict(event["label"])) for event in row["events"])
        found.append(Sentence(row["id"], words, verdicts))
    return found


def _word_at(starts: list[int], place: int) -> int:
    return max(number for number, start in enumerate(starts) if start <= place)


def _verdict(label: float) -> int:
    return HAPPENED if label >= 1 else DENIED if label <= -1 else OPEN
