"""Turn what the network says of words into attributions, in the form that the rules give theirs."""

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal, get_args

import numpy as np
from spacy.tokens import Doc, Token
from spacy.tokens import Span as TokenSpan

from dragoman.model import Span
from dragoman.reading.annotations import paragraphs_of
from dragoman.reading.attribution import Attribution
from dragoman.reading.linking import Link, link_spans
from dragoman.reading.names import headline_tokens
from dragoman.reading.network import Network, States
from dragoman.reading.network_words import PARAGRAPH, Words, paragraph_numbers
from dragoman.reading.tagging import CUE, Found, find_spans, marginals, viterbi

__all__ = [
    "ROWS",
    "Row",
    "add_ruled",
    "features_of",
    "find_learned_attributions",
    "find_polnear_attributions",
    "read_links",
]

# A statement whose cue PolNeAR's annotators would take too is kept where it is at least so likely; another, which may be a
# wish or a mere attitude, must be likelier, inside another report or not. These were chosen for the articles annotated by hand,
# where such are often left out: with 0.5, 0.83 and 0.7 they lose 3 points of F1 (82.4), and labelled news gains one and a half.
LEAST, INSIDE, LONE = 0.7, 0.86, 0.87
# Those that PolNeAR's annotators would take, alone: 0.2 gives PolNeAR's dev half 0.2 points less.
LEAST_POLNEAR = 0.4
# The rows of tags, in the order of States: of outermost attributions, of those nested in others, and of those that PolNeAR's
# annotators take.
Row = Literal["tags", "nested", "polnear"]
ROWS: tuple[Row, ...] = get_args(Row)
# Below this the rules' attribution of the same cue stands.
UNSURE = 0.8
_VOICES = frozenset({"office", "team", "campaign", "camp", "staff", "service"})  # who speaks for the one whose they are
_SHARES = frozenset({
    "%", "percent", "percentage", "share", "majority", "plurality", "minority", "half", "third", "thirds", "quarter", "quarters",
})  # fmt: skip
_OWNING = frozenset({"poss", "compound", "nmod", "amod"})  # "Weber's host", "two Daily Courier hosts"
_OPENING = frozenset('“"')
# Links that training saw: a cue always has words that it reports. Without any it is a report only of somebody's silence.
_SILENCE = frozenset({"comment", "commented", "commenting", "elaborate", "respond", "speak", "answer"})


def find_learned_attributions(doc: Doc, states: States, network: Network) -> list[Attribution]:
    """Return the attributions that the network finds, in order of their cues; those inside the content of others too."""
    outermost, inner, polnear = decode(states, network, ROWS)
    outer = _attributions(doc, states, network, "tags", outermost)
    nested = _attributions(doc, states, network, "nested", inner)
    agreed = [_chars(_tokens(doc, span, states.words)) for span in polnear if span.role == CUE]

    def is_likely(one: Attribution, least: float) -> bool:
        known = any(cue.overlaps(one.cue) for cue in agreed)
        return (one.confidence or 0) >= (LEAST if known else least)

    found = [one for one in outer if is_likely(one, LONE)]
    contents = [span for one in found for span in one.content]
    others = [one for one in nested if not any(one.cue.overlaps(other.cue) for other in found)]
    for one in others:
        inside = any(span.overlaps(one.cue) for span in contents)
        if is_likely(one, INSIDE if inside else LONE):
            found.append(one)
    return sorted(found, key=lambda one: one.cue)


def find_polnear_attributions(doc: Doc, states: States, network: Network) -> list[Attribution]:
    """Return those that PolNeAR's annotators would take, in order of their cues: hardly any inside the content of another."""
    (spans,) = decode(states, network, ["polnear"])
    found = _attributions(doc, states, network, "polnear", spans)
    return sorted((one for one in found if (one.confidence or 0) >= LEAST_POLNEAR), key=lambda one: one.cue)


def _attributions(doc: Doc, states: States, network: Network, row: Row, spans: Sequence[Found]) -> list[Attribution]:
    """Return the attributions that the spans of a row of tags make."""
    words = states.words
    links = link_spans(states, [span for span in spans if _has_word(doc, span, words)], network)
    return [
        _attribution(doc, link, words, network.tables["statement_confidence"][row])
        for link in _without_far(doc, _without_heads(doc, links, words), words)
        if link.contents or _is_silence(doc, link, states)
    ]


