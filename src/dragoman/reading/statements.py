"""Find the statements of an article: who says what, in the terms of PARC and PolNeAR.

Stages: 1. quotations by their marks; 2. attributions by the grammar; 3. quotations without a clause of attribution get
their speaker; 4. the network's attributions beside these, or PolNeAR's row of its tags in their place; 5. posts that are
signed; 6. actors, sourcing, venue, date and nesting.
"""

import functools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc, Token
from spacy.tokens import Span as TokenSpan

from dragoman.model import Date, Quoted, Sourcing, Span, Statement
from dragoman.reading.actor_index import actor_of, actors_of, in_small_letters, state_by_adjective
from dragoman.reading.annotations import paragraphs_of
from dragoman.reading.attribution import Attribution, source_span
from dragoman.reading.attribution_words import load_words, sourcing_of
from dragoman.reading.attributions import find_attributions
from dragoman.reading.authors import author_of
from dragoman.reading.date_links import date_for
from dragoman.reading.framing_cues import cut_at_frames, find_framing_cues
from dragoman.reading.grammar import antecedent_of
from dragoman.reading.hearers import TOLD, is_told, without_hearer
from dragoman.reading.learned_attribution import add_ruled, find_learned_attributions, find_polnear_attributions
from dragoman.reading.lost_subjects import find_lost_attributions, move_speakers_outside
from dragoman.reading.network import load_network
from dragoman.reading.posts import with_posts
from dragoman.reading.quotations import Quotation, find_quotations
from dragoman.reading.quoted_speech import attribute_quotations, complete_quotations
from dragoman.reading.saying_days import day_before, without_day
from dragoman.reading.statement_index import FIRST_PERSON, around_of

__all__ = ["make_statements_step", "name_sources"]

_SOURCING_OF_KIND: dict[str, Sourcing] = {
    "person": "named",
    "state": "body",
    "body": "body",
    "organization": "body",
    "outlet": "outlet",
    "unnamed": "unnamed",
}
_TO = frozenset({"dobj", "dative"})
_TELLING = TOLD | {"lobby", "press", "thank"}


@Language.factory("dragoman_statements", assigns=["doc._.statements"], default_config={"polnear": False})
def make_statements_step(nlp: Language, name: str, *, polnear: bool) -> Callable[[Doc], Doc]:
    """Return the step. polnear: of what the network finds take what PolNeAR's annotators would."""
    del nlp, name
    return functools.partial(_find_statements, polnear=polnear)


def _find_statements(doc: Doc, *, polnear: bool) -> Doc:
    """Leave the statements on `doc._.statements`.

    polnear: those that PolNeAR's annotators would take, by the network, without the rules' attributions.
    """
    paragraphs = paragraphs_of(doc)
    quotations = find_quotations(doc.text, paragraphs)
    if polnear:
        attributions = find_polnear_attributions(doc, doc._.network, load_network())
    else:
        attributions = _ruled_attributions(doc, quotations, paragraphs)
        if doc._.network is not None:
            learned = find_learned_attributions(doc, doc._.network, load_network())
            attributions = add_ruled(learned, attributions, load_network())
    attributions = with_posts(doc, [without_hearer(one) for one in attributions], paragraphs)
    kinds = {actor.id: actor.kind for actor in doc._.actors}
    statements = [_statement(doc, f"s{n}", one, quotations, kinds) for n, one in enumerate(attributions, 1)]
    statements = [_by_speaker(doc, said, statements, kinds) for said in statements]
    doc._.statements = tuple(_nested([_by_speakers_before(doc, said, statements, kinds) for said in statements]))
    return doc


def name_sources(doc: Doc) -> None:
    """Give statements whose source nobody was known for the actor that has been cast for these very words since."""
    kinds = {actor.id: actor.kind for actor in doc._.actors}
    doc._.statements = tuple(_with_source(doc, said, kinds) for said in doc._.statements)


def _with_source(doc: Doc, said: Statement, kinds: Mapping[str, str]) -> Statement:
    if said.actor is not None or said.source is None:
        return said
    actor = actor_of(doc, antecedent_of(_tokens_of(doc, said.source).root))
    if actor is None or actor not in kinds:
        return said
    return replace(said, actor=actor, sourcing=_SOURCING_OF_KIND.get(kinds[actor], said.sourcing))


def _ruled_attributions(doc: Doc, quotations: tuple[Quotation, ...], paragraphs: tuple[Span, ...]) -> list[Attribution]:
    found = move_speakers_outside(complete_quotations(_all_attributions(doc, quotations), quotations))
    return _once_each(attribute_quotations(doc, found, quotations, paragraphs))


