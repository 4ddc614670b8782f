"""The command line: arguments in, messages out, exit codes; the only place that prints.

Exit codes: 0 everything was read; 1 something could not be read, and the rest was written; 2 wrong usage, or an option,
a model or a place to write that cannot be used; 130 stopped by Ctrl-C, what was finished until then is written.
"""

import enum
import importlib
import os
import pathlib
import sys
from collections.abc import Iterable
from importlib.metadata import version
from typing import Annotated, Any, TextIO

import typer

from dragoman import cli_ask, cli_corpus, cli_people, cli_record, cli_serve, cli_sources
from dragoman.cli_reading import Chosen, MinConfidence, Model, Published, ReaderName, check_confidence, check_published
from dragoman.cli_run import Run, complain, interrupts, only_readings, progress, report
from dragoman.errors import DragomanError, Unusable
from dragoman.export.files import fresh_file
from dragoman.model import Reading
from dragoman.settings import read_settings

__all__ = ["main"]

_app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)


class Format(enum.StrEnum):
    """What is written."""

    TEXT = "text"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    PARQUET = "parquet"
    POLECAT = "polecat"
    HTML = "html"


# The writer of each format that goes into one file: module and function. They are imported when they are needed, as
# DuckDB, Jinja and above all spaCy (through dragoman.pipeline) take longer to import than `--help` should take.
_FILE_WRITERS = {
    Format.TEXT: ("dragoman.export.terminal", "write_text"),
    Format.JSON: ("dragoman.export.lines", "write_json"),
    Format.JSONL: ("dragoman.export.lines", "write_jsonl"),
    Format.CSV: ("dragoman.export.folder", "write_csv_events"),
    Format.POLECAT: ("dragoman.export.polecat", "write_polecat"),
    Format.HTML: ("dragoman.export.html", "write_html"),
}
_FOLDER_WRITERS = {
    Format.CSV: ("dragoman.export.folder", "write_csv"),
    Format.PARQUET: ("dragoman.export.folder", "write_parquet"),
    Format.HTML: ("dragoman.export.html", "write_pages"),
}


@_app.callback(invoke_without_command=True)
def _dragoman(
    context: typer.Context,
    *,
    show_version: Annotated[
        bool, typer.Option("--version", help="Print the version and leave.", is_eager=True)
    ] = False,
) -> None:
    """Turn news reporting on diplomacy into a record one can query and check."""
    if show_version:
        print(f"dragoman {version('dragoman')}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        print(context.get_help(), file=sys.stderr)
        raise typer.Exit(2)


@_app.command("read")
def _read(  # noqa: PLR0913  (each parameter is an option)
    inputs: Annotated[
        list[str],
        typer.Argument(metavar="INPUT...", help="Files, folders, addresses (http, https), or - for standard input."),
    ],
    published: Published = None,
    form: Annotated[Format, typer.Option("--format", help="What is written.")] = Format.TEXT,
    output: Annotated[
        pathlib.Path | None,
        typer.Option("--output", "-o", metavar="PATH", help="A file, or a folder for the tables of csv and parquet."),
    ] = None,
    reader: Chosen = ReaderName.LEARNED,
    model: Model = None,
    *,
    min_confidence: MinConfidence = None,
    explain: Annotated[bool, typer.Option("--explain", help="With text: show the words that say each line.")] = False,
) -> None:
    """Read articles: who says what, who did what to whom, when, how many and how likely, each with its evidence."""
    _check_options(published, form, output, explain=explain)
    check_confidence(min_confidence, reader)
    run = Run()
    model = model or read_settings().model
    with interrupts(run) as waiting, progress(inputs) as advance:
        options = {"published": published, "model": model, "reader": reader.value, "min_confidence": min_confidence}
        items = importlib.import_module("dragoman.pipeline").iter_readings(inputs, **options)
        readings = only_readings(waiting(items), run, advance)
        try:
            _write(readings, form, output, explain=explain)
        except BrokenPipeError:
            # Whoever reads our output has enough. What Python still holds for them goes nowhere, without a complaint.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit from None
    report(run)


cli_record.add_commands(_app)
cli_ask.add_commands(_app)
cli_corpus.add_corpus(_app)
cli_serve.add_commands(_app)
cli_sources.add_sources(_app)
cli_people.add_people(_app)


def main() -> None:
    """Run the command line and leave with its exit code."""
    try:
        code = _app(standalone_mode=False)
    except typer.Abort:
        code = 130
    except KeyboardInterrupt:
        code = 130
    except DragomanError as trouble:
        complain(str(trouble))
        code = 2
    # Click's own errors of usage; they carry their message and their exit code.
    except Exception as trouble:  # noqa: BLE001
        code = _show_usage(trouble)
    sys.exit(code or 0)


# Options


def _check_options(published: str | None, form: Format, output: pathlib.Path | None, *, explain: bool) -> None:
    check_published(published)
    if form is Format.PARQUET and output is None:
        raise Unusable("parquet is written into a folder; name it with --output", "--format")
    if explain and form is not Format.TEXT:
        raise Unusable("shows evidence in the text account; the other formats always carry it", "--explain")


def _is_folder(form: Format, output: pathlib.Path) -> bool:
    """Tell whether the output is a folder of files: always for parquet, else by the look of the path."""
    if form is Format.PARQUET:
        return True
    return form in _FOLDER_WRITERS and (output.is_dir() or not output.suffix)


# Writing


def _write(readings: Iterable[Reading], form: Format, output: pathlib.Path | None, *, explain: bool) -> None:
    options: dict[str, Any] = {"explain": explain} if form is Format.TEXT else {}
    if output is not None and _is_folder(form, output):
        _load(_FOLDER_WRITERS[form])(readings, output)
    elif output is not None:
        with fresh_file(output) as file:
            _load(_FILE_WRITERS[form])(readings, file, **options)
    else:
        _load(_FILE_WRITERS[form])(readings, _standard_output(), **options)
        sys.stdout.flush()


def _load(place: tuple[str, str]) -> Any:
    module, name = place
    return getattr(importlib.import_module(module), name)


def _standard_output() -> TextIO:
    # Results are UTF-8 wherever they go, with the line ends they have.
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
    return sys.stdout


# Messages


def _show_usage(trouble: Exception) -> int:
    """Say what is wrong with the arguments; any other error is a defect of ours and is said in one line too."""
    if hasattr(trouble, "format_message"):
        message = trouble.format_message().replace("Value error, ", "")
        complain(f"{message} (--help says more)")
        return int(getattr(trouble, "exit_code", 2))
    if os.environ.get("DRAGOMAN_TRACEBACK"):
        raise trouble
    complain(
        f"internal error, please report it: {type(trouble).__name__}: {trouble} (DRAGOMAN_TRACEBACK=1 shows where)"
    )
    return 1