def read_links(states: States, network: Network, row: Row) -> list[Link]:
    """Return what belongs together of all spans of a row of tags."""
    (spans,) = decode(states, network, [row])
    return link_spans(states, spans, network)


def decode(states: States, network: Network, rows: Sequence[Row]) -> list[list[Found]]:
    """Return the spans of the likeliest tags of each row, in order.

    Every paragraph is a chain of its own: in PolNeAR 61 contents of 22,900 run on over the end of one.
    """
    steps = network.table("steps")
    first = np.array([feature & PARAGRAPH != 0 for feature in states.words.features], dtype=bool)
    first[:1] = True
    begins = np.flatnonzero(first)
    lengths = np.diff(begins, append=len(first))
    if not len(begins):
        return [[] for _ in rows]
    inside = np.arange(lengths.max()) < lengths[:, None]
    chains = np.zeros((len(rows), len(begins), lengths.max(), states.tags.shape[1]), dtype=np.float32)
    for at, row in enumerate(rows):
        chains[at, inside] = getattr(states, row)
        # A cue that is missed costs its source and content too: by how much more training/calibrate.py chooses.
        chains[at, ..., 0] -= network.tables["outside"][row]
    starts = steps[0].copy()  # a paragraph begins outside of any span
    starts[[2, 4, 6]] = -1e4
    laid, ends = chains.reshape(-1, *chains.shape[2:]), np.tile(lengths, len(rows))
    tags, chances = viterbi(laid, ends, steps, starts), marginals(laid, ends, steps, starts)
    tags, chances = tags.reshape(chains.shape[:3]), chances.reshape(chains.shape)
    return [find_spans(tags[at, inside].tolist(), chances[at, inside]) for at in range(len(rows))]


def add_ruled(found: list[Attribution], ruled: list[Attribution], network: Network) -> list[Attribution]:
    """Return the network's attributions with those of the rules that it has nothing of, in text order.

    Where both have an attribution of one cue and the network is not sure of its own, or finds nobody whose it is where the
    rules find somebody, the rules' stands.
    """
    theirs, own = {one.cue: one for one in ruled}, {one.cue: one.confidence for one in found}
    found = [one for one in found if one.cue not in theirs or _stands(one, theirs[one.cue])]
    beside = [one for one in ruled if not any(_meets(one, other) for other in found)]
    # What the network has too keeps its confidence; of 40 others .68 are right by labelled news, .48 of 42 by PolNeAR's articles.
    marked = [replace(one, confidence=own.get(one.cue, network.tables["rule_confidence"])) for one in beside]
    return sorted([*found, *marked], key=lambda one: (min(one.content, default=one.cue), one.cue))


def _stands(one: Attribution, ruled: Attribution) -> bool:
    """Tell whether the network's attribution stands before the rules' one of the same cue."""
    return (one.confidence or 0) >= UNSURE and (one.source is not None or ruled.source is None)


def _without_heads(doc: Doc, links: Sequence[Link], words: Words) -> list[Link]:
    """Take out of contents what stands in a headline, a standfirst or a heading, unless the cue stands there too."""
    article = doc._.article
    heads = [head for head in (article.parts.title, article.parts.standfirst) if head] if article is not None else []
    capitals = {doc[at].idx for at in headline_tokens(doc)}
    text = doc.text
    heads += [part for part in paragraphs_of(doc) if part.start in capitals or part.of(text).isupper()]

    def head_of(span: Found) -> Span | None:
        place = _chars(_tokens(doc, span, words))
        return next((head for head in heads if head.overlaps(place)), None)

    return [
        replace(link, contents=tuple(part for part in link.contents if head_of(part) == head_of(link.cue)))
        for link in links
    ]


def _without_far(doc: Doc, links: Sequence[Link], words: Words) -> list[Link]:
    """Take out of contents what stands in other paragraphs than the cue, but for a quotation that goes on in the next one.

    Linking leaves a content to a cue of its own paragraph or of the one before; here the cue has words beside it too.
    What is told in a paragraph of its own is kept where nothing of the content stands beside the cue: `He said:` above it.
    """
    numbers = paragraph_numbers(words)

    def near(link: Link) -> Link:
        home = numbers[link.cue.start]
        beside = [part for part in link.contents if numbers[part.start] == home]
        after = [
            part for part in link.contents if numbers[part.start] == home + 1 and _opens_quotation(doc, part, words)
        ]
        return replace(link, contents=(*beside, *after)) if beside else link

    return [near(link) for link in links]


