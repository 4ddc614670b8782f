"""Draw cooperation and conflict between two countries, month by month, from `dragoman export dyads`.

    dragoman export dyads --output dyads/
    python docs/examples/dyad_month.py dyads/ BOL BRA --output bol-bra.svg

Without countries it lists the pairs that there are. It needs DuckDB alone, and reads `dyad_month.parquet`.
"""

import argparse
import pathlib

import duckdb

# What happened, both ways, with the months between in which nothing did.
SERIES = """
    WITH pair AS (
        SELECT strptime(month, '%Y-%m')::DATE AS month, sum(cooperation) AS cooperation, sum(conflict) AS conflict,
            list_sort(flatten(list(events))) AS events
        FROM read_parquet(?)
        WHERE standing = 'happened' AND [source, target] IN ([?, ?], [?, ?])
        GROUP BY 1
    ),
    months AS (SELECT unnest(generate_series(min(month), max(month), INTERVAL 1 MONTH))::DATE AS month FROM pair)
    SELECT strftime(month, '%Y-%m'), coalesce(cooperation, 0), coalesce(conflict, 0), coalesce(events, [])
    FROM months LEFT JOIN pair USING (month) ORDER BY 1"""
PAIRS = """
    SELECT least(source, target), greatest(source, target), sum(happenings)::BIGINT, round(sum(score), 1)
    FROM read_parquet(?) WHERE standing = 'happened' AND source <> target
    GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2"""
BAR, GAP, SCALE, MIDDLE = 14, 6, 8, 120  # pixels; SCALE: a point of the score


def draw(rows: list[tuple[str, float, float, list[str]]], title: str) -> str:
    """Return an SVG with a bar up for cooperation and one down for conflict in each month."""
    width = max(len(rows) * (BAR + GAP) + 80, 240)
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{2 * MIDDLE}" font-family="sans-serif" '
    parts = [head + f'font-size="11" role="img"><title>{title}</title><text x="8" y="16">{title}</text>']
    for number, (month, cooperation, conflict, events) in enumerate(rows):
        x = 60 + number * (BAR + GAP)
        told = f"<title>{month}: {cooperation:+g}, {conflict:+g}; {', '.join(events) or 'nothing'}</title>"
        for value, colour in ((cooperation, "#2a7f62"), (conflict, "#b3402e")):
            height = min(abs(value) * SCALE, MIDDLE - 24)
            y = MIDDLE - height if value > 0 else MIDDLE
            parts.append(f'<rect x="{x}" y="{y:g}" width="{BAR}" height="{height:g}" fill="{colour}">{told}</rect>')
        if number in {0, len(rows) - 1}:
            parts.append(f'<text x="{x - 12}" y="{2 * MIDDLE - 8}">{month}</text>')
    parts.append(f'<line x1="52" x2="{width - 8}" y1="{MIDDLE}" y2="{MIDDLE}" stroke="#555"/></svg>')
    return "\n".join(parts) + "\n"


def main() -> None:
    """Read the arguments, and list or draw."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=pathlib.Path, help="what `dragoman export dyads` wrote")
    parser.add_argument("countries", nargs="*", help="two countries, ISO 3166-1 alpha-3")
    parser.add_argument("--output", type=pathlib.Path, default=pathlib.Path("dyad.svg"))
    options = parser.parse_args()
    table = str(options.folder / "dyad_month.parquet")
    with duckdb.connect() as connection:
        if len(options.countries) != 2:
            for one, other, happenings, score in connection.execute(PAIRS, [table]).fetchall():
                print(f"{one} {other}: {happenings} happenings, score {score:+}")
            return
        one, other = options.countries
        rows = connection.execute(SERIES, [table, one, other, other, one]).fetchall()
    options.output.write_text(draw(rows, f"{one} and {other}: cooperation and conflict"), encoding="utf-8")
    print(f"{len(rows)} months in {options.output}")


if __name__ == "__main__":
    main()
