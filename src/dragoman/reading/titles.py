"""Read the office that the words around a person's name report."""

from collections.abc import Callable
from dataclasses import dataclass

from spacy.tokens import Doc

from dragoman.model import Span
from dragoman.reading.offices import is_description, is_honorific, is_office_word, is_suffix, is_title_word, status_of

__all__ = ["Title", "find_titles", "read_title", "span_of_title"]

_REACH = 14  # tokens between a name and its office; longer appositions are other clauses
_TOPICS = frozenset({"for", "to", "on"})
_PLACES = frozenset({"at", "in", "with", "from", "of"})


@dataclass(frozen=True, slots=True)
class Title:
    """An office as printed; token indices, half-open."""

    start: int  # first token of the whole phrase, owner and status included
    end: int
    head: int
    words: tuple[int, int]  # the title alone: "deputy foreign minister"
    status: str
    owner: int | None  # a token of the owner's name or nominal
    topic: int | None = None  # the country that the title itself speaks of ("Japan expert")


NameAt = Callable[[int], tuple[int, int, str] | None]


def find_titles(doc: Doc, start: int, end: int, name_at: NameAt, title: int | None = None) -> list[Title]:
    """Find the offices around the name at tokens [start, end): before it, in apposition, after it, and by "is".

    name_at: maps a token to (start, end, kind) of the name that covers it, kind as in `Name.kind`.
    title: first token of an office in capitals right before the name.
    """
    found = [_before(doc, start, name_at, title), *_after(doc, end, name_at), _by_verb(doc, start, end, name_at)]
    if found[0] is None:
        found[0] = _apposed_before(doc, start, end, name_at)
    return [office for office in found if office is not None]


def _before(doc: Doc, start: int, name_at: NameAt, title: int | None) -> Title | None:
    """Read "Prime Minister X", "South Korea's president X", "minister of unification X"."""
    if title is not None:
        heads = [i for i in range(title, start) if is_office_word(doc[i].lower_) and not is_honorific(doc[i].lower_)]
        if not heads:
            return None
        head = next((i for i in heads if i + 1 < start and doc[i + 1].lower_ in {"of", "for"}), heads[-1])
        return read_title(doc, head, name_at, limit=start)
    at = start - 1
    while at >= 0 and (doc[at].text == "," or doc[at].is_space) is False and start - at < _REACH:
        token = doc[at]
        if (
            is_office_word(token.lower_)
            and not is_honorific(token.lower_)
            and (at == start - 1 or _opens_complement(doc, at, start))
        ):
            return read_title(doc, at, name_at, limit=start)
        if (
            token.pos_ in {"VERB", "AUX", "PRON", "SCONJ", "CCONJ", "PUNCT"}
            and token.text not in {"-", "’s", "'s"}
            or name_at(at) is not None
        ):
            return None
        at -= 1
    return None


def _opens_complement(doc: Doc, head: int, start: int) -> bool:
    """Tell whether what stands between an office and a name is only "of unification", "general"."""
    between = doc[head + 1 : start]
    if len(between) == 0:
        return True
    if is_suffix(between[0].lower_) and len(between) == 1:
        return True
    return (
        between[0].lower_ in {"of", "for"}
        and len(between) > 1
        and all(t.text.islower() or t.text == "-" for t in between)
    )


def _apposed_before(doc: Doc, start: int, end: int, name_at: NameAt) -> Title | None:
    """Read "The Russian president, X," where the office ends at the comma."""
    comma = start - 1
    if comma < 1 or doc[comma].text != ",":
        return None
    closes = end >= len(doc) or doc[end].text in {",", ".", ")", "”", ";", "and", "—", "–"} or doc[end].is_space
    if not closes and doc[end - 1].dep_ != "appos":
        return None
    for at in range(comma - 1, max(comma - _REACH, -1), -1):
        token = doc[at]
        if token.pos_ in {"VERB", "AUX", "PRON", "SCONJ"} or (token.is_punct and token.text not in {"-", "'s", "’s"}):
            return None
        if is_office_word(token.lower_):
            office = read_title(doc, at, name_at, limit=comma)
            reaches = office.end >= comma or all(name_at(i) is not None for i in range(office.end, comma))
            definite = (
                office.owner is not None
                or doc[office.start].lower_ in {"the", "its", "his", "their", "her"}
                or doc[office.start - 1].lower_ == "the"
            )
            return office if reaches and definite else None
    return None


