"""Template tags and filters: the record's values in words, and the addresses of its pages."""

import functools
from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import quote

from django import template
from django.urls import get_script_prefix, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext, pgettext_lazy

from dragoman.desk.assets import address_of
from dragoman.export.account import TYPE_WORDS, clean, office_words
from dragoman.export.countries import country_words
from dragoman.export.marks import key_of
from dragoman.export.periods import words_of
from dragoman.record.happenings import Account, Telling
from dragoman.record.lines import ArticleLine, EventLine, Someone, StatementLine
from dragoman.record.people import Held, Named, slug_of
from dragoman.record.snippets import Snippet

__all__ = ["register"]

register = template.Library()

_STATUSES = {"sought": "possible"}  # of the record, as the marks are named
_ACTS = {
    "meet": _lazy("meeting"),
    "visit": _lazy("visit"),
    "sign": _lazy("signing"),
    "expel": _lazy("expulsion"),
    "resign": _lazy("resignation"),
    "release": _lazy("release"),
    "lift": _lazy("lifting of sanctions"),
    "sanction": _lazy("sanctions"),
    "deploy": _lazy("deployment"),
    "aid": _lazy("aid"),
    "agree": _lazy("agreement"),
    "accuse": _lazy("accusation"),
    "reject": _lazy("refusal"),
    "threaten": _lazy("threat"),
    "request": _lazy("request"),
    "support": _lazy("support"),
    "concede": _lazy("concession"),
    "cooperate": _lazy("cooperation"),
    "retreat": _lazy("withdrawal"),
    "protest": _lazy("protest"),
    "coerce": _lazy("coercion"),
    "assault": _lazy("attack"),
}
_SAFE = "!$&'()*+,;=/~:@"  # in a path (RFC 3986), as Django's own reverse has it
_STANDINGS = {
    "happened": _lazy("happened"),
    "planned": _lazy("planned"),
    "sought": _lazy("sought"),
    "denied": _lazy("denied"),
    "disputed": _lazy("disputed"),
}
_DIFFERENCES = {
    "cast": _lazy("who is named"),
    "standing": _lazy("how it stands"),
    "date": _lazy("when"),
    "place": _lazy("where"),
}
# Words of the Record's own that say what something is: they are few, and stand on pages of all kinds.
_NAMES = {
    # what a query finds, and what a network is of
    "articles": _lazy("articles"),
    "statements": _lazy("statements"),
    "events": _lazy("events"),
    "states": _lazy("states"),
    "people": _lazy("people"),
    # lanes of a timeline
    "did": _lazy("did"),
    "was done to them": _lazy("was done to them"),
    # in which field a term was found
    "actor": _lazy("actor"),
    "country of an actor": _lazy("country of an actor"),
    "country of a party": _lazy("country of a party"),
    "country of the actor": _lazy("country of the actor"),
    "country of the recipient": _lazy("country of the recipient"),
    "country of the speaker": _lazy("country of the speaker"),
    "published": _lazy("published"),
    "title": _lazy("title"),
    "text": _lazy("text"),
    "speaker": _lazy("speaker"),
    "sourcing": _lazy("sourcing"),
    "recipient": _lazy("recipient"),
    "country of whom it is about": _lazy("country of whom it is about"),
    "country of whom it is to": _lazy("country of whom it is to"),
    "content": _lazy("content"),
    "type": _lazy("type"),
    "mode": _lazy("mode"),
    "evidence": _lazy("evidence"),
    "outlet": _lazy("outlet"),
    "about": pgettext_lazy("somebody's part in a statement", "about"),
    "to": pgettext_lazy("somebody's part in a statement", "to"),
    # what a copy has otherwise than its origin
    "source": _lazy("source"),
    "figure": _lazy("figure"),
    "quotation": _lazy("quotation"),
    # lines of a Reading, and what in them words are evidence for
    "statement": _lazy("statement"),
    "event": _lazy("event"),
    "forecast": _lazy("forecast"),
    "actors": _lazy("actors"),
    "figures": _lazy("figures"),
    "forecasts": _lazy("forecasts"),
    "mentions": _lazy("mentions"),
    "trigger": _lazy("trigger"),
    "also": _lazy("also"),
    "cue": _lazy("cue"),
    "span": _lazy("span"),
    "phrase": _lazy("phrase"),
    "what": _lazy("what"),
    "venue": _lazy("venue"),
    "place": _lazy("place"),
    "condition": _lazy("condition"),
    # the desk's own filing
    "class": _lazy("class"),
    "region": _lazy("region"),
    "issue": _lazy("issue"),
    # where somebody stands on an issue
    "for": pgettext_lazy("somebody's stand", "for"),
    "against": pgettext_lazy("somebody's stand", "against"),
    "asks": pgettext_lazy("somebody's stand", "asks"),
    "denies": pgettext_lazy("somebody's stand", "denies"),
    "says": pgettext_lazy("somebody's stand", "says"),
    # fields of forms and of an article
    "standfirst": _lazy("standfirst"),
    "byline": _lazy("byline"),
    "category": _lazy("category"),
    "publisher": _lazy("publisher"),
    "address": _lazy("address"),
    "file": _lazy("file"),
    "paste": _lazy("paste"),
    "name": _lazy("name"),
    "query": _lazy("query"),
    "digest": _lazy("digest"),
    "webhook": _lazy("webhook"),
    "search": _lazy("search"),
    "kind": _lazy("kind"),
    "article": _lazy("article"),
    "coders": _lazy("coders"),
    "review": _lazy("review"),
    "adjudication": _lazy("adjudication"),
    "undo": _lazy("undo"),
    "verdict": _lazy("verdict"),
    "choice": _lazy("choice"),
    "line": _lazy("line"),
    "date": _lazy("date"),
    "limit": _lazy("limit"),
    "facet": _lazy("facet"),
    "cursor": _lazy("cursor"),
    # how far something is
    "daily": _lazy("daily"),
    "weekly": _lazy("weekly"),
    "waiting": _lazy("waiting"),
    "reading": _lazy("reading"),
    "done": _lazy("done"),
    "well": _lazy("well"),
    "new": _lazy("new"),
    "failing": _lazy("failing"),
    "silent": _lazy("silent"),
    "paused": _lazy("paused"),
    "added": _lazy("added"),
    "changed": _lazy("changed"),
    "known": _lazy("known"),
    "failed": _lazy("failed"),
    "skipped": _lazy("skipped"),
    "confirmed": _lazy("confirmed"),
    "corrected": _lazy("corrected"),
    "rejected": _lazy("rejected"),
}


