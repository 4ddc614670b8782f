"""Read by rules what tells of an event: a cue of the tables, and the grammar around it."""

from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Token

from dragoman.model import Auxiliary, Event, Place
from dragoman.reading.annotations import chars_of
from dragoman.reading.auxiliary import find_condition
from dragoman.reading.certainty import modes_of
from dragoman.reading.event_matching import Match, phrase_objects
from dragoman.reading.event_merging import Telling
from dragoman.reading.event_modes import mode_by_words
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
from dragoman.reading.event_types import CONFLICT, attempt_of, inner_mode, inner_of, settle_type
from dragoman.reading.event_words import contexts_of, date_of, evidence_of, is_definite, lemmas_of, trigger_span
from dragoman.reading.grammar import conjuncts_of, objects_of
from dragoman.reading.statement_index import statements_around

__all__ = ["is_at_home", "iter_ruled_tellings"]

# Types that are done by words: without a known speaker there is no event.
_VERBAL = frozenset({"AGREE", "CONSULT", "SUPPORT", "CONCEDE", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "COOPERATE"})
# Types that are done by saying so: who sought to blame somebody has blamed him.
_SAID = frozenset({"ACCUSE"})
_JUDGING = frozenset({"REJECT", "CONCEDE", "SUPPORT", "ACCUSE"})
_JUDGED = frozenset({"REQUEST", "ASSAULT", "ACCUSE", "THREATEN", "COERCE"})
# Types whose event stands when only the other side is known: "called on Syria to stop".
_TO_SOMEONE = frozenset({"REQUEST", "ACCUSE", "THREATEN"})


def iter_ruled_tellings(matches: dict[int, Match], roles: Roles) -> Iterator[Telling]:
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
    inner = inner_of(match, matches)
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


def _read_telling(match: Match, matches: dict[int, Match], roles: Roles) -> Telling | None:
    """Read one trigger into an event, or None where nobody who is known takes part.

    1. who takes part  2. when and where  3. whether it happened, and so its type  4. in whose words
    """
    match, (actors, recipients) = _as_meant(match, _sides(match, roles), roles)  # 1
    if not _stands(match, actors, recipients, roles):
        return None
    token, cue, doc = match.token, match.cue, roles.doc
    date = date_of(doc, token)  # 2
    place = find_destination(match) if cue.mode == "visit" else None
    place = place or find_place(match)
    inner = inner_of(match, matches)
    mode = inner_mode(match, inner) if cue.mode == "inner" else cue.mode  # 3
    auxiliary = modes_of(attempt_of(token) if cue.type in _SAID else token, doc._.published, date)
    if _is_only_spoken_of(match, actors, auxiliary) or is_left_undone(match, auxiliary):
        return None
    span = trigger_span(match)
    mode = mode or mode_by_words(cue.type, span)
    kind, mode, auxiliary = settle_type(match, mode, auxiliary, inner)
    if cue.mode == "visit":
        hosts = _hosts(match, actors, recipients, place, roles)
        if hosts is None:
            return None
        recipients = hosts
    if kind == "CONSULT" and cue.symmetric and place is not None:
        actors, recipients, mode = _split_visit(roles, actors, place.country, mode)
    condition = find_condition(token)
    if condition is not None and not auxiliary and kind in {"AGREE", "CONCEDE"}:
        auxiliary = ("hypothetical",)  # "had offered to ship grain if quotas were kept"
    around = statements_around(doc, span.start_char, span.end_char)  # 4
    event = Event(
        id="", type=kind, mode=mode, contexts=contexts_of(token), actors=actors, recipients=recipients, date=date, place=place,
        auxiliary=auxiliary, condition=chars_of(condition) if condition is not None else None,
        statements=tuple(around), trigger=chars_of(span), evidence=evidence_of(token),
    )  # fmt: skip
    return Telling(event, lemmas_of(match), is_definite(token))


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
    if is_at_home(roles, actors, place.country):
        return None
    if not recipients:
        host = roles.state_of(place.country)
        recipients = (host,) if host is not None and host not in actors else ()
    return recipients


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
    if match.cue.kind == "noun" and is_definite(match.token):
        return True
    return bool(recipients) and (match.cue.type not in _VERBAL or match.cue.type in _TO_SOMEONE)


def is_at_home(roles: Roles, actors: tuple[str, ...], country: str | None) -> bool:
    """Tell whether all who travel stay in their own state: that is no visit to anybody."""
    return bool(actors) and country is not None and all(roles.kinds[i].country == country for i in actors)


def _split_visit(
    roles: Roles, actors: tuple[str, ...], country: str | None, mode: str | None
) -> tuple[tuple[str, ...], tuple[str, ...], str | None]:
    """Tell visitors from hosts by where they meet."""
    hosts = tuple(i for i in actors if country is not None and roles.kinds[i].country == country)
    visitors = tuple(i for i in actors if i not in hosts)
    if not hosts or not visitors or any(roles.kinds[i].country is None for i in visitors):
        return actors, (), mode
    return visitors, hosts, "visit"
