"""The public names are the ones named, they are there, and importing the package does not load what it may not need."""

import importlib
import json
import pathlib
import pkgutil
import subprocess
import sys
from collections.abc import Callable

import pytest

import dragoman
from dragoman.model import Reading

MODULES = [info.name for info in pkgutil.walk_packages(dragoman.__path__, "dragoman.")]
TEXT = """Minister meets envoy

The minister of trade, Lena Varga, met the Swiss envoy in Budapest on Monday. "We agreed on the dates," she said."""


def test_every_public_name_is_there() -> None:
    for name in dragoman.__all__:
        assert getattr(dragoman, name) is not None
    assert dragoman.__all__ == sorted(dragoman.__all__)


@pytest.mark.parametrize("name", MODULES)
def test_a_module_says_what_is_public(name: str) -> None:
    module = importlib.import_module(name)
    for public in getattr(module, "__all__", []):
        assert hasattr(module, public)
        assert not public.startswith("_") or public == "__version__"


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="wisdom"):
        _ = dragoman.wisdom


def test_importing_loads_no_language_model() -> None:
    script = "import dragoman, dragoman.cli, sys; sys.exit('spacy' in sys.modules or 'duckdb' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


@pytest.fixture
def pages(tmp_path: pathlib.Path) -> pathlib.Path:
    (tmp_path / "one.txt").write_text(TEXT, encoding="utf-8")
    return tmp_path


def test_a_file_is_read(pages: pathlib.Path) -> None:
    reading = dragoman.read(pages / "one.txt", published="2024-05-28")
    assert isinstance(reading, Reading)
    assert reading.article.published == "2024-05-28"
    assert dragoman.read(str(pages / "one.txt"), published="2024-05-28") == reading


@pytest.mark.parametrize("form", [str, str.encode])
def test_a_text_is_read(form: Callable[[str], str | bytes]) -> None:
    reading = dragoman.read(text=form(TEXT))
    assert "Lena Varga" in reading.article.text


def test_many_are_read_and_failures_stand_in_their_places(pages: pathlib.Path) -> None:
    first, second = dragoman.read_many([pages / "none.txt", pages / "one.txt"])
    assert isinstance(first, dragoman.UnreadableInput)
    assert isinstance(second, Reading)


def test_a_table_keeps_ids_and_texts_and_is_no_single_article(pages: pathlib.Path) -> None:
    rows = [{"id": f"row-{number}", "text": TEXT, "published": "2024-05-28"} for number in range(2)]
    (pages / "rows.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    many = [item for item in dragoman.read_many([pages / "rows.jsonl"]) if isinstance(item, Reading)]
    assert [reading.article.source_id for reading in many] == ["row-0", "row-1"]
    assert [reading.article.text for reading in many] == [TEXT, TEXT]
    with pytest.raises(dragoman.UnreadableInput, match="several"):
        dragoman.read(pages / "rows.jsonl")


def test_what_cannot_be_read_is_raised(pages: pathlib.Path) -> None:
    with pytest.raises(dragoman.UnreadableInput, match="none"):
        dragoman.read(pages / "none.txt")
    with pytest.raises(dragoman.Unusable, match="no-such-model"):
        dragoman.read(pages / "one.txt", model="no-such-model")


def test_exactly_one_input_is_wanted() -> None:
    with pytest.raises(TypeError):
        dragoman.read()
    with pytest.raises(TypeError):
        dragoman.read("one.txt", text="two")


def test_the_spacy_pipeline_is_public() -> None:
    doc = dragoman.load_language()(TEXT)
    assert isinstance(doc._.statements, tuple)
