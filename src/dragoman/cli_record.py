"""The commands that keep: add, status, show, note, notes, links, link, confirm, reject, undecide,
rebuild, export, backup, restore.
"""

import dataclasses
import enum
import importlib
import json
import pathlib
import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dragoman.cli_reading import Chosen, MinConfidence, Model, Published, ReaderName, check_confidence, check_published
from dragoman.cli_run import Run, counting, interrupts, line, only_readings, progress, report, say
from dragoman.cli_where import Data, Database, open_here
from dragoman.errors import UnreadableInput, Unusable
from dragoman.settings import read_settings

if TYPE_CHECKING:
    from dragoman.record.backup import Counts
    from dragoman.record.decisions import HeldLink
    from dragoman.record.keeping import Kept
    from dragoman.record.store import Record

__all__ = ["add_commands"]

_commands = typer.Typer()

_File = Annotated[pathlib.Path, typer.Argument(metavar="FILE")]


class Shape(enum.StrEnum):
    """How a result is printed."""

    TEXT = "text"
    JSON = "json"


class Kind(enum.StrEnum):
    """What a link says of its left end."""

    SAME_ACTOR = "same_actor"
    COPIES = "copies"
    REREPORTS = "rereports"
    REPEATS = "repeats"
    CORROBORATES = "corroborates"
    CONTRADICTS = "contradicts"
    UPDATES = "updates"


class ExportFormat(enum.StrEnum):
    """What an export is made of; record/exports/formats.py writes it."""

    PARQUET = "parquet"
    CSV = "csv"
    JSONL = "jsonl"
    POLECAT = "polecat"
    DYADS = "dyads"
    FTM = "ftm"
    ANNOTATIONS = "annotations"
    GRAPHML = "graphml"
    GOLD = "gold"


_Shape = Annotated[Shape, typer.Option("--format", help="How the result is printed; json: an object a line.")]


def add_commands(app: typer.Typer) -> None:
    """Add this module's commands to the program's."""
    app.registered_commands.extend(_commands.registered_commands)


@_commands.command("add")
def _add(  # noqa: PLR0913  (each parameter is an option)
    inputs: Annotated[
        list[str],
        typer.Argument(
            metavar="INPUT...",
            help="As `dragoman read` takes, or what it, `corpus run` and `export` wrote as jsonl or parquet.",
        ),
    ],
    published: Published = None,
    reader: Chosen = ReaderName.LEARNED,
    model: Model = None,
    min_confidence: MinConfidence = None,
    data: Data = None,
    database: Database = None,
    *,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print no line for each article.")] = False,
) -> None:
    """Read articles and keep them in the Record. An article that is kept is passed over; a changed one is a new version.

    A line is printed when what it says is on the disk.
    """
    check_published(published)
    check_confidence(min_confidence, reader)
    record = open_here(data, database, create=True)
    run = Run()
    with interrupts(run) as waiting, progress(inputs) as advance:

        def wanted(article: Any) -> bool:
            known = record.holds(article)
            run.passed += known
            if known:
                advance(run)
            return not known

        items = importlib.import_module("dragoman.intake").iter_intake(
            inputs,
            wanted=wanted,
            published=published,
            model=model or read_settings().model,
            reader=reader.value,
            min_confidence=min_confidence,
        )
        counts = dict.fromkeys(("added", "changed", "known", "orphaned"), 0)
        for kept in record.add(only_readings(waiting(items), run, advance)):
            _note_outcome(kept, run, counts, quiet=quiet)
    counts["known"] += run.passed
    orphaned = (
        f"; {counts['orphaned']} notes or verdicts lost their words (dragoman notes --orphaned)"
        if counts["orphaned"]
        else ""
    )
    say(f"{counts['added']} added, {counts['changed']} changed, {counts['known']} known{orphaned}")
    report(run)


def _note_outcome(kept: "Kept | UnreadableInput", run: Run, counts: dict[str, int], *, quiet: bool) -> None:
    if isinstance(kept, UnreadableInput):
        run.failures.append(kept)
        run.read -= 1
        return
    counts[kept.outcome] += 1
    counts["orphaned"] += kept.orphaned
    if not quiet:
        say(line(kept.outcome, kept.article_id, kept.title or ""), leave=False)


@_commands.command("status")
def _status(data: Data = None, database: Database = None, shape: _Shape = Shape.TEXT) -> None:
    """Count what is in the Record."""
    counts = dataclasses.asdict(open_here(data, database).status())
    if shape is Shape.JSON:
        say(json.dumps(counts))
        return
    for name, count in counts.items():
        say(f"{count:>9,} {name}")


