"""Workers on a Ray cluster: actors that take a block at a time. Every node sees the inputs and the output folder."""

import logging
import os
import pathlib
import sys
from typing import Any

from dragoman.corpus.blocks import Block, Settings
from dragoman.corpus.crew import Event, do_safely
from dragoman.corpus.folder import Folder
from dragoman.errors import Unusable

try:
    import ray
    from ray.exceptions import RayActorError
except ImportError as missing:
    raise Unusable("Ray is not installed; install dragoman[cluster]", "--cluster") from missing

__all__ = ["RayCrew"]


class _Worker:
    """The inside of an actor."""

    def __init__(self, settings: Settings, path: str) -> None:
        self._settings, self._folder = settings, Folder(pathlib.Path(path))

    def do(self, block: Block) -> tuple[Event, int]:
        """Do a block; give what came of it and how many articles it had."""
        told: list[int] = []
        return do_safely(block, self._settings, self._folder, told.append), sum(told)


class RayCrew:
    """Actors of a cluster, each with a model of its own that is loaded once."""

    def __init__(self, address: str, workers: int | None, settings: Settings, path: pathlib.Path) -> None:
        """address: as `ray.init` takes it ("auto", "host:6379", "ray://host:10001"), or "local" to start one here.

        workers: how many; without it, one for each CPU of the cluster. Raises Unusable where the cluster cannot be reached.
        """
        try:
            # The actors import what this process imports, wherever it stands.
            environment = {"env_vars": {"PYTHONPATH": os.pathsep.join(sys.path), "OMP_NUM_THREADS": "1"}}
            # Ray gives its own helpers 15 seconds to start, which on a busy machine they do not.
            os.environ.setdefault("RAY_agent_register_timeout_ms", "120000")
            alone: dict[str, Any] = {"include_dashboard": False} if address == "local" else {}
            ray.init(address, log_to_driver=False, logging_level=logging.ERROR, runtime_env=environment, **alone)
        # Ray raises whatever it likes here, bare Exception among it.
        except Exception as trouble:
            reason = str(trouble).partition("\n")[0]
            raise Unusable(f"no cluster can be reached there: {reason}", address) from trouble
        self._settings, self._path = settings, str(path.absolute())
        # Half a CPU each: an actor of a whole one is not scheduled where Ray itself counts on a part of the last.
        self._kind = ray.remote(num_cpus=0.5, max_restarts=0, max_task_retries=0)(_Worker)
        self._idle: list[Any] = [self._hire() for _ in range(workers or _count_cpus())]
        self._tasks: dict[Any, tuple[Any, Block]] = {}

    def _hire(self) -> Any:
        return self._kind.remote(self._settings, self._path)

    @property
    def free(self) -> int:
        """How many actors have nothing to do."""
        return len(self._idle)

    @property
    def busy(self) -> int:
        """How many have."""
        return len(self._tasks)

    def start(self, block: Block) -> None:
        """Give a block to a free actor."""
        actor = self._idle.pop()
        self._tasks[actor.do.remote(block)] = actor, block

    def wait(self, seconds: float) -> list[Event]:
        """Wait until a block is done or an actor is gone, at most so long."""
        ready, _ = ray.wait(list(self._tasks), timeout=seconds)
        return [event for task in ready for event in self._listen(task)]

    def _listen(self, task: Any) -> list[Event]:
        actor, block = self._tasks.pop(task)
        try:
            event, articles = ray.get(task)
        except RayActorError:
            self._idle.append(self._hire())
            return [Event("died", block, reason="killed its worker")]
        self._idle.append(actor)
        return [Event("ticked", block, articles), event]

    def close(self) -> None:
        """End all actors, and leave the cluster."""
        for actor in [*self._idle, *(actor for actor, _ in self._tasks.values())]:
            ray.kill(actor)
        ray.shutdown()


def _count_cpus() -> int:
    return int(ray.cluster_resources().get("CPU", 1))  # type: ignore[no-untyped-call]
