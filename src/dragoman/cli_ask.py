"""The commands that ask a Record: ask, said, meetings, event, stand, news."""

import dataclasses
import enum
import importlib
import json
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dragoman.cli_run import say
from dragoman.cli_where import Data, Database, open_here
from dragoman.export.periods import words_of

if TYPE_CHECKING:
    from dragoman.record.ask import Answer, Hit
    from dragoman.record.happenings import Account, Told
    from dragoman.record.lines import ArticleLine, EventLine, Someone
    from dragoman.record.meetings import Meetings
    from dragoman.record.questions import Change, News, Overdue
    from dragoman.record.stands import Position, Stand

__all__ = ["add_commands"]

_commands = typer.Typer()


class Shape(enum.StrEnum):
    """How an answer is printed."""

    TEXT = "text"
    JSON = "json"
    JSONL = "jsonl"


class Outcome(enum.StrEnum):
    """How an event stands."""

    HAPPENED = "happened"
    PLANNED = "planned"
    SOUGHT = "sought"
    DENIED = "denied"
    DISPUTED = "disputed"


_Shape = Annotated[
    Shape,
    typer.Option("--format", help="How the answer is printed; json: one object; jsonl: a line for each thing found."),
]
_Limit = Annotated[int, typer.Option(min=1, max=200, help="How many at most.")]
_After = Annotated[
    str | None, typer.Option("--after", metavar="PLACE", help="Go on after a page: its `next`, shown at its end.")
]
_Date = Annotated[
    str | None, typer.Option("--date", metavar="DATE", help="Only of that time: 2024, 2024-03, 2023-05/2024, 2024/..")
]
_Who = Annotated[str, typer.Argument(metavar="WHO", help="A name (kim-jong-un), or a country.")]


def add_commands(app: typer.Typer) -> None:
    """Add this module's commands to the program's."""
    app.registered_commands.extend(_commands.registered_commands)


@_commands.command("ask", context_settings={"ignore_unknown_options": True})
def _ask(
    query: Annotated[
        list[str],
        typer.Argument(
            metavar="QUERY",
            help='Words, "exact words", -unwanted, this OR that, and actor: country: event: auxiliary: standing: context: '
            "date: source: about: outlet: category: show:",
        ),
    ],
    data: Data = None,
    database: Database = None,
    limit: _Limit = 20,
    after: _After = None,
    shape: _Shape = Shape.TEXT,
) -> None:
    """Find articles, statements and events in the query language, the newest first, with what matched and where.

    For example: dragoman ask 'actor:kim-jong-un event:CONSULT auxiliary:negation date:2023/2024 source:unnamed'
    """
    answer = _load("ask", "ask")(open_here(data, database), " ".join(query), limit=limit, cursor=after)
    _print(answer, answer.hits, shape, _answer_text)


@_commands.command("said")
def _said(  # noqa: PLR0913, PLR0917  (each parameter is an option)
    who: _Who,
    about: Annotated[str | None, typer.Argument(metavar="[ABOUT]", help="Only of this person, state or body.")] = None,
    data: Data = None,
    database: Database = None,
    words: Annotated[str | None, typer.Option(metavar="WORDS", help="Only with these words, side by side.")] = None,
    date: _Date = None,
    limit: _Limit = 20,
    after: _After = None,
    shape: _Shape = Shape.TEXT,
) -> None:
    """Everything that somebody said, all or about another: as ask 'source:WHO about:ABOUT show:statements'."""
    answer = _load("questions", "find_said")(
        open_here(data, database), who, about, words=words, date=date, limit=limit, cursor=after
    )
    _print(answer, answer.hits, shape, _answer_text)


@_commands.command("meetings")
def _meetings(  # noqa: PLR0913, PLR0917  (each parameter is an option)
    one: _Who,
    other: _Who,
    data: Data = None,
    database: Database = None,
    outcome: Annotated[Outcome | None, typer.Option(help="Only those that stand so.")] = None,
    limit: _Limit = 20,
    after: _After = None,
    shape: _Shape = Shape.TEXT,
) -> None:
    """All meetings of two sides that happened, are planned or sought, or were denied, each once with all who tell of it."""
    found = _load("meetings", "find_meetings")(
        open_here(data, database), one, other, outcome=outcome and outcome.value, limit=limit, cursor=after
    )
    _print(found, found.items, shape, _meetings_text)


