"""Bring quotations and attributions together: whole quotations as content, and a speaker for those that have none yet."""

from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Doc, Token

from dragoman.model import Span
from dragoman.reading.attribution import Attribution, can_speak, cue_of
from dragoman.reading.attribution_words import load_words
from dragoman.reading.grammar import subject_of
from dragoman.reading.quotations import Quotation

__all__ = ["attribute_quotations", "complete_quotations"]

# A shorter quotation without a cue of its own is a title or a word held at arm's length, not a statement.
_LEAST_WORDS = 4
# Words between a quotation and the verb of its "…, said the minister of defence" at most.
_REACH = 14
_ENDS = frozenset(".!?")
_FINITE = frozenset({"VBD", "VBZ"})
_SAYING = frozenset({"say", "add", "read", "warn", "continue", "note", "state"})
# Words between a quotation and the "said" of its speaker at most, where a clause tells who that is.
_NEXT = 3  # characters between two quotations that stand side by side
_FAR = 26


def complete_quotations(attributions: list[Attribution], quotations: tuple[Quotation, ...]) -> list[Attribution]:
    """Stretch every content that holds a part of a quotation over the whole of it, unless the cue stands inside."""
    return [replace(found, content=_stretched(found, quotations)) for found in attributions]


def _stretched(found: Attribution, quotations: tuple[Quotation, ...]) -> tuple[Span, ...]:
    spans = []
    for span in found.content:
        start, end = span
        for quotation in quotations:
            if not quotation.span.overlaps(Span(start, end)):
                continue
            if not quotation.span.overlaps(found.cue):
                start, end = min(start, quotation.span.start), max(end, quotation.span.end)
            elif quotation.span.covers(found.cue) and start > found.cue.start:
                end = min(end, quotation.inner.end)  # what is told inside a quotation ends with it
        spans.append(Span(start, end))
    return _apart(spans)


def _apart(spans: list[Span]) -> tuple[Span, ...]:
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return tuple(merged)


def attribute_quotations(
    doc: Doc, attributions: list[Attribution], quotations: tuple[Quotation, ...], paragraphs: tuple[Span, ...]
) -> list[Attribution]:
    """Return the attributions with those of the quotations that no clause attributes, in text order.

    1. "…," said X / X said: "…" in the same sentence; 2. the quotation goes on from the one before, in the same paragraph
    (one statement) or as a paragraph of its own (another statement without a cue).
    """
    found = list(attributions)
    for index, quotation in enumerate(quotations):
        if _covered(quotation, found):
            continue
        new = _by_cue(doc, quotation, found)
        if new is not None:
            found.append(new)
            continue
        last = _last_attributed(index, quotations)
        before = _statement_of(last, found) if last is not None else None
        if last is not None and before is not None:
            _continue(doc, found, before, last, quotation, paragraphs)
        if not _covered(quotation, found):
            found.extend(_after_report(doc, found, quotation, paragraphs[quotation.paragraph]))
    return sorted(found, key=lambda one: (min(one.content, default=one.cue), one.cue))


def _covered(quotation: Quotation, found: list[Attribution]) -> bool:
    return any(span.covers(quotation.inner) for one in found for span in one.content)


def _statement_of(quotation: Quotation, found: list[Attribution]) -> Attribution | None:
    holding = [one for one in found if any(span.covers(quotation.inner) for span in one.content)]
    return min(holding, key=lambda one: sum(span.end - span.start for span in one.content), default=None)


def _last_attributed(index: int, quotations: tuple[Quotation, ...]) -> Quotation | None:
    """Return the quotation before, or the one before that where it is a short title (`told "Night Talk". "It is …"`)."""
    last = quotations[index - 1] if index else None
    near = last is not None and quotations[index].span.start - last.span.end <= _NEXT
    if last is not None and near and last.words < _LEAST_WORDS and index > 1:
        return quotations[index - 2]
    return last


def _begins_sentence(doc: Doc, quotation: Quotation, paragraph: Span) -> bool:
    """Tell whether a quotation is a sentence or more, as against some words of one."""
    before = doc.text[paragraph.start : quotation.span.start].rstrip()
    return not before or before[-1] in ".!?…”\"’'"


