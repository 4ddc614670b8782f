"""The desk's own taxonomy: the PLOVER class, the regions and the issues of an article, beside the outlet's own category."""

import importlib.resources
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping

from dragoman.export.polecat import QUAD_CODES
from dragoman.model import CONTEXTS, Reading

__all__ = ["FACETS", "derive_facets"]

_REGIONS: Mapping[str, str] = tomllib.loads(
    (importlib.resources.files("dragoman.record") / "regions.toml").read_text(encoding="utf-8")
)
_REGION_OF = {code: region for region, codes in _REGIONS.items() for code in codes.split()}
_MOST = 2  # regions, or issues, of one article
_SHARE = 3  # what has less than every third of what is counted is no main thing of the article
# Every facet with its values, as they stand in addresses.
FACETS: Mapping[str, tuple[str, ...]] = {
    "class": tuple(dict.fromkeys(name.lower().replace(" ", "-") for name in QUAD_CODES.values())),
    "region": tuple(_REGIONS),
    "issue": tuple(name.replace("_", "-") for name in CONTEXTS),
}


def derive_facets(reading: Reading) -> dict[str, tuple[str, ...]]:
    """File an article by what it tells: the class of most of its events, and where and on what they mostly are.

    Regions are counted over those who take part in events; where nobody does, over all actors.
    """
    country = {actor.id: actor.country for actor in reading.actors}
    parties = [country.get(id_) for event in reading.events for id_ in (*event.actors, *event.recipients)]
    places = [code for code in parties if code] or [code for code in country.values() if code]
    classes = (QUAD_CODES[event.type].lower().replace(" ", "-") for event in reading.events)
    return {
        "class": _main(classes, 1),
        "region": _main((_REGION_OF[code] for code in places if code in _REGION_OF), _MOST),
        "issue": _main((name.replace("_", "-") for event in reading.events for name in event.contexts), _MOST),
    }


def _main(values: Iterable[str], most: int) -> tuple[str, ...]:
    """Return the most frequent values; of equally many the first by name, so that every rebuild gives the same."""
    counts = Counter(values)
    ordered = sorted(counts, key=lambda value: (-counts[value], value))
    return tuple(value for value in ordered[:most] if counts[value] * _SHARE >= counts.total())
