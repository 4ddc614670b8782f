"""Every form of input is read once, whatever the blocks; what cannot be read is counted, with its reason."""

import csv
import gzip
import json
import pathlib
from collections.abc import Callable

import duckdb
import pytest

from dragoman.corpus.readings import find_status
from dragoman.corpus.run import Outcome
from dragoman.errors import Unusable
from dragoman.intake import iter_intake
from dragoman.model import Reading
from dragoman.page import iter_inputs
from tests.corpus.conftest import contents, day, pack, page, record, response, story, write_lines

Run = Callable[..., Outcome]


def rows(path: pathlib.Path, table: str, columns: str = "*") -> list[tuple[object, ...]]:
    with duckdb.connect() as connection:
        found = connection.execute(f"SELECT {columns} FROM read_parquet('{path}/{table}/*/*.parquet') ORDER BY ALL")  # noqa: S608
        return found.fetchall()


def manifest(path: pathlib.Path) -> dict[str, object]:
    loaded: dict[str, object] = json.loads((path / "manifest.json").read_text(encoding="utf-8"))
    return loaded


def write_all_forms(folder: pathlib.Path) -> None:
    folder.mkdir()
    write_lines(folder / "lines.jsonl", range(10))
    (folder / "packed.jsonl.gz").write_bytes(gzip.compress(write_lines(folder / "x.jsonl", range(10, 20)).read_bytes()))
    (folder / "x.jsonl").unlink()
    with (folder / "table.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("id", "text", "date"), *((f"c{n}", story(n), day(n)) for n in range(20, 25))])
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE t (id VARCHAR, body VARCHAR, date DATE, embedding DOUBLE[])")
        connection.executemany(
            "INSERT INTO t VALUES (?, ?, ?, [1, 2])", [(f"p{n}", story(n), day(n)) for n in range(25, 30)]
        )
        connection.execute(f"COPY t TO '{folder}/table.parquet' (FORMAT parquet)")
    (folder / "one.html").write_bytes(page(30))
    (folder / "two.txt").write_text(f"Talks again\n\n{story(31)}", encoding="utf-8")
    items = "".join(f"<item><title>Item {n}</title><description>{story(n)}</description></item>" for n in (32, 33))
    (folder / "feed.rss").write_text(f'<?xml version="1.0"?><rss version="2.0"><channel>{items}</channel></rss>')
    (folder / "archive.warc.gz").write_bytes(pack(map(response, range(34, 40))))
    (folder / "plain.warc").write_bytes(b"".join(map(response, range(40, 44))))


def test_every_form_is_read_once_whatever_the_blocks(run_here: Run, tmp_path: pathlib.Path) -> None:
    write_all_forms(tmp_path / "in")
    for size in (3, 1000):
        outcome = run_here([tmp_path / "in"], tmp_path / f"out{size}", block=size)
        assert (outcome.undone, outcome.unplanned) == ({}, [])
    columns = "article_id, id, type, date, evidence_text"
    few, many = (rows(tmp_path / f"out{size}", "events", columns) for size in (3, 1000))
    assert few == many
    assert len(many) > 40
    read = [str(text) for (text,) in rows(tmp_path / "out3", "articles", "text")]
    assert sorted(n for n in range(44) for text in read if f"case {n} said" in text) == list(range(44))
    assert find_status(tmp_path / "out3").blocks > find_status(tmp_path / "out1000").blocks


def test_months_are_folders_that_hive_knows(run_here: Run, tmp_path: pathlib.Path) -> None:
    lines = write_lines(tmp_path / "a.jsonl", range(3))
    with lines.open("a", encoding="utf-8") as file:
        file.write(json.dumps({"text": story(3)}) + "\n")
    run_here([lines], tmp_path / "out")
    found = rows(tmp_path / "out", "articles", "month, published")
    assert found == [("2024-01", "2024-01-01"), ("2024-02", "2024-02-02"), ("2024-03", "2024-03-03"), (None, None)]


def test_a_corpus_goes_into_the_record(run_here: Run, tmp_path: pathlib.Path) -> None:
    lines = write_lines(tmp_path / "a.jsonl", range(9))
    run_here([lines], tmp_path / "out", block=1)
    readings = list(iter_intake([str(tmp_path / "out")]))
    assert all(isinstance(reading, Reading) for reading in readings)
    direct = list(iter_intake([str(lines)]))
    assert sorted(map(repr, readings)) == sorted(map(repr, direct))


def test_what_is_no_article_is_counted_by_its_kind(run_here: Run, tmp_path: pathlib.Path) -> None:
    german = b"<html><body><article><h1>Treffen</h1><p>" + (
        "Die Ministerin traf am Montag den Gesandten, und sie sprachen über die Schiffe, die im Hafen liegen. ".encode()
        * 5
    )
    archive = tmp_path / "a.warc.gz"
    archive.write_bytes(
        pack(
            [
                record("warcinfo", b"software: test"),
                response(1),
                record("revisit", b"HTTP/1.1 200 OK\r\n\r\n", "https://courier.example/1", "application/http"),
                record("request", b"GET / HTTP/1.1\r\n\r\n", "https://courier.example/1", "application/http"),
                response(2, "404 Not Found"),
                response(3, body=b"\x89PNG", kind="image/png"),
                response(4, body=german + b"</p></article></body></html>"),
                response(5, body=b""),
                response(6),
            ]
        )
    )
    run_here([archive], tmp_path / "out")
    made = manifest(tmp_path / "out")
    assert made["passed"] == {
        "image/png": 1, "page that is empty": 1, "request": 1, "revisit": 1, "status 404": 1, "warcinfo": 1
    }  # fmt: skip
    assert made["languages"] == {"de": 1, "en": 2}
    assert made["failures"] == {}
    # The program's other way in takes the pages of an archive, too.
    assert sum(isinstance(item, Exception) for item in iter_inputs([str(archive)])) == 1
    assert len(list(iter_inputs([str(archive)]))) == 4


def test_damage_costs_its_own_record(run_here: Run, tmp_path: pathlib.Path) -> None:
    members = [pack([response(number)]) for number in range(6)]
    damaged = members[2][:60] + b"\0" * 40 + members[2][100:]
    (tmp_path / "a.warc.gz").write_bytes(b"".join([*members[:2], damaged, *members[3:5], members[5][:-30]]))
    (tmp_path / "bad.html").write_bytes(b"%PDF-1.7")
    outcome = run_here([tmp_path / "a.warc.gz", tmp_path / "bad.html", tmp_path / "gone.jsonl"], tmp_path / "out")
    assert [str(trouble) for trouble in outcome.unplanned] == [
        f"{tmp_path}/gone.jsonl: no such file, and nothing that fits"
    ]
    failures = [json.loads(line) for line in (tmp_path / "out" / "failures.jsonl").read_text().splitlines()]
    at = len(members[0]) + len(members[1])
    assert {(failure["where"], failure["reason"]) for failure in failures} == {
        (f"{tmp_path}/a.warc.gz, byte {at}", "has a damaged gzip member"),
        (f"{tmp_path}/a.warc.gz, byte {sum(map(len, members[:5]))}", "has a gzip member that is cut off"),
        (f"{tmp_path}/bad.html", "is a PDF document, not a page or text"),
    }
    assert len(rows(tmp_path / "out", "articles")) == 4


def test_an_input_that_vanishes_or_changes_is_set_aside_and_tried_again(run_here: Run, tmp_path: pathlib.Path) -> None:
    one, two = write_lines(tmp_path / "one.jsonl", range(3)), write_lines(tmp_path / "two.jsonl", range(3, 6))
    run_here([one, two], tmp_path / "undisturbed")
    run_here([one], tmp_path / "out")
    kept = two.read_bytes()
    plan = (tmp_path / "undisturbed" / "plan.jsonl").read_text()
    (tmp_path / "out" / "plan.jsonl").write_text(plan)
    for broken in (None, kept + b"{}\n"):
        two.unlink() if broken is None else two.write_bytes(broken)
        outcome = run_here([one, two], tmp_path / "out")
        assert len(outcome.undone) == 1
        assert find_status(tmp_path / "out").blocks_failed == 1
        assert not find_status(tmp_path / "out").finished
    two.write_bytes(kept)
    assert run_here([one, two], tmp_path / "out").undone == {}
    assert contents(tmp_path / "out") == contents(tmp_path / "undisturbed")


def test_more_inputs_may_come_later(run_here: Run, tmp_path: pathlib.Path) -> None:
    one, two = write_lines(tmp_path / "one.jsonl", range(3)), write_lines(tmp_path / "two.jsonl", range(3, 6))
    run_here([one], tmp_path / "grown")
    run_here([two], tmp_path / "grown")
    run_here([two, one, one], tmp_path / "whole")
    assert contents(tmp_path / "grown") == contents(tmp_path / "whole")


def test_copies_are_marked_whatever_the_order(run_here: Run, tmp_path: pathlib.Path) -> None:
    text = "\n\n".join(map(story, range(12)))
    changed = text.replace("Monday", "Tuesday", 1)
    one, two = tmp_path / "one.jsonl", tmp_path / "two.jsonl"
    one.write_text(
        "".join(
            json.dumps(row) + "\n"
            for row in (
                {"id": "late", "text": changed, "date": "2024-02-01"},
                {"id": "far", "text": changed.replace("two officials", "some officials", 1), "date": "2024-06-01"},
                {"id": "other", "text": "\n\n".join(map(story, range(20, 32))), "date": "2024-01-30"},
            )
        )
    )
    two.write_text(
        "".join(
            json.dumps(row) + "\n"
            for row in (
                {"id": "first", "text": text, "date": "2024-01-30"},
                {"id": "same", "text": text.upper(), "date": "2024-05-01"},
            )
        )
    )
    for name, inputs, size in (("ab", [one, two], 1), ("ba", [two, one], 100)):
        run_here(inputs, tmp_path / name, block=size)
    with duckdb.connect() as connection:
        found = {
            name: connection.execute(
                "SELECT a.source_id, kind, o.source_id FROM read_parquet($copies) d "
                "JOIN read_parquet($articles) a USING (article_id) "
                "JOIN read_parquet($articles) o ON o.article_id = d.original_id ORDER BY ALL",
                {
                    "copies": f"{tmp_path}/{name}/duplicates.parquet",
                    "articles": f"{tmp_path}/{name}/articles/*/*.parquet",
                },
            ).fetchall()
            for name in ("ab", "ba")
        }
    # What lies more than a month apart is not compared, unless it is the same.
    assert found["ab"] == found["ba"] == [("late", "near", "first"), ("same", "exact", "first")]


def test_a_folder_of_something_else_is_left_alone(run_here: Run, tmp_path: pathlib.Path) -> None:
    lines = write_lines(tmp_path / "a.jsonl", range(2))
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("x")
    with pytest.raises(Unusable, match="holds something else"):
        run_here([lines], tmp_path / "mine")
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["thesis.txt"]
    run_here([lines], tmp_path / "out", block=5)
    with pytest.raises(Unusable, match="another setting of block"):
        run_here([lines], tmp_path / "out", block=6)
    with pytest.raises(Unusable, match="nothing to read"):
        run_here([tmp_path / "gone"], tmp_path / "none")
