"""Sending mail, where it is set up: DRAGOMAN_MAIL names a server or a folder."""

import logging
import pathlib
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection, send_mail
from django.core.mail.backends.base import BaseEmailBackend
from django.template.loader import render_to_string

from dragoman.errors import Unusable

__all__ = ["Later", "is_set_up", "send", "settings_of", "wait"]

_log = logging.getLogger("dragoman.mail")
_FILES = "django.core.mail.backends.filebased.EmailBackend"
_PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
_PATIENCE = 30  # seconds that a server may take to answer
_WAITING = 1000  # messages; what comes beyond is dropped and logged


def settings_of(url: str, sender: str) -> dict[str, Any]:
    """Return Django's settings for mail.

    url: `smtps://USER:PASSWORD@HOST`, `smtp+starttls://USER:PASSWORD@HOST:587`, `smtp://HOST` (not encrypted: for a
    relay on the same machine) or `file:///FOLDER`, into which each message is written.
    Raises Unusable where it is neither.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise Unusable("is no address of a mail server", "DRAGOMAN_MAIL") from None
    common = {"EMAIL_BACKEND": f"{__name__}.Later", "DEFAULT_FROM_EMAIL": sender, "EMAIL_TIMEOUT": _PATIENCE}
    if parts.scheme == "file" and parts.path:
        folder = pathlib.Path(unquote(parts.path))
        return common | {"DRAGOMAN_MAIL": _FILES, "EMAIL_FILE_PATH": str(folder)}
    if parts.scheme not in _PORTS or not parts.hostname:
        # The address may hold a password: it is not shown.
        raise Unusable(
            "write smtps://USER:PASSWORD@HOST, smtp+starttls://..., smtp://HOST or file:///FOLDER", "DRAGOMAN_MAIL"
        )
    return common | {
        "DRAGOMAN_MAIL": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port or _PORTS[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp+starttls",
    }


def is_set_up() -> bool:
    """Tell whether mail can be sent."""
    return bool(settings.DRAGOMAN_MAIL)


def send(to: str, subject: str, template: str, **context: object) -> None:
    """Send a message made by a template of text, later and in the background. Trouble is logged."""
    send_mail(subject, render_to_string(template, context), None, [to])


class Later(BaseEmailBackend):
    """Hands messages to a thread, which hands them to the setting DRAGOMAN_MAIL's backend.

    A page that sends a message then takes as long as one that does not, so nobody learns from the time whether an address
    is known; and no visitor waits for a mail server.
    """

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Take messages; return how many were taken."""
        taken = 0
        for message in email_messages:
            if not _room.acquire(blocking=False):
                _log.error("a message was dropped: %d wait already", _WAITING)
                continue
            _sender.submit(_send, message)
            taken += 1
        return taken


_sender = ThreadPoolExecutor(1, "mail")
_room = threading.BoundedSemaphore(_WAITING)


def _send(message: EmailMessage) -> None:
    try:
        get_connection(settings.DRAGOMAN_MAIL).send_messages([message])
    except Exception:  # noqa: BLE001  (whatever a mail server or a disk can do; the message itself, with its links, is not logged)
        _log.exception("a message could not be sent")
    finally:
        _room.release()


def wait() -> None:
    """Wait until all messages that were taken are sent."""
    _sender.submit(lambda: None).result()
