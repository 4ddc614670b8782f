"""What is left of a Reading when only what is likely stays."""

from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dragoman.model import Reading, Span, Statement
from dragoman.model.wire import dump_reading, load_reading
from dragoman.reading.confidence import keep_confident
from tests.strategies import readings

_slowly = settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))


def _said(name: str, confidence: float | None, within: str | None = None) -> Statement:
    return Statement(name, None, None, "unnamed", None, (Span(0, 1),), "indirect", within=within, confidence=confidence)


@_slowly
@given(readings(), st.floats(0, 1))
def test_what_is_left_is_a_sound_reading(reading: Reading, least: float) -> None:
    left = keep_confident(reading, least)
    assert load_reading(dump_reading(left)) == left
    assert all((said.confidence or 0) >= least for said in left.statements)
    known = {said.id for said in left.statements}
    assert all(known.issuperset(event.statements) for event in left.events)


@_slowly
@given(readings())
def test_what_is_told_inside_an_unlikely_statement_goes_with_it(reading: Reading) -> None:
    said = (_said("a", 0.4), _said("b", 0.95, "a"), _said("c", 0.95, "b"), _said("d", 0.95), _said("e", None))
    bare = replace(reading, statements=said, events=(), figures=(), figure_checks=(), forecasts=())
    assert [one.id for one in keep_confident(bare, 0.9).statements] == ["d"]