@_commands.command("show")
def _show(
    article: Annotated[str, typer.Argument(metavar="ARTICLE", help="Id of an article, or of one of its versions.")],
    data: Data = None,
    database: Database = None,
    version: Annotated[int | None, typer.Option(metavar="N", help="Which version; without it, the last one.")] = None,
    shape: _Shape = Shape.TEXT,
) -> None:
    """Show a kept article as it was read: the current version, or an earlier one."""
    versions = open_here(data, database).versions(article)
    if not versions:
        raise Unusable("no such article is kept", article)
    if version is not None and not 1 <= version <= len(versions):
        raise Unusable(f"the article has versions 1 to {len(versions)}", "--version")
    reading = versions[(version or len(versions)) - 1]
    if shape is Shape.JSON:
        importlib.import_module("dragoman.export.lines").write_jsonl([reading], sys.stdout)
    else:
        importlib.import_module("dragoman.export.terminal").write_text([reading], sys.stdout, explain=True)


@_commands.command("note")
def _note(
    article: Annotated[str, typer.Argument(metavar="ARTICLE", help="Id of the article.")],
    quotation: Annotated[str, typer.Argument(metavar="QUOTATION", help="Words that stand in it once.")],
    body: Annotated[str, typer.Argument(metavar="TEXT", help="What is to be said of them.")],
    data: Data = None,
    database: Database = None,
    author: Annotated[str, typer.Option(metavar="NAME", help="Who says so.")] = "",
) -> None:
    """Hang a correction on words of an article. New versions of the article keep it, as long as the words stay."""
    record = open_here(data, database)
    held = importlib.import_module("dragoman.record.notes").add_note(
        record.alias, article, quotation, body, author=author
    )
    say(line(str(held.number), held.article_id, held.quote, held.body))


@_commands.command("notes")
def _notes(
    data: Data = None,
    database: Database = None,
    *,
    orphaned: Annotated[
        bool, typer.Option("--orphaned", help="Only those whose words are gone, and verdicts on lines that are.")
    ] = False,
    shape: _Shape = Shape.TEXT,
) -> None:
    """List what hangs on articles, and what has lost the words that it hung on."""
    record = open_here(data, database)
    for held in importlib.import_module("dragoman.record.notes").iter_notes(record.alias, orphaned=orphaned):
        if shape is Shape.JSON:
            say(json.dumps(dataclasses.asdict(held), ensure_ascii=False))
        else:
            state = "orphaned" if held.span is None else "held"
            say(line(str(held.number), state, held.article_id, held.quote, held.body))
    if orphaned:
        for lost in importlib.import_module("dragoman.record.judgements").iter_orphans(record.alias):
            if shape is Shape.JSON:
                say(json.dumps({"verdict": dataclasses.asdict(lost)}, ensure_ascii=False))
            else:
                say(line(str(lost.number), lost.verdict, lost.article_id, lost.words, f"by {lost.author}"))


@_commands.command("links")
def _links(
    data: Data = None,
    database: Database = None,
    kind: Annotated[Kind | None, typer.Option(help="Only links of this kind.")] = None,
    article: Annotated[str | None, typer.Option(metavar="ARTICLE", help="Only links of this article.")] = None,
    shape: _Shape = Shape.TEXT,
) -> None:
    """List what articles have to do with each other, each link with its reason, its confidence and what was decided."""
    record = open_here(data, database)
    for link in importlib.import_module("dragoman.record.decisions").iter_links(record, kind=kind, article=article):
        if shape is Shape.JSON:
            say(json.dumps(dataclasses.asdict(link), ensure_ascii=False))
        else:
            _say_link(link)


def _say_link(link: "HeldLink") -> None:
    ends = (f"{link.left}/{link.left_row}".rstrip("/"), link.kind, f"{link.right}/{link.right_row}".rstrip("/"))
    made = "" if link.made_by is None else f" (a link made by hand, by {link.made_by or 'somebody'})"
    say(line(link.key[:12], link.standing, *ends, f"{link.confidence:.2f}", link.reason + made, _changed(link)))


def _changed(link: "HeldLink") -> str:
    """Say what a copy or a report changed; what two tellings tell differently is in the JSON."""
    if link.kind not in {Kind.COPIES, Kind.REREPORTS}:
        return ""
    changed: Any = link.differences
    return "; ".join(f"{what} “{here}”, there “{there}”" for what, pairs in changed.items() for here, there in pairs)


