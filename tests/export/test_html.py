import dataclasses
import html
import io
import pathlib
import re
import time

import pytest
from hypothesis import HealthCheck, given, settings

from dragoman.errors import Unusable
from dragoman.export.account import Account
from dragoman.export.html import render_page, write_html, write_pages
from dragoman.export.marks import MarkedText, marks_of
from dragoman.export.timeline import draw_timeline
from dragoman.model import Article, Mention, Reading, Span
from tests.export.sample import TEXT, make_reading
from tests.strategies import readings

MANY = settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))


@MANY
@given(readings())
def test_segments_put_together_are_the_text(reading: Reading) -> None:
    text = reading.article.text
    segments = MarkedText(text, marks_of(reading)).segments_of(Span(0, len(text)))
    assert "".join(segment.text for segment in segments) == text
    assert all(segment.text for segment in segments)


@MANY
@given(readings())
def test_every_link_of_a_page_leads_somewhere_on_it(reading: Reading) -> None:
    whole = dataclasses.replace(
        reading, article=dataclasses.replace(reading.article, parts=type(reading.article.parts)())
    )
    page = render_page(whole)
    ids = re.findall(r' id="([^"]*)"', page)
    assert len(ids) == len(set(ids))
    links = {html.unescape(link) for link in re.findall(r'href="#([^"]*)"', page)}
    # A line whose evidence has no beginning in the text (an actor without mentions) has a link that leads nowhere.
    assert {link for link in links if not link.startswith("at-")} <= set(ids)


def test_overlapping_marks_are_all_there() -> None:
    reading = make_reading()
    block = reading.article.parts.paragraphs[0]
    segments = MarkedText(TEXT, marks_of(reading)).segments_of(block)
    inside = next(segment for segment in segments if segment.text == "14 fishing boats")
    assert inside.lines == ("figure-f1", "statement-s1")
    assert set(inside.classes.split()) == {"content", "figure", "first", "last"}


@pytest.mark.parametrize("status", ["happened", "planned", "possible", "denied", "background"])
def test_events_are_marked_by_what_became_of_them(status: str) -> None:
    assert re.search(rf'class="seg [^"]*event {status}', render_page(make_reading()))


def test_a_page_carries_all_it_needs() -> None:
    page = render_page(make_reading())
    assert "default-src 'none'" in page
    assert not re.search(r'(?:src|href)="(?!#|data:,|https://news\.example)', page)
    assert "@import" not in page
    assert "url(" not in page


def test_markup_in_an_article_stays_text() -> None:
    reading = make_reading()
    article = dataclasses.replace(
        reading.article,
        text=TEXT.replace("fishing boats", "<i>boats</i>"),
        publisher="<script>alert(1)</script>",
        url="javascript:alert(1)",
    )
    page = render_page(dataclasses.replace(reading, article=article))
    assert "<script>alert" not in page
    assert "<i>boats" not in page
    assert "javascript:" not in page


def test_the_same_reading_gives_the_same_page() -> None:
    assert render_page(make_reading()) == render_page(make_reading())


def test_time_runs_from_left_to_right() -> None:
    timeline = draw_timeline(Account.of(make_reading()))
    assert timeline
    by_id = {row.event.id: row for row in timeline.rows}
    assert by_id["e6"].left < by_id["e4"].left < by_id["e1"].left < by_id["e5"].left
    assert by_id["e1"].point
    assert by_id["e7"].open_right
    assert not by_id["e4"].point
    assert all(0 <= row.left <= row.right <= 100 for row in timeline.rows)
    assert "e3" not in by_id


@MANY
@given(readings())
def test_time_stays_on_the_page(reading: Reading) -> None:
    timeline = draw_timeline(Account.of(reading))
    if timeline:
        assert all(0 <= x <= 100 for row in timeline.rows for x in (row.left, row.right))
        assert all(0 <= tick.x <= 100 for tick in timeline.ticks)


def test_one_page_shows_one_article() -> None:
    with pytest.raises(Unusable, match="folder"):
        write_html([make_reading(), make_reading()], io.StringIO())


def test_several_pages_go_into_a_folder(tmp_path: pathlib.Path) -> None:
    reading = make_reading()
    odd = dataclasses.replace(reading, article=dataclasses.replace(reading.article, id="../up"))
    write_pages([reading, odd], tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["sample-1.html", "up.html"]


def test_a_very_long_article_has_its_page_in_seconds() -> None:
    reading = make_reading()
    span, many = reading.statements[0].content[0], 3000
    statements = tuple(dataclasses.replace(reading.statements[0], id=f"s{number}") for number in range(many))
    text = "Word and word. " * 40_000
    spread = [Span(span.start + 100 * number, span.end + 100 * number) for number in range(many)]
    statements = tuple(
        dataclasses.replace(statement, content=(place,), source=None, cue=Span(place.end, place.end + 4), within=None)
        for statement, place in zip(statements, spread, strict=True)
    )
    actor = dataclasses.replace(
        reading.actors[4], offices=(), mentions=tuple(Mention(*place, "name") for place in spread)
    )
    article = Article(id="long", text=text)
    long = Reading(reading.reader, article, actors=(actor, reading.actors[2]), statements=statements)
    start = time.perf_counter()
    assert len(render_page(long)) > len(text)
    assert time.perf_counter() - start < 20
