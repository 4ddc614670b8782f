"""Posts of social networks that a page shows: their words, and under them who signed them, with a handle and a day."""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Doc

from dragoman.model import Span
from dragoman.reading.attribution import Attribution

__all__ = ["with_posts"]

_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_SIGNATURE = re.compile(
    rf"(?:—|–|(?<!\w)--?) ?(?P<name>[^\s@()—–][^@()\n—–]{{1,48}}?) \(@\w{{1,15}}\) (?P<date>(?:{_MONTHS}) \d{{1,2}}, \d{{4}})"
)
# Links of pictures and pages say nothing.
_LINKS = re.compile(r"(?:\s*(?:https?://|pic\.twitter\.com/|t\.co/)\S+)+\s*\Z")
_LONGEST = 300  # characters of a post; networks took 140 and 280
_SHORTEST = 10  # what is shorter is no sentence
_ALIKE = 0.8  # of a content that is as good as the post: marks and links aside they are one
# Of 38 of 22 texts of the unlabelled news, read by eye, 36 had the right words and signer.
_CONFIDENCE = 0.9


@dataclass(frozen=True, slots=True)
class _Post:
    words: Span
    name: Span
    date: Span

    @property
    def whole(self) -> Span:
        """The post with its signature."""
        return Span(self.words.start, self.date.end)


def with_posts(doc: Doc, attributions: Sequence[Attribution], paragraphs: Sequence[Span]) -> list[Attribution]:
    """Return the attributions with those of posts, and without what reaches into a post from outside."""
    found = list(attributions)
    for post in _posts_of(doc, paragraphs):
        told = any(_tells(one, post) for one in found)
        found = [cut for one in found if (cut := _apart(one, post, told=told)) is not None]
        signer = doc.char_span(post.name.start, post.name.end, alignment_mode="expand")
        if told or signer is None:
            continue
        start = post.words.start
        found.append(
            Attribution(
                signer.root,
                Span(start, start),
                signer.root,
                (post.words,),
                source_words=post.name,
                said_on=post.date,
                confidence=_CONFIDENCE if doc._.network is not None else None,
            )
        )
    return sorted(found, key=lambda one: (min(one.content, default=one.cue), one.cue))


def _posts_of(doc: Doc, paragraphs: Sequence[Span]) -> Iterator[_Post]:
    text = doc.text  # which spaCy puts together anew at every call
    for before, paragraph in itertools.pairwise([Span(0, 0), *paragraphs]):
        begin = paragraph.start
        for signature in _SIGNATURE.finditer(text, paragraph.start, paragraph.end):
            words = _words_before(doc, text, Span(begin, signature.start()))
            if words is None and signature.start() == paragraph.start:
                words = _words_before(doc, text, before)  # the signature stands below
            begin = signature.end()
            if words is not None:
                yield _Post(words, Span(*signature.span("name")), Span(*signature.span("date")))


def _words_before(doc: Doc, text: str, place: Span) -> Span | None:
    """Return the words of a post that ends with a place in a text: all of it, or the last sentences of a longer one."""
    words = place.of(text)
    begin = place.start + len(words) - len(words.lstrip())
    end = place.start + len(_LINKS.sub("", words).rstrip())
    if end - begin > _LONGEST:
        starts = (sent.start_char for sent in doc.sents if end - _LONGEST <= sent.start_char < end)
        begin = next(starts, end)
    return Span(begin, end) if end - begin >= _SHORTEST else None


def _tells(one: Attribution, post: _Post) -> bool:
    """Tell whether an attribution outside has the post for its content: `X wrote: …` before it."""
    shared = sum(_shared(span, post.words) for span in one.content)
    length = max(sum(span.end - span.start for span in one.content), post.words.end - post.words.start)
    return not post.whole.covers(one.cue) and one.source is not None and shared >= _ALIKE * length


def _shared(one: Span, other: Span) -> int:
    return max(min(one.end, other.end) - max(one.start, other.start), 0)


def _apart(one: Attribution, post: _Post, *, told: bool) -> Attribution | None:
    """Keep an attribution inside a post to its words, and one outside out of it; None where nothing is left."""
    words = post.words
    if words.covers(one.cue) and (one.cue.end > one.cue.start or told):
        inside = one.source is None or words.start <= one.source.idx < words.end
        return _with_pieces(one, [words]) if inside else None
    if (told and _tells(one, post)) or not any(post.whole.overlaps(span) for span in one.content):
        return one
    return _with_pieces(one, [Span(0, words.start), Span(post.whole.end, max(span.end for span in one.content))])


def _with_pieces(one: Attribution, allowed: Sequence[Span]) -> Attribution | None:
    """Return an attribution with as much of its content as lies in the places that are allowed."""
    cut = (Span(max(span.start, place.start), min(span.end, place.end)) for span in one.content for place in allowed)
    pieces = tuple(span for span in cut if span.end - span.start > 1)
    return replace(one, content=pieces) if pieces else None
