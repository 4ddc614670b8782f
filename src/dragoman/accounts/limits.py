"""How often something may be tried: counted in this process's cache, which forgets the oldest when it is full.

Threads share the cache. Where several processes answer at one address, each allows its share, so that all together allow no more.
"""

import hashlib
import ipaddress

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

__all__ = ["LIMITS", "TooOften", "address_of", "check", "forget"]

# How many, and in how many seconds. People who share an address (an office) log in on one morning; whoever guesses needs
# far more. One account cannot be locked from one address: it is open from elsewhere until many addresses try.
LIMITS = {
    "login-address": (60, 600),
    "login-account": (10, 600),  # of one account from one address
    "login-anywhere": (100, 3600),  # of one account from all addresses
    "code": (10, 600),  # second factor or recovery code, of one account
    "password": (10, 600),  # asked again on the account's own page
    "signup-address": (20, 3600),
    "reset-address": (20, 3600),
    "link-address": (60, 600),  # links of invitations and resets that are tried
    "comment-person": (20, 600),  # comments, changes of them, and flags
    "comment-address": (60, 600),
    "export-person": (20, 3600),  # searches that are packed to be saved
    "mention-person": (20, 3600),  # articles whose links other sites are told of
    "link-take-address": (60, 600),  # trackbacks and webmentions from one address
    "link-source-host": (60, 3600),  # pages of one host that are fetched, as anybody can name them
    "mail-to": (5, 3600),  # messages to one address that others can cause
}


class TooOften(Exception):
    """Something was tried too often; `seconds` is how long to wait at most."""

    def __init__(self, seconds: int) -> None:
        super().__init__("That was tried too often.")
        self.seconds = seconds


def check(what: str, about: str) -> None:
    """Count one more try.

    what: a key of LIMITS; the setting DRAGOMAN_LIMITS may hold other numbers. about: an address or an account.
    Raises TooOften where there were too many.
    """
    most, seconds = (LIMITS | getattr(settings, "DRAGOMAN_LIMITS", {}))[what]
    most = -(-most // settings.DRAGOMAN_PROCESSES)
    key = _key(what, about)
    if cache.add(key, 1, seconds):
        return
    try:
        tries = cache.incr(key)
    except ValueError:  # the time ended between the two
        cache.add(key, 1, seconds)
        return
    if tries > most:
        raise TooOften(seconds)


def forget(what: str, about: str) -> None:
    """Start counting anew: the password was right."""
    cache.delete(_key(what, about))


def address_of(request: HttpRequest) -> str:
    """Return the address that asks: of IPv6 the network of 64 bits, as one household has all of it."""
    address = str(request.META.get("REMOTE_ADDR", ""))
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network(f"{parsed}/64", strict=False)) if parsed.version == 6 else str(parsed)


def _key(what: str, about: str) -> str:
    # Hashed: what people type as an address is long or has odd characters, and no cache needs to know it.
    return f"limit:{what}:{hashlib.sha256(about.encode()).hexdigest()}"
