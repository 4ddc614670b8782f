"""Where the Record of a command lies: `--data`, `--database`, the environment, or the user's own folder."""

import importlib
import pathlib
from typing import TYPE_CHECKING, Annotated

import typer

from dragoman.errors import Unusable
from dragoman.settings import read_settings

if TYPE_CHECKING:
    from dragoman.record.store import Record

__all__ = ["Data", "Database", "find_url", "open_here"]

Data = Annotated[
    pathlib.Path | None,
    typer.Option("--data", metavar="DIR", help="Folder of the Record; without it, the user's own."),
]
Database = Annotated[
    str | None,
    typer.Option(metavar="URL", help="Database of the Record instead: postgresql://USER:PASSWORD@HOST/NAME."),
]


def open_here(data: pathlib.Path | None, database: str | None, *, create: bool = False) -> "Record":
    """Open the Record that the options name. Raises Unusable where there is none."""
    record: Record = importlib.import_module("dragoman.record.store").open_record(
        find_url(data, database), create=create
    )
    return record


def find_url(data: pathlib.Path | None, database: str | None) -> str:
    """Return the URL of the Record that the options name."""
    if data is not None and database is not None:
        raise Unusable("give either --data or --database", "--data")
    # Django and the database come when a command needs them, not with `--help`.
    databases = importlib.import_module("dragoman.record.databases")
    if data is not None:
        return str(databases.url_of_folder(data))
    return database or read_settings().database or str(databases.url_of_folder(databases.default_folder()))
