"""Find the time expressions of an article and resolve them against the day of publication."""

import re
from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc, Token

from dragoman.model import Date, Span
from dragoman.reading.calendar_periods import Period, read_period
from dragoman.reading.date_rules import Context, Meaning, Rule, Tense, load_hint, load_rules_of_time

__all__ = ["find_dates"]

# Words that are months, weekdays, seasons or numbers of a year only now and then, with the tags that say they are not.
_DOUBTFUL = frozenset(
    {
        "may",
        "march",
        "second",
        "spring",
        "fall",
        "sun",
        "sat",
        "mar",
        "jan",
        "mon",
        "wed",
        "once",
        "future",
        "current",
        "recent",
    }
)
# Code points on either side of a word of time that its expression may reach.
_AROUND = 32
_VERBAL = ("MD", "VB")
_FUTURE = frozenset({"will", "shall", "’ll", "'ll", "wo", "would"})
_COUNTED_AFTER = re.compile(
    r"\s+(?:people|men|women|soldiers|troops|tonnes|tons|dollars|euros|pounds|miles|km|kilometres|kilometers|metres|meters|cases|deaths|jobs|workers|students|points|votes|seats|members)\b"
)


@Language.component("dragoman_dates", assigns=["doc._.dates"])
def find_dates(doc: Doc) -> Doc:
    """Leave the time expressions on `doc._.dates`, in text order and apart from each other."""
    published = read_period(doc._.published)
    starts = {token.idx: token for token in doc}
    found: list[Date] = []
    anchor: Period | None = None
    for match, rule in _matches(doc.text):
        token = starts.get(match.start()) or _token_at(doc, match.start())
        if token is None or _is_no_time(match, token, doc.text):
            continue
        meaning = _meaning(rule, match, Context(published, anchor, _tense(token)))
        if meaning is None:
            continue
        found.append(_date(match, meaning))
        anchor = _next_anchor(anchor, meaning)
    doc._.dates = tuple(found)
    return doc


def _meaning(rule: Rule, match: re.Match[str], context: Context) -> Meaning | None:
    """Resolve a match; what lies outside the calendar's years 1 to 9999 ("5000 decades ago") has no value."""
    try:
        return rule.resolve(match, context)
    except (ValueError, OverflowError):
        return Meaning("DATE", None)


def _matches(text: str) -> Iterator[tuple[re.Match[str], Rule]]:
    """Yield the matches of all rules in text order, the longest at each place, none inside another."""
    everything = [
        (match.start(), -match.end(), order, match, rule)
        for start, end in _regions(text)
        for order, rule in enumerate(load_rules_of_time())
        for match in rule.pattern.finditer(text, start, end)
    ]
    last = -1
    for start, negative_end, _, match, rule in sorted(everything, key=lambda row: row[:3]):
        if start >= last:
            last = -negative_end
            yield match, rule


def _regions(text: str) -> Iterator[tuple[int, int]]:
    """Yield the stretches of text around the words of time, cut at white space."""
    start = end = -1
    for hint in load_hint().finditer(text):
        left, right = max(0, hint.start() - _AROUND), min(len(text), hint.end() + _AROUND)
        while left > 0 and not text[left - 1].isspace() and hint.start() - left < 2 * _AROUND:
            left -= 1
        while right < len(text) and not text[right].isspace() and right - hint.end() < 2 * _AROUND:
            right += 1
        if left <= end:
            end = right
            continue
        if end > 0:
            yield start, end
        start, end = left, right
    if end > 0:
        yield start, end


def _token_at(doc: Doc, offset: int) -> Token | None:
    span = doc.char_span(offset, offset + 1, alignment_mode="expand")
    return span[0] if span is not None and len(span) else None


def _is_no_time(match: re.Match[str], token: Token, text: str) -> bool:
    words = match.group().lower().rstrip(".").removeprefix("the ").removeprefix("a ")
    if words in _DOUBTFUL:
        if token.tag_.startswith(_VERBAL) or (
            words in {"may", "march", "mar", "jan", "mon", "wed", "sun", "sat"} and not token.is_title
        ):
            return True
        if words in {"second", "spring", "fall", "sun"}:
            noun = token.head if token.dep_ == "det" else token
            followed = text[match.end() : match.end() + 4] == " of "
            return words in {"second", "sun"} or followed or noun.dep_ not in {"pobj", "npadvmod"}
    if match.group().isdigit() and len(words) == 4:
        return bool(_COUNTED_AFTER.match(text, match.end())) or _is_count(token)
    return words.isdigit()


def _is_count(year: Token) -> bool:
    """A number before a plural noun counts it: "2000 visitors", but not "the 2019 accords"."""
    head = year.head
    return (
        year.dep_ == "nummod"
        and head.i == year.i + 1
        and head.tag_ == "NNS"
        and not any(child.dep_ in {"det", "poss"} for child in head.children)
    )


def _date(match: re.Match[str], meaning: Meaning) -> Date:
    start, end = match.span()
    words = match.group()
    start += len(words) - len(words.lstrip())
    end -= len(words) - len(words.rstrip())
    return Date(Span(start, end), meaning.type, meaning.value, meaning.edtf)


def _next_anchor(anchor: Period | None, meaning: Meaning) -> Period | None:
    period = meaning.period
    return period if period is not None and period.start is not None and period.unit in {"D", "W", "M", "Y"} else anchor


def _tense(token: Token) -> Tense:
    """The tense of the verb that a token hangs on; "present" where it hangs on a noun or an adjective, or nothing tells."""
    verb = token
    for _ in range(6):
        if verb.head == verb or verb.pos_ in {"VERB", "AUX"}:
            break
        if (
            verb.i != token.i
            and verb.pos_ in {"NOUN", "ADJ"}
            and verb.ent_type_ != "DATE"
            and verb.dep_ not in {"npadvmod", "pobj"}
        ):
            return "present"
        verb = verb.head
    helpers = [child for child in verb.children if child.dep_ in {"aux", "auxpass"}]
    if any(child.lower_ in _FUTURE for child in helpers):
        return "future"
    if any(child.lower_ == "to" for child in helpers) or verb.lower_ in {"set", "due", "scheduled", "planned"}:
        return "past" if _tense_of_head(verb) == "past-only" else "future"
    if verb.tag_ in {"VBD", "VBN"} or any(child.tag_ == "VBD" or child.lower_ in {"has", "have"} for child in helpers):
        return "past"
    return "future" if verb.tag_ == "VBG" and helpers else "present"


def _tense_of_head(verb: Token) -> str:
    """An infinitive under a verb of the past that looks at no future ("came to visit on Monday") is past."""
    head = verb.head
    return "past-only" if head != verb and head.tag_ == "VBD" and verb.dep_ == "advcl" else "open"
