"""The page on running a desk for a team, done as it says: nginx with its own configuration, PostgreSQL, a login over HTTPS."""

import os
import pathlib
import re
import socket
import ssl
import subprocess
import tempfile
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from http.cookiejar import CookieJar

import pytest
from django.db import connections
from django.test import override_settings

from dragoman.accounts.models import Session, User
from dragoman.accounts.roles import Role
from dragoman.record.store import open_record
from tests.accounts.conftest import PASSWORD
from tests.api.conftest import COMMAND, serving
from tests.record.servers import Server

PAGE = pathlib.Path(__file__).parents[2] / "docs" / "deploy.md"
NGINX = "/usr/sbin/nginx"


def block(kind: str) -> str:
    """Return the first block of a kind on the page."""
    found = re.search(rf"```{kind}\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    assert found
    return found[1]


def free_port() -> int:
    with socket.socket() as place:
        place.bind(("127.0.0.1", 0))
        port: int = place.getsockname()[1]
    return port


@pytest.fixture
def proxied(server: Server) -> Iterator[tuple[str, str]]:
    """The address of the proxy, and the URL of the Record behind it."""
    url = server.fresh()
    open_record(url)
    with override_settings(DRAGOMAN_RECORD=url):
        User.objects.create_user("chief@desk.example", PASSWORD, role=Role.ADMIN)
    connections.close_all()
    options = ("--database", url, "--behind-proxy", "127.0.0.1", "--allow-host", "localhost")
    environment = {"DRAGOMAN_SECRET_KEY": "k" * 40}
    with serving(*options, environment=environment) as behind, tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        key, certificate, port = folder / "key.pem", folder / "cert.pem", free_port()
        subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", *subject, "-keyout", key, "-out", certificate],
            check=True, capture_output=True,
        )  # fmt: skip
        own = block("nginx")
        for old, new in (
            ("listen 80;", f"listen 127.0.0.1:{free_port()};"),
            ("listen 443 ssl;", f"listen 127.0.0.1:{port} ssl;"),
            ("server_name desk.example;", "server_name localhost;"),
            ("/etc/letsencrypt/live/desk.example/fullchain.pem", str(certificate)),
            ("/etc/letsencrypt/live/desk.example/privkey.pem", str(key)),
            ("http://127.0.0.1:8000", behind.rstrip("/")),
            ("/var/log/nginx/desk.log", str(folder / "desk.log")),
            ("proxy_set_header Host $host;", f"proxy_set_header Host $host:{port};"),  # the browser's port is no 443
        ):
            assert old in own, old
            own = own.replace(old, new)
        places = "".join(f"{kind}_temp_path {folder / kind};" for kind in ("client_body", "proxy"))
        whole = f"pid {folder / 'pid'}; daemon off; user {'root' if os.getuid() == 0 else 'nobody'}; events {{}} http {{ {places} {own} }}"
        (folder / "nginx.conf").write_text(whole)
        process = subprocess.Popen([NGINX, "-c", folder / "nginx.conf", "-e", folder / "error.log"])
        try:
            for _ in range(100):
                with socket.socket() as trying:
                    if trying.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.1)
            yield f"https://localhost:{port}", url
            assert "/join/" not in (folder / "desk.log").read_text()
        finally:
            process.terminate()
            process.wait(30)


def test_a_team_logs_in_through_the_proxy(proxied: tuple[str, str]) -> None:
    address, url = proxied
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    cookies = CookieJar()
    opener = urllib.request.build_opener(
        urllib.request.HTTPSHandler(context=context), urllib.request.HTTPCookieProcessor(cookies)
    )

    def ask(path: str, form: dict[str, str] | None = None) -> tuple[str, str]:
        data = urllib.parse.urlencode(form).encode() if form else None
        request = urllib.request.Request(
            f"{address}{path}", data, {"Referer": f"{address}{path}", "X-Forwarded-For": "198.51.100.9"}
        )
        with opener.open(request, timeout=60) as answer:
            return answer.read().decode(), answer.headers.get("Strict-Transport-Security", "")

    page, strict = ask("/login")
    assert strict == "max-age=31536000"
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert token
    ask("/login", {"username": "chief@desk.example", "password": PASSWORD, "csrfmiddlewaretoken": token[1]})
    assert "chief@desk.example" in ask("/account")[0]
    names = {cookie.name: cookie.secure for cookie in cookies}
    assert names == {"__Host-csrftoken": True, "__Host-session": True}
    with override_settings(DRAGOMAN_RECORD=url):
        # The address is the proxy's word, whatever the browser says of itself.
        assert Session.objects.get(user__email="chief@desk.example").address == "127.0.0.1"
    connections.close_all()


def test_the_unit_starts_with_options_that_there_are() -> None:
    started = re.search(r"^ExecStart=\S+ serve (.*)$", block("ini"), re.MULTILINE)
    assert started
    shown = subprocess.run(
        [*COMMAND, "--help"], check=True, capture_output=True, text=True, env=os.environ | {"COLUMNS": "200"}
    )
    for option in re.findall(r"--[\w-]+", started[1]):
        assert option in shown.stdout
