"""Reading: what one article says, and the one type that everything passes along."""

from dataclasses import dataclass

from dragoman.model.actor import Actor
from dragoman.model.article import Article
from dragoman.model.date import Date
from dragoman.model.event import Event
from dragoman.model.figure import Figure, FigureCheck
from dragoman.model.forecast import Forecast
from dragoman.model.statement import Statement

__all__ = ["FORMAT", "Reader", "Reading"]

FORMAT = 1  # the version of the record format


@dataclass(frozen=True, slots=True)
class Reader:
    """Which program, version and models made a Reading."""

    program: str
    version: str
    reader: str  # "rules", "learned" or "polnear"
    models: tuple[str, ...]  # "en_core_web_sm 3.8.0"


@dataclass(frozen=True, slots=True)
class Reading:
    """What one article says, each line with the words that say so."""

    reader: Reader
    article: Article
    actors: tuple[Actor, ...] = ()
    statements: tuple[Statement, ...] = ()
    events: tuple[Event, ...] = ()
    dates: tuple[Date, ...] = ()
    figures: tuple[Figure, ...] = ()
    figure_checks: tuple[FigureCheck, ...] = ()
    forecasts: tuple[Forecast, ...] = ()
    format: int = FORMAT
