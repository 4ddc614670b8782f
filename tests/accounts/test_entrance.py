"""Joining, logging in, and a new password."""

import re
import time

import pyotp
import pytest
from django.core.cache import cache
from django.test import Client, override_settings

from dragoman.accounts import limits
from dragoman.accounts.factor import make_recovery_codes, set_factor
from dragoman.accounts.joining import find_invitation, invite, join
from dragoman.accounts.models import Entry, Factor, Invitation, Scope, Session, Site, User
from dragoman.accounts.roles import Role
from dragoman.accounts.tokens import make_token
from tests.accounts.conftest import PASSWORD, House, link_in, said


def code_of(secret: str, steps: int = 0) -> str:
    return pyotp.TOTP(secret).at(int(time.time()) + 30 * steps)


# Joining


def test_nobody_joins_a_site_that_invites(house: House) -> None:
    client = Client()
    assert "invited" in said(client.get("/join"))
    assert "invited" in said(client.post("/join", {"email": "new@desk.example"}))
    assert house.mail() == []
    assert not Invitation.objects.exists()


def test_whoever_signs_up_confirms_the_address_first(house: House) -> None:
    Site(open_signup=True).save()
    client = Client()
    assert "on its way" in said(client.post("/join", {"email": "New@Desk.example"}))
    assert not User.objects.exists()
    ((to, _, text),) = house.mail()
    assert to == "New@Desk.example"
    link = link_in(text)
    assert "new@desk.example" in said(client.get(link))
    weak = client.post(link, {"name": "Newton", "password": "password1"})
    assert "too common" in said(weak)
    close = client.post(link, {"name": "Newton", "password": "newtondesk"})
    assert close.status_code == 200
    joined = client.post(link, {"name": "Newton", "password": PASSWORD})
    assert (joined.status_code, joined.headers["Location"]) == (302, "/account")
    user = User.objects.get()
    assert (user.email, user.name, user.role) == ("new@desk.example", "Newton", Role.COMMENTER)
    assert user.password.startswith("argon2$argon2id$")
    assert client.get("/account").status_code == 200
    assert Client().get(link).status_code == 404
    assert Entry.objects.filter(action="person.joined", who=user).count() == 1


def test_an_address_that_is_known_is_answered_alike(house: House) -> None:
    Site(open_signup=True).save()
    house.person("ada@desk.example")
    known = Client().post("/join", {"email": "ada@desk.example"})
    fresh = Client().post("/join", {"email": "eda@desk.example"})
    plain = [re.sub(r"\b[ae]da@|csrf\S+|value=\"\S+\"", "", one.content.decode()) for one in (known, fresh)]
    assert plain[0] == plain[1]
    subjects = {to: subject for to, subject, _ in house.mail()}
    assert subjects == {"ada@desk.example": "You have an account already", "eda@desk.example": "Confirm your address"}


@override_settings(DRAGOMAN_MAIL="")
def test_without_mail_one_joins_at_once(house: House) -> None:
    Site(open_signup=True).save()
    client = Client()
    with override_settings(DRAGOMAN_MAIL=""):
        answer = client.post("/join", {"email": "new@desk.example"})
        link = answer.headers["Location"]
        client.post(link, {"name": "N", "password": PASSWORD})
        house.person("ada@desk.example")
        taken = Client().post("/join", {"email": "ada@desk.example"}).headers["Location"]
        refused = Client().post(taken, {"name": "A", "password": PASSWORD})
    assert User.objects.get(email="new@desk.example").role == Role.COMMENTER
    assert "cannot join" in said(refused)


def test_an_invitation_makes_one_account_of_its_role(house: House) -> None:
    admin = house.person("admin@desk.example", Role.ADMIN)
    first = invite("Guest@desk.example", Role.EDITOR, admin)
    second = invite("guest@desk.example", Role.REVIEWER, admin)
    assert find_invitation(first) is None  # the later one holds
    invitation = find_invitation(second)
    assert invitation is not None
    user = join(invitation, "Guest", PASSWORD)
    assert user is not None
    assert user.role == Role.REVIEWER
    assert join(invitation, "Again", PASSWORD) is None
    Invitation.objects.create(email="late@desk.example", digest="0" * 64, ends=user.joined)
    assert Client().get("/join/whatever").status_code == 404


