"""Decide on lines of an article's current version: confirm, correct, reject, add, take back."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from dragoman.errors import Unusable
from dragoman.model import Reading
from dragoman.model.wire import line_to_dict
from dragoman.record.judgements import derive, judged_of
from dragoman.record.judging import Verdict, apply, check_line, find_line
from dragoman.record.linking import Linker
from dragoman.record.models import Judgement, Version
from dragoman.record.packed import machine_reading, reading_of
from dragoman.record.store import Record

__all__ = ["Decision", "judge", "judge_all", "new_id", "prepare", "take_back"]


@dataclass(frozen=True, slots=True)
class Decision:
    """A verdict on a line."""

    table: str
    local: str
    verdict: Verdict
    line: Mapping[str, Any] | None = None  # of a corrected or added one: the plain form, checked (`prepare`)
    note: str = ""


def new_id() -> str:
    """Make an id for a line that a person adds."""
    return f"added-{uuid.uuid4().hex[:12]}"


def prepare(reading: Reading, decision: Decision) -> Decision:
    """Check a decision against a Reading, and bring its line into the form that is kept.

    reading: as it stands with what was decided before. Raises Unusable where a field is wrong.
    """
    if decision.verdict not in {"corrected", "added"}:
        return Decision(decision.table, decision.local, decision.verdict, None, decision.note)
    if decision.line is None:
        raise Unusable(_("a correction says what is right"), decision.table)
    line = check_line(reading, decision.table, {**decision.line, "id": decision.local})
    return Decision(decision.table, decision.local, decision.verdict, line_to_dict(line), decision.note)


def judge(record: Record, article_id: str, decision: Decision, *, author: str) -> Judgement:
    """Keep a verdict on a line of an article's current version; what is derived follows in the same transaction.

    article_id: of any of its versions.
    Raises Unusable where there is no such article or line, or the line that was written cannot be one.
    """
    return judge_all(record, article_id, [decision], author=author)[0]


def judge_all(record: Record, article_id: str, decisions: Iterable[Decision], *, author: str) -> list[Judgement]:
    """Keep several verdicts on an article at once; each may point at lines that those before it added."""
    alias = record.alias
    with record.writing():
        version = _current(article_id, alias)
        before, machine = reading_of(version), machine_reading(version)
        shown = before
        made = []
        for decision in decisions:
            rows = Judgement.objects.using(alias).filter(version=version, table=decision.table, local=decision.local)
            addition = rows.filter(verdict="added").order_by("pk").last()
            if decision.verdict != "added" and not addition and not find_line(machine, decision.table, decision.local):
                raise Unusable(_("the article has no such line"), f"{decision.table}/{decision.local}")
            kept = prepare(shown, decision)
            if addition is not None and kept.verdict in {"confirmed", "corrected"}:
                # No machine's line stands behind one that a person added: whoever confirms or corrects it adds it again.
                kept = replace(kept, verdict="added", line=kept.line or addition.line)
            elif addition is not None and kept.verdict == "rejected":
                kept = replace(kept, line=addition.line)  # or nothing would say what was rejected
            rows.update(standing=False)
            made.append(
                Judgement.objects.using(alias).create(
                    version=version,
                    table=kept.table,
                    local=kept.local,
                    verdict=kept.verdict,
                    line=kept.line,
                    note=kept.note,
                    author=author,
                )
            )
            shown = apply(shown, [judged_of(made[-1])])
        _follow(version, before, alias)
    return made


def take_back(record: Record, number: int) -> Judgement | None:
    """Take a judgement back; what stood before it stands again, and is returned.

    Raises Unusable where there is no such judgement, or it does not count any more.
    """
    alias = record.alias
    with record.writing():
        row = Judgement.objects.using(alias).filter(pk=number, standing=True).select_related("version").first()
        if row is None or row.local is None:
            raise Unusable("no such verdict stands", str(number))
        version = _current(row.version.article_id, alias)
        before = reading_of(version)
        row.standing, row.withdrawn = False, True
        row.save(using=alias, update_fields=["standing", "withdrawn"])
        earlier = Judgement.objects.using(alias).filter(
            version=row.version, table=row.table, local=row.local, withdrawn=False
        )
        last = earlier.order_by("-pk").first()
        if last is not None:
            last.standing = True
            last.save(using=alias, update_fields=["standing"])
        _follow(version, before, alias)
    return last


def _current(article_id: str, alias: str) -> Version:
    known = Version.objects.using(alias).filter(article_id=article_id).values_list("kept", flat=True).first()
    rows = Version.objects.using(alias).filter(kept=known, current=True).select_related("kept", "judged")
    version = rows.first() if known is not None else None
    if version is None:
        raise Unusable(_("no such article is kept"), article_id)
    return version


def _follow(version: Version, before: Reading, alias: str) -> None:
    """Derive again what follows from the lines, where they changed."""
    after = derive(version, alias)
    if after != before:
        linker = Linker(alias)
        linker.remove(version)
        linker.add([(version, after)])
