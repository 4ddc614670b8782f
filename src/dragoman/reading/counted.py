"""Tell which numbers of a text count or measure something, and find the noun that they count in the parse.

No figures, by rule: numbers inside a date; ordinals; ages of people; names and labels with a number in them; scores;
"one" as a pronoun or an article; "the two leaders", which says who and not how many; "one in five".
"""

import functools
import re
from dataclasses import dataclass
from itertools import pairwise

from spacy.tokens import Doc, Token
from spacy.tokens import Span as TokenSpan

from dragoman.model import Span
from dragoman.reading.measures import Measure, compound_unit, find_measures
from dragoman.reading.rules import load_rules

__all__ = ["Counted", "find_counted"]

_NOUNS = frozenset({"NOUN", "PROPN"})
_BETWEEN = frozenset({"ADJ", "NOUN", "PROPN", "VERB", "ADV"})
_MODIFIERS = frozenset({"nummod", "quantmod", "compound", "amod", "nmod"})
_DEFINITE = frozenset({"the", "these", "those"})
_OWNED = frozenset({"the", "these", "those", "its", "their", "his", "her", "our", "them", "us", "whom", "which", "all"})
_AGE = re.compile(r"[- ](?:years?|months?)[- ](?:old|of age)\b", re.IGNORECASE)
_AGED = re.compile(r"\b(?:aged?|age of|age at) (?:just |only |about )?\Z", re.IGNORECASE)
_UNDER_AGE = re.compile(
    r"\b(?:children|people|men|women|boys|girls|those|anyone|adults|voters|youths|minors) "
    r"(?:under|over|above|below) (?:the age of )?\Z",
    re.IGNORECASE,
)
_TITLE = re.compile(r"\b(?:the|a|of|so-called|this|its|their|about) [\"'“‘]\Z")
_LABEL = re.compile(r"\b(?:[Nn]os?\. ?|Group of |G-)\Z")
_WITHIN = re.compile(r"\b(?:over|during|within|in|throughout|every)(?: the)? \Z", re.IGNORECASE)
_PAST = re.compile(r"(?:over |(?:the )?(?:past|last|next|coming|previous|first|final) )", re.IGNORECASE)
_YEARS = re.compile(r"[12]\d{3} ?[-–/] ?\d{2,4}\Z")
_YEAR = re.compile(r"19\d\d|20\d\d|2100")  # a bare one of these is a year sooner than a count
_MONEY = re.compile(r"(?:dollars|euros|pounds|yen|yuan|rupees|francs)\Z", re.IGNORECASE)
# Longest way, in tokens, from a number to the noun it counts: "12 senior Foreign Ministry and army officers".
_REACH = 6


@dataclass(frozen=True, slots=True)
class Counted:
    """A number that counts or measures, with its place in the parse."""

    measure: Measure
    tokens: TokenSpan  # the number alone
    noun: Token | None  # the counted noun: after the number, or in the phrase "of the ..."
    unit: str | None
    partitive: Token | None  # the "of" of "five of the abductees"

    @property
    def head(self) -> Token:
        """The token by which the number hangs in its clause."""
        if self.partitive is not None or self.noun is None or self.measure.numeral.form == "vague":
            return self.tokens.root
        return self.noun


@functools.cache
def _words(table: str) -> frozenset[str]:
    return frozenset(load_rules("figures")[table]["words"])


def find_counted(doc: Doc) -> list[Counted]:
    """Return the counting and measuring numbers of a Doc in order; reads `doc._.dates`."""
    text = doc.text  # made anew at each call: ask once
    dates = [date.span for date in doc._.dates if date.type != "DURATION" or _is_adverbial(text, date.span)]
    found = []
    measures = [m for m in find_measures(text) if not _in_date(m, dates)]
    ratios = {m for pair in pairwise(measures) if _is_ratio(text, *pair) for m in pair}
    for measure in measures:
        tokens = doc.char_span(measure.numeral.start, measure.numeral.end, alignment_mode="expand")
        if tokens is None or measure in ratios:
            continue
        counted = _count(doc, measure, tokens)
        if counted is not None:
            found.append(counted)
    return found


def _is_adverbial(text: str, time: Span) -> bool:
    """Tell whether a stretch of time says when, not how much: "over two years", "the past two years"."""
    return (
        _WITHIN.search(text, max(0, time.start - 12), time.start) is not None or _PAST.match(time.of(text)) is not None
    )


def _in_date(measure: Measure, dates: list[Span]) -> bool:
    number = Span(measure.numeral.start, measure.numeral.end)
    return any(number.overlaps(date) for date in dates)


