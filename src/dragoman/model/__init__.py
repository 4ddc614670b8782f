"""The types that every part of Dragoman passes along; no behaviour beyond checks."""

from dragoman.model.actor import Actor, ActorKind, Mention, MentionKind, Office, OfficeStatus
from dragoman.model.article import Article, Parts, Response
from dragoman.model.date import Date, DateType
from dragoman.model.event import CONTEXTS, EVENT_TYPES, MODES, Auxiliary, Event, Place
from dragoman.model.figure import Figure, FigureCheck, Quantity
from dragoman.model.forecast import Forecast
from dragoman.model.reading import FORMAT, Reader, Reading
from dragoman.model.span import Span
from dragoman.model.statement import Quoted, Sourcing, Statement

__all__ = [
    "CONTEXTS",
    "EVENT_TYPES",
    "FORMAT",
    "MODES",
    "Actor",
    "ActorKind",
    "Article",
    "Auxiliary",
    "Date",
    "DateType",
    "Event",
    "Figure",
    "FigureCheck",
    "Forecast",
    "Mention",
    "MentionKind",
    "Office",
    "OfficeStatus",
    "Parts",
    "Place",
    "Quantity",
    "Quoted",
    "Reader",
    "Reading",
    "Response",
    "Sourcing",
    "Span",
    "Statement",
]
