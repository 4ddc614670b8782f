"""Articles given by address, file and paste, read by the job that the server runs, on both databases."""

import json
from collections.abc import Iterator

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

import dragoman.server.adding  # noqa: F401  (the job's handler)
from dragoman.accounts.roles import Role
from dragoman.jobs.queue import run_due
from dragoman.model.wire import dump_reading
from dragoman.review.adding import LARGEST
from dragoman.review.models import Submission
from tests.desk.conftest import Desk, parse, text_of
from tests.record.samples import readings

TEXT = """Envoys of Gabon and Benin meet in Lomé

The foreign ministers of Gabon and Benin met in Lomé on Monday, an official said.

"We will sign the fishing agreement in March," the minister of Benin told reporters after the meeting.
"""


@pytest.fixture
def editor(desk: Desk) -> Iterator[Client]:
    yield desk.as_role(Role.EDITOR)
    Submission.objects.all().delete()


def give(client: Client, **sent: object) -> str:
    answer = client.post("/add", sent)
    assert answer.status_code == 302, text_of(parse(answer.content.decode()), ".wrong")
    return str(answer.headers["Location"])


def told(client: Client, where: str) -> str:
    return text_of(parse(client.get(where).content.decode()), "#progress")


def test_only_editors_add(desk: Desk) -> None:
    assert desk.as_role(Role.REVIEWER).get("/add").status_code == 403
    assert desk.as_role(Role.REVIEWER).post("/add", {"kind": "paste", "text": TEXT}).status_code == 403


def test_a_pasted_text_is_read_known_again_and_changed(desk: Desk, editor: Client) -> None:
    before = desk.record.status().articles
    where = give(editor, kind="paste", text=TEXT, published="2031-03-04")
    assert "waits for its turn" in told(editor, where)
    assert parse(editor.get(where).content.decode()).cssselect("noscript meta[http-equiv=refresh]")
    assert run_due() == 1
    assert "added Envoys of Gabon and Benin meet in Lomé" in told(editor, where)
    assert desk.record.status().articles == before + 1
    link = parse(editor.get(where).content.decode()).cssselect(".outcomes a")[0]
    shown = desk.open(str(link.get("href")))
    assert "2031" in text_of(shown, "time")
    assert Submission.objects.get().data is None  # what was given is in the Record now
    again = give(editor, kind="paste", text=TEXT, published="2031-03-04")
    run_due()
    assert "known already" in told(editor, again)
    assert desk.record.status().articles == before + 1


def test_a_file_of_several_articles_tells_of_each(editor: Client) -> None:
    rows = [
        {"id": "f1", "text": TEXT.replace("Gabon", "Chad"), "url": "https://news.example/chad"},
        {
            "id": "f2",
            "text": "Короткая новость о переговорах в столице, как сообщили власти.",
            "url": "https://news.example/ru",
        },
        {"id": "f3", "text": TEXT.replace("Gabon", "Chad"), "url": "https://other.example/chad"},
    ]
    lines = "\n".join(json.dumps(row) for row in rows)
    where = give(editor, kind="file", file=SimpleUploadedFile("rows.jsonl", lines.encode()))
    run_due()
    said = told(editor, where)
    assert said.count("added") == 2
    assert "not read" in said
    assert "English" in said
    assert "a copy of" in said
    assert "/tmp" not in said  # noqa: S108
    changed = lines.replace("in March", "in April")
    where = give(editor, kind="file", file=SimpleUploadedFile("rows.jsonl", changed.encode()))
    run_due()
    assert "a new version (number 2)" in told(editor, where)


def test_what_dragoman_wrote_is_taken_as_it_is(editor: Client) -> None:
    file = SimpleUploadedFile("readings.jsonl", "\n".join(map(dump_reading, readings()[:2])).encode())
    where = give(editor, kind="file", file=file)
    run_due()
    assert told(editor, where).count("known already") == 2


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"kind": "address", "address": "ftp://news.example/"}, "only http and https"),
        ({"kind": "address", "address": "https://user:word@news.example/"}, "user name"),
        ({"kind": "paste", "text": "  "}, "holds nothing"),
        ({"kind": "paste", "text": TEXT, "published": "soon"}, "is no date"),
        ({"kind": "file"}, "choose 1 to 10 files"),
        ({"kind": "else"}, "is address, file or paste"),
    ],
)
def test_what_cannot_be_taken_is_said_at_once(editor: Client, sent: dict[str, str], said: str) -> None:
    answer = editor.post("/add", sent)
    assert answer.status_code == 400
    assert said in text_of(parse(answer.content.decode()), ".wrong")
    assert not Submission.objects.exists()


def test_a_file_that_is_too_large_is_refused(editor: Client) -> None:
    answer = editor.post("/add", {"kind": "file", "file": SimpleUploadedFile("big.txt", b"x" * (LARGEST + 1))})
    assert answer.status_code == 400
    assert "at most 10 are taken" in text_of(parse(answer.content.decode()), ".wrong")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (b"\x00\x01\x02\x03" * 100, "not read"),
        (b"<html><body><nav>Menu</nav></body></html>", "not read"),
    ],
)
def test_what_is_no_article_is_told(editor: Client, given: bytes, said: str) -> None:
    where = give(editor, kind="file", file=SimpleUploadedFile("page.html", given))
    run_due()
    assert said in told(editor, where)


def test_an_address_inside_the_own_network_is_never_asked(editor: Client) -> None:
    where = give(editor, kind="address", address="http://127.0.0.1/secret")
    run_due()
    assert "private address" in told(editor, where)


def test_one_person_keeps_no_others_waiting(editor: Client) -> None:
    for number in range(20):
        give(editor, kind="paste", text=f"{TEXT} {number}")
    answer = editor.post("/add", {"kind": "paste", "text": TEXT})
    assert answer.status_code == 400
    assert "wait to be read" in text_of(parse(answer.content.decode()), ".wrong")
    Submission.objects.all().delete()
    assert run_due() == 20  # each finds nothing left to do
