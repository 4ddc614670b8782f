"""What holds for the Reading of any article, however odd its text.

Articles are made of sentences with names, quotations, dates and numbers, and of fragments that trip readers.
"""

import itertools
from collections.abc import Callable, Iterator
from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.language import Language

from dragoman.model import (
    CONTEXTS,
    EVENT_TYPES,
    MODES,
    ActorKind,
    Article,
    Auxiliary,
    DateType,
    MentionKind,
    OfficeStatus,
    Parts,
    Quoted,
    Reading,
    Sourcing,
    Span,
)
from dragoman.model.wire import dump_reading, load_reading
from dragoman.reading.reader import read_article

Read = Callable[[str, str | None], Reading]

# About a hundred articles a property keep the whole file within half a minute on two cores.
FEW = settings(
    max_examples=120,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture],
)

NAMES = (
    "Ola Berg", "Foreign Minister Ines Duarte", "Oslo", "the Norwegian government", "Tokyo", "Li Wen", "Pyongyang",
    "former president Jan Kask", "the White House", "President Omar Sall of Senegal", "rebels", "he",
    "their envoys", "NATO",
    "a senior US official", "Mr O\u2019Hara", "the Riga Times", "two people familiar with the talks", "O",
    "JÖRG ÅS", "",
)  # fmt: skip
WHENS = (
    "on Tuesday", "last week", "in April 2023", "two decades ago", "next year", "on 31 February 2024", "in 0000",
    "since 1995",
    "by the end of the century", "in 99999", "5000 decades ago", "at 25:61", "every Monday", "for three days", "",
)  # fmt: skip
NUMBERS = (
    "17", "three", "1,234,567", "about 30 per cent of the", "below 5", "$4bn in", "0", "99999999999999999999",
    "minus two",
    "two-thirds of the", "1.2.3", "½", "٣", "a dozen or so", "12-15", "IV",
)  # fmt: skip
SENTENCES = (
    "{a} met {b} in Riga {when}.",
    "{a} said {when} that {b} would send {n} troops to the border.",
    "“We will not sign,” {a} told {b}. “They know why.”",
    '"{b} abducted {n} people," said {a}, who accused {b} of lying.',
    "According to {a}, {b} may release {n} prisoners if {a} lifts the sanctions {when}.",
    "{a} denied that {b} had attacked {n} villages {when}.",
    "{a} asked {b} to withdraw, {b} said, adding that {a} was ‘highly unlikely’ to agree {when}.",
    "Of the {n} prisoners, {n} were freed {when} and {n} died, {a} believes.",
    "Talks between {a} and {b} are set to begin {when}, on condition that {b} pays {n} euros.",
    "{a} thinks that {b} said that {a} hopes that {b} will visit {when}.",
    "Why did {a} reject the offer of {b}?",
    "{a} to visit {b} {when}",
)
HOSTILE = (
    "", " ", "…", "—", ". . . ! ? ;", "''''", "“", "”", "‘", "’ ’ ’", '"', "«Non» », dit-il", "„Nein“, sagte Berg.",
    "“‘“‘nested’”’”",
    "“One ‘two “three” two’ one,” said Berg.", "He said: “", "” said Berg",
    "OSLO SAYS RIGA ATTACKED THE BORDER ON MONDAY",
    "\u200fאוסלו\u200e and \u202bRiga\u202c met.", "Oslo\u200b met\u200b Riga\u200b.", "\u200b",
    "\ufeffOslo met Riga.", "\u2060",
    "👩\u200d👩\u200d👧 met 🇳🇴🇱🇻 💥", "O\u0301slo\u0308 met Ri\u0304ga\u0300\u0301\u0302.", "\u0301",
    "Oslo\tmet\tRiga\ton\tMonday.",
    "Oslo\u00a0met\u00a0Riga\u00a0on\u00a0Monday,\u00a0Berg\u00a0said.", "\u00a0", "\t", "   Oslo said it met Riga   ",
    "Oslo said\nRiga had attacked\nthe border.", "…efforts.Citing Oslo,Riga said:no.", "-0-", "1. 2. 3.", "\x00",
    "\x0bOslo met\x0c",
    "Said said said said said.", "He he he he.", "%s {0} <b>Oslo</b> &amp; \\n", "𝕺𝖘𝖑𝖔 met 𝓡𝓲𝓰𝓪",
    "www.oslo.example/met?riga=1",
    "(Oslo (met (Riga", ") Oslo ] met } Riga", "No. No? No!", "Oslo " * 40, "Berg’s ’s ’s ’s",
    "Oslo said, Riga said, Berg said.",
    "0\x1fA",
    "“" * 30, "said “Oslo” “met” “Riga” said", "\r\nOslo met Riga.\r", "\u2028Oslo\u2029met\u0085Riga",
)  # fmt: skip

