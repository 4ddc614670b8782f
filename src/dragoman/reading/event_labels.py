"""What the network's head for events tells apart: PLOVER's types, CONCEDE and RETREAT as one, and sentences without."""

__all__ = ["TYPES"]

# The set it was trained on (Zero-Shot-PLOVER) has CONCEDE and RETREAT as YIELD, as PLOVER had them at first.
TYPES: tuple[str, ...] = (
    "AGREE", "CONSULT", "SUPPORT", "YIELD", "COOPERATE", "AID", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "PROTEST",
    "SANCTION", "MOBILIZE", "COERCE", "ASSAULT", "NONE",
)  # fmt: skip
