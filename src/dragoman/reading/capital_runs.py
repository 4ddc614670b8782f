"""Runs of capitals in a text: known names and capitalised words that stand together, with the small words inside names."""

import re
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from dragoman.reading.date_words import load_lexicon
from dragoman.reading.gazetteer import Known
from dragoman.reading.name_words import is_helped, name_words
from dragoman.reading.sectors import organization_heads

__all__ = ["JOINERS", "NAME_TAGS", "Piece", "read_run"]

NAME_TAGS = frozenset({"NNP", "NNPS"})
JOINERS = frozenset({"of", "for", "on", "in", "to", "against", "without"})
_LISTED = 8  # tokens behind a comma in which a list inside a name is over
# Last words of the names of military units, before which their numbers stand.
_UNITS = frozenset({
    "Division", "Brigade", "Regiment", "Battalion", "Fleet", "Army", "Corps", "Squadron", "Wing", "Infantry", "Company",
})  # fmt: skip
_TICKER = re.compile(r"[A-Z]{2,5}\.[A-Z]{1,2}")  # of a share, "(ADM.N)"
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)")


@dataclass(frozen=True, slots=True)
class Piece:
    """One step of a capitalised run: a known name or a single token."""

    start: int
    end: int
    known: Known | None


def read_run(
    doc: Doc, at: int, known: dict[int, tuple[int, Known]], people: frozenset[int], heads: frozenset[int]
) -> list[Piece]:
    """Return the run of capitals that begins at a token, empty where none does.

    known: what `match_known` gives; people: tokens of names of persons; heads: tokens where a capital says nothing.
    """
    pieces: list[Piece] = []
    while at < len(doc):
        piece = _next_piece(doc, at, known, people, inside=bool(pieces))
        if piece is None or (piece.known is None and piece.start in heads and piece.start not in people):
            break
        pieces.append(piece)
        at = _after_piece(doc, pieces, known)
        if at < 0:
            break
    return pieces


def _next_piece(
    doc: Doc, at: int, known: dict[int, tuple[int, Known]], people: frozenset[int], *, inside: bool
) -> Piece | None:
    if at in known:
        end, what = known[at]
        within_person = what.kind in {"state", "seat", "place", "people", "organization"} and _is_part_of_person(
            at, end, people
        )
        if not within_person:
            return Piece(at, end, what)
    token = doc[at]
    if _names_nobody(doc, at) or (inside and (_begins_date(doc, at) or _is_day(doc, at))):
        return None
    if token.text[0].isupper() and (token.is_alpha or "." in token.text or "'" in token.text or "’" in token.text):
        return Piece(at, at + 1, None) if inside or at in people or _may_start(token) else None
    if (token.text[0].isupper() and token.text[-1].isdigit()) or (not inside and _numbers_unit(doc, at)):
        return Piece(at, at + 1, None)
    if token.lower_ in {"al", "el"} and at + 2 < len(doc) and doc[at + 1].text == "-" and doc[at + 2].text[0].isupper():
        return Piece(at, at + 3, None)
    return None


def _names_nobody(doc: Doc, at: int) -> bool:
    """Tell whether a token with a capital is no part of a name: units, tickers, addresses, and "Former" before an office."""
    text = doc[at].text
    label = doc[at].lower_ in name_words("units") or _TICKER.fullmatch(text) or "@" in text or text == "Former"
    return bool(label) or _is_party_tag(doc, at)


def _numbers_unit(doc: Doc, at: int) -> bool:
    """Tell whether a token is the number of a military unit: "the 10th Cavalry Regiment"."""
    if not _ORDINAL.fullmatch(doc[at].text):
        return False
    end = at + 1
    while end < len(doc) and doc[end].is_title:
        end += 1
    return end > at + 1 and doc[end - 1].text in _UNITS


def _begins_date(doc: Doc, at: int) -> bool:
    """Tell whether a token is a month with its day behind it: "met Quispe Feb. 27"."""
    day = doc[at + 1] if at + 1 < len(doc) else None
    return doc[at].lower_.rstrip(".") in load_lexicon().months and day is not None and day.text[0].isdigit()


def _is_day(doc: Doc, at: int) -> bool:
    """Tell whether a token is the day behind a name: "Secretary Ana Ruiz Thursday said"."""
    day = doc[at].lower_ in load_lexicon().weekdays and len(doc[at]) > len("Sun")
    return day and not (at + 1 < len(doc) and doc[at + 1].text[0].isupper())


