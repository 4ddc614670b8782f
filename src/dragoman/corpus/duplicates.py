"""Which articles are copies of others: a pass over the signatures when all blocks are done, a month at a time.

What it finds depends on the signatures alone, not on the order or the number of blocks. Exact copies are looked for in
all months, near ones in an article's own month and the one before: reports are copied within days, and so no step needs
more than two months in memory. The origin of a copy is what was published first; of what was published on one day, the
one with the lesser id.
"""

import pathlib
from collections.abc import Iterator, Sequence

import duckdb

from dragoman.corpus.signatures import BANDS, ROWS
from dragoman.errors import Unusable
from dragoman.export.duck import open_duckdb
from dragoman.export.folder import quoted
from dragoman.export.months import NO_MONTH

__all__ = ["mark_duplicates"]

# Of word sequences that two texts have in common, as the sketches estimate it (to 0.035, one standard error).
_LEAST_SHARED = 0.8
_COLUMNS = (
    "article_id VARCHAR, block VARCHAR, kind VARCHAR, original_id VARCHAR, original_block VARCHAR, similarity DOUBLE"
)
# Articles in order: the first of a group is the origin. What has no date comes last.
_RANK = "struct_pack(published := coalesce(published, '9999'), article_id := article_id, block := block)"

# What the statements are made of stands in this file.
# ruff: noqa: S608
_EXACT = f"""
INSERT INTO duplicates
SELECT article_id, block, 'exact', first.article_id, first.block, 1.0
FROM (SELECT *, min({_RANK}) OVER (PARTITION BY text_hash) AS first, {_RANK} AS own
      FROM read_parquet($files, hive_partitioning = true))
WHERE own <> first
"""
_POOL = f"""
CREATE OR REPLACE TEMP TABLE pool AS
SELECT row_number() OVER (ORDER BY {_RANK}) AS place, article_id, block, coalesce(month, '{NO_MONTH}') AS month, sketch
FROM read_parquet($files, hive_partitioning = true) s
WHERE sketch IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM duplicates d WHERE d.article_id = s.article_id AND d.block = s.block)
"""
# Each band of rows ties an article to the first article that has the same: not each to each, which a page that all have
# in common would make quadratic.
_NEAR = f"""
INSERT INTO duplicates
WITH bands AS (
    SELECT place, band, sketch[band * {ROWS} + 1 : band * {ROWS} + {ROWS}] AS rows
    FROM pool, range({BANDS}) AS bands(band)
), pairs AS (
    SELECT DISTINCT place, first FROM (SELECT place, min(place) OVER (PARTITION BY band, rows) AS first FROM bands)
    WHERE place <> first
), compared AS (
    SELECT copy.article_id, copy.block, origin.article_id AS original_id, origin.block AS original_block, origin.place,
        list_sum(list_transform(list_zip(copy.sketch, origin.sketch), lambda pair: (pair[1] = pair[2])::INTEGER))
            / {BANDS * ROWS} AS similarity
    FROM pairs JOIN pool copy USING (place) JOIN pool origin ON origin.place = pairs.first
    WHERE copy.month = $month
)
SELECT article_id, block, 'near', original_id, original_block, similarity FROM compared
WHERE similarity >= {_LEAST_SHARED}
QUALIFY row_number() OVER (PARTITION BY article_id, block ORDER BY place) = 1
"""


def mark_duplicates(folder: pathlib.Path, work: pathlib.Path) -> dict[str, int]:
    """Write `duplicates.parquet`: a row for each article that is a copy; return their number by kind.

    work: where DuckDB puts what does not fit in memory. Raises Unusable where nothing can be written.
    """
    draft = work / "duplicates.parquet"
    try:
        with open_duckdb({"temp_directory": str(work / "spill"), "memory_limit": "2GB"}) as connection:
            connection.execute(f"CREATE TABLE duplicates ({_COLUMNS})")
            if months := sorted(path.name.partition("=")[2] for path in (folder / "signatures").glob("month=*")):
                connection.execute(_EXACT, {"files": str(folder / "signatures" / "*" / "*.parquet")})
                for month, files in _windows(folder, months):
                    connection.execute(_POOL, {"files": files})
                    connection.execute(_NEAR, {"month": month})
            counts = connection.execute("SELECT kind, count(*) FROM duplicates GROUP BY 1").fetchall()
            connection.execute("SET threads = 1")
            connection.execute(
                f"COPY (SELECT * FROM duplicates ORDER BY article_id, block) TO {quoted(draft)} "
                "(FORMAT parquet, COMPRESSION zstd)"
            )
        draft.replace(folder / "duplicates.parquet")
    except (OSError, duckdb.Error) as trouble:
        reason = getattr(trouble, "strerror", None) or str(trouble).partition("\n")[0]
        raise Unusable(f"cannot be written: {reason}", str(folder)) from trouble
    return {"exact": 0, "near": 0} | dict(counts)


def _windows(folder: pathlib.Path, months: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    """Give each month with the files of it and of the month before."""
    for month in months:
        wanted = [month] if month == NO_MONTH else [_before(month), month]
        yield month, [str(folder / "signatures" / f"month={name}" / "*.parquet") for name in wanted if name in months]


def _before(month: str) -> str:
    year, number = map(int, month.split("-"))
    return f"{year - 1:04d}-12" if number == 1 else f"{year:04d}-{number - 1:02d}"
