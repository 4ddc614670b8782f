"""Saved searches: kept, and told of what is new by mail and webhook, each match once, on both databases."""

import datetime as dt
import http.server
import json
import pathlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import pytest
from django.test import Client, override_settings
from django.utils import timezone

import dragoman.review.work  # noqa: F401  (the handlers)
from dragoman.accounts.roles import Role
from dragoman.jobs.models import Job
from dragoman.jobs.queue import run_due
from dragoman.review import searches
from dragoman.review.models import SavedSearch
from tests.desk.conftest import Desk, parse, text_of
from tests.record.samples import readings

QUERY = "country:bolivia event:MOBILIZE"


@dataclass
class Hook:
    """A real server that takes calls."""

    address: str = ""
    status: int = 204
    calls: list[tuple[dict[str, str], bytes]] = field(default_factory=list)


@pytest.fixture
def hook(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hook]:
    found = Hook()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            found.calls.append((dict(self.headers.items()), body))
            self.send_response(found.status)
            self.end_headers()

        def log_message(self, *arguments: object) -> None:
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    place = f"127.0.0.1:{server.server_port}"
    found.address = f"http://{place}/hook"
    monkeypatch.setenv("DRAGOMAN_OUTSIDE_ALLOWED", place)
    yield found
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def reader(desk: Desk) -> Iterator[Client]:
    yield desk.as_role(Role.READER)
    SavedSearch.objects.all().delete()
    Job.objects.all().delete()


def save(client: Client, **fields: str) -> SavedSearch:
    answer = client.post("/searches/", {"name": "Bolivia moves", "query": QUERY} | fields)
    assert answer.status_code == 302, text_of(parse(answer.content.decode()), ".wrong")
    return SavedSearch.objects.get(name=fields.get("name", "Bolivia moves"))


def tell_again(desk: Desk, number: int) -> None:
    """Bring an article that tells of the same in another outlet."""
    reading = next(one for one in readings() if one.article.title == "Bolivia denies sending troops to border")
    article = replace(
        reading.article, id=f"again-{number}", url=f"https://outlet{number}.example/x", publisher=f"Outlet {number}"
    )
    list(desk.record.add([replace(reading, article=article)]))


def test_searches_are_saved_changed_and_deleted(desk: Desk, reader: Client) -> None:
    it = save(reader)
    page = parse(reader.get("/searches/").content.decode())
    assert QUERY in text_of(page, ".saved")
    assert page.cssselect(".saved a[href^='/search.atom?q=country']")
    again = reader.post("/searches/", {"name": "Bolivia moves", "query": "x"})
    assert "has this name" in text_of(parse(again.content.decode()), ".wrong")
    assert (
        reader.post(f"/searches/{it.pk}/", {"name": "Moves", "query": "event:AID", "digest": "weekly"}).status_code
        == 302
    )
    assert it.secret in text_of(parse(reader.get(f"/searches/{it.pk}/").content.decode()), "code")
    other = desk.as_role(Role.COMMENTER)
    assert other.get(f"/searches/{it.pk}/").status_code == 404
    assert other.post(f"/searches/{it.pk}/delete").status_code == 404
    assert reader.post(f"/searches/{it.pk}/delete").status_code == 302
    assert not SavedSearch.objects.exists()
    assert "Save this search" in text_of(parse(reader.get(f"/search?q={QUERY}").content.decode()), ".tabs")


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"query": "acter:x"}, "query: query, column 1: no operator"),
        ({"name": " "}, "name: is a name"),
        ({"digest": "hourly"}, "digest: is daily or weekly"),
        ({"webhook": "ftp://a.example/"}, "webhook: only http and https"),
    ],
)
def test_what_cannot_be_saved_is_said(reader: Client, fields: dict[str, str], said: str) -> None:
    answer = reader.post("/searches/", {"name": "Bolivia moves", "query": QUERY} | fields)
    assert answer.status_code == 400
    assert said in text_of(parse(answer.content.decode()), ".wrong")


