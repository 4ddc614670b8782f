"""What every column of an export means: codebook.toml, checked against the columns that are written."""

import csv
import importlib.resources
import pathlib
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any, get_args

from dragoman.export.polecat import QUAD_CODES
from dragoman.model import CONTEXTS, EVENT_TYPES, MODES, Auxiliary, Sourcing
from dragoman.model.actor import ActorKind
from dragoman.model.statement import Quoted

__all__ = ["HEADER", "codebook_rows", "write_codebook"]

HEADER = ("table", "column", "type", "meaning", "vocabulary", "standard")
_FILE = importlib.resources.files("dragoman.record.exports") / "codebook.toml"
_ENTRIES: dict[str, Any] = tomllib.loads(_FILE.read_text(encoding="utf-8"))
# Vocabularies that the model knows; codebook.toml names them with an @.
_VOCABULARIES = {
    "@types": EVENT_TYPES,
    "@modes": tuple(dict.fromkeys(f"{type_}: {' '.join(modes)}" for type_, modes in MODES.items() if modes)),
    "@contexts": CONTEXTS,
    "@auxiliary": get_args(Auxiliary),
    "@quad": tuple(dict.fromkeys(QUAD_CODES.values())),
    "@kinds": get_args(ActorKind),
    "@sourcing": get_args(Sourcing),
    "@quoted": get_args(Quoted),
}
_SPAN_ENDS = {
    "start": "where {} begins: code points of the article's text, counted from 0",
    "end": "where {} ends: the code point after its last",
    "text": "the words of {}",
}


def write_codebook(columns: Mapping[str, Mapping[str, str]], path: pathlib.Path, selection: str | None = None) -> None:
    """Write one line for each column of each table: its type, what it means, what it can hold, and whose standard it is.

    selection: the query that chose what the tables hold; it stands in the first line, which is of no table.
    """
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(HEADER)
        if selection is not None:
            rows.writerow(("", "", "", f"the articles of all that this query finds: {selection}", "", ""))
        rows.writerows(codebook_rows(columns))


def codebook_rows(columns: Mapping[str, Mapping[str, str]]) -> Iterator[tuple[str, ...]]:
    """Give the lines of the codebook of some tables.

    Raises KeyError where codebook.toml does not say what a column is; a test sees to it that it does.
    """
    for table, kinds in columns.items():
        for column, kind in kinds.items():
            yield (table, column, kind, *_entry_of(table, column))


def _entry_of(table: str, column: str) -> tuple[str, str, str]:
    entries = _ENTRIES.get(table, {})
    entry = entries.get(column) or _ENTRIES["any"].get(column)
    if entry is not None:
        meaning, vocabulary, standard = entry
        shown = "; ".join(_VOCABULARIES[vocabulary]) if vocabulary.startswith("@") else vocabulary
        return meaning, shown, standard
    name, _, end = column.rpartition("_")
    return (
        _SPAN_ENDS[end].format(entries[f"{name}_*"]),
        "",
        "W3C Web Annotation selectors count alike" * (end != "text"),
    )
