"""Plain text to an Article: written as text, or copied from a page with its menus, notices and other stories around it.

What is told apart by shape alone, so that it works on any site: prose (long lines, or shorter ones that end as
sentences do), head lines (short, no full stop), and the chrome and field lines that `rules/` describes.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from dragoman.errors import NotAnArticle
from dragoman.model import Article, Response
from dragoman.page.assembly import Facts, assemble
from dragoman.page.bylines import read_byline
from dragoman.page.chrome import Effect, find_effect, find_field, find_wall
from dragoman.page.decoding import clean_characters
from dragoman.page.mojibake import repair
from dragoman.page.published import find_date

__all__ = ["read_plain"]

_WORD = re.compile(r"\w+")
_SENTENCE_END = re.compile(r"[.!?…。।؟][\"'”’»)\]]*$")
_NAME_WORD = r"(?:[A-ZÀ-Þ][\w.'’-]*|de|da|van|von|der|den|di|al|el|bin|and|und|et|y)"
_NAME = re.compile(rf"{_NAME_WORD}(?: {_NAME_WORD})*(?:, [\w .&/-]{{2,30}})?")
# Breadcrumbs ("Home > World"), kickers ("News|Region") and addresses stand above a headline and share its words.
_NO_HEAD = re.compile(r" [>»›] |\w\|\w|https?://")
_STUB = 120  # words; see markup
_HEAD_LINES = 14  # how far above the first prose the headline is looked for: byline, date, sharing and pictures between


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of a pasted text and what its shape says."""

    text: str
    effect: str | None  # of chrome
    field: str | None
    value: str
    words: int

    @property
    def is_ours(self) -> bool:
        return self.effect is None and self.field is None

    @property
    def is_sentence(self) -> bool:
        return self.is_ours and bool(_SENTENCE_END.search(self.text)) and self.words >= 4

    @property
    def is_prose(self) -> bool:
        return self.is_ours and (self.words >= 25 or (self.is_sentence and self.words >= 8))


def read_plain(text: str, url: str | None = None, published: str | None = None) -> Article:
    """Make an Article of plain text. Raises NotAnArticle where it holds no words, or only a site's own lines."""
    blocks = _find_lines(repair(clean_characters(text)))
    lines = [_look_at(block) for block in blocks]
    if not any(line.words for line in lines):
        raise NotAnArticle("is empty" if not text.strip() else "holds no words")
    short = [line.text for line in lines if line.words <= 15]
    if sum(line.words for line in lines) < _STUB and find_wall(short):
        raise NotAnArticle(_name_nothing(lines))
    if _is_clean(lines):
        return _read_clean(blocks, url, published)
    return _read_pasted(lines, url, published)


def _find_lines(text: str) -> list[str]:
    """Find the lines or, where lines are wrapped at a width, the paragraphs."""
    blocks = re.split(r"\n\s*\n", text.strip())
    wrapped = [block for block in blocks if _is_wrapped(block)]
    # One wrapped paragraph settles nothing: an address or a poem looks like it.
    if len(text) > 200 and sum(map(len, wrapped)) > 0.5 * len(text):
        return [" ".join(block.split()) for block in blocks if block.strip()]
    return [line for part in text.split("\n") if (line := " ".join(part.split()))]


def _is_wrapped(block: str) -> bool:
    lines = [line.strip() for line in block.strip().split("\n")]
    full = lines[:-1]
    if not full or max(map(len, lines)) > 100:
        return False
    ends = sum(1 for line in full if _SENTENCE_END.search(line))
    return min(map(len, full)) > 0.6 * max(map(len, full)) and max(map(len, full)) > 45 and ends <= len(full) / 2


def _look_at(text: str) -> _Line:
    field = find_field(text)
    if field and field.name == "published" and not find_date(field.value):
        field = None
    if field and field.name == "byline" and not _NAME.fullmatch(field.value):
        field = None
    effect = None if field else find_effect(text)
    return _Line(text, effect, field.name if field else None, field.value if field else "", len(_WORD.findall(text)))


# text without chrome


