"""Krippendorff's alpha for nominal values.

K. Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), section C: any number of coders, with values missing.
The package `krippendorff` does the same under the GPL, which this program's licence does not go with.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence

__all__ = ["find_alpha"]


def find_alpha(units: Iterable[Sequence[Hashable | None]]) -> float | None:
    """Return how far coders agree beyond chance: 1 wholly, 0 as chance would have it, below 0 less than that.

    units: of each thing that was coded, the value of each coder; None: that one gave none.
    None where there is nothing to compare, or nobody ever gave more than one value.
    """
    weights: dict[tuple[Hashable, Hashable], float] = {}
    for unit in units:
        values = [value for value in unit if value is not None]
        if len(values) < 2:
            continue
        counts = Counter(values)
        for one, many in counts.items():
            for other, others in counts.items():
                pairs = many * (others - (one == other))
                weights[one, other] = weights.get((one, other), 0.0) + pairs / (len(values) - 1)
    totals: dict[Hashable, float] = {}
    for (one, _), weight in weights.items():
        totals[one] = totals.get(one, 0.0) + weight
    whole = sum(totals.values())
    expected = whole * whole - sum(total * total for total in totals.values())
    if not expected:
        return None
    observed = sum(weight for (one, other), weight in weights.items() if one != other)
    return 1 - (whole - 1) * observed / expected