sentences = st.builds(
    lambda form, a, b, n, when: form.format(a=a, b=b, n=n, when=when),
    *(st.sampled_from(choices) for choices in (SENTENCES, NAMES, NAMES, NUMBERS, WHENS)),
)
paragraphs = st.one_of(
    st.lists(sentences, min_size=1, max_size=4).map(" ".join),
    st.sampled_from(HOSTILE),
    st.tuples(sentences, st.sampled_from(HOSTILE), sentences).map("".join),
)
articles = st.lists(paragraphs, min_size=1, max_size=6).map("\n\n".join)
days = st.sampled_from(
    [None, "2024-02-13", "2024-02", "2024", "2024-02-13/2024-02-15", "9999-12-31", "0001-01-01", "soon"]
)


@pytest.fixture(scope="session")
def read(nlp: Language) -> Read:
    """Read a text of blocks between blank lines: the first that is not empty is the title, the others paragraphs."""

    def _read(text: str, published: str | None) -> Reading:
        spans, at = [], 0
        for block in text.split("\n\n"):
            spans.append(Span(at, at + len(block)))
            at += len(block) + 2
        blocks = [span for span in spans if span.end > span.start]
        parts = Parts(title=blocks[0] if blocks else None, paragraphs=tuple(blocks[1:]))
        return read_article(Article(id="test", text=text, parts=parts, published=published), nlp)

    return _read


def spans_of(reading: Reading) -> Iterator[tuple[str, Span]]:
    """Yield every span of a Reading with the name of what it belongs to."""
    for actor in reading.actors:
        yield from ((actor.id, mention.span) for mention in actor.mentions)
        yield from ((actor.id, office.span) for office in actor.offices)
    for said in reading.statements:
        places = [said.source, said.cue, said.venue, *said.content]
        yield from ((said.id, span) for span in places if span is not None)
    for event in reading.events:
        places = [event.trigger, event.evidence, event.condition, *event.also]
        places.append(event.place.span if event.place is not None else None)
        yield from ((event.id, span) for span in places if span is not None)
    yield from ((str(date), date.span) for date in reading.dates)
    for figure in reading.figures:
        yield from ((figure.id, span) for span in (figure.span, figure.what) if span is not None)
    for forecast in reading.forecasts:
        yield from ((forecast.id, forecast.content), (forecast.id, forecast.phrase))


def plain(words: str) -> str:
    return " ".join(words.split())


def check_spans(reading: Reading) -> None:
    text = reading.article.text
    for where, span in spans_of(reading):
        assert 0 <= span.start < span.end <= len(text), (where, span)
        words = span.of(text)
        assert words == words.strip(), (where, words)
    for event in reading.events:
        assert event.evidence.covers(event.trigger), event.id
        if event.place is not None:
            assert event.place.name == plain(event.place.span.of(text))
    for actor in reading.actors:
        assert actor.name.strip(), actor
        assert actor.mentions, actor.id
        for office in actor.offices:
            assert plain(office.title).casefold() in plain(text).casefold()


