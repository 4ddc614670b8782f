"""Export a Record: `export_record` is the way in, FORMATS says what there is."""

import contextlib
import pathlib
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.db.models import QuerySet

from dragoman.export.duck import open_duckdb
from dragoman.export.folder import convert_rows
from dragoman.export.polecat import COLUMNS as POLECAT_COLUMNS
from dragoman.export.polecat import write_polecat
from dragoman.record.exports.annotations import FIELDS as ANNOTATION_FIELDS
from dragoman.record.exports.annotations import write_annotations
from dragoman.record.exports.bundle import Manifest, fresh_bundle
from dragoman.record.exports.codebook import write_codebook
from dragoman.record.exports.contents import Entry, iter_entries, iter_kept_links, iter_kept_notes, last_change
from dragoman.record.exports.dyads import COLUMNS as DYAD_COLUMNS
from dragoman.record.exports.dyads import write_dyads
from dragoman.record.exports.entities import FIELDS as ENTITY_FIELDS
from dragoman.record.exports.entities import write_entities
from dragoman.record.exports.graph import FIELDS as GRAPH_FIELDS
from dragoman.record.exports.graph import write_graphs
from dragoman.record.exports.happenings import TELLINGS, iter_tellings
from dragoman.record.exports.stage import COLUMNS, Stage
from dragoman.record.models import Version
from dragoman.record.store import Record

__all__ = ["FORMATS", "export_record"]

Columns = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class _Format:
    """One form of export: what writes it into a folder, and the columns that its codebook explains.

    write: takes the entries, which must all be drawn, the stage that they pass and the folder; notes rows in the manifest.
    """

    write: Callable[[Iterator[Entry], Stage, pathlib.Path, Manifest], None]
    columns: Columns


def export_record(
    record: Record,
    form: str,
    path: pathlib.Path,
    *,
    chosen: "QuerySet[Version] | None" = None,
    selection: str | None = None,
    force: bool = False,
    passing: Callable[[Iterator[Entry]], Iterable[Entry]] = lambda entries: entries,
) -> Manifest:
    """Write a Record, as it stands at one moment, into a folder or a zip file.

    form: one of FORMATS.
    path: a zip file where it ends in ".zip", else a folder; it is there whole in the end, or not at all.
    chosen, selection: the versions to keep to, and the query that chose them in words, as `select` gives them.
    passing: is given the entries on their way, to show how far they are.
    Raises Unusable where the place is taken (unless `force` is set and an older export stands there) or not writable.
    """
    with record.snapshot():
        manifest = Manifest(form, selection, last_change(record))
        with fresh_bundle(path, manifest, force=force) as folder, _stage(folder.parent) as stage:
            entries = stage.take(passing(iter_entries(record, chosen)))
            stage.take_links(iter_kept_links(record, chosen))
            stage.take_notes(iter_kept_notes(record, chosen))
            FORMATS[form].write(entries, stage, folder, manifest)
            manifest.notes["articles"] = stage.rows["articles"]
            write_codebook(FORMATS[form].columns, folder / "codebook.csv", selection)
    return manifest


@contextlib.contextmanager
def _stage(beside: pathlib.Path) -> Iterator[Stage]:
    with tempfile.TemporaryDirectory(dir=beside) as folder:
        yield Stage(pathlib.Path(folder))


def _drain(entries: Iterator[Entry], stage: Stage) -> None:
    for _ in entries:
        pass
    stage.convert()


def _write_tables(form: str) -> Callable[[Iterator[Entry], Stage, pathlib.Path, Manifest], None]:
    def write(entries: Iterator[Entry], stage: Stage, folder: pathlib.Path, manifest: Manifest) -> None:
        for _ in entries:
            pass
        for table, columns in COLUMNS.items():
            target = folder / f"{table}.{form}"
            if form == "jsonl":
                shutil.move(stage.jsonl(table), target)
            else:
                with open_duckdb({"threads": 1}) as connection:
                    convert_rows(connection, stage.jsonl(table), target, columns)
            manifest.rows[target.name] = stage.rows[table]

    return write


def _write_polecat(entries: Iterator[Entry], stage: Stage, folder: pathlib.Path, manifest: Manifest) -> None:
    with (folder / "polecat.csv").open("w", encoding="utf-8", newline="") as file:
        manifest.rows["polecat.csv"] = write_polecat((entry.reading for entry in entries), file)
    stage.convert()
    stage.add_table("tellings", TELLINGS, iter_tellings(stage))
    with open_duckdb({"threads": 1}) as connection:
        convert_rows(connection, stage.jsonl("tellings"), folder / "tellings.csv", TELLINGS)
    manifest.rows["tellings.csv"] = stage.rows["tellings"]


def _write_dyads(entries: Iterator[Entry], stage: Stage, folder: pathlib.Path, manifest: Manifest) -> None:
    _drain(entries, stage)
    write_dyads(stage, folder, manifest)


def _write_entities(entries: Iterator[Entry], stage: Stage, folder: pathlib.Path, manifest: Manifest) -> None:
    _drain(entries, stage)
    write_entities(stage, folder, manifest)


def _write_graphs(entries: Iterator[Entry], stage: Stage, folder: pathlib.Path, manifest: Manifest) -> None:
    _drain(entries, stage)
    write_graphs(stage, folder, manifest)


FORMATS: Mapping[str, _Format] = MappingProxyType(
    {
        "parquet": _Format(_write_tables("parquet"), COLUMNS),
        "csv": _Format(_write_tables("csv"), COLUMNS),
        "jsonl": _Format(_write_tables("jsonl"), COLUMNS),
        "polecat": _Format(
            _write_polecat, {"polecat": dict.fromkeys(POLECAT_COLUMNS, "VARCHAR"), "tellings": TELLINGS}
        ),
        "dyads": _Format(_write_dyads, DYAD_COLUMNS),
        "ftm": _Format(_write_entities, ENTITY_FIELDS),
        "annotations": _Format(write_annotations, ANNOTATION_FIELDS),
        "graphml": _Format(_write_graphs, GRAPH_FIELDS),
    }
)
