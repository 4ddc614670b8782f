"""Tables to save: CSV that a spreadsheet opens without running anything in it."""

import csv
import io
from collections.abc import Iterable, Sequence

from django.http import HttpResponse

__all__ = ["csv_response", "file_response"]

_RUNS = ("=", "+", "-", "@", "\t", "\r")  # with which a cell is a formula


def csv_response(name: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """Answer with a table as a file to save."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(header)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return file_response(file.getvalue(), name, "text/csv; charset=utf-8")


def file_response(content: str, name: str, kind: str) -> HttpResponse:
    """Answer with a file to save, under a name of letters, digits and hyphens."""
    safe = "".join(char if char.isascii() and (char.isalnum() or char in "-.") else "-" for char in name)
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{safe}"'})


def _cell(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(_RUNS) else value