def _is_party_tag(doc: Doc, at: int) -> bool:
    """Tell whether a token opens the party and state of an American politician: "(R., Ohio)", ", D-N.Y."."""
    text = doc[at].text
    if len(text) > 1 and text[0] in "RDI" and text[1] in "-–":
        return True
    alone = text in {"R", "R.", "D", "D.", "I", "I."} and at > 0
    if at > 1 and doc[at - 1].text == "-" and doc[at - 2].text in {"R", "D", "I"}:
        return True
    return alone and (doc[at - 1].text == "(" or (at + 1 < len(doc) and doc[at + 1].text == "-"))


def _is_part_of_person(start: int, end: int, people: frozenset[int]) -> bool:
    """Tell whether a known name is wholly inside a longer person's name ("Michael Jordan")."""
    return all(i in people for i in range(start, end)) and (start - 1 in people or end in people)


def _may_start(token: Token) -> bool:
    """Tell whether a capitalised token can begin a name: not where only the sentence's start gives the capital."""
    if token.ent_type_ in {"DATE", "TIME"} and token.lower_ in name_words("dates"):
        return False
    if token.tag_ in NAME_TAGS:
        return not (token.is_sent_start and token.lower_ in name_words("function"))
    following = token.nbor() if token.i + 1 < len(token.doc) else None
    if following is not None and token.lower_ in name_words("surnames") and token.tag_ in {"VB", "NN", "VBP"}:
        return following.text[0].isupper() and following.is_alpha
    if token.lower_ in name_words("function"):
        return False
    if token.is_sent_start or _opens_quote(token):
        return bool(
            token.ent_type_ in {"PERSON", "ORG"}
            and token.tag_ in {"NN", "JJ", "NNS"}
            and following is not None
            and following.text[0].isupper()
        )
    return (
        token.tag_ in {"JJ", "NN", "NNS", "VBG", "VBN", "UH", "FW", "VB", "VBD", "VBP", "RB", "IN", "XX", "PRP"}
        and token.i > 0
    )


def _opens_quote(token: Token) -> bool:
    return token.i > 0 and token.nbor(-1).text in {"“", '"', "‘", "'", ":", "—", "-", "•"}


def _after_piece(doc: Doc, pieces: list[Piece], known: dict[int, tuple[int, Known]]) -> int:
    """Return where the run goes on, or -1 where it ends."""
    at = pieces[-1].end
    if at >= len(doc):
        return -1
    token, last = doc[at], doc[at - 1]
    if token.text == "-" and not last.whitespace_ and not token.whitespace_:
        return _after_hyphen(doc, pieces, known)
    if token.text == "&" or _is_members(doc, at, pieces):
        return at + 1
    if token.is_quote and _is_nickname(doc, at) and pieces[-1].known is None:
        return at + 3
    if token.lower_ in name_words("particles") and token.text.islower() and pieces[-1].known is None:
        skipped = at + 1
        while skipped < len(doc) and (doc[skipped].text == "-" or doc[skipped].lower_ in name_words("particles")):
            skipped += 1
        return skipped if skipped < len(doc) and doc[skipped].text[0].isupper() and doc[skipped].is_alpha else -1
    if token.lower_ in JOINERS and token.text.islower():
        return _after_joiner(doc, at, pieces)
    if token.lower_ == "and" and _joins_organisation(doc, at, pieces):
        return at + 1
    if token.text == "," and (topic := _next_topic(doc, at, pieces)) >= 0:
        return topic
    return at if (not last.is_space and token.text[0].isupper()) or token.lower_ in {"al", "el"} else -1


def _is_members(doc: Doc, at: int, pieces: list[Piece]) -> bool:
    """Tell whether an apostrophe stands behind those who make up an organisation: "the Workers' Party of Korea"."""
    if doc[at].text not in {"'", "’"} or pieces[-1].known is not None or at + 1 >= len(doc):
        return False
    return doc[at - 1].text.endswith("s") and doc[at + 1].text in organization_heads()


def _is_nickname(doc: Doc, at: int) -> bool:
    """Tell whether one word in quotation marks stands inside a person's name: Tomas "Tom" Berg."""
    if at + 3 >= len(doc) or not doc[at + 2].is_quote or doc[at - 1].tag_ not in NAME_TAGS:
        return False
    return doc[at + 1].is_title and doc[at + 3].is_title and doc[at + 3].tag_ in NAME_TAGS


