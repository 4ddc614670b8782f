"""Template tags and filters: the record's values in words, and the addresses of its pages."""

import functools
from collections.abc import Mapping, Sequence
from urllib.parse import quote

from django import template
from django.urls import get_script_prefix, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from dragoman.desk.assets import address_of
from dragoman.export.account import TYPE_WORDS, clean
from dragoman.export.countries import country_name
from dragoman.export.marks import key_of
from dragoman.export.periods import words_of
from dragoman.record.happenings import Account, Telling
from dragoman.record.lines import ArticleLine, EventLine, Someone
from dragoman.record.people import slug_of
from dragoman.record.snippets import Snippet

__all__ = ["register"]

register = template.Library()

_STATUSES = {"sought": "possible"}  # of the record, as the marks are named
_ACTS = {
    "meet": "meeting",
    "visit": "visit",
    "sign": "signing",
    "expel": "expulsion",
    "resign": "resignation",
    "release": "release",
    "lift": "lifting of sanctions",
    "sanction": "sanctions",
    "deploy": "deployment",
    "aid": "aid",
    "agree": "agreement",
    "accuse": "accusation",
    "reject": "refusal",
    "threaten": "threat",
    "request": "request",
    "support": "support",
    "concede": "concession",
    "cooperate": "cooperation",
    "retreat": "withdrawal",
    "protest": "protest",
    "coerce": "coercion",
    "assault": "attack",
}
_SAFE = "!$&'()*+,;=/~:@"  # in a path (RFC 3986), as Django's own reverse has it
_DIFFERENCES = {"cast": "who is named", "standing": "how it stands", "date": "when", "place": "where"}
register.filter("clean", clean)
register.filter("edtf", words_of)
register.filter("country", country_name)
register.simple_tag(address_of, name="asset")


@register.filter
def status(standing: str) -> str:
    """Return the CSS class of a standing: the one that the same standing has in a text."""
    return _STATUSES.get(standing, standing)


@register.filter
def act(name: str) -> str:
    """Name an act: "meeting"."""
    return _ACTS.get(name, name)


@register.filter
def verb(event: EventLine) -> str:
    """Say a type as a verb: "meet or talk"."""
    return TYPE_WORDS.get(event.type, event.type.lower())


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
        say = words_of if name == "date" else clean
        found.append((_DIFFERENCES.get(name, name), say(one or "") or "not said", say(other or "") or "not said"))
    return found


@register.filter
def title_of(account: Account) -> str:
    """Name a happening: "Kenya, Ethiopia: meeting"."""
    people = ", ".join(clean(party.name) for party in account.parties[:4])
    more = f" and {len(account.parties) - 4} more" if len(account.parties) > 4 else ""
    named = act(account.act)
    return f"{people}{more}: {named}" if people else headed(named)


@register.filter
def differs(telling: Telling, account: Account) -> tuple[str, ...]:
    """Return in what a telling differs from what most independent tellers tell: of "date", "place", "standing"."""
    event = telling.event
    told = {"date": (event.date, account.dates), "place": (event.place, account.places)}
    found = [
        name for name, (value, values) in told.items() if value is not None and values and value != values[0].value
    ]
    return (*found, "standing") if event.standing != account.standings[0].value else tuple(found)
