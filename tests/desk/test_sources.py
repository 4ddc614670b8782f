"""The pages of sources."""

import pytest
from django.test import Client

from dragoman.accounts.models import Entry
from dragoman.accounts.roles import Role
from dragoman.sources.models import Item, Source
from tests.desk.conftest import Desk, parse, text_of

URL = "https://harbour.example/feed"


def test_an_editor_follows_pauses_and_removes_a_source(desk: Desk) -> None:
    client = desk.as_role(Role.EDITOR)
    assert "None is followed yet" in client.get("/sources/").content.decode()
    made = client.post("/sources/add", {"url": URL, "title": "Harbour", "minutes": "30", "whole": "yes"})
    source = Source.objects.get(url=URL)
    assert (made.headers["Location"], source.minutes, source.whole) == (f"/sources/{source.pk}/", 30, True)
    Item.objects.create(
        source=source, key="a", url="https://harbour.example/1", outcome="failed", trouble="gone", title="Envoys"
    )
    page = parse(client.get(f"/sources/{source.pk}/").content.decode())
    assert text_of(page, ".said") == "new: not looked at yet"
    assert text_of(page, ".hit p:first-child") == "failed Envoys: gone"
    client.post(f"/sources/{source.pk}/change", {"action": "pause"})
    assert "paused" in text_of(parse(client.get("/sources/").content.decode()), "td")
    client.post(f"/sources/{source.pk}/change", {"action": "resume"})
    assert client.post(f"/sources/{source.pk}/change", {"action": "burn"}).status_code == 404
    client.post(f"/sources/{source.pk}/change", {"action": "remove"})
    assert not Source.objects.filter(url=URL).exists()
    actions = Entry.objects.filter(about=f"source/{source.pk}").order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["source.added", "source.pause", "source.resume", "source.remove"]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"url": "file:///etc/hostname", "minutes": "60"}, "only http and https addresses are fetched"),
        ({"url": URL, "minutes": "1"}, "Minutes are a number from 5 to 43200."),
        ({"url": URL, "minutes": "x"}, "Minutes are a number from 5 to 43200."),
    ],
)
def test_what_cannot_be_followed_is_said(desk: Desk, given: dict[str, str], said: str) -> None:
    answer = desk.as_role(Role.EDITOR).post("/sources/add", given)
    assert answer.status_code == 400
    assert said in text_of(parse(answer.content.decode()), ".wrong")


def test_others_do_not_see_them(desk: Desk) -> None:
    assert Client().get("/sources/").headers["Location"] == "/login?next=/sources/"
    assert desk.as_role(Role.REVIEWER).get("/sources/").status_code == 403
    assert Client().post("/sources/add", {"url": URL}).status_code == 403
