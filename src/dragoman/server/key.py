"""The key that signs sessions and links: kept, so that they outlast the process, and never in the database."""

import contextlib
import os
import pathlib
import secrets
import stat

from dragoman.errors import Unusable
from dragoman.settings import read_settings

__all__ = ["find_key"]

_NAME = "secret.key"
_SHORTEST = 32  # letters; fewer could be guessed


def find_key(folder: pathlib.Path | None) -> str | None:
    """Return the key of the environment, else that of a file in the Record's folder, which is made where there is none.

    folder: None where the Record is in PostgreSQL.
    Returns None where neither is to be had: the key of this process then holds, and what it signed ends with it.
    Raises Unusable where the key is too short, or others may read the file.
    """
    key = read_settings().secret_key
    if key is not None:
        return _checked(key, "DRAGOMAN_SECRET_KEY")
    if folder is None:
        return None
    path = folder / _NAME
    # Made whole and then named: of two servers that start at once, one makes it and both read it.
    draft = folder / f".{_NAME}.{os.getpid()}"
    try:
        if not path.exists():
            with contextlib.suppress(FileExistsError):
                _write(draft, path)
        if stat.S_IMODE(path.stat().st_mode) & 0o077 and os.name == "posix":
            raise Unusable("may be read by others; chmod 600 it", str(path))
        return _checked(path.read_text("ascii").strip(), str(path))
    except (OSError, UnicodeDecodeError):
        return None


def _write(draft: pathlib.Path, path: pathlib.Path) -> None:
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(48) + "\n")
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path)
    finally:
        draft.unlink(missing_ok=True)


def _checked(key: str, where: str) -> str:
    if len(key) < _SHORTEST:
        raise Unusable(f"is too short for a key; {_SHORTEST} random letters at least", where)
    return key