def _opens_quotation(doc: Doc, part: Found, words: Words) -> bool:
    return _tokens(doc, part, words).text[0] in _OPENING


def _meets(one: Attribution, other: Attribution) -> bool:
    """Tell whether the rules' attribution and the network's are of the same words: not where this one is told inside that."""
    if one.cue.overlaps(other.cue):
        return True
    if any(span.covers(other.cue) and all(map(span.covers, other.content)) for span in one.content):
        return False
    return any(mine.overlaps(its) for mine in one.content for its in (*other.content, other.cue))


def _is_silence(doc: Doc, link: Link, states: States) -> bool:
    return doc[states.words.tokens[link.cue.end - 1]].lower_ in _SILENCE


def _attribution(doc: Doc, link: Link, words: Words, weights: Sequence[float]) -> Attribution:
    cue = _tokens(doc, link.cue, words)
    source = _tokens(doc, link.source, words) if link.source is not None else None
    return Attribution(
        anchor=cue.root,
        cue=_chars(cue),
        source=_head(source) if source is not None else None,
        content=_joined([_tokens(doc, content, words) for content in link.contents]),
        source_words=_chars(source) if source is not None else None,
        confidence=_confidence(link, weights),
    )


def _tokens(doc: Doc, found: Found, words: Words) -> TokenSpan:
    return doc[words.tokens[found.start] : words.tokens[found.end - 1] + 1]


def _has_word(doc: Doc, found: Found, words: Words) -> bool:
    """Tell whether a span is more than marks: "," is nobody's name."""
    return any(not doc[words.tokens[number]].is_punct for number in range(found.start, found.end))


def _chars(span: TokenSpan) -> Span:
    return Span(span.start_char, span.end_char)


def _head(source: TokenSpan) -> Token:
    """Name the word of a source that the parse hangs the others on; a known actor's before another's, but not whose it is."""
    heads: dict[int, str] = source.doc._.actor_heads or {}
    root = source.root
    if root.i in heads:
        return root
    shared = _whose_share(root)
    if shared is not None and shared.i in heads:
        return shared
    beside = (token for token in source if token.i in heads and token.head == root)
    owned = root.pos_ == "NOUN" and root.lemma_ not in _VOICES
    return next((token for token in beside if not owned or token.dep_ not in _OWNING), root)


def _whose_share(root: Token) -> Token | None:
    """Return of whom words are a share: "41% of Republicans", "a plurality of Danes", "two-thirds of those asked"."""
    if root.lower_ not in _SHARES and root.tag_ != "CD":
        return None
    wholes = (noun for child in root.rights if child.lower_ == "of" for noun in child.children if noun.dep_ == "pobj")
    return next(wholes, None)


def _joined(parts: Sequence[TokenSpan]) -> tuple[Span, ...]:
    """Give the places of a content's parts; parts with nothing but space between them are one."""
    spans: list[TokenSpan] = []
    for part in map(_without_comma, sorted(parts, key=lambda part: part.start)):
        if spans and all(token.is_space for token in part.doc[spans[-1].end : part.start]):
            spans[-1] = part.doc[spans[-1].start : part.end]
        else:
            spans.append(part)
    return tuple(map(_chars, spans))


def _without_comma(part: TokenSpan) -> TokenSpan:
    """Leave out the comma behind a part, which leads to who says so."""
    return part[:-1] if len(part) > 1 and part[-1].text in {",", ";"} else part


def features_of(link: Link) -> tuple[float, ...]:
    """Return what the confidence of a statement is reckoned from: log-odds, each from -6 to 6."""
    spans = [link.cue, *link.contents, *([link.source] if link.source is not None else [])]
    least = min(span.sureness for span in spans)
    chances = (link.cue.sureness, least, link.source_chance, link.content_chance)
    return tuple(_log_odds(chance) for chance in chances)


def _log_odds(chance: float) -> float:
    return math.log(max(chance, 0.0025) / max(1 - chance, 0.0025))


def _confidence(link: Link, weights: Sequence[float]) -> float:
    """Return how likely the statement is right, 0 to 1: a logistic regression on articles that training did not see."""
    score = weights[0] + sum(w * x for w, x in zip(weights[1:], features_of(link), strict=True))
    return round(1 / (1 + math.exp(-score)), 3)
