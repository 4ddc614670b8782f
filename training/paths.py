"""The ways through the grammar from the words of labelled sentences to what names their events; which of them have a number.

    python training/paths.py --data FOLDER --vocabulary vocab.txt

counts the paths of the events of news_roles.jsonl, in the texts of FOLDER/unlabelled/, and writes those that are frequent to
paths.txt beside it, the most frequent first: the first has number 1. They go into the model file with the layers of sides.
"""

import argparse
import pathlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import news
import spacy
import typed
from spacy.tokens import Doc, Token

from dragoman.reading.grammar_paths import UNKNOWN, number_paths, path_names
from dragoman.reading.paragraphs import mark_paragraphs
from dragoman.reading.reader import DEFAULT_MODEL
from dragoman.reading.wordpieces import WordPieces

PATHS = pathlib.Path(__file__).with_name("paths.txt")
LEAST = 100  # words that have such a path


def read_paths() -> dict[str, int]:
    """Return the number of each path that has one, from 1 on."""
    names = PATHS.read_text(encoding="utf-8").splitlines()
    return {name: number for number, name in enumerate(names, 1)}


def with_paths(
    articles: Sequence[news.Article], rows: Sequence[dict[str, Any]], texts: dict[str, str]
) -> list[news.Article]:
    """Give the events of articles that were read from rows the numbers of their words' paths. texts: by id."""
    numbers = read_paths()
    sentences = iter_sentences(articles, rows, texts)
    return [
        replace(article, sentences=tuple(_numbered(next(sentences), numbers) for _ in article.sentences))
        for article in articles
    ]


def _numbered(parsed: tuple[news.Sentence, list[Token | None]], numbers: dict[str, int]) -> news.Sentence:
    sentence, words = parsed
    if not sentence.events:
        return sentence
    events = (
        replace(event, paths=tuple(_numbers_of(words, _root(event, sentence, words), numbers)))
        for event in sentence.events
    )
    return replace(sentence, events=tuple(events))


def _numbers_of(words: Sequence[Token | None], root: Token | None, numbers: dict[str, int]) -> list[int]:
    if root is None:
        return [UNKNOWN] * len(words)
    known = iter(number_paths([word for word in words if word is not None], root, numbers))
    return [next(known) if word is not None else UNKNOWN for word in words]


def _root(event: news.Told, sentence: news.Sentence, words: Sequence[Token | None]) -> Token | None:
    start, end = (place - sentence.words[0] for place in event.trigger)
    named = [word for word in words[start:end] if word is not None]
    return named[0].doc[named[0].i : named[-1].i + 1].root if named else None


def iter_sentences(
    articles: Sequence[news.Article], rows: Sequence[dict[str, Any]], texts: dict[str, str]
) -> Iterator[tuple[news.Sentence, list[Token | None]]]:
    """Yield the sentences of articles, in order, with the token of each word; None where the parser cuts it otherwise."""
    nlp = spacy.load(DEFAULT_MODEL, exclude=["ner", "lemmatizer"])
    places: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: int(row["start"])):
        places[row["id"]].append(row)
    names = dict.fromkeys(row["id"] for row in rows)
    known = [
        (article, sentence, row)
        for article, name in zip(articles, names, strict=True)
        for sentence, row in zip(article.sentences, places[name], strict=True)
    ]
    docs = nlp.pipe(mark_paragraphs(nlp.make_doc(texts[row["id"]][row["start"] : row["end"]])) for *_, row in known)
    for (article, sentence, row), doc in zip(known, docs, strict=True):
        yield sentence, _words_of(doc, row["start"], article.starts[slice(*sentence.words)])


def _words_of(doc: Doc, start: int, places: Sequence[int]) -> list[Token | None]:
    tokens = {start + token.idx: token for token in doc}
    return [tokens.get(place) for place in places]


def count_paths(data: pathlib.Path, labels: pathlib.Path, vocabulary: WordPieces) -> list[str]:
    """Return the names of frequent paths, the most frequent first."""
    texts, rows = typed.read_texts(data), typed.read_places(labels)
    counts: Counter[str] = Counter()
    for sentence, words in iter_sentences(news.read_articles(texts, rows, vocabulary), rows, texts):
        for event in sentence.events or ():
            root = _root(event, sentence, words)
            if root is not None:
                named = path_names((word for word in words if word is not None), root)
                counts.update(name for names in named for name in names)
    return [name for name, count in counts.most_common() if count >= LEAST]


def main() -> None:
    """Count and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=pathlib.Path, required=True)
    parser.add_argument("--vocabulary", type=pathlib.Path, required=True)
    options = parser.parse_args()
    vocabulary = WordPieces(options.vocabulary.read_text(encoding="utf-8").split("\n"))
    names = count_paths(options.data, PATHS.with_name("news_roles.jsonl"), vocabulary)
    PATHS.write_text("".join(f"{name}\n" for name in names), encoding="utf-8")
    print(f"{len(names)} paths")


if __name__ == "__main__":
    main()
