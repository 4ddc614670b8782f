"""The commands as people run them, on both databases."""

import json
import pathlib
import subprocess
import sys

import pytest

from dragoman import cli
from dragoman.record.store import open_record
from tests.record.samples import articles

TEXT = """Minister meets envoy

The minister of trade, Lena Varga, met the Swiss envoy in Budapest on Monday. "We agreed on the dates," she said."""


class Command:
    def __init__(self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, url: str) -> None:
        self.capsys, self.monkeypatch, self.url = capsys, monkeypatch, url

    def __call__(self, *arguments: object, where: tuple[str, ...] | None = None) -> tuple[int, str, str]:
        place = ("--database", self.url) if where is None else where
        self.monkeypatch.setattr(sys, "argv", ["dragoman", *map(str, arguments), *place])
        with pytest.raises(SystemExit) as left:
            cli.main()
        out, err = self.capsys.readouterr()
        return int(left.value.code or 0), out, err


@pytest.fixture
def dragoman(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, url: str) -> Command:
    return Command(capsys, monkeypatch, url)


@pytest.fixture
def rows(tmp_path: pathlib.Path) -> pathlib.Path:
    path = tmp_path / "rows.jsonl"
    made = [{"id": f"r{number}", "url": f"https://courier.example/{number}", "text": TEXT} for number in range(3)]
    path.write_text("\n".join(map(json.dumps, made)), encoding="utf-8")
    return path


def test_adding_twice_and_changing(dragoman: Command, rows: pathlib.Path) -> None:
    code, out, err = dragoman("add", rows)
    assert (code, err) == (0, "")
    assert [line.split("\t")[0] for line in out.splitlines()] == ["added"] * 3 + ["3 added, 0 changed, 0 known"]
    assert dragoman("add", rows, "--quiet") == (0, "0 added, 0 changed, 3 known\n", "")
    article = out.split("\t")[1]
    assert dragoman("note", article, "Swiss envoy", "the deputy", "--author", "desk")[0] == 0
    rows.write_text(rows.read_text(encoding="utf-8").replace("Swiss", "Norwegian"), encoding="utf-8")
    assert dragoman("add", rows, "--quiet")[1].startswith("0 added, 3 changed, 0 known; 1 notes or verdicts lost")
    assert dragoman("notes", "--orphaned")[1].split("\t")[1] == "orphaned"
    (note,) = map(json.loads, dragoman("notes", "--format", "json")[1].splitlines())
    assert (note["quote"], note["span"], note["author"]) == ("Swiss envoy", None, "desk")
    counts = json.loads(dragoman("status", "--format", "json")[1])
    assert (counts["articles"], counts["versions"], counts["orphaned"]) == (3, 6, 1)
    assert set(counts) >= {"actors", "statements", "events", "links"}
    assert "6 versions" in dragoman("status")[1]
    assert "Swiss" in dragoman("show", article, "--version", "1")[1]
    shown = json.loads(dragoman("show", article, "--format", "json")[1])
    assert "Norwegian" in shown["article"]["text"]
    found = dragoman("ask", '"norwegian envoy" show:articles', "--format", "jsonl")[1].splitlines()
    assert len({json.loads(line)["article"]["url"] for line in found}) == len(found) == 3


def test_exports_go_back_in(dragoman: Command, rows: pathlib.Path, tmp_path: pathlib.Path) -> None:
    dragoman("read", rows, "--format", "jsonl", "-o", tmp_path / "r.jsonl", where=())
    dragoman("read", rows, "--format", "parquet", "-o", tmp_path / "tables", where=())
    assert dragoman("add", tmp_path / "r.jsonl", "-q")[1] == "3 added, 0 changed, 0 known\n"
    assert dragoman("add", tmp_path / "tables", "-q")[1] == "0 added, 0 changed, 3 known\n"
    assert dragoman("add", rows, "-q")[1] == "0 added, 0 changed, 3 known\n"


def test_backing_up_and_restoring(dragoman: Command, rows: pathlib.Path, tmp_path: pathlib.Path) -> None:
    dragoman("add", rows, "-q")
    assert dragoman("backup", tmp_path / "b.gz") == (
        0,
        "3 articles, 3 versions, 0 notes, 0 verdicts on links, 0 on lines\n",
        "",
    )
    other = ("--data", str(tmp_path / "other"))
    assert (
        dragoman("restore", tmp_path / "b.gz", where=other)[1]
        == "3 articles, 3 versions, 0 notes, 0 verdicts on links, 0 on lines\n"
    )
    assert dragoman("status", where=other)[1] == dragoman("status")[1]
    assert dragoman("restore", tmp_path / "b.gz", where=other)[0] == 2


