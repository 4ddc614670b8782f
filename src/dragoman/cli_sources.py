"""The commands for feeds and sitemaps: sources add, list, show, check, pause, resume, remove."""

import enum
import importlib
import json
import pathlib
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dragoman.cli_reading import Chosen, Model, ReaderName
from dragoman.cli_run import complain, line, say
from dragoman.cli_where import Data, Database, open_here
from dragoman.settings import read_settings

if TYPE_CHECKING:
    from dragoman.model import Article, Reading
    from dragoman.record.store import Record
    from dragoman.sources.checking import Looked
    from dragoman.sources.models import Source

__all__ = ["add_sources"]

_commands = typer.Typer(help="Follow feeds and sitemaps: what is new in them is read and kept.", rich_markup_mode=None)
_PAUSE = 20.0  # seconds after which it is seen whether a source has come due


class Shape(enum.StrEnum):
    """How a result is printed."""

    TEXT = "text"
    JSON = "json"


_Url = Annotated[str, typer.Argument(metavar="ADDRESS")]
_Shape = Annotated[Shape, typer.Option("--format", help="How the result is printed; json: an object a line.")]


def add_sources(app: typer.Typer) -> None:
    """Add this module's commands to the program's."""
    app.add_typer(_commands, name="sources", no_args_is_help=True)


@_commands.command("add")
def _add(
    inputs: Annotated[
        list[str], typer.Argument(metavar="ADDRESS...", help="Of feeds and sitemaps; or OPML files with many feeds.")
    ],
    minutes: Annotated[
        int, typer.Option("--every", min=5, max=43200, metavar="MINUTES", help="Between two looks.")
    ] = 60,
    data: Data = None,
    database: Database = None,
    *,
    whole: Annotated[
        bool, typer.Option("--pages/--feed-text", help="Fetch each entry's page, or take the text that the feed has.")
    ] = True,
) -> None:
    """Follow feeds and sitemaps. Nothing is fetched yet: `sources check` does so."""
    keeping = importlib.import_module("dragoman.sources.following")
    record = open_here(data, database, create=True)
    for listed in keeping.addresses_of(inputs):
        source, new = keeping.follow(record, listed.url, title=listed.title or "", minutes=minutes, whole=whole)
        say(line("added" if new else "changed", source.url, source.title))


@_commands.command("list")
def _list(data: Data = None, database: Database = None, shape: _Shape = Shape.TEXT) -> None:
    """Show how each source fares."""
    record = open_here(data, database)
    for health in importlib.import_module("dragoman.sources.following").list_health(record):
        if shape is Shape.JSON:
            print(json.dumps(health.as_dict()))
        else:
            print(line(health.state, health.source.url, health.said))


@_commands.command("check")
def _check(
    addresses: Annotated[
        list[str] | None, typer.Argument(metavar="[ADDRESS...]", help="Of sources; without any, those that are due.")
    ] = None,
    reader: Chosen = ReaderName.LEARNED,
    model: Model = None,
    data: Data = None,
    database: Database = None,
    *,
    watch: Annotated[
        bool, typer.Option("--watch", help="Go on until stopped, looking at each when it is due.")
    ] = False,
) -> None:
    """Look at sources now, and read and keep what is new. The exit code is 1 if a source or an entry failed."""
    record = open_here(data, database)
    checking = importlib.import_module("dragoman.sources.checking")
    read = _reader(reader.value, model or read_settings().model)
    failed = False
    while True:
        asked = 0
        for source in _named(record, addresses) if addresses else checking.iter_due(record):
            asked += 1
            failed |= _say_looked(checking.look_at(record, source, read))
        if not watch:
            break
        addresses = None
        time.sleep(_PAUSE)
    if not asked:
        say("no source is due")
    if failed:
        raise typer.Exit(1)


def _say_looked(looked: "Looked") -> bool:
    """Say what a look gave; return whether something failed."""
    source = looked.source
    if source.trouble:
        complain(f"{source.url}: {source.trouble}")
        return True
    counts = ", ".join(f"{number} {outcome}" for outcome, number in looked.counts.items())
    say(line(source.url, counts or ("unchanged" if looked.unchanged else "nothing new")))
    for trouble in looked.failed:
        complain(trouble)
    return bool(looked.failed)


def _reader(reader: str, model: str | None) -> "Callable[[Article], Reading]":
    """Return what reads one article; the language is loaded when the first one comes."""
    loaded: list[Any] = []

    def read(article: "Article") -> "Reading":
        flow = importlib.import_module("dragoman.pipeline")
        if not loaded:
            loaded.append(flow.load_language(model or flow.DEFAULT_MODEL, reader))
        (found,) = flow.read_items([article], loaded[0])
        if isinstance(found, Exception):
            raise found
        reading: Reading = found
        return reading

    return read


@_commands.command("pause")
def _pause(address: _Url, data: Data = None, database: Database = None) -> None:
    """Leave a source alone until it is resumed."""
    _set_paused(address, data, database, paused=True)


@_commands.command("resume")
def _resume(address: _Url, data: Data = None, database: Database = None) -> None:
    """Look at a paused source again."""
    _set_paused(address, data, database, paused=False)


def _set_paused(address: str, data: pathlib.Path | None, database: str | None, *, paused: bool) -> None:
    record = open_here(data, database)
    (source,) = _named(record, [address])
    importlib.import_module("dragoman.sources.following").set_paused(record, source, paused=paused)
    say(line("paused" if paused else "resumed", source.url))


@_commands.command("remove")
def _remove(address: _Url, data: Data = None, database: Database = None) -> None:
    """Follow a source no more; the articles that came from it stay."""
    record = open_here(data, database)
    (source,) = _named(record, [address])
    source.delete(using=record.alias)
    say(line("removed", address))


def _named(record: "Record", addresses: list[str]) -> "list[Source]":
    return [importlib.import_module("dragoman.sources.following").find_source(record, one) for one in addresses]
