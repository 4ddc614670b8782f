"""Links of other sites to articles here: received as trackbacks and webmentions, and verified by a job."""

import hashlib
from dataclasses import dataclass, replace

from django.core import signing
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dragoman.accounts.audit import log
from dragoman.accounts.models import User
from dragoman.accounts.roles import Role
from dragoman.errors import Unreachable, Unusable
from dragoman.jobs.queue import put
from dragoman.outside import Answer, check, follow, site_guard
from dragoman.record.opened import record
from dragoman.talk.bayes import find_odds
from dragoman.talk.models import Backlink, Domain, State
from dragoman.talk.sources import Source, cut, host_of, pick, read_source, storable_line
from dragoman.talk.switches import find_off

__all__ = [
    "PING_DAYS",
    "Ping",
    "fetch_source",
    "key_of",
    "list_backlinks",
    "read_ping",
    "receive",
    "sign_ping",
    "verify",
]

PING_DAYS = 14  # that an address for pings holds
_SALT = "dragoman.talk.trackback"
_LONGEST = 2000  # characters of an address
_SIZE = 2**20  # bytes of a page that are read
_GONE = (404, 410)
_UNWANTED = 0.9
_ACCEPT = {"Accept": "text/html, application/xhtml+xml, application/json;q=0.8, text/plain;q=0.7, */*;q=0.1"}
SHOWN = 100  # of an article that its page shows


@dataclass(frozen=True, slots=True)
class Ping:
    """What a trackback says of its page."""

    title: str = ""
    excerpt: str = ""
    site: str = ""


def sign_ping(kept: int, who: User) -> str:
    """Make the part of an address by which trackbacks of an article are taken, for one person and some days."""
    return signing.dumps([kept, who.pk], salt=_SALT)


def read_ping(token: str) -> int | None:
    """Return the article for which an address was made; None where it is none of ours, too old, or its owner may no longer."""
    try:
        kept, person = signing.loads(token, salt=_SALT, max_age=PING_DAYS * 24 * 3600)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    who = User.objects.filter(pk=person).first()
    return int(kept) if who is not None and who.may(Role.COMMENTER) else None


def receive(kind: str, kept: int, source: str, target: str, ping: Ping = Ping()) -> Backlink:
    """Take a link to us, to be verified; the same one again is verified again.

    Raises Unusable with one line where it cannot be taken.
    """
    if f"{kind}s" in find_off(kept):
        raise Unusable(
            _("trackbacks are turned off here") if kind == "trackback" else _("webmentions are turned off here")
        )
    if len(source) > _LONGEST or not source.isprintable():
        raise Unusable(_("the source is no address"))
    try:
        check(source, site_guard())
    except Unreachable as trouble:
        raise Unusable(trouble.message) from trouble
    if source.partition("#")[0] == target.partition("#")[0]:
        raise Unusable(_("source and target are the same"))
    domain = host_of(source)
    if Domain.objects.filter(name=domain, standing=Domain.Standing.BLOCKED).exists():
        raise Unusable(_("links from this site are not taken"))
    said = {"title": storable_line(ping.title), "excerpt": cut(ping.excerpt), "site": cut(ping.site, 200)}
    with transaction.atomic(using=record().alias):
        backlink, made = Backlink.objects.get_or_create(
            kind=kind,
            kept_id=kept,
            source_key=key_of(source),
            defaults={"source": source, "target": target, "domain": domain, **said},
        )
        if not made and backlink.state == State.GONE:
            backlink.state = State.WAITING
            backlink.save(update_fields=["state"])
        payload = {"backlink": backlink.pk, "ping": said if kind == "trackback" else None}
        put("talk.verify", payload, key=f"talk.verify/{backlink.pk}")
    return backlink


def key_of(address: str) -> str:
    """Return what stands for an address in an index."""
    return hashlib.blake2b(address.encode("utf-8", "replace"), digest_size=16).hexdigest()


