"""The command as people and programs run it."""

import json
import os
import pathlib
import signal
import subprocess
import sys
import time

import duckdb
import pytest
import typer
from spacy.language import Language

from dragoman import cli, pipeline
from dragoman.errors import UnreadableInput
from dragoman.model import Article, Reading
from dragoman.model.wire import load_reading
from dragoman.page import iter_inputs
from dragoman.reading.reader import read_articles

TEXT = """Minister meets envoy

The minister of trade, Lena Varga, met the Swiss envoy in Budapest on Monday. "We agreed on the dates," she said.

Varga said that 12 of the 30 trucks had been released and 18 were still held."""


@pytest.fixture
def pages(tmp_path: pathlib.Path) -> pathlib.Path:
    folder = tmp_path / "pages"
    folder.mkdir()
    for name in ("one", "two"):
        (folder / f"{name}.txt").write_text(TEXT.replace("Varga", f"Varga-{name.title()}"), encoding="utf-8")
    return folder


def run(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *arguments: object
) -> tuple[int, str, str]:
    """Run the command in this process (the language model is loaded once for all tests): code, stdout, stderr."""
    monkeypatch.setattr(sys, "argv", ["dragoman", *map(str, arguments)])
    with pytest.raises(SystemExit) as left:
        cli.main()
    out, err = capsys.readouterr()
    return int(left.value.code or 0), out, err