def test_what_is_new_is_mailed_once(desk: Desk, reader: Client, tmp_path: pathlib.Path) -> None:
    it = save(reader, digest="daily")
    with override_settings(
        EMAIL_BACKEND="django.core.mail.backends.filebased.EmailBackend", EMAIL_FILE_PATH=str(tmp_path)
    ):
        assert searches.look(desk.record) == 0  # what was there before is nothing new
        tell_again(desk, 1)
        assert searches.look(desk.record) > 0
        run_due()
        assert list(tmp_path.iterdir()) == []  # a day is not over
        SavedSearch.objects.filter(pk=it.pk).update(mailed=timezone.now() - dt.timedelta(days=2))
        searches.look(desk.record)
        run_due()
        (sent,) = tmp_path.iterdir()
        text = sent.read_text()
        assert "To: reader@desk.example" in text
        assert "http://testserver/articles/again-1/#event-" in text
        SavedSearch.objects.filter(pk=it.pk).update(mailed=timezone.now() - dt.timedelta(days=2))
        searches.look(desk.record)
        run_due()
        assert len(list(tmp_path.iterdir())) == 1


def test_a_webhook_is_called_once_with_its_signature(desk: Desk, reader: Client, hook: Hook) -> None:
    it = save(reader, webhook=hook.address)
    tell_again(desk, 2)
    searches.look(desk.record)
    run_due()
    ((headers, body),) = hook.calls
    assert headers["Dragoman-Signature"] == searches.sign(it.secret, headers["Dragoman-Timestamp"], body)
    said = json.loads(body)
    assert {match["article"] for match in said["matches"]} == {"again-2"}
    assert all("troops" in match["words"] for match in said["matches"])
    searches.look(desk.record)
    run_due()
    assert len(hook.calls) == 1


def test_a_webhook_that_fails_is_called_again(desk: Desk, reader: Client, hook: Hook) -> None:
    it = save(reader, webhook=hook.address)
    tell_again(desk, 3)
    hook.status = 500
    searches.look(desk.record)
    run_due()
    job = Job.objects.get(name=searches.CALL)
    assert (job.state, "answered 500" in job.trouble) == ("waiting", True)
    hook.status = 200
    Job.objects.filter(pk=job.pk).update(due=timezone.now())
    run_due()
    assert len(hook.calls) == 2
    assert hook.calls[0][1] == hook.calls[1][1]
    it.refresh_from_db()
    assert it.trouble == ""


def test_none_of_many_is_passed_over(desk: Desk, reader: Client, hook: Hook, monkeypatch: pytest.MonkeyPatch) -> None:
    """More comes at once than is looked at, or sent, at once."""
    monkeypatch.setattr(searches, "_AT_ONCE", 2)
    save(reader, webhook=hook.address)
    save(reader, name="As articles", query="troops", webhook=hook.address)
    for number in range(10, 15):
        tell_again(desk, number)
    for _ in range(8):
        searches.look(desk.record)
        run_due()
    told: dict[str, list[str]] = {}
    for _, body in hook.calls:
        said = json.loads(body)
        assert len(said["matches"]) <= 2
        told.setdefault(said["search"], []).extend(match["article"] for match in said["matches"])
    wanted = {f"again-{number}" for number in range(10, 15)}
    assert {name: set(articles) for name, articles in told.items()} == {"Bolivia moves": wanted, "As articles": wanted}
    assert len(told["As articles"]) == 5


def test_a_webhook_into_the_own_network_is_never_called(desk: Desk, reader: Client) -> None:
    it = save(reader, webhook="http://127.0.0.1/hook")
    tell_again(desk, 4)
    searches.look(desk.record)
    run_due()
    assert "private address" in Job.objects.get(name=searches.CALL).trouble
    with pytest.raises(Exception, match="private address"):
        searches.call(it.pk, last=True)
    assert "private address" in text_of(parse(reader.get("/searches/").content.decode()), ".saved")
