"""Reading, commenting and pinging at once, while the server is killed and started again: what was acknowledged must be there.

    .venv/bin/python benchmarks/faults.py [--minutes 30] [--kills 10] [--database URL]

The sample Record is served by the real server; people log in and comment, another server on this machine sends trackbacks and
webmentions whose pages link here, and readers open pages, each as fast as answers come. Limits of rate are lifted: they are
tested elsewhere. At the end every acknowledged comment must be there once, every acknowledged link once, and no answer may
have been a 500. What was asked while the server was down is not acknowledged, and counted apart.
"""

import argparse
import collections
import http.client
import http.server
import json
import os
import pathlib
import random
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from http.cookies import SimpleCookie
from urllib.parse import quote, urlencode

from django.conf import settings

from dragoman.accounts.models import User
from dragoman.accounts.roles import Role
from dragoman.jobs.models import Job
from dragoman.pipeline import iter_readings
from dragoman.record.databases import url_of_folder
from dragoman.record.models import ActorRow, EventRow
from dragoman.record.people import slug_of
from dragoman.record.store import Record, open_record
from dragoman.talk.models import Backlink, Comment

PASSWORD = "a long word that is said here alone"  # noqa: S105
_SERVE = """
import json, sys
from django.conf import settings
from dragoman.accounts.limits import LIMITS
from dragoman.server.run import Place, serve
settings.DRAGOMAN_LIMITS = {name: (10**9, 60) for name in LIMITS}
serve(sys.argv[1], Place(port=int(sys.argv[2])), ready=lambda said: print(said, flush=True), warn=lambda said: None)
"""
_SAMPLE = pathlib.Path(__file__).parents[1] / "src" / "dragoman" / "samples" / "record" / "articles.jsonl"


class Elsewhere:
    """Another site: its page N links to the article that the page's address names."""

    def __init__(self, here: str) -> None:
        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                article = self.path.partition("?article=")[2]
                body = f"<html><title>Elsewhere</title><p>See <a href='{here}/articles/{article}/'>this</a>.</p></html>"
                found = self.path.startswith("/page/")
                self.send_response(200 if found else 404)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body.encode())

            def log_message(self, *args: object) -> None:
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.place = f"127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()


class Site:
    """The server, which can be killed and started again."""

    def __init__(self, url: str, port: int, allowed: str) -> None:
        self.url, self.port = url, port
        self._environment = os.environ | {"DRAGOMAN_OUTSIDE_ALLOWED": allowed}
        self.start()

    def start(self) -> None:
        self.process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-c", _SERVE, self.url, str(self.port)],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=self._environment, text=True,
        )  # fmt: skip
        assert self.process.stdout
        assert self.process.stdout.readline().startswith("http"), "the server did not start"

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


class Tally:
    """What was asked, how it was answered, and what was acknowledged; threads share it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.answers: collections.Counter[tuple[str, str]] = collections.Counter()
        self.times: dict[str, list[float]] = collections.defaultdict(list)
        self.acknowledged: dict[str, list[str]] = collections.defaultdict(list)

    def note(self, kind: str, status: str, seconds: float, acknowledged: str | None = None) -> None:
        with self._lock:
            self.answers[kind, status] += 1
            if status != "no answer":
                self.times[kind].append(seconds)
            if acknowledged is not None:
                self.acknowledged[kind].append(acknowledged)


class Person:
    """A browser's worth of HTTP: one connection at a time, cookies, the token of forms."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._cookies: SimpleCookie = SimpleCookie()

    def ask(
        self, method: str, path: str, form: dict[str, str] | None = None
    ) -> tuple[int, http.client.HTTPMessage, str]:
        body = None if form is None else urlencode(form)
        headers = {"Cookie": "; ".join(f"{name}={one.value}" for name, one in self._cookies.items())}
        if body is not None:
            headers |= {
                "Content-Type": "application/x-www-form-urlencoded",
                "Referer": f"http://127.0.0.1:{self._port}/",
            }
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=60)
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            text = answer.read().decode("utf-8", "replace")
        finally:
            connection.close()
        for value in answer.headers.get_all("Set-Cookie", []):
            self._cookies.load(value)
        return answer.status, answer.headers, text

    def log_in(self, email: str) -> None:
        _, _, page = self.ask("GET", "/login")
        fields = {"csrfmiddlewaretoken": token_in(page), "username": email, "password": PASSWORD, "next": "/"}
        status, _, text = self.ask("POST", "/login", fields)
        assert status == 302, text[:500]


