"""What a statement says of a matter between states, and what two such statements are to each other.

"Talks are on" and "no talks are planned" tell of no event that could be compared (tellings.py), and contradict each other all
the same. Few statements say so plainly; only those are compared: one matter, one standing, two states at least.
"""

import hashlib
import importlib.resources
import itertools
import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from dragoman.export.periods import find_period
from dragoman.model import Reading, Statement
from dragoman.record.across.events import Relation, find_match
from dragoman.record.across.tellings import Standing, Telling, iter_tellings

__all__ = ["REACH", "Claim", "Contrast", "find_contrast", "iter_claims", "keys_of_claim"]

_FILE = importlib.resources.files("dragoman.record.across") / "claims.toml"
_DATA: dict[str, Any] = tomllib.loads(_FILE.read_text(encoding="utf-8"))
_MATTERS: dict[str, str] = _DATA["matters"]
_GAP = r"(?:[\w'’-]+ ){0,6}?"
# Up to three words of the noun phrase that the matter is the head of: "no progress in the talks" denies no talks.
_PRE = r"(?:(?!(?:of|on|at|after|before|in|for|to|with|about|and|or|from|by|that|during|over)\b)[\w'’-]+ ){0,3}?"
_VOID = re.compile(rf"\b(?:{'|'.join(_DATA['void']['words'])})\b")
_DENYING = frozenset(_DATA["void"]["denying"])
_NEGATION = re.compile(r"\b(?:no|not|never)\b|n't\b")
_LONGEST = 240  # characters of a content: in a longer one the words that stand near each other are of several clauses

REACH = 180  # days between two statements that are compared
_AT_ONCE = 14  # days in which one government that says two things contradicts itself; later its stand has moved
_DISPUTED = 60  # days in which two governments speak of the same state of a matter
_SAME_NEWS = 7  # days in which two who say the same speak of the same
_LEAST_STATES = 2


@dataclass(frozen=True, slots=True)
class Claim:
    """What a statement says of a matter between states."""

    statement: str  # id in its Reading
    act: str  # of what: "meet"; as a telling's
    standing: Standing
    speaker: str  # country of who says so
    states: frozenset[str]  # countries that it is between, the speaker's among them
    tellings: tuple[Telling, ...] = ()  # of that act, inside the statement


@dataclass(frozen=True, slots=True)
class Contrast:
    """What the later of two claims is to the earlier one."""

    relation: Relation
    reason: str
    confidence: float  # 0 to 1; our estimate


def _compile(patterns: list[str]) -> dict[str, re.Pattern[str]]:
    joined = "|".join(patterns).replace("GAP", _GAP).replace("PRE", _PRE)
    return {act: re.compile(rf"\b(?:{joined.replace('MATTER', f'(?:{words})')})\b") for act, words in _MATTERS.items()}


_STANDINGS: dict[Standing, dict[str, re.Pattern[str]]] = {
    standing: _compile(_DATA["standings"][standing]) for standing in ("denied", "happened", "planned", "sought")
}


def iter_claims(reading: Reading) -> Iterator[Claim]:
    """Give what the statements of an article say plainly of matters between states."""
    text = reading.article.text
    if find_period(reading.article.published) is None:
        return
    countries = {actor.id: actor.country for actor in reading.actors if actor.kind != "outlet"}
    plain: list[Claim] = []
    for statement in reading.statements:
        speaker = countries.get(statement.actor or "")
        content = " ".join(" ".join(span.of(text) for span in statement.content).lower().split())
        found = _read(content, statement.cue.of(text).lower() if statement.cue else "") if speaker else None
        if speaker is None or found is None:
            continue
        states = {speaker} | _mentioned(statement, reading)
        if len(states) >= _LEAST_STATES:
            plain.append(Claim(statement.id, *found, speaker, frozenset(states)))
    if plain:
        yield from _with_tellings(plain, reading)


def _with_tellings(claims: Sequence[Claim], reading: Reading) -> Iterator[Claim]:
    inside = {event.id: event.statements for event in reading.events}
    tellings = list(iter_tellings(reading))
    for claim in claims:
        told = (one for one in tellings if one.act == claim.act and claim.statement in inside[one.event])
        yield replace(claim, tellings=tuple(told))


def _read(content: str, cue: str) -> tuple[str, Standing] | None:
    """Return act and standing of the one matter that a content is about."""
    if len(content) > _LONGEST or _VOID.search(content):
        return None
    found = {
        (act, standing)
        for standing, patterns in _STANDINGS.items()
        for act, pattern in patterns.items()
        if pattern.search(content)
    }
    denied = {pair for pair in found if pair[1] == "denied"}
    # "No talks are planned" has the words of a plan as well.
    (act, standing), *others = [*(denied or found), (None, None)][:2] if found else [(None, None)]
    if act is None or standing is None or others[0] != (None, None):
        return None
    turned = bool(_DENYING & set(cue.split()))
    if standing != "denied":
        return None if _NEGATION.search(content) else (act, "denied" if turned else standing)
    return None if turned else (act, standing)


def _mentioned(statement: Statement, reading: Reading) -> set[str]:
    return {
        actor.country
        for actor in reading.actors
        if actor.country and any(span.covers(one.span) for span in statement.content for one in actor.mentions)
    }


def keys_of_claim(claim: Claim) -> list[int]:
    """Return the keys under which claims on one matter find each other, each below 2^63: of each two states."""
    return [
        int.from_bytes(hashlib.blake2b(f"{claim.act}|{one}|{other}".encode(), digest_size=8).digest()) >> 1
        for one, other in itertools.combinations(sorted(claim.states), 2)
    ]


def find_contrast(earlier: Claim, later: Claim, days: int) -> Contrast | None:
    """Say what the later of two claims is to the earlier one, which was published `days` before; None: nothing is plain.

    The two are on one act between the same states, and said by the same government, or by two of those states. Where both
    tell of one event, the events are linked as such.
    """
    if earlier.act != later.act:
        return None
    if any(find_match(one, other) for one in earlier.tellings for other in later.tellings):
        return None
    if not (earlier.states <= later.states or later.states <= earlier.states) or days > REACH:
        return None
    shared = earlier.states & later.states
    if not {earlier.speaker, later.speaker} <= shared:
        return None
    relation = _relation(earlier, later, days)
    if relation is None:
        return None
    whose = earlier.speaker if earlier.speaker == later.speaker else f"{earlier.speaker} and then {later.speaker}"
    reason = (
        f"{whose} spoke of one matter ({earlier.act}) between {', '.join(sorted(shared))}: "
        f"{_WORDS[earlier.standing]}, then {_WORDS[later.standing]}"
    )
    return Contrast(relation, reason, 0.8 if earlier.speaker == later.speaker else 0.7)


_WORDS: dict[Standing, str] = {
    "happened": "it is on",
    "planned": "it is planned",
    "sought": "it is sought",
    "denied": "it is not",
}


def _relation(earlier: Claim, later: Claim, days: int) -> Relation | None:
    same = earlier.speaker == later.speaker
    if earlier.standing == later.standing:
        return "corroborates" if not same and days <= _SAME_NEWS else None
    if "denied" not in {earlier.standing, later.standing}:
        moved = earlier.standing == "sought" or later.standing == "happened"
        return "updates" if moved and days else None
    if same:
        return "contradicts" if days <= _AT_ONCE and "sought" not in {earlier.standing, later.standing} else "updates"
    return "contradicts" if days <= _DISPUTED else None
