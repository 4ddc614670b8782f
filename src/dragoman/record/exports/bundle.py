"""An export put in place whole: a folder or a zip file with its manifest and codebook, or nothing."""

import contextlib
import datetime as dt
import hashlib
import json
import os
import pathlib
import shutil
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import Any

from dragoman.errors import Unusable

__all__ = ["MANIFEST", "Manifest", "fresh_bundle"]

MANIFEST = "manifest.json"
_MIDNIGHT = (1980, 1, 1, 0, 0, 0)  # the first moment that a zip file knows: the same files are the same bytes
_PACKED = {".parquet"}  # compressed already
_BLOCK = 1 << 20


@dataclass(slots=True)
class Manifest:
    """What an export says of itself."""

    format: str
    selection: str | None  # the query that chose the articles; None: all of the Record
    as_of: dt.datetime | None  # last change of the Record that is exported
    rows: dict[str, int] = field(default_factory=dict)  # of each data file, by its name in the export
    notes: dict[str, Any] = field(default_factory=dict)  # what else there is to know of it


@contextlib.contextmanager
def fresh_bundle(path: pathlib.Path, manifest: Manifest, *, force: bool = False) -> Iterator[pathlib.Path]:
    """Give an empty folder; what is in it when the block ends without an error becomes the export at `path`.

    path: a zip file where it ends in ".zip", else a folder. The manifest is written from the files that are there.
    force: take the place of an older export, and of nothing else.
    Raises Unusable where something stands in the way or nothing can be written.
    """
    _refuse_taken(path, force=force)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = pathlib.Path(tempfile.mkdtemp(dir=path.parent, prefix=f".{path.name}."))
    except OSError as trouble:
        raise Unusable(f"cannot be written: {trouble.strerror or trouble}", str(path)) from trouble
    try:
        whole = draft / "whole"
        whole.mkdir()
        yield whole
        _write_manifest(whole, manifest)
        made = _zip(whole, draft / "whole.zip") if _is_zip(path) else whole
        made.chmod(made.stat().st_mode & ~_mask() if made.is_dir() else 0o666 & ~_mask())
        _refuse_taken(path, force=force)
        _put(made, path, draft)
    except OSError as trouble:
        raise Unusable(f"cannot be written: {trouble.strerror or trouble}", str(path)) from trouble
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _is_zip(path: pathlib.Path) -> bool:
    return path.suffix.lower() == ".zip"


def _refuse_taken(path: pathlib.Path, *, force: bool) -> None:
    if not os.path.lexists(path):
        return
    if path.is_dir() and not any(path.iterdir()) and not _is_zip(path):
        return
    if not force:
        raise Unusable("is there already; --force takes its place", str(path))
    ours = _is_our_zip(path) if _is_zip(path) else (path / MANIFEST).is_file()
    if not ours:
        raise Unusable("is no export of a Record; --force takes the place of those alone", str(path))


def _is_our_zip(path: pathlib.Path) -> bool:
    try:
        with zipfile.ZipFile(path) as file:
            return MANIFEST in file.namelist()
    except (OSError, zipfile.BadZipFile):
        return False


def _put(made: pathlib.Path, path: pathlib.Path, draft: pathlib.Path) -> None:
    """Rename what was made into its place. A folder that stands there steps aside first, and comes back on an error."""
    if not made.is_dir() or not path.exists():
        made.replace(path)
        return
    aside = draft / "before"
    try:
        path.rename(aside)
        made.rename(path)
    except BaseException:
        if aside.exists() and not path.exists():
            aside.rename(path)
        raise


def _write_manifest(folder: pathlib.Path, manifest: Manifest) -> None:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    names = {path.relative_to(folder).as_posix(): path for path in files}
    plain: Mapping[str, Any] = {
        "export": 1,
        "format": manifest.format,
        "program": "dragoman",
        "version": version("dragoman"),
        "selection": manifest.selection,
        "as_of": manifest.as_of.isoformat() if manifest.as_of else None,
        **manifest.notes,
        "files": {
            name: ({"rows": manifest.rows[name]} if name in manifest.rows else {})
            | {"bytes": path.stat().st_size, "sha256": _sha256(path)}
            for name, path in names.items()
        },
    }
    (folder / MANIFEST).write_text(json.dumps(plain, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _sha256(path: pathlib.Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _zip(folder: pathlib.Path, target: pathlib.Path) -> pathlib.Path:
    # The manifest first: who opens a large file sees at once what is in it.
    paths = sorted(folder.rglob("*"), key=lambda path: (path.name != MANIFEST, path.as_posix()))
    with zipfile.ZipFile(target, "w") as file:
        for path in paths:
            if path.is_file():
                _zip_one(file, path, path.relative_to(folder).as_posix())
    return target


def _zip_one(file: zipfile.ZipFile, path: pathlib.Path, name: str) -> None:
    about = zipfile.ZipInfo(name, _MIDNIGHT)
    about.compress_type = zipfile.ZIP_STORED if path.suffix in _PACKED else zipfile.ZIP_DEFLATED
    about.external_attr = 0o644 << 16
    about.create_system = 3  # Unix, whatever it was made on
    about.file_size = path.stat().st_size
    with path.open("rb") as source, file.open(about, "w") as target:
        shutil.copyfileobj(source, target, _BLOCK)


def _mask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