def token_in(page: str) -> str:
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert found, page[:300]
    return found[1]


# Asks once: the status of the answer, and what it acknowledged.
Do = Callable[[Person, random.Random, int], tuple[int, str | None]]


class Crowd:
    """Threads that read, comment and ping until they are stopped."""

    def __init__(self, port: int, elsewhere: str, articles: list[str], pages: list[str]) -> None:
        self.tally, self.stopped = Tally(), threading.Event()
        self._port, self._elsewhere, self._articles, self._pages = port, elsewhere, articles, pages
        tasks = [self._read] * 4 + [self._comment] * 2 + [self._mention, self._ping]
        self.threads = [threading.Thread(target=task, args=(number,)) for number, task in enumerate(tasks)]

    def _each(self, kind: str, number: int, do: Do, person: Person) -> None:
        chance, count = random.Random(number), 0  # noqa: S311
        while not self.stopped.is_set():
            count += 1
            started = time.perf_counter()
            try:
                status, acknowledged = do(person, chance, count)
            except (OSError, http.client.HTTPException):
                self.tally.note(kind, "no answer", 0.0)
                self.stopped.wait(0.2)
                continue
            self.tally.note(kind, str(status), time.perf_counter() - started, acknowledged)

    def _read(self, number: int) -> None:
        def do(person: Person, chance: random.Random, _count: int) -> tuple[int, None]:
            return person.ask("GET", chance.choice(self._pages))[0], None

        self._each("read", number, do, Person(self._port))

    def _comment(self, number: int) -> None:
        person = Person(self._port)
        person.log_in(f"person{number % 2}@desk.example")

        def do(person: Person, chance: random.Random, count: int) -> tuple[int, str | None]:
            path = f"/articles/{chance.choice(self._articles)}/comments/write"
            status, _, page = person.ask("GET", path)
            if status != 200:
                return status, None
            body = f"Comment {count} of person {number}."
            status, headers, _ = person.ask("POST", path, {"csrfmiddlewaretoken": token_in(page), "body": body})
            return status, body if status == 302 and "/login" not in headers.get("Location", "") else None

        self._each("comment", number, do, person)

    def _mention(self, number: int) -> None:
        def do(person: Person, chance: random.Random, count: int) -> tuple[int, str | None]:
            article = chance.choice(self._articles)
            source = f"http://{self._elsewhere}/page/m{count}?article={article}"
            target = f"http://127.0.0.1:{self._port}/articles/{article}/"
            status, _, _ = person.ask("POST", "/webmention", {"source": source, "target": target})
            return status, source if status == 202 else None

        self._each("webmention", number, do, Person(self._port))

    def _ping(self, number: int) -> None:
        person = Person(self._port)
        person.log_in("person0@desk.example")

        def do(person: Person, chance: random.Random, count: int) -> tuple[int, str | None]:
            article = chance.choice(self._articles)
            status, _, page = person.ask("GET", f"/articles/{article}/")
            found = re.search(r"/trackback/[^\"<]+", page)
            if status != 200 or not found:
                return status, None
            source = f"http://{self._elsewhere}/page/t{count}?article={article}"
            status, _, said = person.ask(
                "POST", found[0], {"url": source, "title": f"Ping {count}", "blog_name": "Elsewhere"}
            )
            return status, source if "<error>0</error>" in said else None

        self._each("trackback", number, do, person)


def pages_of(record: Record) -> list[str]:
    articles = [one.article.id for one in record.readings()]
    events = EventRow.objects.using(record.alias).values_list("happening", flat=True).distinct()
    people = ActorRow.objects.using(record.alias).exclude(identity="").values_list("name", flat=True).distinct()
    searches = [f"/search?q={quote(query)}" for query in ("minister", "event:CONSULT", "-auxiliary:negation talks")]
    return [
        "/", "/graph/", "/api/articles", *searches,
        *(f"/articles/{one}/" for one in articles),
        *(f"/events/{one}/" for one in events[:50]),
        *(f"/actors/{quote(slug_of(one))}/" for one in people[:50]),
    ]  # fmt: skip