def _after_report(doc: Doc, found: list[Attribution], quotation: Quotation, paragraph: Span) -> Iterator[Attribution]:
    """Yield the quotation behind a report of the same speaker: `The talks had failed, he said. "But we will go on."`."""
    text = doc.text[paragraph.start : quotation.span.start].rstrip()
    if quotation.words < _LEAST_WORDS or not text or text[-1] not in ".!?":
        return
    close = doc.char_span(paragraph.start + len(text) - 1, paragraph.start + len(text), alignment_mode="expand")
    if close is None:
        return
    sentence = close.sent
    told = [one for one in found if sentence.start <= one.anchor.i < sentence.end and one.clausal and one.source]
    last = max(told, key=lambda one: one.anchor.i, default=None)
    if last is not None and last.anchor.lemma_ in load_words().speech and _ends_with(last, doc, close.start):
        start = quotation.span.start
        yield replace(last, cue=Span(start, start), content=(quotation.span,))


def _ends_with(one: Attribution, doc: Doc, stop: int) -> bool:
    """Tell whether a sentence that ends at token `stop` is a report to its end: what is said, or its "he said"."""
    last = doc[stop - 1] if stop else doc[0]
    return max((span.end for span in one.content), default=0) >= last.idx or one.cue.end >= last.idx


def _same_sentence(doc: Doc, last: Quotation, quotation: Quotation) -> bool:
    between = doc.char_span(last.span.end - 1, quotation.span.start + 1, alignment_mode="expand")
    return between is not None and not any(token.is_sent_start for token in between[1:])


def _continue(
    doc: Doc,
    found: list[Attribution],
    before: Attribution,
    last: Quotation,
    quotation: Quotation,
    paragraphs: tuple[Span, ...],
) -> None:
    if quotation.words < _LEAST_WORDS:
        return
    if not _begins_sentence(doc, quotation, paragraphs[quotation.paragraph]) and not _same_sentence(
        doc, last, quotation
    ):
        return
    own = paragraphs[quotation.paragraph]
    whole = quotation.span.end - quotation.span.start >= 0.9 * (own.end - own.start)
    direct = before.content[-1].covers(last.span) and last.span.covers(before.content[-1])
    same = quotation.paragraph == last.paragraph
    if quotation.continued or (same and direct):
        found[found.index(before)] = replace(before, content=_apart([*before.content, quotation.span]))
    elif same or (whole and quotation.paragraph == last.paragraph + 1):
        empty = Span(quotation.span.start, quotation.span.start)
        found.append(replace(before, cue=empty, content=(quotation.span,)))


def _by_cue(doc: Doc, quotation: Quotation, found: list[Attribution]) -> Attribution | None:
    tokens = doc.char_span(quotation.span.start, quotation.span.end, alignment_mode="expand")
    if tokens is None:
        return None
    for verb in (*_verbs_behind(doc, tokens.end), *_verbs_before(doc, tokens.start, quotation)):
        source = subject_of(verb)
        if source is not None and source.left_edge.i < tokens.start and tokens.end <= source.right_edge.i:
            continue  # a word in quotation marks that belongs to the speaker's own description
        if source is not None and source.lower_ == "it" and source.head == verb and verb.lemma_ in _SAYING:
            return Attribution(verb, cue_of(verb), source, (_whole_phrase(verb, quotation.span),))
        if source is None or not can_speak(source, load_words()) or tokens.start <= source.i < tokens.end:
            source = _nearest_speaker(doc, verb, tokens.start, tokens.end) or _speaker_before(verb, found)
        if source is not None:
            return Attribution(verb, cue_of(verb), source, (_whole_phrase(verb, quotation.span),))
    return None


def _whole_phrase(verb: Token, quoted: Span) -> Span:
    """Widen a quotation to the phrase it is a part of: "promised zones with “ultra low taxes”"."""
    for child in verb.rights:
        first, last = child.left_edge, child.right_edge
        phrase = Span(first.idx, last.idx + len(last))
        inside = phrase.start < quoted.start and phrase.overlaps(quoted) and first.i > verb.i
        if inside and child.dep_ in {"dobj", "ccomp", "xcomp", "pobj", "oprd"}:
            return Span(phrase.start, max(quoted.end, phrase.end))
    return quoted


