"""What speaks for two tellings being of one event; each true case beside a near miss."""

import dataclasses
import datetime as dt

import pytest

from dragoman.model import Actor, Article, Event, Mention, Parts, Reader, Reading, Span
from dragoman.record.across.events import find_match, find_relation
from dragoman.record.across.names import fold
from dragoman.record.across.rereports import Naming, Report, find_origin
from dragoman.record.across.tellings import Standing, Telling, find_act, iter_tellings
from dragoman.record.across.weighing import chance_of
from dragoman.record.across.words import find_words, stem, takes_back

DAY = dt.date(2024, 3, 4)


def telling(article: str, *, day: dt.date = DAY, act: str = "assault", standing: Standing = "happened") -> Telling:
    """Somebody attacked somebody in the week before, an article says somewhere."""
    return Telling(
        article=article,
        event="e1",
        act=act,
        standing=standing,
        first=day - dt.timedelta(days=7),
        last=day + dt.timedelta(days=1),
        exact=False,
        cast=frozenset({"KEN", "ETH"}),
        agents=frozenset({"KEN"}),
        date=None,
        place=None,
        recipients=frozenset({"ETH"}),
        near=frozenset({"kenya", *OTHERWISE[article]}),
        told=day,
        alike=3,
    )


# What else stands near the two.
OTHERWISE = {"a": ("border", "dawn", "rocket", "villag"), "b": ("crossin", "mortar", "salvo", "shepher")}


def pair(**changes: object) -> tuple[Telling, Telling]:
    return dataclasses.replace(telling("a"), **changes), dataclasses.replace(telling("b"), **changes)  # type: ignore[arg-type]


def beside(told: Telling, *words: str) -> Telling:
    return dataclasses.replace(told, words=frozenset(words), near=told.near | set(words))


def on(told: Telling, day: dt.date) -> Telling:
    one = dt.timedelta(days=1)
    return dataclasses.replace(told, first=day - one, last=day + one, exact=True, date=day.isoformat())


def test_an_act_of_two_states_is_no_event_that_articles_share() -> None:
    assert find_match(*pair()) is None


def test_words_beside_the_act_tell_one_attack_from_the_next() -> None:
    one, other = pair()
    assert (found := find_match(beside(one, "grain", "silo"), beside(other, "grain", "silo")))
    assert "beside grain, silo" in found.reason
    assert find_match(beside(one, "grain", "silo"), beside(other, "bridge")) is None


def test_words_that_name_the_act_alike_speak_for_one() -> None:
    one, other = (dataclasses.replace(told, trigger=frozenset({"shell", "silo"})) for told in pair())
    assert chance_of(one, other) > chance_of(*pair())
    assert chance_of(one, other) == chance_of(other, one)


def test_of_one_day_is_one_and_of_two_weeks_are_two() -> None:
    one, other = (beside(told, "silo") for told in pair())
    assert chance_of(on(one, DAY), on(other, DAY)) > chance_of(one, other)
    assert find_match(on(one, DAY), on(other, DAY))
    assert find_match(on(one, DAY), on(other, DAY - dt.timedelta(days=7))) is None


def test_what_two_articles_begin_with_is_likelier_one() -> None:
    assert chance_of(*pair(lead=True)) > chance_of(*pair())
    assert chance_of(*pair(alike=0)) > chance_of(*pair())


def test_people_tell_more_than_states() -> None:
    states, people = ({"KEN", "ETH", "NOR"}, {"KEN", "ETH", "abel otieno"})
    assert chance_of(*pair(cast=frozenset(people))) > chance_of(*pair(cast=frozenset(states)))


def test_whom_somebody_else_is_to_meet_makes_no_talks_one() -> None:
    names = frozenset({"KEN", "ETH", "abel otieno", "sara bekele"})
    other_talks = {"act": "meet", "cast": names, "agents": frozenset({"KEN", "NOR"}), "recipients": frozenset()}
    their_talks = other_talks | {"agents": frozenset({"abel otieno", "sara bekele"})}
    assert chance_of(*pair(**their_talks)) > chance_of(*pair(**other_talks))


@pytest.mark.parametrize(
    ("sentence", "plain"),
    [
        ("Kenya did not attack the silos, its army said.", True),
        ("Kenya has not yet confirmed that it attacked the silos.", False),
        ("There was no sign that Kenya had attacked the silos.", False),
        ("Kenya would never have attacked the silos without a warning.", False),
        ("Kenya stopped short of calling it an attack.", False),
        ("Kenya may not attack the silos.", False),
        ("In mayors' houses nobody was attacked.", True),
    ],
)
def test_only_a_plain_denial_denies(sentence: str, *, plain: bool) -> None:
    assert takes_back(sentence) is not plain
    told, denial = (beside(one, "grain", "silo") for one in pair(lead=True, act="deploy", alike=0))
    denial = dataclasses.replace(denial, standing="denied", plain=plain)
    assert (find_match(told, denial) is not None) is plain