@register.filter("clean")
def cleaned(text: object) -> str:
    """Clean words for a page, those that are translated among them."""
    return clean(text if isinstance(text, str) else str(text))


register.filter("edtf", words_of)
register.filter("country", country_words)
register.simple_tag(address_of, name="asset")


@register.filter
def status(standing: str) -> str:
    """Return the CSS class of a standing: the one that the same standing has in a text."""
    return _STATUSES.get(standing, standing)


@register.filter
def act(name: str) -> str:
    """Name an act: "meeting"."""
    return str(_ACTS.get(name, name))


@register.filter
def standing(name: str) -> str:
    """Say how something stands."""
    return str(_STANDINGS.get(name, name))


@register.filter
def named(name: str) -> str:
    """Say a word of the Record's own; codes and what is not known stay as they are."""
    return str(_NAMES.get(name, name))


@register.filter
def verb(event: EventLine) -> str:
    """Say a type as a verb: "meet or talk"."""
    return _(TYPE_WORDS.get(event.type, event.type.lower()))


@register.filter
def headed(words: str) -> str:
    """Begin with a capital; folded names have none."""
    return words[:1].upper() + words[1:]


@register.filter
def hyphened(words: str) -> str:
    """Write a folded name as it stands in an address."""
    return words.replace(" ", "-")


