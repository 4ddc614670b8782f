"""Logging in, and what is refused to whom."""

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from dragoman.accounts.access import needs
from dragoman.accounts.models import User
from dragoman.accounts.roles import Role
from tests.desk.conftest import parse, text_of


@needs(Role.REVIEWER)
def guarded(request: HttpRequest) -> HttpResponse:
    return HttpResponse(request.method)


@pytest.mark.usefixtures("desk")
def test_one_logs_in_and_out() -> None:
    User.objects.create_user("Ada@Desk.example", "correct horse battery", name="Ada")
    client = Client()
    wrong = client.post("/login", {"username": "ada@desk.example", "password": "wrong"})
    assert "do not fit" in text_of(parse(wrong.content.decode()), ".wrong")
    right = client.post(
        "/login?next=/graph/", {"username": "ada@desk.example", "password": "correct horse battery", "next": "/graph/"}
    )
    assert (right.status_code, right.headers["Location"]) == (302, "/graph/")
    assert text_of(parse(client.get("/").content.decode()), ".account span") == "Ada"
    client.post("/logout")
    assert text_of(parse(client.get("/").content.decode()), ".account") == "Log in"


@pytest.mark.usefixtures("desk")
def test_a_form_without_its_token_is_refused() -> None:
    answer = Client(enforce_csrf_checks=True).post("/login", {"username": "a@b.example", "password": "x"})
    assert answer.status_code == 403
    assert "did not come from a page of this site" in answer.content.decode()


@pytest.mark.parametrize(("role", "may"), [(Role.COMMENTER, False), (Role.REVIEWER, True), (Role.ADMIN, True)])
def test_a_role_opens_a_view(role: Role, may: bool) -> None:  # noqa: FBT001
    request = RequestFactory().post("/there")
    request.user = User(email="somebody@desk.example", role=role)
    if may:
        assert guarded(request).status_code == 200
    else:
        with pytest.raises(PermissionDenied, match="reviewer"):
            guarded(request)


def test_nobody_is_led_to_the_login_and_back() -> None:
    request = RequestFactory().get("/there?page=2")
    request.user = User(email="gone@desk.example", role=Role.ADMIN, is_active=False)
    assert guarded(request).headers["Location"] == "/login?next=/there%3Fpage%3D2"
