"""Hostile inputs through the whole program: each gives a Reading or one clear line, never another error."""

import pytest

import dragoman
from tests.page.test_hostile import READ


@pytest.mark.parametrize("name", READ)
def test_a_hostile_input_is_read_or_refused_in_one_line(name: str) -> None:
    try:
        reading = dragoman.read(text=READ[name])
    except dragoman.UnreadableInput as refusal:
        message = str(refusal)
    else:
        message = dragoman.dump_reading(reading)
        assert dragoman.load_reading(message) == reading
    assert message
    assert "\n" not in message