@register.filter
def unhyphened(value: str) -> str:
    """Write a value of the desk's taxonomy as words: "human-rights"."""
    return value.replace("-", " ")


@register.filter
def spaced(code: str) -> str:
    """Write a code of PLOVER's as words: "human_rights"."""
    return code.replace("_", " ")


@register.filter
def someone(person: Someone) -> str:
    """Name an actor, with a link to their page where they can be met again."""
    if person.key is None:
        return clean(person.name)
    return format_html('<a href="{}">{}</a>', actor_address(person.key), clean(person.name))


@register.filter
def everyone(people: Sequence[Someone]) -> SafeString:
    """Name several actors."""
    return format_html_join(", ", "{}", ((someone(person),) for person in people))


@register.filter
def together(people: Sequence[Someone]) -> SafeString:
    """Say to whom: "to Kenya, Ethiopia"."""
    return format_html(_("to {people}"), people=everyone(people))


@register.filter
def inside(article: ArticleLine) -> SafeString:
    """Say in which article something stands, with a link to it."""
    title = clean(article.title) if article.title is not None else _("an article")
    return format_html(_('in <a href="{address}">{title}</a>'), address=article_address(article), title=title)


@register.filter
def according(event: EventLine) -> str:
    """Say who tells of an event: "according to two officials"."""
    first = event.said_by[0]
    source = first.speaker.name if first.speaker and first.speaker.name else first.source
    return _("according to %(source)s") % {"source": clean(_("a source") if source is None else source)}


@register.filter
def told_by(event: EventLine) -> str:
    """Say inside whose statements an event is told, the outermost first."""
    if not event.said_by:
        return _("the outlet itself")
    said, *others = map(_source_of, event.said_by)
    for other in others:
        said = format_html(_("{source}, who is quoting {other}"), source=said, other=other)
    return said


def _source_of(statement: StatementLine) -> str:
    if statement.speaker:
        return someone(statement.speaker)
    return clean(_("a source that is not named") if statement.source is None else statement.source)


@register.filter
def condition(words: str) -> str:
    """Say on what condition."""
    return _("condition: %(words)s") % {"words": clean(words)}


@register.filter
def office(held: Held) -> str:
    """Name an office, and whether it is a former one or one to come."""
    return office_words(clean(held.title), held.status)


@register.filter
def told_when(office: Held) -> str:
    """Say from when to when an office is told of."""
    first, last = words_of(office.first), words_of(office.last)
    if first == last:
        return _("told of on %(day)s") % {"day": first}
    return _("told of from %(first)s to %(last)s") % {"first": first, "last": last}


@register.filter
def told_and_when(telling: Telling) -> str:
    """Say how something stands, and when that was published."""
    stands, day = standing(telling.event.standing), words_of(telling.article.published)
    return _("%(standing)s, %(day)s") % {"standing": stands, "day": day} if day else stands


@register.filter
def called(names: Iterable[Named]) -> str:
    """Write names with the number of articles that have each."""
    return ", ".join(
        _("“%(name)s” (%(articles)s)") % {"name": clean(one.name), "articles": f"{one.articles}{'+' * one.more}"}
        for one in names
    )


@register.filter
def fields(names: str) -> str:
    """Say what words are evidence for: "trigger evidence"."""
    return " ".join(map(named, names.split()))


@register.filter
def manner(statement: StatementLine) -> str:
    """Say what kind of source a statement has, and how it is given: codes both."""
    return _("%(kind)s source, %(quoted)s") % {"kind": statement.sourcing, "quoted": statement.quoted}


@register.filter
def tellers(account: Account) -> str:
    """Count those who tell of something independently."""
    count = len(account.tellers)
    return ngettext("%(count)d independent teller", "%(count)d independent tellers", count) % {"count": count}


@register.filter
def copies(count: int) -> str:
    """Count copies: "2 copies"."""
    return ngettext("%(count)d copy", "%(count)d copies", count) % {"count": count}


@register.filter
def articles(count: int) -> str:
    """Count articles: "2 articles"."""
    return ngettext("%(count)d article", "%(count)d articles", count) % {"count": count}


