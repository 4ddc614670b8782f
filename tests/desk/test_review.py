"""Judging lines on the site, alone and with others, without scripts, on both databases."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import lxml.html
import pytest
from django.test import Client

from dragoman.accounts.models import Entry, User
from dragoman.accounts.roles import Role
from dragoman.model.wire import load_reading
from dragoman.record.beside import find_article
from dragoman.record.models import Judgement
from dragoman.review.models import Coding
from tests.desk.conftest import Desk, parse, text_of

BOLIVIA = "Bolivia denies sending troops to border"


@pytest.fixture
def reviewer(desk: Desk) -> Iterator[Client]:
    """A reviewer over a Record in which nobody judged anything."""
    yield desk.as_role(Role.REVIEWER)
    alias = desk.record.alias
    Judgement.objects.using(alias).update(origin=None)
    Judgement.objects.using(alias).all().delete()
    desk.record.rebuild()


def article_id(desk: Desk, title: str = BOLIVIA) -> str:
    return desk.article(title).split("/")[2]


def page_of(client: Client, address: str, status: int = 200) -> lxml.html.HtmlElement:
    answer = client.get(address, follow=True)
    assert answer.status_code == status, (address, answer.status_code)
    return parse(answer.content.decode())


def own(page: lxml.html.HtmlElement) -> str:
    return str(page.cssselect("#work")[0].get("data-own"))


def place(address: str) -> tuple[str, str, str]:
    sent = parse_qs(urlsplit(address).query)
    return sent["article"][0], sent["table"][0], sent["line"][0]


def form_of(page: lxml.html.HtmlElement) -> dict[str, Any]:
    """What a browser sends for the correction's form."""
    form: Any = page.get_element_by_id("correction")
    sent: dict[str, Any] = {}
    for name, value in form.form_values():
        sent.setdefault(name, []).append(value)
    return sent


def open_line(client: Client, desk: Desk, table: str, local: str, title: str = BOLIVIA) -> lxml.html.HtmlElement:
    return page_of(client, f"/review/line?article={article_id(desk, title)}&table={table}&line={local}&only=1")


def test_whoever_is_no_reviewer_is_refused(desk: Desk) -> None:
    assert desk.as_role(Role.COMMENTER).get("/review/").status_code == 403
    assert desk.client.get("/review/").status_code == 302
    assert desk.as_role(Role.COMMENTER).post("/review/undo").status_code == 403


def test_a_queue_goes_through_an_article_line_by_line(desk: Desk, reviewer: Client) -> None:
    article = article_id(desk)
    page = page_of(reviewer, f"/review/line?article={article}&only=1")
    reading = find_article(desk.record, article).machine
    count = (
        len(reading.actors)
        + len(reading.statements)
        + len(reading.events)
        + len(reading.figures)
        + len(reading.forecasts)
    )
    seen = []
    while page.cssselect("#work"):
        seen.append(place(own(page)))
        assert page.cssselect("mark.lit"), own(page)
        answer = reviewer.post(own(page), {"verdict": "confirm"}, follow=True)
        page = parse(answer.content.decode())
    assert len(set(seen)) == len(seen) == count
    assert "No open line is left" in text_of(page, ".notice")
    kept = find_article(desk.record, article)
    assert {one.verdict for one in kept.judged} == {"confirmed"}
    assert kept.reading == kept.machine
    assert Entry.objects.filter(action="verdict.confirmed").count() >= count


def test_a_query_chooses_the_lines(reviewer: Client) -> None:
    page = page_of(reviewer, "/review/line?q=event:CONSULT")
    shown = []
    for _ in range(4):
        shown.append(own(page))
        assert "CONSULT" in text_of(page, ".facts")
        page = parse(reviewer.post(own(page), {"verdict": "confirm"}, follow=True).content.decode())
    assert len(set(shown)) == 4
    back = page.cssselect("#previous")
    assert not back or back[0].get("href") not in shown  # what is judged is out of such a queue
    wrong = reviewer.get("/review/line?q=acter:kenya")
    assert wrong.status_code == 400
    assert "no operator" in text_of(parse(wrong.content.decode()), ".wrong")


@pytest.mark.parametrize("query", ["", "&q=country:kenya", "&of=events"])
def test_the_least_confident_come_first(reviewer: Client, query: str) -> None:
    page = page_of(reviewer, f"/review/line?order=unsure{query}")
    seen = []
    for _ in range(5):
        seen.append(place(own(page)))
        page = page_of(reviewer, str(page.cssselect("#next")[0].get("href")))
    assert len(set(seen)) == 5
    assert {table for _, table, _ in seen} <= {"events", "statements"}
    back = page_of(reviewer, str(page.cssselect("#previous")[0].get("href")))
    assert place(own(back)) == seen[-1]


