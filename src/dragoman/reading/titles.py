"""Read the office that the words around a person's name report."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Token
from spacy.tokens import Span as TokenSpan

from dragoman.model import Span
from dragoman.reading.grammar import says_behind, word_after
from dragoman.reading.name_words import name_words
from dragoman.reading.offices import (
    is_description,
    is_honorific,
    is_office_word,
    is_suffix,
    is_title_word,
    office_of_plural,
    office_sectors,
    status_of,
)

__all__ = ["NameAt", "Title", "find_titles", "read_title", "span_of_title"]

_WIDE = 12  # tokens before a name in which its office stands
_REACH = 14  # tokens between a name and its office; longer appositions are other clauses
_TOPICS = frozenset({"for", "to", "on"})
_PLACES = frozenset({"at", "in", "with", "from", "of"})
_TO_COME = frozenset({"elect", "designate"})  # behind an office that somebody will have
_OF_FIELDS = frozenset({"Minister", "Director", "Secretary", "Undersecretary", "Commissioner"})
_POSSESSIVES = frozenset({"'s", "\u2019s", "'", "\u2019"})
_GLUE = _POSSESSIVES | {"-"}
_JOINING = frozenset({",", "and"})
_STOPS = frozenset({"VERB", "AUX", "PRON", "SCONJ"})
_PARTIES = frozenset({"Republican", "Democratic", "Democrat", "Conservative", "Labour", "Tory", "Liberal", "Socialist"})
_BODIES = frozenset({"body", "organization", "outlet"})
_OWNERS = _BODIES | {"state", "seat", "place"}
_PRENOMINAL = frozenset({"compound", "amod", "nmod"})
_CLOSERS = frozenset({",", ".", ")", "\u201d", ";", "and", "\u2014", "\u2013", "-"})

# Maps a token to (start, end, kind) of the name that covers it; kind as in `Name.kind`.
NameAt = Callable[[int], tuple[int, int, str] | None]


@dataclass(frozen=True, slots=True)
class Title:
    """An office as printed; token indices, half-open."""

    start: int  # first token of the whole phrase, owner and status included
    end: int
    head: int
    words: tuple[int, int]  # the title alone: "deputy foreign minister"
    status: str
    owner: int | None  # a token of the owner's name or nominal


@dataclass(frozen=True, slots=True)
class _Left:
    """What stands before a title's head, as far as it is read."""

    start: int
    first: int
    status: str | None = None
    owner: int | None = None


def find_titles(doc: Doc, start: int, end: int, name_at: NameAt, title: int | None = None) -> list[Title]:
    """Find the offices around the name at tokens [start, end): before it, in apposition, after it, and by "is".

    title: first token of an office in capitals right before the name.
    """
    before = (
        _before(doc, start, name_at, title)
        or _apposed_before(doc, start, end, name_at)
        or _before_several(doc, start, end, name_at)
    )
    found = [
        _owned_behind(doc, end, before, name_at),
        *_after(doc, end, name_at),
        _by_verb(doc, start, end, name_at),
    ]
    return [office for office in found if office is not None]


def _is_head(token: Token) -> bool:
    if token.lower_ == "general" and word_after(token) == "staff":
        return False  # an army's
    if (
        token.lower_ in {"major", "general"}
        and token.text.islower()
        and token.dep_ == "amod"
        and token.head.pos_ == "NOUN"
    ):
        return False  # "nine major Internet companies"
    return is_office_word(token.lower_) and not is_honorific(token.lower_)


def _before(doc: Doc, start: int, name_at: NameAt, title: int | None) -> Title | None:
    """Read "Prime Minister X", "South Korea's president X", "minister of unification X", "envoy to the Gulf X"."""
    if title is not None:
        heads = [i for i in range(title, start) if _is_head(doc[i])]
        head = next(
            (i for i in heads if i + 1 < start and doc[i + 1].lower_ in {"of", "for"}), heads[-1] if heads else None
        )
        if head is None and doc[title - 1 : title].text.islower():
            return _before(doc, title, name_at, None)  # "committee chairman Rep. X"
        return None if head is None else read_title(doc, head, name_at, limit=start)
    for at in range(start - 1, max(start - _WIDE, -1), -1):
        token = doc[at]
        if token.lower_ == "named" and at == start - 1:
            continue
        field = at > 0 and doc[at - 1].lower_ in {"of", "and"} and not token.text.islower()  # "Minister of Justice X"
        if _is_head(token) and not field:
            return read_title(doc, at, name_at, limit=start) if _leads_to(doc, at, start, name_at) else None
        if token.pos_ in _STOPS or token.is_space or (token.is_punct and token.text not in _GLUE):
            return None
    return None