def _is_clean(lines: Sequence[_Line]) -> bool:
    """Tell whether nothing but an article is here: at most a head, then prose with a cross-head here and there."""
    if any(not line.is_ours for line in lines):
        return False
    short = sum(1 for line in lines[3:] if not line.is_sentence and line.words < 25)
    return short <= max(2, len(lines) // 4)


def _read_clean(blocks: Sequence[str], url: str | None, published: str | None) -> Article:
    """Take a clean text as it is: every line is kept, the first as title if it is a line above prose."""
    head = [block for block in blocks[:2] if not _SENTENCE_END.search(block) and len(_WORD.findall(block)) <= 30]
    title = blocks[0] if head and head[0] is blocks[0] and len(blocks) > 1 else None
    standfirst = blocks[1] if title and len(head) == 2 and len(blocks) > 3 else None
    rest = blocks[(title is not None) + (standfirst is not None) :]
    return assemble(Facts(url=url, title=title, standfirst=standfirst), rest, published)


# text with chrome


def _read_pasted(lines: Sequence[_Line], url: str | None, published: str | None) -> Article:
    """Take the article out of its page: 1. the body; 2. headline and standfirst above it; 3. fields around it."""
    start = _find_start(lines)
    if start is None:
        raise NotAnArticle(_name_nothing(lines))
    body, end = _find_body(lines, start)
    while len(body) > 1 and not _SENTENCE_END.search(body[-1]) and len(body[-1]) < 80:
        body.pop()
    title, standfirst, first = _find_head(lines, start, body)  # 2
    if standfirst is not None and standfirst == body[0]:
        body = body[1:]
    if sum(len(_WORD.findall(text)) for text in body) < _STUB and find_wall([line.text for line in lines]):
        raise NotAnArticle(_name_nothing(lines))
    facts = _find_fields(lines, first, start, end)  # 3
    return assemble(replace(facts, url=url, title=title, standfirst=standfirst), body, published)


def _name_nothing(lines: Sequence[_Line]) -> str:
    wall = find_wall([line.text for line in lines])
    if wall == "error":
        return "is an error page, not an article"
    return "shows only a login or payment notice" if wall else "holds no article text, only a site's own lines"


def _find_start(lines: Sequence[_Line]) -> int | None:
    """Find the first prose line of the densest run: prose with little between it."""
    best, best_start, score, start = 0, None, 0, None
    for index, line in enumerate(lines):
        if line.is_prose:
            start = index if start is None else start
            score += line.words
        elif start is not None:
            # A menu of some thirty entries weighs as much as a paragraph; a cross-head or an advert hardly anything.
            score -= 7 if line.effect in {Effect.CUT, Effect.END} else 3
        if score <= 0:
            score, start = 0, None
        if score > best:
            best, best_start = score, start
    if best_start is None and any(line.is_sentence for line in lines):
        return next(index for index, line in enumerate(lines) if line.is_sentence)
    return best_start


def _find_body(lines: Sequence[_Line], start: int) -> tuple[list[str], int]:
    """Take the article's lines from its first prose line on, and the index of the line after its last.

    A heading of other things and a list of short lines end it, unless the text goes on below them.
    """
    body: list[str] = []
    at, enough = start, min(3, _prose_after(lines, start))
    while True:
        end = _find_stop(lines, at, enough if at == start else 1)
        body.extend(line.text for line in lines[at:end] if line.is_ours)
        again = _find_resumption(lines, end)
        if again is None:
            return body, end
        at = again


def _find_stop(lines: Sequence[_Line], start: int, enough: int) -> int:
    prose, short = 0, 0
    for index in range(start, len(lines)):
        line = lines[index]
        prose += line.is_prose
        stops = line.effect in {Effect.CUT, Effect.END} or line.field in {"comments", "trackbacks"}
        if stops and prose >= enough:
            return index
        short = 0 if line.is_sentence or line.is_prose else short + 1
        # Six lines in a row without a sentence are a list of other stories or of topics; three lines of figures or a
        # byline between paragraphs are not.
        if short >= 6 and prose >= enough:
            return index - short + 1
    return len(lines)


def _find_resumption(lines: Sequence[_Line], end: int) -> int | None:
    """Find where the article goes on below a box of other stories: three prose lines with nothing between them."""
    for index in range(end, min(end + 25, len(lines) - 2)):
        line = lines[index]
        if line.effect == Effect.END or line.field in {"comments", "trackbacks"}:
            return None
        if all(below.is_prose for below in lines[index : index + 3]):
            return index
    return None


def _prose_after(lines: Sequence[_Line], start: int) -> int:
    return sum(1 for line in lines[start:] if line.is_prose)


def _find_head(lines: Sequence[_Line], start: int, body: Sequence[str]) -> tuple[str | None, str | None, int]:
    """Find headline and standfirst among the lines above the body; also the index of the first of the head's lines.

    The headline shares words with the body, as menu entries do not; of several it is the first, and a like line below
    it the standfirst. A first prose line with the byline or the date right under it is the standfirst.
    """
    near = [
        i
        for i in range(max(0, start - _HEAD_LINES), start)
        if not _NO_HEAD.search(lines[i].text) and not find_date(lines[i].text)
    ]
    wanted = {word for text in body[:12] for word in _content_words(text)}
    likely = [
        index for index in near
        if lines[index].is_ours and 3 <= lines[index].words <= 40 and _share(lines[index].text, wanted) >= 0.3
    ]  # fmt: skip
    if not likely:
        bare = [i for i in near if lines[i].is_ours and 4 <= lines[i].words <= 30 and len(near) <= _HEAD_LINES]
        likely = bare[-1:]
    if not likely:
        return None, None, start
    top = max(likely, key=lambda index: (_share(lines[index].text, wanted) * min(lines[index].words, 8), -index))
    title_at = next((index for index in likely if index == top or _is_before(lines, index, top)), top)
    title = lines[title_at].text
    # What stands right under the headline is the standfirst even where it shares no word with the body.
    under = next((index for index in near if index > title_at and lines[index].is_ours), start)
    below = [
        index
        for index in near
        if index > title_at
        and (index in likely or (index == under and lines[index].words >= 5))
        and _fold(lines[index].text) != _fold(title)
    ]
    if below:
        return title, lines[below[0]].text, title_at
    marked = any(not line.is_ours and line.field in {"byline", "published"} for line in lines[start + 1 : start + 3])
    standfirst = lines[start].text if marked and lines[start].words <= 45 and start - title_at <= 3 else None
    return title, standfirst, title_at


def _is_before(lines: Sequence[_Line], index: int, top: int) -> bool:
    """Tell whether a likely line stands right above the likeliest, with nothing but chrome between: title, standfirst."""
    between = lines[index + 1 : top]
    return index < top and all(not line.is_ours or line.words <= 2 for line in between) and lines[index].words >= 5


def _content_words(text: str) -> set[str]:
    return {word for word in _WORD.findall(text.lower()) if len(word) > 3}


def _share(text: str, wanted: set[str]) -> float:
    words = _content_words(text)
    return len(words & wanted) / len(words) if len(words) >= 2 else 0.0


def _fold(text: str) -> str:
    return " ".join(_WORD.findall(text.lower()))


def _find_fields(lines: Sequence[_Line], first: int, start: int, end: int) -> Facts:
    """Read category, byline and date from the lines of the head, comments and trackbacks from those below."""
    head = [line for line in lines[max(0, first - 6) : start + 3] if line.field]
    values = {line.field: line.value for line in reversed(head)}
    foot = lines[end:]
    day = find_date(values["published"]) if "published" in values else _find_bare_date(lines[first : start + 1])
    return Facts(
        category=values.get("category"),
        byline=read_byline(values["byline"]) if "byline" in values else None,
        published=day,
        comments=_find_responses(foot, "comments"),
        trackbacks=_find_responses(foot, "trackbacks"),
    )


def _find_bare_date(head: Sequence[_Line]) -> str | None:
    """Read a line of the head that is nothing but a date and a time."""
    for line in head:
        if line.words <= 9 and not line.is_sentence and (day := find_date(line.text)) and len(day) == 10:
            rest = re.sub(r"\d+|\b[A-Za-z]{1,4}\b|[^\w\s]", " ", line.text).split()
            if len(rest) <= 2:
                return day
    return None


def _find_responses(foot: Sequence[_Line], kind: str) -> tuple[Response, ...]:
    """Read what stands below a comments or trackbacks heading, up to the next heading; one response a line."""
    at = next((index for index, line in enumerate(foot) if line.field == kind), None)
    if at is None:
        return ()
    found = []
    for line in foot[at + 1 :]:
        if not line.is_ours:
            break
        if line.words >= 3:
            found.append(Response(line.text))
    return tuple(found)
