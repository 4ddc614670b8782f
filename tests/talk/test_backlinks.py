"""Links of other sites to us: trackbacks and webmentions, over real HTTP to another site."""

import re
from urllib.parse import quote, urlencode

import lxml.etree
import pytest
from django.core.cache import cache
from django.test import override_settings
from django.utils import timezone

from dragoman.accounts.models import User
from dragoman.jobs.models import Job
from dragoman.jobs.queue import run_due
from dragoman.talk.models import Backlink, Domain
from tests.desk.conftest import parse, text_of
from tests.talk.conftest import Cast, Site

HERE = "http://testserver"


def ping_address(cast: Cast) -> str:
    link = parse(cast.page(cast.ada)).cssselect("a[rel~=trackback]")[0].get("href", "")
    assert link.startswith(f"{HERE}/trackback/")
    return str(link).removeprefix(HERE)


def ping(cast: Cast, address: str, **fields: str) -> tuple[str, str]:
    """Send a trackback as another site does; return error and message."""
    answer = cast.desk.client.post(address, urlencode(fields), content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/xml; charset=utf-8"
    root = lxml.etree.fromstring(answer.content)
    return root.findtext("error") or "", root.findtext("message") or ""


def mention(cast: Cast, source: str, target: str | None = None) -> tuple[int, str]:
    """Send a webmention; return the status and where it is told how that went."""
    form = urlencode({"source": source, "target": HERE + cast.address if target is None else target})
    answer = cast.desk.client.post("/webmention", form, content_type="application/x-www-form-urlencoded")
    return answer.status_code, answer.headers.get("Location", "")


def status(cast: Cast, where: str) -> str:
    return str(cast.desk.client.get(where.removeprefix(HERE)).json()["status"])


def linking(cast: Cast, words: str = "Read this") -> str:
    return f'<title>Post</title><p>{words}: <a href="{HERE}{cast.address}">x</a></p>'


def verify_again() -> None:
    Job.objects.update(due=timezone.now())
    run_due()


def test_a_trackback_is_verified_held_and_shown_when_approved(cast: Cast, site: Site) -> None:
    source = site.put("/post", linking(cast))
    assert ping(
        cast, ping_address(cast), url=source, title="On <b>this</b>", excerpt="They & we", blog_name="Blog"
    ) == ("0", "")
    assert Backlink.objects.get().state == "waiting"
    assert run_due() == 1
    held = Backlink.objects.get()
    assert (held.state, held.why, held.title, held.domain) == ("held", "site", "On <b>this</b>", "127.0.0.1")
    assert "On &lt;b&gt;this" not in cast.page()
    page = cast.eve.get("/moderation/?kind=trackback").content.decode()
    assert "On &lt;b&gt;this&lt;/b&gt;" in page
    cast.eve.post("/moderation/verdict", {"item": f"backlink/{held.pk}", "verdict": "approve"})
    shown = parse(cast.page())
    link = shown.cssselect(".backlinks h3 a")[0]
    assert (link.get("href"), link.text_content()) == (source, "On <b>this</b>")
    assert {"nofollow", "ugc"} <= set(link.get("rel", "").split())
    assert "They & we" in text_of(shown, ".backlinks")


def test_after_a_first_approval_a_site_is_trusted(cast: Cast, site: Site) -> None:
    for number in range(2):
        ping(cast, ping_address(cast), url=site.put(f"/{number}", linking(cast)), title=f"Post {number}")
        run_due()
        if number == 0:
            cast.eve.post(
                "/moderation/verdict", {"item": f"backlink/{Backlink.objects.get().pk}", "verdict": "approve"}
            )
    assert [one.state for one in Backlink.objects.order_by("pk")] == ["shown", "shown"]
    second = Backlink.objects.order_by("pk")[1]
    cast.eve.post("/moderation/verdict", {"item": f"backlink/{second.pk}", "verdict": "spam", "standing": "blocked"})
    assert Domain.objects.get().standing == "blocked"
    assert ping(cast, ping_address(cast), url=site.put("/3", linking(cast)))[1] == "links from this site are not taken"
    batch = parse(cast.eve.get("/moderation/").content.decode()).cssselect(".undo input[name=batch]")[0].get("value")
    cast.eve.post("/moderation/undo", {"batch": batch})
    assert Domain.objects.get().standing == "trusted"
    assert Backlink.objects.get(pk=second.pk).state == "shown"


def test_a_trackback_that_does_not_link_here_is_refused_and_an_unread_one_held(cast: Cast, site: Site) -> None:
    ping(cast, ping_address(cast), url=site.put("/spam", "<p>Casino</p>"), title="Casino")
    run_due()
    assert (Backlink.objects.get().state, Backlink.objects.get().reason) == ("rejected", "the page does not link here")
    Backlink.objects.all().delete()
    ping(cast, ping_address(cast), url=site.put("/down", "", status=503), title="Later")
    for tried in range(5):
        assert Backlink.objects.get().state == "waiting", tried
        verify_again()
    assert (Backlink.objects.get().state, Backlink.objects.get().why) == ("held", "unread")


def test_the_address_for_pings_is_for_those_who_are_logged_in(cast: Cast, site: Site) -> None:
    anonymous = cast.page()
    assert "You need to log in to see the address for trackbacks" in anonymous
    assert "trackback/" not in anonymous
    assert "rdf:RDF" not in anonymous
    own = cast.page(cast.ada)
    block = re.search(r"<!--\s*(<rdf:RDF.*?</rdf:RDF>)\s*-->", own, re.DOTALL)
    assert block is not None
    root = lxml.etree.fromstring(block[1])
    description = root[0]
    address = str(parse(own).cssselect("a[rel~=trackback]")[0].get("href")).removeprefix(HERE)
    assert description.get("{http://madskills.com/public/xml/rss/module/trackback/}ping") == HERE + address
    assert description.get("{http://purl.org/dc/elements/1.1/}identifier") == HERE + cast.address
    assert ping(cast, address[:-3] + "xyz", url=site.put("/a", ""))[0] == "1"
    User.objects.filter(email="ada@talk.example").update(is_active=False)
    assert "not valid" in ping(cast, address, url=site.put("/a", ""))[1]
    User.objects.filter(email="ada@talk.example").update(is_active=True)
    cast.eve.post(f"{cast.address}switches", {"name": "trackbacks", "on": "0"})
    assert 'rel="trackback' not in cast.page(cast.ada)
    assert "turned off" in ping(cast, address, url=site.put("/a", ""))[1]


def test_an_address_for_pings_ends(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    address = ping_address(cast)
    monkeypatch.setattr("dragoman.talk.backlinks.PING_DAYS", -1)
    assert "not valid" in ping(cast, address, url="http://a.example/")[1]


@pytest.mark.parametrize(
    ("body", "kind", "message"),
    [
        (b"title=x", "application/x-www-form-urlencoded", "no url"),
        (b"url=", "application/x-www-form-urlencoded", "no url"),
        (b"url=javascript:alert(1)", "application/x-www-form-urlencoded", "only http"),
        (b"url=http://u:p@a.example/", "application/x-www-form-urlencoded", "user name"),
        (b"url=http://a.example:22/", "application/x-www-form-urlencoded", "port 22"),
        (b"url=http://a.example/%00%0a", "application/x-www-form-urlencoded", "no address"),
        (b"url=http://a.example/" + b"x" * 3000, "application/x-www-form-urlencoded", "no address"),
        (b"url=http://a.example/&title=" + b"x" * 70_000, "application/x-www-form-urlencoded", "too large"),
        (b"a=1&" * 100 + b"url=http://a.example/", "application/x-www-form-urlencoded", "cannot be read"),
        (b"url=http://a.example/%41", "application/x-www-form-urlencoded; charset=none", "cannot be read"),
        (b"<?xml version='1.0'?><a/>", "text/xml", "not application/x-www-form-urlencoded"),
        (b"--x\r\n", "multipart/form-data; boundary=x", "not application/x-www-form-urlencoded"),
    ],
)  # fmt: skip
def test_a_hostile_ping_gets_one_line(cast: Cast, body: bytes, kind: str, message: str) -> None:
    answer = cast.desk.client.generic("POST", ping_address(cast), body, content_type=kind)
    root = lxml.etree.fromstring(answer.content)
    assert root.findtext("error") == "1"
    assert message in (root.findtext("message") or "")
    assert not Backlink.objects.exists()


def test_a_ping_in_other_bytes_is_read_and_never_breaks_a_page(cast: Cast, site: Site) -> None:
    source = site.put("/post", linking(cast))
    body = (
        f"url={quote(source)}&title=%E9t%E9+%3C/title%3E%3Cscript%3E&excerpt=%FF%00%1B%3C!--&blog_name=%26amp;".encode()
    )
    answer = cast.desk.client.post(
        ping_address(cast), body, content_type="application/x-www-form-urlencoded; charset=iso-8859-1"
    )
    assert b"<error>0</error>" in answer.content
    run_due()
    found = Backlink.objects.get()
    assert (found.title, found.excerpt) == ("été </title><script>", "ÿ\ufffd <!--")
    invalid = f"url={quote(source)}&title=%ff%fe".encode()
    cast.desk.client.post(ping_address(cast), invalid, content_type="application/x-www-form-urlencoded")
    run_due()
    assert Backlink.objects.get().title == "\ufffd\ufffd"
    cast.eve.post("/moderation/verdict", {"item": f"backlink/{found.pk}", "verdict": "approve"})
    assert "<script>" not in cast.page().partition('id="elsewhere"')[2].partition("</section>")[0]


def test_pings_are_limited_by_address(cast: Cast, site: Site) -> None:
    with override_settings(DRAGOMAN_LIMITS={"link-take-address": (1, 600)}):
        address = ping_address(cast)
        assert ping(cast, address, url=site.put("/post", linking(cast)))[0] == "0"
        assert "too often" in ping(cast, address, url=site.put("/post", linking(cast)))[1]
        assert mention(cast, site.put("/post", linking(cast)))[0] == 429
    cache.clear()
    with override_settings(DRAGOMAN_LIMITS={"link-source-host": (1, 600)}):
        assert mention(cast, site.put("/1", linking(cast)))[0] == 202
        assert mention(cast, site.put("/2", linking(cast)))[0] == 429


def test_a_webmention_is_taken_verified_and_told_of(cast: Cast, site: Site) -> None:
    page = cast.desk.client.get(cast.address)
    assert page.headers["Link"] == f'<{HERE}/webmention>; rel="webmention"'
    assert parse(page.content.decode()).cssselect("link[rel=webmention]")[0].get("href") == "/webmention"
    source = site.put(
        "/reply",
        f'<div class="h-entry"><a class="p-author h-card" href="http://ada.example/">Ada</a>'
        f'<a class="u-in-reply-to" href="{HERE}{cast.address}">x</a><p class="e-content">I disagree</p></div>',
    )
    code, where = mention(cast, source)
    assert code == 202
    assert status(cast, where) == "waiting to be verified"
    run_due()
    found = Backlink.objects.get()
    assert (found.state, found.type, found.author, found.author_url, found.excerpt) == (
        *("held", "reply", "Ada", "http://ada.example/", "I disagree"),
    )
    assert status(cast, where) == "held for a moderator"
    cast.eve.post("/moderation/verdict", {"item": f"backlink/{found.pk}", "verdict": "approve"})
    assert status(cast, where) == "accepted"
    assert "reply | Ada" in text_of(parse(cast.page()), ".backlinks .tag") + " | " + text_of(
        parse(cast.page()), ".backlinks .kicker a"
    )


def test_updates_and_deletions_are_honoured(cast: Cast, site: Site) -> None:
    source = site.put("/post", linking(cast, "First words"))
    _, where = mention(cast, source)
    run_due()
    cast.eve.post("/moderation/verdict", {"item": f"backlink/{Backlink.objects.get().pk}", "verdict": "approve"})
    site.put("/post", linking(cast, "Other words"))
    assert mention(cast, source) == (202, where)
    run_due()
    assert "Other words" in Backlink.objects.get().excerpt
    assert Backlink.objects.get().state == "shown"  # the site is trusted since the first approval
    Domain.objects.update(standing="held")
    site.put("/post", linking(cast, "Third words"))
    mention(cast, source)
    run_due()
    assert (Backlink.objects.get().state, Backlink.objects.get().why) == (
        "held",
        "site",
    ) or Backlink.objects.get().why == "changed"
    Domain.objects.update(standing="trusted")
    mention(cast, source)
    run_due()
    assert status(cast, where) == "accepted"
    for body, code in (("<p>No link</p>", 200), ("gone", 410)):
        site.put("/post", body, status=code)
        mention(cast, source)
        run_due()
        assert status(cast, where) == "deleted", code
        assert "Third words" not in cast.page()
        site.put("/post", linking(cast, "Third words"))
        mention(cast, source)
        run_due()
        assert status(cast, where) == "accepted"


def test_what_a_moderator_rejected_stays_rejected(cast: Cast, site: Site) -> None:
    source = site.put("/post", linking(cast))
    _, where = mention(cast, source)
    run_due()
    item = f"backlink/{Backlink.objects.get().pk}"
    cast.eve.post("/moderation/verdict", {"item": item, "verdict": "reject", "reason": "Copied."})
    mention(cast, source)
    run_due()
    assert status(cast, where) == "rejected"
    assert cast.desk.client.get(where.removeprefix(HERE)).json()["reason"] == "Copied."


def test_a_page_that_leads_on_or_is_too_large_is_read_with_limits(cast: Cast, site: Site) -> None:
    site.put("/end", linking(cast))
    site.put("/moved", status=301, Location="/end")
    site.put("/inside", status=302, Location="http://127.0.0.1:1/")
    site.put("/large", "<p>x</p>" * 200_000 + linking(cast))
    for path, state in (("/moved", "held"), ("/large", "rejected"), ("/inside", "rejected")):
        mention(cast, f"http://{site.host}{path}")
        for _ in range(5):
            verify_again()
        assert Backlink.objects.order_by("-pk")[0].state == state, path
    assert "port 1 is not" in Backlink.objects.order_by("-pk")[0].reason


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("", None),
        ("http://a.example/", ""),
        ("http://a.example/", "http://testserver/"),
        ("http://a.example/", "http://testserver/articles/none/"),
        ("http://a.example/", "http://elsewhere.example/articles/border-2/"),
        ("http://a.example/", "http://testserver:99999/"),
        ("http://a.example/", "http://[/"),
        ("ftp://a.example/", None),
        ("javascript:alert(1)", None),
        ("http://a.example:22/", None),
        ("http://a.example/\x00", None),
    ],
)
def test_a_webmention_that_is_none_is_refused(cast: Cast, source: str, target: str | None) -> None:
    assert mention(cast, source, target)[0] == 400
    assert not Backlink.objects.exists()


def test_a_webmention_of_the_page_itself_or_when_off_is_refused(cast: Cast, site: Site) -> None:
    own = HERE + cast.address
    assert mention(cast, f"{own}#x", own)[0] == 400
    cast.eve.post(f"{cast.address}switches", {"name": "webmentions", "on": "0"})
    assert "Link" not in cast.desk.client.get(cast.address).headers
    assert mention(cast, site.put("/post", linking(cast)))[0] == 400
    assert cast.desk.client.get("/webmention").status_code == 200
    assert cast.desk.client.get(f"/webmention/{'0' * 32}").status_code == 404


def test_a_private_source_is_never_fetched(cast: Cast, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    source = site.put("/post", linking(cast)).replace("127.0.0.1", "localhost")
    monkeypatch.setenv("DRAGOMAN_OUTSIDE_PORTS", site.host.partition(":")[2])
    mention(cast, source)
    for _ in range(5):
        verify_again()
    assert (Backlink.objects.get().state, Backlink.objects.get().reason) == (
        *("rejected", "leads to a private address, which is never fetched"),
    )