def _owned_behind(doc: Doc, end: int, title: Title | None, name_at: NameAt) -> Title | None:
    """Read whose an office before a name is from what follows: "President X of Chile", "Chief Y of the Harbour Police".

    title: the office, or None.
    """
    if title is None or title.owner is not None or end + 1 >= len(doc) or doc[end].lower_ != "of":
        return title
    inner = end + 2 if doc[end + 1].lower_ == "the" and end + 2 < len(doc) else end + 1
    name = name_at(inner)
    named = name is not None and name[2] in _OWNERS and doc[name[1] : name[1] + 1].text not in _POSSESSIVES
    return replace(title, owner=inner) if named else title


def _before_several(doc: Doc, start: int, end: int, name_at: NameAt) -> Title | None:
    """Read the office of each of several in a row: "Presidents X and Y", "foreign ministers X and Y"."""
    head, joined = start - 1, end < len(doc) and doc[end].lower_ in _JOINING
    while head > 0 and doc[head].lower_ in _JOINING:
        name = name_at(head - 1)
        if name is None or name[2] != "open":
            return None
        head, joined = name[0] - 1, True
    if head < 0 or not joined or office_of_plural(doc[head].lower_) is None:
        return None
    title = read_title(doc, head, name_at, limit=head + 1)
    # "Chinese and Russian ministers X and Y"
    shared = any(token.lower_ == "and" for token in doc[max(0, title.start - 1) : head])
    return replace(title, start=title.words[0], owner=None) if shared else title


def _leads_to(doc: Doc, head: int, start: int, name_at: NameAt) -> bool:
    """Tell whether only a suffix or one complement stands between an office and a name."""
    between = doc[head + 1 : start]
    if len(between) > 1 and between[-1].lower_ in _TO_COME:
        return all(token.text == "-" or is_suffix(token.lower_) for token in between)  # "President-elect X"
    if len(between) == 0 or (len(between) == 1 and (is_suffix(between[0].lower_) or between[0].lower_ == "named")):
        return True
    inner = 2 if len(between) > 2 and between[1].lower_ == "the" else 1
    if between[0].lower_ not in {"of", "for", "to", "on"} or len(between) <= inner:
        return False
    if _is_portfolio(doc, head, between[inner:], name_at):
        return True
    name = name_at(between[inner].i)
    if name is not None:
        settled = doc[head].text[0].isupper() or doc[head].lower_ in {"ambassador", "envoy", "representative"}
        return name[1] == start and name[2] in {"place", "state", "organization", "body"} and settled
    inside = all((t.text.islower() and (t.pos_ != "ADP" or t.lower_ == "of")) or t.text == "-" for t in between[1:])
    return between[0].lower_ in {"of", "for"} and inside  # not "as secretary of state under X"


def _is_portfolio(doc: Doc, head: int, words: TokenSpan, name_at: NameAt) -> bool:
    """Tell whether capitals behind an office say what it is for: "Minister of Justice and Human Rights"."""
    if doc[head].text not in _OF_FIELDS or len(words) == 0 or words[-1].lower_ == "and":
        return False
    name = name_at(words[0].i)
    owner = name is not None and name[2] in _OWNERS  # "Director of the Amaru Front X"
    return not owner and all(word.text[0].isupper() or word.lower_ == "and" for word in words)


def _apposed_before(doc: Doc, start: int, end: int, name_at: NameAt) -> Title | None:
    """Read "The Russian president, X," where the office ends at the comma."""
    comma = start - 1
    if comma < 1 or doc[comma].text != ",":
        return None
    closes = end >= len(doc) or doc[end].text in _CLOSERS or doc[end].is_space or doc[end - 1].dep_ == "appos"
    acts = not closes and doc[end].tag_ in {"VBD", "VBZ"}  # "Chile's prime minister, X said so"
    if not closes and not acts:
        return None
    for at in range(comma - 1, max(comma - _REACH, -1), -1):
        token = doc[at]
        if token.pos_ in _STOPS or (token.is_punct and token.text not in _GLUE):
            return None
        if _is_head(token):
            office = read_title(doc, at, name_at, limit=comma)
            reaches = office.end >= comma or all(name_at(i) is not None for i in range(office.end, comma))
            opens = doc[office.start].is_sent_start or (office.start > 0 and doc[office.start - 1].is_sent_start)
            return office if reaches and _is_definite(doc, office) and (closes or opens) else None
    return None


