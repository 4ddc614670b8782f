"""The commands for archives: corpus run, corpus status."""

import dataclasses
import enum
import importlib
import json
import pathlib
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from dragoman.cli_reading import Chosen, MinConfidence, Model, Published, ReaderName, check_confidence, check_published
from dragoman.cli_run import complain
from dragoman.settings import read_settings

if TYPE_CHECKING:
    from dragoman.corpus.run import Outcome
    from dragoman.corpus.run import Progress as State

__all__ = ["add_corpus"]

_commands = typer.Typer(
    help="Read archives of any size with many workers; stop and start as you like.", rich_markup_mode=None
)
_LISTED = 20  # failures on the screen; all of them are in failures.jsonl
_PAUSE = 1.0  # seconds between two lines of progress


class ProgressShape(enum.StrEnum):
    """How progress is told."""

    TEXT = "text"
    JSON = "json"
    NONE = "none"


class Shape(enum.StrEnum):
    """How a result is printed."""

    TEXT = "text"
    JSON = "json"


def add_corpus(app: typer.Typer) -> None:
    """Add this module's commands to the program's."""
    app.add_typer(_commands, name="corpus", no_args_is_help=True)


@_commands.command("run")
def _run(  # noqa: PLR0913, PLR0917  (each parameter is an option)
    inputs: Annotated[
        list[str],
        typer.Argument(
            metavar="INPUT...",
            help="WARC, JSON Lines, CSV, Parquet, pages, feeds; files, folders, globs, s3:// or https:// addresses.",
        ),
    ],
    output: Annotated[
        pathlib.Path,
        typer.Option("--output", "-o", metavar="DIR", help="A new folder, or that of an earlier run, which goes on."),
    ],
    workers: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Worker processes; without it, one a CPU.")
    ] = None,
    cluster: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="Work on a Ray cluster: auto, HOST:PORT, ray://HOST:PORT.")
    ] = None,
    published: Published = None,
    reader: Chosen = ReaderName.LEARNED,
    model: Model = None,
    min_confidence: MinConfidence = None,
    block: Annotated[
        int, typer.Option(min=1, metavar="N", help="About how many articles a worker takes at once.")
    ] = 1000,
    progress: Annotated[
        ProgressShape, typer.Option(help="json: an object a second, on standard output.")
    ] = ProgressShape.TEXT,
) -> None:
    """Read archives into Parquet tables, partitioned by month of publication. Started again, it does what is missing."""
    check_published(published)
    check_confidence(min_confidence, reader)
    settings = importlib.import_module("dragoman.corpus.blocks").Settings(
        published, model or read_settings().model, reader.value, min_confidence, block
    )
    run_corpus = importlib.import_module("dragoman.corpus.run").run_corpus
    try:
        with _watching(progress) as watch:
            outcome = run_corpus(inputs, output, settings, workers=workers, cluster=cluster, watch=watch)
    except KeyboardInterrupt:
        complain("stopped; the same command goes on where it was")
        raise typer.Exit(130) from None
    _report(outcome, output, progress)


@_commands.command("status")
def _status(
    folder: Annotated[pathlib.Path, typer.Argument(metavar="DIR", help="Output folder of a run.")],
    shape: Annotated[Shape, typer.Option("--format", help="How the result is printed.")] = Shape.TEXT,
) -> None:
    """Say how much of a corpus is there, while it is being made or later."""
    status = dataclasses.asdict(importlib.import_module("dragoman.corpus.readings").find_status(folder))
    if shape is Shape.JSON:
        print(json.dumps(status))
        return
    duplicates = status.pop("duplicates")
    state = "running" if status.pop("running") else "not running"
    print("finished" if status.pop("finished") else f"not finished, {state}")
    for name, count in (status | {f"{kind} duplicates": number for kind, number in duplicates.items()}).items():
        print(f"{count:>12,} {name.replace('_', ' ')}")


def _report(outcome: "Outcome", output: pathlib.Path, shape: ProgressShape) -> None:
    progress = outcome.progress
    if shape is ProgressShape.JSON:
        print(json.dumps(_as_dict(progress) | {"finished": not outcome.undone}), flush=True)
    else:
        rate = f", {progress.rate:.1f} a second" if progress.rate else ""
        print(
            f"{progress.blocks_done} of {progress.blocks} blocks are done; {progress.articles:,} articles in this run{rate}; "
            f"{sum(outcome.duplicates.values()):,} duplicates are marked"
        )
    for trouble in outcome.unplanned:
        complain(str(trouble))
    for name, reason in list(outcome.undone.items())[:_LISTED]:
        complain(f"block {name} is set aside: {reason}")
    failures = (output / "failures.jsonl").read_text(encoding="utf-8").splitlines()
    read = [json.loads(line) for line in failures[: _LISTED + len(outcome.undone)]]
    for failure in [failure for failure in read if failure["block"] not in outcome.undone][:_LISTED]:
        complain(f"{failure['where']}: {failure['reason']}")
    if len(failures) > _LISTED:
        complain(f"{len(failures):,} could not be read; {output / 'failures.jsonl'} lists them")
    if failures or outcome.undone or outcome.unplanned:
        raise typer.Exit(1)


# Progress


@contextmanager
def _watching(shape: ProgressShape) -> Iterator[Callable[["State"], None]]:
    console = Console(stderr=True)
    if shape is ProgressShape.JSON:
        yield _Paused(lambda state: print(json.dumps(_as_dict(state)), flush=True), _PAUSE)
    elif shape is ProgressShape.NONE:
        yield lambda _state: None
    elif not console.is_terminal:
        yield _Paused(lambda state: print(_describe(state), file=sys.stderr, flush=True), 60 * _PAUSE)
    else:
        with Progress(BarColumn(), TextColumn("{task.description}"), TimeElapsedColumn(), console=console) as bar:
            task = bar.add_task("starting", total=None)
            yield lambda state: bar.update(
                task,
                total=state.articles + state.articles_left,
                completed=state.articles,
                description=_describe(state),
            )


class _Paused:
    """Pass on what is told, but not all the time."""

    def __init__(self, tell: Callable[["State"], None], pause: float) -> None:
        self._tell, self._pause, self._next = tell, pause, 0.0

    def __call__(self, state: "State") -> None:
        if (now := time.monotonic()) >= self._next:
            self._next = now + self._pause
            self._tell(state)


def _describe(state: "State") -> str:
    rate = f", {state.rate:.1f} a second" if state.rate else ""
    left = f", {_duration(state.seconds_left)} left" if state.seconds_left is not None else ""
    failed = f", {state.failures:,} failed" if state.failures else ""
    deaths = f", {state.deaths} workers replaced" if state.deaths else ""
    return f"{state.articles:,} articles{rate}{left}; block {state.blocks_done} of {state.blocks}{failed}{deaths}"


def _duration(seconds: float) -> str:
    minutes = round(seconds / 60)
    return f"{minutes // 60} h {minutes % 60:02d} min" if minutes >= 60 else f"{minutes} min" if minutes else "a minute"


def _as_dict(state: "State") -> dict[str, Any]:
    rounded = {
        "rate": state.rate and round(state.rate, 2),
        "seconds_left": state.seconds_left and round(state.seconds_left),
        "seconds": round(state.seconds, 1),
    }
    return dataclasses.asdict(state) | rounded