def test_a_corrected_event_shows_who_and_what_the_machine_read(desk: Desk, reviewer: Client) -> None:
    page = open_line(reviewer, desk, "events", "e1")
    sent = form_of(page) | {
        "type": "THREATEN",
        "mode": "territory",
        "date": "2031-05",
        "auxiliary": ["future"],
        "verdict": "correct",
    }
    answer = reviewer.post(own(page), sent)
    assert answer.status_code == 302, text_of(parse(answer.content.decode()), "#problem")
    kept = find_article(desk.record, article_id(desk))
    event = next(event for event in kept.reading.events if event.id == "e1")
    assert (event.type, event.mode, event.date, event.auxiliary) == ("THREATEN", "territory", "2031-05", ("future",))
    machine = next(event for event in kept.machine.events if event.id == "e1")
    assert machine.trigger == event.trigger
    assert machine.type != "THREATEN"
    shown = desk.open(desk.article(BOLIVIA))
    assert "corrected by reviewer" in text_of(shown, "#event-e1 .judged")
    said = text_of(shown, "#judged")
    assert f"Type: {machine.type}" in said
    assert "now THREATEN territory" in said
    assert "What the machine read" in text_of(open_line(reviewer, desk, "events", "e1"), ".machine")


def test_a_rejected_line_stays_to_be_seen(desk: Desk, reviewer: Client) -> None:
    page = open_line(reviewer, desk, "events", "e1")
    reviewer.post(own(page), {"verdict": "reject", "note": "a wish, no act"})
    shown = desk.open(desk.article(BOLIVIA))
    assert not shown.cssselect("#event-e1")
    assert "a wish, no act" in text_of(shown, "#judged-event-e1")
    assert shown.cssselect("#judged-event-e1 s")
    assert "rejected by reviewer" in text_of(open_line(reviewer, desk, "events", "e1"), ".verdict")


def test_words_that_are_typed_are_found_in_the_text(desk: Desk, reviewer: Client) -> None:
    reading = find_article(desk.record, article_id(desk)).machine
    event = next(event for event in reading.events if event.id == "e1")
    words = event.evidence.of(reading.article.text).split()
    longer = " ".join(words[:3])
    page = open_line(reviewer, desk, "events", "e1")
    sent = form_of(page) | {"trigger": longer, "trigger_start": "", "trigger_end": "", "verdict": "correct"}
    assert reviewer.post(own(page), sent).status_code == 302
    now = next(event for event in find_article(desk.record, article_id(desk)).reading.events if event.id == "e1")
    assert now.trigger.of(reading.article.text) == longer
    assert abs(now.trigger.start - event.evidence.start) < 200
    wrong = reviewer.post(own(page), sent | {"trigger": "no such words"})
    assert wrong.status_code == 400
    again = parse(wrong.content.decode())
    assert "Words that name it: these words do not stand in the text" in text_of(again, "#problem")
    assert form_of(again)["trigger"] == ["no such words"]


def test_a_wrong_correction_is_said_to_scripts_too(desk: Desk, reviewer: Client) -> None:
    page = open_line(reviewer, desk, "events", "e1")
    sent = form_of(page) | {"date": "some day", "verdict": "correct"}
    answer = reviewer.post(own(page), sent, headers={"accept": "application/json"})
    assert answer.status_code == 400
    assert answer.json()["field"] == "Date"
    assert "no EDTF date" in answer.json()["problem"]
    assert not Judgement.objects.using(desk.record.alias).exists()


def test_a_missed_event_is_added(desk: Desk, reviewer: Client) -> None:
    article = article_id(desk)
    page = page_of(reviewer, f"/review/line?article={article}&table=events&line=e1&only=1&new=events")
    reading = find_article(desk.record, article).machine
    text = reading.article.text
    last = reading.article.parts.paragraphs[-1].of(text)
    sent = form_of(page) | {"type": "AID", "trigger": last, "actors": [reading.actors[0].id], "verdict": "add"}
    answer = reviewer.post(own(page), sent)
    assert answer.status_code == 302, text_of(parse(answer.content.decode()), "#problem")
    added = find_article(desk.record, article).reading.events[-1]
    assert (added.type, added.trigger.of(text), added.evidence.of(text)) == ("AID", last, last)
    assert "The machine read nothing here" in text_of(desk.open(desk.article(BOLIVIA)), "#judged")


def add_event(client: Client, address: str) -> lxml.html.HtmlElement:
    """Add an event beside a line as a person does, through the link on its page; return the page that follows."""
    link = next(link for link in page_of(client, address).cssselect(".additions a") if link.text_content() == "event")
    page = page_of(client, str(link.get("href")))
    words = text_of(page, "#text p.headline")
    answer = client.post(own(page), form_of(page) | {"type": "AID", "trigger": words, "verdict": "add"}, follow=True)
    assert answer.status_code == 200, text_of(parse(answer.content.decode()), "#problem")
    return parse(answer.content.decode())


