"""Names and nouns that speak of nobody who takes part, beside those that do."""

from collections.abc import Callable

import pytest
from spacy.language import Language

from dragoman.model import Reading
from dragoman.reading import grammar, idle_actors, nominals
from dragoman.reading.grammar import says_behind
from dragoman.reading.name_kinds import spelling_of
from tests.reading.conftest import mentioned

Read = Callable[..., Reading]


def _ids(reading: Reading) -> set[str]:
    return {actor.id for actor in reading.actors}


@pytest.mark.parametrize("noun", sorted(idle_actors._GOVERNMENTS))
def test_a_person_whose_government_it_is_is_no_actor_by_that_alone(read: Read, noun: str) -> None:
    assert "rojas" not in {part for i in _ids(read(f"The Rojas {noun} was calm.")) for part in i.split("-")[-1:]}
    assert "ana-rojas" in _ids(read(f"The Rojas {noun} was calm. Ana Rojas waved."))


@pytest.mark.parametrize("verb", sorted(idle_actors._LEFT))
def test_a_state_that_is_left_or_reached_is_a_place(read: Read, verb: str) -> None:
    text = "The minister of Chile will {} Peru on Monday."
    assert "peru" not in _ids(read(text.format(verb)))
    assert "peru" in _ids(read(text.format("warn")))


@pytest.mark.parametrize(
    ("text", "states"),
    [
        ("Norway said the flight to Peru was late.", {"norway"}),
        ("Norway said cars came from Peru.", {"norway", "peru"}),
        ("Norway said it is up to Peru.", {"norway", "peru"}),
        ("Norway returned the bodies to Peru.", {"norway", "peru"}),
        ("Norway said the strikes left Peru with few friends.", {"norway", "peru"}),
        ("Norway said the pilot fled through Peru and Chile.", {"norway", "pilot"}),
        ("Norway sent a letter to Peru.", {"norway", "peru"}),
        ("Norway had a warning from Peru.", {"norway", "peru"}),
        ("Norway was calm for Peru.", {"norway", "peru"}),
    ],
)
def test_a_state_that_somebody_goes_to_is_a_place(read: Read, text: str, states: set[str]) -> None:
    assert _ids(read(text)) == states


@pytest.mark.parametrize("word", sorted(idle_actors._GOING | idle_actors._JOURNEYS))
def test_each_word_of_going_makes_a_place_of_where_to(read: Read, word: str) -> None:
    noun = word in idle_actors._JOURNEYS
    text = f"Norway said the {word} to Peru was late." if noun else f"Norway said the goods would {word} to Peru."
    assert "peru" not in _ids(read(text)), word


@pytest.mark.parametrize(
    ("text", "wanted", "none"),
    [
        ("Norway left. Peru's Ana Ruiz came to Peru's Foreign Ministry.", {"norway", "peru"}, "nobody"),
        ("Ana Ruiz spoke. She's an Eagle Scout.", {"ana-ruiz"}, "eagle-scout"),
        ("Republican Sens. Ana Ruiz (TN) and Eva Berg (PA) were calm.", {"ana-ruiz", "eva-berg"}, "tn"),
        ("The sanctions hit Peru's Amaru Front, Ana Ruiz said.", {"amaru-front", "ana-ruiz"}, "peru"),
        ("A virus called Kolibri hit the bank of Ana Ruiz.", {"ana-ruiz"}, "kolibri"),
    ],
)
def test_a_label_is_nobody(read: Read, text: str, wanted: set[str], none: str) -> None:
    found = _ids(read(text))
    assert wanted <= found
    assert none not in found


@pytest.mark.parametrize("word", ["called", "named", "dubbed"])
def test_what_a_virus_is_called_is_nobody(read: Read, word: str) -> None:
    assert "eva-berg" not in _ids(read(f"A virus {word} Eva Berg hit the bank of Ana Ruiz."))
    assert "eva-berg" in _ids(read(f"A woman {word} Eva Berg hit the bank of Ana Ruiz."))


