"""What holds for every export: whole, counted, hashed, explained, the same again, and put in place or not at all."""
# ruff: noqa: S608 - the questions are ours

import csv
import hashlib
import json
import pathlib
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from typing import Any

import duckdb
import networkx as nx
import pytest

from dragoman.errors import DragomanError, Unusable
from dragoman.export.parquet import read_parquet
from dragoman.export.tables import rows_of
from dragoman.intake import iter_intake
from dragoman.model import Reading
from dragoman.record.ask import ask
from dragoman.record.exports.codebook import HEADER
from dragoman.record.exports.contents import Entry
from dragoman.record.exports.formats import FORMATS, export_record
from dragoman.record.exports.selection import select
from dragoman.record.exports.stage import COLUMNS
from dragoman.record.query import parse
from dragoman.record.store import open_record
from tests.record.exports.conftest import Kept, kept_readings

TABLES = ("parquet", "csv", "jsonl")


def manifest_of(folder: pathlib.Path) -> dict[str, Any]:
    made: dict[str, Any] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    return made


def count_rows(path: pathlib.Path) -> int:
    """Count what is in a file with a program that is not ours."""
    if path.suffix == ".parquet":
        with duckdb.connect() as connection:
            return int(connection.execute(f"SELECT count(*) FROM '{path}'").fetchall()[0][0])
    if path.suffix == ".csv":
        with path.open(encoding="utf-8", newline="") as file:
            return sum(1 for _ in csv.DictReader(file))
    if path.suffix == ".graphml":
        graph = nx.read_graphml(path, force_multigraph=True)
        return int(graph.number_of_nodes() + graph.number_of_edges())
    plain = path.read_text(encoding="utf-8")
    if path.name == "collection.json":
        return int(json.loads(plain)["total"])
    if path.name.startswith("page-"):
        return len(json.loads(plain)["items"])
    return sum(1 for line in plain.split("\n") if line and json.loads(line))


@pytest.mark.parametrize("form", FORMATS)
def test_rows_and_hashes_are_those_of_the_files(form: str, sample: Kept) -> None:
    folder = sample.exported(form)
    manifest = manifest_of(folder)
    assert (manifest["format"], manifest["program"], manifest["articles"]) == (form, "dragoman", 55)
    assert set(manifest["files"]) == {path.name for path in folder.iterdir()} - {"manifest.json"}
    for name, said in manifest["files"].items():
        content = (folder / name).read_bytes()
        assert (said["bytes"], said["sha256"]) == (len(content), hashlib.sha256(content).hexdigest())
        if name != "codebook.csv":
            assert said["rows"] == count_rows(folder / name), name


@pytest.mark.parametrize("form", FORMATS)
def test_the_codebook_explains_every_column(form: str, sample: Kept) -> None:
    folder = sample.exported(form)
    with (folder / "codebook.csv").open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    assert tuple(lines[0]) == HEADER
    assert {(line["table"], line["column"]) for line in lines} == {
        (table, column) for table, columns in FORMATS[form].columns.items() for column in columns
    }
    assert all(line["meaning"] and line["type"] for line in lines)


@pytest.mark.parametrize("form", TABLES)
def test_tables_hold_the_record(form: str, sample: Kept) -> None:
    folder = sample.exported(form)
    wanted: dict[str, list[dict[str, Any]]] = {table: [] for table in COLUMNS}
    for reading in sample.record.readings():
        for table, rows in rows_of(reading).items():
            wanted[table] += rows
    for table in ("articles", "actors", "statements", "events", "dates", "figures", "forecasts"):
        found = list(read_table(folder / f"{table}.{form}"))
        assert len(found) == len(wanted[table])
        for row, of in zip(found, wanted[table], strict=True):
            assert list(row) == list(COLUMNS[table])
            assert {name: row[name] for name in of} == {
                name: as_in(form, float(value) if value is not None and COLUMNS[table][name] == "DOUBLE" else value)
                for name, value in of.items()
            }