def press_undo(client: Client) -> lxml.html.HtmlElement:
    answer = client.post("/review/undo", follow=True)
    assert answer.status_code == 200, text_of(parse(answer.content.decode()), ".said")
    return parse(answer.content.decode())


def test_an_addition_that_is_taken_back_leads_to_where_it_was_made(desk: Desk, reviewer: Client) -> None:
    address = f"/review/line?article={article_id(desk)}&table=statements&line=s1&only=1"
    before = find_article(desk.record, article_id(desk)).reading
    add_event(reviewer, address)
    assert len(find_article(desk.record, article_id(desk)).reading.events) == len(before.events) + 1
    page = press_undo(reviewer)
    assert place(own(page))[1:] == ("statements", "s1")
    assert "The line that you added is taken back." in text_of(page, "#work .notice")
    assert find_article(desk.record, article_id(desk)).reading == before
    assert not page_of(reviewer, own(page)).cssselect("#work .notice")  # said once


def test_an_addition_that_is_rejected_stays_to_be_seen(desk: Desk, reviewer: Client) -> None:
    add_event(reviewer, f"/review/line?article={article_id(desk)}&table=events&line=e1&only=1")
    added = find_article(desk.record, article_id(desk)).reading.events[-1].id
    page = open_line(reviewer, desk, "events", added)
    title = text_of(page, "#line-head")
    reviewer.post(own(page), {"verdict": "reject"})
    assert text_of(open_line(reviewer, desk, "events", added), "#line-head") == title
    assert title in text_of(desk.open(desk.article(BOLIVIA)), "#judged s")
    page = press_undo(reviewer)
    assert place(own(page))[1:] == ("events", added)
    assert "added" in text_of(page, "p.verdict")
    assert find_article(desk.record, article_id(desk)).reading.events[-1].id == added


@pytest.mark.parametrize("table", ["actors", "statements", "figures", "forecasts"])
def test_every_kind_of_line_can_be_sent_as_it_is(desk: Desk, reviewer: Client, table: str) -> None:
    """What the form shows is what the line says: sent unchanged, nothing changes."""
    count = 0
    for reading in list(desk.record.readings()):
        for line in getattr(reading, table)[:2]:
            page = page_of(reviewer, f"/review/line?article={reading.article.id}&table={table}&line={line.id}&only=1")
            answer = reviewer.post(own(page), form_of(page) | {"verdict": "correct"})
            assert answer.status_code == 302, (line, text_of(parse(answer.content.decode()), "#problem"))
            assert find_article(desk.record, reading.article.id).reading == reading
            count += 1
        if count >= 6:
            break
    assert count


def test_the_last_verdict_is_taken_back(desk: Desk, reviewer: Client) -> None:
    page = open_line(reviewer, desk, "events", "e1")
    reviewer.post(own(page), {"verdict": "reject"})
    answer = reviewer.post("/review/undo", follow=True)
    assert place(own(parse(answer.content.decode())))[1:] == ("events", "e1")
    assert find_article(desk.record, article_id(desk)).judged == ()
    assert reviewer.post("/review/undo").status_code == 400


def test_only_an_editor_takes_back_what_another_decided(desk: Desk, reviewer: Client) -> None:
    page = open_line(reviewer, desk, "events", "e1")
    reviewer.post(own(page), {"verdict": "reject"})
    other = User.objects.create_user(f"other-{User.objects.count()}@desk.example", role=Role.REVIEWER, name="Other")
    client = Client()
    client.force_login(other)
    session = client.session
    session["last_verdict"] = {"article": article_id(desk), "table": "events", "line": "e1"}
    session.save()
    assert client.post("/review/undo").status_code == 400
    assert len(find_article(desk.record, article_id(desk)).judged) == 1


def test_what_does_not_exist_is_not_found(desk: Desk, reviewer: Client) -> None:
    article = article_id(desk)
    assert reviewer.get(f"/review/line?article={article}&table=events&line=e99").status_code == 404
    assert reviewer.get(f"/review/line?article={article}&table=nothing&line=e1").status_code == 404
    assert reviewer.get("/review/line?article=nowhere&table=events&line=e1").status_code == 404
    assert (
        reviewer.post(f"/review/line?article={article}&table=events&line=e1", {"verdict": "perhaps"}).status_code == 400
    )
    for name in ("article", "q", "table", "line"):
        assert reviewer.get(f"/review/line?{name}=%00").status_code == 400
    sent = {"article": "a\0b", "coder": ["1", "2"]}
    assert desk.as_role(Role.EDITOR).post("/review/assign", sent).status_code == 400


# Several coders


