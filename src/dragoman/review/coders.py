"""Several coders on one article: given, coded apart, compared, adjudicated; the result is what counts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dragoman.accounts.models import User
from dragoman.accounts.roles import Role
from dragoman.errors import Unusable
from dragoman.model import Reading
from dragoman.model.wire import LINES, Line, line_to_dict
from dragoman.record import judge
from dragoman.record.beside import find_article
from dragoman.record.judge import Decision
from dragoman.record.judging import Judged, Verdict, apply, find_line, iter_lines, main_span
from dragoman.record.models import Version
from dragoman.record.packed import machine_reading
from dragoman.record.store import Record
from dragoman.review.books import judged_by
from dragoman.review.models import Assignment, Coder, Ruling

__all__ = [
    "Unit",
    "all_done",
    "assign",
    "close",
    "compare",
    "finish",
    "left_of",
    "list_all",
    "list_mine",
    "list_people",
    "readings_of",
    "rule",
]

_ORDER = ("actors", "statements", "figures", "events", "forecasts")  # each points at those before it alone


@dataclass(frozen=True, slots=True)
class Choice:
    """What one coder has of a line."""

    coder: Coder
    line: Line | None  # None: rejected, or never added


@dataclass(frozen=True, slots=True)
class Unit:
    """A line of the machine's, or one that coders added on the same words."""

    name: str  # "events/e1"
    table: str
    machine: Line | None
    choices: Sequence[Choice]

    @property
    def agreed(self) -> bool:
        """Tell whether all coders have the same."""
        first, *others = (_said(choice.line) for choice in self.choices)
        return all(other == first for other in others)


def _said(line: Line | None) -> dict[str, object] | None:
    return None if line is None else {name: value for name, value in line_to_dict(line).items() if name != "id"}


# Giving


def list_people() -> list[User]:
    """List those who can code."""
    return list(User.objects.filter(is_active=True, role__gte=Role.REVIEWER).order_by("name", "pk"))


def list_mine(user: User) -> list[Coder]:
    """List what somebody was given, the newest first."""
    rows = Coder.objects.filter(user=user).select_related("assignment__version").order_by("-pk")
    return list(rows.defer("assignment__version__reading", "assignment__version__text")[:50])


def list_all() -> list[Assignment]:
    """List the newest of what was given to anybody."""
    rows = Assignment.objects.select_related("version").prefetch_related("coders").order_by("-pk")
    return list(rows.defer("version__reading", "version__text")[:50])


def assign(record: Record, article_id: str, people: Iterable[User], by: User) -> Assignment:
    """Give the current version of an article to at least two coders.

    Raises Unusable where there is no such article, there are too few coders, or it is being coded already.
    """
    coders = list(people)
    if len(coders) < 2:
        raise Unusable(_("at least two code an article"), "coders")
    kept = find_article(record, article_id)
    with transaction.atomic(using=record.alias):
        rows = Version.objects.using(record.alias).filter(article_id=article_id).values_list("kept", flat=True)
        version = Version.objects.using(record.alias).get(kept=rows[0], number=kept.number)
        if Assignment.objects.filter(version=version, closed=None).exists():
            raise Unusable(_("this article is being coded already"), "article")
        made = Assignment.objects.create(version=version, by=by)
        Coder.objects.bulk_create(Coder(assignment=made, user=one, name=one.name) for one in coders)
    return made


def left_of(coder: Coder) -> int:
    """Count the lines that a coder has not judged."""
    seen = judged_by(coder)
    return sum((table, line.id) not in seen for table, line in iter_lines(machine_reading(coder.assignment.version)))


def finish(coder: Coder) -> None:
    """Note that a coder is done. Raises Unusable where lines are open."""
    if left := left_of(coder):
        raise Unusable(
            ngettext(
                "%(count)d line of this article is still open", "%(count)d lines of this article are still open", left
            )
            % {"count": left},
            "review",
        )
    Coder.objects.filter(pk=coder.pk, done=None).update(done=timezone.now())


def all_done(assignment: Assignment) -> bool:
    """Tell whether everybody is done, so that the work may be seen."""
    return not assignment.coders.filter(done=None).exists()


# Comparing


def readings_of(assignment: Assignment) -> list[tuple[Coder, Reading]]:
    """Return what each coder makes of the article."""
    machine = machine_reading(assignment.version)
    coders = assignment.coders.order_by("pk")
    return [(coder, apply(machine, judged_by(coder).values())) for coder in coders]


def compare(assignment: Assignment) -> list[Unit]:
    """Return line by line what each coder has, in the order of the text."""
    machine = machine_reading(assignment.version)
    read = readings_of(assignment)
    units = [
        Unit(
            f"{table}/{line.id}",
            table,
            line,
            [Choice(coder, find_line(reading, table, line.id)) for coder, reading in read],
        )
        for table, line in iter_lines(machine)
    ]
    return units + _added(machine, read)


