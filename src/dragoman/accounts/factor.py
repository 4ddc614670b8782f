"""The second factor: codes of an authenticator app (TOTP), and recovery codes for who lost it."""

import io
import time

import pyotp
import segno
from django.db import router, transaction
from django.utils.safestring import SafeString, mark_safe

from dragoman.accounts.models import Factor, RecoveryCode, User
from dragoman.accounts.tickets import digest_of, make_code

__all__ = ["draw_secret", "has_factor", "make_recovery_codes", "make_secret", "set_factor", "take_code", "take_off"]

_CODES = 10  # recovery codes
_STEP = 30  # seconds, as every app has it
_OFF = (0, -1, 1)  # steps that a clock may be off


def has_factor(user: User) -> bool:
    """Tell whether somebody logs in with a second factor."""
    return Factor.objects.filter(user=user).exists()


def make_secret() -> str:
    """Make the secret that an app and we share: base32, 160 bits."""
    return pyotp.random_base32()


def draw_secret(secret: str, user: User) -> SafeString:
    """Draw the code that an app scans, as an SVG element without styles of its own."""
    address = pyotp.TOTP(secret).provisioning_uri(name=user.email, issuer_name="Dragoman")
    drawn = io.BytesIO()
    # Black on white in either light: apps read no other.
    segno.make(address, micro=False).save(
        drawn, kind="svg", xmldecl=False, svgns=False, light="#fff", scale=4, omitsize=True
    )
    return mark_safe(drawn.getvalue().decode())  # noqa: S308  (drawn by segno: paths and numbers)


def set_factor(user: User, secret: str, code: str) -> list[str]:
    """Set a second factor once its first code is right; return the recovery codes, or nothing where it is wrong."""
    step = _find_step(secret, code)
    if step is None:
        return []
    with _together():
        Factor.objects.update_or_create(user=user, defaults={"secret": secret, "step": step})
        return make_recovery_codes(user)


def make_recovery_codes(user: User) -> list[str]:
    """Make recovery codes in place of those before; they can be shown now alone."""
    codes = [make_code() for _ in range(_CODES)]
    with _together():
        RecoveryCode.objects.filter(user=user).delete()
        RecoveryCode.objects.bulk_create(RecoveryCode(user=user, digest=digest_of(code)) for code in codes)
    return codes


def take_code(user: User, code: str) -> bool:
    """Take a code of the app or a recovery code; tell whether it was right. Neither is taken twice."""
    typed = "".join(code.split()).upper()
    if typed.isdigit():
        factor = Factor.objects.get(user=user)
        step = _find_step(factor.secret, typed)
        # The condition is in the statement: of two requests with one code, one is refused.
        return step is not None and bool(Factor.objects.filter(user=user, step__lt=step).update(step=step))
    deleted, _ = RecoveryCode.objects.filter(user=user, digest=digest_of(typed)).delete()
    return bool(deleted)


def take_off(user: User) -> None:
    """Let somebody log in by password alone."""
    with _together():
        Factor.objects.filter(user=user).delete()
        RecoveryCode.objects.filter(user=user).delete()


def _together() -> transaction.Atomic:
    return transaction.atomic(using=router.db_for_write(Factor))


def _find_step(secret: str, code: str) -> int | None:
    """Return the step of time that a code is of, if it is one of now."""
    clock = pyotp.TOTP(secret)
    now = int(time.time()) // _STEP
    return next((now + off for off in _OFF if clock.verify(code, for_time=(now + off) * _STEP)), None)