def make_coders(desk: Desk, title: str = BOLIVIA) -> tuple[Client, list[Client], str]:
    number = User.objects.count()
    people = [
        User.objects.create_user(f"coder{number + at}@desk.example", role=Role.REVIEWER, name=f"Coder {at}")
        for at in (1, 2)
    ]
    clients = []
    for person in people:
        client = Client()
        client.force_login(person)
        clients.append(client)
    editor = desk.as_role(Role.EDITOR)
    address = f"http://testserver{desk.article(title)}"
    answer = editor.post("/review/assign", {"article": address, "coder": [person.pk for person in people]})
    assert answer.status_code == 302, answer.content
    return editor, clients, answer.headers["Location"]


def code_all(client: Client, where: str, special: dict[tuple[str, str], dict[str, Any]]) -> None:
    page = page_of(client, str(page_of(client, where).cssselect("a.button")[0].get("href")))
    while page.cssselect("#work"):
        _, table, local = place(own(page))
        change = special.get((table, local))
        sent = form_of(page) | change if change and "type" in change else change or {"verdict": "confirm"}
        answer = client.post(own(page), sent, follow=True)
        assert answer.status_code == 200
        page = parse(answer.content.decode())


def test_two_code_apart_and_a_third_decides(desk: Desk, reviewer: Client) -> None:
    editor, (one, two), where = make_coders(desk)
    assert reviewer.get(where).status_code == 404
    assert editor.post(f"{where}close").status_code == 400
    assert one.post(f"{where}done").status_code == 400  # lines are open
    code_all(one, where, {("events", "e1"): {"type": "THREATEN", "mode": "", "verdict": "correct"}})
    assert one.post(f"{where}done").status_code == 302
    assert "Agreement" not in text_of(page_of(editor, where), "main")
    first = page_of(
        two, f"/review/line?article={article_id(desk)}&table=events&line=e1&only=1&assignment={where.split('/')[-2]}"
    )
    assert not first.cssselect(".verdict")  # nothing of the other's is seen
    code_all(two, where, {("statements", "s1"): {"verdict": "reject"}})
    two.post(f"{where}done")
    assert find_article(desk.record, article_id(desk)).judged == ()  # nothing counts yet
    done = page_of(editor, where)
    assert "They differ on 2 of" in text_of(done, "main")
    assert len(done.cssselect(".data tbody tr")) > 10
    assert editor.post(f"{where}close").status_code == 400
    page = page_of(editor, f"{where}adjudicate")
    while page.cssselect("#sides"):
        # The first coder has the correction and the statement.
        sent = {
            "unit": page.cssselect("[name=unit]")[0].get("value"),
            "choice": page.cssselect("[name=choice]")[0].get("value"),
        }
        page = parse(editor.post(f"{where}adjudicate", sent, follow=True).content.decode())
    assert editor.post(f"{where}close").status_code == 302
    kept = find_article(desk.record, article_id(desk))
    assert {one.type for one in kept.reading.events if one.id == "e1"} == {"THREATEN"}
    assert "s1" in {one.id for one in kept.reading.statements}
    assert {one.author for one in kept.judged} == {"Coder 1 and Coder 2, adjudicated by editor"}
    assert editor.post(f"{where}adjudicate", {"unit": "events/e1", "choice": "machine"}).status_code == 400
    gold = editor.get("/review/gold.jsonl").content.decode().splitlines()
    assert [load_reading(row) for row in gold] == [kept.reading]
    assert json.loads(gold[0])["article"]["title"] == BOLIVIA


def test_a_coder_takes_back_what_they_added(desk: Desk) -> None:
    _, (one, _), where = make_coders(desk, "Kenya and Ethiopia open talks on Omo River")
    first = own(page_of(one, str(page_of(one, where).cssselect("a.button")[0].get("href"))))
    add_event(one, first)
    page = press_undo(one)
    assert place(own(page)) == place(first)
    add_event(one, first)
    added = Coding.objects.get(verdict="added")
    address = f"{first.partition('?')[0]}?article={place(first)[0]}&table=events&line={added.local}&only=1"
    address += f"&assignment={where.split('/')[-2]}"
    title = text_of(page_of(one, address), "#line-head")
    assert one.post(address, {"verdict": "reject"}).status_code == 302
    page = page_of(one, address)
    assert text_of(page, "#line-head") == title
    assert "rejected" in text_of(page, "p.verdict")
    assert "added" in text_of(press_undo(one), "p.verdict")
    assert Coding.objects.get(pk=added.pk).line == added.line


def test_an_article_is_given_to_at_least_two(desk: Desk, reviewer: Client) -> None:
    editor = desk.as_role(Role.EDITOR)
    assert editor.post("/review/assign", {"article": article_id(desk)}).status_code == 400
    assert editor.post("/review/assign", {"article": "nowhere"}).status_code == 400
    assert reviewer.post("/review/assign", {"article": article_id(desk)}).status_code == 403
