"""Telling other sites of our links: discovery and sending, over real HTTP."""

import pytest

from dragoman.accounts.models import Entry
from dragoman.jobs.models import Job
from dragoman.jobs.queue import run_due
from dragoman.talk.models import Sent
from dragoman.talk.sending import Endpoint, find_endpoint
from tests.desk.conftest import parse, text_of
from tests.talk.conftest import TITLE, Cast, Site

_RDF = """<!-- <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="{0}" dc:identifier="{0}" dc:title="A" trackback:ping="{1}" /></rdf:RDF> -->"""


@pytest.mark.parametrize(
    ("headers", "body", "found"),
    [
        ({"Link": '</header>; rel="webmention"'}, '<link rel="webmention" href="/link">', ("webmention", "/header")),
        ({"Link": "</header?a=1,2>; rel=webmention"}, "", ("webmention", "/header?a=1,2")),
        ({"Link": '</a>; rel="other", </b>; title="x, y"; rel="some webmention"'}, "", ("webmention", "/b")),
        ({"Link": '</a>; rel="not-webmention"'}, '<a href="/a2" rel="x webmention">', ("webmention", "/a2")),
        ({}, '<a rel="webmention">none</a><a rel="webmention" href="/second">', ("webmention", "/second")),
        ({}, '<a rel="webmention" href="/a"><link rel="webmention" href="/link">', ("webmention", "/a")),
        ({}, '<link rel="WebMention" href="">', ("webmention", "/page")),
        ({}, '<base href="/deep/"><link rel="webmention" href="end">', ("webmention", "/deep/end")),
        ({}, '<!-- <a rel="webmention" href="/comment"> --><p>', None),
        ({}, '&lt;a rel="webmention" href="/escaped"&gt;', None),
        ({}, '<link rel="webmention-x" href="/no">', None),
        ({}, '<a rel="trackback" href="/tb">', ("trackback", "/tb")),
        ({}, _RDF, ("trackback", "/tb?a=1&b=2")),
        ({}, _RDF + '<link rel="webmention" href="/first">', ("webmention", "/first")),
        ({"Content_Type": "text/plain"}, '<link rel="webmention" href="/plain">', None),
    ],
)
def test_discovery(site: Site, headers: dict[str, str], body: str, found: tuple[str, str] | None) -> None:
    here = f"http://{site.host}"
    body = body.replace("{0}", f"{here}/page").replace("{1}", "/tb?a=1&amp;b=2")
    site.put("/page", body, 200, **headers)
    assert find_endpoint(f"{here}/page") == (found and Endpoint(found[0], here + found[1]))


def test_a_redirected_page_names_its_place_by_where_it_is(site: Site) -> None:
    site.put("/old", status=302, Location="/new/page")
    site.put("/new/page", '<link rel="webmention" href="end">')
    assert find_endpoint(f"http://{site.host}/old") == Endpoint("webmention", f"http://{site.host}/new/end")


def send(cast: Cast, *links: str) -> str:
    answer = cast.eve.post(f"{cast.address}mentions", {"link": list(links)})
    assert answer.status_code == 302, answer.content.decode()
    assert run_due() == len(links)
    return cast.eve.get(f"{cast.address}mentions").content.decode()


def test_an_editor_tells_the_pages_that_are_linked_to(cast: Cast, site: Site) -> None:
    mentioned = site.put("/page", '<link rel="webmention" href="/take?x=1">')
    tracked = site.put("/old", _RDF.replace("{0}", f"http://{site.host}/old").replace("{1}", f"http://{site.host}/tb"))
    silent = site.put("/silent", "<p>nothing</p>")
    refusing = site.put("/refusing", '<link rel="webmention" href="/no">')
    site.put("/take?x=1", "", status=201, Location="/status/1")
    site.put(
        "/tb",
        '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY e "x">]><response><error>0</error></response>',
        Content_Type="text/xml",
    )
    site.put("/no", "no", status=400)
    cast.said(cast.rita, f"See {mentioned}, {tracked}, {silent} and more.")
    cast.said(cast.rita, f"Also {refusing}")
    assert "Send mentions" in cast.page(cast.eve)
    assert "Send mentions" not in cast.page(cast.rita)
    assert cast.rita.get(f"{cast.address}mentions").status_code == 403
    assert cast.desk.client.post(f"{cast.address}mentions", {"link": mentioned}).status_code == 403
    page = send(cast, mentioned, tracked, silent, refusing)
    own = f"http://testserver{cast.address}"
    assert [(path, form) for path, form in site.sent if path == "/take?x=1"] == [
        ("/take?x=1", {"source": own, "target": mentioned})
    ]
    ((_, form),) = [one for one in site.sent if one[0] == "/tb"]
    assert (form["url"], form["title"], form["blog_name"]) == (own, TITLE, "Dragoman")
    assert {one.target: one.state for one in Sent.objects.all()} == {
        mentioned: "sent",
        tracked: "sent",
        silent: "nothing",
        refusing: "failed",
    }
    assert f"201, http://{site.host}/status/1" in text_of(parse(page), ".picks")
    assert Entry.objects.filter(action="mention.sent", name="Eve").count() == 4


def test_only_links_of_the_page_are_sent_to(cast: Cast, site: Site) -> None:
    other = site.put("/other", '<link rel="webmention" href="/take">')
    assert cast.eve.post(f"{cast.address}mentions", {"link": other}).status_code == 400
    assert cast.eve.post(f"{cast.address}mentions", {}).status_code == 400
    assert not Job.objects.exists()


def test_sending_is_turned_off_by_itself(cast: Cast, site: Site) -> None:
    linked = site.put("/page", '<link rel="webmention" href="/take">')
    cast.said(cast.rita, linked)
    cast.eve.post("/moderation/switches", {"name": "sending", "on": "0"})
    assert cast.eve.post(f"{cast.address}mentions", {"link": linked}).status_code == 400
    assert "webmention" in cast.desk.client.get(cast.address).headers["Link"]


def test_an_endpoint_in_the_own_network_is_not_told(cast: Cast, site: Site) -> None:
    linked = site.put("/page", '<link rel="webmention" href="http://127.0.0.1:22/x">')
    cast.said(cast.rita, linked)
    send(cast, linked)
    sent = Sent.objects.get()
    assert sent.state == "waiting"
    assert "port 22" in Job.objects.get().trouble