def _all_attributions(doc: Doc, quotations: tuple[Quotation, ...]) -> list[Attribution]:
    """What frames a sentence goes by the order of words; the grammar tells the rest."""
    article = doc._.article
    framing = find_framing_cues(doc, article.parts.title if article is not None else None)
    framing = [one for one in framing if not any(quotation.span.covers(one.cue) for quotation in quotations)]
    framed = {one.anchor.i for one in framing}
    others = [one for one in find_attributions(doc, quotations) if one.anchor.i not in framed]
    found = find_lost_attributions(doc, [*framing, *others])
    return cut_at_frames(found, [one for one in found if one.clausal and one.content])


def _once_each(attributions: list[Attribution]) -> list[Attribution]:
    """Keep one attribution for each content of each source, and no wish or judgement inside another's reported words."""
    kept: dict[tuple[tuple[Span, ...], int | None], Attribution] = {}
    for one in attributions:
        kept.setdefault((one.content or (one.cue,), one.source.i if one.source is not None else None), one)
    clausal = [one for one in kept.values() if one.clausal]
    return [one for one in kept.values() if one.clausal or not _lies_inside(one, clausal)]


def _lies_inside(one: Attribution, others: list[Attribution]) -> bool:
    return any(span.covers(one.cue) for other in others for span in other.content)


def _statement(
    doc: Doc, name: str, one: Attribution, quotations: tuple[Quotation, ...], kinds: dict[str, str]
) -> Statement:
    cue = one.cue if one.cue.end > one.cue.start else None
    actor = actor_of(doc, antecedent_of(one.source)) if one.source is not None else None
    words = one.source_words or (source_span(one.source, one.cue) if one.source is not None else None)
    words, day = without_day(doc, words, one.source)
    if actor is None and words is not None and words.of(doc.text).isupper():
        actor = in_small_letters(doc._.actors, words.of(doc.text))
    if actor is None and words is not None:
        actor = state_by_adjective(doc, _tokens_of(doc, words)[-1])
    author = author_of(doc, one.source) if one.source is not None and actor is None else None
    first = day_before(doc, one)
    content = one.content if first is None else one.content[1:]
    when = _date_of_saying(doc, one) if cue is not None or one.said_on is not None else None
    when = when or day or first
    return Statement(
        id=name,
        source=words,
        actor=actor or author,
        sourcing=_sourcing(one.source, kinds.get(actor) if actor else None),
        cue=cue,
        content=content,
        quoted=_quoted(content, quotations),
        to=_addressed(doc, one.anchor),
        venue=_venue(one.anchor),
        date=when.edtf if when is not None else None,
        confidence=one.confidence,
    )


def _by_speaker(doc: Doc, said: Statement, statements: Sequence[Statement], kinds: Mapping[str, str]) -> Statement:
    """Give what "I" or "we" say inside a quotation to whose quotation it is."""
    if said.actor is not None or said.source is None or said.source.of(doc.text).lower() not in FIRST_PERSON:
        return said
    around = _others_around(said, said.source, statements)
    speaker = around[-1].actor if around and around[-1].quoted != "indirect" else None
    if speaker is None:
        return said
    return replace(said, actor=speaker, sourcing=_SOURCING_OF_KIND.get(kinds.get(speaker, ""), said.sourcing))


def _by_speakers_before(
    doc: Doc, said: Statement, statements: Sequence[Statement], kinds: Mapping[str, str]
) -> Statement:
    """Give what "they" say to the several who spoke last, in this sentence or the one before: "Analysts say …. They noted"."""
    if said.actor is not None or said.source is None or said.source.of(doc.text).lower() != "they":
        return said
    word = _root_of(doc, said.source)
    reach = doc[word.sent.start - 1].sent if word.sent.start else word.sent
    before = [
        (one.source, one)
        for one in statements
        if one.source is not None and reach.start_char <= one.source.start and one.source.end <= said.source.start
    ]
    if not before:
        return said
    words, last = max(before, key=lambda pair: pair[0].start)
    several = last.actor is not None and kinds.get(last.actor) in {"group", "unnamed"}
    if not several or _root_of(doc, words).tag_ not in {"NNS", "NNPS"}:
        return said
    if _others_around(said, said.source, statements) != _others_around(last, words, statements):
        return said  # who is quoted is not who quotes
    return replace(said, actor=last.actor, sourcing=last.sourcing)


def _others_around(said: Statement, place: Span, statements: Sequence[Statement]) -> list[Statement]:
    """Return the other statements inside which a source stands, outermost first."""
    return [other for other in around_of(statements, place.start, place.end) if other.id != said.id]


