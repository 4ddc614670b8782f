"""A Reading as one self-contained HTML page: the article with its evidence marked, and the record beside it.

The page asks for nothing: style and script stand in it, and its content security policy allows no others.
"""

import base64
import bisect
import functools
import hashlib
import pathlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.resources import files
from typing import Any, TextIO

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from dragoman.errors import Unusable
from dragoman.export.account import STATUSES, Account, clean, quantity_words
from dragoman.export.files import fresh_file
from dragoman.export.marks import STATUS_WORDS, MarkedText, Segment, key_of, marks_of
from dragoman.export.periods import words_of
from dragoman.export.said import gettext, ngettext
from dragoman.export.timeline import draw_timeline
from dragoman.model import Actor, Reading, Span

__all__ = ["Elsewhere", "Pieces", "read_asset", "render_page", "render_pieces", "safe_url", "write_html", "write_pages"]

# How many speakers and how many spoken of the table shows; more would not fit beside one another.
_MATRIX = 8
_SAFE_URL = re.compile(r"https?://[^\s\"'<>]+", re.IGNORECASE)
_UNSAFE_NAME = re.compile(r"[^\w.-]+")


def write_html(readings: Iterable[Reading], file: TextIO) -> None:
    """Write the page of one Reading. Raises Unusable where there are several: a page shows one article."""
    waiting = iter(readings)
    first = next(waiting, None)
    if first is None:
        return
    if next(waiting, None) is not None:
        raise Unusable("a page shows one article; name a folder with --output for several", "--format html")
    file.write(render_page(first))


def write_pages(readings: Iterable[Reading], folder: pathlib.Path) -> None:
    """Write one page an article into a folder, named by the article's id."""
    for reading in readings:
        name = _UNSAFE_NAME.sub("-", reading.article.id).strip(".-")[:100] or "article"
        with fresh_file(folder / f"{name}.html") as file:
            file.write(render_page(reading))


def render_page(reading: Reading) -> str:
    """Return the page of a Reading; the same Reading gives the same page."""
    style, script = read_asset("page.css"), read_asset("page.js")
    page = (
        _environment()
        .get_template("page.html")
        .render(
            _values(reading, {}, {}),
            style=Markup(style),  # noqa: S704 - our own file
            script=Markup(script),  # noqa: S704 - our own file
            style_hash=_hash(style),
            script_hash=_hash(script),
        )
    )
    return _writable(page)


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A way from a line of the record to what is known of it elsewhere."""

    href: str
    words: str
    contradicts: bool = False
    quiet: bool = False  # it is there for those who look for it


@dataclass(frozen=True, slots=True)
class Pieces:
    """The parts of a Reading's page as HTML, for a page that has more on it; empty where there is nothing to show."""

    nav: str  # links to the others
    article: str
    record: str
    timeline: str
    matrix: str


def render_pieces(
    reading: Reading,
    links: Mapping[str, Sequence[Elsewhere]],
    hrefs: Mapping[str, str],
    judged: Mapping[str, str] | None = None,
) -> Pieces:
    """Return the parts of a Reading's page, each of them safe HTML. They want page.css, page.js and an element #status.

    links: of a line's key (marks.key_of), ways that lead on from it.
    hrefs: where "category" and "outlet" lead.
    judged: of a line's key, what a person decided on it, in words.
    """
    values = _values(reading, links, hrefs) | {"judged": judged or {}}

    def render(name: str) -> str:
        return _writable(_environment().get_template(name).render(values)).strip()

    names = ("nav.html", "article.html", "record.html", "timeline.html", "matrix.html")
    return Pieces(*map(render, names))


def _values(reading: Reading, links: Mapping[str, Sequence[Elsewhere]], hrefs: Mapping[str, str]) -> dict[str, Any]:
    account = Account.of(reading)
    return {
        "account": account,
        "reading": reading,
        "article": reading.article,
        "url": safe_url(reading.article.url),
        "blocks": _blocks(reading),
        "timeline": draw_timeline(account),
        "matrix": _matrix(account),
        "status_headings": {status: gettext(words) for status, words in STATUSES.items()},
        "status_words": {status: gettext(words) for status, words in STATUS_WORDS.items()},
        "links": links,
        "hrefs": hrefs,
        "judged": {},
        "_": functools.cache(_said),  # a page has hundreds of lines, and few messages
    }


def _writable(page: str) -> str:
    """Replace half a character pair, which a text may hold and no file can."""
    return page.encode("utf-8", "replace").decode("utf-8")


