"""Versions side by side, several actors on one timeline, and pictures to save."""

import dataclasses
import struct

import pytest

from dragoman.desk.compare import compare_texts
from tests.desk.conftest import Desk, text_of
from tests.record.samples import readings


def test_paragraphs_are_laid_side_by_side() -> None:
    before = "Title\n\nThe talks began on Monday.\n\nThis is gone.\n\nThe end."
    after = "Title\n\nThe talks ended on Monday.\n\nThe end.\n\nSomething new stands here."
    rows = compare_texts(before, after)
    assert [row.kind for row in rows] == ["same", "changed", "gone", "same", "new"]
    assert [one.text for one in rows[1].before if one.changed] == ["began"]
    assert [one.text for one in rows[1].after if one.changed] == ["ended"]
    assert "".join(one.text for row in rows for one in row.after) == after.replace("\n\n", "")
    assert "".join(one.text for row in rows for one in row.before) == before.replace("\n\n", "")
    assert [row.kind for row in compare_texts(before, before)] == ["same"] * 4


def test_versions_are_compared_on_the_site(desk: Desk) -> None:
    old = readings()[0]
    text = old.article.text.replace(".", "!", 1)
    article = dataclasses.replace(old.article, text=text, byline="Somebody Else")
    list(desk.record.add([dataclasses.replace(old, article=article)]))
    page = desk.open(f"/articles/{old.article.id}/compare")
    assert "1 paragraph differs" in text_of(page, ".about")
    assert text_of(page, "td del") == "."
    assert text_of(page, "td ins") == "!"
    assert "Somebody Else" in text_of(page, ".facts ins")
    assert "0 paragraphs differ" in text_of(desk.open(f"/articles/{old.article.id}/compare?from=1&to=1"), ".about")
    desk.open(f"/articles/{old.article.id}/compare?from=9", 404)
    desk.open("/articles/nowhere/compare", 404)
    assert desk.open(f"/articles/{old.article.id}/").cssselect(".provenance a[href$=compare]")


def test_several_actors_share_one_scale(desk: Desk) -> None:
    page = desk.open("/timeline?actor=bolivia&actor=Kenya")
    assert [lane.text_content() for lane in page.cssselect("main h2")] == ["Bolivia", "Kenya"]
    assert "happened; did" in text_of(page, ".chart .note")
    scales = [[tick.text_content() for tick in chart.cssselect(".scale text")] for chart in page.cssselect(".chart")]
    assert len(scales) == 2
    assert scales[0] == scales[1]
    rows = desk.client.get("/timeline.csv?actor=bolivia&actor=kenya").content.decode().splitlines()
    assert {row.partition(",")[0] for row in rows[1:]} == {"Bolivia", "Kenya"}
    svg = desk.client.get("/timeline.svg?actor=bolivia&actor=kenya")
    assert svg.headers["Content-Type"] == "image/svg+xml"
    assert b">Kenya</text>" in svg.content


@pytest.mark.parametrize(
    ("query", "said"),
    [("actor=nobody-at-all", "nobody is called"), ("&".join(["actor=kenya"] * 7), "at most 6 actors")],
)
def test_who_cannot_be_shown_is_said(desk: Desk, query: str, said: str) -> None:
    assert said in text_of(desk.open(f"/timeline?{query}", 400), ".wrong")
    assert desk.client.get(f"/timeline.png?{query}").status_code == 400


@pytest.mark.parametrize("address", ["/actors/bolivia/timeline", "/graph/meetings", "/timeline"])
def test_every_picture_is_saved_as_png(desk: Desk, address: str) -> None:
    asked = "?actor=bolivia&actor=kenya" if address == "/timeline" else ""
    answer = desk.client.get(f"{address}.png{asked}")
    assert answer.headers["Content-Type"] == "image/png"
    assert answer.content.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", answer.content[16:24])
    assert width >= 1000
    assert height > 100
    assert desk.client.get(f"{address}.gif{asked}").status_code == 404
