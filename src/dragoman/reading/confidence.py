"""Keep of a Reading what is likely enough to be right, and nothing that hangs on what is left out."""

from collections.abc import Iterable
from dataclasses import replace
from typing import TypeVar

from dragoman.model import Event, Figure, FigureCheck, Forecast, Reading, Statement

__all__ = ["keep_confident"]

_Row = TypeVar("_Row", Statement, Event)


def keep_confident(reading: Reading, least: float) -> Reading:
    """Return the Reading without statements and events of a confidence below `least`, 0 to 1, or of none.

    What is reported inside a statement that goes, goes with it: without it, it would stand as the outlet's own word.
    """
    statements = _inside_kept(_likely(reading.statements, least))
    kept = {said.id for said in statements}
    events = [event for event in _likely(reading.events, least) if kept.issuperset(event.statements)]
    figures = [figure for figure in reading.figures if kept.issuperset(figure.statements)]
    counted = {figure.id for figure in figures}
    happened = {event.id for event in events}
    return replace(
        reading,
        statements=tuple(statements),
        events=tuple(events),
        figures=tuple(_detached(figure, counted) for figure in figures),
        figure_checks=tuple(check for check in reading.figure_checks if _is_whole(check, counted)),
        forecasts=tuple(_without(one, happened) for one in reading.forecasts if one.statement in {*kept, None}),
    )


def _likely(rows: Iterable[_Row], least: float) -> list[_Row]:
    return [row for row in rows if row.confidence is not None and row.confidence >= least]


def _inside_kept(statements: list[Statement]) -> list[Statement]:
    """Leave out what is reported inside a statement that is not there, at any depth."""
    while True:
        known = {said.id for said in statements}
        left = [said for said in statements if said.within is None or said.within in known]
        if len(left) == len(statements):
            return left
        statements = left


def _detached(figure: Figure, counted: set[str]) -> Figure:
    return figure if figure.of in {*counted, None} else replace(figure, of=None)


def _is_whole(check: FigureCheck, counted: set[str]) -> bool:
    return counted.issuperset({check.whole, *check.parts})


def _without(forecast: Forecast, happened: set[str]) -> Forecast:
    return forecast if forecast.event in {*happened, None} else replace(forecast, event=None)
