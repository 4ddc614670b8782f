"""Writing comments: posted, edited, taken back, flagged, and looked at again when their author asks."""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dragoman.accounts.audit import log
from dragoman.accounts.models import User
from dragoman.accounts.roles import Role
from dragoman.errors import Unusable
from dragoman.model import Span
from dragoman.record.anchors import Quotation, find_quotation, quote
from dragoman.record.identity import storable
from dragoman.record.models import EventRow, StatementRow, Version
from dragoman.record.opened import record
from dragoman.talk.gate import find_doubts
from dragoman.talk.models import Comment, Draft, Flag, State
from dragoman.talk.notices import tell_of
from dragoman.talk.switches import find_off

__all__ = [
    "LONGEST",
    "STANCES",
    "Place",
    "appeal",
    "can_edit",
    "edit",
    "find_comment",
    "find_line",
    "find_passage",
    "find_words",
    "flag",
    "place_in",
    "post",
    "take_back",
]

LONGEST = 8000  # characters of a comment
STANCES = ("", "confirm", "dispute")
_LONGEST_REASON = 1000
_LONGEST_QUOTE = 1500
_FLAGS = 3  # after which a comment waits for a moderator


@dataclass(frozen=True, slots=True)
class Place:
    """What a comment is about in the text."""

    words: Quotation
    about: str = ""  # the line: "events/e3"


def find_words(kept: int, words: str) -> Place:
    """Find words that stand once in an article's current text. Raises Unusable where they do not."""
    version = _current(kept)
    words = words.replace("\r\n", "\n").strip()
    if not words or len(words) > _LONGEST_QUOTE:
        raise Unusable(_("choose between one and 1,500 characters of the text"))
    count = version.text.count(words)
    if count != 1:
        raise Unusable(
            _("these words stand there several times; choose more of them")
            if count
            else _("these words do not stand in the article")
        )
    at = version.text.index(words)
    return Place(quote(version.text, Span(at, at + len(words))))


def find_passage(kept: int, number: int, start: int, end: int) -> Place:
    """Find the words that were chosen in a version of an article, in its current text.

    start, end: in code points of that version's text, half-open. Raises Unusable where they are none, or gone.
    """
    versions = Version.objects.using(record().alias).defer("reading").filter(kept=kept)
    version = versions.filter(number=number).first()
    if version is None or not 0 <= start < end <= len(version.text) or end - start > _LONGEST_QUOTE:
        raise Unusable(_("choose between one and 1,500 characters of the text"))
    words = quote(version.text, Span(start, end))
    if version.current:
        return Place(words)
    current = versions.get(current=True)
    now = find_quotation(words, current.text)
    if now is None:
        raise Unusable(_("these words do not stand in the article"))
    return Place(quote(current.text, now))


def find_line(kept: int, row: str) -> Place:
    """Find the words of a line of the record: "events/e3", "statements/s2". Raises Unusable where there is none."""
    version = _current(kept)
    kind, _slash, local = row.partition("/")
    alias = record().alias
    span = None
    if kind == "events" and (event := EventRow.objects.using(alias).filter(version=version, local=local).first()):
        span = event.spans["evidence"]
    if kind == "statements" and (
        statement := StatementRow.objects.using(alias).filter(version=version, local=local).first()
    ):
        span = next(iter(statement.spans["content"]), statement.spans["cue"] or statement.spans["source"])
    if span is None or len(row) > 200:
        raise Unusable(_("there is no such line in the record of this article"))
    return Place(quote(version.text, Span(*span)), row)


def _current(kept: int) -> Version:
    return Version.objects.using(record().alias).defer("reading").get(kept=kept, current=True)


def post(
    author: User,
    kept: int,
    body: str,
    *,
    site: str,
    place: Place | None = None,
    parent: Comment | None = None,
    stance: str = "",
) -> Comment:
    """Keep a comment; it is shown at once, or held (gate.py).

    site: the address of the site, for what is sent by mail.
    Raises Unusable with a line for its author where it cannot be taken.
    """
    if "comments" in find_off(kept):
        raise Unusable(_("comments are turned off here"))
    if parent is not None and (parent.kept_id != kept or parent.state != State.SHOWN):
        raise Unusable(_("what you answer is no longer there"))
    body = _checked(body, LONGEST)
    doubts = find_doubts(author, body)
    words = place.words if place else Quotation("", "", "")
    with transaction.atomic(using=record().alias):
        comment = Comment.objects.create(
            kept_id=kept,
            parent=parent,
            author=author,
            name=author.name,
            body=body,
            stance=stance if stance in STANCES and place and place.about else "",
            quote=words.exact,
            prefix=words.prefix,
            suffix=words.suffix,
            about=place.about if place else "",
            state=State.HELD if doubts else State.SHOWN,
            why=" ".join(doubts),
        )
        log(author, "comment.posted", f"comment/{comment.pk}", held=doubts)
        if not doubts:
            tell_of(comment, site)
    return comment


