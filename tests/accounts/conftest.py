"""A site over an empty Record, on both databases, whose mail goes into a folder."""

import email
import email.policy
import pathlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connections
from django.test import Client, override_settings

from dragoman.accounts import mail
from dragoman.accounts.models import Site, User
from dragoman.accounts.roles import Role
from dragoman.record.databases import url_of_folder
from dragoman.record.store import Record, open_record
from tests.desk.conftest import parse, text_of
from tests.record.conftest import server  # noqa: F401  (a fixture)
from tests.record.servers import Server

PASSWORD = "correct horse battery"  # noqa: S105


@dataclass
class House:
    """A site and the letters it sent."""

    record: Record
    letters: pathlib.Path

    def mail(self) -> list[tuple[str, str, str]]:
        """Return what was sent since the last look: to whom, subject, text."""
        mail.wait()
        found = []
        for file in sorted(self.letters.glob("*")):
            for part in file.read_text("utf-8").split("\n" + "-" * 79 + "\n"):
                if part.strip():
                    letter: Any = email.message_from_string(part, policy=email.policy.default)
                    found.append((str(letter["To"]), str(letter["Subject"]), letter.get_content()))
            file.unlink()
        return found

    def person(self, address: str, role: Role = Role.COMMENTER) -> User:
        return User.objects.create_user(address, PASSWORD, role=role)

    def enter(self, address: str, client: Client | None = None) -> Client:
        """Log in by the form."""
        client = client or Client()
        answer = client.post("/login", {"username": address, "password": PASSWORD})
        assert answer.status_code == 302, answer.content.decode()
        return client


def link_in(text: str) -> str:
    """Return the path of the link in a letter."""
    found = re.search(r"http://testserver(/\S+)", text)
    assert found, text
    return found[1]


def said(answer: Any) -> str:
    """Return what a page says in its main part."""
    return text_of(parse(answer.content.decode()), "main")


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    if request.param == "postgresql":
        running: Server = request.getfixturevalue("server")
        yield running.fresh()
    else:
        yield url_of_folder(tmp_path_factory.mktemp("house"))
    connections.close_all()


@pytest.fixture
def house(place: str, tmp_path: pathlib.Path) -> Iterator[House]:
    """The site, with mail, without people, and with nothing counted yet."""
    cache.clear()
    letters = tmp_path / "letters"
    options = mail.settings_of(f"file://{letters}", "desk@desk.example")
    with override_settings(DRAGOMAN_RECORD=place, ALLOWED_HOSTS=["testserver"], **options):
        record = open_record(place)
        User.objects.all().delete()
        Site.objects.all().delete()
        yield House(record, letters)
        mail.wait()
