"""The job that reads what people give the site into the Record.

It is here because the server alone stands above both the site and the reader.
"""

import threading
from collections.abc import Callable, Iterator, Sequence

from dragoman.errors import DragomanError, UnreadableInput
from dragoman.intake import iter_intake
from dragoman.jobs.queue import NoUse, Work, handles
from dragoman.model import Article, Reading
from dragoman.record.opened import record
from dragoman.review import adding
from dragoman.review.models import Submission
from dragoman.settings import read_settings

__all__ = ["add"]

_reading = threading.Lock()  # spaCy's pipelines are not made for several threads at once


@handles(adding.JOB, tries=3, wait=5)
def add(work: Work) -> object:
    """Read a submission; after the last try it is marked as failed, for whoever gave it."""
    number = int(work.payload["submission"])
    try:
        return adding.take_in(record(), number, _read, work.report)
    except DragomanError as trouble:
        Submission.objects.filter(pk=number).update(state="failed", data=None)
        raise NoUse(str(trouble)) from trouble
    except Exception:
        if work.last:
            Submission.objects.filter(pk=number).update(state="failed", data=None)
        raise


def _read(
    sources: Sequence[str], published: str | None, wanted: Callable[[Article], bool]
) -> Iterator[Reading | UnreadableInput]:
    with _reading:
        yield from iter_intake(sources, published=published, model=read_settings().model, wanted=wanted)
