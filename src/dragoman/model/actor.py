"""Actor: a person, state, body, organisation, outlet or group that an article speaks of."""

from dataclasses import dataclass
from typing import Literal, NamedTuple

from dragoman.model.span import Span

__all__ = ["Actor", "ActorKind", "Mention", "MentionKind", "Office", "OfficeStatus"]

ActorKind = Literal["person", "state", "body", "organization", "outlet", "group", "unnamed"]
MentionKind = Literal["name", "nominal", "pronoun"]
OfficeStatus = Literal["current", "former", "incoming"]


class Mention(NamedTuple):
    """One place where an article speaks of an actor; code points, half-open."""

    start: int
    end: int
    kind: MentionKind

    @property
    def span(self) -> Span:
        """The same place as a Span."""
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Office:
    """An office as the article reports it."""

    title: str
    of: str | None  # id of an actor of the Reading, or the article's words
    status: OfficeStatus
    span: Span


@dataclass(frozen=True, slots=True)
class Actor:
    """One actor of a Reading, with every place where the article mentions it."""

    id: str  # readable and unique in the Reading: "kim-jong-un"
    name: str  # the fullest form used
    kind: ActorKind
    country: str | None = None  # ISO 3166-1 alpha-3
    sectors: tuple[str, ...] = ()  # PLOVER sector codes
    offices: tuple[Office, ...] = ()
    mentions: tuple[Mention, ...] = ()
