"""Tables of articles: JSON Lines and CSV, one article a row, under the column names in use."""

import csv
import itertools
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from dragoman.errors import NotAnArticle, UnreadableInput
from dragoman.model import Article
from dragoman.page.assembly import Facts, mark_row
from dragoman.page.bylines import join_authors
from dragoman.page.published import find_date

__all__ = ["is_text_column", "read_csv", "read_json_lines", "read_row", "read_table_row", "wanted_columns"]

# Column names by field, best first; compared without case, spaces, hyphens and underscores.
_COLUMNS = {
    "text": ("text", "body", "content", "article", "maintext", "articlebody", "fulltext", "articletext", "story"),
    "title": ("title", "headline", "heading"),
    "standfirst": ("standfirst", "subtitle", "description", "summary", "dek", "lead"),
    "published": ("published", "publishedat", "date", "pubdate", "publishdate", "datepublish", "datepublished",
                  "publicationdate", "dateline", "createdat", "timestamp"),
    "url": ("url", "link", "articleurl", "permalink", "sourceurl"),
    "publisher": ("publisher", "source", "outlet", "sourcename", "publication", "sitename", "sourcedomain", "domain"),
    "byline": ("byline", "author", "authors", "writer", "creator"),
    "language": ("language", "lang", "languagecode"),
    "category": ("category", "section", "topic", "categories"),
    "source_id": ("id", "articleid", "docid", "guid", "uuid", "sourceid"),
}  # fmt: skip


def read_row(row: Mapping[str, Any], published: str | None = None) -> Article:
    """Make an Article of a row; its text is taken byte for byte, so that offsets count in it.

    Raises NotAnArticle where the row has no text.
    """
    found = {_fold(name): value for name, value in row.items() if isinstance(name, str)}
    values = {field: _pick(found, names) for field, names in _COLUMNS.items()}
    text = values["text"]
    if not isinstance(text, str) or not text.strip():
        raise NotAnArticle(
            "has no text"
            + ("" if text is None else ", only " + type(text).__name__ if not isinstance(text, str) else "")
        )
    publisher = _write(values["publisher"])
    facts = Facts(
        source_id=_write(values["source_id"]),
        url=_write(values["url"]),
        publisher=publisher,
        byline=join_authors(_names(values["byline"]), publisher),
        language=_write(values["language"]),
        category=_write(values["category"]),
        title=_write(values["title"]),
        standfirst=_write(values["standfirst"]),
        published=_read_day(values["published"]),
    )
    # A lone surrogate can stand in JSON, and in no UTF-8 file; one question mark keeps every offset.
    return mark_row(
        facts,
        text.encode("utf-16", "surrogatepass").decode("utf-16", "replace") if _has_surrogates(text) else text,
        published,
    )


def _has_surrogates(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return True
    return False


def _fold(name: str) -> str:
    return "".join(char for char in name.lower() if char.isalnum())


def _pick(found: Mapping[str, Any], names: Iterable[str]) -> Any:
    return next((found[name] for name in names if found.get(name) not in (None, "", [], {})), None)


def _write(value: Any) -> str | None:
    if isinstance(value, dict):
        value = value.get("name")
    if isinstance(value, list):
        value = next((item for item in value if isinstance(item, str)), None)
    if value is None or isinstance(value, (dict, list, bool)):
        return None
    return " ".join(str(value).encode("utf-8", "replace").decode().split()) or None


def _names(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [name for item in values[:50] if (name := _write(item))]


def _read_day(value: Any) -> str | None:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        value = str(int(value)) if abs(value) < 1e15 else ""
    text = _write(value) or ""
    return text if _is_edtf(text) else find_date(text)


def _is_edtf(text: str) -> bool:
    """Tell a bare year or month, which are EDTF as they are."""
    year, mark, month = text.partition("-")
    return (
        len(year) == 4
        and year.isdigit()
        and year[:2] in {"19", "20"}
        and (not mark or (len(month) == 2 and month.isdigit() and "01" <= month <= "12"))
    )


def wanted_columns(names: Iterable[str]) -> list[str]:
    """Return those of a table's columns that an article is made of."""
    known = {column for columns in _COLUMNS.values() for column in columns}
    return [name for name in names if _fold(name) in known]


def is_text_column(name: str) -> bool:
    """Tell whether a column of this name can hold the text."""
    return _fold(name) in _COLUMNS["text"]


def read_json_lines(
    lines: Iterable[bytes], where: str, published: str | None = None, first: int = 1
) -> Iterator[Article | UnreadableInput]:
    """Read JSON Lines one by one, whatever their number; a broken line is an error of its own.

    first: number of the first of these lines, for messages.
    """
    for number, line in enumerate(lines, first):
        if line.strip(b"\xef\xbb\xbf \t\r\n"):
            yield _read_line(line, f"{where}, line {number}", published)


def _read_line(line: bytes, where: str, published: str | None) -> Article | UnreadableInput:
    try:
        row = json.loads(line.decode("utf-8-sig"))
        if not isinstance(row, dict):
            return UnreadableInput("is no JSON object", where)
        return read_row(row, published)
    except NotAnArticle as trouble:
        return NotAnArticle(trouble.message, where)
    except (ValueError, RecursionError):
        return UnreadableInput("is no valid JSON", where)


def read_csv(
    lines: Iterable[str], where: str, published: str | None = None, start: int = 0, end: int | None = None
) -> Iterator[Article | UnreadableInput]:
    """Read rows [start, end) of a CSV table with a header; commas, semicolons or tabs."""
    waiting = iter(lines)
    header = next(waiting, "").lstrip("\ufeff")
    delimiter = max(",;\t", key=header.count)
    try:
        names = next(csv.reader([header], delimiter=delimiter), [])
        if not any(map(is_text_column, names)):
            yield UnreadableInput("has no column of text; name it text, body, content or article", where)
            return
        rows = csv.DictReader(waiting, names, delimiter=delimiter)
        for number, row in enumerate(itertools.islice(rows, start, end), start + 1):
            yield read_table_row(row, f"{where}, row {number}", published)
    except csv.Error as trouble:
        yield UnreadableInput(f"is no readable table: {trouble}", where)


def read_table_row(row: Mapping[str, Any], where: str, published: str | None) -> Article | UnreadableInput:
    """Make an Article of a row, or an error that says which one has no text."""
    try:
        return read_row(row, published)
    except NotAnArticle as trouble:
        return NotAnArticle(trouble.message, where)