def test_who_signs_up_takes_no_invitation_away(house: House) -> None:
    Site(open_signup=True).save()
    secret = invite("guest@desk.example", Role.EDITOR, house.person("admin@desk.example", Role.ADMIN))
    Client().post("/join", {"email": "guest@desk.example"})
    assert find_invitation(secret) is not None


# Logging in


def test_a_session_is_made_anew_at_the_login_and_said_to_be_whose_it_is(house: House) -> None:
    house.person("ada@desk.example")
    client = Client()
    client.get("/login")
    client.cookies["session"] = "planted" * 4
    house.enter("ADA@desk.example", client)
    assert client.cookies["session"].value != "planted" * 4
    row = Session.objects.get(user__email="ada@desk.example")
    assert row.address == "127.0.0.1"
    assert client.cookies["session"]["httponly"]
    assert client.cookies["session"]["samesite"] == "Lax"


def test_somebody_disabled_does_not_come_in(house: House) -> None:
    user = house.person("ada@desk.example")
    client = house.enter("ada@desk.example")
    user.is_active = False
    user.save()
    assert client.get("/account").status_code == 302
    answer = Client().post("/login", {"username": "ada@desk.example", "password": PASSWORD})
    nobody = Client().post("/login", {"username": "nobody@desk.example", "password": PASSWORD})
    assert "do not fit" in said(answer)
    assert said(answer) == said(nobody)


def test_a_login_leads_nowhere_else(house: House) -> None:
    house.person("ada@desk.example")
    form = {"username": "ada@desk.example", "password": PASSWORD, "next": "https://evil.example/"}
    assert Client().post("/login", form).headers["Location"] == "/"


def test_guessing_is_slowed_and_the_owner_is_not_shut_out(house: House) -> None:
    house.person("ada@desk.example")
    wrong = {"username": "ada@desk.example", "password": "wrong"}
    statuses = [Client().post("/login", wrong).status_code for _ in range(12)]
    assert statuses == [200] * 10 + [429] * 2
    limited = Client().post("/login", {"username": "ada@desk.example", "password": PASSWORD})
    assert limited.status_code == 429
    assert int(limited.headers["Retry-After"]) > 0
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    assert elsewhere.post("/login", {"username": "ada@desk.example", "password": PASSWORD}).status_code == 302


def test_an_address_may_not_try_many_accounts(house: House) -> None:  # noqa: ARG001
    with override_settings(DRAGOMAN_LIMITS={"login-address": (3, 600)}):
        statuses = [
            Client().post("/login", {"username": f"a{number}@desk.example", "password": "x"}).status_code
            for number in range(5)
        ]
    assert statuses == [200, 200, 200, 429, 429]


