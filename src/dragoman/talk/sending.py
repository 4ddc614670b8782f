"""Telling other sites that an article here links to them: webmentions, and trackbacks where they take no webmentions."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlencode, urljoin

import lxml.html
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from lxml import etree

from dragoman.accounts.audit import log
from dragoman.accounts.models import User
from dragoman.errors import DragomanError, Unreachable, Unusable
from dragoman.jobs.queue import put
from dragoman.outside import Answer, follow, site_guard
from dragoman.record.opened import record
from dragoman.talk.backlinks import fetch_source, key_of
from dragoman.talk.models import Sent
from dragoman.talk.sources import read_page, storable_line
from dragoman.talk.switches import find_off

__all__ = ["MOST", "Endpoint", "find_addresses", "find_endpoint", "send", "send_one"]

MOST = 50  # links of one article
_ADDRESS = re.compile(r"https?://[^\s<>\"'`]*[^\s<>\"'`.,;:!?)\]}]")
_LINK = re.compile(r"<([^>]*)>\s*((?:;\s*[\w!#$&+.^`|~-]+\*?\s*(?:=\s*(?:\"[^\"]*\"|[^\s;,\"]*))?\s*)*)")
_REL = re.compile(r";\s*rel\s*=\s*(?:\"([^\"]*)\"|([^\s;,\"]*))", re.IGNORECASE)
# The block that TrackBack's discovery looks for, in a comment of the page; it need not be well-formed.
_BLOCK = re.compile(r"<rdf:Description\b([^>]*)>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"([\w:]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_FORM = {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}
_ANSWER = 64 * 1024  # bytes of an answer that are read


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a page takes word of links to it."""

    kind: str  # "webmention", "trackback"
    address: str


def find_addresses(text: str) -> list[str]:
    """List the addresses in a text, each once."""
    return list(dict.fromkeys(_ADDRESS.findall(text)))[:MOST]


def send(who: User, kept: int, targets: Iterable[str], fields: dict[str, str]) -> int:
    """Put into the queue that pages are told of our link to them; return how many.

    fields: what is said of ours: "source", its address; "title", "excerpt", "site".
    Raises Unusable where sending is turned off, or there is none.
    """
    if "sending" in find_off(kept):
        raise Unusable(_("sending is turned off here"))
    chosen = list(dict.fromkeys(targets))[:MOST]
    if not chosen:
        raise Unusable(_("choose at least one address"))
    for target in chosen:
        with transaction.atomic(using=record().alias):
            fresh = {"target": target, "state": Sent.State.WAITING, "answer": "", "who": who, "made": timezone.now()}
            sent, _made = Sent.objects.update_or_create(kept_id=kept, target_key=key_of(target), defaults=fresh)
            put("talk.send", {"sent": sent.pk, "fields": fields}, key=f"talk.send/{sent.pk}")
            log(who, "mention.sent", f"article/{kept}", target=target)
    return len(chosen)


def send_one(number: int, fields: dict[str, str], *, last: bool) -> str:
    """Find out where a page takes word of links, and send it; return how that went.

    Raises Unreachable where it is to be tried again.
    """
    sent = Sent.objects.get(pk=number)
    try:
        endpoint = find_endpoint(sent.target)
        if endpoint is None:
            return _note(sent, Sent.State.NOTHING, None, "")
        answer = _tell(endpoint, sent.target, fields)
    except DragomanError as trouble:
        if not last:
            raise
        return _note(sent, Sent.State.FAILED, None, trouble.message)
    good, said = _judge(endpoint, answer)
    return _note(sent, Sent.State.SENT if good else Sent.State.FAILED, endpoint, said)


def _note(sent: Sent, state: Sent.State, endpoint: Endpoint | None, answer: str) -> str:
    sent.state, sent.answer = state, storable_line(answer, 500)
    sent.kind, sent.endpoint = (endpoint.kind, endpoint.address) if endpoint else ("", "")
    sent.save()
    return state


