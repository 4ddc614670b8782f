"""Score the codes of actors' words on NGEC's own test cases: whose they are, and what.

    python benchmarks/actors.py [--gold DIR] [--errors]

A case is right in its country if ours is the expected one, or none where none is expected; an international body (IGO,
UNO in NGEC's codes) is right if it has no country and the sector IGO. It is right in its sector if our first one is the
expected. "by name alone" are the cases that are a person's name and nothing else: NGEC looks them up in Wikipedia behind
a search cluster; Dragoman knows some politicians' countries, and no one's office that the text does not tell.
"""

import argparse
import json
import pathlib
import sys
import time
from typing import Any

from dragoman.reading.mention_codes import MentionCodes, code_mention

_INTERNATIONAL = {"IGO", "UNO"}
_NO_SECTOR = {"", "UNK", "JNK"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=pathlib.Path, default=pathlib.Path("../shared/gold"))
    parser.add_argument("--errors", action="store_true", help="list what differs")
    options = parser.parse_args()
    cases = options.gold / "actors" / "ngec_actors_dev.jsonl"
    if not cases.exists():
        sys.exit(f"{options.gold}: no cases here; name the folder with --gold")
    rows = [json.loads(line) for line in cases.open(encoding="utf-8")]
    rows = [row for row in rows if {"country", "code_1"} & row["expected"].keys()]
    start = time.perf_counter()
    coded = [code_mention(row["mention"], row["context"] or "") for row in rows]
    seconds = time.perf_counter() - start
    for label, chosen in (("all", [True] * len(rows)), ("by name alone", [is_name(row) for row in rows])):
        pairs = [(row, codes) for row, codes, wanted in zip(rows, coded, chosen, strict=True) if wanted]
        report(label, pairs)
    others = [(row, codes) for row, codes in zip(rows, coded, strict=True) if not is_name(row)]
    report("all others", others)
    print(f"{len(rows) / seconds:.0f} mentions a second")
    if options.errors:
        for row, codes in zip(rows, coded, strict=True):
            list_error(row, codes)


def report(label: str, pairs: list[tuple[dict[str, Any], MentionCodes]]) -> None:
    country = [is_country_right(row, codes) for row, codes in pairs if "country" in row["expected"]]
    sector = [is_sector_right(row, codes) for row, codes in pairs if "code_1" in row["expected"]]
    print(
        f"{label:14} country {sum(country)}/{len(country)} = {sum(country) / max(1, len(country)):.3f}   "
        f"sector {sum(sector)}/{len(sector)} = {sum(sector) / max(1, len(sector)):.3f}"
    )


def is_name(row: dict[str, Any]) -> bool:
    """Tell whether a case is a person's name and nothing else, by what NGEC expects: an office from Wikipedia."""
    words = row["mention"].split()
    return (
        row["task"] == "resolve"
        and len(words) > 1
        and all(word[0].isupper() for word in words)
        and row["expected"].get("code_1") in {"GOV", "ELI", "LEG", "MIL", "COL", "CVL"}
        and not code_mention(row["mention"]).sectors
    )


def is_country_right(row: dict[str, Any], codes: MentionCodes) -> bool:
    expected = row["expected"]["country"]
    if expected in _INTERNATIONAL:
        return codes.country is None and "IGO" in codes.sectors
    return bool((codes.country or "") == expected)


def is_sector_right(row: dict[str, Any], codes: MentionCodes) -> bool:
    expected = row["expected"]["code_1"]
    international = row["expected"].get("country") in _INTERNATIONAL
    sectors = tuple(code for code in codes.sectors if not (international and code == "IGO"))
    return not sectors if expected in _NO_SECTOR else sectors[:1] == (expected,)


def list_error(row: dict[str, Any], codes: MentionCodes) -> None:
    wrong = [
        name
        for name, key, is_right in (("country", "country", is_country_right), ("sector", "code_1", is_sector_right))
        if key in row["expected"] and not is_right(row, codes)
    ]
    if wrong:
        print(
            f"  {row['mention']!r} ({row['context'] or ''}) {'+'.join(wrong)}: expected={row['expected']} ours={codes}"
        )


if __name__ == "__main__":
    main()
