"""A page asks the database a bounded number of questions, however much is kept."""

import dataclasses
from collections.abc import Iterator

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

import dragoman
from dragoman.record.databases import url_of_folder
from tests.desk.conftest import Desk, make_desk
from tests.record.samples import readings

# Measured 31, 12, 13, 17, 23, 5 and 19 when last changed; a page that needs more should be looked at.
MOST = {"front": 32, "search": 14, "events": 16, "article": 20, "actor": 26, "graph": 6, "event": 22}
TIMES = 6  # so many more articles


@pytest.fixture(scope="module")
def growing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    yield from make_desk(url_of_folder(tmp_path_factory.mktemp("growing")))


def count(desk: Desk, address: str) -> int:
    desk.open(address)  # what is read once a process is read
    with CaptureQueriesContext(connections[desk.record.alias]) as queries:
        desk.open(address)
    return len(queries)


def test_queries_do_not_grow_with_what_is_kept(growing: Desk) -> None:
    pages = {
        "front": "/",
        "search": "/search?q=minister",
        "events": "/search?q=event:CONSULT+-auxiliary:negation",
        "article": growing.article("Bolivia denies sending troops to border"),
        "actor": "/actors/bolivia/",
        "graph": "/graph/",
        "event": growing.event("Bolivia denies sending troops to border"),
    }
    list(growing.record.add(told_again(0)))  # enough for a second page of everything
    before = {name: count(growing, address) for name, address in pages.items()}
    for number in range(1, TIMES):
        # The same happenings in other outlets' own words: neither copies nor the same articles.
        list(growing.record.add(told_again(number)))
    after = {name: count(growing, address) for name, address in pages.items()}
    assert growing.record.status().articles > 3 * len(readings())
    assert {name: found for name, found in after.items() if found > before[name]} == {}
    assert {name: found for name, found in after.items() if found > MOST[name]} == {}


def test_who_is_called_otherwise_is_led_on_before_anything_is_read(growing: Desk) -> None:
    growing.open("/actors/bolivia/")  # what is read once a process is read
    with CaptureQueriesContext(connections[growing.record.alias]) as queries:
        answer = growing.client.get("/actors/Bolivia/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/actors/bolivia/")
    assert len(queries) <= 3


def told_again(number: int) -> Iterator[dragoman.Reading]:
    for reading in readings():
        article = reading.article
        changed = dataclasses.replace(
            article,
            id=f"{article.id}-{number}",
            url=f"https://outlet{number}.example/{article.id}",
            publisher=f"Outlet {number}",
        )
        yield dataclasses.replace(reading, article=changed)
