"""Every address of the site, tried as everybody: it must be said of each who may open it."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver, get_resolver

from dragoman.accounts.access import is_open
from dragoman.accounts.models import Invitation, Site, User
from dragoman.accounts.roles import Role
from dragoman.record.databases import url_of_folder
from tests.desk.conftest import Desk, make_desk

# Open to all where the site is not private. Every other address must say whom it needs (accounts/access.py).
PUBLIC = {
    *("front", "feed", "category", "category-feed", "search", "search-feed", "article", "cite-json", "cite-bibtex"),
    *("actor", "actor-timeline", "event", "graph", "graph-download"),
    *("feed-json", "category-feed-json", "topic-feed-json", "search-feed-json"),
    *("topics", "topic", "topic-feed", "compare", "lanes", "lanes-download"),
    *("comments", "comments-feed", "comments-annotations", "all-comments-feed", "comment", "comment-history"),
    *("trackback", "webmention", "webmention-status"),
    *("api:openapi-json", "api:api-root", "api:_status", "api:_ask", "api:_said", "api:_meetings", "api:_event"),
    *("api:_stand", "api:_news", "api:_article"),
}
# Open where the site is private too: the way in, and what it is drawn with.
OPEN = {
    *("login", "login-code", "logout", "sign-up", "join", "reset", "reset-confirm"),
    *("static", "static-admin", "icon", "healthz"),
}
# What is put into addresses, by the names that they have for it; anything else is "1".
ARGUMENTS = {
    "event": "0" * 32,
    "form": "csv",
    "name": "world",
    "slug": "bolivia",
    "secret": "none",
    "uidb64": "MQ",
    "token": "none",
    "app_label": "accounts",
    "content_type_id": "1",
}


def addresses() -> Iterator[tuple[str, Any, str]]:
    """List all addresses: name, view, and one that it answers to."""
    yield from _addresses(get_resolver(), "/", "")


def _addresses(resolver: URLResolver, before: str, space: str) -> Iterator[tuple[str, Any, str]]:
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver):
            inner = f"{space}{one.namespace}:" if one.namespace else space
            yield from _addresses(one, before + _filled(one), inner)
        else:
            assert isinstance(one, URLPattern)
            yield f"{space}{one.name}", one.callback, before + _filled(one)


def _filled(one: URLResolver | URLPattern) -> str:
    """Put something in place of what an address leaves open: `<int:number>`, or `(?P<event>[0-9a-f]{32})`."""
    plain = re.sub(r"\(\?P<(\w+)>[^)]*\)", lambda found: ARGUMENTS.get(found[1], "1"), str(one.pattern).lstrip("^"))
    return re.sub(r"<(?:\w+:)?(\w+)>", lambda found: ARGUMENTS.get(found[1], "1"), plain).rstrip("$")


def needed(name: str, view: Any) -> Role | None:
    """Return the role that an address must want; None: it is open. Fails where nobody said."""
    if name.startswith("admin:"):
        return Role.ADMIN
    said: Role | None = getattr(view, "needed", None)
    if said is None:
        assert name in PUBLIC | OPEN, f"nobody said who may open {name}"
        assert is_open(view) == (name in OPEN), name
    return said


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with override_settings(DRAGOMAN_LIMITS={"link-address": (10**6, 60), "reset-address": (10**6, 60)}):
        yield from make_desk(url_of_folder(tmp_path_factory.mktemp("roles")))


def clients(site: Desk) -> dict[Role | None, Client]:
    return {None: Client()} | {role: site.as_role(role) for role in Role}


def victim() -> User:
    """Make somebody for the addresses that name a person by number: the one with number 1."""
    user, _ = User.objects.update_or_create(
        pk=1, defaults={"email": "one@desk.example", "name": "One", "role": Role.READER, "is_active": True}
    )
    Invitation.objects.get_or_create(pk=1, defaults={"email": "two@desk.example", "digest": "1", "ends": user.joined})
    return user


def outcome(answer: Any) -> str:
    """Say what came of it: "login", "refused", or "open" for all else that is no error of ours."""
    assert answer.status_code < 500, answer
    if answer.status_code == 302 and answer.headers["Location"].startswith("/login?next="):
        return "login"
    return "refused" if answer.status_code in {401, 403} else "open"


@pytest.mark.parametrize("method", ["get", "post"])
def test_every_address_opens_to_whom_it_should(site: Desk, method: str) -> None:
    victim()
    wrong, tried = [], 0
    inside = clients(site)
    for name, view, address in addresses():
        role = needed(name, view)
        for who in inside:
            cache.clear()
            if method == "post":  # which may have ended the sessions, or the person
                victim()
                inside[who] = site.as_role(who) if who else Client()
            client = inside[who]
            found = outcome(getattr(client, method)(address))
            if role is None or (who is not None and who >= role):
                expected = "open"
            elif who is None and method == "get":
                expected = "login"
            else:
                expected = "refused"
            tried += 1
            # Of Django's admin an admin may not do everything: nobody deletes a log.
            if found != expected and not (name.startswith("admin:") and who is Role.ADMIN and found == "refused"):
                wrong.append((name, address, who, found, expected))
    assert wrong == []
    assert tried > 6 * 90


def test_a_private_site_opens_nothing_else(site: Desk) -> None:
    Site(private=True).save()
    try:
        found = {name: outcome(Client().get(address)) for name, _, address in addresses()}
    finally:
        Site.objects.all().delete()
    assert {name for name, came in found.items() if came == "open"} == OPEN
    assert {came for name, came in found.items() if name.startswith("api:")} == {"refused"}
    assert site.client.get("/").status_code == 200
