"""The sample Record and its truth fit together."""

import itertools
from typing import Any

from tests.record.samples import articles, readings, truth


def places() -> list[dict[str, Any]]:
    events = [told for row in truth()["events"] for told in row["tellings"]]
    actors = [told for row in truth()["actors"] for told in row["mentions"]]
    return [*events, *actors, *truth()["rereports"]]


def test_there_is_as_much_as_is_promised() -> None:
    assert len(articles()) >= 40
    assert len({row["publisher"] for row in articles().values()}) >= 6
    assert len({key.partition("-")[0] for key in articles()}) == 13
    assert len(truth()["events"]) >= 12
    assert len(truth()["copies"]) >= 3
    assert len(truth()["rereports"]) >= 5
    assert {told["told"] for row in truth()["events"] for told in row["tellings"]} == {
        "happened",
        "planned",
        "sought",
        "denied",
    }


def test_every_quoted_phrase_stands_in_its_article() -> None:
    for place in places():
        text = articles()[place["article"]]["text"]
        assert text[place["start"] : place["start"] + len(place["quote"])] == place["quote"] != ""


def test_no_place_is_of_two_things() -> None:
    for rows, name in ((truth()["events"], "tellings"), (truth()["actors"], "mentions")):
        all_places = [(told["article"], told["start"]) for row in rows for told in row[name]]
        assert len(all_places) == len(set(all_places))
        assert len({row["id"] for row in rows}) == len(rows)


def test_origins_are_there_and_earlier() -> None:
    for link in itertools.chain(truth()["copies"], truth()["rereports"]):
        copy, origin = articles()[link["article"]], articles()[link["origin"]]
        assert origin["published"] <= copy["published"]
        assert origin["publisher"] != copy["publisher"]


def test_a_text_begins_with_its_title_and_every_article_is_read() -> None:
    for row in articles().values():
        assert row["text"].startswith(row["title"] + "\n\n")
    assert {reading.article.source_id for reading in readings()} == set(articles())