@functools.cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("dragoman.export", "page"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {"key": key_of, "bold": _bold, "ngettext": _counted}
    environment.filters |= {"clean": clean, "date": words_of, "quantity": quantity_words}
    return environment


def _said(message: str) -> Markup:
    """Translate a message; it may have tags in it, and values that are put into it are escaped."""
    return Markup(gettext(message))  # noqa: S704 - our own words, or a translator's


def _counted(one: str, several: str, number: int) -> Markup:
    return Markup(ngettext(one, several, number))  # noqa: S704 - likewise


def _bold(account: Account, ids: Iterable[str]) -> Markup:
    """Name actors, each in bold: "Japan and North Korea"."""
    names = [Markup("<b>{}</b>").format(clean(account.actors[id_].name)) for id_ in ids if id_ in account.actors]
    if len(names) < 2:
        return names[0] if names else Markup()
    return _said("%(first)s and %(last)s") % {"first": Markup(", ").join(names[:-1]), "last": names[-1]}


@functools.cache
def read_asset(name: str) -> str:
    """Return the page's style or script: "page.css", "page.js"."""
    return files("dragoman.export").joinpath("page", name).read_text("utf-8")


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def safe_url(url: str | None) -> str | None:
    """Return an address that a link may carry: http and https alone."""
    return url if url and _SAFE_URL.fullmatch(url) else None


@dataclass(frozen=True, slots=True)
class _Blocks:
    """The parts of an article as segments."""

    title: list[Segment] | None
    standfirst: list[Segment] | None
    paragraphs: list[tuple[int, list[Segment]]]  # each with its place in the text


def _blocks(reading: Reading) -> _Blocks:
    """Cut title, standfirst and paragraphs into segments; the whole text is one paragraph where there are no parts."""
    text, parts = reading.article.text, reading.article.parts
    marked = MarkedText(text, marks_of(reading))
    seen: set[str] = set()

    def cut(block: Span | None) -> list[Segment] | None:
        return _anchor_once(marked.segments_of(block), seen) if block else None

    title, standfirst = cut(parts.title), cut(parts.standfirst)
    whole = (Span(0, len(text)),) if text and not parts.title and not parts.paragraphs else ()
    return _Blocks(title, standfirst, [(block.start, cut(block) or []) for block in parts.paragraphs or whole])


def _anchor_once(segments: Iterable[Segment], seen: set[str]) -> list[Segment]:
    """Leave each line the anchor of its first evidence, and each place one; `seen` has those that stand already."""
    anchored = []
    for segment in segments:
        anchors = tuple(line for line in segment.anchors if line not in seen)
        places = tuple(place for place in segment.places if place not in seen)
        seen.update(anchors, places)
        anchored.append(replace(segment, anchors=anchors, places=places))
    return anchored


@dataclass(frozen=True, slots=True)
class _Matrix:
    """Who speaks of whom: in how many statements of a source an actor is mentioned."""

    speakers: tuple[Actor, ...]
    spoken_of: tuple[Actor, ...]
    counts: Mapping[tuple[str, str], int]
    most: int

    def of(self, speaker: Actor) -> list[tuple[Actor, int]]:
        """Return those a speaker speaks of, the most spoken of first."""
        counted = [(actor, self.counts.get((speaker.id, actor.id), 0)) for actor in self.spoken_of]
        return sorted((pair for pair in counted if pair[1]), key=lambda pair: -pair[1])


def _matrix(account: Account) -> _Matrix | None:
    counts: Counter[tuple[str, str]] = Counter()
    mentions = sorted(
        (mention.start, mention.end, actor.id) for actor in account.reading.actors for mention in actor.mentions
    )
    for statement in account.reading.statements:
        if statement.actor in account.actors:
            mentioned = {id_ for span in statement.content for id_ in _mentioned_in(span, mentions)}
            counts.update((str(statement.actor), id_) for id_ in mentioned - {statement.actor})
    if not counts:
        return None
    speakers = _most(counts, 0)
    spoken_of = _most(counts, 1)
    known: Mapping[str, Actor] = account.actors
    return _Matrix(
        tuple(known[id_] for id_ in speakers), tuple(known[id_] for id_ in spoken_of), counts, max(counts.values())
    )


def _mentioned_in(span: Span, mentions: Sequence[tuple[int, int, str]]) -> Iterator[str]:
    """Yield the actors mentioned inside a span; `mentions` are start, end and actor, sorted."""
    for index in range(bisect.bisect_left(mentions, (span.start,)), len(mentions)):
        start, end, id_ = mentions[index]
        if start >= span.end:
            return
        if end <= span.end:
            yield id_


def _most(counts: Mapping[tuple[str, str], int], side: int) -> list[Any]:
    total: Counter[str] = Counter()
    for pair, count in counts.items():
        total[pair[side]] += count
    return [id_ for id_, _ in sorted(total.items(), key=lambda item: (-item[1], item[0]))[:_MATRIX]]
