"""Searches under a name: what is new in them is mailed as a digest, and sent to a webhook; each match once.

New is what came after the search was saved. A match is known by its words, not by its number, so that another version of
the article that says the same is no new one. Delivery is repeated where a server was killed between sending and noting it.
"""

import datetime as dt
import hashlib
import hmac
import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from django.core.mail import send_mail
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dragoman.accounts.models import User
from dragoman.errors import Unreachable, UnreadableInput, Unusable, WrongQuery
from dragoman.export.account import clean
from dragoman.jobs.queue import put, put_round
from dragoman.outside import check, follow, site_guard
from dragoman.record.matching import Search
from dragoman.record.models import Version
from dragoman.record.query import parse
from dragoman.record.rows import end_of
from dragoman.record.store import Record
from dragoman.review.models import SavedSearch, Told
from dragoman.review.wording import say_wrong

__all__ = ["CALL", "DIGESTS", "LOOK", "MAIL", "Wish", "begin", "call", "look", "mail", "save", "sign"]

LOOK, MAIL, CALL = "search.look", "search.mail", "search.call"
DIGESTS = {"daily": dt.timedelta(days=1), "weekly": dt.timedelta(days=7)}
_PAUSE = dt.timedelta(minutes=5)  # after which it is looked for new matches again
_MOST = 50  # searches of one person
_AT_ONCE = 200  # matches in one look, one mail and one call; the next has the rest
_WORDS = 300  # characters of a match


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants to hear of."""

    name: str
    query: str  # in the query language
    digest: str = ""  # "daily", "weekly", or none
    webhook: str = ""  # an address, or none


def save(user: User, wish: Wish, site: str, number: int | None = None) -> SavedSearch:
    """Keep a search, or change one of theirs.

    site: the address of the front page, for the links in what is sent. number: of the one that is changed.
    Raises Unusable, `where` naming the field.
    """
    _check(wish)
    fields = {
        "name": wish.name.strip(),
        "query": wish.query.strip(),
        "digest": wish.digest,
        "webhook": wish.webhook.strip(),
    }
    try:
        with transaction.atomic(using=SavedSearch.objects.db):
            if number is not None:
                it = SavedSearch.objects.filter(pk=number, user=user).first()
                if it is None:
                    raise Unusable(_("no such search is yours"), "search")
                for name, value in fields.items():
                    setattr(it, name, value)
                it.trouble = ""
                it.save()
                return it
            if SavedSearch.objects.filter(user=user).count() >= _MOST:
                raise Unusable(_("you have %(count)d searches already") % {"count": _MOST}, "name")
            return SavedSearch.objects.create(
                user=user,
                site=site,
                secret=secrets.token_urlsafe(32),
                seen=_last_version(SavedSearch.objects.db),
                **fields,
            )
    except IntegrityError as trouble:
        raise Unusable(_("another search of yours has this name"), "name") from trouble


def _check(wish: Wish) -> None:
    if not wish.name.strip() or len(wish.name) > 80 or not wish.name.isprintable():
        raise Unusable(_("is a name of 1 to 80 characters"), "name")
    try:
        parse(wish.query)
    except WrongQuery as trouble:
        raise Unusable(say_wrong(trouble), "query") from trouble
    if wish.digest and wish.digest not in DIGESTS:
        raise Unusable(_("is daily or weekly"), "digest")
    if wish.webhook.strip():
        try:
            check(wish.webhook.strip(), site_guard())
        except UnreadableInput as trouble:
            raise Unusable(trouble.message, "webhook") from trouble


def begin() -> None:
    """Have it looked for new matches now, and every few minutes from then on."""
    put_round(LOOK, _PAUSE, timezone.now())


def look(record: Record) -> int:
    """Look for new matches of all searches, put what is to be sent into the queue, and look again later; return how many."""
    found = 0
    now = timezone.now()
    for search in (
        SavedSearch.objects.filter(user__is_active=True)
        .exclude(digest="", webhook="")
        .order_by("pk")
        .iterator(chunk_size=100)
    ):
        found += _gather(record, search)
        waiting = search.told.all()
        if search.webhook and waiting.filter(called=False).exists():
            put(CALL, {"search": search.pk}, key=f"{CALL}/{search.pk}")
        if search.digest and now - search.mailed >= DIGESTS[search.digest] and waiting.filter(mailed=False).exists():
            put(MAIL, {"search": search.pk}, key=f"{MAIL}/{search.pk}")
    put_round(LOOK, _PAUSE)
    return found


def _gather(record: Record, search: SavedSearch) -> int:
    """Note the new matches of a search, those of the oldest article first."""
    found, more = 0, True
    while more:
        try:
            matches, seen, more = _matches_after(record, search)
        except WrongQuery as trouble:  # a name that nobody bears yet: nothing matches
            SavedSearch.objects.filter(pk=search.pk).update(trouble=str(trouble)[:500])
            return found
        known = set(search.told.filter(match__in=list(matches)).values_list("match", flat=True))
        fresh = {key: said for key, said in matches.items() if key not in known}
        # Who wants no mail, or no call, has none due when they change their mind.
        marks = {"mailed": not search.digest, "called": not search.webhook}
        with transaction.atomic(using=record.alias):
            Told.objects.bulk_create(Told(search=search, match=key, said=said, **marks) for key, said in fresh.items())
            SavedSearch.objects.filter(pk=search.pk).update(seen=seen)
        search.seen = seen
        found += len(fresh)
    SavedSearch.objects.filter(pk=search.pk, trouble__startswith="query").update(trouble="")
    return found


def _matches_after(record: Record, search: SavedSearch) -> tuple[dict[str, dict[str, Any]], int, bool]:
    """Find matches in the versions that came after the last one that was looked at.

    Returns them by what names them, the last version that needs no further look, and whether there are more.
    """
    last = _last_version(record.alias)
    query = parse(search.query)
    rows = Search.of(query, record.alias).rows(query.show)
    if query.show == "articles":
        found = list(rows.filter(pk__gt=search.seen).select_related("kept").defer("reading").order_by("pk")[:_AT_ONCE])
        matches = {version.kept.key: _said(version, "", version.text) for version in found}
        cut = found[-1].pk if len(found) == _AT_ONCE else None
        return matches, max(last, search.seen) if cut is None else cut, cut is not None
    lines = rows.filter(version__gt=search.seen).select_related("version__kept").order_by("version", "number")
    found = list(lines.defer("version__reading", "version__text")[:_AT_ONCE])
    matches = dict(_name_line(row, query.show) for row in found)
    if len(found) < _AT_ONCE:
        return matches, max(last, search.seen), False
    # The last version may have more lines: it is looked at again, unless all of them are of it.
    before = found[-1].version_id - 1
    return matches, before if before >= found[0].version_id else found[-1].version_id, True


def _name_line(row: Any, show: str) -> tuple[str, dict[str, Any]]:
    if show == "events":
        return row.end, _said(row.version, f"events/{row.local}", row.evidence)
    return end_of(row.version.kept.key, row.content), _said(row.version, f"statements/{row.local}", row.content)


def _last_version(alias: str) -> int:
    last = Version.objects.using(alias).order_by("-pk").values_list("pk", flat=True).first()
    return last or 0


def _said(version: Version, row: str, words: str) -> dict[str, Any]:
    plain = " ".join(clean(words.replace("\n", " ")).split())
    return {
        "article": version.article_id,
        "title": version.title,
        "outlet": version.publisher,
        "published": version.published,
        "row": row,
        "words": plain[:_WORDS],
    }


# Sending


def mail(number: int) -> int:
    """Send the digest of a search; return how many matches are in it."""
    search = SavedSearch.objects.filter(pk=number).select_related("user").first()
    if search is None or not search.digest or not search.user.is_active:
        return 0
    waiting = list(search.told.filter(mailed=False).order_by("pk")[:_AT_ONCE])
    if not waiting:
        return 0
    said = {"count": len(waiting), "name": clean(search.name), "query": search.query}
    subject = ngettext(
        "Dragoman: %(count)d new match of “%(name)s”", "Dragoman: %(count)d new matches of “%(name)s”", len(waiting)
    )
    head = ngettext(
        "%(count)d new match of “%(name)s” (%(query)s)", "%(count)d new matches of “%(name)s” (%(query)s)", len(waiting)
    )
    lines = [head % said, ""]
    for one in waiting:
        lines += [clean(one.said["title"] or _("Article without a headline")), f"  {one.said['words']}"]
        lines += [f"  {_address(search, one.said)}", ""]
    address = f"{search.site}search?{urlencode({'q': search.query})}"
    lines.append(_("All of it: %(address)s") % {"address": address})
    send_mail(subject % said, "\n".join(lines), None, [search.user.email])
    _note(search, waiting, "mailed")
    return len(waiting)


def call(number: int, *, last: bool = False) -> int:
    """Send what is new in a search to its webhook; return how many matches that was.

    last: no other try follows; what is wrong is shown with the search. Raises Unreachable where it is not taken.
    """
    search = SavedSearch.objects.filter(pk=number).select_related("user").first()
    if search is None or not search.webhook or not search.user.is_active:
        return 0
    waiting = list(search.told.filter(called=False).order_by("pk")[:_AT_ONCE])
    if not waiting:
        return 0
    matches = [one.said | {"id": one.match, "address": _address(search, one.said)} for one in waiting]
    body = json.dumps({"search": search.name, "query": search.query, "matches": matches}, ensure_ascii=False).encode()
    moment = str(int(timezone.now().timestamp()))
    headers = {
        "Content-Type": "application/json",
        "Dragoman-Timestamp": moment,
        "Dragoman-Signature": sign(search.secret, moment, body),
    }
    try:
        _post(search.webhook, body, headers)
    except Unreachable as trouble:
        if last:
            SavedSearch.objects.filter(pk=number).update(trouble=str(trouble)[:500])
        raise
    _note(search, waiting, "called")
    return len(waiting)


def _post(address: str, body: bytes, headers: dict[str, str]) -> None:
    answer = follow(address, site_guard(), method="POST", body=body, headers=headers, cut=True)
    if not 200 <= answer.status < 300:
        raise Unreachable(f"the webhook answered {answer.status}", address)


def sign(secret: str, moment: str, body: bytes) -> str:
    """Return the signature of a call: HMAC-SHA256 over the moment, a full stop and the body."""
    return "sha256=" + hmac.new(secret.encode(), moment.encode() + b"." + body, hashlib.sha256).hexdigest()


def _note(search: SavedSearch, told: Iterable[Told], mark: str) -> None:
    Told.objects.filter(pk__in=[one.pk for one in told]).update(**{mark: True})
    changed: dict[str, Any] = {"trouble": ""} | ({"mailed": timezone.now()} if mark == "mailed" else {})
    SavedSearch.objects.filter(pk=search.pk).update(**changed)


def _address(search: SavedSearch, said: dict[str, Any]) -> str:
    kind, _slash, local = said["row"].partition("/")
    anchor = f"#{kind.removesuffix('s')}-{local}" if kind else ""
    return f"{search.site}articles/{quote(said['article'])}/{anchor}"
