"""Gather what the templates of the site mark for translation into one .pot file; the same templates give the same file."""

import io
import pathlib
from typing import BinaryIO

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import write_po
from django.utils.translation.template import templatize

import dragoman.review  # noqa: F401  (configures Django)

TEMPLATES = pathlib.Path(__file__).parents[1] / "src/dragoman/desk/templates"
TARGET = TEMPLATES.parent / "locale" / "dragoman.pot"
KEYWORDS = {"gettext": None, "_": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2), "npgettext": ((1, "c"), 2, 3)}


def gather() -> Catalog:
    """Return every marked message with the templates that have it."""
    catalog = Catalog(project="Dragoman", charset="utf-8")
    for path in sorted(TEMPLATES.glob("*.html")):
        source = io.BytesIO(templatize(path.read_text(encoding="utf-8"), origin=path.name).encode())
        for _, message, _, context in extract("python", source, keywords=KEYWORDS):
            flags = ["python-format"] if "%(" in str(message) else []
            catalog.add(message, locations=[(path.name, 1)], context=context, flags=flags)
    return catalog


def write(file: BinaryIO) -> None:
    """Write the list."""
    write_po(file, gather(), omit_header=True, sort_output=True, include_lineno=False, width=120)


if __name__ == "__main__":
    TARGET.parent.mkdir(exist_ok=True)
    with TARGET.open("wb") as target:
        write(target)