def fetch_source(address: str) -> Answer:
    """Fetch a page of another site. Raises Unreachable; a server's own trouble counts as that."""
    answer = follow(address, replace(site_guard(), size=_SIZE), headers=_ACCEPT, cut=True)
    if answer.status >= 500 or answer.status == 429:
        raise Unreachable(f"the server answered {answer.status}", address)
    return answer


def verify(number: int, said: dict[str, str] | None, *, last: bool) -> str:
    """Fetch a page that is said to link to us, and settle what becomes of it; return the state.

    said: what a trackback says of its page, over what the page itself says. last: it will not be tried again.
    Raises Unreachable where the page cannot be had now and is to be tried again.
    """
    backlink = Backlink.objects.get(pk=number)
    try:
        answer = fetch_source(backlink.source)
    except Unreachable as trouble:
        if not last:
            raise
        return _settle_unread(backlink, trouble.message)
    source = read_source(answer, backlink.target) if answer.status == 200 else None
    if source is None:
        said_so = _("the page is gone") if answer.status in _GONE else _("the page does not link here")
        return _settle_missing(backlink, said_so)
    return _settle(backlink, source, said or {})


def _settle_unread(backlink: Backlink, trouble: str) -> str:
    """A trackback tells of itself, so somebody can judge it unread; a webmention does not."""
    if backlink.state == State.WAITING:
        if backlink.kind == "trackback":
            return _save(backlink, State.HELD, why="unread")
        return _save(backlink, State.REJECTED, reason=trouble)
    return _save(backlink, State(backlink.state), why=backlink.why, reason=backlink.reason)


def _settle_missing(backlink: Backlink, said: str) -> str:
    known = backlink.state in {State.SHOWN, State.HELD}
    return _save(backlink, State.GONE if known else State.REJECTED, reason=said)


def _settle(backlink: Backlink, source: Source, said: dict[str, str]) -> str:
    before = (backlink.title, backlink.excerpt, backlink.author, backlink.site)
    backlink.type = source.type if backlink.kind == "webmention" else ""
    backlink.title = pick([said.get("title", ""), source.title])[:300]
    backlink.excerpt = pick([said.get("excerpt", ""), source.excerpt])
    backlink.author, backlink.author_url = source.author[:200], source.author_url
    backlink.site = pick([said.get("site", ""), source.site])[:200]
    after = (backlink.title, backlink.excerpt, backlink.author, backlink.site)
    standing = Domain.objects.filter(name=backlink.domain).values_list("standing", flat=True).first()
    if standing == Domain.Standing.BLOCKED:
        return _save(backlink, State.REJECTED, reason=_("links from this site are not taken"))
    if backlink.state == State.REJECTED and backlink.decided is not None:
        return _save(backlink, State.REJECTED, reason=backlink.reason)  # a person decided; only a person undoes it
    odds = find_odds("\n".join((*after, backlink.source)))
    if odds is not None and odds > _UNWANTED:
        return _save(backlink, State.HELD, why="filter")
    if standing == Domain.Standing.TRUSTED:
        return _save(backlink, State.SHOWN)
    if backlink.state == State.SHOWN:
        return _save(backlink, State.SHOWN) if before == after else _save(backlink, State.HELD, why="changed")
    return _save(backlink, State.HELD, why="site")


def _save(backlink: Backlink, state: State, *, why: str = "", reason: str = "") -> str:
    """Keep what was found out, unless a moderator has decided meanwhile."""
    was = backlink.state
    backlink.state, backlink.why, backlink.reason, backlink.checked = state, why, reason, timezone.now()
    with transaction.atomic(using=record().alias):
        now = Backlink.objects.select_for_update().get(pk=backlink.pk)
        if now.decided != backlink.decided:
            return now.state
        backlink.save()
        if was != state:
            log(None, f"{backlink.kind}.{state}", f"backlink/{backlink.pk}", source=backlink.source)
    return state


def list_backlinks(kept: int) -> list[Backlink]:
    """List the links to an article that are shown; the newest first."""
    return list(Backlink.objects.filter(kept=kept, state=State.SHOWN).order_by("-made", "-pk")[:SHOWN])