def _verbs_behind(doc: Doc, start: int) -> Iterator[Token]:
    """Verbs of speech between the closing mark and the end of the sentence."""
    if start == 0 or doc[start - 1].text not in "”\"’'":
        return
    if start >= 2 and doc[start - 2].text in _ENDS and not _ends_soon(doc, start):
        return
    if start >= 2 and start < len(doc) and doc[start].dep_ == "cc" and doc[start - 2].text not in {",", *_ENDS}:
        return  # "gave its “best wishes” and said that": the quotation is of the verb before
    for token in doc[start : start + _FAR]:
        if token.text in _ENDS or token.text in '“"' or token.text.startswith("\n"):
            return
        if _may_frame(token, start) and token.i - start < (_FAR if token.tag_ in _FINITE else _REACH):
            yield token


def _may_frame(token: Token, start: int) -> bool:
    """Tell whether a verb behind a quotation may say whose it is: one of speech, or any right behind ("…," mused X; X fumed)."""
    if token.pos_ not in {"VERB", "AUX"} or token.dep_ == "amod":
        return False
    if token.lemma_.lower() in load_words().speech:
        return token.tag_ != "VBN" or token.dep_ not in {"acl", "advcl"}
    behind_comma = start >= 2 and token.doc[start - 2].text in {",", "?", "!"}
    if not behind_comma or token.tag_ not in {"VBD", "VBN", "VBZ"} or token.pos_ != "VERB":
        return False
    return token.i == start or _is_next_verb(token, start)


def _is_next_verb(verb: Token, start: int) -> bool:
    """Tell whether only a verb's subject, and how it is done, stand before it: "…," X reportedly fumed."""
    subject = subject_of(verb)
    if subject is None or verb.tag_ == "VBN" or subject.i < start or verb.doc[start - 2].text != ",":
        return False
    return all(subject in {word, *word.ancestors} or word.dep_ == "advmod" for word in verb.doc[start : verb.i])


def _ends_soon(doc: Doc, start: int) -> bool:
    """Tell whether the words behind a whole quoted sentence are no more than its "X said": no colon, no further quotation."""
    for token in doc[start : start + _REACH]:
        if token.text in _ENDS:
            return True
        if token.text in '“":' or token.lower_ == "that" or token.text.startswith("\n"):
            return False
    return False


def _verbs_before(doc: Doc, end: int, quotation: Quotation) -> Iterator[Token]:
    """Verbs of speech before the opening mark in the same sentence."""
    if quotation.words < _LEAST_WORDS:
        return
    for index in range(end - 1, max(-1, end - 1 - _REACH), -1):
        token = doc[index]
        if token.text in _ENDS or token.text in '”"' or token.text.startswith("\n"):
            return
        gerund = token.dep_ == "pcomp" and token.head.lower_ not in {"as", "by"}  # "a shift towards emphasising it"
        if token.pos_ in {"VERB", "AUX"} and token.lemma_.lower() in load_words().clausal and not gerund:
            yield token


def _speaker_before(verb: Token, found: list[Attribution]) -> Token | None:
    """Whoever said what stands before ", adding: …" in the same sentence."""
    if verb.tag_ != "VBG":
        return None
    before = [one for one in found if one.source is not None and verb.sent.start <= one.anchor.i < verb.i]
    return max(before, key=lambda one: one.anchor.i).source if before else None


def _nearest_speaker(doc: Doc, verb: Token, start: int, end: int) -> Token | None:
    """The parse lost the subject: take the nearest noun that can speak, behind an inverted verb first."""
    words = load_words()
    behind = [token for token in doc[verb.i + 1 : verb.i + 6] if not start <= token.i < end]
    ahead = [token for token in reversed(doc[max(0, verb.i - 5) : verb.i]) if not start <= token.i < end]
    for side in (ahead, behind):
        for token in side:
            if token.text in _ENDS:
                break
            if token.pos_ in {"NOUN", "PROPN", "PRON"} and can_speak(token, words):
                return token
    return None
