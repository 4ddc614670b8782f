import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from dragoman.errors import UnreadableInput
from dragoman.model import Reading
from dragoman.model.wire import dump_reading, from_dict, load_reading, to_dict
from tests.export.sample import make_reading
from tests.strategies import readings

QUICK = settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@QUICK
@given(readings())
def test_what_is_written_is_read_back_equal(reading: Reading) -> None:
    assert load_reading(dump_reading(reading)) == reading
    assert from_dict(json.loads(json.dumps(to_dict(reading)))) == reading


@QUICK
@given(readings())
def test_a_reading_is_one_line_for_every_program(reading: Reading) -> None:
    line = dump_reading(reading)
    assert len(line.splitlines()) == 1
    assert line.encode("utf-8")
    assert dump_reading(load_reading(line)) == line


def test_keys_stand_in_the_order_of_the_record() -> None:
    plain = to_dict(make_reading())
    assert list(plain) == [
        *("format", "reader", "article", "actors", "statements", "events", "dates"),
        *("figures", "figure_checks", "forecasts"),
    ]
    assert list(plain["article"])[:3] == ["id", "source_id", "url"]
    assert plain["article"]["parts"]["title"] == [0, 73]
    assert plain["format"] == 1


def test_parts_of_a_statement_are_nested() -> None:
    statement = to_dict(make_reading())["statements"][1]
    assert statement["source"]["actor"] == "marta-oyarzun"
    assert len(statement["source"]["span"]) == 2
    assert set(statement["cue"]) == {"span"}
    assert len(statement["content"]["spans"]) == 2
    assert statement["to"] == ["reporters"]
    assert "actor" not in statement


def test_mentions_are_triples() -> None:
    start, end, kind = to_dict(make_reading())["actors"][0]["mentions"][0]
    assert make_reading().article.text[start:end] == "Marta Oyarzún"
    assert kind == "name"


def test_unknown_keys_are_passed_over() -> None:
    plain = to_dict(make_reading()) | {"later": 1}
    plain["events"][0]["later"] = {}
    assert from_dict(plain) == make_reading()


def test_a_statement_without_cue_has_null() -> None:
    plain = to_dict(make_reading())
    plain["statements"][0]["cue"] = None
    assert from_dict(plain).statements[0].cue is None
    assert to_dict(from_dict(plain))["statements"][0]["cue"] is None


def _set(*path: str | int) -> Callable[[Any, Any], None]:
    def put(plain: Any, value: Any) -> None:
        for step in path[:-1]:
            plain = plain[step]
        plain[path[-1]] = value

    return put


@pytest.mark.parametrize(
    ("path", "value", "where"),
    [
        (("format",), 2, "format"),
        (("article",), None, "article"),
        (("article", "text"), 5, "article.text"),
        (("article", "parts", "title"), [0], "article.parts.title"),
        (("actors",), {}, "actors"),
        (("actors", 0, "kind"), "king", r"actors\[0\].kind"),
        (("actors", 0, "mentions", 0), [0, 99999, "name"], r"actors.*mentions"),
        (("actors", 1, "id"), "marta-oyarzun", "actors"),
        (("statements", 0, "content"), [], "content"),
        (("statements", 0, "source", "actor"), "nobody", "s1"),
        (("statements", 0, "within"), "s99", "s1"),
        (("events", 0, "type"), "DANCE", r"events\[0\].type"),
        (("events", 0, "mode"), "arrest", r"events\[0\].mode"),
        (("events", 0, "contexts"), ["cooking"], r"events\[0\].contexts"),
        (("events", 0, "trigger"), [5, 5], "trigger"),
        (("events", 0, "trigger"), [-1, 5], "trigger"),
        (("events", 0, "trigger"), [True, 5], "trigger"),
        (("events", 0, "actors"), ["nobody"], "e1"),
        (("figures", 0, "value"), float("nan"), "value"),
        (("figures", 0, "value"), "many", "value"),
        (("figures", 0, "of"), "f9", "f1"),
        (("figure_checks", 0, "parts"), ["f9"], "figure_checks"),
        (("forecasts", 0, "probability"), [0.1], "probability"),
        (("forecasts", 0, "event"), "e99", "p1"),
    ],
)
def test_what_is_wrong_is_named(path: tuple[str | int, ...], value: object, where: str) -> None:
    plain = json.loads(dump_reading(make_reading()))
    _set(*path)(plain, value)
    with pytest.raises(UnreadableInput, match=where):
        from_dict(plain)


@pytest.mark.parametrize("line", ["", "{", "[]", "null", "7", '"text"', "{}", "[" * 100_000])
def test_what_is_no_reading_is_refused(line: str) -> None:
    with pytest.raises(UnreadableInput):
        load_reading(line)


def test_a_missing_field_is_named() -> None:
    plain = to_dict(make_reading())
    del plain["events"][2]["trigger"]
    with pytest.raises(UnreadableInput, match=r"events\[2\].trigger"):
        from_dict(plain)