def test_what_is_counted_is_bounded(house: House) -> None:  # noqa: ARG001
    with override_settings(
        CACHES={"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 50}}}
    ):
        for number in range(500):
            limits.check("login-address", str(number))
        assert len(cache._cache) <= 51  # type: ignore[attr-defined]


# The second factor


def test_the_second_factor_is_asked_for_and_no_code_is_taken_twice(house: House) -> None:
    user = house.person("ada@desk.example")
    secret = pyotp.random_base32()
    assert set_factor(user, secret, "000000") == [] or pyotp.TOTP(secret).now() == "000000"
    before, now = code_of(secret, -1), code_of(secret)  # each once: a new half minute may begin at any line
    codes = set_factor(user, secret, before)
    assert len(codes) == 10
    client = Client()
    asked = client.post("/login?next=/graph/", {"username": user.email, "password": PASSWORD, "next": "/graph/"})
    assert asked.headers["Location"] == "/login/code?next=%2Fgraph%2F"
    assert client.get("/account").status_code == 302  # the password alone is not enough
    step = asked.headers["Location"]
    assert "does not fit" in said(client.post(step, {"code": before}))  # taken when it was set
    entered = client.post(step, {"code": now})
    assert (entered.status_code, entered.headers["Location"]) == (302, "/graph/")
    assert client.get("/account").status_code == 200
    other = Client()
    other.post("/login", {"username": user.email, "password": PASSWORD})
    assert "does not fit" in said(other.post("/login/code", {"code": now}))
    assert other.post("/login/code?next=//evil.example/", {"code": f" {codes[0].lower()} "}).headers["Location"] == "/"
    third = Client()
    third.post("/login", {"username": user.email, "password": PASSWORD})
    assert "does not fit" in said(third.post("/login/code", {"code": codes[0]}))
    assert user.recovery_codes.count() == 9


def test_a_site_that_demands_a_second_factor_of_a_role_leads_to_it_before_anything_else(house: House) -> None:
    admin, editor = house.person("eva@desk.example", Role.ADMIN), house.person("ada@desk.example", Role.EDITOR)
    house.person("bob@desk.example", Role.REVIEWER)
    form = {"private": "", "open_signup": "", "factor_from": Role.EDITOR.value}
    at_desk = house.enter(admin.email)
    assert at_desk.post("/people/settings", form).headers["Location"] == "/people"
    for address, status in (("bob@desk.example", 200), (editor.email, 302), (admin.email, 302)):
        assert house.enter(address).get("/account").status_code == status, address
    client = house.enter(editor.email)
    for path in ("/", "/account", "/search?q=talks", "/review/"):
        assert client.get(path).headers["Location"] == "/account/factor", path
    assert client.get("/api/ask?q=talks").status_code == 403
    refused = client.post("/account/name", {"name": "Ada"})
    assert (refused.status_code, "set one first" in said(refused)) == (403, True)
    # Who came in by the password alone sets it, and goes on.
    page = said(client.get("/account/factor"))
    secret = client.session["factor"]
    assert "authenticator" in page
    assert client.post("/account/factor", {"password": PASSWORD, "code": code_of(secret)}).status_code == 200
    assert client.get("/account").status_code == 200
    assert client.get("/").status_code == 200
    # And who does not goes out.
    other = house.enter(admin.email)
    assert other.post("/logout").headers["Location"] == "/"
    assert other.get("/").status_code == 200
    # A token is a credential of its own, made by who had come in.
    secret = make_token(admin, "at night", [Scope.RECORD], 7)
    assert Client().get("/api/ask?q=talks", headers={"Authorization": f"Bearer {secret}"}).status_code == 200


def test_codes_are_not_guessed(house: House) -> None:
    user = house.person("ada@desk.example")
    Factor.objects.create(user=user, secret=pyotp.random_base32())
    make_recovery_codes(user)
    client = Client()
    client.post("/login", {"username": user.email, "password": PASSWORD})
    statuses = [client.post("/login/code", {"code": "AAAA-BBBB"}).status_code for _ in range(12)]
    assert statuses == [200] * 10 + [429] * 2
    assert Client().get("/login/code").headers["Location"] == "/login"


# A new password


def test_a_forgotten_password_is_set_by_a_link(house: House) -> None:
    user = house.person("ada@desk.example")
    inside = house.enter("ada@desk.example")
    house.person("eda@desk.example")
    Client().post("/reset", {"email": "ADA@desk.example"})
    ((to, _, text),) = house.mail()
    assert to == "ada@desk.example"
    client = Client()
    form = client.get(link_in(text)).headers["Location"]
    fresh = "a quite different phrase"
    client.post(form, {"new_password1": fresh, "new_password2": fresh})
    user.refresh_from_db()
    assert user.check_password(fresh)
    assert inside.get("/account").status_code == 302  # whoever was inside is out
    assert "ended" in said(Client().get(link_in(text)))


def test_a_reset_tells_nobody_who_is_here(house: House) -> None:
    house.person("ada@desk.example")
    answers = [Client().post("/reset", {"email": f"{name}@desk.example"}) for name in ("ada", "eda")]
    plain = [re.sub(r"\b[ae]da@|csrf\S+|value=\"\S+\"", "", one.content.decode()) for one in answers]
    assert plain[0] == plain[1]
    assert [to for to, _, _ in house.mail()] == ["ada@desk.example"]


def test_nobody_is_drowned_in_letters(house: House) -> None:
    house.person("ada@desk.example")
    for _ in range(8):
        assert Client().post("/reset", {"email": "ada@desk.example"}).status_code == 200
    assert len(house.mail()) == 5


@pytest.mark.usefixtures("house")
def test_without_mail_an_admin_makes_the_link() -> None:
    with override_settings(DRAGOMAN_MAIL=""):
        assert "admin" in said(Client().post("/reset", {"email": "ada@desk.example"}))
