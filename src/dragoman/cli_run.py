"""One run of a command over its inputs: what came of them, how far it is, how it is stopped, and what is said."""

import contextlib
import os
import pathlib
import signal
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from dragoman.errors import DragomanError
from dragoman.model import Reading

__all__ = ["Run", "complain", "counting", "interrupts", "line", "only_readings", "progress", "report", "say"]

_PAGES = frozenset({".txt", ".html", ".htm"})  # files that hold one article
_Item = TypeVar("_Item")


@dataclass(slots=True)
class Run:
    """One run over the inputs: what came of them."""

    failures: list[DragomanError] = field(default_factory=list)
    read: int = 0
    passed: int = 0  # known already, and not read again
    interrupted: bool = False


def only_readings(items: Iterable[Reading | DragomanError], run: Run, advance: Any) -> Iterator[Reading]:
    """Pass on what was read, and note what was not."""
    for item in items:
        if isinstance(item, DragomanError):
            run.failures.append(item)
        else:
            run.read += 1
            yield item
        advance(run)


@contextlib.contextmanager
def interrupts(run: Run) -> Iterator[Any]:
    """Let Ctrl-C end the inputs instead of the program, so that what was read is still written.

    While an article is read the signal breaks the reading off; while one is written it waits until that is done.
    A second Ctrl-C ends the program at once.
    """
    reading = False

    def stop(_number: int, _frame: object) -> None:
        again, run.interrupted = run.interrupted, True
        if reading or again:
            raise KeyboardInterrupt

    def waiting(items: Iterator[Any]) -> Iterator[Any]:
        nonlocal reading
        while not run.interrupted:
            try:
                reading = True
                item = next(items)
            except (StopIteration, KeyboardInterrupt):
                return
            finally:
                reading = False
            yield item

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield waiting
    finally:
        signal.signal(signal.SIGINT, before)


@contextlib.contextmanager
def progress(inputs: Sequence[str]) -> Iterator[Any]:
    """Show how far the reading is, and how fast, on standard error, where that is a terminal and it may take a while."""
    alone = len(inputs) == 1 and pathlib.Path(inputs[0]).suffix.lower() in _PAGES
    console = Console(stderr=True)
    if alone or not console.is_terminal:
        yield lambda _run: None
        return
    # How many articles a folder, a feed or a table holds is known when it has been read.
    total = len(inputs) if all(pathlib.Path(name).suffix.lower() in _PAGES for name in inputs) else None
    columns = (SpinnerColumn(), BarColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("starting", total=total)
        begun: float | None = None  # when the first article was through; the language model takes seconds to load

        def advance(run: Run) -> None:
            nonlocal begun
            done = run.read + len(run.failures) + run.passed
            now = time.monotonic()
            begun = now if begun is None else begun
            rate = f", {(done - 1) / (now - begun):.1f} a second" if now - begun > 1 else ""
            passed = f", {run.passed} known" if run.passed else ""
            failed = f", {len(run.failures)} could not be read" if run.failures else ""
            bar.update(task, completed=done, description=f"{run.read} read{passed}{failed}{rate}")

        yield advance


@contextlib.contextmanager
def counting(what: str, *, total: int) -> Iterator[Callable[[Iterator[_Item]], Iterable[_Item]]]:
    """Give a function that passes items on, and shows on standard error how many, where that is a terminal."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda items: items
        return
    columns = (SpinnerColumn(), BarColumn(), TextColumn(f"{{task.completed:,}} of {{task.total:,}} {what}"))
    with Progress(*columns, TimeElapsedColumn(), console=console, transient=True) as bar:
        yield lambda items: bar.track(items, total=total)


# Messages


def report(run: Run) -> None:
    """Say what could not be read, and leave with the exit code that says so."""
    for failure in run.failures:
        complain(str(failure))
    if run.failures and run.read:
        complain(f"{run.read} read, {len(run.failures)} could not be read")
    if run.interrupted:
        complain("stopped; what was read until then is written")
        raise typer.Exit(130)
    if run.failures:
        raise typer.Exit(1)


def complain(message: str) -> None:
    """Say one line on standard error, whatever is in the message."""
    words = " ".join(message.split())
    print("dragoman: " + "".join(char if char.isprintable() else "�" for char in words), file=sys.stderr)


def say(text: str, *, leave: bool = True) -> None:
    """Print a line at once; where nobody reads our output any more, leave without a complaint, or go on and print nothing."""
    try:
        print(text, flush=True)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if leave:
            raise typer.Exit from None


def line(*cells: str) -> str:
    """Return cells as one line, separated by tabs; nothing in them can steer a terminal or break the line."""
    return "\t".join("".join(char if char.isprintable() else " " for char in cell) for cell in cells)
