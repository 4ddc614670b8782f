"""Find the events of an article: who did what to whom, in PLOVER's terms."""

from collections.abc import Iterator
from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc, Token
from spacy.tokens import Span as TokenSpan

from dragoman.model import Auxiliary, Date, Event, Place, Span
from dragoman.reading.annotations import chars_of
from dragoman.reading.auxiliary import auxiliary_modes, find_condition
from dragoman.reading.contexts import find_contexts
from dragoman.reading.date_links import date_for
from dragoman.reading.event_answers import name_asked
from dragoman.reading.event_matching import Match, find_matches, phrase_objects
from dragoman.reading.event_merging import Telling, merge_tellings, name_attackers
from dragoman.reading.event_places import find_destination, find_place
from dragoman.reading.event_roles import Roles
from dragoman.reading.event_senses import (
    Sides,
    is_closing,
    is_left_undone,
    is_meant,
    is_of_words,
    is_protest_of_states,
    is_reception,
    is_strike_of_arms,
)
from dragoman.reading.event_types import CONFLICT, attempt_of, inner_mode, settle_type
from dragoman.reading.grammar import agent_of, conjuncts_of, objects_of
from dragoman.reading.learned_events import correct_types
from dragoman.reading.network import load_event_network
from dragoman.reading.statement_index import statements_around

__all__ = ["find_events"]

# Types that are done by words: without a known speaker there is no event.
_VERBAL = frozenset({"AGREE", "CONSULT", "SUPPORT", "CONCEDE", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "COOPERATE"})
# Types that are done by saying so: who sought to blame somebody has blamed him.
_SAID = frozenset({"ACCUSE"})
_JUDGING = frozenset({"REJECT", "CONCEDE", "SUPPORT", "ACCUSE"})
_JUDGED = frozenset({"REQUEST", "ASSAULT", "ACCUSE", "THREATEN", "COERCE"})
# Types whose event stands when only the other side is known: "called on Syria to stop".
_TO_SOMEONE = frozenset({"REQUEST", "ACCUSE", "THREATEN"})
_SINCE_REACH = 6  # words from a date up to "since"
_REACH = 10  # tokens from the head of a trigger to the end of its words
_CONTEXT_REACH = 15  # tokens on either side of a trigger where words tell what it is about


@Language.component("dragoman_events", assigns=["doc._.events"])
def find_events(doc: Doc) -> Doc:
    """Leave the events on `doc._.events`, in text order; needs dates, actors and statements."""
    matches = {match.token.i: match for match in find_matches(doc)}
    roles = Roles(doc)
    events = name_attackers(merge_tellings(_iter_tellings(matches, roles)), roles.kinds)
    events = name_asked(events, doc)
    roles.cast_new(events)
    doc._.events = events if doc._.network is None else correct_types(doc, events, load_event_network())
    return doc


def _iter_tellings(matches: dict[int, Match], roles: Roles) -> Iterator[Telling]:
    """Read every trigger that no other event has taken up; a speech act comes before what it is about."""
    covered: set[int] = set()
    for index, match in sorted(
        matches.items(), key=lambda item: (item[1].clause is None, item[1].cue.kind != "verb", item[0])
    ):
        if index in covered or _is_only_frame(match, matches):
            continue
        telling = _read_telling(match, matches, roles)
        if telling is not None:
            covered |= _covered(match) - {other for other in matches if _stands_alone(match, matches[other])}
            yield telling


def _is_only_frame(match: Match, matches: dict[int, Match]) -> bool:
    """Tell whether a promise is of something hostile: who agrees to attack attacks, in future."""
    inner = _inner(match, matches)
    return match.cue.type == "AGREE" and inner is not None and inner.cue.type in CONFLICT


def _stands_alone(outer: Match, inner: Match) -> bool:
    """Tell whether what is rejected, praised or granted is an act itself: "rejected the demand of Egypt"."""
    if inner.cue.kind != "noun" or outer.cue.type not in _JUDGING:
        return False
    return inner.cue.type in _JUDGED or inner.token.lemma_.lower() in {"invitation", "offer"}


def _covered(match: Match) -> set[int]:
    """Find the words that an event has taken up: the object it names, and what it asks for, promises or refuses."""
    covered: set[int] = set()
    if match.cue.objects is not None and "*" not in match.cue.objects:
        covered |= {each.i for noun in match.objects for each in conjuncts_of(noun) if each.i != match.token.i}
        covered |= {noun.i for head in match.objects for noun in phrase_objects(head, "of")}
    for preposition, _ in match.cue.phrases:
        asked = phrase_objects(match.token, preposition)
        if match.cue.type == "REQUEST":  # "pressed for a truce and the recognition of Oslo"
            asked = [each for noun in asked for each in conjuncts_of(noun)]
        covered |= {noun.i for noun in asked if noun.pos_ != "PROPN"}
    return covered | {token.i for token in _chain(match.clause)}