@_commands.command("event")
def _event(
    event: Annotated[
        str, typer.Argument(metavar="EVENT", help="Key of an event, as answers show it, or ARTICLE/events/e1.")
    ],
    data: Data = None,
    database: Database = None,
    shape: _Shape = Shape.TEXT,
) -> None:
    """What is known of one event, who says so, and how many of them are independent: copies and re-reports count once."""
    account = _load("happenings", "find_account")(open_here(data, database), event)
    _print(account, account.tellings, shape, _account_text)


@_commands.command("stand")
def _stand(
    who: _Who,
    issue: Annotated[str, typer.Argument(metavar="ISSUE", help="Words, or one of PLOVER's contexts (territory).")],
    data: Data = None,
    database: Database = None,
    date: _Date = None,
    limit: _Limit = 50,
    shape: _Shape = Shape.TEXT,
) -> None:
    """How somebody's stand on an issue moved, the oldest position first, with the conditions set."""
    stand = _load("stands", "find_stand")(open_here(data, database), who, issue, date=date, limit=limit)
    _print(stand, stand.positions, shape, _stand_text)


@_commands.command("news")
def _news(
    since: Annotated[str, typer.Argument(metavar="SINCE", help="A day: 2024-03-12.")],
    data: Data = None,
    database: Database = None,
    as_of: Annotated[
        str | None, typer.Option("--as-of", metavar="DATE", help="The day that counts as today; without it, today.")
    ] = None,
    limit: _Limit = 20,
    shape: _Shape = Shape.TEXT,
) -> None:
    """What is new, updated, contradicted, or overdue (planned, the day past, no word of it) since a day."""
    news = _load("questions", "find_news")(open_here(data, database), since, as_of=as_of, limit=limit)
    parts = [{name: item} for name in ("new", "updated", "contradicted", "overdue") for item in getattr(news, name)]
    _print(news, parts, shape, _news_text)


def _load(module: str, name: str) -> Any:
    # Django comes when a command needs it, not with `--help`.
    return getattr(importlib.import_module(f"dragoman.record.{module}"), name)


# Printing


def _print(answer: Any, items: Iterable[Any], shape: Shape, lines_of: Callable[[Any], Iterator[str]]) -> None:
    if shape is Shape.JSON:
        say(json.dumps(dataclasses.asdict(answer), ensure_ascii=False, indent=2))
    elif shape is Shape.JSONL:
        for item in items:
            say(json.dumps(_plain(item), ensure_ascii=False))
    else:
        for line in lines_of(answer):
            say(_safe(line))


def _plain(item: Any) -> Any:
    if isinstance(item, dict):
        return {name: _plain(value) for name, value in item.items()}
    return dataclasses.asdict(item)


def _safe(line: str) -> str:
    """Keep what is in a line from breaking it or steering a terminal."""
    return "".join(char if char.isprintable() else " " for char in line).rstrip()


def _answer_text(answer: "Answer") -> Iterator[str]:
    for hit in answer.hits:
        yield from _hit_text(hit)
    for name, meaning in answer.meanings.items():
        if name.partition(":")[2].casefold() != meaning.casefold():
            yield f"{name} means {meaning}"
    counts = {count.show: _many(count.count, count.show, more=count.more) for count in answer.counts}
    if counts:
        others = [f"{said} (show:{show})" for show, said in counts.items() if show != answer.show]
        yield counts[answer.show] + ("; " + ", ".join(others) if others else "")
    if answer.next:
        yield f"more: --after {answer.next}"


def _many(count: int, what: str, *, more: bool) -> str:
    return f"{'at least ' if more else ''}{count:,} {what.removesuffix('s') if count == 1 else what}"


def _hit_text(hit: "Hit") -> Iterator[str]:
    yield _article(hit.article) + (f"  (copies {hit.copy_of})" if hit.copy_of else "")
    if hit.event:
        yield f"  {_event_words(hit.event)}  [{hit.article.id}/{hit.event.row}]"
    if hit.statement:
        speaker = hit.statement.speaker.name if hit.statement.speaker else hit.statement.source or "?"
        yield f"  {speaker} ({hit.statement.sourcing}), {hit.statement.quoted}  [{hit.article.id}/{hit.statement.row}]"
    for snippet in hit.snippets:
        yield f"    {snippet.marked('[', ']')}"
    yield "    matched: " + "; ".join(f"{match.term} in {match.field} ({match.value})" for match in hit.matched)
    yield ""


def _article(article: "ArticleLine") -> str:
    return f"{_short(article)}: {article.title or article.id}  [{article.id}]"


def _event_words(event: "EventLine") -> str:
    kind = f"{event.type} {event.mode}" if event.mode else event.type
    sides = " → ".join(filter(None, (_names(event.actors), _names(event.recipients))))
    when = f", {words_of(event.date)}" if event.date else ""
    return f"{kind}, {event.standing}{when}: {sides}"