def _added(machine: Reading, read: Sequence[tuple[Coder, Reading]]) -> list[Unit]:
    """Gather the lines that coders added; those on the same words are one unit."""
    units: list[Unit] = []
    for table in LINES:
        known = {line.id for line in getattr(machine, table)}
        waiting = [(coder, line) for coder, reading in read for line in getattr(reading, table) if line.id not in known]
        while waiting:
            _, first = waiting[0]
            group: dict[int, Line] = {}
            rest = []
            for coder, line in waiting:
                if coder.pk not in group and (line is first or _same_words(first, line)):
                    group[coder.pk] = line
                else:
                    rest.append((coder, line))
            waiting = rest
            choices = [Choice(coder, group.get(coder.pk)) for coder, _ in read]
            units.append(Unit(f"{table}/{first.id}", table, None, choices))
    return units


def _same_words(one: Line, other: Line) -> bool:
    mine, theirs = main_span(one), main_span(other)
    return mine is not None and theirs is not None and mine.overlaps(theirs)


# Adjudicating


def rule(assignment: Assignment, unit: str, coder: int | None, by: User) -> None:
    """Choose whose line counts; None: the machine's. Raises Unusable where it is over, or there is no such choice."""
    _check_ready(assignment)
    known = {one.name: one for one in compare(assignment)}
    if unit not in known or (coder is not None and coder not in {choice.coder.pk for choice in known[unit].choices}):
        raise Unusable(_("there is no such choice"), unit)
    values = {"coder_id": coder, "by": by, "made": timezone.now()}
    Ruling.objects.update_or_create(assignment=assignment, unit=unit, defaults=values)


def close(record: Record, assignment: Assignment, by: User) -> int:
    """Make the adjudicated result what counts; return how many lines it decided.

    Raises Unusable where something is not ruled on, or the article has a newer version.
    """
    _check_ready(assignment)
    if not assignment.version.current:
        raise Unusable(_("the article has a newer version; give that one to the coders"), "article")
    rulings = {one.unit: one.coder_id for one in assignment.rulings.all()}
    units = compare(assignment)
    if missing := sum(not unit.agreed and unit.name not in rulings for unit in units):
        raise Unusable(
            ngettext(
                "%(count)d line on which coders differ waits for you",
                "%(count)d lines on which coders differ wait for you",
                missing,
            )
            % {"count": missing},
            "adjudication",
        )
    results = {unit.name: _result(unit, rulings) for unit in units}
    machine = machine_reading(assignment.version)
    decisions = _decisions(machine, units, results)
    names = " and ".join(coder.name for coder in assignment.coders.order_by("pk"))
    with record.writing():
        judge.judge_all(record, machine.article.id, decisions, author=f"{names}, adjudicated by {by.name}"[:200])
        Assignment.objects.filter(pk=assignment.pk).update(closed=timezone.now())
    return len(decisions)


def _check_ready(assignment: Assignment) -> None:
    if assignment.closed is not None:
        raise Unusable(_("this was adjudicated already"), "adjudication")
    if not all_done(assignment):
        raise Unusable(_("not all coders are done"), "adjudication")


def _result(unit: Unit, rulings: dict[str, int | None]) -> Line | None:
    if unit.agreed:
        return unit.choices[0].line
    chosen = rulings[unit.name]
    if chosen is None:
        return unit.machine
    return next(choice.line for choice in unit.choices if choice.coder.pk == chosen)


def _decisions(machine: Reading, units: Sequence[Unit], results: dict[str, Line | None]) -> list[Decision]:
    """Write the results as verdicts; what a chosen line says of one that was not chosen is dropped."""
    final = apply(machine, [one for unit in units if (one := _judged(unit, results[unit.name]))])
    decisions = []
    for unit in sorted(units, key=lambda unit: _ORDER.index(unit.table)):
        result = results[unit.name]
        if result is None:
            if unit.machine is not None:
                decisions.append(Decision(unit.table, unit.machine.id, "rejected"))
            continue
        line = find_line(final, unit.table, result.id) or result
        if unit.machine is None:
            decisions.append(Decision(unit.table, line.id, "added", line_to_dict(line)))
        elif line == unit.machine:
            decisions.append(Decision(unit.table, line.id, "confirmed"))
        else:
            decisions.append(Decision(unit.table, line.id, "corrected", line_to_dict(line)))
    return decisions


def _judged(unit: Unit, result: Line | None) -> Judged | None:
    if unit.machine is None and result is None:
        return None
    local = unit.machine.id if unit.machine is not None else result.id if result else ""
    verdict: Verdict = "added" if unit.machine is None else "rejected" if result is None else "corrected"
    line = line_to_dict(result) if result is not None else None
    return Judged(unit.table, local, verdict, line, "", timezone.now())