def _chain(verb: Token | None) -> list[Token]:
    """Follow a complement through infinitives and coordination, objects included; a finite past clause stands alone."""
    if (
        verb is None
        or verb.tag_ == "VBD"
        or any(c.dep_ == "aux" and c.lower_ in {"has", "have", "had"} for c in verb.children)
    ):
        return []
    found = [verb, *objects_of(verb)]
    for child in verb.children:
        if child.dep_ in {"xcomp", "conj"} and child.pos_ == "VERB":
            found += _chain(child)
    return found


def _inner(match: Match, matches: dict[int, Match]) -> Match | None:
    verb = match.clause
    while verb is not None:
        if verb.i in matches:
            return matches[verb.i]
        verb = next((child for child in verb.children if child.dep_ == "xcomp"), None)
    return None


def _read_telling(match: Match, matches: dict[int, Match], roles: Roles) -> Telling | None:
    """Read one trigger into an event, or None where nobody who is known takes part.

    1. who takes part  2. when and where  3. whether it happened, and so its type  4. in whose words
    """
    match, (actors, recipients) = _as_meant(match, _sides(match, roles), roles)  # 1
    if not _stands(match, actors, recipients, roles):
        return None
    token, cue, doc = match.token, match.cue, roles.doc
    found = date_for(doc, token)  # 2
    date = _since(found, doc, token) if found is not None else None
    place = find_destination(match) if cue.mode == "visit" else None
    place = place or find_place(match)
    inner = _inner(match, matches)
    mode = inner_mode(match, inner) if cue.mode == "inner" else cue.mode  # 3
    auxiliary = auxiliary_modes(attempt_of(token) if cue.type in _SAID else token, doc._.published, date)
    if _is_only_spoken_of(match, actors, auxiliary) or is_left_undone(match, auxiliary):
        return None
    kind, mode, auxiliary = settle_type(match, mode, auxiliary, inner)
    if cue.mode == "visit":
        hosts = _hosts(match, actors, recipients, place, roles)
        if hosts is None:
            return None
        recipients = hosts
    if kind == "CONSULT" and cue.symmetric and place is not None:
        actors, recipients, mode = _split_visit(roles, actors, place.country, mode)
    span = _trigger_span(match)
    condition = find_condition(token)
    if condition is not None and not auxiliary and kind in {"AGREE", "CONCEDE"}:
        auxiliary = ("hypothetical",)  # "had offered to ship grain if quotas were kept"
    around = statements_around(doc, span.start_char, span.end_char)  # 4
    event = Event(
        id="", type=kind, mode=mode, contexts=_contexts(token), actors=actors, recipients=recipients, date=date, place=place,
        auxiliary=auxiliary, condition=chars_of(condition) if condition is not None else None,
        statements=tuple(around), trigger=chars_of(span), evidence=_evidence(token),
    )  # fmt: skip
    return Telling(event, _words(match), _is_definite(token))


def _as_meant(match: Match, sides: Sides, roles: Roles) -> tuple[Match, Sides]:
    """Retype what the sides show to be of words, a guest's welcome or the end of talks that are done."""
    if is_of_words(match, sides, roles.kinds) or is_protest_of_states(match, sides[0], roles.kinds):
        return replace(match, cue=replace(match.cue, type="ACCUSE", mode="disapprove", bodily=False)), sides
    if is_strike_of_arms(match, sides[0], roles.kinds):
        return replace(match, cue=replace(match.cue, type="ASSAULT", mode=None)), sides
    if is_closing(match):
        return replace(match, cue=replace(match.cue, type="CONSULT", mode=None, symmetric=True)), sides
    if is_reception(match, sides, roles.kinds):
        return replace(match, cue=replace(match.cue, type="CONSULT", mode="visit", phrases=())), (sides[1], sides[0])
    return match, sides


def _is_only_spoken_of(match: Match, actors: tuple[str, ...], auxiliary: tuple[Auxiliary, ...]) -> bool:
    """Tell whether a thing is spoken of and no event reported.

    "any deal", "a possible summit"; "it is rare to miss a summit of Nato"; "a delay would undermine the treaty".
    """
    cue = match.cue
    if cue.kind == "noun" and "hypothetical" in auxiliary and cue.type != "AGREE":
        return True
    if cue.kind == "noun" and cue.symmetric and len(actors) == 1 and "negation" in auxiliary:
        return True
    return "speaker" in cue.actor and cue.type == "ACCUSE" and bool(auxiliary)


def _hosts(
    match: Match, actors: tuple[str, ...], recipients: tuple[str, ...], place: Place | None, roles: Roles
) -> tuple[str, ...] | None:
    """Find whom travellers visit; None where that is nobody: at home, at work or in court."""
    if place is None:
        return None if match.cue.kind == "verb" and match.cue.phrases else recipients
    if not recipients:
        host = roles.state_of(place.country)
        recipients = (host,) if host is not None and host not in actors else ()
        return recipients or (None if _is_at_home(roles, actors, place.country) else ())
    return None if actors and _is_at_home(roles, actors, place.country) else recipients


