"""Makes news: Readings without end, as like those of a busy year as is needed to see how a Record grows.

What is assumed, and why it matters:
- 100 articles a day, in the order of their days, some a day late. So a larger Record is a longer one, not a denser one;
  `per_day` makes it denser.
- Some 25 stories begin each day; how many articles tell one has a heavy tail (most one or two, some over fifty). A third
  of them are copies of the first report, cut and with some words changed; one in fifteen reports what an outlet reported;
  of the rest, a tenth denies it, and a quarter of the stories are plans that are told again when they have happened.
- States, persons and outlets are drawn with Zipf's law: the ten best-known of 3,000 persons make a third of all mentions;
  surnames are shared; one in seven persons is new, so that there are ever more names. One in twelve mentions gives a
  person no country, one in 200 a wrong one, as readers err.
- Every article has some 12 actors, 5 statements, 4 events, 3 dates and 2 figures in 230 words. What hangs on them is as
  frequent as in 139 real articles that the reader read (per 230 words 7 mentions in what is said, 1 event told by a source,
  1 office; of those who act a third are states, and a fifth of what is said has a source without a name). Beside what it
  is about it tells of two things that belong to its story, the same in all reports of it, and of one that nobody else
  tells; a copy tells what its origin does. In the place of the first, one time in seven, stands one of 300 famous past happenings
  (Zipf), told with its date, for ever. So some 150 things happen a day. (Until November 2026 all but the first event of
  each article were drawn anew: 320 happenings a day between the same 180 states, of which no two articles told; a year
  of news has not so many, and those of two states could not be told apart.)
- Words are drawn with Zipf's law from 8,000; one sentence in four is a stock phrase that all use; a third of the outlets
  print the same closing words under everything.
- Three in a hundred articles come again, changed.
"""

import bisect
import dataclasses
import datetime as dt
import hashlib
import itertools
import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from dragoman.export.countries import country_name
from dragoman.model import (
    Actor,
    Article,
    Auxiliary,
    Date,
    Event,
    Figure,
    Mention,
    Office,
    Parts,
    Place,
    Reader,
    Reading,
    Span,
    Statement,
)
from dragoman.model.statement import Sourcing

_BEGIN = dt.date(2015, 1, 1)
_ACTS = [
    ("CONSULT", "met"),
    ("CONSULT", "talks with"),
    ("AID", "sent aid to"),
    ("SANCTION", "sanctioned"),
    ("ACCUSE", "accused"),
    ("COOPERATE", "signed an accord with"),
    ("THREATEN", "threatened"),
    ("MOBILIZE", "deployed troops against"),
]
# The first are the most frequent.
_CONTEXTS = [
    *("diplomatic", "military", "executive", "economic", "legal", "legislative", "territory", "election", "terrorism"),
    *("human_rights", "natural_resource", "cbrn", "migration", "health", "crime", "technology", "peacekeeping"),
]
_TITLES = ["President", "Foreign Minister", "Prime Minister", "Defence Minister", "Spokesman", "Ambassador", "Governor"]
_SYLLABLES = [*"aeiou", *(a + b for a in "bdgklmnrst" for b in "aeo")]
# The first are told of most.
_TOLD_OF = """
    USA CHN RUS UKR ISR IRN GBR FRA DEU JPN IND TUR SAU PRK KOR PAK SYR IRQ AFG EGY TWN PSE LBN YEM POL ITA ESP CAN AUS
    BRA MEX VEN CUB COL ARG CHL PER BOL ECU HTI NGA ETH ERI SDN SSD SOM KEN UGA RWA COD ZAF ZWE MLI NER TCD LBY TUN DZA
    MAR JOR ARE QAT KWT BHR OMN GRC CYP BGR ROU SRB HRV BIH MKD ALB HUN AUT CHE BEL NLD SWE NOR FIN DNK ISL EST LVA LTU
    BLR MDA GEO ARM AZE KAZ UZB TKM KGZ TJK MNG NPL BGD LKA MMR THA LAO KHM VNM MYS SGP IDN PHL BRN TLS NZL PNG FJI SLB
    VUT WSM TON PAN CRI NIC HND SLV GTM BLZ JAM DOM TTO GUY SUR URY PRY GHA CIV SEN GMB GIN GNB SLE LBR BFA BEN TGO CMR
    GAB COG CAF GNQ AGO ZMB MWI MOZ BWA NAM LSO SWZ MDG MUS COM SYC DJI MRT IRL PRT LUX MLT CZE SVK SVN MNE MDV BTN BHS
    BRB CPV STP
"""
_CODES = _TOLD_OF.split()


