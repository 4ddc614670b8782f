"""FollowTheMoney entities, against what is published of its schemata, and against the library where it is installed."""

import json
import re
from collections import Counter
from typing import Any

import pytest

from dragoman.record.exports.entities import FIELDS, FILE
from tests.record.exports.conftest import Kept, kept_readings

# followthemoney 4.11, schema/*.yaml: which properties point at which entities, and what must be there.
POINTERS = {
    "involved": {"Person", "PublicBody", "Organization", "LegalEntity"},
    "subject": {"Person", "PublicBody", "Organization", "LegalEntity", "Article"},
    "object": {"Person", "PublicBody", "Organization", "LegalEntity", "Article"},
    "document": {"Article"},
    "entity": {"Person", "PublicBody", "Organization", "LegalEntity"},
    "proof": {"Article"},
}
REQUIRED = {"Person": "name", "PublicBody": "name", "Organization": "name", "LegalEntity": "name", "Event": "name"}
DATES = ("date", "startDate", "endDate", "publishedAt")


def entities_of(kept: Kept) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (kept.exported("ftm") / FILE).read_text(encoding="utf-8").splitlines()]


def test_entities_are_as_the_schemata_say(sample: Kept) -> None:
    entities = entities_of(sample)
    schemata = {entity["id"]: entity["schema"] for entity in entities}
    assert len(schemata) == len(entities)
    for entity in entities:
        properties = entity["properties"]
        assert set(properties) <= set(FIELDS[entity["schema"]])
        assert all(values and all(isinstance(value, str) for value in values) for values in properties.values())
        assert REQUIRED.get(entity["schema"], "id") in {"id", *properties}
        for name, allowed in POINTERS.items():
            assert {schemata[value] for value in properties.get(name, ())} <= allowed
        for name in DATES:
            assert all(re.fullmatch(r"\d{4}(-\d\d){0,2}", value) for value in properties.get(name, ()))
        assert all(re.fullmatch("[a-z]{2}", code) for code in properties.get("country", ()))


def test_everything_is_there_once(sample: Kept) -> None:
    counts = Counter(entity["schema"] for entity in entities_of(sample))
    readings = kept_readings(sample.record)
    assert counts["Article"] == len(readings)
    assert counts["Documentation"] == sum(len(reading.actors) for reading in readings.values())
    manifest = json.loads((sample.exported("ftm") / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["entities"] == dict(counts)


def test_an_event_shows_its_words_and_who_tells_it(sample: Kept) -> None:
    readings = kept_readings(sample.record)
    events = [entity["properties"] for entity in entities_of(sample) if entity["schema"] == "Event"]
    for properties in events:
        for name in properties["recordId"]:
            article, _, local = name.split("/")
            (event,) = [event for event in readings[article].events if event.id == local]
            assert event.evidence.of(readings[article].article.text) in properties["summary"]
    assert any("independent" in properties["notes"][0] and len(properties["proof"]) > 2 for properties in events)


def test_followthemoney_takes_them(sample: Kept) -> None:
    # Not among the development packages: it needs ICU's headers and a compiler. `pip install followthemoney` first.
    model = pytest.importorskip("followthemoney").model
    for entity in entities_of(sample):
        proxy = model.get_proxy(entity, cleaned=False)
        proxy.schema.validate(entity)
        for name, values in entity["properties"].items():
            assert all(proxy.schema.get(name).type.clean(value, proxy=proxy) for value in values), (name, values)
