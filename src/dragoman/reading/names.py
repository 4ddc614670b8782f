"""Names in a text: known ones, and runs of capitals cut into offices, organisations and names of still unknown kind.

spaCy's small NER is evidence here, never the last word; `name_kinds` weighs it over the whole article.
"""

import functools
from dataclasses import dataclass

from spacy.tokens import Doc

from dragoman.reading.annotations import paragraphs_of
from dragoman.reading.capital_runs import JOINERS, NAME_TAGS, Piece, read_run
from dragoman.reading.gazetteer import Known, match_known
from dragoman.reading.name_words import is_thing, name_words
from dragoman.reading.offices import (
    is_honorific,
    is_office_word,
    is_title_word,
    office_end,
    office_of_plural,
)
from dragoman.reading.people_nouns import kind_of_noun, nouns_of
from dragoman.reading.rules import load_rules
from dragoman.reading.sectors import organization_heads

__all__ = ["Name", "find_names", "headline_tokens"]

# Words that open an office behind the name of whose it is.
_RANKING = frozenset({"vice", "deputy", "assistant", "associate", "acting", "chief", "executive", "managing", "senior"})
_GOVERNING = frozenset({"Administration", "Government", "Regime", "Cabinet"})
_MODALS = frozenset({"will", "may", "can", "could", "would", "should", "must"})
_HEADING = 12  # tokens of a heading in capitals at most; old wires have whole paragraphs in them


@functools.cache
def _leaders() -> frozenset[str]:
    return frozenset(load_rules("leaders")["alone"]["words"])


@dataclass(frozen=True, slots=True)
class Name:
    """A name as it stands in the text; token indices, half-open."""

    start: int
    end: int
    kind: str  # a KnownKind, "organization" or "outlet" by its form, "open" (to be weighed), or "thing" (no actor)
    form: str  # the words with straight apostrophes and single spaces
    known: Known | None = None
    title: int | None = None  # first token of an office printed in capitals right before ("President X")


def headline_tokens(doc: Doc) -> frozenset[int]:
    """Return the tokens of paragraphs in headline capitals, and in nothing but capitals, where a capital says nothing."""
    found: set[int] = set()
    for part in paragraphs_of(doc):
        span = doc.char_span(part.start, part.end, alignment_mode="expand")
        if span is None:
            continue
        words = [token for token in span if token.is_alpha and len(token) > 3]
        capital = sum(token.text[0].isupper() for token in words)
        headline = len(words) > 2 and len(span) < 40 and capital >= 0.8 * len(words)
        if headline or (len(words) > 1 and len(span) < _HEADING and span.text.isupper()):
            found.update(token.i for token in span)
    return frozenset(found)


def find_names(doc: Doc) -> list[Name]:
    """Find all names in order, without overlaps.

    1. known names; 2. runs of capitalised tokens and known names; 3. each run cut at offices; 4. each part classified.
    """
    known = match_known(doc)
    people = _people_of(doc)
    heads = headline_tokens(doc)
    named = _named_inside(doc, heads)
    people -= _ordinary_words(doc, heads, named)
    surnames = _surnames(doc, named)
    dateline = _dateline(doc)
    names: list[Name] = []
    at = 0
    while at < len(doc):
        run = read_run(doc, at, known, people | surnames, heads)
        if run:
            found = _cut_run(doc, run)
            found = [name for name in found if not _is_people(name)]
            names.extend(_name(doc, n.start, n.end, "thing", None) if _is_where(n, dateline) else n for n in found)
        at = run[-1].end if run else at + 1
    return names


def _dateline(doc: Doc) -> range:
    """Return the tokens of the article's dateline: it says where somebody wrote."""
    line = doc._.article.parts.dateline if doc._.article is not None else None
    span = doc.char_span(line.start, line.end, alignment_mode="expand") if line is not None else None
    return range(span.start, span.end) if span is not None else range(0)


def _is_people(name: Name) -> bool:
    """Tell whether a name is a noun for people that keeps its capital: "Kurds"; it is read as nouns are."""
    word = name.form.lower()
    return name.kind == "open" and word in nouns_of("proper") and kind_of_noun(word) == "group"


def _is_where(name: Name, dateline: range) -> bool:
    """Tell whether a name that no table knows stands in the dateline."""
    return name.known is None and name.start in dateline


def _named_inside(doc: Doc, heads: frozenset[int]) -> frozenset[str]:
    """Return the words that are names inside a sentence, headlines left out."""
    return frozenset(
        token.text
        for token in doc
        if token.is_alpha
        and not token.is_lower
        and not token.is_sent_start
        and token.tag_ in NAME_TAGS
        and token.i not in heads
    )


def _surnames(doc: Doc, named: frozenset[str]) -> frozenset[int]:
    """Return the tokens at a sentence's start that the tagger takes for a common noun and the article has as a name."""
    return frozenset(
        token.i
        for token in doc
        if token.is_title
        and token.is_sent_start
        and token.tag_ in {"NN", "VB", "VBP", "JJ"}
        and (token.text in named or token.text in _leaders())
    )