def _tell(endpoint: Endpoint, target: str, fields: dict[str, str]) -> Answer:
    if endpoint.kind == "webmention":
        form = {"source": fields["source"], "target": target}
    else:
        form = {
            "url": fields["source"],
            "title": fields["title"],
            "excerpt": fields["excerpt"],
            "blog_name": fields["site"],
        }
    body = urlencode(form).encode()
    answer = follow(endpoint.address, site_guard(), method="POST", body=body, headers=_FORM, cut=True)
    if answer.status >= 500:
        raise Unreachable(f"the server answered {answer.status}", endpoint.address)
    return answer


def _judge(endpoint: Endpoint, answer: Answer) -> tuple[bool, str]:
    """Tell whether word was taken, and what was said of it."""
    if endpoint.kind == "webmention":
        location = answer.headers.get("Location")
        said = f"{answer.status}" + (f", {urljoin(answer.url, location)}" if location else "")
        return 200 <= answer.status < 300, said
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    try:
        root = etree.fromstring(answer.data[:_ANSWER], parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if answer.status != 200 or root is None:
        return False, f"answered {answer.status}, without what TrackBack wants"
    error = (root.findtext("error") or "").strip()
    return error == "0", root.findtext("message") or f"error {error}"


def find_endpoint(target: str) -> Endpoint | None:
    """Ask a page where it takes word of links: webmentions by header, then by the first element that says so
    (Webmention 3.1.2); else trackbacks.

    Raises Unreachable where the page cannot be had.
    """
    answer = fetch_source(target)
    if answer.status >= 400:
        raise Unreachable(f"the server answered {answer.status}", target)
    header = next((address for address, rels in _header_links(answer) if "webmention" in rels), None)
    if header is not None:
        return Endpoint("webmention", urljoin(answer.url, header))
    kind = (answer.headers.get("Content-Type") or "").partition(";")[0].strip().lower()
    if kind not in {"text/html", "application/xhtml+xml"}:
        return None
    root = read_page(answer)
    element = next(_related(root, "webmention"), None) if root is not None else None
    if root is not None and element is not None:
        return Endpoint("webmention", _resolve(root, answer.url, element))
    ping = _find_ping(answer, target)
    if ping:
        return Endpoint("trackback", urljoin(answer.url, ping))
    element = next(_related(root, "trackback"), None) if root is not None else None
    return (
        Endpoint("trackback", _resolve(root, answer.url, element)) if root is not None and element is not None else None
    )


def _header_links(answer: Answer) -> Iterator[tuple[str, list[str]]]:
    for value in answer.headers.getlist("Link"):
        for address, parameters in _LINK.findall(value):
            found = _REL.search(parameters)
            yield address.strip(), (found[1] or found[2] or "").lower().split() if found else []


def _related(root: lxml.html.HtmlElement, name: str) -> Iterator[lxml.html.HtmlElement]:
    """Give the elements that lead to what a page names, in its order; one without an address names nothing."""
    for element in root.iter("link", "a"):
        if name in (element.get("rel") or "").lower().split() and element.get("href") is not None:
            yield element


def _resolve(root: lxml.html.HtmlElement, address: str, element: lxml.html.HtmlElement) -> str:
    base = root.find(".//base[@href]")
    own = urljoin(address, base.get("href", "")) if base is not None else address
    return urljoin(own, str(element.get("href", "")).strip())


def _find_ping(answer: Answer, target: str) -> str | None:
    """Return the address for pings in a page's RDF: of the block that is about the page, or of the only one."""
    text = answer.data.decode("utf-8", "replace")
    blocks = [
        {name.lower(): _unescaped(double or single) for name, double, single in _ATTRIBUTE.findall(block)}
        for block in _BLOCK.findall(text)
    ]
    found = [block for block in blocks if block.get("trackback:ping")]
    about = [block for block in found if block.get("dc:identifier") in {target, answer.url}]
    chosen = about[0] if about else found[0] if len(found) == 1 else None
    return chosen["trackback:ping"] if chosen else None


def _unescaped(value: str) -> str:
    return value.replace("&quot;", '"').replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").strip()