@pytest.mark.parametrize("verb", sorted(nominals._WISHING))
def test_whom_somebody_would_be_or_should_have_is_nobody(read: Read, verb: str) -> None:
    forms = {"become": "will become", "make": "will make", "elect": "will elect"}
    text = f"Oslo {forms.get(verb, 'may ' + verb)} a good envoy."
    assert not mentioned(read(text), "a good envoy")
    assert mentioned(read("Oslo will meet a good envoy."), "a good envoy")


@pytest.mark.parametrize("word", sorted(nominals._OF_SUBSTANCES))
def test_an_agent_may_be_a_substance(read: Read, word: str) -> None:
    assert not mentioned(read(f"The man was killed by a {word} agent."), f"a {word} agent")
    assert mentioned(read("The man was killed by a secret agent."), "a secret agent")


@pytest.mark.parametrize(
    ("text", "words", "count"),
    [
        ("The law bans revealing sources and methods.", "sources", 0),
        ("It would stop attacks from their source.", "their source", 0),
        ("Two sources and a diplomat told the paper so.", "Two sources", 1),
        ("They heard from a source close to the minister.", "a source close to the minister", 1),
    ],
)
def test_a_source_may_be_an_origin(read: Read, text: str, words: str, count: int) -> None:
    assert len(mentioned(read(text), words)) == count


def test_how_a_person_leads_is_no_government(read: Read) -> None:
    reading = read(
        "Peru trusts Ana Ruiz of Norway. Norway grew under Ruiz's leadership. The leadership of Norway was calm."
    )
    assert not mentioned(reading, "Ruiz's leadership")
    assert [actor.id for actor in mentioned(reading, "The leadership")] == ["norway"]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (
            "It will hit firms close to President Ana Ruiz, a senior Danish official said Sunday.",
            "a senior Danish official",
        ),
        ("It will hit firms close to President Ana Ruiz, a senior Danish official warned.", "a senior Danish official"),
        ("It will hit firms close to Ana Ruiz, a senior Danish official in Oslo.", None),
    ],
)
def test_who_speaks_behind_a_name_is_not_whoever_is_named(read: Read, text: str, speaker: str | None) -> None:
    (ruiz,) = mentioned(read(text), "Ana Ruiz")
    assert any("official" in office.title for office in ruiz.offices) is (speaker is None)
    if speaker is not None:
        assert [actor.kind for actor in mentioned(read(text), speaker)] == ["unnamed"]


@pytest.mark.parametrize("verb", sorted(grammar._SAYING))
def test_each_verb_of_saying_has_who_speaks_before_it(nlp: Language, verb: str) -> None:
    past = {"say": "said", "tell": "told", "write": "wrote"}.get(verb, verb.removesuffix("e") + "ed")
    doc = nlp(f"It will hit firms close to Ana Ruiz, a senior official {past} on Sunday.")
    end = next(token.i for token in doc if token.text == past)
    assert says_behind(doc, end)
    doc = nlp(f"It will hit firms close to Ana Ruiz, a senior official {past} by others to be ill.")
    assert not says_behind(doc, end)


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("Ana Ruiz won. “Thank you,” Ana B. Ruiz wrote.", {"ana-ruiz"}),
        ("Ana C. Ruiz met Ana B. Ruiz. Ana Ruiz was calm.", {"ana-c-ruiz", "ana-b-ruiz", "ana-ruiz"}),
    ],
)
def test_an_initial_makes_nobody_new_where_one_alone_has_it(read: Read, text: str, ids: set[str]) -> None:
    assert _ids(read(text)) == ids
    assert spelling_of("Ana B. Ruiz") == spelling_of("Ana Ruiz")


def test_who_is_elected_has_the_office_to_come(read: Read) -> None:
    (ruiz,) = mentioned(read("President-elect Ana Ruiz met Minister-designate Eva Berg of Peru."), "Ana Ruiz")
    assert [(office.title, office.status) for office in ruiz.offices] == [("President", "incoming")]
