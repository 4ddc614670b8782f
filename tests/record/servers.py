"""A real PostgreSQL server, started from Debian's package on the loopback address."""

import contextlib
import os
import pathlib
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import sql

from dragoman.record.store import open_record

_PLACES = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
_PASSWORD = "loopback only"  # noqa: S105 (of a server that lives as long as the tests, on 127.0.0.1)


@dataclass
class Server:
    port: int
    made: int = 0
    made_template: bool = False

    @property
    def url(self) -> str:
        return self.url_of("postgres")

    def url_of(self, name: str) -> str:
        return f"postgresql://dragoman:{_PASSWORD.replace(' ', '%20')}@127.0.0.1:{self.port}/{name}"

    def fresh(self) -> str:
        """Make a Record with nothing in it and return its URL: a copy of one, as the steps to its tables take seconds."""
        if not self.made_template:
            self.made_template = True
            with psycopg.connect(self.url, autocommit=True) as connection:
                connection.execute("CREATE DATABASE template_record")
            open_record(self.url_of("template_record")).close()
        self.made += 1
        name = f"record_{self.made}"
        with psycopg.connect(self.url, autocommit=True) as connection:
            copy = sql.SQL("CREATE DATABASE {} TEMPLATE template_record STRATEGY file_copy")
            connection.execute(copy.format(sql.Identifier(name)))
        return self.url_of(name)


@contextlib.contextmanager
def run_server(*, durable: bool = False) -> Iterator[Server]:
    """Run a server for as long as the block lasts.

    durable: write to the disk at every commit. Tests need not: it is our process that they kill, not the server.
    """
    if not _PLACES:
        raise RuntimeError("PostgreSQL is missing; scripts/test installs it: apt-get install postgresql")
    # Not pytest's folder: the server runs as another user, who may not enter it.
    folder = pathlib.Path(tempfile.mkdtemp(prefix="dragoman-postgresql-"))
    password = folder / "password"
    password.write_text(_PASSWORD, encoding="utf-8")
    as_user = _other_user(folder)
    data, port = folder / "data", _free_port()
    try:
        _run(["initdb", "-D", data, "-U", "dragoman", "--pwfile", password, "-A", "scram-sha-256", "-E", "UTF8", "--no-sync", "--locale=C.UTF-8"], as_user)  # fmt: skip
        fsync = "on" if durable else "off"
        options = f"-p {port} -h 127.0.0.1 -k '' -c fsync={fsync} -c max_connections=40"
        _run(["pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", options, "start"], as_user)
        yield Server(port)
    finally:
        if (data / "postmaster.pid").exists():
            _run(["pg_ctl", "-D", data, "-w", "-m", "immediate", "stop"], as_user)
        shutil.rmtree(folder, ignore_errors=True)


def _other_user(folder: pathlib.Path) -> dict[str, Any]:
    """Return what makes a process run as the package's own user: the server refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    for path in (folder, *folder.iterdir()):
        shutil.chown(path, "postgres", "postgres")
    return {"user": "postgres", "group": "postgres", "extra_groups": []}


def _run(command: list[str | pathlib.Path], as_user: dict[str, Any]) -> None:
    program, *arguments = command
    with tempfile.TemporaryFile() as said:
        # The server keeps standard output open after pg_ctl has left: a pipe would wait for it.
        done = subprocess.run(
            [_PLACES[0] / program, *arguments],
            stdout=said,
            stderr=said,
            stdin=subprocess.DEVNULL,
            cwd="/",
            check=False,
            **as_user,
        )
        said.seek(0)
        assert done.returncode == 0, said.read().decode()


def _free_port() -> int:
    with socket.socket() as waiting:
        waiting.bind(("127.0.0.1", 0))
        return int(waiting.getsockname()[1])
