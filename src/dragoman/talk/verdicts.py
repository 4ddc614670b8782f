"""The moderators' queue, and what they decide: in bulk, with a reason, and to be undone."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from dragoman.accounts.audit import log
from dragoman.accounts.models import User
from dragoman.errors import Unusable
from dragoman.record.opened import record
from dragoman.talk.bayes import train
from dragoman.talk.models import Backlink, Comment, Domain, Flag, State, Verdict, fresh_token
from dragoman.talk.notices import tell, tell_of

__all__ = ["KINDS", "PAGE", "SHELVES", "Asked", "Queue", "count_waiting", "decide", "last_batch", "load_queue", "undo"]

Decision = Literal["approve", "reject", "spam"]
KINDS = ("all", "comment", "trackback", "webmention")
SHELVES = ("waiting", "shown", "rejected", "gone")
PAGE = 50
_STATES = {"approve": State.SHOWN, "reject": State.REJECTED, "spam": State.REJECTED}
_FIELDS = ("state", "why", "reason", "decided", "by_id")
_LONGEST = 1000
Item = Comment | Backlink


@dataclass(frozen=True, slots=True)
class Asked:
    """What a moderator wants to see."""

    shelf: str = "waiting"  # of SHELVES; "waiting": held or flagged
    kind: str = "all"  # of KINDS
    words: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True)
class Queue:
    """A page of it; the oldest first where things wait, else the newest."""

    items: tuple[Item, ...]
    count: int
    page: int  # from 1
    pages: int


def count_waiting() -> int:
    """Count what waits for a moderator."""
    return _comments(Asked()).count() + _backlinks(Asked()).count()


def load_queue(asked: Asked) -> Queue:
    """Load a page of the queue."""
    sets: list[QuerySet[Any]] = []
    if asked.kind in {"all", "comment"}:
        sets.append(_comments(asked))
    if asked.kind != "comment":
        sets.append(_backlinks(asked))
    count = sum(rows.count() for rows in sets)
    pages = max(1, -(-count // PAGE))
    page = min(max(asked.page, 1), pages)
    order = "made" if asked.shelf == "waiting" else "-made"
    items: list[Item] = [item for rows in sets for item in rows.order_by(order, "pk")[: page * PAGE]]
    items.sort(key=lambda item: (item.made, item.pk), reverse=order == "-made")
    return Queue(tuple(items[(page - 1) * PAGE : page * PAGE]), count, page, pages)


def _comments(asked: Asked) -> QuerySet[Comment]:
    rows = Comment.objects.select_related("author", "by", "parent").prefetch_related("flags__who")
    if asked.shelf == "waiting":
        flagged = Flag.objects.filter(settled=False).values("comment")
        rows = rows.filter(Q(state=State.HELD) | Q(state=State.SHOWN, pk__in=flagged))
    else:
        rows = rows.filter(state=asked.shelf)
    if asked.words:
        words = asked.words
        rows = rows.filter(Q(body__icontains=words) | Q(name__icontains=words) | Q(author__email__icontains=words))
    return rows


def _backlinks(asked: Asked) -> QuerySet[Backlink]:
    rows = Backlink.objects.select_related("by").filter(state=State.HELD if asked.shelf == "waiting" else asked.shelf)
    if asked.kind != "all":
        rows = rows.filter(kind=asked.kind)
    if asked.words:
        found = (
            Q(**{f"{field}__icontains": asked.words}) for field in ("source", "title", "excerpt", "author", "site")
        )
        wanted = Q(pk__in=[])
        for one in found:
            wanted |= one
        rows = rows.filter(wanted)
    return rows


def decide(who: User, names: Sequence[str], verdict: str, reason: str, *, site: str, standing: str = "") -> str:
    """Decide on several things at once; return the batch's name, by which it can be undone.

    names: "comment/12", "backlink/5"; what is no longer there is passed over.
    verdict: "approve"; "reject", which wants a reason; "spam", which is rejected and teaches the filter.
    standing: what holds for the hosts of backlinks from now on (Domain.Standing); nothing: a first approval trusts.
    Raises Unusable where the decision is none.
    """
    reason = reason.strip()
    if verdict not in get_args(Decision) or (standing and standing not in Domain.Standing.values):
        raise Unusable(_("choose what is to be done"))
    if not names:
        raise Unusable(_("choose what it is about"))
    if verdict == "reject" and not reason:
        raise Unusable(_("say why: the author will read it"))
    if len(reason) > _LONGEST:
        raise Unusable(_("that is too long: %(longest)d characters at most") % {"longest": _LONGEST})
    batch = fresh_token()
    with transaction.atomic(using=record().alias):
        for name in sorted(set(names)):
            item = _find(name)
            if item is not None and item.state not in {State.GONE, State.WAITING}:
                _decide(who, name, item, verdict, reason or _default(verdict), batch, standing, site)
    return batch


def _default(verdict: str) -> str:
    return _("It was taken for spam.") if verdict == "spam" else ""


def _find(name: str) -> Item | None:
    kind, _slash, number = name.partition("/")
    if not (number.isascii() and number.isdigit() and len(number) < 18):
        return None
    tables: dict[str, type[Comment | Backlink]] = {"comment": Comment, "backlink": Backlink}
    table = tables.get(kind)
    found: Item | None = table.objects.select_for_update().filter(pk=int(number)).first() if table else None
    return found


def _decide(  # noqa: PLR0913, PLR0917  (one step of `decide`)
    who: User, name: str, item: Item, verdict: str, reason: str, batch: str, standing: str, site: str
) -> None:
    before = {field: getattr(item, field) for field in _FIELDS}
    before["decided"] = item.decided.isoformat() if item.decided else None
    was = item.state
    item.state, item.why, item.reason = _STATES[verdict], "", reason
    item.decided, item.by = timezone.now(), who
    item.save(update_fields=["state", "why", "reason", "decided", "by"])
    flags, domain = [], None
    if isinstance(item, Comment):
        flags = list(item.flags.filter(settled=False).values_list("pk", flat=True))
        Flag.objects.filter(pk__in=flags).update(settled=True)
        _tell(item, was, site)
    else:
        domain = _stand(item, verdict, standing)
    earlier = _standing_verdict(name)
    if earlier:
        _teach(item, earlier.verdict, undo=True)
    _teach(item, verdict)
    Verdict.objects.create(batch=batch, who=who, item=name, verdict=verdict, before=before, domain=domain, flags=flags)
    log(
        who,
        f"{name.partition('/')[0]}.{'approved' if verdict == 'approve' else 'rejected'}",
        name,
        verdict=verdict,
        reason=reason,
    )


def _tell(comment: Comment, was: str, site: str) -> None:
    if comment.state == was or comment.author is None:
        return
    tell(comment.author, "approved" if comment.state == State.SHOWN else "rejected", comment, site)
    if comment.state == State.SHOWN:
        tell_of(comment, site)


def _stand(backlink: Backlink, verdict: str, standing: str) -> list[str | None] | None:
    """Say how links from this host are met from now on; return what held before, for undoing."""
    now = Domain.objects.filter(name=backlink.domain).first()
    wanted = standing or (Domain.Standing.TRUSTED if verdict == "approve" and now is None else "")
    if not wanted or (now and now.standing == wanted):
        return None
    Domain.objects.update_or_create(name=backlink.domain, defaults={"standing": wanted})
    return [backlink.domain, now.standing if now else None]


def _standing_verdict(name: str) -> Verdict | None:
    return Verdict.objects.filter(item=name, undone=False).order_by("-pk").first()


def _teach(item: Item, verdict: str, *, undo: bool = False) -> None:
    """Let the filter learn; what is off the point is no spam, and teaches nothing."""
    if verdict != "reject":
        train(words_of(item), bad=verdict == "spam", undo=undo)


def words_of(item: Item) -> str:
    """Return what the filter reads of something."""
    if isinstance(item, Comment):
        return item.body
    return f"{item.title}\n{item.excerpt}\n{item.author}\n{item.site}\n{item.source}"


def last_batch(who: User) -> tuple[str, int] | None:
    """Return the last batch of somebody that can be undone, and how much was in it."""
    last = Verdict.objects.filter(who=who, undone=False).order_by("-pk").first()
    if last is None:
        return None
    counted = Verdict.objects.filter(batch=last.batch).aggregate(count=Count("pk"))
    return last.batch, counted["count"]


def undo(who: User, batch: str) -> int:
    """Take back a batch; what others have decided since stays as they did. Return how much was taken back."""
    count = 0
    with transaction.atomic(using=record().alias):
        for verdict in Verdict.objects.select_for_update().filter(batch=batch, who=who, undone=False).order_by("-pk"):
            verdict.undone = True
            verdict.save(update_fields=["undone"])
            item = _find(verdict.item)
            newer = Verdict.objects.filter(item=verdict.item, undone=False, pk__gt=verdict.pk).exists()
            if item is None or newer or item.state != _STATES[verdict.verdict]:
                continue
            _take_back(item, verdict)
            count += 1
            log(who, f"{verdict.item.partition('/')[0]}.undone", verdict.item, verdict=verdict.verdict)
    return count


def _take_back(item: Item, verdict: Verdict) -> None:
    type(item).objects.filter(pk=item.pk).update(**verdict.before)
    Flag.objects.filter(pk__in=verdict.flags).update(settled=False)
    if isinstance(item, Comment):
        item.notices.filter(kind__in=("approved", "rejected"), read=None).delete()
    if verdict.domain:
        name, before = verdict.domain
        if before is None:
            Domain.objects.filter(name=name).delete()
        else:
            Domain.objects.filter(name=name).update(standing=before)
    _teach(item, verdict.verdict, undo=True)
    earlier = _standing_verdict(verdict.item)
    if earlier:
        _teach(item, earlier.verdict)
