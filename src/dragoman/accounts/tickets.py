"""Secrets that are shown once and kept as a hash: links of invitations, tokens of the API, recovery codes.

Each has at least 120 random bits, so a plain SHA-256 is enough: there is nothing to guess from a hash.
"""

import base64
import hashlib
import secrets

__all__ = ["digest_of", "make_code", "make_secret"]

_CODE_BYTES = 15  # 120 bits: 24 letters and digits


def make_secret() -> str:
    """Make a secret that goes into an address or a header: 192 random bits."""
    return secrets.token_urlsafe(24)


def make_code() -> str:
    """Make a secret that people copy by hand: "K3QF-...", six groups of four capitals and digits."""
    code = base64.b32encode(secrets.token_bytes(_CODE_BYTES)).decode()
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))


def digest_of(secret: str) -> str:
    """Return what is kept of a secret: 64 hexadecimal digits."""
    return hashlib.sha256(secret.encode()).hexdigest()
