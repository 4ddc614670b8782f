"""The comments on an article as trees, as one reader may see them."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from dragoman.accounts.models import User
from dragoman.model import Span
from dragoman.talk.comments import can_edit, place_in
from dragoman.talk.gate import WHY
from dragoman.talk.markdown import render
from dragoman.talk.models import Comment, State

__all__ = ["PAGE", "Remark", "Threads", "find_page", "load_threads"]

PAGE = 30  # threads
_DEEPEST = 4  # steps that are indented
_MOST = 5000  # comments on one article that are looked at


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment, or the gap that one left."""

    comment: Comment
    depth: int  # 0 to 4
    html: str  # empty: a gap
    span: Span | None  # of its words in the text that is shown
    why: tuple[object, ...]  # it is held, in words
    mine: bool
    editable: bool

    @property
    def gap(self) -> bool:
        """Tell whether it is one that was taken back or rejected, and stands there for its answers alone."""
        return not self.html


@dataclass(frozen=True, slots=True)
class Threads:
    """A page of them, each comment before its answers."""

    remarks: tuple[Remark, ...]
    count: int  # of comments that everybody sees
    page: int  # from 1
    pages: int


def load_threads(kept: int, text: str, reader: User | None, page: int = 1) -> Threads:
    """Load a page of the threads on an article; the first one first.

    text: the one that is shown, in which the words that comments are about are looked for.
    """
    forest = _plant(kept, reader)
    pages = max(1, -(-len(forest.roots) // PAGE))
    page = min(max(page, 1), pages)
    order = [pair for root in forest.roots[(page - 1) * PAGE : page * PAGE] for pair in _walk(root, forest)]
    found = Comment.objects.select_related("author").in_bulk([pk for pk, _ in order])
    remarks = tuple(_remark(found[pk], depth, text, reader, gap=pk not in forest.seen) for pk, depth in order)
    return Threads(remarks, forest.count, page, pages)


def find_page(comment: Comment, reader: User | None) -> int:
    """Return on which page of its article's threads a comment stands."""
    forest = _plant(comment.kept_id, reader)
    for number, root in enumerate(forest.roots):
        if any(pk == comment.pk for pk, _ in _walk(root, forest)):
            return number // PAGE + 1
    return 1


@dataclass(frozen=True, slots=True)
class _Forest:
    answers: dict[int | None, list[int]]
    seen: set[int]  # by this reader
    standing: set[int]  # those, and the gaps above them
    count: int  # that everybody sees

    @property
    def roots(self) -> list[int]:
        return [pk for pk in self.answers.get(None, ()) if pk in self.standing]


def _plant(kept: int, reader: User | None) -> _Forest:
    rows = Comment.objects.filter(kept=kept).order_by("pk").values_list("pk", "parent", "state", "author")[:_MOST]
    own = reader.pk if reader else -1
    answers: dict[int | None, list[int]] = defaultdict(list)
    seen: set[int] = set()
    parents: dict[int, int | None] = {}
    count = 0
    for pk, parent, state, author in rows:
        answers[parent].append(pk)
        parents[pk] = parent
        count += state == State.SHOWN
        if state == State.SHOWN or (author == own and state in {State.HELD, State.REJECTED}):
            seen.add(pk)
    return _Forest(dict(answers), seen, _with_ancestors(seen, parents), count)


def _with_ancestors(seen: set[int], parents: dict[int, int | None]) -> set[int]:
    standing = set(seen)
    for pk in seen:
        above = parents[pk]
        while above is not None and above not in standing:
            standing.add(above)
            above = parents.get(above)
    return standing


def _walk(root: int, forest: _Forest) -> Iterator[tuple[int, int]]:
    """Give a comment and those below it, each with how deep it stands."""
    waiting = [(root, 0)]
    while waiting:
        pk, depth = waiting.pop()
        if pk in forest.standing:
            yield pk, min(depth, _DEEPEST)
            waiting += [(answer, depth + 1) for answer in reversed(forest.answers.get(pk, []))]


def _remark(comment: Comment, depth: int, text: str, reader: User | None, *, gap: bool) -> Remark:
    mine = reader is not None and comment.author_id == reader.pk
    return Remark(
        comment,
        depth,
        "" if gap else render(comment.body),
        None if gap else place_in(comment, text),
        tuple(WHY[code] for code in comment.why.split()) if comment.state == State.HELD else (),
        mine,
        can_edit(comment, reader),
    )
