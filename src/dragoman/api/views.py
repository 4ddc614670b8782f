"""The paths of the API. Each answers one question of dragoman.record, with the same names and the same limits."""

import functools
import re
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI, Query, Schema
from ninja.errors import ValidationError
from ninja.openapi.schema import OpenAPISchema
from pydantic import AfterValidator, Field, GetCoreSchemaHandler, GetJsonSchemaHandler, TypeAdapter
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from dragoman.api.problems import PROBLEM_TYPE, problem
from dragoman.errors import DragomanError, Missing, Unusable, WrongQuery
from dragoman.model.wire import to_dict
from dragoman.record import ask as asking
from dragoman.record import grammar, happenings, meetings, opened, questions, stands
from dragoman.record.query import parse
from dragoman.record.store import Status

__all__ = ["api"]

_ABOUT = """The Record of Dragoman: who said or did what to whom, when, according to whom, and whether it happened.

Read-only. Lists are paged by `cursor`, which is `next` of the page before; it stays right while articles come in. Answers carry
an `ETag`; with `If-None-Match` an unchanged one is `304`. Errors are `application/problem+json` (RFC 9457): 400 where a
request is not written as described here, 404 where it names what is not there (nobody is called so, no such event or page).
A private site wants `Authorization: Bearer TOKEN`; people make tokens on their account's page."""


class Problem(Schema):
    """What is wrong with a request."""

    type: str
    title: str
    status: int
    detail: str
    column: int | None = None  # in the query, from 1
    near: str | None = None  # the nearest right word


