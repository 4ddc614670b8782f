"""Bytes to Articles: HTML, plain and pasted text, feeds, rows, addresses."""

from dragoman.page.documents import read_page
from dragoman.page.limits import Limits
from dragoman.page.sources import iter_inputs, walk_folder

__all__ = ["Limits", "iter_inputs", "read_page", "walk_folder"]
