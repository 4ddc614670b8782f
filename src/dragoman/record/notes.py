"""What people hang on an article's words, carried from one version to the next."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import QuerySet

from dragoman.errors import Unusable
from dragoman.model import Span
from dragoman.record.anchors import Quotation, find_quotation, quote
from dragoman.record.models import Anchor, Note, Version

__all__ = ["HeldNote", "add_note", "carry_over", "iter_notes"]


@dataclass(frozen=True, slots=True)
class HeldNote:
    """A note as it stands on an article's current version."""

    number: int
    article_id: str
    kind: str
    quote: str
    body: str
    author: str
    about: str
    span: Span | None  # in the current text; None: the words are gone, the note is an orphan


def add_note(
    alias: str,
    article_id: str,
    quoted: str | Span,
    body: str,
    *,
    kind: str = "correction",
    author: str = "",
    about: str = "",
) -> HeldNote:
    """Hang a note on words of an article's current version.

    quoted: the words, which must stand there once, or their span.
    Raises Unusable where the article is not kept, or the words do not stand in it, or stand there several times.
    """
    version = Version.objects.using(alias).filter(article_id=article_id).order_by("-number").first()
    version = version and Version.objects.using(alias).filter(kept=version.kept_id, current=True).first()
    if version is None:
        raise Unusable("no such article is kept", article_id)
    span = quoted if isinstance(quoted, Span) else _find_once(quoted, version.text, article_id)
    words = quote(version.text, span)
    note = Note.objects.using(alias).create(
        kept_id=version.kept_id,
        kind=kind,
        about=about,
        body=body,
        author=author,
        quote=words.exact,
        prefix=words.prefix,
        suffix=words.suffix,
    )
    Anchor.objects.using(alias).create(note=note, version=version, start=span.start, end=span.end)
    return _held(note, version.article_id, span)


def iter_notes(alias: str, *, orphaned: bool = False, within: "QuerySet[Version] | None" = None) -> Iterator[HeldNote]:
    """Give all notes, the orphans alone or those on some versions, in the order in which they were made."""
    anchors = Anchor.objects.using(alias).filter(version__current=True).select_related("note", "version")
    if orphaned:
        anchors = anchors.filter(start=None)
    if within is not None:
        anchors = anchors.filter(version__in=within.values("pk"))
    anchors = anchors.defer("version__reading", "version__text")
    for anchor in anchors.order_by("note_id").iterator(chunk_size=100):
        yield _held(anchor.note, anchor.version.article_id, _span_of(anchor))


def carry_over(before: Version, after: Version, alias: str) -> int:
    """Anchor what hung on a version to the next one, by its quotation; return how many notes found no place.

    An orphan is tried again too: what a correction deleted may come back.
    """
    anchors = []
    for note in Note.objects.using(alias).filter(kept=before.kept_id):
        span = find_quotation(Quotation(note.quote, note.prefix, note.suffix), after.text)
        start, end = span or (None, None)
        anchors.append(Anchor(note=note, version=after, start=start, end=end))
    Anchor.objects.using(alias).bulk_create(anchors)
    return sum(anchor.start is None for anchor in anchors)


def _find_once(words: str, text: str, article_id: str) -> Span:
    count = text.count(words) if words else 0
    if count != 1:
        shown = f"the words stand {count} times in the text; quote more of them" if count else "holds no such words"
        raise Unusable(shown, article_id)
    start = text.index(words)
    return Span(start, start + len(words))


def _held(note: Note, article_id: str, span: Span | None) -> HeldNote:
    return HeldNote(note.pk, article_id, note.kind, note.quote, note.body, note.author, note.about, span)


def _span_of(anchor: Anchor) -> Span | None:
    return None if anchor.start is None or anchor.end is None else Span(anchor.start, anchor.end)