def test_a_denial_is_of_what_the_same_did_while_it_is_news() -> None:
    told, denial = (beside(one, "grain", "silo") for one in pair(lead=True, act="deploy", alike=0))
    denial = dataclasses.replace(denial, standing="denied")
    assert find_match(told, denial)
    assert find_match(told, dataclasses.replace(denial, recipients=frozenset({"NOR"}))) is None
    late = DAY + dt.timedelta(days=20)
    assert find_match(told, dataclasses.replace(denial, told=late)) is None
    planned = dataclasses.replace(told, standing="planned", last=DAY + dt.timedelta(days=60))
    assert find_match(planned, dataclasses.replace(denial, told=late))


def test_a_plan_is_updated_by_news_alone() -> None:
    later = DAY + dt.timedelta(days=10)
    plan = telling("a", standing="planned")
    done = dataclasses.replace(telling("b", day=later), lead=True)
    assert find_relation(plan, done, first_day=DAY, second_day=later) == "updates"
    # What an article tells on the way, without a date, may have happened before the plan.
    aside = dataclasses.replace(done, lead=False)
    assert find_relation(plan, aside, first_day=DAY, second_day=later) == "corroborates"
    assert find_relation(plan, on(aside, later), first_day=DAY, second_day=later) == "updates"
    sought = dataclasses.replace(plan, standing="sought")
    assert find_relation(sought, aside, first_day=DAY, second_day=later) is None
    assert find_relation(done, plan, first_day=DAY, second_day=later) == "corroborates"


TEXT = (
    "Envoys of Kenya and Ethiopia fall out\n\nKenya shelled two grain silos near Moyale, Ethiopian officials said. "
    "It had shelled the town on 7 October, and then the grain silos."
)


def reading() -> Reading:
    first, second = TEXT.index("Kenya shelled"), TEXT.index("It had")
    actors = tuple(
        Actor(
            name.lower(), name, "state", code, mentions=(Mention(first, first + 5, "name"),) if name == "Kenya" else ()
        )
        for name, code in (("Kenya", "KEN"), ("Ethiopia", "ETH"))
    )
    events = tuple(
        Event(id_, "ASSAULT", None, (), ("kenya",), ("ethiopia",), date, None, (), None, (), Span(at, at + 7), Span(start, end))
        for id_, date, at, start, end in (
            ("e1", None, TEXT.index("shelled"), first, second - 1),
            ("e2", "2024-10-07", TEXT.index("shelled", second), second, len(TEXT)),
        )
    )  # fmt: skip
    article = Article(
        id="a", text=TEXT, parts=Parts(title=Span(0, 37), paragraphs=(Span(39, len(TEXT)),)), published="2024-03-04"
    )
    return Reading(reader=Reader("dragoman", "0", "rules", ()), article=article, actors=actors, events=events)


def test_a_telling_has_what_stands_beside_it() -> None:
    one, other = iter_tellings(reading())
    # Neither who is named, nor a country's people, nor what stands in every article.
    assert one.words == {"grain", "silo", "moyale"}
    assert one.recipients == {"ETH"}
    assert (one.lead, one.alike, one.told) == (True, 1, DAY)
    # Told as over, it was on that day of the year before.
    assert (other.first.year, other.last.year) == (2023, 2023)
    assert other.first < dt.date(2023, 10, 8) <= other.last


def test_words_are_compared_by_their_stems() -> None:
    assert stem("tariffs") == stem("Tariff")
    assert stem("fishermen's") == stem("Fishermen")
    assert find_words("The men fled", Span(0, 12), Span(8, 12), [], []) == {"men"}


def test_who_denies_an_attack_in_a_war_has_attacked_before() -> None:
    denied, done = pair(lead=True, alike=0, trigger=frozenset({"shell"}))
    denied = dataclasses.replace(denied, standing="denied")
    assert find_match(beside(denied, "silo"), beside(done, "silo")) is None
    assert find_match(beside(denied, "grain", "silo"), beside(done, "grain", "silo"))


def test_help_that_hinders_talks_is_no_talks() -> None:
    text = "It does not help talks."
    event = Event("e1", "AID", None, (), (), (), None, None, ("negation",), None, (), Span(12, 22), Span(0, 23))
    assert find_act(event, text) == "aid"
    assert find_act(dataclasses.replace(event, type="REJECT"), text) == "meet"


def test_initials_are_one_word() -> None:
    assert fold("the U.N.") == fold("UN") == "un"
    assert fold("George H. W. Bush") == "george hw bush"
    assert fold("Malcolm X") == "malcolm x"


def test_an_interview_is_not_any_report_of_the_outlet_on_the_war() -> None:
    naming = Naming(
        "lantern", "told The Lantern", "Ana Kovac told The Lantern that farmers near Moyale feared another siege"
    )
    war = Report("a", "Shells fell near Moyale, and farmers fled.", 1)
    interview = Report("b", "Ana Kovac, who farms there, said: near Moyale farmers fear a second siege.", 2)
    found = find_origin(naming, [war, interview])
    assert found
    assert found.report.source == 2
    assert find_origin(naming, [war]) is None