def _after(doc: Doc, end: int, name_at: NameAt) -> list[Title]:
    """Read ", senior fellow at the Institute", ", a former envoy and now an analyst", "(foreign minister)"."""
    if end >= len(doc) or doc[end].text not in {",", "(", "—", "–"}:
        return []
    at = end + 1
    found: list[Title] = []
    while at < min(len(doc), end + _REACH):
        token = doc[at]
        if is_office_word(token.lower_) and token.pos_ in {"NOUN", "PROPN", "ADJ"} and not _goes_on(doc, at):
            office = read_title(doc, at, name_at, limit=len(doc))
            if office.start <= end:
                return found
            if _names_next_person(doc, office, name_at):
                return found
            found.append(office)
            at = office.end
            if at < len(doc) and doc[at].lower_ == "and" and doc[at].head.i <= at:
                at += 1
                continue
            return found
        if (
            token.pos_ in {"VERB", "AUX", "SCONJ"}
            and token.tag_ not in {"VBN", "VBG"}
            or token.tag_ in {"WP", "WDT", "WP$", "PRP"}
        ):
            return found
        if token.is_punct and token.text not in {"-", "'s", "’s"} or token.is_space:
            return found
        at += 1
    return found


def _goes_on(doc: Doc, at: int) -> bool:
    """Tell whether a later office word closes the same title ("deputy minister", "president's adviser")."""
    following = doc[at + 1] if at + 1 < len(doc) else None
    if following is None:
        return False
    return following.text in {"'s", "’s", "-"} or (
        is_office_word(following.lower_) and following.pos_ == "NOUN" and not is_suffix(following.lower_)
    )


def _names_next_person(doc: Doc, office: Title, name_at: NameAt) -> bool:
    """Tell whether the office belongs to a name right behind it ("X, President Y and Z")."""
    named = name_at(office.end) if office.end < len(doc) else None
    return named is not None and named[2] == "open" and doc[office.end - 1].text not in {","}


def _by_verb(doc: Doc, start: int, end: int, name_at: NameAt) -> Title | None:
    """Read "X is president of Y", "X became foreign minister", "X, who is chairman"."""
    name = doc[start:end].root
    verb = next(
        (child for child in name.children if child.dep_ == "relcl"), name.head if name.dep_ == "nsubj" else None
    )
    if verb is None or verb.lemma_ not in {"be", "become", "serve"}:
        return None
    relative = verb.dep_ == "relcl"
    if verb.tag_ == "VBD" and verb.lemma_ != "become" and not relative:
        return None
    if any(child.dep_ in {"neg", "aux"} and child.lower_ not in {"has", "have", "had"} for child in verb.children):
        return None
    for child in verb.children:
        office = (
            child
            if child.dep_ == "attr"
            else next((c for c in child.children if c.dep_ == "pobj"), None)
            if child.lower_ == "as"
            else None
        )
        if office is not None and is_office_word(office.lower_) and office.i >= end:
            read = read_title(doc, office.i, name_at, limit=len(doc))
            past = relative and verb.tag_ == "VBD"
            return Title(
                read.start, read.end, read.head, read.words, "former" if past else read.status, read.owner, read.topic
            )
    return None


def read_title(doc: Doc, head: int, name_at: NameAt, limit: int) -> Title:
    """Read the title whose head word is `head`: its words, its owner, its status; looks no further than `limit`."""
    start, first, status, owner, topic = _read_left(doc, head, name_at)
    end, last, right_owner = _read_right(doc, head, name_at, limit)
    if owner is not None and topic is not None:
        first = min(first, topic)
    return Title(
        start, end, head, (first, last), status or "current", owner if owner is not None else right_owner, topic
    )


