"""The command that serves a Record over HTTP."""

import importlib
import pathlib
from importlib.metadata import version
from typing import Annotated

import platformdirs
import typer

from dragoman.cli_run import complain, say
from dragoman.cli_where import Data, Database, find_url
from dragoman.errors import UnreadableInput
from dragoman.settings import read_settings

__all__ = ["add_commands"]

_commands = typer.Typer()


def add_commands(app: typer.Typer) -> None:
    """Add this module's command to the program's."""
    app.registered_commands.extend(_commands.registered_commands)


@_commands.command("serve")
def _serve(
    data: Data = None,
    database: Database = None,
    host: Annotated[str, typer.Option(metavar="ADDRESS", help="Where to listen.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="0: a free one.")] = 8000,
    allow_host: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="A name under which others may ask; may be repeated.")
    ] = None,
    processes: Annotated[
        int | None,
        typer.Option(min=1, max=64, metavar="N", help="Processes that answer; without it, one a CPU, four at most."),
    ] = None,
    behind_proxy: Annotated[
        str | None,
        typer.Option(
            metavar="ADDRESS",
            help="Address of a reverse proxy on which browsers come by HTTPS; its word on who asks is taken.",
        ),
    ] = None,
) -> None:
    """Serve the Record over HTTP: its API at /api/, described at /api/openapi.json; /healthz answers 200 when it is ready.

    Where there is no Record yet, and none is named, the sample is served. DRAGOMAN_MAIL and DRAGOMAN_MAIL_FROM set mail up;
    DRAGOMAN_SECRET_KEY or DRAGOMAN_SECRET_KEY_FILE keeps the key where the Record is in PostgreSQL.
    """
    chosen = read_settings()
    run = importlib.import_module("dragoman.server.run")
    url = find_url(data, database)
    if data is None and database is None and chosen.database is None:
        own = importlib.import_module("dragoman.record.databases")
        if not (own.default_folder() / own.FILE_NAME).exists():
            url = _sample_url()
    try:
        place = run.Place(
            host=host,
            port=port,
            allowed=tuple(allow_host or ()),
            proxy=behind_proxy,
            mail=chosen.mail,
            sender=chosen.mail_from,
            debug=chosen.debug,
            processes=processes or importlib.import_module("dragoman.server.processes").count_usual(),
        )
        run.serve(url, place, ready=lambda address: say(f"serving {address} (Ctrl-C stops)"), warn=complain)
    except KeyboardInterrupt:
        raise typer.Exit(130) from None


def _sample_url() -> str:
    """Read the shipped sample into a Record of its own, once for each version of Dragoman."""
    folder = pathlib.Path(platformdirs.user_cache_dir("dragoman", appauthor=False)) / f"sample-{version('dragoman')}"
    databases = importlib.import_module("dragoman.record.databases")
    url: str = databases.url_of_folder(folder)
    complain(
        "there is no Record yet (`dragoman add` makes one): this is the sample, whose people and events are invented"
    )
    record = importlib.import_module("dragoman.record.store").open_record(url)
    articles = pathlib.Path(__file__).parent / "samples" / "record"
    items = importlib.import_module("dragoman.intake").iter_intake(
        [str(articles / "articles.jsonl")],
        published=None,
        model=read_settings().model,
        wanted=lambda article: not record.holds(article),
    )
    list(record.add(item for item in items if not isinstance(item, UnreadableInput)))
    return url
