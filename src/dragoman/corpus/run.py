"""One run: plan, hand out what is missing, replace what dies, finish."""

import dataclasses
import importlib
import os
import pathlib
import time
from collections import Counter, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from dragoman.corpus.blocks import Block, Settings
from dragoman.corpus.crew import Crew, Event, LocalCrew
from dragoman.corpus.duplicates import mark_duplicates
from dragoman.corpus.folder import Folder
from dragoman.corpus.manifest import write_manifest
from dragoman.corpus.plan import plan_inputs
from dragoman.errors import UnreadableInput, Unusable

__all__ = ["Outcome", "Progress", "run_corpus"]

_MOST_DEATHS = 3  # of workers at one block, before it is set aside
_PATIENCE = 1.0  # seconds between two looks at the clock while nothing happens


@dataclass(slots=True)
class Progress:
    """How far a run is."""

    blocks: int
    blocks_done: int
    articles: int = 0  # that this run has come to; what is passed over counts too
    failures: int = 0  # articles that could not be read, and blocks that could not be done
    deaths: int = 0  # of workers
    seconds: float = 0.0  # since a worker was ready to read
    articles_left: int = 0  # about

    @property
    def rate(self) -> float | None:
        """Articles a second in this run, None where there are none yet."""
        return self.articles / self.seconds if self.articles and self.seconds else None

    @property
    def seconds_left(self) -> float | None:
        """About how long it will take."""
        return self.articles_left / self.rate if self.rate else None


@dataclass(slots=True)
class Outcome:
    """What came of a run."""

    progress: Progress
    unplanned: list[UnreadableInput] = field(default_factory=list)
    undone: dict[str, str] = field(default_factory=dict)  # why, by block
    duplicates: dict[str, int] = field(default_factory=dict)


def run_corpus(
    inputs: Sequence[str],
    path: pathlib.Path,
    settings: Settings,
    *,
    workers: int | None = None,
    cluster: str | None = None,
    watch: Callable[[Progress], None] = lambda _: None,
) -> Outcome:
    """Do the blocks of the inputs that are not done yet, and finish when none is left.

    path: the output folder: a new one, or that of an earlier run with the same settings, whose blocks stay.
    workers: processes; without it, one for each CPU. cluster: address of a Ray cluster to do it instead.
    Raises Unusable where nothing more can be done; what is done stays done.
    """
    folder = Folder(path.absolute())
    folder.check()
    with folder.locked():
        folder.prepare()
        blocks, unplanned = _plan(inputs, folder, settings)
        folder.clear_failures()
        waiting = [block for block in blocks if not folder.is_done(block)]
        progress = Progress(len(blocks), len(blocks) - len(waiting), failures=len(unplanned))
        undone = {}
        if waiting:
            crew = _hire(min(workers or _count_cpus(), len(waiting)), workers, cluster, settings, folder.path)
            try:
                undone = _Round(crew, folder, progress, watch).run(waiting)
            finally:
                crew.close()
        try:
            duplicates = mark_duplicates(folder.path, folder.path / ".work")
            write_manifest(folder, settings, blocks, duplicates)
        except OSError as trouble:
            raise Unusable(f"cannot be written: {trouble.strerror or trouble}", str(folder.path)) from trouble
        return Outcome(progress, unplanned, undone, duplicates)


def _plan(inputs: Sequence[str], folder: Folder, settings: Settings) -> tuple[list[Block], list[UnreadableInput]]:
    """Plan the inputs, and keep what was planned before."""
    known: dict[str, Block] = {}
    if folder.is_corpus:
        before, old = folder.read_plan()
        if before != settings:
            names = [name for name in Settings.__slots__ if getattr(before, name) != getattr(settings, name)]
            raise Unusable(f"was begun with another setting of {', '.join(names)}", str(folder.path))
        known = {block.name: block for block in old}
    plan = plan_inputs(inputs, settings.block)
    # An input that has changed has blocks of the old names: they keep what they say, and fail where they are not done.
    blocks = {block.name: block for block in plan.blocks} | known
    if not blocks:
        reasons = "; ".join(map(str, plan.failures[:3]))
        raise Unusable(f"there is nothing to read: {reasons}")
    if set(blocks) != set(known):
        try:
            folder.write_plan(settings, blocks.values())
        except OSError as trouble:
            raise Unusable(f"cannot be written: {trouble.strerror or trouble}", str(folder.path)) from trouble
    return list(blocks.values()), plan.failures


def _hire(most: int, workers: int | None, cluster: str | None, settings: Settings, path: pathlib.Path) -> Crew:
    if cluster is None:
        return LocalCrew(most, settings, path)
    # Ray is an extra, and takes a second to import.
    crew: Crew = importlib.import_module("dragoman.corpus.ray_crew").RayCrew(cluster, workers, settings, path)
    return crew


def _count_cpus() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class _Round:
    """The blocks that are missing, handed out until each is done or set aside."""

    def __init__(self, crew: Crew, folder: Folder, progress: Progress, watch: Callable[[Progress], None]) -> None:
        self._crew, self._folder, self._progress, self._watch = crew, folder, progress, watch
        self._queue: deque[Block] = deque()
        self._deaths = Counter[str]()
        self._ticked = Counter[str]()  # articles of blocks under way
        self._undone: dict[str, str] = {}
        self._begun = 0.0
        self._is_ready = False  # a worker has its model

    def run(self, blocks: Sequence[Block]) -> dict[str, str]:
        """Return why blocks could not be done."""
        self._queue.extend(blocks)
        self._begun = time.monotonic()
        expected = {block.name: block.expected for block in blocks}
        while self._queue or self._crew.busy:
            while self._queue and self._crew.free:
                self._crew.start(self._queue.popleft())
            for event in self._crew.wait(_PATIENCE):
                self._take(event, expected)
            self._progress.seconds = time.monotonic() - self._begun if self._is_ready else 0.0
            left = sum(max(number - self._ticked[name], 0) for name, number in expected.items())
            self._watch(dataclasses.replace(self._progress, articles_left=left))
        return self._undone

    def _take(self, event: Event, expected: dict[str, int]) -> None:
        name, progress = event.block.name, self._progress
        if not self._is_ready:
            # Loading the models takes seconds, once: it says nothing about the time that is left.
            self._begun, self._is_ready = time.monotonic(), True
        match event.kind:
            case "ticked":
                progress.articles += event.number
                self._ticked[name] += event.number
            case "done":
                progress.blocks_done += 1
                progress.failures += event.number
                del expected[name]
            case "failed":
                self._set_aside(event.block, event.reason, expected)
            case "died":
                progress.deaths += 1
                progress.articles -= self._ticked.pop(name, 0)
                self._deaths[name] += 1
                if self._deaths[name] < _MOST_DEATHS:
                    self._queue.append(event.block)
                else:
                    self._set_aside(event.block, f"{event.reason}, {_MOST_DEATHS} times", expected)
            case "unusable":
                raise Unusable(event.reason)

    def _set_aside(self, block: Block, reason: str, expected: dict[str, int]) -> None:
        self._progress.failures += 1
        self._undone[block.name] = reason
        del expected[block.name]
        self._folder.note_failure(block, reason)
