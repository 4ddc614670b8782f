"""What is done later: looking for new matches of saved searches, and telling of them."""

from dragoman.jobs.queue import Work, handles
from dragoman.record.opened import record
from dragoman.review import searches

__all__: list[str] = []


@handles(searches.LOOK, tries=10, wait=30)
def _look(work: Work) -> object:  # noqa: ARG001
    return searches.look(record())


@handles(searches.MAIL, tries=6, wait=60)
def _mail(work: Work) -> object:
    return searches.mail(int(work.payload["search"]))


@handles(searches.CALL, tries=8, wait=30)
def _call(work: Work) -> object:
    return searches.call(int(work.payload["search"]), last=work.last)
