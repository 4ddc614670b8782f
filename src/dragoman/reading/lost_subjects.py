"""Mend what the small parser loses: the subject of "said" behind an aside, and the speaker of "adding:".

Looks at word order alone, and only where the parse gave nothing or something that cannot be.
"""

from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Doc, Token

from dragoman.model import Span
from dragoman.reading.attribution import Attribution, can_speak, cue_of
from dragoman.reading.attribution_words import load_words

__all__ = ["find_lost_attributions", "move_speakers_outside"]

_PLAIN = frozenset({"say", "insist", "argue", "claim", "warn"})
_ASIDES = frozenset({",", "—", "–", "--"})
_NOMINAL = frozenset({"NOUN", "PROPN", "PRON"})


def find_lost_attributions(doc: Doc, found: list[Attribution]) -> list[Attribution]:
    """Return the attributions with those that word order shows."""
    known = {one.anchor.i for one in found}
    lost = [
        new for token in doc if token.tag_ in {"VBD", "VBZ", "VBP"} and token.i not in known for new in _lost(token)
    ]
    return sorted([*found, *lost], key=lambda one: one.anchor.i)


def move_speakers_outside(found: list[Attribution]) -> list[Attribution]:
    """Return the attributions, in order of their cues, with no source inside its own words."""
    mended: list[Attribution] = []
    for one in sorted(found, key=lambda one: one.anchor.i):
        mended.append(_with_speaker_outside(one, mended))
    return mended


def _lost(verb: Token) -> Iterator[Attribution]:
    """Yield the attribution of "X, an expert, said that …" where the parse has no subject for "said"."""
    sentence = verb.sent
    if verb.lemma_ not in _PLAIN or verb.i + 2 >= sentence.end:
        return
    source = _speaker_before(verb)
    content = _words_behind(verb)
    if source is not None and content is not None:
        yield Attribution(verb, cue_of(verb), source, (content,))


def _speaker_before(verb: Token) -> Token | None:
    doc, first = verb.doc, verb.sent.start
    at = verb.i - 1
    while at > first and doc[at].pos_ in {"ADV", "AUX"}:
        at -= 1
    if at > first and doc[at].text in _ASIDES:
        mark = doc[at].text
        at = next((i for i in range(at - 1, first, -1) if doc[i].text == mark), first) - 1
    for index in range(at, max(first, at - 6) - 1, -1):
        token = doc[index]
        if token.text in _ASIDES or token.pos_ in {"VERB", "AUX"}:
            return None
        if token.pos_ in _NOMINAL and can_speak(token, load_words()):
            return token
    return None


def _words_behind(verb: Token) -> Span | None:
    """The words from the cue to the end of the sentence or to the next ", adding …"; None where no clause begins."""
    doc, start, end = verb.doc, verb.i + 1, verb.sent.end
    if doc[start].lower_ == "on" and doc[start + 1].is_title:
        start += 2
    if (
        start + 1 >= end
        or doc[start].is_punct
        or (doc[start].tag_ in {"IN", "CC", "TO"} and doc[start].lower_ != "that")
    ):
        return None
    participles = (i for i in range(start + 1, end - 1) if doc[i].text == "," and doc[i + 1].tag_ == "VBG")
    end = next(participles, end)
    while end > start and (doc[end - 1].is_space or doc[end - 1].text in {".", ",", ";"}):
        end -= 1
    if not any(token.tag_ in {"VBD", "VBZ", "VBP", "MD"} for token in doc[start:end]):
        return None
    return Span(doc[start].idx, doc[end - 1].idx + len(doc[end - 1]))


def _with_speaker_outside(one: Attribution, before: list[Attribution]) -> Attribution:
    """Give a cue whose source lies in its own content the speaker behind it, or that of the cue before ("adding: …")."""
    if one.source is None:
        return one
    place = Span(one.source.idx, one.source.idx + 1)
    if not any(span.covers(place) for span in one.content):
        return one
    if one.anchor.tag_ == "VBG":
        sentence = one.anchor.sent.start
        same = [other for other in before if other.anchor.sent.start == sentence and other.source is not None]
        return replace(one, source=same[-1].source) if same else one
    behind = one.anchor.doc[one.anchor.i + 1 : one.anchor.i + 5]
    speaker = next((token for token in behind if token.pos_ in _NOMINAL and can_speak(token, load_words())), None)
    return replace(one, source=speaker) if speaker is not None else one