def count_lost(record: Record, acknowledged: dict[str, list[str]]) -> dict[str, tuple[int, int, int]]:
    """Return, of each kind, how many were acknowledged, how many are not there, and how many are there more than once."""
    there = {
        "comment": collections.Counter(Comment.objects.using(record.alias).values_list("body", flat=True)),
        **{
            kind: collections.Counter(
                Backlink.objects.using(record.alias).filter(kind=kind).values_list("source", flat=True)
            )
            for kind in ("webmention", "trackback")
        },
    }
    return {
        kind: (
            len(acknowledged[kind]),
            sum(1 for one in acknowledged[kind] if not found[one]),
            sum(1 for count in found.values() if count > 1),
        )
        for kind, found in there.items()
    }


def wait_for_jobs(record: Record, seconds: float) -> collections.Counter[str]:
    """Wait until nothing is due any more; return how many jobs are in which state."""
    end = time.monotonic() + seconds
    jobs = Job.objects.using(record.alias).filter(name__contains="link")
    while time.monotonic() < end and jobs.filter(state__in=("waiting", "running"), trouble="").exists():
        time.sleep(1)
    return collections.Counter(Job.objects.using(record.alias).values_list("state", flat=True))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--database", help="an empty one; without it, SQLite in a folder of its own")
    parser.add_argument("--port", type=int, default=8765)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = options.database or url_of_folder(pathlib.Path(folder))
        record = open_record(url)
        list(record.add(one for one in iter_readings([str(_SAMPLE)]) if not isinstance(one, Exception)))
        settings.DRAGOMAN_RECORD = url
        for number in range(2):
            User.objects.db_manager(record.alias).create_user(
                f"person{number}@desk.example", PASSWORD, role=Role.EDITOR
            )
        elsewhere = Elsewhere(f"http://127.0.0.1:{options.port}")
        site = Site(url, options.port, elsewhere.place)
        articles = [one.article.id for one in record.readings()]
        crowd = Crowd(options.port, elsewhere.place, articles, pages_of(record))
        started = time.monotonic()
        for thread in crowd.threads:
            thread.start()
        chance = random.Random(1)  # noqa: S311
        for kill in range(options.kills):
            # Each somewhere in its own stretch of the time.
            moment = started + options.minutes * 60 * (kill + chance.uniform(0.3, 0.9)) / max(options.kills, 1)
            time.sleep(max(0.0, moment - time.monotonic()))
            site.kill()
            site.start()
            print(f"killed {kill + 1} times, {time.monotonic() - started:.0f} s", flush=True)
        time.sleep(max(0.0, started + options.minutes * 60 - time.monotonic()))
        crowd.stopped.set()
        for thread in crowd.threads:
            thread.join()
        spent = time.monotonic() - started
        states = wait_for_jobs(record, 120)
        site.kill()
        report(crowd.tally, spent, count_lost(record, crowd.tally.acknowledged), states)


def report(tally: Tally, spent: float, lost: dict[str, tuple[int, int, int]], states: collections.Counter[str]) -> None:
    for kind, times in sorted(tally.times.items()):
        slow = statistics.quantiles(times, n=20)[-1] if len(times) > 1 else times[0]
        answers = ", ".join(f"{status}: {count}" for (of, status), count in sorted(tally.answers.items()) if of == kind)
        print(
            f"{kind:11} {len(times) / spent:7.1f} a second, median {statistics.median(times) * 1000:6.0f} ms, "
            f"95th {slow * 1000:6.0f} ms   {answers}"
        )
    for kind, (count, missing, doubled) in lost.items():
        print(f"{kind:11} {count} acknowledged, {missing} lost, {doubled} there more than once")
    print(f"jobs        {json.dumps(states)}")
    wrong = sum(count for (_, status), count in tally.answers.items() if status.startswith("5"))
    print(f"answers of 500 and more: {wrong}")
    if wrong or any(missing or doubled for _, missing, doubled in lost.values()):
        sys.exit(1)


if __name__ == "__main__":
    main()