class Command:
    def __init__(self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self.capsys, self.monkeypatch = capsys, monkeypatch

    def __call__(self, *arguments: object) -> tuple[int, str, str]:
        return run(self.capsys, self.monkeypatch, *arguments)


@pytest.fixture
def dragoman(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    return Command(capsys, monkeypatch)


def test_the_account_is_for_people(dragoman: Command, pages: pathlib.Path) -> None:
    code, out, err = dragoman("read", pages / "one.txt", "--published", "2024-05-28")
    assert (code, err) == (0, "")
    assert out.startswith("Minister meets envoy\n")
    assert "28 May 2024" in out


def test_explaining_adds_evidence(dragoman: Command, pages: pathlib.Path) -> None:
    _, plain, _ = dragoman("read", pages / "one.txt")
    _, explained, _ = dragoman("read", pages / "one.txt", "--explain")
    assert "«" in explained
    assert len(explained) > len(plain)


def test_jsonl_has_a_line_an_article(dragoman: Command, pages: pathlib.Path) -> None:
    code, out, err = dragoman("read", pages / "one.txt", pages / "two.txt", "--format", "jsonl")
    assert (code, err) == (0, "")
    names = [load_reading(line).article.text for line in out.splitlines()]
    assert ["Varga-One" in names[0], "Varga-Two" in names[1]] == [True, True]


def test_json_is_an_object_or_an_array(dragoman: Command, pages: pathlib.Path) -> None:
    assert isinstance(json.loads(dragoman("read", pages / "one.txt", "--format", "json")[1]), dict)
    assert len(json.loads(dragoman("read", pages, "--format", "json")[1])) == 2


def test_the_same_input_gives_the_same_bytes(dragoman: Command, pages: pathlib.Path) -> None:
    assert dragoman("read", pages, "--format", "jsonl") == dragoman("read", pages, "--format", "jsonl")


def test_polecat_and_csv_have_headers(dragoman: Command, pages: pathlib.Path) -> None:
    assert dragoman("read", pages, "--format", "polecat")[1].startswith("Event ID,Event Date,Event Type,")
    assert dragoman("read", pages, "--format", "csv")[1].startswith("article_id,id,type,mode,")


def test_tables_go_into_a_folder(dragoman: Command, pages: pathlib.Path, tmp_path: pathlib.Path) -> None:
    for form in ("parquet", "csv"):
        assert dragoman("read", pages, "--format", form, "--output", tmp_path / form) == (0, "", "")
        assert len(list((tmp_path / form).iterdir())) == 7
    with duckdb.connect() as connection:
        rows = connection.execute(f"SELECT count(*) FROM '{tmp_path}/parquet/articles.parquet'").fetchall()  # noqa: S608
    assert rows == [(2,)]


def test_a_page_goes_to_a_file_and_pages_to_a_folder(
    dragoman: Command, pages: pathlib.Path, tmp_path: pathlib.Path
) -> None:
    assert dragoman("read", pages / "one.txt", "--format", "html", "-o", tmp_path / "page.html") == (0, "", "")
    assert (tmp_path / "page.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    assert dragoman("read", pages, "--format", "html", "-o", tmp_path / "all") == (0, "", "")
    assert len(list((tmp_path / "all").glob("*.html"))) == 2


def test_failures_are_listed_and_the_rest_is_written(
    dragoman: Command, pages: pathlib.Path, tmp_path: pathlib.Path
) -> None:
    wanted = (pages / "none.txt", pages / "one.txt", pages / "nothing.txt")
    code, out, err = dragoman("read", *wanted, "--format", "jsonl", "--output", tmp_path / "out.jsonl")
    assert (code, out) == (1, "")
    lines = err.splitlines()
    assert len(lines) == 3
    assert "none.txt" in lines[0]
    assert "nothing.txt" in lines[1]
    assert lines[2] == "dragoman: 1 read, 2 could not be read"
    assert len((tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()) == 1


def test_an_old_file_stays_until_the_new_one_is_whole(
    dragoman: Command, pages: pathlib.Path, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "out.jsonl"
    target.write_text("old")

    def failing(*_: object, **__: object) -> object:
        raise RuntimeError("broken\nmachine")

    monkeypatch.setattr(pipeline, "iter_readings", failing)
    code, _, err = dragoman("read", pages / "one.txt", "--format", "jsonl", "--output", target)
    assert code == 1
    assert "internal error" in err
    assert len(err.splitlines()) == 1
    assert target.read_text() == "old"
    assert list(tmp_path.glob(".*")) == []


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["read"], "Missing argument"),
        (["read", "x.txt", "--format", "xml"], "xml"),
        (["read", "x.txt", "--published", "yesterday"], "yesterday"),
        (["read", "x.txt", "--published", "2023-02-30"], "2023-02-30"),
        (["read", "x.txt", "--format", "parquet"], "--output"),
        (["read", "x.txt", "--format", "json", "--explain"], "--explain"),
        (["read", "x.txt", "--model", "no-such-model"], "no-such-model"),
        (["read", "x.txt", "--reader", "oracle"], "oracle"),
        (["read", "x.txt", "--reader", "rules", "--min-confidence", "0.9"], "--min-confidence"),
        (["read", "x.txt", "--reader", "learned", "--min-confidence", "2"], "--min-confidence"),
        (["write"], "write"),
        (["read", "x.txt", "--colour"], "--colour"),
    ],
)
def test_wrong_usage_is_one_clear_line(dragoman: Command, arguments: list[str], message: str) -> None:
    code, out, err = dragoman(*arguments)
    assert (code, out) == (2, "")
    assert message in err
    assert len(err.splitlines()) == 1
    assert "Traceback" not in err


def test_a_place_that_cannot_be_written_is_named(dragoman: Command, pages: pathlib.Path) -> None:
    code, _, err = dragoman("read", pages / "one.txt", "--format", "jsonl", "--output", pages / "one.txt" / "x.jsonl")
    assert code == 2
    assert "x.jsonl" in err


def test_version_and_help(dragoman: Command) -> None:
    assert dragoman("--version")[:2] == (0, "dragoman 0.1.0\n")
    code, out, _ = dragoman("read", "--help")
    assert code == 0
    assert "--published" in out
    assert dragoman()[0] == 2


def test_messages_cannot_steer_the_terminal(dragoman: Command) -> None:
    assert "\x1b" not in dragoman("read", "\x1b[31m.txt")[2]


def test_one_failing_article_does_not_end_a_batch(nlp: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    def fragile(articles: list[Article], language: Language) -> object:
        if any(article.id == "2" for article in articles):
            raise ZeroDivisionError("in a step")
        return read_articles(articles, language)

    monkeypatch.setattr(pipeline, "read_articles", fragile)
    items = list(pipeline.read_items([Article(id=str(number), text=TEXT) for number in range(4)], nlp))
    assert [isinstance(item, Reading) for item in items] == [True, True, False, True]
    assert isinstance(items[2], UnreadableInput)
    assert "ZeroDivisionError" in str(items[2])


def test_a_page_that_breaks_its_parser_costs_itself_alone(
    dragoman: Command, pages: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fragile(sources: list[str], published: str | None) -> object:
        if sources == ["broken.html"]:
            raise RecursionError("too deep")
        return iter_inputs(sources, published=published)

    monkeypatch.setattr(pipeline, "iter_inputs", fragile)
    code, out, err = dragoman("read", "broken.html", pages / "one.txt", "--format", "jsonl")
    assert code == 1
    assert len(out.splitlines()) == 1
    assert err.startswith("dragoman: broken.html: could not be read: RecursionError: too deep")


def test_a_text_that_is_too_long_is_refused_in_its_place(nlp: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nlp, "max_length", 400)
    items = list(pipeline.read_items([Article(id="1", text="Word. " * 100), Article(id="2", text=TEXT)], nlp))
    assert "at most 400" in str(items[0])
    assert isinstance(items[1], Reading)


def test_an_interrupt_keeps_what_was_read(
    dragoman: Command, pages: pathlib.Path, monkeypatch: pytest.MonkeyPatch, nlp: Language
) -> None:
    whole = list(pipeline.read_items([Article(id="1", text=TEXT)], nlp))

    def interrupted(*_: object, **__: object) -> object:
        yield whole[0]
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(5)
        yield whole[0]

    monkeypatch.setattr(pipeline, "iter_readings", interrupted)
    code, out, err = dragoman("read", pages, "--format", "jsonl")
    assert code == 130
    assert len(out.splitlines()) == 1
    assert "stopped" in err


def test_help_loads_no_language_model() -> None:
    """Loading spaCy takes seconds; help must not wait for it."""
    script = (
        "import sys; sys.argv = ['dragoman', '--help']\nfrom dragoman.cli import main\n"
        "try: main()\nfinally: sys.exit(3 if 'spacy' in sys.modules else 0)"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False, capture_output=True).returncode == 0


def test_a_closed_pipe_is_silent(pages: pathlib.Path) -> None:
    script = "import sys; sys.argv = ['dragoman', 'read', *sys.argv[1:], '--format', 'jsonl']; "
    script += "from dragoman.cli import main; main()"
    process = subprocess.Popen(
        [sys.executable, "-c", script, str(pages), *[str(pages / "one.txt")] * 3],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout
    process.stdout.close()
    assert process.stderr
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait(60) == 0


@pytest.mark.parametrize("name", ["article.txt", "article.html"])
def test_the_sample_is_read_as_it_is_meant(dragoman: Command, name: str) -> None:
    sample = pathlib.Path(cli.__file__).parent / "samples" / name
    code, out, _ = dragoman("read", sample, "--format", "jsonl")
    article = load_reading(out).article
    assert code == 0
    assert article.published == "2024-05-28"
    assert article.category == "Americas"
    assert article.title
    assert article.title.startswith("Norway to host talks")
    assert article.standfirst == "Santiago says it will free 14 boats if Lima drops its complaint"
    assert article.text.endswith("did not respond to a request for comment.")


def test_the_app_is_a_typer_app() -> None:
    assert isinstance(cli._app, typer.Typer)
