"""The server itself: its key, what a proxy may say, and what it writes to its log."""

import http.client
import json
import logging
import os
import pathlib
import re
import stat
import subprocess
import urllib.error
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar

import pytest

from dragoman.accounts import mail
from dragoman.errors import Unusable
from dragoman.record.databases import url_of_folder
from dragoman.record.store import open_record
from dragoman.server.key import find_key
from dragoman.server.logs import Secretless
from tests.accounts.conftest import PASSWORD
from tests.accounts.test_commands import people
from tests.api.conftest import COMMAND, serving


class Browser:
    """As much of a browser as a form needs."""

    def __init__(self, address: str) -> None:
        self.address = address.rstrip("/")
        self.cookies = CookieJar()
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))

    def open(self, path: str, form: dict[str, str] | None = None) -> str:
        data = None
        if form is not None:
            token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.open(path))
            assert token, path
            data = urllib.parse.urlencode(form | {"csrfmiddlewaretoken": token[1]}).encode()
        headers = {"Referer": self.address + path}
        request = urllib.request.Request(self.address + path, data, headers)
        with self._opener.open(request, timeout=60) as answer:
            body: bytes = answer.read()
        return body.decode()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    """A Record with an admin."""
    folder = tmp_path_factory.mktemp("served")
    open_record(url_of_folder(folder)).close()
    assert people(folder, "add", "chief@desk.example", "--role", "admin", given=f"{PASSWORD}\n")[0] == 0
    return folder


def test_a_login_outlives_the_server_and_its_log_has_no_secret(folder: pathlib.Path, tmp_path: pathlib.Path) -> None:
    errors = tmp_path / "errors"
    letters = tmp_path / "letters"
    environment = os.environ | {"DRAGOMAN_MAIL": f"file://{letters}"}
    with errors.open("w") as log:
        first = subprocess.Popen(
            [*COMMAND, "--port", "0", "--data", str(folder)],
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            env=environment,
        )
        try:
            assert first.stdout is not None
            browser = Browser(first.stdout.readline().split()[1])
            browser.open("/login", {"username": "chief@desk.example", "password": f"{PASSWORD}x"})
            browser.open("/login", {"username": "chief@desk.example", "password": PASSWORD})
            assert "chief@desk.example" in browser.open("/account")
            token = re.search(r"dragoman_[\w-]+", browser.open("/account/tokens", {"name": "n", "scopes": "record", "days": "30", "password": PASSWORD}))  # fmt: skip
            assert token
            browser.open("/reset", {"email": "chief@desk.example"})
            with pytest.raises(urllib.error.HTTPError) as unknown:
                Browser(browser.address).open(f"/join/{'s3cret' * 5}")
            unknown.value.close()
            port = int(browser.address.rpartition(":")[2])
        finally:
            first.terminate()
            first.communicate(timeout=30)
    link = re.search(r"/reset/\S+", "".join(file.read_text() for file in letters.iterdir()))
    assert link
    written = errors.read_text()
    assert "came in" in written
    assert "did not come in" in written
    key = (folder / "secret.key").read_text().strip()
    session = next(cookie.value for cookie in browser.cookies if cookie.name == "session")
    for secret in (PASSWORD, token[0], link[0], "s3cret", key, session):
        assert secret is not None
        assert secret not in written
    with serving("--data", str(folder), "--port", str(port)) as address:
        browser.address = address.rstrip("/")
        assert "chief@desk.example" in browser.open("/account")


