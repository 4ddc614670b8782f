"""Articles that somebody gives by address, file or paste: kept as given, read by a job, each outcome told as it comes."""

import pathlib
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from dragoman.accounts.models import User
from dragoman.errors import UnreadableInput, Unusable
from dragoman.export.periods import find_period
from dragoman.jobs.models import Job
from dragoman.jobs.queue import put
from dragoman.model import Article, Reading
from dragoman.outside import check, site_guard
from dragoman.record.identity import find_fingerprint, storable
from dragoman.record.models import Link, Version
from dragoman.record.store import Record
from dragoman.review.models import Submission

__all__ = ["JOB", "LARGEST", "MOST_FILES", "Given", "Read", "job_of", "submit", "take_in"]

JOB = "article.add"
LARGEST = 10 * 2**20  # bytes of a file; of a text too
MOST_FILES = 10  # in one form
_MOST_WAITING = 20  # of one person; more would keep others waiting
_MOST_ARTICLES = 200  # of one file: whoever has more runs `dragoman add`, or a corpus
# What a file is read as is told by its name (page/sources.py); any other name is that of a page or a text.
_ENDINGS: tuple[str, ...] = (
    ".jsonl.gz",
    ".ndjson.gz",
    ".csv.gz",
    ".html.gz",
    ".txt.gz",
    ".warc.gz",
    ".warc",
    ".jsonl",
    ".ndjson",
    ".csv",
)
_ENDINGS += (".parquet", ".html", ".htm", ".xhtml", ".xml", ".rss", ".atom", ".md", ".text", ".txt")

# Reads sources: their names, the day for those that name none, and which articles are worth reading.
Read = Callable[[Sequence[str], str | None, Callable[[Article], bool]], Iterator[Reading | UnreadableInput]]


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody gives."""

    kind: str  # "address", "file", "paste"
    name: str  # the address, or the file's name
    data: bytes | None = None
    published: str = ""  # EDTF


def submit(user: User, given: Given) -> Submission:
    """Keep what is given, and have it read.

    Raises Unusable where it is empty or too large, the address or the day is none, or too much of theirs waits.
    """
    if given.published and find_period(given.published) is None:
        raise Unusable(
            _("%(written)s is no date; write 2024-02-13, 2024-02 or 2024") % {"written": repr(given.published)},
            "published",
        )
    if given.kind == "address":
        try:
            check(given.name, site_guard())
        except UnreadableInput as trouble:
            raise Unusable(trouble.message, "address") from trouble
    elif not given.data or not given.data.strip():
        raise Unusable(_("holds nothing"), given.kind)
    elif len(given.data) > LARGEST:
        said = {"size": f"{len(given.data) / 2**20:.1f}", "most": LARGEST // 2**20}
        raise Unusable(_("has %(size)s MB; at most %(most)d are taken") % said, given.kind)
    if Submission.objects.filter(by=user, state__in=("waiting", "reading")).count() >= _MOST_WAITING:
        raise Unusable(
            _("%(count)d of yours wait to be read; try again when some are") % {"count": _MOST_WAITING}, given.kind
        )
    made = Submission.objects.create(
        by=user, kind=given.kind, given=storable(given.name)[:2000], data=given.data, published=given.published
    )
    made.job = put(JOB, {"submission": made.pk}).pk
    made.save(update_fields=["job"])
    return made


def job_of(submission: Submission) -> Job | None:
    """Return the job that works on it; None where that was long ago."""
    return Job.objects.filter(pk=submission.job).first() if submission.job else None


def take_in(record: Record, number: int, read: Read, report: Callable[..., None]) -> list[dict[str, Any]]:
    """Read a submission into the Record; run again, it finds what is there already known.

    report: is told how many articles are done. Returns the outcomes, which the submission keeps too.
    """
    submission = Submission.objects.filter(pk=number).first()
    if submission is None or submission.state == "done":
        return []
    Submission.objects.filter(pk=number).update(state="reading", outcomes=[])
    outcomes: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory() as folder:
        source = submission.given if submission.kind == "address" else _write(submission, pathlib.Path(folder))
        for outcome in _outcomes_of(record, submission, source, read):
            outcomes.append(outcome)
            Submission.objects.filter(pk=number).update(outcomes=outcomes)
            report(done=len(outcomes))
    if not outcomes:
        outcomes.append({"outcome": "refused", "trouble": "holds no article"})
    Submission.objects.filter(pk=number).update(state="done", outcomes=outcomes, data=None)
    return outcomes


def _write(submission: Submission, folder: pathlib.Path) -> str:
    name = submission.given.lower()
    ending = next((ending for ending in _ENDINGS if name.endswith(ending)), ".txt")
    path = folder / f"given{ending if submission.kind == 'file' else '.txt'}"
    path.write_bytes(bytes(submission.data or b""))
    return str(path)


def _outcomes_of(record: Record, submission: Submission, source: str, read: Read) -> Iterator[dict[str, Any]]:
    known: list[dict[str, Any]] = []

    def wanted(article: Article) -> bool:
        rows = Version.objects.using(record.alias).filter(fingerprint=find_fingerprint(article))
        there = rows.values_list("article_id", "title", "number").first()
        if there is not None:
            known.append({"outcome": "known", "article": there[0], "title": there[1], "version": there[2]})
        return there is None

    count = 0
    for item in read([source], submission.published or None, wanted):
        yield from known
        count += len(known) + 1
        known.clear()
        if count > _MOST_ARTICLES:
            trouble = (
                f"holds more than {_MOST_ARTICLES} articles; the rest was not read (`dragoman add` takes any number)"
            )
            yield {"outcome": "refused", "trouble": trouble}
            return
        yield _keep(record, submission, item)
    yield from known


def _keep(record: Record, submission: Submission, item: Reading | UnreadableInput) -> dict[str, Any]:
    kept = item if isinstance(item, UnreadableInput) else next(iter(record.add([item])))
    if isinstance(kept, UnreadableInput):
        # Where it lay while it was read is nobody's business.
        return {"outcome": "refused", "trouble": kept.message, "title": submission.given[:200]}
    told = {"outcome": kept.outcome, "article": kept.article_id, "title": kept.title, "version": kept.version}
    told["orphaned"] = kept.orphaned
    copied = Link.objects.using(record.alias).filter(
        kind="copies", left__article_id=kept.article_id, left__current=True
    )
    row = copied.values_list("right__article_id", "right__title").first()
    return told | ({"copies": row[0], "copies_title": row[1]} if row else {}) | {"at": timezone.now().isoformat()}
