"""The site's own style, scripts and icon, each under a name that changes with its content: browsers may keep them for good."""

import functools
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from dragoman.export.html import read_asset

__all__ = ["address_of", "serve_asset"]

_TYPES = {"css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8", "svg": "image/svg+xml"}


@dataclass(frozen=True, slots=True)
class _Asset:
    name: str  # "desk.css"
    content: bytes

    @property
    def address(self) -> str:
        """The name with the content's hash in it: "desk.1f2e3d4c.css"."""
        stem, _, kind = self.name.rpartition(".")
        return f"{stem}.{hashlib.sha256(self.content).hexdigest()[:12]}.{kind}"


def address_of(name: str) -> str:
    """Return the path of an asset: "/static/desk.1f2e3d4c5b6a.css"."""
    return f"/static/{_assets()[name].address}"


@require_safe
def serve_asset(request: HttpRequest, address: str) -> HttpResponse:  # noqa: ARG001
    """Answer with an asset."""
    asset = next((asset for asset in _assets().values() if asset.address == address), None)
    if asset is None:
        raise Http404
    kind = asset.name.rpartition(".")[2]
    return HttpResponse(
        asset.content,
        content_type=_TYPES[kind],
        headers={"Cache-Control": "public, max-age=31536000, immutable"},
    )


@functools.cache
def _assets() -> Mapping[str, _Asset]:
    """Read all assets. The style of a Reading's page comes first: its tokens are the site's."""
    texts = {
        "desk.css": read_asset("page.css") + _read("desk.css"),
        "reading.js": read_asset("page.js"),
        "desk.js": _read("desk.js"),
        "progress.js": _read("progress.js"),
        "review.js": _read("review.js"),
        "sides.js": _read("sides.js"),
        "icon.svg": _read("icon.svg"),
    }
    return {name: _Asset(name, text.encode()) for name, text in texts.items()}


def _read(name: str) -> str:
    return files("dragoman.desk").joinpath("static", name).read_text("utf-8")
