"""Join what the network reads of events to what the rules know: names, dates, places, conditions and modes."""

import bisect
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Token
from spacy.tokens import Span as TokenSpan

from dragoman.model import Auxiliary, Event, Span
from dragoman.reading.annotations import chars_of
from dragoman.reading.auxiliary import find_condition
from dragoman.reading.certainty import modes_of
from dragoman.reading.event_bystanders import is_bystander, is_moved
from dragoman.reading.event_matching import Match, bare_match, match_as
from dragoman.reading.event_merging import Telling
from dragoman.reading.event_modes import mode_by_words
from dragoman.reading.event_places import find_destination, find_place
from dragoman.reading.event_roles import Roles
from dragoman.reading.event_senses import names_no_act
from dragoman.reading.event_types import PLANNED, inner_mode, inner_of
from dragoman.reading.event_words import contexts_of, date_of, evidence_of, is_definite, lemmas_of, trigger_span
from dragoman.reading.learned_events import probability
from dragoman.reading.learned_roles import Features, Judged, Run, Told, read_roles
from dragoman.reading.network import Network, SideLayers
from dragoman.reading.network_words import Words
from dragoman.reading.ruled_tellings import is_at_home, iter_ruled_tellings
from dragoman.reading.statement_index import statements_around

__all__ = ["Rated", "iter_learned_tellings", "rate_tellings", "standing_of"]

# An event is kept where it is at least so likely: one that the rules do not find, and one that they find.
LEAST, LEAST_RULED = 0.33, 0.08
_NAMING = frozenset({"compound", "nmod", "amod", "poss"})
_SPEAKING = frozenset({
    "spokesman", "spokeswoman", "spokesperson", "spokesmen", "spokespersons", "official", "officials", "representative",
    "representatives", "envoy", "envoys", "ambassador", "ambassadors", "lawyer", "lawyers", "aide", "aides", "spokeswomen",
})  # fmt: skip
# What stands for how an event stands; it happened where none does.
_MODES: dict[str, Auxiliary] = {"denied": "negation", "planned": "future", "possible": "hypothetical"}


@dataclass(frozen=True, slots=True)
class Rated:
    """An event that the network or the rules found."""

    telling: Telling
    features: Features  # what its confidence rests on
    ruled: bool  # the rules find an event there, of whatever type


def iter_learned_tellings(
    network: Network, sides: SideLayers, matches: dict[int, Match], roles: Roles
) -> Iterator[Telling]:
    """Read what the network takes for events, and beside that what the rules alone find; what is unlikely is left out."""
    weights = network.tables["event_confidence"]
    for one in rate_tellings(sides, matches, roles):
        confidence = probability(one.features, weights)
        if confidence >= (LEAST_RULED if one.ruled else LEAST):
            yield replace(one.telling, event=replace(one.telling.event, confidence=confidence))


def rate_tellings(sides: SideLayers, matches: dict[int, Match], roles: Roles) -> list[Rated]:
    """Return all that the network or the rules take for events, with what the confidence of each rests on.

    Those whose sides nobody can be named for are none. A side that the network leaves empty is filled by the rules where they
    find the same event. What the confidence rests on is what the network says (`learned_events.event_features`), whether
    the rules find an event of that type there, and with the same sides, and whether it has actors and recipients.
    """
    doc, states = roles.doc, roles.doc._.network
    words = states.words
    judged = list(read_roles(doc, states, sides))
    ruled = list(iter_ruled_tellings(matches, roles))
    found: list[Rated] = []
    for told in (
        one for sentence in judged for one in sentence.told if not _is_helping(one, sentence.told, words, doc)
    ):
        if found and _is_inside(told, found[-1].telling, words, doc):
            continue
        telling = _read_telling(told, matches, roles)
        if telling is None:
            continue
        there = [one for one in ruled if one.event.trigger.overlaps(telling.event.trigger)]
        near = [one for one in there if one.event.type == telling.event.type]
        agreed = any(_has_same_sides(telling.event, one.event) for one in near)
        telling = _filled(telling, near)
        if telling.event.actors or telling.event.recipients:
            features = (*told.features, *_signs(telling.event, ruled=bool(near), agreed=agreed))
            found.append(Rated(telling, features, bool(there)))
    heads = ((one, _head(one.event.trigger, doc)) for one in ruled)
    beside = [
        Rated(one, _features(one.event, head, judged, words), ruled=True)
        for one, head in heads
        if head is not None and not any(_holds(other.telling, head) for other in found)
    ]
    all_ = (*beside, *found)
    kept = [one for one in found if not any(_is_taken_up(one.telling, other.telling) for other in all_)]
    return [*kept, *(one for one in beside if one.features)]