def _checked(text: str, longest: int) -> str:
    text = storable(text.replace("\r\n", "\n")).strip()
    if not text:
        raise Unusable(_("write something"))
    if len(text) > longest:
        raise Unusable(_("that is too long: %(longest)d characters at most") % {"longest": longest})
    return text


def find_comment(number: int, reader: User | None) -> Comment | None:
    """Return a comment that somebody may see: one that is shown, their own, and any for moderators."""
    comment = Comment.objects.select_related("author", "parent").filter(pk=number).exclude(state=State.GONE).first()
    if comment is None or comment.state == State.SHOWN:
        return comment
    mine = reader is not None and (comment.author_id == reader.pk or reader.may(Role.EDITOR))
    return comment if mine else None


def can_edit(comment: Comment, reader: User | None) -> bool:
    """Tell whether somebody may still change a comment: its author, for some minutes."""
    minutes = dt.timedelta(minutes=settings.DRAGOMAN_EDIT_MINUTES)
    mine = reader is not None and comment.author_id == reader.pk
    return mine and comment.state in {State.SHOWN, State.HELD} and timezone.now() < comment.made + minutes


def edit(author: User, number: int, body: str, *, site: str) -> Comment:
    """Change what a comment says; what it said before is kept. It goes through the gate again."""
    body = _checked(body, LONGEST)
    with transaction.atomic(using=record().alias):
        comment = Comment.objects.select_for_update().get(pk=number)
        if not can_edit(comment, author):
            raise Unusable(_("this comment can no longer be changed"))
        if body == comment.body:
            return comment
        Draft.objects.create(comment=comment, body=comment.body, made=comment.edited or comment.made)
        doubts = find_doubts(author, body)
        was_shown = comment.state == State.SHOWN
        comment.body, comment.edited = body, timezone.now()
        comment.state, comment.why = (State.HELD, " ".join(doubts)) if doubts else (State.SHOWN, "")
        comment.save()
        log(author, "comment.edited", f"comment/{number}", held=doubts)
        if comment.state == State.SHOWN and not was_shown:
            tell_of(comment, site)
    return comment


def take_back(author: User, number: int) -> Comment:
    """Delete somebody's own comment, with all it ever said; a gap is left where others answered it."""
    with transaction.atomic(using=record().alias):
        comment = Comment.objects.select_for_update().get(pk=number, author=author)
        comment.state, comment.body, comment.quote = State.GONE, "", ""
        comment.prefix = comment.suffix = comment.about = comment.appeal = comment.name = ""
        comment.save()
        comment.drafts.all().delete()
        comment.notices.all().delete()
        log(author, "comment.deleted", f"comment/{number}")
    return comment


def flag(who: User, comment: Comment, reason: str) -> None:
    """Say that a comment should not stand; when several have said so, it waits for a moderator."""
    reason = _checked(reason, _LONGEST_REASON)
    if comment.author_id == who.pk:
        raise Unusable(_("this is your own comment; you can delete it"))
    with transaction.atomic(using=record().alias):
        try:
            with transaction.atomic(using=record().alias):
                Flag.objects.create(comment=comment, who=who, reason=reason)
        except IntegrityError:
            raise Unusable(_("you have flagged this comment already")) from None
        log(who, "comment.flagged", f"comment/{comment.pk}", reason=reason)
        if comment.flags.filter(settled=False).count() >= _FLAGS:
            Comment.objects.filter(pk=comment.pk, state=State.SHOWN).update(state=State.HELD, why="flags")


def appeal(author: User, number: int, words: str) -> None:
    """Ask once that a rejected comment be looked at again."""
    words = _checked(words, _LONGEST_REASON)
    with transaction.atomic(using=record().alias):
        comment = Comment.objects.select_for_update().get(pk=number, author=author)
        if comment.state != State.REJECTED or comment.appealed is not None:
            raise Unusable(_("one can ask once, of a comment that was rejected"))
        comment.state, comment.why = State.HELD, "appeal"
        comment.appeal, comment.appealed = words, timezone.now()
        comment.save()
        log(author, "comment.appealed", f"comment/{number}")


def place_in(comment: Comment, text: str) -> Span | None:
    """Return where the words of a comment stand in a text; None where it has none, or they are gone."""
    return find_quotation(Quotation(comment.quote, comment.prefix, comment.suffix), text) if comment.quote else None
