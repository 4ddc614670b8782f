"""Event: who did what to whom, coded in PLOVER (Open Event Data Alliance, 2021 manual)."""

from dataclasses import dataclass
from typing import Literal

from dragoman.model.span import Span

__all__ = ["CONTEXTS", "EVENT_TYPES", "MODES", "Auxiliary", "Event", "Place"]

Auxiliary = Literal["historical", "future", "hypothetical", "negation"]

# Every PLOVER type with its modes, in the manual's order.
MODES: dict[str, tuple[str, ...]] = {
    "AGREE": (),
    "CONSULT": ("visit", "third-party", "multilateral", "phone"),
    "SUPPORT": (),
    "CONCEDE": (),
    "COOPERATE": (),
    "AID": (),
    "RETREAT": ("withdraw", "release", "disarm", "ceasefire", "access", "resign"),
    "REQUEST": ("assist", "change", "yield", "meet"),
    "ACCUSE": ("disapprove", "investigate", "allege"),
    "REJECT": ("assist", "change", "yield", "meet"),
    "THREATEN": ("restrict", "arrest", "relations", "expel", "territory", "violence"),
    "PROTEST": ("demo", "riot", "strike", "hunger", "boycott", "obstruct", "vandalize"),
    "SANCTION": ("convict", "expel", "withdraw", "discontinue"),
    "MOBILIZE": ("troops", "weapons", "police", "militia"),
    "COERCE": (
        "seize", "restrict", "censor", "curfew", "martial-law", "arrest", "deport", "withhold", "misinformation", "cyber",
    ),
    "ASSAULT": (
        "abduct", "beat", "torture", "sexual", "targeted", "destroy", "primitive", "firearms", "explosives",
        "suicide-attack", "aerial", "drone", "heavy-weapons", "crowd-control", "unconventional",
    ),
}  # fmt: skip
EVENT_TYPES: tuple[str, ...] = tuple(MODES)
CONTEXTS: tuple[str, ...] = (
    "military", "intelligence", "executive", "legislative", "election", "political_institutions", "pro_democracy",
    "pro_autocracy", "economic", "legal", "reparations", "human_rights", "rights_freedoms", "repression",
    "human_security", "gender", "lgbt", "religion_ethnicity", "inequality", "diplomatic", "territory", "peacekeeping",
    "health", "asylum", "migration", "disasters", "natural_resource", "environment", "technology", "terrorism", "cbrn",
    "cyber", "misinformation", "crime", "corruption", "illegal_drugs", "trafficking",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """Where an event is said to happen."""

    span: Span
    name: str
    country: str | None  # ISO 3166-1 alpha-3


@dataclass(frozen=True, slots=True)
class Event:
    """One happening, or one that is planned, sought or denied."""

    id: str
    type: str  # one of EVENT_TYPES
    mode: str | None  # one of MODES[type]
    contexts: tuple[str, ...]  # of CONTEXTS
    actors: tuple[str, ...]  # actor ids; in a meeting with no host or visitor all take part here
    recipients: tuple[str, ...]
    date: str | None  # EDTF
    place: Place | None
    auxiliary: tuple[Auxiliary, ...]  # empty: it happened, or is happening
    condition: Span | None
    statements: tuple[str, ...]  # ids, outermost first; empty: the outlet says so itself
    trigger: Span
    evidence: Span  # the sentence
    also: tuple[Span, ...] = ()  # other tellings in the same article
    confidence: float | None = (
        None  # how likely type, sides and standing are right, 0 to 1; None where the reader does not tell
    )
