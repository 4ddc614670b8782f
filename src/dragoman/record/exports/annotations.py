"""The evidence as W3C Web Annotations: each line of the record hung on its words.

W3C Recommendation "Web Annotation Data Model" (2017): a collection with pages of JSON-LD; every target has a
TextQuoteSelector and a TextPositionSelector, which count in the text that `texts.jsonl` has.
"""

import functools
import itertools
import json
import pathlib
import urllib.parse
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from dragoman.model import Article, Event, Figure, Forecast, Reading, Span, Statement
from dragoman.record.anchors import quote
from dragoman.record.exports.bundle import Manifest
from dragoman.record.exports.contents import Entry
from dragoman.record.exports.stage import Stage, standing_of
from dragoman.record.identity import storable

__all__ = ["FIELDS", "write_annotations"]

_CONTEXT = "http://www.w3.org/ns/anno.jsonld"
_PAGE = 1000  # annotations on a page
_COLLECTION = "collection.json"
_WORDS = "VARCHAR"
FIELDS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "annotations": dict.fromkeys(("id", "type", "motivation", "body.describing", "body.tagging"), _WORDS)
        | dict.fromkeys(("creator", "target.source", "target.scope"), _WORDS)
        | dict.fromkeys(("TextQuoteSelector.exact", "TextQuoteSelector.prefix", "TextQuoteSelector.suffix"), _WORDS)
        | dict.fromkeys(("TextPositionSelector.start", "TextPositionSelector.end"), "BIGINT"),
        "texts": dict.fromkeys(("scope", "article_id", "url", "text"), _WORDS),
    }
)

Annotation = dict[str, Any]


def write_annotations(entries: Iterator[Entry], stage: Stage, folder: pathlib.Path, manifest: Manifest) -> None:
    """Write `collection.json`, its pages, and the texts that they point into."""
    with (folder / "texts.jsonl").open("w", encoding="utf-8", newline="") as texts:
        found = itertools.chain.from_iterable(_with_text(entry.reading, texts) for entry in entries)
        pages, total = _write_pages(itertools.chain(found, _iter_notes(stage)), folder, manifest)
    manifest.rows["texts.jsonl"] = stage.rows["articles"]
    collection: Annotation = {
        "@context": _CONTEXT,
        "id": _COLLECTION,
        "type": "AnnotationCollection",
        "label": "What is read in the articles of a Record",
        "total": total,
    }
    if pages:
        collection |= {"first": _page_name(1), "last": _page_name(pages)}
    (folder / _COLLECTION).write_text(_dump(collection) + "\n", encoding="utf-8")
    manifest.rows[_COLLECTION] = total


def _with_text(reading: Reading, texts: Any) -> Iterator[Annotation]:
    article = reading.article
    plain = {"scope": _scope(article.id), "article_id": article.id, "url": article.url, "text": article.text}
    texts.write(_dump(plain) + "\n")
    yield from _iter_annotations(reading)


def _write_pages(found: Iterator[Annotation], folder: pathlib.Path, manifest: Manifest) -> tuple[int, int]:
    """Write the pages, one at a time in memory, each with the name of the next; return their number and all items."""
    number, total = 0, 0
    items = list(itertools.islice(found, _PAGE))
    while items:
        number += 1
        after = list(itertools.islice(found, _PAGE))
        page: Annotation = {
            "@context": _CONTEXT,
            "id": _page_name(number),
            "type": "AnnotationPage",
            "partOf": _COLLECTION,
            "startIndex": total,
        }
        page |= {"next": _page_name(number + 1)} if after else {}
        page |= {"prev": _page_name(number - 1)} if number > 1 else {}
        (folder / _page_name(number)).write_text(_dump(page | {"items": items}) + "\n", encoding="utf-8")
        manifest.rows[_page_name(number)] = len(items)
        total += len(items)
        items = after
    return number, total


def _page_name(number: int) -> str:
    return f"page-{number:06}.json"


# One Reading


def _iter_annotations(reading: Reading) -> Iterator[Annotation]:
    article = reading.article
    make = functools.partial(_annotation, article)
    names = {actor.id: actor.name for actor in reading.actors}
    for actor in reading.actors:
        tags = (actor.kind, *([actor.country] if actor.country else []), *actor.sectors)
        for number, mention in enumerate(actor.mentions, 1):
            yield make(f"actors/{actor.id}/{number}", "identifying", actor.name, tags, [mention.span])
    for statement in reading.statements:
        spans = statement.content or tuple(filter(None, [statement.cue]))
        tags = (statement.sourcing, statement.quoted)
        yield make(f"statements/{statement.id}", "describing", _say_statement(statement, names, article), tags, spans)
    for event in reading.events:
        tags = (
            event.type,
            *([event.mode] if event.mode else []),
            standing_of(event),
            *event.auxiliary,
            *event.contexts,
        )
        line = _say_event(event, names)
        yield make(f"events/{event.id}", "classifying", line, tuple(dict.fromkeys(tags)), [event.evidence])
        yield make(f"events/{event.id}/trigger", "highlighting", line, (event.type,), [event.trigger])
    for number, date in enumerate(reading.dates, 1):
        yield make(f"dates/d{number}", "describing", date.edtf or date.value or date.type, (date.type,), [date.span])
    for figure in reading.figures:
        yield make(f"figures/{figure.id}", "describing", _say_figure(figure), (), [figure.span])
    for forecast in reading.forecasts:
        yield make(f"forecasts/{forecast.id}", "assessing", _say_forecast(forecast, article), (), [forecast.content])


