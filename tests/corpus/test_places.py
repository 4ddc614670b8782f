"""Inputs on a web server and in a bucket, served by a real server on this machine, give what local ones give."""

import hashlib
import http.server
import io
import pathlib
import re
import threading
import urllib.parse
from collections.abc import Callable, Iterator

import duckdb
import pytest

from dragoman.corpus.places import Hashed, open_input, size_of
from dragoman.corpus.run import Outcome
from tests.corpus.conftest import contents, pack, response, write_lines


class _Server(http.server.BaseHTTPRequestHandler):
    """Serves a folder with ranges, and lists it as S3 does (ListObjectsV2)."""

    folder = pathlib.Path()

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_GET(self) -> None:
        url = urllib.parse.urlsplit(self.path)
        query = urllib.parse.parse_qs(url.query)
        path = self.folder / urllib.parse.unquote(url.path).lstrip("/")
        if "list-type" in query:
            self._send(200, self._list(path, query.get("prefix", [""])[0]), {"Content-Type": "application/xml"})
        elif not path.is_file():
            self._send(404, b"", {})
        else:
            data, headers = path.read_bytes(), {"ETag": '"x"', "Last-Modified": "Wed, 01 May 2024 00:00:00 GMT"}
            if found := re.fullmatch(r"bytes=(\d+)-(\d+)", self.headers.get("Range", "")):
                start, end = int(found[1]), min(int(found[2]) + 1, len(data))
                headers["Content-Range"] = f"bytes {start}-{end - 1}/{len(data)}"
                self._send(206, data[start:end], headers)
            else:
                self._send(200, data, headers)

    def _list(self, bucket: pathlib.Path, prefix: str) -> bytes:
        files = [file for file in sorted(bucket.rglob("*")) if file.is_file()]
        items = "".join(
            f"<Contents><Key>{file.relative_to(bucket)}</Key><LastModified>2024-05-01T00:00:00Z</LastModified>"
            f"<ETag>x</ETag><Size>{file.stat().st_size}</Size></Contents>"
            for file in files
            if str(file.relative_to(bucket)).startswith(prefix)
        )
        return f"<ListBucketResult><Name>b</Name><IsTruncated>false</IsTruncated>{items}</ListBucketResult>".encode()

    def _send(self, code: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(code)
        for name, value in {**headers, "Content-Length": str(len(body)), "Accept-Ranges": "bytes"}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def served(tmp_path: pathlib.Path) -> Iterator[tuple[pathlib.Path, str]]:
    """Give a folder, and the address that it is served under."""
    folder = tmp_path / "served"
    (folder / "bucket" / "news").mkdir(parents=True)
    handler = type("Handler", (_Server,), {"folder": folder})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield folder, f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def texts(path: pathlib.Path) -> list[tuple[object, ...]]:
    with duckdb.connect() as connection:
        query = "SELECT article_id, text FROM read_parquet(?) ORDER BY ALL"
        return connection.execute(query, [f"{path}/articles/*/*.parquet"]).fetchall()


def test_remote_inputs_are_read_as_local_ones(
    run_here: Callable[..., Outcome],
    served: tuple[pathlib.Path, str],
    tmp_path: pathlib.Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder, address = served
    news = folder / "bucket" / "news"
    (news / "a.warc.gz").write_bytes(pack(map(response, range(9))))
    write_lines(news / "b.jsonl", range(9, 18))
    with duckdb.connect() as connection:
        connection.execute(f"COPY (SELECT * FROM '{news}/b.jsonl') TO '{news}/c.parquet' (FORMAT parquet)")  # noqa: S608
    for name, value in {
        "AWS_ENDPOINT_URL": address, "AWS_ALLOW_HTTP": "true", "AWS_SKIP_SIGNATURE": "true", "AWS_REGION": "eu-north-1"
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)
    run_here([news], tmp_path / "local", block=2)
    web = [f"{address}/bucket/news/{name}" for name in ("a.warc.gz", "b.jsonl", "c.parquet", "gone.jsonl")]
    outcome = run_here(web, tmp_path / "web", block=2)
    assert [str(trouble) for trouble in outcome.unplanned] == [f"{web[-1]}: no such object"]
    assert run_here(["s3://bucket/news/"], tmp_path / "folder", block=2).undone == {}
    assert run_here(["s3://bucket/news/*.warc.gz", "s3://bucket/news/[bc].*"], tmp_path / "wild", block=2).undone == {}
    local = texts(tmp_path / "local")
    assert len(local) == 27
    for name in ("web", "folder", "wild"):
        assert texts(tmp_path / name) == local, name
    assert contents(tmp_path / "folder") == contents(tmp_path / "wild")


def test_a_slice_is_hashed_however_it_is_read(tmp_path: pathlib.Path) -> None:
    data = bytes(range(256)) * 40
    (tmp_path / "x").write_bytes(data)
    wanted = hashlib.sha256(data[100:9000]).hexdigest()
    for steps in ([10_240], [50, 700, 20], []):
        with Hashed(open_input(str(tmp_path / "x")), 100, 9000) as hashed:
            for step in steps:
                hashed.read(step)
                hashed.seek(-min(step, 5), io.SEEK_CUR)
            assert hashed.digest() == wanted
    assert size_of(str(tmp_path / "x")) == len(data)
