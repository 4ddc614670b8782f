"""Workers on this machine: processes that take a block at a time, and are replaced when they die.

`concurrent.futures` and `multiprocessing.Pool` do not say which task killed a worker: the first breaks with all that
waits, the second hangs. One pipe a worker says it.
"""

import contextlib
import multiprocessing
import os
import pathlib
import signal
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from typing import Literal, Protocol

from dragoman.corpus.blocks import Block, Settings
from dragoman.corpus.folder import Folder
from dragoman.corpus.work import do_block, get_ready
from dragoman.errors import UnreadableInput, Unusable

__all__ = ["Crew", "Event", "LocalCrew", "do_safely"]

_Kind = Literal["ticked", "done", "failed", "died", "unusable"]


@dataclass(frozen=True, slots=True)
class Event:
    """What a worker says, or what is seen of it.

    ticked: `number` more articles, 0 when the model is loaded; done: `number` failures in it; failed: the block cannot be
    done, and need not be tried again; died: the worker did; unusable: nothing can be done here at all.
    """

    kind: _Kind
    block: Block
    number: int = 0
    reason: str = ""


class Crew(Protocol):
    """Workers, wherever they are."""

    @property
    def free(self) -> int:
        """How many workers have nothing to do."""

    @property
    def busy(self) -> int:
        """How many have."""

    def start(self, block: Block) -> None:
        """Give a block to a free worker."""

    def wait(self, seconds: float) -> list[Event]:
        """Wait until something happens, at most so long."""

    def close(self) -> None:
        """End all workers at once, whatever they do."""


def do_safely(block: Block, settings: Settings, folder: Folder, tell: object) -> Event:
    """Do a block, and say what came of it; for the inside of a worker."""
    try:
        record = do_block(block, settings, folder, tell)  # type: ignore[arg-type]
        return Event("done", block, len(record["failures"]))
    except UnreadableInput as trouble:
        return Event("failed", block, reason=str(trouble))
    except Unusable as trouble:
        return Event("unusable", block, reason=str(trouble))
    # The edge of a batch: a defect of ours costs its own block alone.
    except Exception as trouble:  # noqa: BLE001
        return Event("failed", block, reason=f"internal error, please report it: {type(trouble).__name__}: {trouble}")


class _Worker:
    """A process and the pipe to it."""

    def __init__(self, settings: Settings, path: pathlib.Path) -> None:
        context = multiprocessing.get_context("spawn")
        self.pipe, far_end = context.Pipe()
        self.process: SpawnProcess = context.Process(target=_work, args=(far_end, settings, path), daemon=True)
        with _one_thread_each():
            self.process.start()
        far_end.close()
        self.block: Block | None = None

    def end(self) -> None:
        """End the process, whatever it does."""
        self.process.kill()
        self.process.join()
        self.pipe.close()


class LocalCrew:
    """Processes on this machine, each with a model of its own that is loaded once."""

    def __init__(self, workers: int, settings: Settings, path: pathlib.Path) -> None:
        self._settings, self._path = settings, path
        self._workers = [_Worker(settings, path) for _ in range(workers)]

    @property
    def free(self) -> int:
        """How many processes have nothing to do."""
        return len(self._workers) - self.busy

    @property
    def busy(self) -> int:
        """How many have."""
        return sum(worker.block is not None for worker in self._workers)

    def start(self, block: Block) -> None:
        """Give a block to a free process."""
        worker = next(worker for worker in self._workers if worker.block is None)
        worker.block = block
        # A worker that is dead already takes nothing, and is found by `wait`.
        with contextlib.suppress(OSError):
            worker.pipe.send(block)

    def wait(self, seconds: float) -> list[Event]:
        """Wait until a process says something or dies, at most so long."""
        ends: dict[object, _Worker] = {worker.pipe: worker for worker in self._workers}
        ends |= {worker.process.sentinel: worker for worker in self._workers}
        ready = {id(ends[end]): ends[end] for end in wait(list(ends), seconds)}  # type: ignore[arg-type]
        return [event for worker in ready.values() for event in self._listen(worker)]

    def _listen(self, worker: _Worker) -> Iterator[Event]:
        try:
            while worker.pipe.poll():
                event: Event = worker.pipe.recv()
                if event.kind != "ticked":
                    worker.block = None
                yield event
            if worker.process.is_alive():
                return
        except (EOFError, OSError):
            pass  # the pipe of a dead worker
        worker.end()
        if worker.block is not None:
            yield Event("died", worker.block, reason=f"killed its worker (exit code {worker.process.exitcode})")
        self._workers[self._workers.index(worker)] = _Worker(self._settings, self._path)

    def close(self) -> None:
        """End all processes at once."""
        for worker in self._workers:
            worker.end()


@contextlib.contextmanager
def _one_thread_each() -> Iterator[None]:
    # A worker a CPU: libraries that start a thread for each CPU in every one of them only get in each other's way.
    names = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
    before = {name: os.environ.get(name) for name in names}
    os.environ.update({name: value or "1" for name, value in before.items()})
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]


def _work(pipe: Connection, settings: Settings, path: pathlib.Path) -> None:
    """Take blocks until the pipe is closed; the inside of a worker."""
    # Ctrl-C reaches every process of a terminal: the one that hands out blocks decides what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    folder = Folder(path)
    with contextlib.suppress(EOFError, OSError):
        while True:
            block = pipe.recv()
            try:
                get_ready(settings)
            except Unusable as trouble:
                pipe.send(Event("unusable", block, reason=str(trouble)))
                return
            pipe.send(
                do_safely(
                    block, settings, folder, lambda number, block=block: pipe.send(Event("ticked", block, number))
                )
            )


def _end_with_parent() -> None:
    """End this process when the one that started it is gone: nobody would hear of what it makes."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
