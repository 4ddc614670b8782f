"""Every rule about lines holds for its example and leaves its near miss alone."""

from typing import Any

import pytest

from dragoman.page.chrome import find_effect, find_field, find_wall
from dragoman.page.pasted import read_plain
from dragoman.page.published import find_date
from dragoman.page.rules import load_rules


@pytest.mark.parametrize("rule", load_rules("chrome")["line"], ids=lambda rule: rule["example"][:30])
def test_chrome(rule: dict[str, Any]) -> None:
    assert find_effect(rule["example"]) == rule["effect"]
    assert find_effect(rule["near"]) is None


@pytest.mark.parametrize("rule", load_rules("fields")["line"], ids=lambda rule: rule["example"])
def test_fields(rule: dict[str, Any]) -> None:
    found = find_field(rule["example"])
    assert found is not None
    assert found.name == rule["field"]
    value = find_date(found.value) if rule["field"] == "published" else found.value
    assert value == rule["value"]
    assert rule["near"] in read_plain(rule["near"]).text


@pytest.mark.parametrize("rule", load_rules("walls")["words"], ids=lambda rule: rule["example"])
def test_walls(rule: dict[str, Any]) -> None:
    assert find_wall([rule["example"]]) == rule["kind"]
    assert find_wall([rule["near"]]) is None