def check_ids(reading: Reading) -> None:
    tables = {
        name: [row.id for row in getattr(reading, name)]
        for name in ("actors", "statements", "events", "figures", "forecasts")
    }
    for name, ids in tables.items():
        assert len(ids) == len(set(ids)), name
        assert all(ids), name
    actors, statements, events, figures = (set(tables[name]) for name in ("actors", "statements", "events", "figures"))
    for said in reading.statements:
        assert {said.actor, *said.to} - {None} <= actors, said.id
        assert said.within is None or said.within in statements, said.id
    for event in reading.events:
        assert {*event.actors, *event.recipients} <= actors, event.id
        assert set(event.statements) <= statements, event.id
    for figure in reading.figures:
        assert figure.of is None or (figure.of in figures and figure.of != figure.id), figure.id
        assert set(figure.statements) <= statements, figure.id
    for check in reading.figure_checks:
        assert {check.whole, *check.parts} <= figures
    for forecast in reading.forecasts:
        assert forecast.statement is None or forecast.statement in statements, forecast.id
        assert forecast.event is None or forecast.event in events, forecast.id
    # What an office is of is an actor or the article's own words.
    text = plain(reading.article.text).casefold()
    for office in itertools.chain.from_iterable(actor.offices for actor in reading.actors):
        assert office.of is None or office.of in actors or plain(office.of).casefold() in text, office


def check_codes(reading: Reading) -> None:
    for actor in reading.actors:
        assert actor.kind in get_args(ActorKind)
        assert actor.country is None or (len(actor.country) == 3 and actor.country.isupper()), actor
        assert all(len(code) == 3 and code.isupper() for code in actor.sectors), actor
        assert all(mention.kind in get_args(MentionKind) for mention in actor.mentions)
        assert all(office.status in get_args(OfficeStatus) for office in actor.offices)
    for said in reading.statements:
        assert said.sourcing in get_args(Sourcing)
        assert said.quoted in get_args(Quoted)
    for event in reading.events:
        assert event.type in EVENT_TYPES
        assert event.mode is None or event.mode in MODES[event.type], event
        assert set(event.contexts) <= set(CONTEXTS)
        assert set(event.auxiliary) <= set(get_args(Auxiliary))
        assert len(event.auxiliary) == len(set(event.auxiliary))
    assert all(date.type in get_args(DateType) for date in reading.dates)
    for forecast in reading.forecasts:
        assert forecast.probability is None or 0 <= forecast.probability[0] <= forecast.probability[1] <= 1


def check_nesting(reading: Reading) -> None:
    """Statements lie inside one another without a circle; an event's run from the outermost to the innermost."""
    by_id = {said.id: said for said in reading.statements}
    for said in reading.statements:
        seen, outer = {said.id}, said.within
        while outer is not None:
            assert outer not in seen, said.id
            seen.add(outer)
            outer = by_id[outer].within
    length = {said.id: sum(span.end - span.start for span in said.content) for said in reading.statements}
    for event in reading.events:
        assert len(event.statements) == len(set(event.statements)), event.id
        lengths = [length[one] for one in event.statements]
        assert lengths == sorted(lengths, reverse=True), event.id
        for at, one in enumerate(event.statements):
            within = by_id[one].within
            assert within not in event.statements[at:], (event.id, event.statements, within)


def check(reading: Reading) -> None:
    check_spans(reading)
    check_ids(reading)
    check_codes(reading)
    check_nesting(reading)
    assert load_reading(dump_reading(reading)) == reading


@FEW
@given(text=articles, published=days)
def test_a_reading_of_any_article_is_sound(read: Read, text: str, published: str | None) -> None:
    check(read(text, published))


@settings(FEW, max_examples=50)
@given(text=articles)
def test_reading_twice_gives_the_same_bytes(read: Read, text: str) -> None:
    first, second = read(text, "2024-02-13"), read(text, "2024-02-13")
    assert first == second
    assert dump_reading(first) == dump_reading(second)


@settings(FEW, max_examples=100)
@given(text=st.text(max_size=200))
def test_a_reading_of_any_characters_is_sound(read: Read, text: str) -> None:
    check(read(text, "2024-02-13"))


@pytest.mark.parametrize("text", HOSTILE)
def test_a_reading_of_each_hostile_fragment_is_sound(read: Read, text: str) -> None:
    check(read(text, "2024-02-13"))
    check(read(f"Ola Berg said: {text} Riga attacked Oslo.", None))


def test_a_sentence_of_three_thousand_words_is_read(read: Read) -> None:
    clauses = ", and ".join(["Ola Berg said on Monday that Riga would send 40 troops to Oslo if Li Wen agreed"] * 170)
    check(read(f"{clauses}.", "2024-02-13"))


def test_empty_text_gives_an_empty_reading(read: Read) -> None:
    reading = read("", None)
    assert (reading.actors, reading.statements, reading.events, reading.dates) == ((), (), (), ())
