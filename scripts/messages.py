"""Gather what the site's templates and its code mark for translation into one .pot file; the same words give the same file."""

import io
import pathlib
from collections.abc import Iterable
from typing import Any, BinaryIO

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import write_po
from django.utils.translation.template import templatize
from jinja2.ext import babel_extract

import dragoman.review  # noqa: F401  (configures Django)

SOURCE = pathlib.Path(__file__).parents[1] / "src" / "dragoman"
TARGET = SOURCE / "desk" / "locale" / "dragoman.pot"
KEYWORDS = {"gettext": None, "_": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2), "npgettext": ((1, "c"), 2, 3)}
KEYWORDS |= {"pgettext_lazy": ((1, "c"), 2)} | dict.fromkeys(("gettext_lazy", "_lazy", "gettext_noop"))
MODULES = ("django.utils.translation", "dragoman.export.said")  # that translate


def gather() -> Catalog:
    """Return every marked message with the files that have it."""
    catalog = Catalog(project="Dragoman", charset="utf-8")
    for path in sorted((SOURCE / "desk" / "templates").rglob("*.*")):  # of Django: pages, pictures, mail
        text = templatize(path.read_text(encoding="utf-8"), origin=path.name)
        _add(catalog, path.name, extract("python", io.BytesIO(text.encode()), keywords=KEYWORDS))
    for path in sorted((SOURCE / "export" / "page").glob("*.html")):  # of Jinja
        _add(
            catalog,
            f"export/page/{path.name}",
            extract(babel_extract, io.BytesIO(path.read_bytes()), keywords=KEYWORDS),
        )
    for path in sorted(SOURCE.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        if any(module in text for module in MODULES):  # elsewhere `_` is a name like others
            _add(
                catalog,
                path.relative_to(SOURCE).as_posix(),
                extract("python", io.BytesIO(text.encode()), keywords=KEYWORDS),
            )
    return catalog


def _add(catalog: Catalog, place: str, found: Iterable[Any]) -> None:
    for _line, message, _comments, context in found:
        flags = ["python-format"] if "%(" in str(message) else []
        catalog.add(message, locations=[(place, 1)], context=context, flags=flags)


def write(file: BinaryIO) -> None:
    """Write the list."""
    write_po(file, gather(), omit_header=True, sort_output=True, include_lineno=False, width=120)


if __name__ == "__main__":
    TARGET.parent.mkdir(exist_ok=True)
    with TARGET.open("wb") as target:
        write(target)
