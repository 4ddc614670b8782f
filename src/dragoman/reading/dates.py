"""Find the time expressions of an article and resolve them against the day of publication."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

from spacy.language import Language
from spacy.tokens import Doc, Token

from dragoman.model import Date, Span
from dragoman.reading import calendar_periods as periods
from dragoman.reading.calendar_periods import Period, read_period
from dragoman.reading.date_context import Context, Meaning, Rule
from dragoman.reading.date_rules import load_hint, load_rules_of_time
from dragoman.reading.date_tense import tense_of
from dragoman.reading.date_words import kinds_of
from dragoman.reading.name_kinds import is_first_name

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
# Of these, the forms that are names and other words more often where they stand alone.
_SHORT = frozenset({"may", "march", "mar", "jan", "mon", "wed", "sun", "sat"})
_DAYS_CUT_SHORT = frozenset({"mon", "wed", "sun", "sat"})
# What stands behind them where they are part of a name: "Jan Kavan", "the March for Peace", "the March of the Mothers".
_NAMES_AFTER = {
    "jan": re.compile(r"\s+[A-Z][a-z]"),
    "mar": re.compile(r"\s+[A-Z][a-z]"),
    "march": re.compile(r"\s+(?:for\s+[A-Z]|of\s+(?:the\s+)?[A-Z])"),
}
_FRACTION = re.compile(r"\s+of\b")
_VERBAL = ("MD", "VB")
_COUNTED_AFTER = re.compile(
    r"\s+(?:people|men|women|soldiers|troops|tonnes|tons|dollars|euros|pounds|miles|km|kilometres|kilometers|metres|meters|cases|deaths|jobs|workers|students|points|votes|seats|members)\b"
)

# What stands between two days of the week of which the second follows the first: "Monday and continue Tuesday", "Friday
# to Sunday"; a clause with its own subject begins anew.
_ONWARDS = re.compile(
    r"\s*(?:,?\s*(?:and|to|through|until|till)(?:\s+(?:then\s+)?[a-z]+)?(?:\s+(?:on|until|through))?\s+|[-–—]\s*)"
)


@Language.component("dragoman_dates", assigns=["doc._.dates"])
def find_dates(doc: Doc) -> Doc:
    """Leave the time expressions on `doc._.dates`, in text order and apart from each other."""
    published = read_period(doc._.published)
    starts = {token.idx: token for token in doc}
    found: list[Date] = []
    text = doc.text  # spaCy puts it together anew at every call
    matches = list(_matches(text))
    story = _Story(is_history=_is_history(matches, published))
    for match, rule in matches:
        token = starts.get(match.start()) or _token_at(doc, match.start())
        if token is None or _is_no_time(match, token, text):
            continue
        story.move_to(match.start(), text)
        tense = tense_of(token, match)
        meaning = _meaning(rule, match, Context(published, story.anchor, tense, story.results, story.told))
        if meaning is None:
            continue
        meaning = story.follow(meaning, match, text)
        found.append(_date(match, meaning))
        story.hear(meaning, match)
    doc._.dates = tuple(found)
    return doc


@dataclass(slots=True)
class _Story:
    """What the text has told of time so far."""

    is_history: bool
    anchor: Period | None = None
    results: Period | None = None
    told: Period | None = None
    at: int = 0
    day_end: int = -1  # where the last day of the week in the text ends

    def move_to(self, at: int, text: str) -> None:
        """Go on to an offset; a new paragraph of news forgets the year that the one before told of."""
        if not self.is_history and "\n\n" in text[self.at : at]:
            self.told = None
        self.at = at

    def follow(self, meaning: Meaning, match: re.Match[str], text: str) -> Meaning:
        """Put a day of the week behind the one it is told after: "begin Monday and go on Tuesday"."""
        if not match.groupdict().get("weekday") or meaning.period is None or meaning.period.unit != "D":
            return meaning
        before, between = self.anchor, text[self.day_end : match.start()] if self.day_end >= 0 else ""
        self.day_end = match.end()
        if before is None or before.unit != "D" or not _ONWARDS.fullmatch(between):
            return meaning
        first, second = before.start, meaning.period.start
        if first is None or second is None or not 0 < (first - second).days < 7:
            return meaning
        later = periods.day(second + timedelta(days=7))
        value = None if meaning.value is None else later.value + meaning.value[len(later.value) :]
        return replace(meaning, value=value, edtf=later.edtf, period=later)

    def hear(self, meaning: Meaning, match: re.Match[str]) -> None:
        """Take in what an expression means."""
        period = meaning.period
        if period is None or period.start is None:
            return
        if period.unit == "Q":
            self.results = period
        elif period.unit in {"D", "W", "M", "Y"}:
            self.anchor = period
        if match.groupdict().get("year") and (self.is_history or period.unit in {"D", "M"}):
            self.told = period


# Full dates and years that make a text a history, if nothing in it is told from the day of writing.
_MANY_YEARS = 4
_FROM_TODAY = frozenset({"weekday part", "day word", "this part", "relative", "ago"})


def _is_history(matches: list[tuple[re.Match[str], Rule]], published: Period | None) -> bool:
    """Tell whether a text tells of years long before its publication, so that a bare "in May" is one of theirs."""
    if published is None or published.start is None:
        return False
    years = [int(year) for match, _ in matches if (year := match.groupdict().get("year") or "").isdigit()]
    old = sum(year < published.start.year - 1 for year in years)
    recent = sum(rule.name in _FROM_TODAY for _, rule in matches)
    return old >= _MANY_YEARS and old > 5 * (recent + len(years) - old)


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
        for start, end, kinds in _regions(text)
        for order, rule in _rules_for(text[start:end].lower(), kinds)
        for match in rule.pattern.finditer(text, start, end)
    ]
    last = -1
    for start, negative_end, _, match, rule in sorted(everything, key=lambda row: row[:3]):
        if start >= last:
            last = -negative_end
            yield match, rule


def _rules_for(words: str, kinds: frozenset[str]) -> list[tuple[int, Rule]]:
    """Return the rules that can match in a stretch of text, by its lower-case words and their kinds."""
    return [
        (order, rule)
        for order, rule in enumerate(load_rules_of_time())
        if rule.needs <= kinds and (not rule.literals or any(piece in words for piece in rule.literals))
    ]


def _regions(text: str) -> Iterator[tuple[int, int, frozenset[str]]]:
    """Yield the stretches of text around the words of time, cut at white space, with the kinds of these words."""
    start = end = -1
    kinds: frozenset[str] = frozenset()
    for hint in load_hint().finditer(text):
        left, right = max(0, hint.start() - _AROUND), min(len(text), hint.end() + _AROUND)
        while left > 0 and not text[left - 1].isspace() and hint.start() - left < 2 * _AROUND:
            left -= 1
        while right < len(text) and not text[right].isspace() and right - hint.end() < 2 * _AROUND:
            right += 1
        if left <= end:
            end, kinds = right, kinds | kinds_of(hint.group().lower())
            continue
        if end > 0:
            yield start, end, kinds
        start, end, kinds = left, right, kinds_of(hint.group().lower())
    if end > 0:
        yield start, end, kinds


def _token_at(doc: Doc, offset: int) -> Token | None:
    span = doc.char_span(offset, offset + 1, alignment_mode="expand")
    return span[0] if span is not None and len(span) else None


def _is_no_time(match: re.Match[str], token: Token, text: str) -> bool:
    words = match.group().lower().rstrip(".").removeprefix("the ").removeprefix("a ")
    if _is_title_of_work(match, token):
        return True
    if words in _DOUBTFUL and _is_other_word(words, match, token, text):
        return True
    if words in {"daily", "weekly"} and (token.pos_ == "NOUN" or _is_in_name(match, token)):
        return True
    if (
        _FRACTION.match(text, match.end())
        and words.endswith(("quarter", "quarters"))
        and match.groupdict().get("number")
    ):
        return True
    if match.group().isdigit() and len(words) == 4:
        return bool(_COUNTED_AFTER.match(text, match.end())) or _is_count(token)
    return words.isdigit() and not match.groupdict().get("second")


def _is_title_of_work(match: re.Match[str], token: Token) -> bool:
    """Tell whether a word of time is a name's ("Russia Today") or alone in quotation marks, as a programme's is."""
    before = token.nbor(-1) if token.i else None
    if before is None or not match.group()[0].isupper():
        return False
    if match.group().lower() == "today":
        return before.tag_ == "NNP" and not before.is_space
    closes = match.string[match.end() : match.end() + 2].lstrip(".,")[:1]
    return before.is_quote and closes in {"\u201d", '"', "\u2019", "'"}


def _is_in_name(match: re.Match[str], token: Token) -> bool:
    """Tell whether a word in capitals goes on to another ("the Daily Courier"): a name, or a line of a page."""
    following = token.nbor() if token.i + 1 < len(token.doc) else None
    return match.group()[0].isupper() and following is not None and following.is_title


def _is_of_person(words: str, match: re.Match[str], token: Token) -> bool:
    """Tell whether a month is a person's name ("Theresa May's", "April Voss has"), or begins a place's ("Mar-a-Lago")."""
    if words == "mar" and match.string[match.end() : match.end() + 1] == "-":
        return True
    before = token.nbor(-1) if token.i else None
    return words == "may" and before is not None and is_first_name(before.text)


def _is_other_word(words: str, match: re.Match[str], token: Token, text: str) -> bool:
    """Tell whether what could be a word of time is another here: a verb, a first name ("Jan Kavan"), a number in a row."""
    if token.tag_.startswith(_VERBAL):
        return True
    if words == "may" and (token.ent_type_ == "PERSON" or token.dep_ in {"nsubj", "dobj"}):
        return True  # "Prime Minister Theresa May"
    if _is_of_person(words, match, token):
        return True
    if words in _DAYS_CUT_SHORT and not match.group().endswith("."):
        return True
    if words in _SHORT:
        name_after = _NAMES_AFTER.get(words)
        return not token.is_title or (name_after is not None and bool(name_after.match(text, match.end())))
    if words in {"second", "spring", "fall"}:
        noun = token.head if token.dep_ == "det" else token
        followed = text[match.end() : match.end() + 4] == " of "
        return words == "second" or followed or noun.dep_ not in {"pobj", "npadvmod"}
    return False


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
