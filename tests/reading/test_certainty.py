"""How what the grammar says of whether something happened is weighed with how certain the network is."""

import pytest
from spacy.language import Language

from dragoman.model import Auxiliary
from dragoman.reading.certainty import certainty_of, modes_of, weighed
from dragoman.reading.reader import load_language


@pytest.mark.parametrize(
    ("ruled", "certainty", "modes"),
    [
        ((), 3.0, ()),
        ((), 0.0, ("hypothetical",)),  # the network alone doubts it
        ((), -2.5, ("hypothetical",)),  # and so does it where it is sure that it did not happen
        (("hypothetical",), 3.0, ()),
        (("hypothetical",), 0.5, ("hypothetical",)),
        (("hypothetical",), -2.5, ("negation",)),
        (("negation",), -3.0, ("negation",)),
        (("negation",), 2.0, ("hypothetical",)),
        (("future", "negation"), -2.0, ("future", "negation")),
        (("future",), 2.0, ("future",)),
        (("future",), -3.0, ("future", "negation")),
        (("historical",), 3.0, ("historical",)),
    ],
)
def test_modes_are_those_that_grammar_and_network_say_together(
    ruled: tuple[Auxiliary, ...], certainty: float, modes: tuple[Auxiliary, ...]
) -> None:
    assert weighed(ruled, certainty) == modes


@pytest.fixture(scope="module")
def learned() -> Language:
    return load_language(reader="learned")


def test_the_network_is_surer_of_what_happened_than_of_what_was_denied_or_hoped_for(learned: Language) -> None:
    doc = learned(
        "Norway signed the treaty on Monday. Peru did not sign the treaty on Monday. Chile may sign the treaty next year."
    )
    signed, denied, hoped = (certainty_of(doc._.network, token) for token in doc if token.lemma_ == "sign")
    assert denied < hoped < signed
    assert denied < 0 < signed


def test_without_a_network_the_modes_are_those_of_the_grammar(nlp: Language) -> None:
    doc = nlp("Peru did not sign the treaty on Monday.")
    verb = next(token for token in doc if token.lemma_ == "sign")
    assert modes_of(verb, None, None) == ("negation",)
