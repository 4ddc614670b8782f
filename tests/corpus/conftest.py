"""A crew in this process, so that the language model is loaded once for all tests; and small inputs to read."""

import gzip
import json
import pathlib
from collections.abc import Callable, Iterable

import pytest

from dragoman.corpus import run as run_module
from dragoman.corpus.blocks import Block, Settings
from dragoman.corpus.crew import Event, do_safely
from dragoman.corpus.folder import Folder
from dragoman.corpus.run import Outcome, run_corpus

PLACES = ("Oslo", "Lima", "Quito", "Accra", "Hanoi", "Rabat", "Sofia", "Tunis")
NAMES = ("Varga", "Molnar", "Ibsen", "Okoro", "Silva", "Tanaka", "Weber", "Costa")


def story(number: int) -> str:
    """Give an article that shares few word sequences with the others."""
    name, place = NAMES[number % 8], PLACES[number // 8 % 8]
    return (
        f"Minister {name} met the envoy of Chad in {place} on Monday, the government of case {number} said.\n\n"
        f'"We agreed on {number + 3} points with {place}," {name} told reporters, and added that {number} ships would sail.\n\n'
        f"The talks about file {number} will go on in {PLACES[(number + 3) % 8]} next week, according to two officials."
    )


def day(number: int) -> str:
    return f"2024-{number % 3 + 1:02d}-{number % 28 + 1:02d}"


def page(number: int) -> bytes:
    paragraphs = "".join(f"<p>{part}</p>" for part in story(number).split("\n\n"))
    return (
        f"<!doctype html><html lang=en><head><title>Talks {number}</title>"
        f'<meta property="article:published_time" content="{day(number)}T08:00:00Z"></head>'
        f"<body><article><h1>Talks number {number} begin</h1>{paragraphs}</article></body></html>"
    ).encode()


def record(kind: str, body: bytes, url: str = "", content_type: str = "text/plain") -> bytes:
    """Write a WARC record."""
    identity = f"<urn:test:{kind}:{url or len(body)}>"
    target = f"WARC-Target-URI: {url}\r\n" if url else ""
    head = f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: {identity}\r\nWARC-Date: 2024-05-01T00:00:00Z\r\n{target}"
    return f"{head}Content-Type: {content_type}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body + b"\r\n\r\n"


def response(number: int, status: str = "200 OK", body: bytes | None = None, kind: str = "text/html") -> bytes:
    """Write a WARC record of a page."""
    content = page(number) if body is None else body
    http = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(content)}\r\n\r\n".encode() + content
    return record("response", http, f"https://courier.example/{number}", "application/http; msgtype=response")


def pack(records: Iterable[bytes]) -> bytes:
    """Make a compressed archive, a member a record."""
    return b"".join(gzip.compress(one, mtime=0) for one in records)


def write_lines(path: pathlib.Path, numbers: Iterable[int]) -> pathlib.Path:
    rows = ({"id": f"row{number}", "text": story(number), "date": day(number)} for number in numbers)
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


class HereCrew:
    """One worker, which is this process."""

    def __init__(self, settings: Settings, path: pathlib.Path) -> None:
        self._settings, self._folder = settings, Folder(path)
        self._waiting: list[Block] = []

    @property
    def free(self) -> int:
        return 1 - len(self._waiting)

    @property
    def busy(self) -> int:
        return len(self._waiting)

    def start(self, block: Block) -> None:
        self._waiting.append(block)

    def wait(self, _seconds: float) -> list[Event]:
        told: list[int] = []
        block = self._waiting.pop()
        event = do_safely(block, self._settings, self._folder, told.append)
        return [Event("ticked", block, sum(told)), event]

    def close(self) -> None:
        self._waiting.clear()


@pytest.fixture
def run_here(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Outcome]:
    """Run a corpus in this process."""

    def hire(_most: int, _workers: object, _cluster: object, settings: Settings, path: pathlib.Path) -> HereCrew:
        return HereCrew(settings, path)

    def run(
        inputs: list[pathlib.Path | str], path: pathlib.Path, block: int = 8, published: str | None = None
    ) -> Outcome:
        monkeypatch.setattr(run_module, "_hire", hire)
        return run_corpus([str(one) for one in inputs], path, Settings(block=block, published=published))

    return run


def contents(path: pathlib.Path) -> dict[str, bytes]:
    """Return every file of a corpus by its path, without what says where the corpus itself lies."""
    return {
        str(file.relative_to(path)): file.read_bytes()
        for file in sorted(path.rglob("*"))
        if file.is_file() and file.name != ".lock"
    }
