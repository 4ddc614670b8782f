import dataclasses
import io
import json

from dragoman.export.lines import write_json, write_jsonl
from dragoman.model.wire import load_reading
from tests.export.sample import make_reading


def test_jsonl_is_one_reading_a_line() -> None:
    file = io.StringIO()
    write_jsonl([make_reading(), make_reading()], file)
    lines = file.getvalue().splitlines()
    assert [load_reading(line) for line in lines] == [make_reading()] * 2


def test_jsonl_survives_texts_that_end_lines_early() -> None:
    reading = make_reading()
    text = reading.article.text.replace(" ", "\u2028", 1).replace(" ", "\x85", 1).replace(" ", "\ud800", 1)
    odd = dataclasses.replace(reading, article=dataclasses.replace(reading.article, text=text))
    file = io.StringIO()
    write_jsonl([odd], file)
    assert len(file.getvalue().splitlines()) == 1
    assert load_reading(file.getvalue().encode("utf-8")) == odd


def test_json_is_an_object_for_one_and_an_array_for_several_or_none() -> None:
    for number, kind in ((0, list), (1, dict), (2, list), (3, list)):
        file = io.StringIO()
        write_json([make_reading()] * number, file)
        made = json.loads(file.getvalue())
        assert isinstance(made, kind)
        assert number == 1 or len(made) == number