def _has_same_sides(event: Event, other: Event) -> bool:
    return set(event.actors) == set(other.actors) and set(event.recipients) == set(other.recipients)


def _holds(telling: Telling, word: Token) -> bool:
    """Tell whether a word is one of those that name an event."""
    return telling.event.trigger.start <= word.idx < telling.event.trigger.end


def _is_taken_up(telling: Telling, other: Telling) -> bool:
    """Tell whether an event is but the object of another: "ends sanctions" sanctions nobody."""
    span = other.event.trigger
    return span.start < telling.event.trigger.start < span.end


def _filled(telling: Telling, ruled: Sequence[Telling]) -> Telling:
    """Fill an empty side of an event from the rules' reading of it."""
    if not ruled:
        return telling
    event, other = telling.event, ruled[0].event
    actors = event.actors or tuple(i for i in other.actors if i not in event.recipients)
    recipients = event.recipients or tuple(i for i in other.recipients if i not in actors)
    return replace(telling, event=replace(event, actors=actors, recipients=recipients))


def _head(trigger: Span, doc: Doc) -> Token | None:
    span = doc.char_span(trigger.start, trigger.end, alignment_mode="expand")
    return span.root if span is not None else None


def _signs(event: Event, *, ruled: bool, agreed: bool) -> Features:
    return tuple(map(float, (ruled, agreed, bool(event.actors), bool(event.recipients))))


def _features(event: Event, head: Token, judged: Sequence[Judged], words: Words) -> Features:
    """Return what the confidence of an event that the rules found rests on; nothing where the network did not read its words."""
    word = bisect.bisect_left(words.tokens, head.i)
    sentence = next((one for one in judged if one.window.start <= word < one.window.end), None)
    if sentence is None:
        return ()
    return (*sentence.features_of(event.type, word), *_signs(event, ruled=True, agreed=False))


def _read_telling(told: Told, matches: dict[int, Match], roles: Roles) -> Telling | None:
    """Read an event of the network, for whose sides nobody may be named; None where its words name none."""
    doc, words = roles.doc, roles.doc._.network.words
    trigger = _tokens(doc, told.trigger, words)
    match = _match(trigger, told.kind, matches)
    token = match.token
    if names_no_act(match, told.kind):
        return None
    doing, undergoing = ([_tokens(doc, run, words) for run in runs] for runs in (told.actors, told.recipients))
    doing = [one for one in doing if not is_moved(one, trigger)]
    sides = ([one for one in side if not is_bystander(one, told.kind, trigger)] for side in (doing, undergoing))
    actors, recipients = (_parties(side, roles, acting=at == 0) for at, side in enumerate(sides))
    spared = roles.spared(match) if told.kind == "REQUEST" else set()
    recipients = tuple(i for i in recipients if i not in actors and i not in spared)
    date = date_of(doc, token)
    inner = inner_of(match, matches)
    mode = inner_mode(match, inner) if match.cue.mode == "inner" else match.cue.mode
    mode = mode or mode_by_words(told.kind, trigger)
    place = (find_destination(match) if mode == "visit" else None) or find_place(match)
    if mode == "visit" and not recipients and place is not None and not is_at_home(roles, actors, place.country):
        host = roles.state_of(place.country)
        recipients = (host,) if host is not None and host not in actors else ()
    ruled = modes_of(token, doc._.published, date)
    auxiliary = ruled if _is_denied_outright(token, ruled) else _auxiliary(told.standing, ruled)
    kind = told.kind
    if "future" in auxiliary and "negation" not in auxiliary and kind in PLANNED:
        kind, mode = PLANNED[kind], None
    elif "negation" in auxiliary and token.i in matches and PLANNED.get(matches[token.i].cue.type) == kind:
        kind = matches[token.i].cue.type  # "no talks are planned" denies talks, and agrees to nothing
    condition = find_condition(token)
    span = _whole(trigger, match)
    event = Event(
        id="", type=kind, mode=mode, contexts=contexts_of(token), actors=actors, recipients=recipients, date=date,
        place=place, auxiliary=auxiliary, condition=chars_of(condition) if condition is not None else None,
        statements=tuple(statements_around(doc, span.start, span.end)), trigger=span, evidence=evidence_of(token),
    )  # fmt: skip
    return Telling(event, lemmas_of(match), is_definite(token))


def _is_helping(told: Told, others: Sequence[Told], words: Words, doc: Doc) -> bool:
    """Tell whether a trigger is but the auxiliary of another: the "did" of "did not respond"."""
    word = _tokens(doc, told.trigger, words).root
    helping = word.dep_ in {"aux", "auxpass"}
    return helping and any(word.head in _tokens(doc, one.trigger, words) for one in others if one is not told)


