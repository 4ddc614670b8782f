"""Find cues that frame a sentence: behind it ("…, two people said."), in its midst ("Talks, they said, were on"), or as the
name before a headline's colon ("President: talks are on").

The small parser often hangs such a cue on a wrong word, so the order of words decides here and the parse only helps to
find the noun.
"""

from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Doc, Token

from dragoman.model import Span
from dragoman.reading.attribution import Attribution, can_speak, cue_of
from dragoman.reading.attribution_words import load_words

__all__ = ["cut_at_frames", "find_framing_cues"]

_FINITE = frozenset({"VBD", "VBZ", "VBP"})
_CLOSING = frozenset({",", "”", '"', "’", "'"})
_ENDS = frozenset({".", "!", "?"})
_SUBORDINATING = frozenset({"WP", "WDT", "WRB", "WP$"})  # "who", "which", "when": a clause of its own frames nothing
_TOLD_TO = frozenset({"tell", "inform", "remind", "assure", "write", "post", "tweet"})
# Words of a source before its verb, and of place and time behind it, at most: "…, the minister of trade said in Oslo on Monday."
_LONGEST_SOURCE = 12
_LONGEST_TAIL = 9
_LONGEST_HEADLINE_NAME = 6


def find_framing_cues(doc: Doc, title: Span | None) -> list[Attribution]:
    """Return the attributions whose cue frames its sentence."""
    words = load_words()
    found = list(_headline_names(doc, title)) if title is not None else []
    for verb in doc:
        if verb.tag_ in _FINITE and verb.lemma_.lower() in words.speech:
            found.extend(_framing(verb))
    return found


def _framing(verb: Token) -> Iterator[Attribution]:
    sentence = verb.sent
    if verb.lemma_ not in _TOLD_TO and any(child.dep_ == "dobj" and not child.ent_type_ for child in verb.rights):
        return  # "…, when Oslo recalled its envoy": the verb has an object of its own
    source, first = _source_before(verb, sentence.start)
    if source is None or first <= sentence.start + 2:
        return
    last = _end_of_tail(verb, sentence.end)
    if last is None:
        return
    if not _says_something(verb.doc, sentence.start, first):
        return
    spans = [_span(verb.doc, sentence.start, first)]
    if _goes_on(verb.doc, last, sentence.end, quoted=verb.doc[first - 1].text in '”"'):
        spans.append(_span(verb.doc, last, sentence.end))
    content = tuple(span for span in spans if span is not None)
    if content:
        yield Attribution(verb, cue_of(verb), source, content)


def _says_something(doc: Doc, start: int, end: int) -> bool:
    """Tell whether words before a cue can be its content: not "In a statement, …", "Later on Sunday, …"."""
    words = [token for token in doc[start:end] if not token.is_space and not token.is_punct and token.dep_ != "cc"]
    if all(token.ent_type_ in {"DATE", "TIME"} or token.pos_ == "ADV" for token in words):
        return False
    verbal = any(token.tag_ in _FINITE | {"MD", "VBN"} for token in words)
    return bool(words) and (verbal or words[0].tag_ not in {"IN", "RB", "CC", "VBG"})


def _source_before(verb: Token, start: int) -> tuple[Token | None, int]:
    """The noun between a comma or a closing mark and the verb, and where its phrase begins."""
    doc = verb.doc
    own = next((child for child in reversed(list(verb.lefts)) if child.dep_ == "nsubj"), None)
    nearest = next(
        (doc[i] for i in range(verb.i - 1, max(start, verb.i - 4) - 1, -1) if doc[i].pos_ in {"NOUN", "PROPN", "PRON"}),
        None,
    )
    source = own or nearest
    if own is None and (source is None or not can_speak(source, load_words())):
        source = _head_of_run(verb, start)
    if source is None or source.tag_ in _SUBORDINATING or not can_speak(source, load_words()):
        return None, 0
    for index in range(source.left_edge.i if own is not None else source.i, max(start, verb.i - _LONGEST_SOURCE), -1):
        before = doc[index - 1]
        if before.text in _CLOSING and index <= source.i:
            joined = doc[index].dep_ in {"cc", "mark"} or doc[index].tag_ == "CC"
            return (None, 0) if joined else (source, index)  # "…, but the rebels insisted on it": a clause of its own
        if before.pos_ in {"VERB", "AUX"} or before.tag_ in _SUBORDINATING:
            break
    return None, 0