def _root_of(doc: Doc, place: Span) -> Token:
    return _tokens_of(doc, place).root


def _tokens_of(doc: Doc, place: Span) -> TokenSpan:
    words = doc.char_span(place.start, place.end, alignment_mode="expand")
    assert words is not None  # noqa: S101  (a source is words of the text)
    return words


def _date_of_saying(doc: Doc, one: Attribution) -> Date | None:
    """Find when it was said: not a date inside what is said, and none beside "according to"."""
    if one.said_on is not None:
        return next((date for date in doc._.dates if one.said_on.overlaps(date.span)), None)
    when = date_for(doc, one.anchor) if one.anchor.lower_ != "according" else None
    return None if when is None or any(span.covers(when.span) for span in one.content) else when


def _sourcing(source: Token | None, kind: str | None) -> Sourcing:
    by_noun = sourcing_of(source) if source is not None else None
    if kind in _SOURCING_OF_KIND:
        return _SOURCING_OF_KIND[kind]
    if by_noun is not None:
        return by_noun
    if kind == "group":  # nations and firms speak as bodies, parents and volunteers as people
        return "unnamed" if source is not None and source.tag_ == "NNS" else "body"
    if source is not None and source.lower_ in {"he", "she"}:
        return "named"
    return "unnamed"


def _quoted(content: tuple[Span, ...], quotations: tuple[Quotation, ...]) -> Quoted:
    if not content:
        return "indirect"
    inside = [quotation for quotation in quotations if any(span.overlaps(quotation.span) for span in content)]
    if not inside:
        return "indirect"
    length = sum(span.end - span.start for span in content)
    quoted = sum(
        min(s.end, q.span.end) - max(s.start, q.span.start) for s in content for q in inside if s.overlaps(q.span)
    )
    return "direct" if quoted >= length - 2 * len(content) else "mixed"


def _addressed(doc: Doc, cue: Token) -> tuple[str, ...]:
    if cue.pos_ not in {"VERB", "AUX"} or cue.lower_ == "according":
        return ()
    if cue.lemma_.lower() not in _TELLING:
        nouns = [
            n
            for child in cue.children
            if child.dep_ in {"prep", "dative"}
            and (child.lower_ == "to" or (child.lower_ == "on" and cue.lemma_ == "call"))
            for n in child.children
        ]
    else:
        nouns = [child for child in cue.children if child.dep_ in _TO and child.i > cue.i]
        nouns += [antecedent_of(child) for child in cue.children if is_told(child, cue)]
        nouns += [
            s
            for child in cue.children
            if child.dep_ in {"ccomp", "xcomp"} and child.tag_ == "VB" and not nouns and _is_infinitive(child)
            for s in child.children
            if s.dep_ == "nsubj"
        ]
    return tuple(dict.fromkeys(actor for noun in nouns for actor in actors_of(doc, noun)))


def _is_infinitive(clause: Token) -> bool:
    """Tell whether a clause says what somebody is to do ("urged the rebels to leave"), as against what will be."""
    return any(child.dep_ == "aux" and child.lower_ == "to" for child in clause.children)


def _venue(cue: Token) -> Span | None:
    venues = load_words().venues
    hosts = [
        cue,
        *(child for child in cue.children if child.dep_ == "advcl" and child.lemma_ in {"speak", "write", "address"}),
    ]
    if cue.dep_ == "relcl":
        hosts.append(cue.head.head)
    for host in hosts:
        for child in host.children:
            if child.dep_ != "prep" or child.lower_ not in {"in", "at", "on", "during", "to"}:
                continue
            for noun in child.children:
                if noun.dep_ == "pobj" and noun.lemma_.lower() in venues:
                    last = noun.right_edge if noun.right_edge.i - noun.i <= 8 else noun
                    return Span(child.idx, last.idx + len(last))
    return None


def _nested(statements: list[Statement]) -> list[Statement]:
    """Tell which statement each is reported inside: the shortest content that covers its cue and content."""
    return [_inside(said, statements) for said in statements]


def _inside(said: Statement, statements: list[Statement]) -> Statement:
    own = [*said.content, *([said.cue] if said.cue is not None else [])]
    around = [
        other
        for other in statements
        if other.id != said.id and own and all(any(span.covers(part) for span in other.content) for part in own)
    ]
    if not around:
        return said
    nearest = min(around, key=lambda other: sum(span.end - span.start for span in other.content))
    return Statement(**{**{name: getattr(said, name) for name in Statement.__slots__}, "within": nearest.id})