def _read_left(doc: Doc, head: int, name_at: NameAt) -> tuple[int, int, str | None, int | None, int | None]:
    """Return the phrase's first token, the title's first token, the status, a token of the owner, the topic."""
    first = start = head
    status: str | None = None
    owner: int | None = None
    topic: int | None = None
    at = head - 1
    while at >= 0:
        token = doc[at]
        name = name_at(at)
        if token.text in {"'s", "’s", "'", "’"} and token.tag_ == "POS":
            return at, first, status, at - 1, topic
        if (
            name is not None
            and owner is not None
            and name[2] in {"body", "organization", "open"}
            and name_at(owner) is not None
        ):
            topic, owner, start, at = (
                (owner if owner == first - 1 or _touches(doc, owner, first) else None),
                name[0],
                name[0],
                name[0] - 1,
            )
            continue
        if name is not None:
            if owner is None:
                owner = name[0]
            start, at = name[0], name[0] - 1
            continue
        change = status_of(token.lower_)
        if change is not None and not (token.lower_ == "next"):
            status = status or change
        elif (
            token.text == "-"
            or is_description(token.lower_)
            or (token.lower_ in {"and", ","} and owner is not None and at and name_at(at - 1) is not None)
        ):
            pass
        elif (
            token.pos_ in {"NOUN", "ADJ", "PROPN"}
            and not token.is_punct
            and token.dep_
            in {
                "compound",
                "amod",
                "nmod",
                "appos",
                "nsubj",
                "pobj",
                "dobj",
                "conj",
                "attr",
                "ROOT",
                "poss",
                "npadvmod",
            }
            and owner is None
        ):
            if not (is_title_word(token.lower_) or token.dep_ in {"compound", "amod", "nmod"}):
                break
            first = at
        else:
            break
        start = at
        at -= 1
    return start, first, status, owner, topic


def _touches(doc: Doc, owner: int, first: int) -> bool:
    return all(doc[i].text == "-" for i in range(owner + 1, first))


def _read_right(doc: Doc, head: int, name_at: NameAt, limit: int) -> tuple[int, int, int | None]:
    """Return where the phrase ends, where the title ends, and a token of the owner ("secretary of state", "head of X")."""
    end = head + 1
    while end < limit and (
        is_suffix(doc[end].lower_) or (doc[end].text == "-" and end + 1 < limit and is_suffix(doc[end + 1].lower_))
    ):
        end += 1
    last = end
    if end + 1 >= limit or doc[end].lower_ not in _TOPICS | _PLACES:
        return end, last, None
    return _read_complement(doc, end, name_at, limit, last)


def _read_complement(doc: Doc, at: int, name_at: NameAt, limit: int, last: int) -> tuple[int, int, int | None]:
    preposition = doc[at].lower_
    inner = at + 1
    while inner < limit and (doc[inner].pos_ == "DET" or doc[inner].lower_ in {"its", "his", "her", "their"}):
        inner += 1
    if inner >= limit:
        return at, last, None
    name = name_at(inner)
    if name is not None and name[2] != "adjective":
        if preposition in _TOPICS and name[2] != "open":
            return name[1], name[1], None
        return name[1], last, name[0] if preposition in _PLACES or preposition == "to" else None
    end = inner
    owner: int | None = None
    while (
        end < limit
        and (doc[end].pos_ in {"NOUN", "ADJ", "PROPN"} or doc[end].text in {"-", "'s", "’s"})
        and doc[end].tag_ != "VBN"
    ):
        named = name_at(end)
        if named is not None and owner is None:
            owner = named[0]
        end = named[1] if named is not None else end + 1
    if end == inner:
        return at, last, None
    if owner is not None:
        return end, last, owner
    if preposition in {"of", "for", "on"}:
        return end, end, _second_owner(doc, end, name_at, limit)
    return end, last, inner if preposition in {"at"} else None


def _second_owner(doc: Doc, at: int, name_at: NameAt, limit: int) -> int | None:
    if at + 1 < limit and doc[at].lower_ in {"of", "at"}:
        inner = at + 2 if doc[at + 1].lower_ == "the" and at + 2 < limit else at + 1
        return inner if name_at(inner) is not None else None
    return None


def span_of_title(doc: Doc, title: Title) -> Span:
    """Return the place of a title's own words in the text."""
    first, last = title.words
    return Span(doc[first].idx, doc[last - 1].idx + len(doc[last - 1]))