def _is_definite(doc: Doc, office: Title) -> bool:
    before = doc[office.start - 1].lower_ if office.start else ""
    return office.owner is not None or before in {"the", "its", "his", "their", "her"}


def _after(doc: Doc, end: int, name_at: NameAt) -> list[Title]:
    """Read ", senior fellow at the Institute", ", a former envoy and now an analyst", "(foreign minister)"."""
    found: list[Title] = []
    if end >= len(doc) or doc[end].text not in {",", "(", "\u2014", "\u2013"}:
        return found
    at = end + 1
    while at < min(len(doc), end + _REACH):
        token, name = doc[at], name_at(at)
        if name is not None and name[2] in _BODIES:
            at = name[1]  # "a General Motors board member"
            continue
        if _is_head(token) and token.pos_ in {"NOUN", "PROPN", "ADJ"} and not _goes_on(doc, at):
            office = read_title(doc, at, name_at, limit=len(doc))
            owner_end = _possessor_end(doc, office, name_at)
            if owner_end is not None:
                at = owner_end  # ", President X's deputy adviser"
                continue
            if office.start <= end or _names_next_person(doc, office, name_at) or _is_subject_of_next(doc, office, end):
                return found
            found.append(office)
            at = office.end
            if at >= len(doc) or doc[at].lower_ != "and":
                return found
        elif _ends_apposition(token):
            return found
        at += 1
    return found


def _ends_apposition(token: Token) -> bool:
    if (token.pos_ in _STOPS and token.tag_ not in {"VBN", "VBG"}) or token.lower_ == "according":
        return True
    return token.tag_ in {"WP", "WDT", "WP$", "PRP"} or token.is_space or (token.is_punct and token.text not in _GLUE)


def _is_subject_of_next(doc: Doc, office: Title, comma: int) -> bool:
    """Tell whether the phrase is the subject of what follows and no apposition ("After meeting X, the minister said")."""
    if says_behind(doc, office.end):
        return True
    head = doc[office.head]
    definite = doc[office.start].lower_ == "the" or (office.start > 0 and doc[office.start - 1].lower_ == "the")
    following = doc[office.end] if office.end < len(doc) else None
    if definite and following is not None and following.tag_ == "VBD" and following.dep_ in {"acl", "relcl"}:
        return True  # "… to endorse X, the senator announced", where the parser hangs the two on what is before
    return (
        definite
        and head.dep_ in {"nsubj", "nsubjpass"}
        and head.head.i > head.i
        and following is not None
        and following.text not in {",", ")", "\u2014", "\u2013"}
        and doc[comma - 1].head != head.head
    )


def _goes_on(doc: Doc, at: int) -> bool:
    """Tell whether a later office word closes the same title ("deputy minister", "president's adviser")."""
    following = doc[at + 1] if at + 1 < len(doc) else None
    if following is None:
        return False
    if following.text in _GLUE:
        return True
    if doc[at].lower_ in {"deputy", "vice", "assistant", "chief"}:
        inner = at + 1
        while inner + 1 < len(doc) and is_title_word(doc[inner].lower_) and not _is_head(doc[inner]):
            inner += 1
        if doc[inner].pos_ == "ADJ" and inner + 1 < len(doc):
            inner += 1  # "chief executive officer"
        # "deputy press secretary", "chief economic adviser"
        return _is_head(doc[inner]) and doc[inner].pos_ in {"NOUN", "PROPN"}
    return is_office_word(following.lower_) and following.pos_ == "NOUN" and not is_suffix(following.lower_)


def _names_next_person(doc: Doc, office: Title, name_at: NameAt) -> bool:
    """Tell whether the office belongs to a name right behind it ("X, President Y and Z")."""
    named = name_at(office.end) if office.end < len(doc) else None
    return named is not None and named[2] == "open"


def _possessor_end(doc: Doc, office: Title, name_at: NameAt) -> int | None:
    """Return where the possessor ends whose own title was read ("President X's …"), or None."""
    named = name_at(office.end) if office.end < len(doc) else None
    end = named[1] if named is not None and named[2] == "open" else None
    return end + 1 if end is not None and end < len(doc) and doc[end].tag_ == "POS" else None