def _is_ratio(text: str, first: Measure, second: Measure) -> bool:
    return text[first.end : second.start] == " in " and first.unit is None and first.numeral.value == 1


def _count(doc: Doc, measure: Measure, tokens: TokenSpan) -> Counted | None:
    """Bring one number together with its noun; None where it counts nothing."""
    if _is_age(doc, measure, tokens):
        return None
    if measure.hyphened is not None:
        unit = None if measure.hyphened.lower() in _words("compound") else compound_unit(measure.hyphened)
        return Counted(measure, tokens, None, unit, None) if unit else None
    if measure.unit is not None:
        return Counted(measure, tokens, None, measure.unit, _of_after(doc, measure))
    partitive = _of_after(doc, measure)
    noun = _noun_after_of(partitive) if partitive is not None else _noun(doc, tokens)
    if partitive is not None and measure.numeral.form == "vague" and noun is not None and not _is_owned(noun):
        partitive = None
    if _is_name(doc, measure, tokens, noun) or _is_pronoun(measure, tokens, noun, partitive):
        return None
    return Counted(measure, tokens, noun, _unit(measure, noun), partitive)


def _of_after(doc: Doc, measure: Measure) -> Token | None:
    """Find the "of" (or "out of") that follows a measure directly."""
    after = re.compile(r" (?:out )?of(?= )").match(measure.after)
    if after is None:
        return None
    span = doc.char_span(measure.end + after.end() - 2, measure.end + after.end())
    return span[0] if span is not None else None


def _noun_after_of(of: Token) -> Token | None:
    noun = next((child for child in of.children if child.dep_ in {"pobj", "pcomp"}), None)
    if noun is None:
        noun = next(
            (token for token in of.doc[of.i + 1 : of.i + 1 + _REACH] if token.pos_ in {"NOUN", "PROPN", "PRON"}), None
        )
    return noun


def _is_owned(noun: Token) -> bool:
    """Tell whether a phrase names a definite whole: "its members", "the 17", "them"."""
    return noun.lower_ in _OWNED or any(
        child.lower_ in _OWNED or child.dep_ in {"poss", "nummod"} for child in noun.children if child.i < noun.i
    )


def _noun(doc: Doc, tokens: TokenSpan) -> Token | None:
    """Find the noun that a number counts: its head in the parse, else the plural that follows."""
    head = tokens.root.head
    last = tokens.end - 1
    if head.tag_ == "NN" and head.text.endswith("ed"):
        return None  # "the remaining nine stayed": a verb that the tagger took for a noun
    if (
        tokens.root.dep_ in _MODIFIERS
        and head.pos_ in _NOUNS
        and last < head.i <= last + _REACH
        and not _comma(doc, last, head.i)
    ):
        return head
    noun = None
    for token in doc[tokens.end : tokens.end + _REACH]:
        if token.pos_ not in _BETWEEN and token.text != "-":
            break
        if token.pos_ in _NOUNS and (token.tag_ in {"NNS", "NNPS"} or noun is None):
            noun = token
        elif token.pos_ == "VERB" and token.tag_ not in {"VBN", "VBG"}:
            break
    if noun is None or (noun.tag_ in {"NN", "NNP"} and tokens.root.dep_ not in _MODIFIERS):
        return None
    return noun


def _comma(doc: Doc, start: int, end: int) -> bool:
    return any(token.text in {",", ";", "(", ")", ":"} for token in doc[start:end])


def _unit(measure: Measure, noun: Token | None) -> str | None:
    if measure.numeral.form == "share":
        return "share"
    if noun is None or noun.pos_ in {"PRON", "NUM"}:
        return None
    if _MONEY.search(noun.text):
        return noun.lower_
    if noun.i > 1 and noun.nbor(-1).text == "-" and not noun.nbor(-1).whitespace_ and not noun.nbor(-2).whitespace_:
        return noun.doc[noun.i - 2 : noun.i + 1].text  # "fund-raisers"
    if noun.pos_ != "PROPN":
        squared = noun.i > 0 and noun.nbor(-1).lower_ in {"cubic", "square", "nautical", "light"}
        plural = compound_unit(noun.text) if noun.tag_ == "NN" and measure.value != 1 else None
        return f"{noun.nbor(-1).text} {noun.text}" if squared else plural or noun.text
    first = noun.i
    while first > 0 and noun.doc[first - 1].dep_ == "compound" and noun.doc[first - 1].head == noun:
        first -= 1
    return noun.doc[max(first, 0) : noun.i + 1].text


