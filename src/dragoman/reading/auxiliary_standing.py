"""How an act stands, as the words above it leave it: in which world, and whether it is denied."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from dragoman.reading.auxiliary_cues import Effect

__all__ = ["ACTUAL", "FUTURE", "OPEN", "TRUE", "Standing", "apply_effect"]

ACTUAL, FUTURE, OPEN = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Standing:
    """How an act stands: in the actual, announced or open world, and whether it is denied."""

    world: int = ACTUAL
    denied: bool = False

    def under(self, other: "Standing") -> "Standing":
        """Stand under what embeds it: in the farther of the two worlds, denied where one of them is."""
        return Standing(max(self.world, other.world), self.denied != other.denied)


TRUE = Standing()


def apply_effect(effect: Effect, above: Standing) -> Standing:
    """Say how an act stands whose embedder has `effect` and stands itself as `above`."""
    return _OUTCOMES[effect](above)


def _undone(above: Standing) -> Standing:
    """Judge what is refused: "refused to" is a denial, "did not refuse to" and "may refuse to" leave it open."""
    return Standing(OPEN) if above.denied or above.world == OPEN else Standing(above.world, denied=True)


_OUTCOMES: Mapping[Effect, Callable[[Standing], Standing]] = MappingProxyType(
    {
        "fact": lambda _: TRUE,
        "transparent": lambda above: Standing(ACTUAL, above.denied),
        "inherit": lambda above: above,
        "reverse": lambda above: replace(above, denied=not above.denied),
        "past_reverse": _undone,
        "future": lambda above: Standing(max(FUTURE, above.world), above.denied),
        "hypothetical": lambda _: Standing(OPEN),
    }
)
