"""The command line: arguments in, messages out, exit codes; the only place that prints."""

import sys
from typing import Annotated

import typer

from dragoman.errors import DragomanError
from dragoman.model.wire import dump_reading
from dragoman.pipeline import iter_readings

__all__ = ["main"]

_app = typer.Typer(add_completion=False, no_args_is_help=True)


@_app.callback()
def _dragoman() -> None:
    """Turn news reporting on diplomacy into a record one can query and check."""


@_app.command()
def read(
    inputs: Annotated[list[str], typer.Argument()],
    published: Annotated[str | None, typer.Option()] = None,
    form: Annotated[str, typer.Option("--format")] = "jsonl",
) -> None:
    """Read articles."""
    for item in iter_readings(inputs, published=published):
        if isinstance(item, DragomanError):
            print(item, file=sys.stderr)
        else:
            print(dump_reading(item))


def main() -> None:
    """Run the command line."""
    _app()