class Drawn:
    """Draws with Zipf's law."""

    def __init__(self, items: Sequence[str], skew: float = 1.0) -> None:
        self.items = items
        self.sums = list(itertools.accumulate(1 / (rank + 3) ** skew for rank in range(len(items))))

    def draw(self, chance: random.Random) -> str:
        return self.items[bisect.bisect(self.sums, chance.random() * self.sums[-1])]


@dataclass
class Party:
    """Who does something: a person, or a state itself."""

    name: str
    country: str
    state: bool = False


@dataclass
class Story:
    """Something that happens, or is to happen."""

    act: tuple[str, str]
    cast: tuple[Party, Party]
    day: dt.date
    planned: bool
    background: list[str]  # sentences that copies share
    beside: "list[Story]"  # what else its reports tell
    contexts: tuple[str, ...]
    place: str | None
    outlet: str = ""
    reports: int = 0


@dataclass
class Draft:
    """An article on its way."""

    parts: list[str] = field(default_factory=list)
    length: int = 0
    paragraphs: list[Span] = field(default_factory=list)

    def say(self, words: str) -> Span:
        span = Span(self.length, self.length + len(words))
        self.parts += [words, " "]
        self.length += len(words) + 1
        return span


class News:
    """Readings in the order of their days.

    begin: the first day. News that begin on another day have the same names and words, and tell of other things.
    """

    def __init__(self, *, per_day: int = 100, seed: int = 1, begin: dt.date = _BEGIN) -> None:
        self.chance = random.Random(seed)  # noqa: S311
        self.per_day = per_day
        self.begin = begin
        names = [self._name() for _ in range(3000)]
        self.countries = Drawn(_CODES)
        self.persons = Drawn(names)
        self.homes = {name: self.countries.draw(self.chance) for name in names}
        self.contexts = Drawn(_CONTEXTS)
        self.titles = Drawn(_TITLES)
        self.outlets = Drawn(
            [self._word(2).title() + " " + paper for paper in ("Post", "Times", "Wire", "Herald") for _ in range(20)]
        )
        self.words = Drawn([self._word(self.chance.randint(1, 4)) for _ in range(8000)])
        self.phrases = [self._sentence(12) for _ in range(60)]
        self.famous = [self._plain(_BEGIN - dt.timedelta(days=self.chance.randint(100, 6000))) for _ in range(300)]
        self.known = Drawn([str(at) for at in range(300)])
        self.number = 0
        if begin != _BEGIN:
            self.chance.seed(f"{seed} {begin}")
            self.number = begin.toordinal() * 1_000_000  # no article has the name of one that began before

    def __iter__(self) -> Iterator[Reading]:
        day = self.begin
        stories: list[Story] = []
        waiting: list[Reading] = []
        while True:
            stories += [self._story(day) for _ in range(self.per_day // 4)]
            today = [*waiting, *(self._report(self._pick(stories, day), day) for _ in range(self.per_day))]
            self.chance.shuffle(today)
            late = self.per_day // 20
            waiting = today[:late]
            for reading in today[late:]:
                yield reading
                if self.chance.random() < 0.03:
                    yield self._change(reading)
            stories = [story for story in stories if (day - story.day).days < self.chance.choice((1, 2, 3, 8))]
            day += dt.timedelta(days=1)

    # Who and what

    def _word(self, syllables: int) -> str:
        return "".join(self.chance.choice(_SYLLABLES) for _ in range(syllables))

    def _name(self) -> str:
        # Some hundred surnames: they are shared.
        return f"{self._word(2)} {self._word(self.chance.choice((1, 2)))}".title()

    def _sentence(self, length: int) -> str:
        return " ".join(self.words.draw(self.chance) for _ in range(length)).capitalize() + "."

    def _party(self) -> Party:
        if self.chance.random() < 0.4:
            code = self.countries.draw(self.chance)
            return Party(country_name(code), code, state=True)
        return self._person()

    def _person(self) -> Party:
        if self.chance.random() < 1 / 7:
            return Party(f"{self._word(3)} {self._word(2)}".title(), self.countries.draw(self.chance))
        name = self.persons.draw(self.chance)
        return Party(name, self.homes[name])

    def _story(self, day: dt.date) -> Story:
        story = self._plain(day)
        story.beside = [self._plain(day), self._beside(story, day), self._beside(story, day)]
        return story

    def _beside(self, story: Story, day: dt.date) -> Story:
        return dataclasses.replace(self._plain(day), cast=(self.chance.choice(story.cast), self._party()))

    def _plain(self, day: dt.date) -> Story:
        one, other = self._party(), self._party()
        while other.country == one.country:
            other = self._party()
        planned = self.chance.random() < 0.25
        when = day + dt.timedelta(days=self.chance.randint(2, 30)) if planned else day
        lines = [self.chance.choice(self.phrases) if at % 4 == 0 else self._sentence(14) for at in range(12)]
        contexts = (self.contexts.draw(self.chance),) if self.chance.random() < 0.8 else ()
        place = self._word(3).title() if self.chance.random() < 0.1 else None
        return Story(self.chance.choice(_ACTS), (one, other), when, planned, lines, [], contexts, place)

    def _pick(self, stories: Sequence[Story], day: dt.date) -> Story:
        """Draw the story that an article tells: the more have told it, the likelier."""
        one, other = self.chance.choice(stories), self.chance.choice(stories)
        best = max(one, other, key=lambda story: story.reports)
        if best.planned and best.day < day:
            best.planned = False
        return best

    # Articles

    def _report(self, story: Story, day: dt.date) -> Reading:
        story.reports += 1
        outlet = self.outlets.draw(self.chance)
        kind = self.chance.random()
        copied = story.reports > 1 and kind < 0.33
        rereported = story.reports > 1 and 0.33 <= kind < 0.4
        if story.reports == 1:
            story.outlet = outlet
        lines = list(story.background)
        if copied:
            lines = lines[: self.chance.randint(7, 12)]
            lines[self.chance.randrange(len(lines))] = self._sentence(14)
        elif story.reports > 1:
            lines = [self.chance.choice(self.phrases) if at % 4 == 0 else self._sentence(14) for at in range(12)]
        if rereported:
            lines.insert(0, f"{story.outlet} reported: {story.background[1]}")
        if sum(map(ord, outlet)) % 3 == 0:
            lines.append(f"Follow {outlet} for news and views and write to us at the usual address of the paper.")
        past = self.famous[int(self.known.draw(self.chance))] if self.chance.random() < 1 / 7 else story.beside[0]
        last = story.beside[2] if copied or story.reports == 1 else self._beside(story, day)
        told = [story, past, story.beside[1], last]
        return self._write(told, day, outlet, lines, denied=not copied and self.chance.random() < 0.1)

    def _write(
        self, told: Sequence[Story], day: dt.date, outlet: str, lines: Sequence[str], *, denied: bool
    ) -> Reading:
        self.number += 1
        story, past = told[:2]
        id_ = hashlib.blake2b(str(self.number).encode(), digest_size=8).hexdigest()
        draft, cast = Draft(), _Cast()
        title = draft.say(self._sentence(7))
        events = [self._tell(draft, cast, story, day, denied=denied)]
        statements, dates, figures = [], [], []
        for at, line in enumerate(lines):
            if at in {2, 4, 6, 8}:
                statements.append(self._quote(draft, cast, story, line, at))
            else:
                draft.say(line)
            if at == 5:
                events.append(self._tell(draft, cast, past, day, denied=False, dated=True))
                dates.append(Date(draft.say(past.day.isoformat()), "DATE", past.day.isoformat(), past.day.isoformat()))
            if at in {7, 9}:
                event = self._tell(draft, cast, told[2 + at // 9], day, denied=False)
                if at == 7:
                    statements.append(self._said(draft, cast, story, event.evidence, at))
                    event = dataclasses.replace(event, statements=(statements[-1].id,))
                events.append(event)
                figures.append(Figure(f"f{at}", at, "men", draft.say(f"{at} men"), None, (), draft.say(str(at))))
                dates.append(Date(draft.say(day.isoformat()), "DATE", day.isoformat(), day.isoformat()))
        text = "".join(draft.parts)
        article = Article(
            id=id_,
            text=text,
            parts=Parts(title=title, paragraphs=(Span(title.end + 1, len(text)),)),
            url=f"https://news.example/{id_}",
            publisher=outlet,
            title=title.of(text),
            published=day.isoformat(),
            language="en",
        )
        return Reading(
            reader=Reader("dragoman", "0", "rules", ()),
            article=article,
            actors=cast.actors(),
            statements=tuple(statements),
            events=tuple(dataclasses.replace(event, id=f"e{at}") for at, event in enumerate(events)),
            dates=tuple(dates),
            figures=tuple(figures),
        )

    def _tell(
        self, draft: Draft, cast: "_Cast", story: Story, day: dt.date, *, denied: bool, dated: bool = False
    ) -> Event:
        start = draft.length
        one = self._name_party(draft, cast, story.cast[0])
        trigger = draft.say(story.act[1])
        other = self._name_party(draft, cast, story.cast[1])
        for person in story.cast:
            if not person.state:
                cast.name_state(draft, person.country)
        place = draft.say(story.place) if story.place else None
        condition = draft.say(f"if {self.words.draw(self.chance)}") if self.chance.random() < 0.01 else None
        end = draft.say(self.words.draw(self.chance)).end
        # Half of what is news gives no date: "met on Tuesday" does, "met" does not.
        date = story.day.isoformat() if dated or story.planned or self.chance.random() < 0.5 else None
        modes: tuple[Auxiliary, ...] = (
            ("negation",) if denied else ("future",) if story.planned and story.day > day else ()
        )
        type_ = story.act[0]
        mutual = type_ == "CONSULT"
        return Event(
            id="",
            type=type_,
            mode=None,
            contexts=story.contexts,
            actors=(one, other) if mutual else (one,),
            recipients=() if mutual else (other,),
            date=date,
            place=Place(place, story.place, None) if place and story.place else None,
            auxiliary=modes,
            condition=condition,
            statements=(),
            trigger=trigger,
            evidence=Span(start, end),
        )

    def _read_country(self, person: Party) -> str | None:
        drawn = self.chance.random()
        return (
            None if drawn < 1 / 12 else self.countries.draw(self.chance) if drawn < 1 / 12 + 1 / 200 else person.country
        )

    def _name_party(self, draft: Draft, cast: "_Cast", party: Party) -> str:
        """Name a party, now and then a person with an office."""
        if party.state:
            return cast.name_state(draft, party.country)
        title = self.titles.draw(self.chance) if self.chance.random() < 1 / 8 else None
        span = draft.say(title) if title else None
        id_ = cast.name(draft, party, self._read_country(party))
        if title and span:
            cast.offices[id_].append(Office(title, f"state-{party.country}", "current", span))
        return id_

    def _quote(self, draft: Draft, cast: "_Cast", story: Story, line: str, at: int) -> Statement:
        """Say a line of somebody who mentions one or both of those whom the story is about."""
        content = draft.say(line)
        for party in story.cast if at == 6 else story.cast[at % 4 // 2 :][:1]:
            self._name_party(draft, cast, party)
        return self._said(draft, cast, story, Span(content.start, draft.length - 1), at)

    def _said(self, draft: Draft, cast: "_Cast", story: Story, content: Span, at: int) -> Statement:
        """End a line with who says so."""
        cue = draft.say("said")
        party = story.cast[at % 4 // 2] if at < 8 else self._party()
        drawn = self.chance.random()
        to: tuple[str, ...] = ()
        sourcing: Sourcing = "named"
        actor: str | None = None
        if drawn < 0.1 or (party.state and drawn < 0.4):
            sourcing, source = "unnamed", draft.say("two officials")
        elif party.state and drawn < 0.9:
            sourcing = "body"
            actor = cast.name_body(draft, party)
            source = cast.last
        else:
            actor = self._name_party(draft, cast, party)
            source = cast.last
        if self.chance.random() < 0.07:
            draft.say("to")
            to = (self._name_party(draft, cast, self._party()),)
        return Statement(f"s{at}", source, actor, sourcing, cue, (content,), "indirect", to)

    def _change(self, reading: Reading) -> Reading:
        text = reading.article.text + self._sentence(10)
        id_ = hashlib.blake2b(text.encode(), digest_size=8).hexdigest()
        return dataclasses.replace(reading, article=dataclasses.replace(reading.article, id=id_, text=text))


class _Cast:
    """The actors of an article, each with its mentions."""

    def __init__(self) -> None:
        self.found: dict[str, Actor] = {}
        self.mentions: dict[str, list[Mention]] = {}
        self.offices: dict[str, list[Office]] = defaultdict(list)
        self.last = Span(0, 0)

    def name(self, draft: Draft, person: Party, country: str | None) -> str:
        return self._add(draft, person.name, Actor(_slug(person.name), person.name, "person", country, ("GOV",)))

    def name_state(self, draft: Draft, code: str) -> str:
        name = country_name(code)
        return self._add(draft, name, Actor(f"state-{code}", name, "state", code))

    def name_body(self, draft: Draft, state: Party) -> str:
        name = f"{state.name} Foreign Ministry"
        return self._add(draft, name, Actor(f"body-{state.country}", name, "body", state.country))

    def _add(self, draft: Draft, words: str, actor: Actor) -> str:
        self.last = draft.say(words)
        self.found.setdefault(actor.id, actor)
        self.mentions.setdefault(actor.id, []).append(Mention(self.last.start, self.last.end, "name"))
        return actor.id

    def actors(self) -> tuple[Actor, ...]:
        return tuple(
            dataclasses.replace(actor, mentions=tuple(self.mentions[id_]), offices=tuple(self.offices[id_]))
            for id_, actor in self.found.items()
        )


def _slug(name: str) -> str:
    return name.lower().replace(" ", "-")