def _since(found: Date, doc: Doc, trigger: Token) -> str | None:
    """Open what goes on "since 2019" to the present; what it goes on since ("since the attack in 2019") is over."""
    span = doc.char_span(found.span.start, found.span.end, alignment_mode="expand")
    if span is None or found.edtf is None or "/" in found.edtf:
        return found.edtf
    word = span.root
    for _ in range(_SINCE_REACH):
        if word.dep_ not in {"pobj", "prep", "compound"} or word.lower_ == "including":
            break
        word = word.head  # "since the start of the war in 2022"
        if word == trigger:
            break
        if word.lower_ == "since":
            return f"{found.edtf}/.."
    return found.edtf


def _sides(match: Match, roles: Roles) -> tuple[tuple[str, ...], tuple[str, ...]]:
    actors, recipients = roles.sides(match)
    if "speaker" in match.cue.actor:
        speaker = roles.speaker(match.token)
        actors = (speaker,) if speaker is not None else ()
        recipients = tuple(i for i in recipients if i not in actors)
    token = match.token
    if not actors and match.cue.type in _SAID and token.dep_ == "conj" and token.tag_ == "VBD" and not match.passive:
        speaker = roles.speaker(token)  # "he said the army took care, and accused Riga"
        actors = (speaker,) if speaker is not None and speaker not in recipients else ()
    return actors, recipients


def _stands(match: Match, actors: tuple[str, ...], recipients: tuple[str, ...], roles: Roles) -> bool:
    """Tell whether those found can take part in it, and are all that the cue asks for."""
    cue = match.cue
    if cue.bodily and not roles.is_bodily_done(match):
        return False
    if (cue.needs_recipient and not (recipients or (cue.symmetric and len(actors) > 1))) or (
        cue.needs_actor and not actors
    ):
        return False
    return is_meant(match, (actors, recipients), roles.kinds) and _is_known(match, actors, recipients)


def _is_known(match: Match, actors: tuple[str, ...], recipients: tuple[str, ...]) -> bool:
    if actors:
        return True
    if match.cue.kind == "noun" and _is_definite(match.token):
        return True
    return bool(recipients) and (match.cue.type not in _VERBAL or match.cue.type in _TO_SOMEONE)


def _is_at_home(roles: Roles, actors: tuple[str, ...], country: str | None) -> bool:
    """Tell whether all who travel stay in their own state: that is no visit to anybody."""
    return country is not None and all(roles.kinds[i].country == country for i in actors)


def _split_visit(
    roles: Roles, actors: tuple[str, ...], country: str | None, mode: str | None
) -> tuple[tuple[str, ...], tuple[str, ...], str | None]:
    """Tell visitors from hosts by where they meet."""
    hosts = tuple(i for i in actors if country is not None and roles.kinds[i].country == country)
    visitors = tuple(i for i in actors if i not in hosts)
    if not hosts or not visitors or any(roles.kinds[i].country is None for i in visitors):
        return actors, (), mode
    return visitors, hosts, "visit"


def _trigger_span(match: Match) -> TokenSpan:
    """Return the words that name the event: the trigger, its object or complement, the agent of a passive."""
    token = match.token
    ends = [token.i, *(child.i for child in token.children if child.dep_ == "prt")]
    ends += [noun.i for noun in match.objects]
    if match.clause is not None:
        ends += [match.clause.i, *(noun.i for noun in objects_of(match.clause))]
    agent = agent_of(token) if match.passive else None
    if agent is not None:
        ends.append(agent.i)
    for preposition, _ in match.cue.phrases:
        ends += [noun.i for noun in phrase_objects(token, preposition)]
    ends = [end for end in ends if token.i <= end <= token.i + _REACH]
    return token.doc[token.i : max(ends) + 1]


def _evidence(token: Token) -> Span:
    words = [other for other in token.sent if not other.is_space]
    return Span(words[0].idx, words[-1].idx + len(words[-1]))


def _words(match: Match) -> frozenset[str]:
    near = [match.token, *match.objects, *([match.clause] if match.clause is not None else [])]
    return frozenset(word.lemma_.lower() for word in near if word.pos_ in {"VERB", "NOUN", "ADJ"})


def _is_definite(token: Token) -> bool:
    return token.pos_ == "NOUN" and any(
        child.dep_ == "det" and child.lower_ in {"the", "these", "those", "this"} for child in token.children
    )


def _contexts(token: Token) -> tuple[str, ...]:
    doc, sentence = token.doc, token.sent
    start, end = max(sentence.start, token.i - _CONTEXT_REACH), min(sentence.end, token.i + _CONTEXT_REACH + 1)
    return find_contexts(other.lemma_.lower() for other in doc[start:end])