def test_the_key_is_for_its_owner_alone(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key = find_key(tmp_path)
    assert key is not None
    assert find_key(tmp_path) == key
    path = tmp_path / "secret.key"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.chmod(0o644)
    with pytest.raises(Unusable, match="read by others"):
        find_key(tmp_path)
    assert find_key(None) is None
    assert find_key(tmp_path / "none") is None
    monkeypatch.setenv("DRAGOMAN_SECRET_KEY", "short")
    with pytest.raises(Unusable, match="too short"):
        find_key(None)
    monkeypatch.delenv("DRAGOMAN_SECRET_KEY")
    other = tmp_path / "other"
    other.write_text("k" * 40 + "\n")
    monkeypatch.setenv("DRAGOMAN_SECRET_KEY_FILE", str(other))
    assert find_key(tmp_path) == "k" * 40
    monkeypatch.setenv("DRAGOMAN_SECRET_KEY_FILE", str(tmp_path / "none"))
    with pytest.raises(Unusable, match="cannot be read"):
        find_key(None)


def ask(address: str, path: str, headers: dict[str, str]) -> http.client.HTTPResponse:
    place = urllib.parse.urlsplit(address)
    assert place.hostname
    connection = http.client.HTTPConnection(place.hostname, place.port, timeout=60)
    connection.request("GET", path, headers=headers)
    try:
        answer = connection.getresponse()
        answer.read()
    finally:
        connection.close()
    return answer


def test_behind_a_proxy_browsers_come_by_https(folder: pathlib.Path) -> None:
    site = {"Host": "desk.example"}
    by_proxy = site | {"X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.1"}
    with serving("--data", str(folder), "--behind-proxy", "127.0.0.1", "--allow-host", "desk.example") as address:
        plain = ask(address, "/login", site | {"X-Forwarded-Proto": "http"})
        assert (plain.status, plain.headers["Location"]) == (301, "https://desk.example/login")
        safe = ask(address, "/login", by_proxy)
        assert safe.status == 200
        assert safe.headers["Strict-Transport-Security"] == "max-age=31536000"
        cookie = safe.headers["Set-Cookie"]
        assert cookie.startswith("__Host-csrftoken=")
        assert "Secure" in cookie
        assert ask(address, "/login", by_proxy | {"Host": "evil.example"}).status == 400
        assert ask(address, "/healthz", {}).status == 200
    with serving("--data", str(folder)) as address:
        # Nobody's word is taken where no proxy is named.
        forged = ask(address, "/login", {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "evil.example"})
        assert forged.status == 200
        assert "Strict-Transport-Security" not in forged.headers
        assert ask(address, "/login", {"Host": "evil.example"}).status == 400


def test_a_body_that_is_too_long_is_refused(folder: pathlib.Path) -> None:
    with serving("--data", str(folder)) as address:
        place = urllib.parse.urlsplit(address)
        assert place.hostname
        # Only said to be so long: it is refused before it is sent.
        connection = http.client.HTTPConnection(place.hostname, place.port, timeout=60)
        connection.putrequest("POST", "/login")
        connection.putheader("Content-Length", str(129 * 1024 * 1024))
        connection.endheaders(b"a=")
        answer = connection.getresponse()
        assert (answer.status, bool(answer.read())) == (413, True)
        answer.close()
        connection.close()
        # A form has a megabyte at most.
        token = "a" * 32
        form = f"csrfmiddlewaretoken={token}&username={'x' * 1024 * 1024}".encode()
        request = urllib.request.Request(f"{address}login", form, {"Cookie": f"csrftoken={token}"})
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(request, timeout=60)
        assert refused.value.code == 400
        refused.value.close()


def test_a_log_line_leads_nowhere() -> None:
    line = Secretless("%(message)s").format(
        logging.LogRecord("x", logging.ERROR, "", 0, "Error: /join/abc-d_e /reset/MQ/xyz?a=1 /pings/1", (), None)
    )
    assert line == "Error: /join/... /reset/...?a=1 /pings/..."


@pytest.mark.parametrize("wrong", ["ftp://host", "smtp://", "smtp://host:x", "file:", "smtps://user:hidden@"])
def test_a_wrong_mail_server_is_said_without_its_password(wrong: str) -> None:
    with pytest.raises(Unusable) as trouble:
        mail.settings_of(wrong, "desk@desk.example")
    assert "hidden" not in str(trouble.value)


def test_a_mail_server_is_read_from_its_address() -> None:
    found = mail.settings_of("smtp+starttls://desk:p%40ss@mail.example", "desk@desk.example")
    assert (found["EMAIL_HOST"], found["EMAIL_PORT"], found["EMAIL_HOST_PASSWORD"]) == ("mail.example", 587, "p@ss")
    assert (found["EMAIL_USE_TLS"], found["EMAIL_USE_SSL"]) == (True, False)
    assert mail.settings_of("smtps://mail.example", "x")["EMAIL_USE_SSL"]


def test_the_api_says_how_to_come_in(folder: pathlib.Path) -> None:
    with serving("--data", str(folder)) as address, urllib.request.urlopen(f"{address}api/openapi.json") as answer:
        schema = json.load(answer)
    assert schema["security"] == [{}, {"token": []}]
    assert schema["components"]["securitySchemes"]["token"] == {"type": "http", "scheme": "bearer"}
