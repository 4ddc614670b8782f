"""Have the teacher read the news that events.py trains on, and write down how certain it is of what words name.

    python training/lessons.py --data FOLDER --vocabulary vocab.txt --teacher teacher.pt --output lessons.pt

It reads the sentences of news_roles.jsonl and those beside them, one by one, as it learned to, and is asked of the words that
name an event anywhere in the UW set's training half. Sentences that measure (MEASURING) are left out. `--minutes` ends it sooner.
"""

import argparse
import pathlib
import random
import time
from collections.abc import Iterator, Sequence

import news
import torch
import typed
from certainty import read_certainties
from deep import Teacher
from network import CERTAIN
from torch import Tensor

from dragoman.reading.certainty import UNIT
from dragoman.reading.network_words import PARAGRAPH, Window, Words
from dragoman.reading.wordpieces import WordPieces

MEASURING = ("news_roles_kept", "news_events", "news_labels")
POOL, BATCH = 512, 32  # sentences that are put together by length, and that go through at once
BESIDE = 2  # words between a labelled sentence and one beside it at most: quotation marks
SHORTEST, LONGEST = 4, 70  # words of a sentence
MOST_PIECES = 200

Place = tuple[news.Article, Tensor, news.Run]  # an article, what is said of its words, and a sentence of it


def sentences_of(words: Words, vocabulary: WordPieces) -> Iterator[news.Run]:
    """Yield the sentences of a text as its marks and paragraphs tell them."""
    stops = {vocabulary.cut(mark) for mark in ".?!"}
    closing = {vocabulary.cut(mark) for mark in "\"'”’)"}
    start = 0
    for at in range(1, len(words.pieces) + 1):
        over = at == len(words.pieces) or words.features[at] & PARAGRAPH
        behind = at - 1
        while behind > start and words.pieces[behind] in closing:
            behind -= 1
        if over or (words.pieces[behind] in stops and words.pieces[at] not in closing):
            yield start, at
            start = at


def asked_of(
    article: news.Article, known: set[tuple[int, ...]], vocabulary: WordPieces
) -> tuple[list[news.Run], list[news.Run]]:
    """Return the sentences of an article that are labelled, and those beside them; with a known word, and none that measures."""
    labelled = [one.words for one in article.sentences if one.events is not None]
    measuring = [one.words for one in article.sentences if one.events is None]
    inside: list[news.Run] = []
    beside: list[news.Run] = []
    for start, end in sentences_of(article.words, vocabulary):
        pieces = article.words.pieces[start:end]
        fits = SHORTEST <= end - start <= LONGEST and sum(map(len, pieces)) <= MOST_PIECES
        if not fits or known.isdisjoint(pieces) or _near((start, end), measuring, 0):
            continue
        if _near((start, end), labelled, 0):
            inside.append((start, end))
        elif _near((start, end), labelled, BESIDE + 1):
            beside.append((start, end))
    return inside, beside


def _near(run: news.Run, others: Sequence[news.Run], gap: int) -> bool:
    return any(run[0] < end + gap and start < run[1] + gap for start, end in others)


def read_pool(teacher: Teacher, places: Sequence[Place], known: set[tuple[int, ...]], vocabulary: WordPieces) -> None:
    """Write down what the teacher says of the known words of sentences."""
    ordered = sorted(places, key=lambda place: sum(map(len, place[0].words.pieces[slice(*place[2])])))
    for first in range(0, len(ordered), BATCH):
        batch = ordered[first : first + BATCH]
        scores = teacher([news.Cut(article, Window(*run), ()) for article, _, run in batch], vocabulary)
        number = scores[..., 3:].clamp(-3 / UNIT, 3 / UNIT)
        said = torch.cat([scores[..., :3].softmax(dim=-1), number], dim=-1).half()
        for row, (article, certain, (start, end)) in enumerate(batch):
            for word in range(start, end):
                if article.words.pieces[word] in known:
                    certain[word] = said[row, word - start]


def main() -> None:
    """Read, and write what is said."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("data", "vocabulary", "teacher", "output"):
        parser.add_argument(f"--{name}", type=pathlib.Path, required=True)
    parser.add_argument("--labels", type=pathlib.Path, default=pathlib.Path(__file__).parent)
    parser.add_argument("--minutes", type=float, default=1e9)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    torch.set_flush_denormal(True)
    vocabulary = WordPieces(options.vocabulary.read_text(encoding="utf-8").split("\n"))
    teacher = Teacher().eval()
    teacher.load_state_dict(torch.load(options.teacher))
    known = {
        article.words.pieces[int(at)]
        for article in read_certainties(options.data, vocabulary)
        if article.certain is not None
        for at in (~article.certain[:, 0].isnan()).nonzero()
    }
    rows = typed.read_places(options.labels / "news_roles.jsonl")
    names = list(dict.fromkeys(row["id"] for row in rows))
    measuring = [row for name in MEASURING for row in typed.read_places(options.labels / f"{name}.jsonl")]
    bare = [{"id": row["id"], "start": row["start"], "end": row["end"]} for row in measuring if row["id"] in set(names)]
    articles = news.read_articles(typed.read_texts(options.data), [*rows, *bare], vocabulary)
    lessons = {
        name: torch.full((len(article.words.pieces), CERTAIN), torch.nan, dtype=torch.half)
        for name, article in zip(names, articles, strict=True)
    }
    groups: tuple[list[Place], list[Place]] = ([], [])
    for article, certain in zip(articles, lessons.values(), strict=True):
        for group, runs in zip(groups, asked_of(article, known, vocabulary), strict=True):
            group.extend((article, certain, run) for run in runs)
    for group in groups:
        random.Random(options.seed).shuffle(group)
    places = [*groups[0], *groups[1]]
    started = time.monotonic()
    with torch.no_grad():
        for first in range(0, len(places), POOL):
            read_pool(teacher, places[first : first + POOL], known, vocabulary)
            minutes = (time.monotonic() - started) / 60
            print(f"{first + POOL:6} of {len(places)} sentences  {minutes:5.1f} min", flush=True)
            if minutes > options.minutes:
                break
    torch.save(lessons, options.output)


if __name__ == "__main__":
    main()
