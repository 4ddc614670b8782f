"""The loop that all steps of training share: a rate that rises and falls to zero, and the mean of the weights on the way."""

import pathlib
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
from torch import nn
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

_TOLD, _KEPT = 50, 200  # steps from one line of figures, and from one checkpoint, to the next


@dataclass(frozen=True, slots=True)
class Course:
    """How long to train; what ends sooner ends it."""

    steps: float
    minutes: float
    mean: float  # the share that the mean of weights keeps of itself every ten steps


def descend(
    model: nn.Module,
    optimizer: torch.optim.Optimizer,
    take_step: Callable[[int, float], dict[str, float]],
    course: Course,
    keep: Callable[[nn.Module], None],
) -> nn.Module:
    """Train a model; return the mean of its weights over the last steps.

    take_step: adds up the gradients of one step, by its number and the share of the course that is done, and returns its
    losses; keep: takes a checkpoint of the mean.
    """
    mean = AveragedModel(model, multi_avg_fn=get_ema_multi_avg_fn(course.mean))
    trained = [value for group in optimizer.param_groups for value in group["params"]]
    peaks = [group["lr"] for group in optimizer.param_groups]
    started, step, minutes, told = time.monotonic(), 0, 0.0, []
    while (done := max(step / course.steps, minutes / course.minutes)) < 1:
        for group, peak in zip(optimizer.param_groups, peaks, strict=True):
            group["lr"] = peak * min((done + 1e-3) / 0.05, (1 - done) / 0.95)
        optimizer.zero_grad(set_to_none=True)
        told.append(take_step(step, done))
        torch.nn.utils.clip_grad_norm_(trained, 1.0)
        optimizer.step()
        step, minutes = step + 1, (time.monotonic() - started) / 60
        if step % 10 == 0:
            mean.update_parameters(model)
        if step % _TOLD == 0:
            print(f"{step:5} {minutes:5.1f} min  {_means(told)}", flush=True)
            told = []
        if step % _KEPT == 0:
            keep(mean.module)
    return mean.module


def _means(told: Sequence[dict[str, float]]) -> str:
    return "  ".join(f"{name} {sum(one[name] for one in told) / len(told):.3f}" for name in told[0])


def save_to(path: pathlib.Path) -> Callable[[nn.Module], None]:
    """Return what saves the weights of a model to a file."""
    return lambda model: torch.save(model.state_dict(), path)
