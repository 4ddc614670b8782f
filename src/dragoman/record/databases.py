"""Where a Record lies: a folder or a URL, made into a database that Django knows, with its tables brought up to date."""

import functools
import hashlib
import os
import pathlib
import tempfile
import time
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import platformdirs
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connections
from django.db.migrations.executor import MigrationExecutor

from dragoman.errors import Unusable

__all__ = ["FILE_NAME", "connect", "default_folder", "folder_of_url", "url_of_folder"]

FILE_NAME = "record.sqlite3"
# WAL: readers go on while somebody writes. FULL: what is committed survives a power cut too, at one fsync a batch.
# Mapped (2 GB at most, as SQLite is built): a page that the system holds need not be copied to be read.
_PRAGMAS = """
    PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA cache_size=-65536;
    PRAGMA mmap_size=2147418112;
"""
_WAIT = 60  # seconds that one writer waits for another
# A server's threads keep their connections from one request to the next, and look whether they still live.
_KEPT: dict[str, Any] = {"CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": True}
_TRIES = 20  # of bringing the tables up to date, a fifth of a second apart: another process may be at it


def default_folder() -> pathlib.Path:
    """Return the folder of the user's own Record."""
    return pathlib.Path(platformdirs.user_data_dir("dragoman", appauthor=False))


def url_of_folder(folder: pathlib.Path) -> str:
    """Return the URL of the SQLite Record in a folder."""
    return f"sqlite:///{(folder / FILE_NAME).absolute()}"


def folder_of_url(url: str) -> pathlib.Path | None:
    """Return the folder that a SQLite Record lies in; None for other databases."""
    options = _options_of(url)
    return pathlib.Path(options["NAME"]).parent if options["ENGINE"].endswith("sqlite3") else None


def connect(url: str, *, create: bool = True) -> str:
    """Make a database known to Django and bring its tables up to date; return its alias.

    url: `sqlite:///PATH` or `postgresql://USER:PASSWORD@HOST:PORT/NAME`.
    Raises Unusable where the URL is wrong, the database cannot be reached, or it is not there and `create` is False.
    """
    options = _options_of(url)
    alias = "record-" + hashlib.blake2b(url.encode(), digest_size=6).hexdigest()
    connections.databases[alias] = connections.configure_settings({"default": options})["default"]
    try:
        if options["ENGINE"].endswith("sqlite3"):
            _make_file(pathlib.Path(options["NAME"]), create=create)
        _migrate(alias)
    except ImproperlyConfigured as trouble:
        # Django says so where a database's driver is not installed; PostgreSQL's is an extra.
        raise Unusable('needs a driver: pip install "dragoman[postgresql]"', _shown(url)) from trouble
    except DatabaseError as trouble:
        first_line = str(trouble).strip().partition("\n")[0]
        raise Unusable(f"the database cannot be used: {first_line}", _shown(url)) from trouble
    return alias


def _options_of(url: str) -> dict[str, Any]:
    scheme, found, rest = url.partition("://")
    if found and scheme == "sqlite" and rest.startswith("/") and len(rest) > 1:
        path = unquote(rest[1:])
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": path,
            "OPTIONS": {"init_command": _PRAGMAS, "transaction_mode": "IMMEDIATE", "timeout": _WAIT},
            **_KEPT,
        }
    if found and scheme in {"postgresql", "postgres"}:
        return _options_of_postgresql(url)
    raise Unusable("is no database; write sqlite:///PATH or postgresql://USER:PASSWORD@HOST/NAME", _shown(url))


def _options_of_postgresql(url: str) -> dict[str, Any]:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as trouble:
        raise Unusable(f"is no PostgreSQL URL: {trouble}", _shown(url)) from trouble
    name = unquote(parts.path[1:])
    if not name:
        raise Unusable("names no database: postgresql://HOST/NAME", _shown(url))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(port or ""),
        "OPTIONS": dict(parse_qsl(parts.query)),
        **_KEPT,
    }


def _shown(url: str) -> str:
    """Return a URL that may be shown: without its password."""
    try:
        secret = urlsplit(url).password
    except ValueError:
        secret = None
    return url.replace(f":{secret}@", ":...@") if secret else url


def _make_file(path: pathlib.Path, *, create: bool) -> None:
    """Make a SQLite file with all tables, if it is not there.

    It is made beside its place and moved there whole: Django notes a migration after it has run, and a file with
    tables and no note of them (the process was killed in between) could never be opened again.
    """
    if path.exists():
        return
    if not create:
        raise Unusable("holds no Record; `dragoman add` makes one", str(path.parent))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".draft.") as draft:
            new = pathlib.Path(draft, path.name)
            with new.open("wb") as file:
                file.write(_fresh_file())
                file.flush()
                os.fsync(file.fileno())
            # A link is refused where the place is taken: two processes that make a Record at once end with one.
            os.link(new, path)
    except FileExistsError:
        if not path.exists():
            raise Unusable("cannot be a folder: a file stands there", str(path.parent)) from None
    except OSError as trouble:
        raise Unusable(f"cannot be written: {trouble.strerror or trouble}", str(path.parent)) from trouble


@functools.cache
def _fresh_file() -> bytes:
    """Make a SQLite file with all tables and nothing in them; the steps to it take seconds, so a process takes them once."""
    with tempfile.TemporaryDirectory(prefix="dragoman-") as draft:
        path = pathlib.Path(draft, FILE_NAME)
        own = pathlib.Path(draft).name
        # Nobody sees the draft: it need not reach the disk.
        pragmas = _PRAGMAS.replace("synchronous=FULL", "synchronous=OFF")
        options = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(path), "OPTIONS": {"init_command": pragmas}}
        connections.databases[own] = connections.configure_settings({"default": options})["default"]
        try:
            _migrate(own)
        finally:
            connections[own].close()  # empties the write-ahead log into the file and removes it
            del connections.databases[own]
        return path.read_bytes()


def _migrate(alias: str) -> None:
    """Bring the tables up to date; several processes may try at once, and one of them does it."""
    for tried in range(_TRIES):
        executor = MigrationExecutor(connections[alias])
        leaves = executor.loader.graph.leaf_nodes()
        if not executor.migration_plan(leaves):
            break
        try:
            executor.migrate(leaves)
        except DatabaseError:
            if tried == _TRIES - 1:
                raise
            connections[alias].close()
            time.sleep(0.2)
    _refuse_newer(alias)


def _refuse_newer(alias: str) -> None:
    loader = MigrationExecutor(connections[alias]).loader
    unknown = {name for app, name in loader.applied_migrations if app == "record"} - {
        name for app, name in loader.disk_migrations if app == "record"
    }
    if unknown:
        raise Unusable(f"was made by a newer Dragoman ({max(unknown)})", "database")
