"""An event as one article tells it, reduced to what it can be compared by."""

import dataclasses
import datetime as dt
import importlib.resources
import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from dragoman.export.periods import Period, find_period
from dragoman.model import Actor, Event, Reading, Span
from dragoman.record.across.names import is_nameable, known_as
from dragoman.record.across.words import find_words, takes_back, telling_words, words_near

__all__ = [
    "MEETING_ACTS",
    "MEETING_TYPE",
    "MUTUAL",
    "Standing",
    "Telling",
    "find_act",
    "find_standing",
    "is_meeting",
    "iter_tellings",
]

Standing = Literal["happened", "planned", "sought", "denied"]

_FILE = importlib.resources.files("dragoman.record.across") / "acts.toml"
_ACTS = {act: frozenset(words.split()) for act, words in tomllib.loads(_FILE.read_text(encoding="utf-8")).items()}
_MODES = {("CONSULT", "visit"): "visit", ("RETREAT", "release"): "release", ("RETREAT", "resign"): "resign"}
# What these types are is no plan and no refusal of another act, whatever words stand in the trigger: "does not help the talks".
_OWN = {
    "AID": "aid",
    "MOBILIZE": "deploy",
    "SUPPORT": "support",
    "ACCUSE": "accuse",
    "ASSAULT": "assault",
    "PROTEST": "protest",
}
_TYPES = {"CONSULT": "meet", "AID": "aid", "MOBILIZE": "deploy"}
# In these acts nobody does anything to anybody: who is named first is chance.
MUTUAL = frozenset({"meet", "sign"})

MEETING_ACTS = ("meet", "visit")  # these bring two sides together
MEETING_TYPE = "CONSULT"

_WORD = re.compile(r"\w+")
_DAY = dt.timedelta(days=1)
_MONTH, _YEAR = dt.timedelta(days=31), dt.timedelta(days=365)
_LEAD = 400  # characters
_NEWS = 7 * _DAY  # what is told without a date happened in the week before
_PLANS = 60 * _DAY  # what is announced without a date is due in two months
_DENIED = 14 * _DAY  # what is denied was said in the two weeks before


@dataclass(frozen=True, slots=True)
class Telling:
    """An event of a Reading, as far as it matters to others."""

    article: str  # id of the article
    event: str  # id of the event in it
    act: str
    standing: Standing
    first: dt.date  # when it can have been, both days included
    last: dt.date
    exact: bool  # the article gives a date
    cast: frozenset[str]  # countries ("KEN") and folded names, of the parties and of all who stand in the sentence
    agents: frozenset[str]  # the same of those who do it
    date: str | None  # EDTF, as told
    place: str | None
    recipients: frozenset[str] = frozenset()  # the same of those to whom it is done
    words: frozenset[str] = frozenset()  # stems of what else stands near it
    near: frozenset[str] = frozenset()  # stems of all that stands near it, names and the trigger's own words among them
    trigger: frozenset[str] = frozenset()  # stems of the words that name it
    told: dt.date = dt.date.min  # when it was published
    plain: bool = True  # nothing near it takes back whether it happened
    lead: bool = False  # stands in the headline, or where the article begins
    alike: int = 0  # other tellings of the article of the same act and parties


def iter_tellings(reading: Reading) -> Iterator[Telling]:
    """Give each event that can be compared: one whose act and time are known, and in which somebody is named."""
    published = find_period(reading.article.published)
    if published is None or published.start is None:
        return
    yield from _count_alike([*_iter_alone(reading, published.start)])


def _iter_alone(reading: Reading, published: dt.date) -> Iterator[Telling]:
    actors = {actor.id: actor for actor in reading.actors}
    text = reading.article.text
    lead = _end_of_lead(reading)
    for event in reading.events:
        window = _find_window(event, published)
        parties = [actors[id_] for id_ in (*event.actors, *event.recipients)]
        told = [actor for actor in reading.actors if _stands_in(actor, event)]
        cast = _names(parties) | _names(told)
        if window is None or not cast:
            continue
        yield Telling(
            article=reading.article.id,
            event=event.id,
            act=find_act(event, text),
            standing=find_standing(event),
            first=window[0],
            last=window[1],
            exact=event.date is not None,
            cast=cast,
            agents=_names([actors[id_] for id_ in event.actors]),
            date=event.date,
            place=event.place.name if event.place else None,
            recipients=_names([actors[id_] for id_ in event.recipients]),
            words=find_words(
                text,
                event.evidence,
                event.trigger,
                [span for actor in told for span in _named_in(actor, event)],
                [name for name in cast if name.isupper()],
            ),
            near=words_near(text, event.evidence, event.trigger),
            trigger=telling_words(event.trigger.of(text)),
            told=published,
            plain=not takes_back(event.evidence.of(text)),
            lead=event.trigger.start < lead,
        )


