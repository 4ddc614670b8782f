"""Find attributions in the parse: a cue, the noun that is its source, and the words that are its content."""

from spacy.tokens import Doc, Token

from dragoman.reading.attribution import Attribution
from dragoman.reading.attribution_nouns import according_to, adjectival, nominal
from dragoman.reading.attribution_verbs import read_verb
from dragoman.reading.attribution_words import Words, load_words
from dragoman.reading.quotations import Quotation

__all__ = ["find_attributions"]


def find_attributions(doc: Doc, quotations: tuple[Quotation, ...]) -> list[Attribution]:
    """Return the attributions that the grammar shows, in order of their cues."""
    words = load_words()
    quoted = _quoted_tokens(doc, quotations)
    found = []
    for token in doc:
        if token.pos_ not in {"VERB", "AUX", "NOUN", "ADJ", "SCONJ", "ADP"}:
            continue
        attribution = _attribution_at(token, words)
        if attribution is not None and not _inner_speech(attribution, quoted):
            found.append(attribution)
    return found


def _attribution_at(token: Token, words: Words) -> Attribution | None:
    if token.lower_ == "according":
        return according_to(token)
    if token.pos_ in {"VERB", "AUX"}:
        return read_verb(token, words) or adjectival(token, words)
    if token.pos_ == "ADJ":
        return adjectival(token, words)
    if token.pos_ == "NOUN" and token.lemma_.lower() in words.nouns:
        return nominal(token)
    return None


def _quoted_tokens(doc: Doc, quotations: tuple[Quotation, ...]) -> frozenset[int]:
    inside: set[int] = set()
    for quotation in quotations:
        span = doc.char_span(quotation.span.start, quotation.span.end, alignment_mode="contract")
        if span is not None:
            inside.update(range(span.start, span.end))
    return frozenset(inside)


def _inner_speech(attribution: Attribution, quoted: frozenset[int]) -> bool:
    """Tell a cue inside somebody's own words ("I think …") from a report of somebody else."""
    if attribution.anchor.i not in quoted:
        return False
    source = attribution.source
    return not attribution.clausal or attribution.anchor.pos_ == "NOUN" or source is None or source.pos_ == "PRON"
