"""Letters over a real connection: a mail server that takes what it is given."""

import email
import email.policy
import socketserver
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from django.test import override_settings

from dragoman.accounts import mail


@dataclass
class Taken:
    """What a mail server was told."""

    port: int = 0
    commands: list[str] = field(default_factory=list)
    letters: list[str] = field(default_factory=list)


@pytest.fixture
def post() -> Iterator[Taken]:
    taken = Taken()

    class Handler(socketserver.StreamRequestHandler):
        def say(self, line: str) -> None:
            self.wfile.write(f"{line}\r\n".encode())

        def handle(self) -> None:
            self.say("220 here")
            while line := self.rfile.readline().decode().strip():
                taken.commands.append(line)
                if line.upper() == "DATA":
                    self.say("354 go on")
                    whole = b""
                    while (part := self.rfile.readline()) != b".\r\n":
                        whole += part
                    taken.letters.append(whole.decode())
                elif line.upper() == "QUIT":
                    self.say("221 bye")
                    return
                self.say("250 well")

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        taken.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield taken
        server.shutdown()
        thread.join()


def test_a_letter_goes_to_a_mail_server(post: Taken) -> None:
    options = mail.settings_of(f"smtp://127.0.0.1:{post.port}", "desk@desk.example")
    with override_settings(**options):
        mail.send("ada@desk.example", "You are invited", "mail/known.txt", link="https://desk.example/join/x?a=1&b=2")
        mail.wait()
    assert "rcpt TO:<ada@desk.example>" in post.commands
    (letter,) = post.letters
    read = email.message_from_string(letter, policy=email.policy.default)
    assert (read["From"], read["Subject"]) == ("desk@desk.example", "You are invited")
    assert "https://desk.example/join/x?a=1&b=2" in read.get_content()


def test_a_server_that_is_not_there_is_logged_without_the_letter(caplog: pytest.LogCaptureFixture) -> None:
    with override_settings(**mail.settings_of("smtp://127.0.0.1:9", "desk@desk.example")):
        mail.send("ada@desk.example", "Hello", "mail/known.txt", link="https://desk.example/join/s3cret")
        mail.wait()
    assert "could not be sent" in caplog.text
    assert "s3cret" not in caplog.text
