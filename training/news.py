"""Sentences in the articles that they stand in, with what they tell; labelled here, places only.

Format: JSON Lines of {"id", "start", "end", "type"} for the type of a whole sentence, or of {"id", "start", "end", "events":
[{"type", "trigger", "actors", "recipients", "status"}]} for all that it tells, places in the texts of the data's unlabelled news.
The sentences of the Zero-Shot-PLOVER study (PLV) come alone, each as an article of its own.
"""

import bisect
import itertools
import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import spacy
from batches import in_batches
from spacy.language import Language
from spacy.tokens import Token
from torch import Tensor
from typed import Labelled

from dragoman.reading.entity_tags import ENTITIES
from dragoman.reading.event_labels import KINDS, STANDINGS, TYPES
from dragoman.reading.learned_events import label_of
from dragoman.reading.network_words import SIZE, Window, Words, words_of
from dragoman.reading.paragraphs import mark_paragraphs
from dragoman.reading.reader import DEFAULT_MODEL
from dragoman.reading.wordpieces import WordPieces

Run = tuple[int, int]  # words, half-open


@dataclass(frozen=True, slots=True)
class Told:
    """One event of a sentence."""

    kind: int  # in KINDS
    trigger: Run
    sides: tuple[tuple[Run, ...], tuple[Run, ...]]  # who acts, who undergoes it
    standing: int  # in STANDINGS
    paths: tuple[
        int, ...
    ] = ()  # the number of each word's way through the grammar to the trigger (paths.py); empty: none

    def roles(self, sentence: Run) -> list[int]:
        """Return the tag of each word of a sentence: neither, begin and inside of who acts, and of who undergoes it."""
        tags = [0] * (sentence[1] - sentence[0])
        for side, runs in enumerate(self.sides):
            for start, end in runs:
                inside = [2 * side + 1, *[2 * side + 2] * (end - start - 1)]
                tags[start - sentence[0] : end - sentence[0]] = inside
        return tags


@dataclass(frozen=True, slots=True)
class Sentence:
    """What is known of one sentence."""

    words: Run
    label: int | None  # the type of the whole, in TYPES
    events: tuple[Told, ...] | None

    def kinds(self) -> list[int]:
        """Return the tag of each word: the kind of the event that it names."""
        tags = [0] * (self.words[1] - self.words[0])
        for event in self.events or ():
            start, end = (place - self.words[0] for place in event.trigger)
            tags[start:end] = [event.kind] * (end - start)
        return tags


@dataclass(frozen=True, slots=True)
class Article:
    """One text with its labelled sentences, in order."""

    words: Words
    sentences: tuple[Sentence, ...]
    starts: tuple[int, ...] = ()  # where each word begins in the text; empty of a sentence that stands alone
    names: tuple[int, ...] = ()  # the tag of each word as part of an entity; empty where nobody told
    certain: Tensor | None = None  # [N, 4] of certainty.py; NaN of the words of which nobody told


@dataclass(frozen=True, slots=True)
class Cut:
    """A window of an article with the labelled sentences that lie wholly in it."""

    article: Article
    window: Window
    sentences: tuple[Sentence, ...]

    @property
    def words(self) -> Words:
        """The words of the whole article."""
        return self.article.words


def read_articles(
    texts: dict[str, str], rows: Sequence[dict[str, Any]], vocabulary: WordPieces, teacher: Language | None = None
) -> list[Article]:
    """Put labelled places into the words of their articles.

    texts: by id; rows: lines of a file of places; teacher: a spaCy pipeline whose NER says what the entities are.
    """
    nlp = teacher or spacy.blank("en")
    places: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        places[row["id"]].append(row)
    found = []
    docs = (mark_paragraphs(nlp.make_doc(texts[name])) for name in places)
    for doc, mine in zip(nlp.pipe(docs), places.values(), strict=True):
        words = words_of(doc, vocabulary)
        spans = [(doc[at].idx, doc[at].idx + len(doc[at])) for at in words.tokens]
        sentences = (_sentence(row, spans, words) for row in sorted(mine, key=lambda row: int(row["start"])))
        names = tuple(_name_tag(doc[at]) for at in words.tokens) if teacher is not None else ()
        found.append(Article(words, tuple(sentences), tuple(start for start, _ in spans), names))
    return found