def _tokens(doc: Doc, run: Run, words: Words) -> TokenSpan:
    return doc[words.tokens[run[0]] : words.tokens[run[1] - 1] + 1]


def _match(trigger: TokenSpan, kind: str, matches: dict[int, Match]) -> Match:
    """Return the cue of that type that the tables have for a word of the trigger; else its head, with no mode."""
    tokens = sorted(trigger, key=lambda token: (token != trigger.root, token.i))
    for token in tokens:
        if token.i in matches and matches[token.i].cue.type == kind:
            return matches[token.i]
    found = (match_as(token, kind) for token in tokens)
    return next((match for match in found if match is not None), None) or bare_match(trigger.root, kind)


def _whole(trigger: TokenSpan, match: Match) -> Span:
    """Return the words that name the event: those of the network, and what the grammar hangs on them."""
    ruled = trigger_span(match)
    return Span(min(trigger.start_char, ruled.start_char), max(trigger.end_char, ruled.end_char))


def _auxiliary(standing: str, ruled: tuple[Auxiliary, ...]) -> tuple[Auxiliary, ...]:
    """Return the auxiliary modes: those of the rules where they say the same as the network, else the network's."""
    if standing_of(ruled) == standing:
        return ruled
    return (_MODES[standing],) if standing in _MODES else ()


def _is_denied_outright(trigger: Token, ruled: tuple[Auxiliary, ...]) -> bool:
    """Tell whether its own clause denies what a noun names: "no talks are planned", "a summit is not planned"."""
    if "negation" not in ruled or trigger.pos_ != "NOUN":
        return False
    subject = trigger.dep_ in {"nsubj", "nsubjpass"}
    return any(child.lower_ == "no" and child.dep_ == "det" for child in trigger.children) or (
        subject and any(child.dep_ == "neg" for child in trigger.head.children)
    )


def standing_of(modes: Sequence[Auxiliary]) -> str:
    """Name how an event with these auxiliary modes stands, as the network does."""
    return next((standing for standing, mode in _MODES.items() if mode in modes), "happened")


def _parties(parts: Sequence[TokenSpan], roles: Roles, *, acting: bool) -> tuple[str, ...]:
    phrases: list[TokenSpan] = []
    for phrase in parts:
        if phrases and _is_one(phrases[-1], phrase):
            phrases[-1] = roles.doc[phrases[-1].start : phrase.end]
        else:
            phrases.append(phrase)
    named = [(phrase, roles.named_by(phrase, acting=acting)) for phrase in phrases]
    sides = {i for _, ids in named for i in ids if roles.kinds[i].kind == "person"}
    speakers = {word.i for phrase, ids in named if ids for word in phrase if word.lower_ in _SPEAKING}
    return tuple(
        dict.fromkeys(
            i
            for phrase, ids in named
            if not (_tells_of(phrase, sides, roles) or _is_spoken_for(phrase, speakers))
            for i in ids
        )
    )


def _is_spoken_for(phrase: TokenSpan, speakers: Collection[int]) -> bool:
    """Tell whether a phrase only tells whom a side speaks for: the ministry of "a spokesman for the ministry"."""
    word = phrase.root
    if any(child.dep_ == "conj" for child in word.children):
        return False  # "officials from Peru and Chile" are of two
    return word.dep_ == "pobj" and word.head.lower_ in {"for", "of", "at", "from"} and word.head.head.i in speakers


def _tells_of(phrase: TokenSpan, sides: set[str], roles: Roles) -> bool:
    """Tell whether a phrase only tells of which state another side is: "French" beside "the French president, Anne Roche"."""
    word = phrase.root
    if word.dep_ not in _NAMING or word.head in phrase:
        return False
    return roles.party_itself(word.head) in sides and roles.party_itself(word) not in sides


def _is_one(before: TokenSpan, behind: TokenSpan) -> bool:
    """Tell whether two phrases are parts of one name: "US" and "President Donald Trump"."""
    word = before.root
    return before.end == behind.start and word.head in behind and word.dep_ in _NAMING


def _is_inside(told: Told, before: Telling, words: Words, doc: Doc) -> bool:
    """Tell whether a trigger stands among the words of an event of its type that was read before: one event, told once."""
    trigger = _tokens(doc, told.trigger, words)
    event = before.event
    return (
        event.type == told.kind and event.trigger.start <= trigger.start_char and trigger.end_char <= event.trigger.end
    )
