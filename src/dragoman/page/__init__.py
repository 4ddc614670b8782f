"""Bytes to Articles: HTML, plain and pasted text, feeds, rows, archives, addresses."""

from dragoman.page.documents import read_page
from dragoman.page.limits import Limits
from dragoman.page.sources import iter_inputs, read_bytes, walk_folder
from dragoman.page.warc import Passed

__all__ = ["Limits", "Passed", "iter_inputs", "read_bytes", "read_page", "walk_folder"]