def test_what_cannot_be_read_is_said_and_the_rest_is_kept(
    dragoman: Command, rows: pathlib.Path, tmp_path: pathlib.Path
) -> None:
    code, out, err = dragoman("add", tmp_path / "none.txt", rows, "-q")
    assert (code, out) == (1, "3 added, 0 changed, 0 known\n")
    assert err.splitlines()[-1] == "dragoman: 3 read, 1 could not be read"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["show", "a1"], "no such article"),
        (["ask", "* *"], "nothing to look for"),
        (["note", "a1", "x", "y"], "no such article"),
        (["restore", "none.gz"], "no such file"),
        (["add", "x.txt", "--published", "yesterday"], "yesterday"),
        (["add", "x.txt", "--reader", "rules", "--min-confidence", "0.9"], "--min-confidence"),
        (["export", "csv", "--output", "x", "--query", "evnt:CONSULT"], "did you mean event:?"),
        (["status", "--data", "x"], "either"),
        (["add"], "Missing argument"),
    ],
)
def test_wrong_usage_is_one_clear_line(dragoman: Command, arguments: list[str], message: str) -> None:
    open_record(dragoman.url)
    code, out, err = dragoman(*arguments)
    assert (code, out) == (2, "")
    assert message in err
    assert len(err.splitlines()) == 1


def test_the_place_comes_from_options_the_environment_or_the_user(
    dragoman: Command, rows: pathlib.Path, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    assert "no Record" in dragoman("status", where=())[2]
    dragoman("add", rows, "-q", where=())
    assert "3 articles" in dragoman("status", where=())[1]
    monkeypatch.setenv("DRAGOMAN_DATABASE", dragoman.url)
    assert "3 articles" not in dragoman("status", where=())[1]


def test_links_are_listed_decided_and_derived_again(dragoman: Command, tmp_path: pathlib.Path) -> None:
    path = tmp_path / "pair.jsonl"
    rows = [articles()[name] for name in ("border-1", "border-2")]
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    dragoman("add", path, "-q")
    lines = dragoman("links", "--kind", "contradicts")[1].splitlines()
    cells = lines[0].split("\t")
    assert cells[1:4:2] == ["open", "contradicts"]
    assert dragoman("reject", cells[0], "--author", "desk") == (0, "", "")
    assert dragoman("rebuild") == (0, "", "")
    (link,) = [
        found
        for found in map(json.loads, dragoman("links", "--format", "json")[1].splitlines())
        if found["key"].startswith(cells[0])
    ]
    assert link["standing"] == "rejected"
    assert dragoman("links", "--article", link["left"])[1].count("contradicts") == len(lines)
    assert dragoman("undecide", cells[0])[0] == 0
    assert dragoman("confirm", cells[0])[0] == 0
    assert "confirmed" in dragoman("links", "--kind", "contradicts")[1]
    assert dragoman("confirm", "nothing")[0] == 2


def test_a_reader_that_has_enough_is_no_trouble(dragoman: Command, rows: pathlib.Path) -> None:
    script = "from dragoman.cli import main; main()"
    command = [sys.executable, "-c", script, "add", str(rows), "--database", dragoman.url]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout
    process.stdout.close()
    assert process.stderr
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait(60) == 0
    assert dragoman("status", "--format", "json")[1].startswith('{"articles": 3')


def test_adding_takes_the_options_of_reading(dragoman: Command, rows: pathlib.Path, tmp_path: pathlib.Path) -> None:
    options = ("--reader", "learned", "--min-confidence", "0.9", "--published", "2024-05-28")
    assert dragoman("read", rows, *options, "--format", "parquet", "-o", tmp_path / "tables", where=())[0] == 0
    assert dragoman("add", rows, *options, "-q") == (0, "3 added, 0 changed, 0 known\n", "")
    assert dragoman("add", tmp_path / "tables", "-q") == (0, "0 added, 0 changed, 3 known\n", "")
    assert dragoman("export", "csv", "--query", "envoy", "-o", tmp_path / "out")[0] == 0
    article = next(open_record(dragoman.url).readings())
    assert (article.reader.reader, article.article.published) == ("learned", "2024-05-28")
    assert all((statement.confidence or 0) >= 0.9 for statement in article.statements)
