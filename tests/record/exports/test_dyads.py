"""The dyad-month series against the Record, and the rules by which tellings become one happening."""
# ruff: noqa: S608 - the questions are ours

import pathlib
import subprocess
import sys
from collections import Counter
from typing import Any

import duckdb
import pytest

from dragoman.model import MODES
from dragoman.record.exports.happenings import _happening_of, pairs_of
from dragoman.record.exports.scores import score_of
from tests.record.exports.conftest import Kept, kept_readings

EXAMPLE = pathlib.Path(__file__).parents[3] / "docs" / "examples" / "dyad_month.py"
QUADS = ("verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict")


def rows_of(kept: Kept, table: str) -> list[dict[str, Any]]:
    with duckdb.connect() as connection:
        result = connection.execute(f"SELECT * FROM '{kept.exported('dyads') / table}.parquet'")
        names = [column[0] for column in result.description]
        return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def test_every_type_and_mode_has_a_score() -> None:
    scores = [score_of(type_, mode) for type_, modes in MODES.items() for mode in (None, *modes)]
    assert all(-10 <= score <= 10 for score in scores)
    assert (score_of("ASSAULT", "unconventional"), score_of("AID", None), score_of("CONSULT", "visit")) == (-10, 10, 4)
    assert score_of("PROTEST", "vandalize") == score_of("PROTEST", None) == -5


def test_every_event_is_a_telling_of_one_happening(sample: Kept) -> None:
    readings = kept_readings(sample.record)
    tellings = rows_of(sample, "tellings")
    assert {row["telling"] for row in tellings} == {
        f"{id_}/events/{event.id}" for id_, reading in readings.items() for event in reading.events
    }
    told = Counter(name for row in rows_of(sample, "happenings") for name in row["events"])
    assert told == Counter(row["telling"] for row in tellings)
    assert len(rows_of(sample, "happenings")) < len(tellings)


def test_every_row_comes_back_to_the_words(sample: Kept) -> None:
    readings = kept_readings(sample.record)
    tellings = {row["telling"]: row for row in rows_of(sample, "tellings")}
    series = rows_of(sample, "dyad_month")
    assert len(series) > 20
    for row in series:
        assert row["events"]
        for name in row["events"]:
            told = tellings[name]
            text = readings[told["article_id"]].article.text
            assert text[told["evidence_start"] : told["evidence_end"]] == told["evidence_text"]


def test_the_sums_are_those_of_the_happenings(sample: Kept) -> None:
    happenings = rows_of(sample, "happenings")
    for row in rows_of(sample, "dyad_month"):
        events = set(row["events"])
        counted = [of for of in happenings if events >= set(of["events"])]
        assert row["happenings"] == len(counted)
        assert {of["standing"] for of in counted} == {row["standing"]}
        assert {(of["month"], of["month_from"]) for of in counted} == {(row["month"], row["month_from"])}
        assert row["score"] == pytest.approx(sum(score_of(of["type"], of["mode"]) for of in counted))
        assert row["score"] == pytest.approx(row["cooperation"] + row["conflict"])
        assert row["independent"] == sum(of["independent"] for of in counted)
        quads = Counter(of["quad_class"].lower().replace(" ", "_") for of in counted)
        assert {quad: row[quad] for quad in QUADS} == {quad: quads[quad] for quad in QUADS}


def test_a_happening_told_by_many_counts_once(sample: Kept) -> None:
    (row,) = [row for row in rows_of(sample, "dyad_month") if (row["source"], row["target"]) == ("BOL", "BRA")]
    assert (row["month"], row["happenings"], row["material_conflict"], row["score"]) == ("2024-08", 1, 1, -6.5)
    (happening,) = [of for of in rows_of(sample, "happenings") if set(of["events"]) == set(row["events"])]
    assert happening["articles"] > happening["independent"] >= 2
    assert row["denied_by_others"] == 1