def _is_age(doc: Doc, measure: Measure, tokens: TokenSpan) -> bool:
    """Tell whether a number is somebody's age: "aged 39", "39-year-old", "Ana Ruiz, 39,"."""
    if _AGE.match(measure.after) or _AGED.search(measure.before):
        return True
    if measure.unit is None and measure.bound is not None and _UNDER_AGE.search(measure.before):
        return _noun(doc, tokens) is None and _below(measure, 120)
    before = doc[max(0, tokens.start - 2) : tokens.start]
    if measure.unit or measure.numeral.form != "digits" or len(before) < 2 or tokens.end >= len(doc):
        return False
    opens = before[1].text in {",", "("} and before[0].pos_ in {"PROPN", "NOUN"}
    if (
        before[1].lemma_ == "be"
        and before[0].lower_ in {"he", "she", "i"} | _persons(before[0])
        and _below(measure, 120)
    ):
        return doc[tokens.end].text in {".", ",", ";", "”", '"'} or doc[tokens.end].lower_ in {"when", "and", "at"}
    return opens and doc[tokens.end].text in {",", ")", ".", ";"} and _below(measure, 120)


def _persons(token: Token) -> set[str]:
    return {token.lower_} if token.pos_ == "PROPN" else set()


def _below(measure: Measure, limit: int) -> bool:
    value = measure.numeral.value
    return not isinstance(value, tuple) and value < limit


def _is_name(doc: Doc, measure: Measure, tokens: TokenSpan, noun: Token | None) -> bool:
    """Tell whether a number is part of a name, a label, a year or the number of a list item."""
    root, first = tokens.root, tokens[0]
    if first.i and not first.is_sent_start and _is_label(doc, measure, first, noun):
        return True
    if (root.dep_ == "nummod" and root.head.i < first.i and noun is None) or _YEARS.match(tokens.text):
        return True
    if measure.numeral.form == "digits" and measure.bound is None and _YEAR.fullmatch(tokens.text):
        return True
    previous = doc[first.i - 1] if first.i else None
    alone = first.is_sent_start or (previous is not None and (previous.text == "(" or previous.is_space))
    return alone and noun is None and tokens.end < len(doc) and doc[tokens.end].text in {".", ")"}


def _is_label(doc: Doc, measure: Measure, first: Token, noun: Token | None) -> bool:
    """Tell whether the words before a number make it a name: "Article 5", "articles 2 and 3", "Group of Seven"."""
    previous, digits = first.nbor(-1), measure.numeral.form == "digits"
    labels = _words("label")
    if (previous.lower_ in labels and measure.bound is None) or _LABEL.search(measure.before):
        return True
    if _TITLE.search(measure.before):
        return True
    if digits and previous.lower_ in {"and", "or", ",", "to", "of"} and first.i > 2:
        return doc[first.i - 3].lower_ in labels and doc[first.i - 2].like_num
    if digits:
        return noun is None and previous.pos_ == "PROPN"
    return measure.numeral.form == "words" and first.text[0].isupper() and not _in_title(doc, first)


def _in_title(doc: Doc, token: Token) -> bool:
    article = doc._.article
    title = article.parts.title if article is not None else None
    return title is not None and token.idx < title.end


def _is_pronoun(measure: Measure, tokens: TokenSpan, noun: Token | None, partitive: Token | None) -> bool:
    """Tell whether a number only points: "one" without a bound, "the two leaders", "the three" alone."""
    word = tokens.text.lower()
    if word == "one":
        counts = (measure.bound in {"above", "below"} or _only_one(tokens)) and (
            noun is not None or partitive is not None
        )
        return not (counts or _of_number(partitive, noun))
    previous = tokens.doc[tokens.start - 1] if tokens.start else None
    if previous is not None and previous.lower_ == "in" and noun is None and measure.numeral.form == "words":
        return True  # "cut in two"
    if previous is None or previous.lower_ not in _DEFINITE or measure.numeral.form != "words":
        return False
    of_them = tokens.start > 1 and tokens.doc[tokens.start - 2].lower_ in {"of", "among"}
    return (noun is None or word == "two") and partitive is None and not of_them


def _only_one(tokens: TokenSpan) -> bool:
    return tokens.start > 0 and tokens.doc[tokens.start - 1].lower_ in {"only", "just", "least"}


def _of_number(partitive: Token | None, noun: Token | None) -> bool:
    """Tell whether "one of" goes on with a count: "one of the five", "one of its 12 members"."""
    if partitive is None or noun is None:
        return False
    return noun.pos_ == "NUM" or any(child.dep_ == "nummod" for child in noun.children)
