"""Where verdicts are written: the Record, for all to see, or the own book of one of several coders."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from django.utils import timezone
from django.utils.translation import gettext as _

from dragoman.accounts.models import User
from dragoman.accounts.roles import Role
from dragoman.errors import Unusable
from dragoman.model import Reading
from dragoman.record import judge
from dragoman.record.beside import find_article
from dragoman.record.judge import Decision
from dragoman.record.judging import Judged, Verdict, apply, find_line
from dragoman.record.models import Judgement
from dragoman.record.packed import machine_reading
from dragoman.record.store import Record
from dragoman.review.models import Coder, Coding

__all__ = ["Book", "CoderBook", "RecordBook", "judged_by"]

Lines = Mapping[tuple[str, str], Judged]


class Book(Protocol):
    """One article with the verdicts of whoever reads it."""

    @property
    def machine(self) -> Reading:
        """What the machine read."""

    @property
    def reading(self) -> Reading:
        """The same with this book's verdicts."""

    @property
    def judged(self) -> Lines:
        """The verdicts in it, by table and id of the line."""

    def give(self, decision: Decision) -> None:
        """Write a verdict. Raises Unusable where it cannot be one."""

    def take_back(self, table: str, local: str) -> None:
        """Take a verdict back. Raises Unusable where none stands, or it is another's."""


@dataclass(slots=True)
class RecordBook:
    """The Record's own."""

    record: Record
    article_id: str
    user: User
    machine: Reading = field(init=False)
    reading: Reading = field(init=False)
    judged: Lines = field(init=False)

    def __post_init__(self) -> None:
        kept = find_article(self.record, self.article_id)
        self.machine, self.reading = kept.machine, kept.reading
        self.judged = {(one.table, one.local): one for one in kept.judged}

    def give(self, decision: Decision) -> None:
        """Write a verdict for all to see."""
        judge.judge(self.record, self.article_id, decision, author=self.user.name)

    def take_back(self, table: str, local: str) -> None:
        """Take a verdict back; an editor takes back others' too."""
        rows = Judgement.objects.using(self.record.alias).filter(
            version__article_id=self.machine.article.id, version__current=True, table=table, local=local, standing=True
        )
        row = rows.first()
        if row is None:
            raise Unusable(_("no verdict stands on this line"), f"{table}/{local}")
        if row.author != self.user.name and not self.user.may(Role.EDITOR):
            raise Unusable(_("only an editor takes back what somebody else decided"), row.author)
        judge.take_back(self.record, row.pk)


@dataclass(slots=True)
class CoderBook:
    """The own book of a coder."""

    coder: Coder
    machine: Reading = field(init=False)
    reading: Reading = field(init=False)
    judged: Lines = field(init=False)

    def __post_init__(self) -> None:
        self.machine = machine_reading(self.coder.assignment.version)
        self.judged = judged_by(self.coder)
        self.reading = apply(self.machine, self.judged.values())

    def give(self, decision: Decision) -> None:
        """Write a verdict, in place of the coder's own."""
        self._check_open()
        key = (decision.table, decision.local)
        before = self.judged.get(key)
        if decision.verdict != "added" and before is None and find_line(self.machine, *key) is None:
            raise Unusable(_("the article has no such line"), "/".join(key))
        kept = judge.prepare(self.reading, decision)
        verdict, line = kept.verdict, kept.line
        if before is not None and before.line is not None and find_line(self.machine, *key) is None:
            # One row says all of a line that the coder added: also of a rejected one, which can be taken back.
            verdict, line = "rejected" if verdict == "rejected" else "added", line or before.line
        values = {"verdict": verdict, "line": line, "note": kept.note, "made": timezone.now()}
        Coding.objects.update_or_create(coder=self.coder, table=kept.table, local=kept.local, defaults=values)

    def take_back(self, table: str, local: str) -> None:
        """Take a verdict back."""
        self._check_open()
        rows = self.coder.codings.filter(table=table, local=local)
        if rows.filter(verdict="rejected", line__isnull=False).update(verdict="added"):
            return  # a line of their own
        count, _rows = rows.delete()
        if not count:
            raise Unusable(_("no verdict stands on this line"), f"{table}/{local}")

    def _check_open(self) -> None:
        if self.coder.done is not None:
            raise Unusable(_("you said that you are done with this article"), "review")


def judged_by(coder: Coder) -> Lines:
    """Return what a coder decided, by table and id of the line."""
    found = {}
    for row in coder.codings.order_by("pk"):
        verdict: Verdict = next(one for one in _VERDICTS if one == row.verdict)
        found[row.table, row.local] = Judged(row.table, row.local, verdict, row.line, coder.name, row.made, row.note)
    return found


_VERDICTS: tuple[Verdict, ...] = ("confirmed", "corrected", "rejected", "added")
