"""What people do with their own account, and admins with everybody's."""

import re
import time
from datetime import timedelta

import pyotp
import pytest
from django.test import Client
from django.utils import timezone

from dragoman.accounts.models import Entry, Factor, Scope, Session, Site, Token, User
from dragoman.accounts.roles import Role
from dragoman.accounts.tokens import make_token
from tests.accounts.conftest import PASSWORD, House, link_in, said
from tests.desk.conftest import parse


def test_a_name_and_a_password_are_changed(house: House) -> None:
    house.person("ada@desk.example")
    here, there = house.enter("ada@desk.example"), house.enter("ada@desk.example")
    here.post("/account/name", {"name": "Ada L."})
    fresh = "a quite different phrase"
    wrong = here.post("/account/password", {"old_password": "wrong", "new_password1": fresh, "new_password2": fresh})
    assert wrong.status_code == 200
    here.post("/account/password", {"old_password": PASSWORD, "new_password1": fresh, "new_password2": fresh})
    user = User.objects.get()
    assert (user.name, user.check_password(fresh)) == ("Ada L.", True)
    assert here.get("/account").status_code == 200
    assert there.get("/account").status_code == 302


def test_a_factor_is_set_and_taken_off_with_the_password(house: House) -> None:
    house.person("ada@desk.example")
    here, there = house.enter("ada@desk.example"), house.enter("ada@desk.example")
    page = parse(here.get("/account/factor").content.decode())
    secret = page.cssselect("code.once")[0].text_content()
    assert page.cssselect(".scanned svg path")
    code = pyotp.TOTP(secret).at(int(time.time()))
    assert not Factor.objects.exists()
    here.post("/account/factor", {"code": code, "password": "wrong"})
    assert not Factor.objects.exists()
    codes = parse(here.post("/account/factor", {"code": code, "password": PASSWORD}).content.decode())
    assert len(codes.cssselect("code.once")) == 10
    assert Factor.objects.get().secret == secret
    assert there.get("/account").status_code == 302
    fresh = here.post("/account/factor/codes", {"password": PASSWORD})
    assert len(parse(fresh.content.decode()).cssselect("code.once")) == 10
    assert "10 recovery codes" in said(here.get("/account"))
    here.post("/account/factor/off", {"password": "wrong"})
    assert Factor.objects.exists()
    here.post("/account/factor/off", {"password": PASSWORD})
    assert not Factor.objects.exists()


def test_sessions_are_seen_and_ended(house: House) -> None:
    house.person("ada@desk.example")
    here, there, third = (house.enter("ada@desk.example") for _ in range(3))
    page = parse(here.get("/account").content.decode())
    marks = [field.get("value", "") for field in page.cssselect("input[name=session]")]
    assert len(marks) == 2
    keys = set(Session.objects.values_list("session_key", flat=True))
    assert not [key for key in keys if key in here.get("/account").content.decode()]
    here.post("/account/sessions/end", {"session": marks[0]})
    assert sorted(one.get("/account").status_code for one in (there, third)) == [200, 302]
    here.post("/account/sessions/end-all")
    assert [one.get("/account").status_code for one in (here, there, third)] == [200, 302, 302]


def test_one_ends_no_session_of_another(house: House) -> None:
    house.person("ada@desk.example")
    house.person("eda@desk.example")
    ada, eda = house.enter("ada@desk.example"), house.enter("eda@desk.example")
    ada2 = house.enter("ada@desk.example")
    page = parse(ada.get("/account").content.decode())
    mark = page.cssselect("input[name=session]")[0].get("value", "")
    eda.post("/account/sessions/end", {"session": mark})
    assert ada2.get("/account").status_code == 200


