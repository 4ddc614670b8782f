"""Web Annotations: every selector finds its words, every page leads on."""

import json
from typing import Any

from tests.record.exports.conftest import Kept, kept_readings


def pages_of(kept: Kept) -> list[dict[str, Any]]:
    """Follow the collection from page to page, as a client does."""
    folder = kept.exported("annotations")
    collection = json.loads((folder / "collection.json").read_text(encoding="utf-8"))
    pages, name = [], collection["first"]
    while name:
        pages.append(json.loads((folder / name).read_text(encoding="utf-8")))
        name = pages[-1].get("next")
    assert pages[-1]["id"] == collection["last"]
    assert collection["total"] == sum(len(page["items"]) for page in pages)
    return pages


def items_of(kept: Kept) -> list[dict[str, Any]]:
    return [item for page in pages_of(kept) for item in page["items"]]


def targets_of(item: dict[str, Any]) -> list[dict[str, Any]]:
    target = item["target"]
    return target if isinstance(target, list) else [target]


def test_selectors_find_their_words(sample: Kept) -> None:
    lines = (sample.exported("annotations") / "texts.jsonl").read_text(encoding="utf-8").splitlines()
    texts = {row["scope"]: row["text"] for row in map(json.loads, lines)}
    assert set(texts.values()) == {reading.article.text for reading in kept_readings(sample.record).values()}
    for item in items_of(sample):
        for target in targets_of(item):
            quoted, *position = target["selector"]
            assert quoted["type"] == "TextQuoteSelector"
            text = texts[target["scope"]]
            for place in position:
                start, end = place["start"], place["end"]
                assert text[start:end] == quoted["exact"]
                assert text[:start].endswith(quoted.get("prefix", ""))
                assert text[end:].startswith(quoted.get("suffix", ""))


def test_every_line_is_hung_on_its_words(sample: Kept) -> None:
    ids = [item["id"] for item in items_of(sample)]
    assert len(set(ids)) == len(ids)
    wanted = {
        f"urn:dragoman:article:{id_}/{table}/{row.id}"
        for id_, reading in kept_readings(sample.record).items()
        for table in ("events", "figures", "forecasts")
        for row in getattr(reading, table)
    }
    assert wanted <= set(ids)


def test_pages_are_json_ld(sample: Kept) -> None:
    for page in pages_of(sample):
        assert (page["@context"], page["type"]) == ("http://www.w3.org/ns/anno.jsonld", "AnnotationPage")
        assert page["partOf"] == "collection.json"
        for item in page["items"]:
            assert item["type"] == "Annotation"
            assert {body["purpose"] for body in item["body"]} <= {"describing", "tagging", "commenting"}


def test_notes_are_annotations_and_orphans_have_no_place(sample: Kept) -> None:
    held, orphan = (item for item in items_of(sample) if "/notes/" in item["id"])
    assert held["creator"] == {"type": "Person", "name": "desk"}
    assert held["body"][0]["value"] == "It was Lake Turkana."
    assert [selector["type"] for selector in orphan["target"]["selector"]] == ["TextQuoteSelector"]
