"""Pictures as they are saved: SVG as it was drawn, or PNG at twice its size."""

import functools

import resvg_py
from django.http import HttpResponse
from django.utils.translation import gettext as _

from dragoman.errors import Unusable

__all__ = ["picture_response"]

_ZOOM = 2.0  # pixels of a PNG for each of the SVG's: sharp on today's screens and in print
_PROBE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><text y="9" font-family="sans-serif">{}</text></svg>'
)


def picture_response(svg: bytes, name: str, form: str) -> HttpResponse:
    """Answer with a picture, to be seen or saved.

    name: the file's, without its ending; form: "svg" or "png".
    Raises Unusable where a PNG is wanted and the machine has no font to write with.
    """
    safe = "".join(char if char.isascii() and (char.isalnum() or char == "-") else "-" for char in name)
    kind = "image/svg+xml" if form == "svg" else "image/png"
    content = svg if form == "svg" else _draw(svg.decode())
    return HttpResponse(
        content, content_type=kind, headers={"Content-Disposition": f'inline; filename="{safe}.{form}"'}
    )


def _draw(svg: str) -> bytes:
    if not _can_write():
        raise Unusable(_("this server has no font to draw PNG with; the SVG has all of it"), "png")
    return resvg_py.svg_to_bytes(svg_string=svg, zoom=_ZOOM)


@functools.cache
def _can_write() -> bool:
    """Tell whether words leave a trace: resvg leaves out what no font of the system has."""
    return resvg_py.svg_to_bytes(svg_string=_PROBE.format("M")) != resvg_py.svg_to_bytes(svg_string=_PROBE.format(""))