def _head_of_run(verb: Token, start: int) -> Token | None:
    """The noun that heads the words between a comma and a verb whose subject is lost ("…, a source close to it said")."""
    doc, head = verb.doc, None
    for index in range(verb.i - 1, max(start, verb.i - _LONGEST_SOURCE), -1):
        token = doc[index]
        if token.text in _CLOSING:
            return head if token.text == "," else None
        if token.pos_ in {"VERB", "AUX", "PUNCT", "SCONJ"} or token.tag_ in _SUBORDINATING:
            return None
        if token.pos_ in {"NOUN", "PROPN"} and can_speak(token, load_words()):
            head = token
    return None


def _end_of_tail(verb: Token, end: int) -> int | None:
    """Where the words of place and time behind the verb end: at a comma or the full stop; None where a clause follows."""
    doc = verb.doc
    for index in range(verb.i + 1, min(end, verb.i + 1 + _LONGEST_TAIL)):
        token = doc[index]
        if token.text in {",", ";"} or token.text in _ENDS or token.is_space:
            return index
        if token.text in '“"‘:—–' or token.lower_ in {"that", "whether", "if"} or token.tag_ in _FINITE | {"MD", "VBG"}:
            return None
    return end if end - verb.i <= _LONGEST_TAIL else None


def cut_at_frames(found: list[Attribution], framing: list[Attribution]) -> list[Attribution]:
    """End what somebody says where the cue begins that frames the sentence ("X repeated that …, the ministry said")."""
    return [replace(one, content=tuple(_cut(span, one, framing) for span in one.content)) for one in found]


def _cut(span: Span, one: Attribution, framing: list[Attribution]) -> Span:
    for frame in framing:
        end = frame.content[0].end
        if (
            frame is not one
            and frame.cue.start >= end
            and frame.content[0].covers(one.cue)
            and span.start < end < span.end
            and span.covers(frame.cue)
        ):
            return Span(span.start, end)
    return span


def _goes_on(doc: Doc, index: int, end: int, *, quoted: bool) -> bool:
    """Tell whether the framed sentence goes on behind the cue, as against a participle or a conjunction of the cue's own."""
    if index + 2 >= end or doc[index].text != ",":
        return False
    following = doc[index + 1]
    if quoted and following.text not in '“"‘':
        return False  # "“…,” he said, while leaving his aeroplane"
    if following.dep_ == "mark" and following.head.lemma_ in load_words().speech:
        return False  # "…, he said, though he added that"
    return following.tag_ not in {"VBG", "WDT", "WP", "CC"} and following.lower_ not in {
        "adding",
        "according",
        "which",
        "who",
    }


def _span(doc: Doc, start: int, end: int) -> Span | None:
    while start < end and (doc[start].is_space or doc[start].text in {",", ";", "—", "–"}):
        start += 1
    if start < end and doc[start].tag_ == "CC":
        start += 1
    while end > start and (doc[end - 1].is_space or doc[end - 1].text in {",", ";", ".", "—", "–"}):
        end -= 1
    return Span(doc[start].idx, doc[end - 1].idx + len(doc[end - 1])) if start < end else None


def _headline_names(doc: Doc, title: Span) -> Iterator[Attribution]:
    """Yield the attribution of a headline such as "Minister: talks have failed"."""
    tokens = doc.char_span(title.start, title.end, alignment_mode="expand")
    if tokens is None:
        return
    colon = next(
        (
            i
            for i in range(tokens.start, min(tokens.end, tokens.start + _LONGEST_HEADLINE_NAME + 1))
            if doc[i].text == ":"
        ),
        None,
    )
    if colon is None or colon == tokens.start:
        return
    root = doc[tokens.start : colon].root
    source = root if root.pos_ in {"NOUN", "PROPN"} and can_speak(root, load_words()) else doc[colon - 1]
    content = _span(doc, colon + 1, tokens.end)
    if source.pos_ in {"NOUN", "PROPN"} and can_speak(source, load_words()) and content is not None:
        yield Attribution(source, Span(doc[colon].idx, doc[colon].idx + 1), source, (content,))