def _ordinary_words(doc: Doc, heads: frozenset[int], named: frozenset[str]) -> frozenset[int]:
    """Return the tokens of headlines that the text below has in small letters and never as a name ("Lind Will Go")."""
    # What ends with a full stop is a sentence with many names in it.
    heads = frozenset(i for i in heads if doc[i].sent[-1].text != ".")
    if not heads:
        return heads
    wanted = {doc[i].lower_ for i in heads}
    small = {token.lower_ for token in doc if token.is_lower and token.i not in heads and token.lower_ in wanted}
    strangers = {
        token.i
        for ent in doc.ents
        if ent.label_ == "PERSON" and ent.start in heads and any(token.text in named for token in ent)
        for token in ent
    }  # "Kerry Pulls Strings", where the text below names a Kerry
    modals = {i for i in heads if i > 0 and doc[i].lower_ in _MODALS and doc[i - 1].tag_ in NAME_TAGS}
    plain = strangers | modals | {i + 1 for i in modals}
    return frozenset(i for i in heads if doc[i].text not in named and (doc[i].lower_ in small or i in plain))


def _people_of(doc: Doc) -> frozenset[int]:
    """Return the tokens of persons' names of two words and more as NER has them, known adjectives and states left out."""
    persons = [[token.i for token in ent if token.tag_ != "POS"] for ent in doc.ents if ent.label_ == "PERSON"]
    return frozenset(token for person in persons if len(person) > 1 for token in person)


def _cut_run(doc: Doc, run: list[Piece]) -> list[Name]:
    """Cut a run at its offices and classify what stands between them."""
    names: list[Name] = []
    part: list[Piece] = []
    title: int | None = None
    at = 0
    while at < len(run):
        end = office_end([_lower(doc, piece) for piece in run], at) if _may_hold_office(doc, run, at, part) else at
        if end > at:
            names.extend(_classify(doc, part, title))
            part, title = [], run[at].start
            at = _after_title(doc, run, end)
        else:
            part.append(run[at])
            at += 1
    names.extend(_classify(doc, part, title))
    return names


def _after_title(doc: Doc, run: list[Piece], end: int) -> int:
    """Take "of State" and "of Foreign Affairs" into the title before."""
    if end < len(run) and run[end].start > run[end - 1].end:
        while end < len(run) and is_title_word(_lower(doc, run[end])):
            end += 1
    return end


def _lower(doc: Doc, piece: Piece) -> str:
    """Return the lower-case word of a piece, "" for several words; "president" for "Presidents X and Y"."""
    word = doc[piece.start].lower_ if piece.end == piece.start + 1 else ""
    several = word and piece.end < len(doc) and doc[piece.end].text[0].isupper()
    return (office_of_plural(word) if several else None) or word


def _may_hold_office(doc: Doc, run: list[Piece], at: int, part: list[Piece]) -> bool:
    """Tell whether an office may begin here: "Defence Secretary X", not the surname in "John Major"."""
    if run[at].known is not None and not is_title_word(_lower(doc, run[at])):
        return False
    if part and part[-1].known is None:
        word = doc[run[at].start]
        if word.lower_.endswith(".") and is_honorific(word.lower_):
            return True  # "Democrat Sen. X"
        leads = word.lower_ in _RANKING and office_end([_lower(doc, piece) for piece in run], at) > at + 1
        office = leads or is_office_word(word.lower_)  # "Orbis Vice President X"
        if office and len(part) > 1 and doc[part[-1].end - 1].text in name_words("joined_heads"):
            return True  # "House Budget Committee Chairwoman X", whatever NER makes of it
        return office and word.ent_type_ != "PERSON" and doc[part[-1].start].ent_type_ != "PERSON"
    return True


def _classify(doc: Doc, part: list[Piece], title: int | None) -> list[Name]:
    if not part:
        return []
    start, end = part[0].start, part[-1].end
    last = doc[end - 1].text
    georgia = end < len(doc) and doc[start:end].text == "Georgia" and doc[end].lower_ in name_words("american_offices")
    outlet = "outlet" if _is_titled_outlet(doc, start, end) else None
    alone = "thing" if georgia or is_thing(_form(doc, start, end)) else outlet
    if alone is not None:
        return [_name(doc, start, end, alone, None)]
    if len(part) == 1 and part[0].known is not None:
        return [_name(doc, start, end, part[0].known.kind, part[0].known)]
    if _is_outlet_by_name(part[-1]):  # "the failing New York Times" in capitals
        return [_name(doc, p.start, p.end, p.known.kind, p.known) for p in part if p.known is not None]
    if last in _GOVERNING and len(part) == 2 and doc[start].text in _leaders():
        return _peel(doc, part[:-1], title)  # "the Trump Administration" is read as "the Trump administration"
    head = _organisation_head(doc, part)
    if head is not None:
        return _organisation(doc, part)
    if last in _rule_words("outlets", "heads") and (len(part) > 1 and _is_organisation(doc, start, end)):
        return [_name(doc, start, end, "outlet", None)]
    if last in _dependents() and len(part) > 1 and doc[end - 1].ent_type_ != "PERSON":
        return [_name(doc, start, end, "thing", None), *_known_of(doc, part, whole=False)]
    return _peel(doc, part, title)