def _after_hyphen(doc: Doc, pieces: list[Piece], known: dict[int, tuple[int, Known]]) -> int:
    at = pieces[-1].end + 1
    region = at in known and not known[at][1].key and known[at][1].kind == "place"  # "the Trans-Pacific pact"
    if at >= len(doc) or pieces[-1].known is not None or (at in known and not region):
        return -1
    following = doc[at]
    if following.text[0].isupper():
        return at
    named = len(pieces) > 1 or doc[pieces[-1].start].tag_ in NAME_TAGS
    if (
        following.lower_ in name_words("tails")
        or is_helped(following.lower_)
        or len(following) > 6
        or not named
        or len(pieces) == 1
    ):
        return -1
    pieces[-1] = Piece(pieces[-1].start, at + 1, None)
    return _after_piece(doc, pieces, known)


def _after_joiner(doc: Doc, at: int, pieces: list[Piece]) -> int:
    """Go on over "of", "for", "on" where what stands before is the head of an organisation or of an office."""
    last = doc[at - 1]
    members = last.text in name_words("members") and doc[at].lower_ in {"for", "of", "against", "without"}
    body = (last.text in organization_heads() and pieces[-1].known is None) or members
    office = last.text[0].isupper() and (
        (last.lower_ in {"secretary", "minister"} and doc[at].lower_ in {"of", "for"})
        or doc[at - 1 : at + 2].text in {"Chief of Staff", "Chief of Defence", "Chief of Defense"}
    )
    if not (body or office) or (body and doc[at].lower_ in {"in", "to"}):
        return -1
    following = at + 1
    if following < len(doc) and doc[following].lower_ == "the":
        following += 1
    if following >= len(doc) or doc[following].lower_ in name_words("dates"):
        return -1  # "told the Senate on Wednesday"
    return following if doc[following].text[0].isupper() else -1


def _joins_organisation(doc: Doc, at: int, pieces: list[Piece]) -> bool:
    """Tell whether "and" stands inside an organisation's name ("Department of Health and Human Services")."""
    joined = any(doc[piece.end].lower_ in {"of", "for", "on"} for piece in pieces[:-1])
    following = doc[at + 1] if at + 1 < len(doc) else None
    if following is None or not following.text[0].isupper():
        return False
    if _ends_in_head(doc, at + 1) and pieces[-1].known is None and doc[at - 1].ent_type_ not in {"PERSON", "GPE"}:
        return doc[at - 1].text not in organization_heads()  # "the Oversight and Reform Committee"
    same_ent = doc[at].ent_type_ == "ORG" and following.ent_iob_ == "I"
    return pieces[-1].known is None and same_ent and (joined or _lacks_head(doc, pieces))


def _next_topic(doc: Doc, at: int, pieces: list[Piece]) -> int:
    """Return where a list of what a body deals with goes on behind a comma ("Committee on Banking, Housing, and …"), or -1."""
    joined = any(
        doc[p.end].lower_ in {"of", "on"} and doc[p.end - 1].text in name_words("joined_heads") for p in pieces[:-1]
    )
    if not joined or pieces[-1].known is not None:
        return -1
    following, end, last = at + 1, at + 1, False
    while end < min(len(doc), at + _LISTED) and (doc[end].text[0].isupper() or doc[end].lower_ in {",", "and"}):
        last = last or doc[end].lower_ == "and"
        end += 1
        if last and doc[end - 1].text[0].isupper():
            return following + 1 if doc[following].lower_ == "and" else following
    return -1


def _ends_in_head(doc: Doc, at: int) -> bool:
    """Tell whether a run of capitals ends in a committee or a ministry, and has a word before it."""
    end = at
    while end < len(doc) and doc[end].text[0].isupper() and doc[end].is_alpha:
        end += 1
    return end > at and doc[end - 1].text in name_words("joined_heads") and doc[at].pos_ != "VERB"


def _lacks_head(doc: Doc, pieces: list[Piece]) -> bool:
    """Tell whether a run ends in an adjective, so that its noun is still to come ("the National Oceanic and …")."""
    last = doc[pieces[-1].end - 1]
    return (
        len(pieces) > 1 and last.lower_.endswith(("ic", "al", "ine", "ary")) and last.text not in organization_heads()
    )