def test_a_session_ends_after_a_month_and_when_nobody_uses_it(house: House) -> None:
    house.person("ada@desk.example")
    client = house.enter("ada@desk.example")
    session = client.session
    session["began"] = int(time.time()) - 31 * 24 * 3600
    session.save()
    assert client.get("/account").status_code == 302
    client = house.enter("ada@desk.example")
    row = Session.objects.get(session_key=client.cookies["session"].value)
    assert timedelta(days=6) < row.expire_date - timezone.now() <= timedelta(days=7)
    session = client.session
    session["saved"] = int(time.time()) - 700
    session.save()
    Session.objects.filter(pk=row.pk).update(expire_date=timezone.now() + timedelta(days=1))
    assert client.get("/account").status_code == 200
    row.refresh_from_db()
    assert row.expire_date - timezone.now() > timedelta(days=6)  # used, and so prolonged
    Session.objects.filter(pk=row.pk).update(expire_date=timezone.now() - timedelta(seconds=1))
    assert client.get("/account").status_code == 302
    house.enter("ada@desk.example")
    assert not Session.objects.filter(pk=row.pk).exists()


# Tokens and a private site


def token_of(client: Client, **changed: object) -> str:
    form = {"name": "notebook", "scopes": ["record"], "days": "30", "password": PASSWORD} | changed
    page = parse(client.post("/account/tokens", form).content.decode())
    return str(page.cssselect("code.once")[0].text_content())


def ask(secret: str, path: str = "/api/status") -> int:
    return Client().get(path, headers={"Authorization": f"Bearer {secret}"}).status_code


def test_a_token_opens_what_it_is_for_until_it_ends(house: House) -> None:
    Site(private=True).save()
    house.person("ada@desk.example")
    client = house.enter("ada@desk.example")
    secret = token_of(client)
    row = Token.objects.get()
    assert secret.startswith("dragoman_")
    assert secret not in client.get("/account").content.decode()
    assert row.digest not in secret
    assert ask(secret) == 200
    assert ask(secret, "/api/articles/none") == 403
    assert ask(token_of(client, scopes=["texts"]), "/api/articles/none") == 404
    assert ask("dragoman_wrong") == 401
    row.refresh_from_db()
    assert row.used is not None
    Token.objects.filter(pk=row.pk).update(ends=timezone.now())
    assert ask(secret) == 401
    again = token_of(client)
    client.post(f"/account/tokens/{Token.objects.latest('pk').pk}/end")
    assert ask(again) == 401


def test_a_token_ends_with_its_owner_and_opens_no_page(house: House) -> None:
    user = house.person("ada@desk.example")
    secret = make_token(user, "x", [Scope.RECORD], 1)
    answer = Client().get("/account", headers={"Authorization": f"Bearer {secret}"})
    assert answer.status_code == 302
    user.is_active = False
    user.save()
    assert ask(secret) == 401


def test_nobody_takes_anothers_token_back(house: House) -> None:
    make_token(house.person("ada@desk.example"), "x", [Scope.RECORD], 1)
    house.person("eda@desk.example")
    answer = house.enter("eda@desk.example").post(f"/account/tokens/{Token.objects.get().pk}/end")
    assert answer.status_code == 404
    assert Token.objects.exists()


def test_a_private_site_shows_nothing_to_strangers(house: House) -> None:
    Site(private=True).save()
    client = Client()
    page = client.get("/search?q=talks")
    assert (page.status_code, page.headers["Location"]) == (302, "/login?next=/search%3Fq%3Dtalks")
    for address in ("/healthz", "/login", "/reset", "/join"):
        assert client.get(address).status_code == 200, address
    style = re.search(r'href="(/static/[^"]+css)"', client.get("/login").content.decode())
    assert style
    assert client.get(style[1]).status_code == 200
    api = client.get("/api/status")
    assert (api.status_code, api.headers["Content-Type"]) == (401, "application/problem+json")
    assert api.headers["WWW-Authenticate"] == "Bearer"
    assert client.get("/api/openapi.json").status_code == 401
    house.person("ada@desk.example", Role.READER)
    inside = house.enter("ada@desk.example")
    assert inside.get("/api/status").status_code == 200
    assert inside.get("/search").headers["Cache-Control"] == "private, no-cache"


# Admins


@pytest.fixture
def admin(house: House) -> Client:
    house.person("admin@desk.example", Role.ADMIN)
    return house.enter("admin@desk.example")


