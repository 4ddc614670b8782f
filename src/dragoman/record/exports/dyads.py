"""What states do to each other month by month: happenings counted once, with PLOVER's scores.

docs/exports.md states the rules by which a happening becomes dyads.
"""

import pathlib
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from dragoman.export.duck import open_duckdb
from dragoman.export.folder import convert_rows
from dragoman.export.tables import Row
from dragoman.record.exports.bundle import Manifest
from dragoman.record.exports.happenings import (
    HAPPENINGS,
    TELLINGS,
    is_mutual,
    iter_tellings,
    pairs_of,
    stage_happenings,
)
from dragoman.record.exports.stage import Stage

__all__ = ["COLUMNS", "write_dyads"]

_WORDS, _LIST = "VARCHAR", "VARCHAR[]"
_DYAD_MONTHS: Mapping[str, str] = MappingProxyType(
    dict.fromkeys(("source", "target", "month", "month_from", "standing"), _WORDS)
    | {"happenings": "BIGINT"}
    | dict.fromkeys(("score", "cooperation", "conflict"), "DOUBLE")
    | dict.fromkeys(("verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict"), "BIGINT")
    | dict.fromkeys(("independent", "denied_by_others"), "BIGINT")
    | {"events": _LIST}
)
COLUMNS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {"dyad_month": _DYAD_MONTHS, "happenings": HAPPENINGS, "tellings": TELLINGS}
)
_PAIRS: Mapping[str, str] = MappingProxyType(dict.fromkeys(("source", "target", "happening"), _WORDS))

_SERIES = """
    SELECT p.source, p.target, h.month, h.month_from, h.standing,
        count(*) AS happenings,
        sum(h.score) AS score,
        coalesce(sum(h.score) FILTER (h.score > 0), 0) AS cooperation,
        coalesce(sum(h.score) FILTER (h.score < 0), 0) AS conflict,
        count(*) FILTER (h.quad_class = 'VERBAL COOPERATION') AS verbal_cooperation,
        count(*) FILTER (h.quad_class = 'MATERIAL COOPERATION') AS material_cooperation,
        count(*) FILTER (h.quad_class = 'VERBAL CONFLICT') AS verbal_conflict,
        count(*) FILTER (h.quad_class = 'MATERIAL CONFLICT') AS material_conflict,
        sum(h.independent)::BIGINT AS independent,
        count(*) FILTER (h.denials > 0 AND h.standing <> 'denied') AS denied_by_others,
        flatten(list(h.events ORDER BY h.happening)) AS events
    FROM {pairs} p JOIN {happenings} h USING (happening)
    WHERE h.month IS NOT NULL
    GROUP BY ALL
    ORDER BY p.source, p.target, h.month, h.month_from, h.standing"""


def write_dyads(stage: Stage, folder: pathlib.Path, manifest: Manifest) -> None:
    """Write `dyad_month` as Parquet and CSV, and as Parquet the happenings and tellings that it is made of."""
    stage.add_table("tellings", TELLINGS, iter_tellings(stage))
    stage_happenings(stage)
    stage.add_table("pairs", _PAIRS, _iter_pairs(stage.ask("SELECT * FROM {happenings} ORDER BY happening")))
    stage.add_table("dyad_month", _DYAD_MONTHS, stage.ask(_SERIES))
    for name, columns in (
        *((f"{table}.parquet", of) for table, of in COLUMNS.items()),
        ("dyad_month.csv", _DYAD_MONTHS),
    ):
        table = name.partition(".")[0]
        with open_duckdb({"threads": 1}) as connection:
            convert_rows(connection, stage.jsonl(table), folder / name, columns)
        manifest.rows[name] = stage.rows[table]
    manifest.notes["left_out_of_the_series"] = next(stage.ask(_LEFT_OUT))


# Happenings that no row of the series counts, by the first reason that holds.
_LEFT_OUT = """
    SELECT count(*) FILTER (NOT paired) AS no_pair_of_countries,
        count(*) FILTER (paired AND month IS NULL) AS no_single_month
    FROM (SELECT month, happening IN (SELECT happening FROM {pairs}) AS paired FROM {happenings})"""


def _iter_pairs(happenings: Iterable[Row]) -> Iterator[Row]:
    """Give the directed pairs of countries of each happening, each pair once; both ways where it is mutual."""
    for row in happenings:
        for source, target in sorted(_countries_of(row)):
            yield {"source": source, "target": target, "happening": row["happening"]}


def _countries_of(row: Row) -> set[tuple[str, str]]:
    country = {
        identity: code
        for side in ("actor", "recipient")
        for identity, code in zip(row[f"{side}_identities"], row[f"{side}_countries"], strict=True)
        if code
    }
    found = {(country[one], country[other]) for one, other in pairs_of(row) if one in country and other in country}
    if is_mutual(row):
        # Two of one country who meet are one delegation, or none of a dyad's business.
        found = {pair for one, other in found if one != other for pair in ((one, other), (other, one))}
    return found
