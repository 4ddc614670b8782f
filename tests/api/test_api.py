"""The API over HTTP says what Python says, in pages, with ETags, and its errors are problems."""

import dataclasses
import json
import pathlib
import subprocess
import sys
import urllib.error
import urllib.request
from email.message import Message
from typing import Any
from urllib.parse import urlencode

import pytest

from dragoman.model.wire import to_dict
from dragoman.record.ask import ask
from dragoman.record.happenings import find_account
from dragoman.record.meetings import find_meetings
from dragoman.record.questions import find_news, find_said
from dragoman.record.stands import find_stand
from tests.api.conftest import COMMAND, Served, serving

PROBLEM = "application/problem+json"


def get(
    served: Served, path: str, method: str = "GET", headers: dict[str, str] | None = None, **parameters: object
) -> tuple[int, Message, Any]:
    given = {name: value for name, value in parameters.items() if value}
    address = f"{served.address}{path}" + (f"?{urlencode(given)}" if given else "")
    request = urllib.request.Request(address, method=method, headers=headers or {})
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            body = answer.read()
            return answer.status, answer.headers, json.loads(body) if body else None
    except urllib.error.HTTPError as answer:
        body = answer.read()
        return answer.code, answer.headers, json.loads(body) if body else None


def as_json(answer: Any) -> Any:
    return json.loads(json.dumps(dataclasses.asdict(answer)))


def test_every_question_answers_as_in_python(served: Served) -> None:
    record = served.record
    meetings = find_meetings(record, "kenya", "ethiopia")
    event = meetings.items[0].happening
    telling = f"{meetings.items[0].tellings[1].article.id}/{meetings.items[0].tellings[1].event.row}"
    pairs = [
        (get(served, "api/ask", q="source:unnamed -lantern", limit=3), ask(record, "source:unnamed -lantern", limit=3)),
        (get(served, "api/said", who="brazil", about="bolivia"), find_said(record, "brazil", "bolivia")),
        (get(served, "api/meetings", one="kenya", other="ethiopia"), meetings),
        (get(served, f"api/events/{event}"), find_account(record, event)),
        (get(served, f"api/events/{telling}"), find_account(record, event)),
        (get(served, "api/stand", who="uruguay", issue="beef"), find_stand(record, "uruguay", "beef")),
        (
            get(served, "api/news", since="2024-07-01", as_of="2024-12-31"),
            find_news(record, "2024-07-01", as_of="2024-12-31"),
        ),
        (get(served, "api/status"), record.status()),
    ]
    for (status, _, body), answer in pairs:
        assert status == 200
        assert body == as_json(answer)
    reading = next(record.readings())
    assert get(served, f"api/articles/{reading.article.id}")[2] == json.loads(json.dumps(to_dict(reading)))


def test_pages_follow_each_other(served: Served) -> None:
    whole = [hit["article"]["id"] for hit in get(served, "api/ask", q="date:2024", limit=200)[2]["hits"]]
    paged: list[str] = []
    cursor = ""
    while True:
        _, _, page = get(served, "api/ask", q="date:2024", limit=9, cursor=cursor)
        paged += [hit["article"]["id"] for hit in page["hits"]]
        cursor = page["next"]
        if not cursor:
            break
    assert paged == whole
    assert len(set(paged)) == len(paged) > 9


def test_an_unchanged_answer_is_not_sent_again(served: Served) -> None:
    status, headers, _ = get(served, "api/ask", q="river")
    assert status == 200
    again, _, body = get(served, "api/ask", q="river", headers={"If-None-Match": headers["ETag"]})
    assert (again, body) == (304, None)
    other, _, _ = get(served, "api/ask", q="beef", headers={"If-None-Match": headers["ETag"]})
    assert other == 200


@pytest.mark.parametrize(
    ("path", "parameters", "status", "said"),
    [
        ("api/ask", {"q": "actor:kemya"}, 404, "did you mean kenya?"),
        ("api/ask", {"q": "evnt:CONSULT"}, 400, "did you mean event:?"),
        ("api/ask", {}, 400, "q: "),
        ("api/ask", {"q": "x", "limit": 1000}, 400, "limit: "),
        ("api/ask", {"q": "x", "cursor": "zzz"}, 404, "no place in this list"),
        ("api/meetings", {"one": "kenya", "other": "nobody at all"}, 404, "nobody is called"),
        ("api/ask", {"q": "event:CONSLUT"}, 404, "did you mean CONSULT?"),
        ("api/ask", {"q": 'talks"on the"'}, 400, "a space between"),
        ("api/ask", {"q": "date:2023-02-29"}, 400, "no date"),
        ("api/said", {"who": "brazil", "date": "2023-02-29"}, 400, "date: is no date"),
        ("api/said", {"who": 'Peter "the Bank" Novak'}, 404, "nobody is called"),
        ("api/news", {"since": "soon"}, 400, "is no day"),
        ("api/events/none", {}, 404, "no such event"),
        ("api/articles/none", {}, 404, "no such article"),
        ("api/nothing", {}, 404, "openapi.json"),
    ],
)
def test_what_is_wrong_is_a_problem(
    served: Served, path: str, parameters: dict[str, str | int], status: int, said: str
) -> None:
    got, headers, body = get(served, f"{path}?{urlencode(parameters)}")
    assert (got, headers["Content-Type"], body["status"]) == (status, PROBLEM, status)
    assert said in body["detail"]


def test_nothing_can_be_written(served: Served) -> None:
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        status, headers, _ = get(served, "api/ask", method)
        assert (status, headers["Content-Type"], headers["Allow"]) == (405, PROBLEM, "GET")


def test_a_stranger_s_name_for_us_is_refused(served: Served) -> None:
    status, headers, _ = get(served, "api/status", headers={"Host": "evil.example"})
    assert (status, headers["Content-Type"]) == (400, PROBLEM)


def test_the_api_keeps_what_its_description_says(served: Served, tmp_path: pathlib.Path) -> None:
    assert get(served, "api/openapi.json")[2]["openapi"].startswith("3.1")
    tool = pathlib.Path(sys.executable).parent / "schemathesis"
    done = subprocess.run(
        [tool, "run", f"{served.address}api/openapi.json", "--max-examples", "10", "--phases", "examples,coverage,fuzzing", "--seed", "1", "--no-color"],
        cwd=tmp_path, capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-6000:]


@pytest.mark.parametrize(
    ("arguments", "environment", "said"),
    [
        (("--host", "0.0.0.0"), {}, "--allow-host"),  # noqa: S104
        (("--host", "0.0.0.0", "--allow-host", "desk.example"), {"DRAGOMAN_DEBUG": "1"}, "loopback"),  # noqa: S104
        (("--data", "/nowhere/at/all"), {}, "holds no Record"),
    ],
)
def test_what_is_not_safe_is_not_served(
    arguments: tuple[str, ...],
    environment: dict[str, str],
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: pathlib.Path,
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    place = () if "--data" in arguments else ("--database", f"sqlite:///{tmp_path}/none.sqlite3")
    done = subprocess.run(
        [*COMMAND, "--port", "0", *arguments, *place], capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_an_empty_machine_shows_the_sample(tmp_path: pathlib.Path) -> None:
    home = {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / "data"), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    with serving(environment=home) as address, urllib.request.urlopen(f"{address}api/status") as answer:
        assert json.load(answer)["articles"] == 55
    assert not (tmp_path / "data" / "dragoman").exists()
