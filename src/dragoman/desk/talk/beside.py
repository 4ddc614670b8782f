"""What is said of an article, for its page."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dragoman.accounts.access import user_of
from dragoman.accounts.models import User
from dragoman.accounts.roles import Role
from dragoman.export.html import Elsewhere
from dragoman.export.marks import key_of
from dragoman.model import Reading
from dragoman.record.beside import Kept
from dragoman.talk.backlinks import PING_DAYS, list_backlinks, sign_ping
from dragoman.talk.models import Comment, State
from dragoman.talk.sending import find_addresses
from dragoman.talk.switches import SWITCHES, find_off
from dragoman.talk.threads import load_threads

__all__ = ["find_remarks", "talk_of"]


def talk_of(request: HttpRequest, kept: Kept) -> dict[str, Any]:
    """Return what the page of an article wants of what is said about it."""
    reader = user_of(request)
    article = kept.reading.article
    off = find_off(kept.article)
    may = reader is not None and reader.may(Role.COMMENTER)
    context: dict[str, Any] = {
        "threads": load_threads(kept.article, article.text, reader),
        "backlinks": list_backlinks(kept.article),
        "off": off,
        "addresses": find_addresses(article.text),
        "may_write": may and "comments" not in off,
        "may_edit": reader is not None and reader.may(Role.EDITOR),
    }
    if context["may_edit"]:
        context["switches"] = [(name, words, name not in off) for name, words in SWITCHES.items()]
    if may and reader and "trackbacks" not in off:
        context |= _ping(request, kept, reader)
    return context


def _ping(request: HttpRequest, kept: Kept, reader: User) -> dict[str, object]:
    """Make an address for pings, and the block by which programs find it (TrackBack 1.2, autodiscovery)."""
    article = kept.reading.article
    address = request.build_absolute_uri(reverse("trackback", args=[sign_ping(kept.article, reader)]))
    own = request.build_absolute_uri(reverse("article", args=[article.id]))
    # Escaped, no attribute ends the comment that is around it.
    block = format_html(
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:trackback="http://madskills.com/public/xml/rss/module/trackback/">\n'
        '<rdf:Description rdf:about="{}" dc:identifier="{}" dc:title="{}" trackback:ping="{}"/>\n</rdf:RDF>',
        *(own, own, (article.title or "").replace("--", "- -"), address),
    )
    return {"ping": address, "ping_block": block, "ping_ends": timezone.now() + dt.timedelta(days=PING_DAYS)}


def find_remarks(request: HttpRequest, kept: Kept) -> Mapping[str, list[Elsewhere]]:
    """Lead from each line of the record to the comments on it, and to where one writes another."""
    rows = Comment.objects.filter(kept=kept.article, state=State.SHOWN).exclude(about="").order_by("pk")
    said = defaultdict(list)
    for pk, row, words in rows.values_list("pk", "about", "quote"):
        said[row, words].append(pk)
    reader = user_of(request)
    writes = kept.current and reader is not None and reader.may(Role.COMMENTER)
    write = reverse("write-comment", args=[kept.reading.article.id])
    found: dict[str, list[Elsewhere]] = {}
    for row, words in _lines(kept.reading):
        links = []
        # Another version may give the line's name to another line; its words tell.
        if there := said[row, words]:
            counted = ngettext("%(count)d comment", "%(count)d comments", len(there)) % {"count": len(there)}
            links.append(Elsewhere(f"#comment-{there[0]}", counted))
        if writes:
            links.append(Elsewhere(f"{write}?{urlencode({'about': row})}", _("comment"), quiet=True))
        if links:
            kind, _slash, local = row.partition("/")
            found[key_of(kind.removesuffix("s"), local)] = links
    return found


def _lines(reading: Reading) -> Iterator[tuple[str, str]]:
    """Give the lines that one can comment on, each with its words, as find_line (talk/comments.py) finds them."""
    text = reading.article.text
    for event in reading.events:
        yield f"events/{event.id}", event.evidence.of(text)
    for statement in reading.statements:
        span = next(iter(statement.content), statement.cue or statement.source)
        yield f"statements/{statement.id}", span.of(text) if span else ""