def _is_outlet_by_name(piece: Piece) -> bool:
    """Tell whether a piece is the name of several words of a known outlet, before which nothing belongs to it."""
    return piece.known is not None and piece.known.kind == "outlet" and piece.end > piece.start + 1


def _organisation_head(doc: Doc, part: list[Piece]) -> str | None:
    """Find the word that makes a name an organisation's: its last word, or the one before "of", "for", "on"."""
    heads = organization_heads()
    if len(part) < 2:
        return None
    words = [doc[piece.end - 1].text for piece in part]
    if words[0] in name_words("members") and doc[part[0].end].text.islower():
        return words[0]  # "Americans for Fair Tariffs"
    if part[-1].known is None and words[-1] in heads:
        return words[-1]
    for piece, word in zip(part, words, strict=True):
        if word in heads and piece.end < part[-1].end and doc[piece.end].lower_ in JOINERS:
            return word
    owner, last = part[0].known, part[-1].known
    if last is not None and last.kind in {"body", "organization"} and owner is not None and owner is not last:
        other = last.country is None or (
            last.kind == "body" and owner.country != last.country
        )  # "Peruvian Secret Service"
        return words[-1] if owner.kind in {"adjective", "state"} and other else None
    return None


def _organisation(doc: Doc, part: list[Piece]) -> list[Name]:
    first = part[0].known
    country = next((p.known.country for p in part if p.known is not None and p.known.country), None)
    members = doc[part[0].start].text in name_words("members")
    sectors = part[-1].known.sectors if part[-1].known is not None else ()
    start, end = part[0].start, part[-1].end
    form = _form(doc, start, end)
    known = Known(
        "body" if first is not None and part[-1].known is not None and not members else "organization",
        form,
        country,
        sectors,
    )
    return [_name(doc, start, end, "organization", known)]


def _is_organisation(doc: Doc, start: int, end: int) -> bool:
    labels = [doc[i].ent_type_ for i in range(start, end)]
    return "ORG" in labels or (start > 0 and doc[start - 1].lower_ == "the")


def _peel(doc: Doc, part: list[Piece], title: int | None) -> list[Name]:
    """Take the known names out of a part; what is left between them is open."""
    names: list[Name] = []
    rest: list[Piece] = []
    for piece in part:
        if piece.known is None:
            rest.append(piece)
            continue
        names.extend(_open(doc, rest, title))
        rest = []
        names.append(_name(doc, piece.start, piece.end, piece.known.kind, piece.known))
    return [*names, *_open(doc, rest, title)]


def _known_of(doc: Doc, part: list[Piece], *, whole: bool) -> list[Name]:
    del whole
    return [
        _name(doc, p.start, p.end, p.known.kind, p.known)
        for p in part
        if p.known is not None and p.known.kind == "adjective"
    ]


def _open(doc: Doc, rest: list[Piece], title: int | None) -> list[Name]:
    if not rest:
        return []
    first = doc[rest[0].start]
    if title is None and len(rest) > 2 and first.text in name_words("parties"):
        title, rest = rest[0].start, rest[1:]  # "Democrat Ana Ruiz"
    people = kind_of_noun(first.lower_ + "s") == "group" and first.text not in _first_names()  # "Guy Lund"
    if title is None and len(rest) > 2 and first.is_sent_start and people:
        rest = rest[1:]  # "Farmer Ana Ruiz"
    start, end = rest[0].start, rest[-1].end
    letters = all(len(word) == 2 and word.endswith(".") for word in doc[start:end].text.split())  # "A to Z."
    kind = "thing" if _is_credit(doc, start, end) or letters else "open"
    return [Name(start, end, kind, _form(doc, start, end), None, title)]


@functools.cache
def _first_names() -> frozenset[str]:
    genders = load_rules("people_nouns")["genders"]
    return frozenset([*genders["male"], *genders["female"]])


def _is_titled_outlet(doc: Doc, start: int, end: int) -> bool:
    """Tell whether the article's capital inside a sentence makes a word an outlet's name: "told The Economist that"."""
    before = doc[start - 1] if start else None
    titled = before is not None and before.text == "The" and not before.is_sent_start
    return titled and _form(doc, start, end) in _rule_words("outlets", "articled")


def _is_credit(doc: Doc, start: int, end: int) -> bool:
    """Tell whether a name stands between slashes, as in a picture's credit, or holds a number ("MQ-9")."""
    return (
        doc[start - 1].text == "/"
        or (end < len(doc) and doc[end].text == "/")
        or any(char.isdigit() for char in doc[end - 1].text)
    )


def _name(doc: Doc, start: int, end: int, kind: str, known: Known | None) -> Name:
    return Name(start, end, kind, _form(doc, start, end), known)


def _form(doc: Doc, start: int, end: int) -> str:
    return " ".join(doc[start:end].text.replace("’", "'").split())


@functools.cache
def _rule_words(table: str, key: str) -> frozenset[str]:
    return frozenset(load_rules(table)[key])


@functools.cache
def _dependents() -> frozenset[str]:
    return frozenset(load_rules("sectors")["dependents"]["words"])
