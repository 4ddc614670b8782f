"""A Reading as rows of seven tables: articles, actors, statements, events, dates, figures, forecasts.

Every row has `article_id`, every row but an article's has `id` too, unique within its article. A span `x` becomes three
columns: `x_start`, `x_end` (code points of the article's text, half-open) and `x_text`, its words.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from types import MappingProxyType
from typing import Any

from dragoman.model import Actor, Date, Event, Figure, Forecast, Parts, Reading, Span, Statement

__all__ = ["COLUMNS", "Row", "rows_of"]

Row = dict[str, Any]

_SPANS = 'STRUCT("start" BIGINT, "end" BIGINT)[]'
_OFFICES = 'STRUCT(title VARCHAR, "of" VARCHAR, status VARCHAR, "start" BIGINT, "end" BIGINT, "text" VARCHAR)[]'
_MENTIONS = 'STRUCT("start" BIGINT, "end" BIGINT, kind VARCHAR)[]'
_SPAN = 'STRUCT("start" BIGINT, "end" BIGINT)'
_PARTS = f"STRUCT(title {_SPAN}, standfirst {_SPAN}, dateline {_SPAN}, paragraphs {_SPAN}[])"
_RESPONSES = 'STRUCT("text" VARCHAR, author VARCHAR, url VARCHAR, published VARCHAR)[]'
_CHECKS = "STRUCT(parts VARCHAR[], sum DOUBLE, holds BOOLEAN)[]"


def _span_columns(*names: str) -> dict[str, str]:
    ends = (("start", "BIGINT"), ("end", "BIGINT"), ("text", "VARCHAR"))
    return {f"{name}_{end}": kind for name in names for end, kind in ends}


def _words(*names: str) -> dict[str, str]:
    return dict.fromkeys(names, "VARCHAR")


def _lists(*names: str) -> dict[str, str]:
    return dict.fromkeys(names, "VARCHAR[]")


# The columns of each table with their SQL types, in order.
COLUMNS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "articles": _words("article_id", "source_id", "url", "publisher", "byline", "language", "category", "title")
        | _words("standfirst", "published", "text", "program", "version", "reader")
        | _lists("models")
        | {"format": "BIGINT", "parts": _PARTS, "comments": _RESPONSES, "trackbacks": _RESPONSES},
        "actors": _words("article_id", "id", "name", "kind", "country")
        | _lists("sectors")
        | {"offices": _OFFICES, "mentions": _MENTIONS},
        "statements": _words("article_id", "id", "actor")
        | _span_columns("source")
        | _words("sourcing")
        | _span_columns("cue")
        | {"content": _SPANS, "content_text": "VARCHAR", "quoted": "VARCHAR", "to": "VARCHAR[]"}
        | _span_columns("venue")
        | _words("date", "within")
        | {"confidence": "DOUBLE"},
        "events": _words("article_id", "id", "type", "mode")
        | _lists("contexts", "actors", "recipients")
        | _words("date", "place_name", "place_country")
        | _span_columns("place")
        | _lists("auxiliary")
        | _span_columns("condition")
        | _lists("statements")
        | _span_columns("trigger", "evidence")
        | {"also": _SPANS, "confidence": "DOUBLE"},
        "dates": _words("article_id", "id") | _span_columns("span") | _words("type", "value", "edtf"),
        "figures": _words("article_id", "id")
        | dict.fromkeys(("value", "low", "high"), "DOUBLE")
        | _words("unit")
        | _span_columns("what")
        | _words("of")
        | _lists("statements")
        | _span_columns("span")
        | {"checks": _CHECKS},
        "forecasts": _words("article_id", "id", "statement")
        | _span_columns("content", "phrase")
        | {"probability_low": "DOUBLE", "probability_high": "DOUBLE"}
        | _words("event", "by"),
    }
)


def rows_of(reading: Reading) -> dict[str, list[Row]]:
    """Return the rows of each table; lists and structs stay lists and dicts."""
    text = reading.article.text
    tables: dict[str, Iterable[Row]] = {
        "articles": [_article_row(reading)],
        "actors": (_actor_row(actor, text) for actor in reading.actors),
        "statements": (_statement_row(statement, text) for statement in reading.statements),
        "events": (_event_row(event, text) for event in reading.events),
        "dates": (_date_row(number, date, text) for number, date in enumerate(reading.dates, 1)),
        "figures": (_figure_row(figure, reading) for figure in reading.figures),
        "forecasts": (_forecast_row(forecast, text) for forecast in reading.forecasts),
    }
    return {name: [{"article_id": reading.article.id} | row for row in rows] for name, rows in tables.items()}


def _article_row(reading: Reading) -> Row:
    article = reading.article
    plain = ("source_id", "url", "publisher", "byline", "language", "category", "title", "standfirst", "published")
    maker = {"program": reading.reader.program, "version": reading.reader.version, "reader": reading.reader.reader}
    return (
        {name: getattr(article, name) for name in (*plain, "text")}
        | maker
        | {"models": list(reading.reader.models), "format": reading.format, "parts": _parts_of(article.parts)}
        | {"comments": [asdict(response) for response in article.comments]}
        | {"trackbacks": [asdict(response) for response in article.trackbacks]}
    )


def _parts_of(parts: Parts) -> Row:
    heads = {"title": parts.title, "standfirst": parts.standfirst, "dateline": parts.dateline}
    return {name: span and span._asdict() for name, span in heads.items()} | {
        "paragraphs": [span._asdict() for span in parts.paragraphs]
    }


def _actor_row(actor: Actor, text: str) -> Row:
    offices = [
        {"title": office.title, "of": office.of, "status": office.status}
        | {"start": office.span.start, "end": office.span.end, "text": office.span.of(text)}
        for office in actor.offices
    ]
    return {
        "id": actor.id,
        "name": actor.name,
        "kind": actor.kind,
        "country": actor.country,
        "sectors": list(actor.sectors),
        "offices": offices,
        "mentions": [mention._asdict() for mention in actor.mentions],
    }


def _statement_row(statement: Statement, text: str) -> Row:
    return {
        "id": statement.id,
        "actor": statement.actor,
        **_span("source", statement.source, text),
        "sourcing": statement.sourcing,
        **_span("cue", statement.cue, text),
        "content": [span._asdict() for span in statement.content],
        "content_text": " … ".join(span.of(text) for span in statement.content),
        "quoted": statement.quoted,
        "to": list(statement.to),
        **_span("venue", statement.venue, text),
        "date": statement.date,
        "within": statement.within,
        "confidence": statement.confidence,
    }


def _event_row(event: Event, text: str) -> Row:
    place = event.place
    return {
        "id": event.id,
        "type": event.type,
        "mode": event.mode,
        "contexts": list(event.contexts),
        "actors": list(event.actors),
        "recipients": list(event.recipients),
        "date": event.date,
        "place_name": place and place.name,
        "place_country": place and place.country,
        **_span("place", place.span if place else None, text),
        "auxiliary": list(event.auxiliary),
        **_span("condition", event.condition, text),
        "statements": list(event.statements),
        **_span("trigger", event.trigger, text),
        **_span("evidence", event.evidence, text),
        "also": [span._asdict() for span in event.also],
        "confidence": event.confidence,
    }


def _date_row(number: int, date: Date, text: str) -> Row:
    # A time expression has no id of its own in the record; its place in the list is as stable as the list.
    return {"id": f"d{number}", **_span("span", date.span, text), "type": date.type, "value": date.value} | {
        "edtf": date.edtf
    }


def _figure_row(figure: Figure, reading: Reading) -> Row:
    text, value = reading.article.text, figure.value
    low, high = value if isinstance(value, tuple) else (value, value)
    checks = [
        {"parts": list(check.parts), "sum": check.sum, "holds": check.holds}
        for check in reading.figure_checks
        if check.whole == figure.id
    ]
    return {
        "id": figure.id,
        "value": None if isinstance(value, tuple) else value,
        "low": low,
        "high": high,
        "unit": figure.unit,
        **_span("what", figure.what, text),
        "of": figure.of,
        "statements": list(figure.statements),
        **_span("span", figure.span, text),
        "checks": checks,
    }


def _forecast_row(forecast: Forecast, text: str) -> Row:
    low, high = forecast.probability or (None, None)
    return {
        "id": forecast.id,
        "statement": forecast.statement,
        **_span("content", forecast.content, text),
        **_span("phrase", forecast.phrase, text),
        "probability_low": low,
        "probability_high": high,
        "event": forecast.event,
        "by": forecast.by,
    }


def _span(name: str, span: Span | None, text: str) -> Row:
    start, end, words = (span.start, span.end, span.of(text)) if span else (None, None, None)
    return {f"{name}_start": start, f"{name}_end": end, f"{name}_text": words}
