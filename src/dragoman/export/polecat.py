"""Events as rows under the column names of the POLECAT data set, so that what runs on POLECAT runs on this.

POLECAT: Scarborough et al., "POLECAT Weekly Data", Harvard Dataverse, doi:10.7910/DVN/AJGVIT (2023). Cells that a text
alone does not settle (intensity, Correlates of War numbers, Wikipedia and GeoNames ids, coordinates) are empty: never
the publication date for an event without one, as POLECAT has it, and never "None".
"""

import csv
import functools
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import TextIO

from dragoman.export.countries import country_name
from dragoman.export.periods import find_period
from dragoman.model import Actor, Event, Reading

__all__ = ["COLUMNS", "QUAD_CODES", "write_polecat"]

_SIDES = (
    *("{0} Name", "{0} Country", "{0} COW", "Primary {0} Sector"),
    *("{0} Sectors", "{0} Title", "{0} Name Raw", "Wikipedia {0} ID"),
)
COLUMNS: tuple[str, ...] = (
    *("Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts"),
    *(name.format(side) for side in ("Actor", "Recipient") for name in _SIDES),
    *("Placename", "City", "District", "Province", "Country", "Latitude", "Longitude", "GeoNames ID"),
    *("Raw Placename", "Feature Type", "Source", "Publication Date", "Story People", "Story Organizations"),
    *("Story Locations", "Language", "Version"),
)
# PLOVER's quad classes.
QUAD_CODES: Mapping[str, str] = MappingProxyType(
    dict.fromkeys(("AGREE", "CONSULT", "SUPPORT", "CONCEDE"), "VERBAL COOPERATION")
    | dict.fromkeys(("COOPERATE", "AID", "RETREAT"), "MATERIAL COOPERATION")
    | dict.fromkeys(("REQUEST", "ACCUSE", "REJECT", "THREATEN"), "VERBAL CONFLICT")
    | dict.fromkeys(("PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"), "MATERIAL CONFLICT")
)
# Between the values of one cell, as in POLECAT.
_BETWEEN = "; "


def write_polecat(readings: Iterable[Reading], file: TextIO) -> int:
    """Write one row an event that happened, a header first, separated by commas; return how many.

    POLECAT has no column for what is planned, possible or denied, so a row means that it happened or happens:
    events with the auxiliary modes future, hypothetical or negation are left out, those told as history stay.
    """
    rows = csv.DictWriter(file, COLUMNS, restval="", lineterminator="\n")
    rows.writeheader()
    count = 0
    for reading in readings:
        happened = [event for event in reading.events if _happened(event)]
        rows.writerows(_event_row(event, reading) for event in happened)
        count += len(happened)
    return count


def _happened(event: Event) -> bool:
    return not set(event.auxiliary) & {"future", "hypothetical", "negation"}


def _event_row(event: Event, reading: Reading) -> dict[str, str]:
    article, known = reading.article, {actor.id: actor for actor in reading.actors}
    place = event.place
    cells = {
        "Event ID": f"{article.id}_{event.id}",
        "Event Date": _day(event.date),
        "Event Type": event.type,
        "Event Mode": event.mode or "",
        "Quad Code": QUAD_CODES[event.type],
        "Contexts": _BETWEEN.join(event.contexts),
        "Placename": place.name if place else "",
        "Country": country_name(place.country) if place else "",
        "Raw Placename": place.span.of(article.text) if place else "",
        "Source": article.publisher or "",
        "Publication Date": _day(article.published),
        "Language": article.language or "",
        "Version": f"{reading.reader.program} {reading.reader.version}",
    }
    for side, ids in (("Actor", event.actors), ("Recipient", event.recipients)):
        cells |= _side_cells(side, [known[id_] for id_ in ids if id_ in known], reading)
    return cells | _story_cells(reading)


def _side_cells(side: str, actors: Sequence[Actor], reading: Reading) -> dict[str, str]:
    """Return the cells of one side; the values of several actors stand in the same order in each cell."""
    return {
        f"{side} Name": _BETWEEN.join(actor.name for actor in actors),
        f"{side} Country": _BETWEEN.join(country_name(actor.country) for actor in actors),
        f"Primary {side} Sector": _BETWEEN.join(actor.sectors[0] if actor.sectors else "" for actor in actors),
        f"{side} Sectors": _BETWEEN.join("|".join(actor.sectors) for actor in actors),
        f"{side} Title": _BETWEEN.join("|".join(office.title for office in actor.offices) for actor in actors),
        f"{side} Name Raw": _BETWEEN.join(_raw_name(actor, reading) for actor in actors),
    }  # fmt: skip


def _raw_name(actor: Actor, reading: Reading) -> str:
    return actor.mentions[0].span.of(reading.article.text) if actor.mentions else actor.name


def _story_cells(reading: Reading) -> dict[str, str]:
    people = (actor.name for actor in reading.actors if actor.kind == "person")
    bodies = (actor.name for actor in reading.actors if actor.kind in {"body", "organization", "outlet"})
    places = dict.fromkeys(event.place.name for event in reading.events if event.place)
    return {
        "Story People": _BETWEEN.join(people),
        "Story Organizations": _BETWEEN.join(bodies),
        "Story Locations": _BETWEEN.join(places),
    }


@functools.lru_cache(maxsize=4096)
def _day(edtf: str | None) -> str:
    """Return the first day of an EDTF date as POLECAT writes days; nothing where its beginning is open."""
    period = find_period(edtf)
    return period.start.isoformat() if period and period.start else ""