@register.filter
def actor_address(key: str) -> str:
    """Return the address of an actor's page."""
    return _address("actor", slug_of(key))


@register.filter
def node_address(key: str) -> str:
    """Return where a node of the graph leads: a state to the events of all who are of it, others to their page."""
    if key.startswith("state:"):
        return f"{reverse('search')}?country={key.removeprefix('state:')}&show=events"
    return actor_address(key)


@register.filter
def article_address(article: ArticleLine) -> str:
    """Return the address of an article."""
    return _address("article", article.id)


@register.filter
def event_address(happening: str) -> str:
    """Return the address of an event's page."""
    return _address("event", happening)


def _address(page: str, value: str) -> str:
    before, after = _around(page, get_script_prefix())
    return f"{before}{quote(value, safe=_SAFE)}{after}"


@functools.cache
def _around(page: str, _: str) -> tuple[str, str]:
    """Return what stands around the value in addresses of a page; `reverse` takes a while, and a page has a hundred links."""
    before, _, after = reverse(page, args=["VALUE"]).partition("VALUE")
    return before, after


@register.filter
def line_address(article: ArticleLine, row: str) -> str:
    """Return the address of the words of a line: row is "events/e1" or "statements/s2"."""
    kind, _, local = row.partition("/")
    return f"{article_address(article)}#at-{key_of(kind.removesuffix('s'), local)}"


@register.filter
def place_address(snippet: Snippet) -> str:
    """Return the fragment that names the first marked words of a snippet: "#c120-188"."""
    return f"#c{snippet.marks[0].start}-{snippet.marks[0].end}" if snippet.marks else ""


@register.filter
def marked(snippet: Snippet) -> SafeString:
    """Show a snippet with what was found in it marked."""
    # These characters stand in no text (record/snippets.py); the parts between them are escaped one by one.
    parts = snippet.marked("\x02", "\x03").split("\x02")
    pieces = [(clean(" ".join(parts[0].split("\n"))), "", "")]
    for part in parts[1:]:
        inside, _, after = part.partition("\x03")
        pieces.append(("", clean(inside), clean(" ".join(after.split("\n")))))
    return format_html_join("", "{}{}{}", ((before, _mark(inside), after) for before, inside, after in pieces))


@register.filter
def sanitized(html: str) -> SafeString:
    """Put into a page what was made safe before: Markdown as talk/markdown.py renders it."""
    return mark_safe(html)  # noqa: S308


def _mark(words: str) -> str:
    return format_html("<mark>{}</mark>", words) if words else ""


@register.filter
def differences(told: Mapping[str, Sequence[str | None]]) -> list[tuple[str, str, str]]:
    """Name what two tell differently, with what either tells."""
    found = []
    for name, (one, other) in told.items():
        say = {"date": words_of, "standing": standing}.get(name, clean)
        told_of = str(_DIFFERENCES.get(name, name))
        found.append((told_of, say(one or "") or _("not said"), say(other or "") or _("not said")))
    return found


@register.filter
def title_of(account: Account) -> str:
    """Name a happening: "Kenya, Ethiopia: meeting"."""
    people = ", ".join(clean(party.name) for party in account.parties[:4])
    more = len(account.parties) - 4
    if more > 0:
        people = ngettext("%(people)s and %(more)d more", "%(people)s and %(more)d more", more) % {
            "people": people,
            "more": more,
        }
    done = act(account.act)
    return f"{people}: {done}" if people else headed(done)


@register.filter
def differs(telling: Telling, account: Account) -> tuple[str, ...]:
    """Return in what a telling differs from what most independent tellers tell: of "date", "place", "standing"."""
    event = telling.event
    told = {"date": (event.date, account.dates), "place": (event.place, account.places)}
    found = [
        name for name, (value, values) in told.items() if value is not None and values and value != values[0].value
    ]
    return (*found, "standing") if event.standing != account.standings[0].value else tuple(found)