def _annotation(
    article: Article, row: str, motivation: str, line: str, tags: Iterable[str], spans: Iterable[Span]
) -> Annotation:
    bodies = [{"type": "TextualBody", "purpose": "describing", "format": "text/plain", "value": line}]
    bodies += [{"type": "TextualBody", "purpose": "tagging", "value": tag} for tag in tags]
    targets = [_target(article.id, article.url, _selectors(article.text, span)) for span in spans]
    return {
        "id": f"{_scope(article.id)}/{urllib.parse.quote(row)}",
        "type": "Annotation",
        "motivation": motivation,
        "body": bodies,
        "target": targets[0] if len(targets) == 1 else targets,
    }


def _target(article_id: str, url: str | None, selectors: list[Annotation]) -> Annotation:
    scope = _scope(article_id)
    return {"type": "SpecificResource", "source": url or scope, "scope": scope, "selector": selectors}


def _selectors(text: str, span: Span) -> list[Annotation]:
    words = quote(text, span)
    around = {name: value for name in ("prefix", "suffix") if (value := getattr(words, name))}
    return [
        {"type": "TextQuoteSelector", "exact": words.exact, **around},
        {"type": "TextPositionSelector", "start": span.start, "end": span.end},
    ]


def _scope(article_id: str) -> str:
    return f"urn:dragoman:article:{urllib.parse.quote(article_id, safe='')}"


# What a line says, in a few words


def _say_statement(statement: Statement, names: Mapping[str, str], article: Article) -> str:
    source = statement.source.of(article.text) if statement.source else None
    who = names.get(statement.actor or "") or source or statement.sourcing
    cue = statement.cue.of(article.text) if statement.cue else "says"
    return f"{who}: {cue}"


def _say_event(event: Event, names: Mapping[str, str]) -> str:
    sides = [", ".join(names[id_] for id_ in ids if id_ in names) for ids in (event.actors, event.recipients)]
    code = event.type + (f" {event.mode}" if event.mode else "")
    parties = " → ".join(side for side in sides if side)
    standing = standing_of(event)
    told = [part for part in (parties, event.date, standing if standing != "happened" else "") if part]
    return f"{code}: {'; '.join(told)}" if told else code


def _say_figure(figure: Figure) -> str:
    value = figure.value
    shown = " to ".join("…" if end is None else f"{end:g}" for end in (value if isinstance(value, tuple) else (value,)))
    return f"{shown} {figure.unit}" if figure.unit else shown


def _say_forecast(forecast: Forecast, article: Article) -> str:
    phrase = forecast.phrase.of(article.text) if forecast.phrase else "forecast"
    low, high = forecast.probability or (None, None)
    return phrase if low is None or high is None else f"{phrase}: {low:.0%} to {high:.0%}"


# What people hung on the words


def _iter_notes(stage: Stage) -> Iterator[Annotation]:
    """Give people's notes; an orphan has its quotation alone, as its words stand nowhere any more."""
    stage.convert()
    question = "SELECT n.*, a.url, a.text FROM {notes} n JOIN {articles} a USING (article_id) ORDER BY n.number"
    for row in stage.ask(question):
        if row["start"] is None:
            selectors = [{"type": "TextQuoteSelector", "exact": row["quote"]}]
        else:
            selectors = _selectors(row["text"], Span(row["start"], row["end"]))
        made: Annotation = {
            "id": f"{_scope(row['article_id'])}/notes/{row['number']}",
            "type": "Annotation",
            "motivation": "editing" if row["kind"] == "correction" else "commenting",
            "body": [{"type": "TextualBody", "purpose": "commenting", "format": "text/plain", "value": row["body"]}],
            "target": _target(row["article_id"], row["url"], selectors),
        }
        yield made | ({"creator": {"type": "Person", "name": row["author"]}} if row["author"] else {})


def _dump(plain: Mapping[str, Any]) -> str:
    # Lone surrogates are no JSON that others read: U+FFFD stands for them, one for one, so that offsets stay.
    return storable(json.dumps(plain, ensure_ascii=False))
