"""People on the command line."""

import pathlib
import subprocess
import sys

import pytest
from django.db import connections
from django.test import Client, override_settings

from dragoman.accounts.models import Entry, User
from dragoman.accounts.roles import Role
from dragoman.record.databases import url_of_folder
from tests.accounts.conftest import PASSWORD

COMMAND = [sys.executable, "-c", "from dragoman.cli import main; main()", "people"]


def people(folder: pathlib.Path, *arguments: str, given: str = "") -> tuple[int, str, str]:
    done = subprocess.run(
        [*COMMAND, *arguments, "--data", str(folder)],
        input=given,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


def test_the_first_admin_is_made_on_the_command_line(tmp_path: pathlib.Path) -> None:
    weak = people(tmp_path, "add", "Chief@desk.example", "--role", "admin", given="password\n")
    assert (weak[0], weak[1]) == (2, "")
    assert "too common" in weak[2]
    made = people(tmp_path, "add", "Chief@desk.example", "--role", "admin", given=f"{PASSWORD}\n")
    assert made == (0, "chief@desk.example may log in, with the role of admin\n", "")
    assert people(tmp_path, "add", "chief@desk.example", given=f"{PASSWORD}\n")[0] == 2
    assert "is the only admin" in people(tmp_path, "role", "chief@desk.example", "editor")[2]
    assert "is the only admin" in people(tmp_path, "disable", "chief@desk.example")[2]
    assert "nobody has this address" in people(tmp_path, "role", "x@desk.example", "editor")[2]
    assert "is no role" in people(tmp_path, "role", "chief@desk.example", "boss")[2]
    invited = people(tmp_path, "invite", "guest@desk.example", "--role", "editor", "--site", "https://desk.example")
    assert invited[1].startswith("https://desk.example/join/")
    listed = people(tmp_path, "list")[1]
    assert listed.split()[:3] == ["chief@desk.example", "chief", "admin"]
    try:
        with override_settings(DRAGOMAN_RECORD=url_of_folder(tmp_path), ALLOWED_HOSTS=["testserver"]):
            assert User.objects.get().role == Role.ADMIN
            assert Entry.objects.filter(action="person.added").count() == 1
            secret = invited[1].strip().rpartition("/")[2]
            Client().post(f"/join/{secret}", {"name": "Guest", "password": PASSWORD})
            people(tmp_path, "role", "guest@desk.example", "admin")
            people(tmp_path, "disable", "guest@desk.example")
            assert User.objects.get(email="guest@desk.example").role == Role.ADMIN
            assert not User.objects.get(email="guest@desk.example").is_active
            people(tmp_path, "enable", "guest@desk.example")
            people(tmp_path, "password", "guest@desk.example", given="another good phrase\n")
            assert User.objects.get(email="guest@desk.example").check_password("another good phrase")
    finally:
        connections.close_all()


@pytest.mark.parametrize("arguments", [("list",), ("role", "a@b.example", "admin")])
def test_no_record_is_one_line(tmp_path: pathlib.Path, arguments: tuple[str, ...]) -> None:
    code, out, trouble = people(tmp_path, *arguments)
    assert (code, out, trouble.count("\n")) == (2, "", 1)