def as_in(form: str, value: Any) -> Any:
    """Return a value as a form has it: in CSV null is nothing, and lists and structs are JSON."""
    if form != "csv":
        return value
    return "" if value is None else value if isinstance(value, (list, dict)) else plain_word(value)


def plain_word(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def read_table(path: pathlib.Path) -> Iterator[dict[str, Any]]:
    if path.suffix == ".jsonl":
        yield from map(json.loads, path.read_text(encoding="utf-8").splitlines())
    elif path.suffix == ".csv":
        nested = {name for name, kind in COLUMNS[path.stem].items() if kind.endswith(("[]", ")"))}
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                yield {name: json.loads(cell) if name in nested else cell for name, cell in row.items()}
    else:
        with duckdb.connect() as connection:
            result = connection.execute(f"SELECT * FROM '{path}'")
            names = [column[0] for column in result.description]
            yield from (dict(zip(names, row, strict=True)) for row in result.fetchall())


def test_parquet_is_read_back_as_readings(sample: Kept) -> None:
    folder = sample.exported("parquet")
    assert list(read_parquet(folder)) == list(sample.record.readings())


def test_links_carry_why_how_sure_and_what_was_decided(sample: Kept) -> None:
    folder = sample.exported("jsonl")
    links = {row["key"]: row for row in read_table(folder / "links.jsonl")}
    decided = sample.decided
    assert (links[decided.confirmed.key]["decision"], links[decided.confirmed.key]["confidence"]) == ("confirmed", 1.0)
    assert {decided.rejected_copy.key, decided.rejected_event.key}.isdisjoint(links)
    assert all(row["reason"] and 0 < row["confidence"] <= 1 for row in links.values())
    assert {row["decision"] for row in links.values()} == {"open", "confirmed"}


def test_a_rejected_copy_is_no_copy(sample: Kept) -> None:
    folder = sample.exported("jsonl")
    articles = {row["article_id"]: row for row in read_table(folder / "articles.jsonl")}
    rejected = sample.decided.rejected_copy
    assert rejected.right not in articles[rejected.left]["copies"]
    copies = {
        (row["left_article"], row["right_article"])
        for row in read_table(folder / "links.jsonl")
        if row["kind"] == "copies"
    }
    assert copies == {(id_, origin) for id_, row in articles.items() for origin in row["copies"]}
    assert copies


def test_who_and_what_is_the_same_has_one_name(sample: Kept) -> None:
    folder = sample.exported("jsonl")
    identities = {(row["article_id"], row["id"]): row["identity"] for row in read_table(folder / "actors.jsonl")}
    happenings = {(row["article_id"], row["id"]): row["happening"] for row in read_table(folder / "events.jsonl")}
    links = list(read_table(folder / "links.jsonl"))
    assert len(links) > 80
    for link in links:
        ends = [(link[f"{side}_article"], (link[f"{side}_row"] or "").partition("/")[2]) for side in ("left", "right")]
        if link["kind"] == "same_actor":
            assert identities[ends[0]] == identities[ends[1]]
        elif link["left_row"] and link["left_row"].startswith("events/"):
            assert happenings[ends[0]] == happenings[ends[1]]


def test_notes_are_there_with_their_words(sample: Kept) -> None:
    folder = sample.exported("jsonl")
    texts = {row["article_id"]: row["text"] for row in read_table(folder / "articles.jsonl")}
    held, orphan = read_table(folder / "notes.jsonl")
    assert texts[held["article_id"]][held["start"] : held["end"]] == held["quote"]
    assert (orphan["start"], orphan["end"], orphan["author"]) == (None, None, None)
    assert {row["revision"] for row in read_table(folder / "articles.jsonl")} == {1, 2}


# The same again


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_record_gives_the_same_bytes(form: str, kept: dict[str, Kept], tmp_path: pathlib.Path) -> None:
    once = kept["sqlite"].exported(form)
    export_record(kept["sqlite"].record, form, tmp_path / "again.zip")
    with zipfile.ZipFile(tmp_path / "again.zip") as file:
        assert {name: file.read(name) for name in file.namelist()} == {
            path.name: path.read_bytes() for path in once.iterdir()
        }
        assert {about.date_time for about in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert file.testzip() is None
        assert file.namelist()[0] == "manifest.json"
        assert set(json.loads(file.read("manifest.json"))["files"]) == set(file.namelist()) - {"manifest.json"}


@pytest.mark.parametrize("form", FORMATS)
def test_both_databases_give_the_same_files(form: str, kept: dict[str, Kept]) -> None:
    one, two = (found.exported(form) for found in kept.values())
    assert manifest_of(one)["files"] == manifest_of(two)["files"]


def test_a_selection_keeps_to_its_articles(sample: Kept, tmp_path: pathlib.Path) -> None:
    chosen, selection = select(sample.record, 'outlet:"Northern  Wire"')
    export_record(sample.record, "jsonl", tmp_path / "out", chosen=chosen, selection=selection)
    manifest = manifest_of(tmp_path / "out")
    assert manifest["selection"] == 'outlet:"Northern Wire"'
    articles = {row["article_id"] for row in read_table(tmp_path / "out" / "articles.jsonl")}
    wanted = {id_ for id_, of in kept_readings(sample.record).items() if of.article.publisher == "Northern Wire"}
    assert articles == wanted
    assert 1 < len(wanted) < 55
    for table in ("actors", "events", "statements", "notes"):
        assert {row["article_id"] for row in read_table(tmp_path / "out" / f"{table}.jsonl")} <= wanted
    for link in read_table(tmp_path / "out" / "links.jsonl"):
        assert {link["left_article"], link["right_article"]} <= wanted


@pytest.mark.parametrize(
    "query", ["river", "source:unnamed", "event:CONSULT -auxiliary:negation", "about:bolivia OR date:1978"]
)
def test_a_query_exports_all_that_it_finds_the_same_each_time(sample: Kept, tmp_path: pathlib.Path, query: str) -> None:
    files = [tmp_path / f"{number}.zip" for number in range(2)]
    for file in files:
        chosen, selection = select(sample.record, query)
        export_record(sample.record, "csv", file, chosen=chosen, selection=selection)
    assert files[0].read_bytes() == files[1].read_bytes()
    with zipfile.ZipFile(files[0]) as made:
        made.extractall(tmp_path / "out")
    found = {hit.article.id for hit in ask(sample.record, query, limit=200).hits}
    assert {row["article_id"] for row in read_table(tmp_path / "out" / "articles.csv")} == found
    assert len(found) > 1
    assert manifest_of(tmp_path / "out")["selection"] == str(parse(query))
    assert str(parse(query)) in (tmp_path / "out" / "codebook.csv").read_text(encoding="utf-8")


def test_an_export_is_added_to_another_record(sample: Kept, tmp_path: pathlib.Path) -> None:
    other = open_record(f"sqlite:///{tmp_path / 'other.sqlite3'}")
    list(other.add(item for item in iter_intake([str(sample.exported("parquet"))]) if isinstance(item, Reading)))
    assert kept_readings(other) == kept_readings(sample.record)


@pytest.mark.parametrize("form", FORMATS)
def test_an_empty_record_is_exported_too(form: str, tmp_path: pathlib.Path) -> None:
    record = open_record(f"sqlite:///{tmp_path / 'empty.sqlite3'}")
    export_record(record, form, tmp_path / "out")
    manifest = manifest_of(tmp_path / "out")
    assert (manifest["articles"], manifest["as_of"]) == (0, None)
    assert all(said.get("rows", 0) == 0 for said in manifest["files"].values())


# In place whole, or not at all


def test_what_stands_there_stays_without_force(sample: Kept, tmp_path: pathlib.Path) -> None:
    for name in ("out", "out.zip"):
        path = tmp_path / name
        export_record(sample.record, "csv", path)
        with pytest.raises(Unusable, match="is there already; --force"):
            export_record(sample.record, "jsonl", path)
        export_record(sample.record, "jsonl", path, force=True)
    assert (tmp_path / "out" / "events.jsonl").is_file()
    assert not (tmp_path / "out" / "events.csv").exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "out.zip"]


def test_force_takes_the_place_of_an_export_alone(sample: Kept, tmp_path: pathlib.Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("years of work")
    (tmp_path / "mine.zip").write_bytes(b"not even a zip file")
    for name in ("mine", "mine.zip"):
        with pytest.raises(Unusable, match="no export of a Record"):
            export_record(sample.record, "csv", tmp_path / name, force=True)
    assert (tmp_path / "mine" / "thesis.txt").read_text() == "years of work"
    (tmp_path / "empty").mkdir()
    export_record(sample.record, "csv", tmp_path / "empty")
    assert (tmp_path / "empty" / "manifest.json").is_file()


@pytest.mark.parametrize("trouble", [KeyboardInterrupt, DragomanError("a row is damaged")])
@pytest.mark.parametrize("name", ["out", "out.zip"])
def test_nothing_half_written_stays(name: str, trouble: Any, sample: Kept, tmp_path: pathlib.Path) -> None:
    def breaking(entries: Iterator[Entry]) -> Iterator[Entry]:
        yield next(entries)
        raise trouble

    with pytest.raises((KeyboardInterrupt, DragomanError)):
        export_record(sample.record, "parquet", tmp_path / name, passing=breaking)
    assert list(tmp_path.iterdir()) == []
    assert len(list(sample.record.readings())) == 55  # the database can go on


def test_a_file_in_the_way_is_named(sample: Kept, tmp_path: pathlib.Path) -> None:
    (tmp_path / "file").write_text("here")
    with pytest.raises(Unusable, match="file"):
        export_record(sample.record, "csv", tmp_path / "file" / "out")


# The command


def run(*arguments: object) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-c", "from dragoman.cli import main; main()", "export", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_command_counts_what_it_wrote(sample: Kept, tmp_path: pathlib.Path) -> None:
    done = run("dyads", "--database", sample.url, "--output", tmp_path / "out.zip")
    assert (done.returncode, done.stderr) == (0, "")
    with zipfile.ZipFile(tmp_path / "out.zip") as file:
        files = json.loads(file.read("manifest.json"))["files"]
    said = {line.split()[1]: int(line.split()[0].replace(",", "")) for line in done.stdout.splitlines()}
    assert said == {name: of["rows"] for name, of in files.items() if "rows" in of}


def test_trouble_is_one_line(sample: Kept, tmp_path: pathlib.Path) -> None:
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "file").write_text("here")
    for arguments, said in (
        (("csv", "--database", sample.url, "--output", tmp_path / "taken"), "is there already"),
        (("csv", "--data", tmp_path / "nowhere", "--output", tmp_path / "out"), "holds no Record"),
        (("xls", "--database", sample.url, "--output", tmp_path / "out"), "xls"),
    ):
        done = run(*arguments)
        assert (done.returncode, done.stdout) == (2, "")
        assert said in done.stderr
        assert done.stderr.count("\n") == 1


def test_stopping_leaves_nothing(kept: dict[str, Kept], tmp_path: pathlib.Path) -> None:
    command = [sys.executable, "-c", "from dragoman.cli import main; main()", "export", "annotations"]
    arguments = ["--database", kept["sqlite"].url, "--output", str(tmp_path / "out")]
    with subprocess.Popen([*command, *arguments], stderr=subprocess.PIPE, text=True) as process:
        while process.poll() is None and not any(tmp_path.iterdir()):
            time.sleep(0.001)
        process.send_signal(signal.SIGINT)
        said = process.communicate()[1]
    assert process.returncode in {130, 0}  # 0: it was faster than we
    whole = ["out"] if process.returncode == 0 else []
    assert [path.name for path in tmp_path.iterdir()] == whole
    assert "Traceback" not in said