def _by_verb(doc: Doc, start: int, end: int, name_at: NameAt) -> Title | None:
    """Read "X is president of Y", "X became foreign minister", "X, who is chairman"."""
    name = doc[start:end].root
    clause = next((child for child in name.children if child.dep_ == "relcl"), None)
    verb = clause if clause is not None else name.head if name.dep_ == "nsubj" else None
    if verb is None or verb.lemma_ not in {"be", "become", "serve"}:
        return None
    relative, past = clause is not None, verb.tag_ == "VBD"
    if past and verb.lemma_ != "become" and not relative:
        return None
    if any(child.dep_ in {"neg", "aux"} and child.lower_ not in {"has", "have", "had"} for child in verb.children):
        return None
    office = _predicate(verb)
    if office is None or office.i < end or office.lower_ == "official":  # "became the first official to"
        return None
    behind = {child.dep_ for child in office.rights}
    if "relcl" in behind and "prep" not in behind:
        return None  # "is the leader that our troops deserve"
    read = read_title(doc, office.i, name_at, limit=len(doc))
    return replace(read, status="former") if relative and past else read


def _predicate(verb: Token) -> Token | None:
    for child in verb.children:
        if child.dep_ == "attr" and _is_head(child):
            return child
        if child.lower_ == "as":
            return next((noun for noun in child.children if noun.dep_ == "pobj" and _is_head(noun)), None)
    return None


def read_title(doc: Doc, head: int, name_at: NameAt, limit: int) -> Title:
    """Read the title whose head word is `head`: its words, its owner, its status; looks no further than `limit`."""
    left = _read_left(doc, head, name_at)
    end, last, right_owner = _read_right(doc, head, name_at, limit)
    owner = left.owner if left.owner is not None else right_owner
    status = left.status
    of_field = head + 1 < limit < len(doc) and doc[head + 1].lower_ in {"of", "for"}
    if of_field and _is_portfolio(doc, head, doc[head + 2 : limit], name_at):
        end = last = limit
    if last > head + 1 and doc[last - 1].lower_ in _TO_COME:
        status = status_of(doc[last - 1].lower_)
        last -= 2 if doc[last - 2].text == "-" else 1
    return Title(left.start, end, head, (left.first, last), status or "current", owner)


def _read_left(doc: Doc, head: int, name_at: NameAt) -> _Left:
    """Walk left from an office's head over its modifiers, its owner and its status."""
    left = _Left(head, head)
    at = head - 1
    while at >= 0:
        token, name = doc[at], name_at(at)
        if token.text == ")" and at > 2 and doc[at - 2].text == "(" and left.owner is None:
            at -= 3  # "Coastal Defence Forces (CDF) spokesman"
            continue
        if token.tag_ == "POS":
            return left if left.owner is not None and not _is_topic(left, name_at) else _own(left, at - 1, name_at)
        if name is not None:
            if doc[name[0] : name[1]].text not in _PARTIES:  # "the Republican president"
                left = _own(left, name[0], name_at)
            at = name[0] - 1
            continue
        taken = _take_word(left, token, name_at)
        if taken is None:
            break
        left, at = taken, at - 1
    return left


def _own(left: _Left, owner: int, name_at: NameAt) -> _Left:
    """Take a name before the head as owner; a country right before the head is then the title's topic ("Japan expert")."""
    if left.owner is None:
        return replace(left, start=owner, owner=owner)
    first = left.owner if _is_topic(left, name_at) else left.first
    return replace(left, start=owner, owner=owner, first=first)


def _is_topic(left: _Left, name_at: NameAt) -> bool:
    """Tell whether the owner found so far is a country's noun right before the title."""
    if left.owner is None:
        return False
    name = name_at(left.owner)
    return name is not None and name[2] in {"state", "place"} and name[1] == left.first


