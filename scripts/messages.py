"""Gather what the site's templates and its code mark for translation into one .pot file; the same words give the same file."""

import io
import pathlib
from typing import BinaryIO

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import write_po
from django.utils.translation.template import templatize

import dragoman.review  # noqa: F401  (configures Django)

SOURCE = pathlib.Path(__file__).parents[1] / "src" / "dragoman"
TARGET = SOURCE / "desk" / "locale" / "dragoman.pot"
KEYWORDS = {"gettext": None, "_": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2), "npgettext": ((1, "c"), 2, 3)}


def gather() -> Catalog:
    """Return every marked message with the files that have it."""
    catalog = Catalog(project="Dragoman", charset="utf-8")
    for path in [*sorted((SOURCE / "desk" / "templates").glob("*.html")), *sorted(SOURCE.rglob("*.py"))]:
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".html":
            text = templatize(text, origin=path.name)
        elif "django.utils.translation" not in text:  # there `_` is a name like others
            continue
        place = path.name if path.suffix == ".html" else path.relative_to(SOURCE).as_posix()
        for _, message, _, context in extract("python", io.BytesIO(text.encode()), keywords=KEYWORDS):
            flags = ["python-format"] if "%(" in str(message) else []
            catalog.add(message, locations=[(place, 1)], context=context, flags=flags)
    return catalog


def write(file: BinaryIO) -> None:
    """Write the list."""
    write_po(file, gather(), omit_header=True, sort_output=True, include_lineno=False, width=120)


if __name__ == "__main__":
    TARGET.parent.mkdir(exist_ok=True)
    with TARGET.open("wb") as target:
        write(target)