def _name_tag(token: Token) -> int:
    """Return the tag of a word as part of an entity."""
    if not token.ent_type_:
        return 0
    return 1 + 2 * ENTITIES.index(token.ent_type_) + int(token.ent_iob_ == "I")


def load_teacher() -> Language:
    """Load the pipeline that the entities are learned from, which finds nothing else."""
    return spacy.load(DEFAULT_MODEL, enable=["ner"])


def alone(rows: Sequence[Labelled], vocabulary: WordPieces) -> list[Article]:
    """Make an article of every sentence that comes with its type alone."""
    nlp = spacy.blank("en")
    docs = (mark_paragraphs(nlp.make_doc(row.text)) for row in rows)
    found = ((words_of(doc, vocabulary), row.label) for doc, row in zip(docs, rows, strict=True))
    return [Article(words, (Sentence((0, len(words.tokens)), label, None),)) for words, label in found]


def _sentence(row: dict[str, Any], spans: Sequence[Run], words: Words) -> Sentence:
    start, end = _run((row["start"], row["end"]), spans)
    lengths = itertools.accumulate(map(len, words.pieces[start:end]))
    end = start + sum(length <= SIZE - 2 for length in lengths)  # as much as fits
    label = TYPES.index(label_of(row["type"])) if "type" in row else None
    if "events" not in row:
        return Sentence((start, end), label, None)
    read = (_told(event, spans) for event in row["events"])
    return Sentence((start, end), label, tuple(one for one in read if one.trigger[1] <= end))


def _told(row: dict[str, Any], spans: Sequence[Run]) -> Told:
    actors, recipients = (tuple(_run(place, spans) for place in row[side]) for side in ("actors", "recipients"))
    return Told(
        KINDS.index(row["type"]), _run(row["trigger"], spans), (actors, recipients), STANDINGS.index(row["status"])
    )


def _run(place: Sequence[int], spans: Sequence[Run]) -> Run:
    """Return the words that a place touches."""
    first = bisect.bisect_right(spans, place[0], key=lambda span: span[1])
    return first, max(bisect.bisect_left(spans, place[1], key=lambda span: span[0]), first + 1)


def with_lessons(
    articles: Sequence[Article], rows: Sequence[dict[str, Any]], lessons: dict[str, Tensor]
) -> list[Article]:
    """Give articles that were read from rows what the teacher says of their words, by id; lessons.py writes it."""
    names = dict.fromkeys(row["id"] for row in rows)
    given = [lessons.get(name) for name in names]
    return [
        replace(article, certain=told.float()) if told is not None else article
        for article, told in zip(articles, given, strict=True)
    ]


def iter_batches(articles: Sequence[Article], size: int, chance: random.Random) -> Iterator[list[Cut]]:
    """Yield batches of windows without end, windows of like length together; a round has every sentence once."""
    while True:
        cuts = [cut for article in articles for cut in _cut(article, chance)]
        yield from in_batches(cuts, size, chance)


def uncut(articles: Sequence[Article]) -> list[Cut]:
    """Return each text, of a sentence or two, as one window."""
    return [Cut(one, Window(0, len(one.words.pieces)), one.sentences) for one in articles]


def _cut(article: Article, chance: random.Random) -> Iterator[Cut]:
    """Yield windows of any size and place until every labelled sentence has stood in one."""
    waiting = list(article.sentences)
    while waiting:
        window = _window_around(waiting[0].words, article.words, chance)
        inside = [one for one in waiting if window.start <= one.words[0] and one.words[1] <= window.end]
        yield Cut(article, window, tuple(inside))
        waiting = [one for one in waiting if one not in inside]


def _window_around(sentence: Run, words: Words, chance: random.Random) -> Window:
    start, end = sentence
    lengths = list(map(len, words.pieces))
    room = chance.randint(0, SIZE) - 2 - sum(lengths[start:end])  # where there is none it stands alone
    before = chance.randint(0, max(room, 0))
    while start and lengths[start - 1] <= before:
        start -= 1
        before -= lengths[start]
        room -= lengths[start]
    while end < len(lengths) and lengths[end] <= room:
        room -= lengths[end]
        end += 1
    return Window(start, end)
