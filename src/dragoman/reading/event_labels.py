"""What the heads of the network of events tell apart."""

from dragoman.model import EVENT_TYPES

__all__ = ["KINDS", "STANDINGS", "TYPES"]

# Of whole sentences: PLOVER's types, CONCEDE and RETREAT as one, and none. The set it was trained on (Zero-Shot-PLOVER) has
# CONCEDE and RETREAT as YIELD, as PLOVER had them at first.
TYPES: tuple[str, ...] = (
    "AGREE", "CONSULT", "SUPPORT", "YIELD", "COOPERATE", "AID", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "PROTEST",
    "SANCTION", "MOBILIZE", "COERCE", "ASSAULT", "NONE",
)  # fmt: skip
# Of words: the type of the event that they name.
KINDS: tuple[str, ...] = ("NONE", *EVENT_TYPES)
# Of events.
STANDINGS = ("happened", "planned", "possible", "denied")