def _names(actors: "Iterable[Someone]") -> str:
    return ", ".join(actor.name for actor in actors)


def _meetings_text(meetings: "Meetings") -> Iterator[str]:
    for account in meetings.items:
        yield from _account_text(account)
        yield ""
    if not meetings.items:
        yield f"no meeting of {meetings.one} and {meetings.other} is told of"
    if meetings.next:
        yield f"more: --after {meetings.next}"


def _account_text(account: "Account") -> Iterator[str]:
    tellers = len(account.tellers)
    yield (
        f"{account.outcome}: {account.act}, {_names(account.parties)}; {tellers} independent "
        f"{'teller' if tellers == 1 else 'tellers'}  [{account.happening}]"
    )
    for name, values in (("date", account.dates), ("place", account.places), ("standing", account.standings)):
        if values:
            yield f"  {name}: {'; '.join(_told_words(name, told, tellers) for told in values)}"
    for condition in account.conditions:
        yield f"  condition: {condition}"
    for teller in account.tellers:
        more = len(teller.articles) - 1
        repeated = f"; {more} more {'article has' if more == 1 else 'articles have'} it from there" if more else ""
        told = f", from {', '.join(teller.sources)}" if teller.sources else ""
        yield f"  teller: {teller.outlet or 'unknown outlet'}{told}{repeated}"
    for telling in account.tellings:
        event, place = telling.event, f"{telling.article.id}/{telling.event.row}"
        yield f"    {_short(telling.article)}, {event.standing}: {event.evidence}  [{place}]"
        if telling.reason:
            yield f"      not its own: {telling.reason}"
        for change in telling.changed:
            yield f"      changed: {change.what} “{change.here}”, in its origin “{change.there}”"
    if account.count > len(account.tellings):
        yield f"    {len(account.tellings)} of {account.count} tellings"


def _told_words(name: str, told: "Told", tellers: int) -> str:
    value = words_of(told.value) if name == "date" else told.value
    return f"{value} ({told.tellers} of {tellers})"


def _short(article: "ArticleLine") -> str:
    return f"{words_of(article.published) or 'undated'}, {article.outlet or 'unknown outlet'}"


def _stand_text(stand: "Stand") -> Iterator[str]:
    for position in stand.positions:
        yield from _position_text(position)
    turned = f"{stand.turns} {'turn' if stand.turns == 1 else 'turns'}"
    yield f"{stand.of} on {stand.issue}: {len(stand.positions)} positions, {turned}"
    if stand.cut:
        yield "only the last ones are shown; --limit and --date show others"


def _position_text(position: "Position") -> Iterator[str]:
    how: list[str] = [position.direction]
    how += ["alleged"] if position.alleged else []
    how += ["turned"] if position.turn == "turned" else []
    how += ["uncertain"] if position.uncertain else []
    words = position.event.evidence if position.event else position.statement.content if position.statement else ""
    row = position.event.row if position.event else position.statement.row if position.statement else ""
    speaker = position.statement.speaker if position.statement else None
    yield (
        f"{words_of(position.day) or 'undated'}, {', '.join(how)}: {f'{speaker.name}: ' if speaker else ''}{words}"
        f"  [{position.article.id}/{row}]"
    )
    if position.condition:
        yield f"  condition: {position.condition}"


def _news_text(news: "News") -> Iterator[str]:
    for name in ("new", "updated", "contradicted", "overdue"):
        items = getattr(news, name)
        yield f"{name} ({len(items)})"
        for item in items:
            yield from (f"  {line}" for line in _NEWS_LINES[name](item))


def _new_text(account: "Account") -> Iterator[str]:
    first = account.tellings[0]
    yield f"{words_of(first.article.published)}, {account.outcome}: {first.event.evidence}  [{account.happening}]"


def _change_text(change: "Change") -> Iterator[str]:
    for article, event in ((change.article, change.event), (change.earlier_article, change.earlier_event)):
        yield f"{_short(article)}, {event.standing}: {event.evidence}"
    yield f"  because {change.reason} ({change.confidence:.2f})  [{change.link[:12]}]"


def _overdue_text(overdue: "Overdue") -> Iterator[str]:
    last = overdue.account.tellings[-1]
    yield f"due {words_of(overdue.due)}, {overdue.days} days ago: {last.event.evidence}  [{overdue.account.happening}]"


_NEWS_LINES: dict[str, Callable[[Any], Iterator[str]]] = {
    "new": _new_text,
    "updated": _change_text,
    "contradicted": _change_text,
    "overdue": _overdue_text,
}