def _take_word(left: _Left, token: Token, name_at: NameAt) -> _Left | None:
    """Return the title with one more word before it, or None where the phrase ends."""
    word = token.lower_
    status = status_of(word)
    if status is not None and word != "next" and not (word == "then" and token.is_sent_start):
        return replace(left, start=token.i, status=left.status or status)
    if token.text in _PARTIES:
        return left
    if word == "first" and word_after(token) in {"minister", "deputy", "vice", "lady", "secretary"}:
        return replace(left, start=token.i, first=token.i)
    if token.text == "-" or is_description(word):
        return left
    if word in {"and", ","} and left.owner == token.i + 1 and _is_name_of(token.i - 1, name_at):
        own = name_at(left.owner)
        return left if own is None or own[2] != "adjective" else None  # "the White House and French President X"
    if left.owner is not None or token.pos_ not in {"NOUN", "ADJ", "PROPN"} or word in name_words("dates"):
        return None
    capital = token.doc[left.first].text[0].isupper() and token.text.islower()
    if capital and not is_title_word(word) and token.pos_ == "ADJ":
        return replace(left, start=token.i)  # "the more hesitant Chancellor X"
    if is_title_word(word) or token.dep_ in _PRENOMINAL:
        return replace(left, start=token.i, first=token.i)
    return None


def _is_name_of(at: int, name_at: NameAt) -> bool:
    """Tell whether a token belongs to a name that may own an office together with the next ("CIA and White House")."""
    name = name_at(at) if at >= 0 else None
    return name is not None and name[2] != "open"


def _read_right(doc: Doc, head: int, name_at: NameAt, limit: int) -> tuple[int, int, int | None]:
    """Return where the phrase ends, where the title ends, and a token of the owner ("secretary of state", "head of X")."""
    end = head + 1
    while end < limit and (
        is_suffix(doc[end].lower_) or (doc[end].text == "-" and end + 1 < limit and is_suffix(doc[end + 1].lower_))
    ):
        end += 1
    if end + 1 >= limit or doc[end].lower_ not in _TOPICS | _PLACES:
        return end, end, None
    return _read_complement(doc, end, name_at, limit)


def _read_complement(doc: Doc, at: int, name_at: NameAt, limit: int) -> tuple[int, int, int | None]:
    """Read "of unification", "for Syria", "at the Institute" behind a title that ends at `at`."""
    preposition, inner = doc[at].lower_, at + 1
    while inner < limit and (doc[inner].pos_ == "DET" or doc[inner].lower_ in {"its", "his", "her", "their"}):
        inner += 1
    name = name_at(inner) if inner < limit else None
    field = preposition == "of" and name is not None and _is_field_of(doc, at - 1, name[1])
    if name is not None and name[2] != "adjective" and not field:
        if preposition in _TOPICS and name[2] != "open":
            return name[1], name[1], None
        return name[1], at, name[0]
    end, owner = _noun_run(doc, inner, name_at, limit)
    if field:
        owner = None
    if end == inner:
        return at, at, None
    if owner is not None:
        return end, at, owner
    if preposition in {"of", "for", "on"}:
        return end, end, _second_owner(doc, end, name_at, limit)
    return end, at, None


def _is_field_of(doc: Doc, head: int, end: int) -> bool:
    """Tell whether a name that ends at `end` begins what a scholar knows of: "professor of East Asian studies"."""
    behind = doc[end] if end < len(doc) else None
    noun = behind is not None and behind.text.islower() and behind.pos_ == "NOUN"
    return noun and office_sectors(doc[head].lower_) == ("EDU",)


def _noun_run(doc: Doc, start: int, name_at: NameAt, limit: int) -> tuple[int, int | None]:
    """Return where a run of nouns and adjectives ends, and the name in it: the last organisation, else the first name."""
    end, owner = start, None
    while end < limit and (doc[end].pos_ in {"NOUN", "ADJ", "PROPN"} or doc[end].text in _GLUE):
        named = name_at(end)
        if named is not None and named[2] == "open" and end > start and all(map(_is_field, doc[start:end])):
            break  # "Secretary of State X": who holds it, and nobody whose it is
        if named is not None and (owner is None or named[2] in _BODIES):
            owner = named[0]
        end = named[1] if named is not None else end + 1
    return end, owner


def _is_field(token: Token) -> bool:
    """Tell whether a word says what an office is for: "of State", "of Staff", "of Defence"."""
    return is_title_word(token.lower_) and not is_office_word(token.lower_)


def _second_owner(doc: Doc, at: int, name_at: NameAt, limit: int) -> int | None:
    if at + 1 < limit and doc[at].lower_ in {"of", "at"}:
        inner = at + 2 if doc[at + 1].lower_ == "the" and at + 2 < limit else at + 1
        return inner if name_at(inner) is not None else None
    return None


def span_of_title(doc: Doc, title: Title) -> Span:
    """Return the place of a title's own words in the text."""
    first, last = title.words
    return Span(doc[first].idx, doc[last - 1].idx + len(doc[last - 1]))