def test_an_admin_sets_the_site(house: House, admin: Client) -> None:  # noqa: ARG001
    admin.post("/people/settings", {"private": "on"})
    site = Site.current()
    assert (site.private, site.open_signup) == (True, False)
    assert Entry.objects.get(action="site.changed").details == {
        "private": True,
        "open_signup": False,
        "factor_from": None,
        "language": "",
        "by_reader": False,
    }
    assert "site.changed" in said(admin.get("/people/log"))


def test_an_admin_invites_by_mail_and_by_hand(house: House, admin: Client) -> None:
    answer = admin.post("/people/invite", {"email": "guest@desk.example", "role": Role.EDITOR.value})
    ((to, _, text),) = house.mail()
    assert to == "guest@desk.example"
    assert link_in(text) in answer.content.decode()
    assert "guest@desk.example" in said(admin.get("/people"))
    refused = admin.post("/people/invite", {"email": "ADMIN@desk.example", "role": Role.EDITOR.value})
    assert "has this address" in said(refused)
    number = re.search(r"/people/invitations/(\d+)/withdraw", admin.get("/people").content.decode())
    assert number
    admin.post(f"/people/invitations/{number[1]}/withdraw")
    assert Client().get(link_in(text)).status_code == 404


def test_an_admin_changes_roles_but_there_is_always_one(house: House, admin: Client) -> None:
    user = house.person("ada@desk.example")
    own = User.objects.get(email="admin@desk.example")
    admin.post(f"/people/{user.pk}", {"role": Role.EDITOR.value})
    user.refresh_from_db()
    assert user.role == Role.EDITOR
    for form in ({"role": str(Role.READER.value)}, {"active": "no"}):
        answer = admin.post(f"/people/{own.pk}", form, follow=True)
        assert "must be an admin" in said(answer)
    own.refresh_from_db()
    assert (own.role, own.is_active) == (Role.ADMIN, True)
    admin.post(f"/people/{user.pk}", {"role": "999"})
    inside = house.enter("ada@desk.example")
    admin.post(f"/people/{user.pk}", {"active": "no"})
    assert inside.get("/account").status_code == 302
    admin.post(f"/people/{user.pk}", {"active": "yes"})
    assert house.enter("ada@desk.example").get("/account").status_code == 200
    assert list(Entry.objects.filter(about=f"person/{user.pk}").values_list("action", flat=True)) == [
        "person.role",
        "person.disabled",
        "person.enabled",
    ]


def test_an_admin_helps_whoever_lost_something(house: House, admin: Client) -> None:
    user = house.person("ada@desk.example")
    Factor.objects.create(user=user, secret=pyotp.random_base32())
    inside = Client()
    inside.force_login(user)
    link = parse(admin.post(f"/people/{user.pk}/reset").content.decode()).cssselect("code.once")[0].text_content()
    client = Client()
    form = client.get(link_in(link)).headers["Location"]
    fresh = "a quite different phrase"
    client.post(form, {"new_password1": fresh, "new_password2": fresh})
    assert inside.get("/account").status_code == 302
    admin.post(f"/people/{user.pk}/factor-off")
    assert Client().post("/login", {"username": user.email, "password": fresh}).headers["Location"] == "/"
    admin.post(f"/people/{user.pk}/sessions-end")
    assert not Session.objects.filter(user=user).exists()


def test_djangos_admin_is_for_admins(house: House, admin: Client) -> None:
    house.person("ada@desk.example", Role.EDITOR)
    editor = house.enter("ada@desk.example")
    assert editor.get("/admin/").status_code == 403
    assert Client().get("/admin/").headers["Location"] == "/login?next=/admin/"
    index = admin.get("/admin/")
    assert index.status_code == 200
    for sheet in re.findall(r'"(/static/admin/[^"]+)"', index.content.decode()):
        assert admin.get(sheet).status_code == 200, sheet
    user = User.objects.get(email="ada@desk.example")
    for name in ("user", "entry", "invitation", "token", "session"):
        assert admin.get(f"/admin/accounts/{name}/").status_code == 200, name
    admin.post(f"/admin/accounts/user/{user.pk}/change/", {"email": "ADA.L@desk.example", "name": "Ada"})
    user.refresh_from_db()
    assert user.email == "ada.l@desk.example"
    assert admin.get("/static/admin/../../../apps.py").status_code == 404