_End = Annotated[str, typer.Argument(help="ARTICLE, ARTICLE/events/e1 or ARTICLE/statements/s1.")]


@_commands.command("link")
def _link(
    left: _End,
    right: _End,
    kind: Annotated[Kind, typer.Option(help="What the left one is to the right one; articles: copies, rereports.")],
    data: Data = None,
    database: Database = None,
    author: Annotated[str, typer.Option(metavar="NAME", help="Who says so.")] = "",
    reason: Annotated[str, typer.Option(metavar="TEXT", help="Why.")] = "",
) -> None:
    """Link two articles, events or statements by hand. It is shown like the others, and stays when all is derived anew."""
    record = open_here(data, database)
    make = importlib.import_module("dragoman.record.decisions").make_link
    _say_link(make(record, kind.value, left, right, author=author, reason=reason))


_Key = Annotated[str, typer.Argument(metavar="LINK", help="Key of a link, as `dragoman links` shows it.")]
_Author = Annotated[str, typer.Option(metavar="NAME", help="Who decides.")]


@_commands.command("confirm")
def _confirm(link: _Key, data: Data = None, database: Database = None, author: _Author = "") -> None:
    """Confirm a link."""
    _decide(open_here(data, database), link, confirmed=True, author=author)


@_commands.command("reject")
def _reject(link: _Key, data: Data = None, database: Database = None, author: _Author = "") -> None:
    """Reject a link: what it tied together is taken apart, and stays so when all is derived anew."""
    _decide(open_here(data, database), link, confirmed=False, author=author)


@_commands.command("undecide")
def _undecide(link: _Key, data: Data = None, database: Database = None) -> None:
    """Take back what was decided on a link, or a link that was made by hand."""
    _decide(open_here(data, database), link, confirmed=None, author="")


def _decide(record: "Record", link: str, *, confirmed: bool | None, author: str) -> None:
    importlib.import_module("dragoman.record.decisions").decide(record, link, confirmed=confirmed, author=author)


@_commands.command("rebuild")
def _rebuild(data: Data = None, database: Database = None) -> None:
    """Derive anew, from the Readings, everything that is derived: rows, links, identities. What people decided stays."""
    open_here(data, database).rebuild()


@_commands.command("export")
def _export(
    form: Annotated[ExportFormat, typer.Argument(metavar="FORMAT", help=f"One of: {', '.join(ExportFormat)}.")],
    output: Annotated[
        pathlib.Path, typer.Option("--output", "-o", metavar="PATH", help="A folder, or a zip file: NAME.zip.")
    ],
    query: Annotated[
        str | None,
        typer.Option(metavar="QUERY", help="Only the articles of what `dragoman ask QUERY` finds, all of them."),
    ] = None,
    data: Data = None,
    database: Database = None,
    *,
    force: Annotated[bool, typer.Option("--force", help="Take the place of an older export.")] = False,
) -> None:
    """Write the Record for other programs, with a manifest of row counts and hashes and a codebook of every column."""
    record = open_here(data, database)
    chosen, selection = None, None
    if query is not None:
        chosen, selection = importlib.import_module("dragoman.record.exports.selection").select(record, query)
    total = record.status().articles if chosen is None else chosen.count()
    with counting("articles", total=total) as passing:
        manifest = importlib.import_module("dragoman.record.exports.formats").export_record(
            record, form.value, output, chosen=chosen, selection=selection, force=force, passing=passing
        )
    for name, rows in sorted(manifest.rows.items()):
        say(f"{rows:>9,} {name}")


def _say_counts(counts: "Counts") -> None:
    said = f"{counts.articles} articles, {counts.versions} versions, {counts.notes} notes"
    said += f", {counts.verdicts} verdicts on links, {counts.judgements} on lines"
    say(f"{said}, {counts.rows} rows of people's" if counts.rows else said)


@_commands.command("backup")
def _backup(file: _File, data: Data = None, database: Database = None) -> None:
    """Write the Record into a file, which `restore` reads into either database."""
    counts = importlib.import_module("dragoman.record.backup").back_up(open_here(data, database), file)
    _say_counts(counts)


@_commands.command("restore")
def _restore(file: _File, data: Data = None, database: Database = None) -> None:
    """Fill an empty Record from a backup."""
    if not file.is_file():
        raise Unusable("no such file", str(file))
    counts = importlib.import_module("dragoman.record.backup").restore(open_here(data, database, create=True), file)
    _say_counts(counts)