def test_what_is_planned_or_hoped_for_is_kept_apart(sample: Kept) -> None:
    standings = {(row["source"], row["target"], row["month"]): row["standing"] for row in rows_of(sample, "dyad_month")}
    assert standings["ISL", "FJI", "2024-06"] == "planned"
    assert standings["JPN", "MNG", "2024-09"] == "hypothetical"


def test_the_example_draws(sample: Kept, tmp_path: pathlib.Path) -> None:
    command = [sys.executable, str(EXAMPLE), str(sample.exported("dyads"))]
    listed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert "PRY URY: 6 happenings" in listed
    picture = tmp_path / "pair.svg"
    subprocess.run([*command, "URY", "PRY", "--output", str(picture)], capture_output=True, check=True)
    drawn = picture.read_text(encoding="utf-8")
    assert "<title>2024-07: +0, -12.5;" in drawn
    assert drawn.count("<rect") == 6


# The rules, on tellings that we make


def telling(number: int, **changed: Any) -> dict[str, Any]:
    plain: dict[str, Any] = {
        "article_id": f"a{number}",
        "id": "e1",
        "type": "CONSULT",
        "mode": None,
        "date": None,
        "auxiliary": [],
        "standing": "happened",
        "published": f"2024-03-0{number}",
        "copies": [],
        "rereports": [],
        "actor_identities": ["state:KEN"],
        "actor_names": ["Kenya"],
        "actor_countries": ["KEN"],
        "recipient_identities": [],
        "recipient_names": [],
        "recipient_countries": [],
    }
    return plain | changed


def test_what_one_says_happened_outweighs_plans_and_denials() -> None:
    made = _happening_of(
        "h",
        [telling(1, type="AGREE", standing="planned"), telling(2, date="2024-04-09"), telling(3, standing="denied")],
    )
    assert (made["type"], made["standing"], made["date"], made["denials"]) == ("CONSULT", "happened", "2024-04-09", 1)
    assert made["events"] == ["a1/events/e1", "a2/events/e1", "a3/events/e1"]


def test_a_rejection_of_what_others_tell_is_a_denial_and_alone_an_act() -> None:
    with_others = _happening_of("h", [telling(1, type="REJECT"), telling(2, standing="hypothetical")])
    assert (with_others["type"], with_others["standing"], with_others["denials"]) == ("CONSULT", "hypothetical", 1)
    alone = _happening_of("h", [telling(1, type="REJECT")])
    assert (alone["type"], alone["standing"], alone["score"]) == ("REJECT", "happened", -2)


@pytest.mark.parametrize(
    ("date", "auxiliary", "month", "month_from"),
    [
        ("2024-02-13", [], "2024-02", "text"),
        ("2024-02", [], "2024-02", "text"),
        ("2024-02-27/2024-02-29", [], "2024-02", "text"),
        ("2024-02-27/2024-03-01", [], None, None),
        ("2024", [], None, None),
        ("2022/..", [], None, None),
        (None, [], "2024-03", "publication"),
        (None, ["historical"], None, None),
    ],
)
def test_months(date: str | None, auxiliary: list[str], month: str | None, month_from: str | None) -> None:
    made = _happening_of("h", [telling(1, date=date, auxiliary=auxiliary)])
    assert (made["month"], made["month_from"]) == (month, month_from)


def test_copies_are_no_witnesses() -> None:
    copies = [
        telling(1),
        telling(2, copies=["a1"]),
        telling(3, rereports=["elsewhere"]),
        telling(4, copies=["elsewhere"]),
    ]
    assert _happening_of("h", copies)["independent"] == 2
    assert _happening_of("h", [telling(1), telling(2)])["independent"] == 2


def test_pairs() -> None:
    met = telling(1, actor_identities=["state:KEN", "state:ETH", "state:KEN"])
    assert pairs_of(met) == [("state:KEN", "state:ETH")]
    assert pairs_of(met | {"type": "ASSAULT"}) == []
    assert pairs_of(met | {"recipient_identities": ["state:ETH"]}) == [("state:KEN", "state:ETH")]