def _count_alike(tellings: Sequence[Telling]) -> Iterator[Telling]:
    """Count for each telling the others of its article that could be taken for it."""
    for one in tellings:
        alike = sum(
            other.act == one.act and len(one.cast & other.cast) >= min(len(one.cast), 2) and other is not one
            for other in tellings
        )
        yield dataclasses.replace(one, alike=alike)


def _end_of_lead(reading: Reading) -> int:
    """Return where the headline, the standfirst and the first paragraph end, or so many characters where that is long."""
    parts = reading.article.parts
    first = next((span.end for span in parts.paragraphs), 0)
    before = max((span.end for span in (parts.title, parts.standfirst) if span), default=0)
    return max(before, min(first, before + _LEAD))


def find_act(event: Event, text: str) -> str:
    """Name what is done, the same for a plan to do it, a wish and a refusal: "meet", "visit", "sanction"."""
    own = _OWN.get(event.type)
    if own is not None:
        return own
    words = set(_WORD.findall(event.trigger.of(text).lower()))
    named = next((act for act, forms in _ACTS.items() if words & forms), None)
    return named or _MODES.get((event.type, event.mode or "")) or _TYPES.get(event.type) or event.type.lower()


def is_meeting(act: str, type_: str) -> bool:
    """Tell whether an event, or a plan or refusal of it, brings two sides together."""
    return act in MEETING_ACTS or type_ == MEETING_TYPE


def find_standing(event: Event) -> Standing:
    """Say whether the event is told as happened, planned, sought or denied."""
    if "negation" in event.auxiliary or event.type == "REJECT":
        return "denied"
    if event.type == "REQUEST" or "hypothetical" in event.auxiliary:
        return "sought"
    if "future" in event.auxiliary or event.type == "AGREE":
        return "planned"
    return "happened"


def _find_window(event: Event, published: dt.date) -> tuple[dt.date, dt.date] | None:
    """Say between which days the event lies, as far as the article tells."""
    period = find_period(event.date)
    standing = find_standing(event)
    if period is not None and standing == "happened" and period.start and period.start > published + _DAY:
        period = _year_before(period)
    if period is not None and not (standing == "denied" and _is_day_of_news(period, published)):
        first = period.start or published - _PLANS
        last = period.end - _DAY if period.end else published + _PLANS
        return first - _DAY, last + _DAY
    if "historical" in event.auxiliary:
        return None
    if standing == "happened":
        return published - _NEWS, published + _DAY
    # A denial has the day on which it was made, not that of what it denies.
    back = _DENIED if standing == "denied" else 3 * _DAY
    return published - back, published + _PLANS


def _year_before(period: Period) -> Period | None:
    """Return the same days of the year before: "7 October" in an August, told as over, is that of last year."""
    if period.start is None or period.end is None or period.end - period.start > _MONTH:
        return None
    return Period(period.start - _YEAR, period.end - _YEAR)


def _is_day_of_news(period: Period, published: dt.date) -> bool:
    return period.start is not None and abs(period.start - published) <= 2 * _DAY


def _stands_in(actor: Actor, event: Event) -> bool:
    return any(event.evidence.covers(mention.span) for mention in actor.mentions)


def _named_in(actor: Actor, event: Event) -> list[Span]:
    """Return where an actor of a name is called by it in the sentence of an event."""
    return [
        mention.span for mention in actor.mentions if mention.kind == "name" and event.evidence.covers(mention.span)
    ]


def _names(actors: list[Actor]) -> frozenset[str]:
    countries = {actor.country for actor in actors if actor.country}
    return frozenset(countries | {known_as(actor.name) for actor in actors if is_nameable(actor)} - {""})