class _Api(NinjaAPI):
    """The API, whose description says of errors what they are."""

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        """Describe the API; Ninja takes every answer for application/json."""
        schema = super().get_openapi_schema(**options)
        for path in schema["paths"].values():
            for operation in path.values():
                for status, response in operation["responses"].items():
                    if int(status) >= HTTPStatus.BAD_REQUEST:
                        response["content"] = {PROBLEM_TYPE: response["content"]["application/json"]}
        # Needed on a private site alone (accounts/visits.py).
        schema["components"]["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
        schema["security"] = [{}, {"token": []}]
        return schema


api = _Api(
    title="Dragoman", version="1", description=_ABOUT, docs_url=None, openapi_url="/openapi.json", urls_namespace="api"
)

_PROBLEMS = dict.fromkeys(
    (
        HTTPStatus.BAD_REQUEST,
        HTTPStatus.UNAUTHORIZED,
        HTTPStatus.FORBIDDEN,
        HTTPStatus.NOT_FOUND,
        HTTPStatus.METHOD_NOT_ALLOWED,
    ),
    Problem,
)
_NAME = "A name in any writing (kim-jong-un), a country, or the key of an actor that an answer gave."


@dataclass(frozen=True)
class _Written:
    """Checks that a text is written as a pattern says, and gives the pattern in the description."""

    pattern: str
    wrong: str  # what is said of a text that is not

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(self._check, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {**handler(schema), "pattern": self.pattern}

    def _check(self, text: str) -> str:
        if not re.fullmatch(self.pattern.removeprefix("^").removesuffix("$"), text):
            raise ValueError(self.wrong)
        return text


def _read_query(text: str) -> str:
    parse(text)  # says what is wrong, and where, before the pattern says that something is
    return text


_Name = Annotated[
    str,
    Field(min_length=1, max_length=200),
    _Written(grammar.NAME, "is no name: there are control characters in it"),
]
_Day = Annotated[str, Field(max_length=64), _Written(grammar.DAY, "is no day; write 2024-03-12")]
_Period = Annotated[
    str,
    Field(max_length=64),
    _Written(grammar.DATE, "is no date; write 2024, 2024-03, 2024-03-12, 2023-05/2024 or 2024/.."),
]
_Place = Annotated[str, Field(max_length=500), _Written(grammar.CURSOR, "is no place in a list; take it from `next`")]
_Limit = Annotated[int, Query(ge=1, le=asking.MOST, description="How many at most.")]
_Cursor = Annotated[_Place | None, Query(description="`next` of the page before.")]
_Who = Annotated[_Name, Query(description=_NAME)]
_About = Annotated[_Name | None, Query(description=_NAME)]
_Words = Annotated[_Name | None, Query(description="Words that stand side by side.")]
_Date = Annotated[_Period | None, Query(description="EDTF; only of that time: 2024, 2024-03, 2023-05/2024, 2024/..")]
_Issue = Annotated[
    str,
    Field(min_length=1, max_length=200),
    _Written(grammar.WORDS, "is no more than 40 words"),
    Query(description="Words, or one of PLOVER's contexts (territory)."),
]
_Asked = Annotated[
    str,
    Field(min_length=1, max_length=1000),
    AfterValidator(_read_query),
    _Written(grammar.QUERY, "wants a space between two terms, and no control characters"),
    Query(description='A query: actor:kenya event:CONSULT -auxiliary:negation "words"'),
]
_Since = Annotated[_Day, Query(description="A day: 2024-03-12.")]
_AsOf = Annotated[_Day | None, Query(description="The day that counts as today.")]


def _json(answer: Any) -> HttpResponse:
    """Write an answer as JSON; Ninja would check it anew against its own type, for as long as finding it takes."""
    return HttpResponse(_adapter(answer.__class__).dump_json(answer), content_type="application/json; charset=utf-8")


@functools.cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


@api.get("/status", response={200: Status, **_PROBLEMS}, summary="Count what is in the Record", operation_id="status")
def _status(request: HttpRequest) -> HttpResponse:
    return _json(opened.record().status())


@api.get("/ask", response={200: asking.Answer, **_PROBLEMS}, summary="Ask in the query language", operation_id="ask")
def _ask(
    request: HttpRequest,
    q: _Asked,
    limit: _Limit = 20,
    cursor: _Cursor = None,
) -> HttpResponse:
    return _json(asking.ask(opened.record(), q, limit=limit, cursor=cursor))


@api.get(
    "/said", response={200: asking.Answer, **_PROBLEMS}, summary="Everything that somebody said", operation_id="said"
)
def _said(
    request: HttpRequest,
    who: _Who,
    about: _About = None,
    words: _Words = None,
    date: _Date = None,
    limit: _Limit = 20,
    cursor: _Cursor = None,
) -> HttpResponse:
    return _json(questions.find_said(opened.record(), who, about, words=words, date=date, limit=limit, cursor=cursor))


@api.get(
    "/meetings",
    response={200: meetings.Meetings, **_PROBLEMS},
    summary="Meetings of two sides that happened, are planned or sought, or were denied",
    operation_id="meetings",
)
def _meetings(
    request: HttpRequest,
    one: _Who,
    other: _Who,
    outcome: Annotated[happenings.Outcome | None, Query(description="Only those that stand so.")] = None,
    limit: _Limit = 20,
    cursor: _Cursor = None,
) -> HttpResponse:
    return _json(meetings.find_meetings(opened.record(), one, other, outcome=outcome, limit=limit, cursor=cursor))


@api.get(
    "/events/{path:event}",
    response={200: happenings.Account, **_PROBLEMS},
    summary="What is known of an event, who says so, and how independent they are",
    operation_id="event",
)
def _event(request: HttpRequest, event: str) -> HttpResponse:
    """`event` is `happening` of an event that an answer gave, or the place of a telling: ARTICLE/events/e1."""
    return _json(happenings.find_account(opened.record(), event))


@api.get(
    "/stand", response={200: stands.Stand, **_PROBLEMS}, summary="How a stand on an issue moved", operation_id="stand"
)
def _stand(
    request: HttpRequest,
    who: _Who,
    issue: _Issue,
    date: _Date = None,
    limit: _Limit = 50,
) -> HttpResponse:
    return _json(stands.find_stand(opened.record(), who, issue, date=date, limit=limit))


@api.get(
    "/news",
    response={200: questions.News, **_PROBLEMS},
    summary="What is new, updated, contradicted or overdue since a day",
    operation_id="news",
)
def _news(
    request: HttpRequest,
    since: _Since,
    as_of: _AsOf = None,
    limit: _Limit = 20,
) -> HttpResponse:
    return _json(questions.find_news(opened.record(), since, as_of=as_of, limit=limit))


@api.get(
    "/articles/{article}",
    response={200: dict[str, Any], **_PROBLEMS},
    summary="A kept article as it was read: its Reading, in the record format",
    operation_id="article",
)
def _article(
    request: HttpRequest,
    article: str,
    version: Annotated[int | None, Query(ge=1, description="Which version; without it, the last one.")] = None,
) -> dict[str, Any] | HttpResponse:
    versions = opened.record().versions(article)
    if not versions or (version or 1) > len(versions):
        return problem(HTTPStatus.NOT_FOUND, "no such article is kept" if not versions else "no such version is kept")
    return to_dict(versions[(version or len(versions)) - 1])


@api.exception_handler(DragomanError)
def _in_trouble(request: HttpRequest, trouble: DragomanError) -> HttpResponse:
    """Say what is wrong, and whose fault it is: what is neither written wrongly nor missing is the Record's own."""
    if isinstance(trouble, Missing):
        status = HTTPStatus.NOT_FOUND
    else:
        status = HTTPStatus.BAD_REQUEST if isinstance(trouble, Unusable) else HTTPStatus.INTERNAL_SERVER_ERROR
    more = {"column": trouble.column, "near": trouble.near} if isinstance(trouble, WrongQuery) else {}
    return problem(status, str(trouble), **more)


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, trouble: ValidationError) -> HttpResponse:
    wrong = trouble.errors[0]
    said = wrong["msg"].removeprefix("Value error, ")
    return problem(HTTPStatus.BAD_REQUEST, f"{wrong['loc'][-1]}: {said}")
