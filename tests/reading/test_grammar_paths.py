"""The way from each word of a sentence to the word that names its event."""

import pytest
from spacy.language import Language

from dragoman.reading.grammar_paths import UNKNOWN, number_paths, path_names


@pytest.mark.parametrize(
    ("text", "trigger", "word", "path"),
    [
        ("Norway accused Peru.", "accused", "accused", "|"),
        ("Norway accused Peru.", "accused", "Norway", "nsubj|"),
        ("Norway accused Peru.", "accused", "Peru", "dobj|"),
        ("Peru was accused by the envoy of Norway.", "accused", "envoy", "pobj>agent:by|"),
        ("Peru was accused by the envoy of Norway.", "accused", "Norway", "pobj>prep:of>pobj>agent:by|"),
        ("Norway held talks with Peru.", "talks", "Norway", "nsubj|dobj"),
        ("Norway held talks with Peru.", "talks", "Peru", "pobj>prep:with|"),
        ("Norway came and accused Peru.", "accused", "Norway", "nsubj|conj"),
    ],
)
def test_a_path_goes_up_from_the_word_and_down_to_the_trigger(
    nlp: Language, text: str, trigger: str, word: str, path: str
) -> None:
    named = {token.text: token for token in nlp(text)}
    (names,) = path_names([named[word]], named[trigger])
    assert names[0] == path


def test_a_long_path_is_known_by_its_near_end_too(nlp: Language) -> None:
    doc = nlp("Peru was accused by the envoy of Norway.")
    norway, accused = doc[7], doc[2]
    (names,) = path_names([norway], accused)
    assert names[1:] == ["..prep:of>pobj>agent:by|", "..pobj>agent:by|", "..agent:by|"]
    assert number_paths([norway, doc[0]], accused, {"..agent:by|": 3, "..pobj>agent:by|": 2}) == [2, UNKNOWN]


def test_a_word_of_another_sentence_has_no_path(nlp: Language) -> None:
    doc = nlp("Norway accused Peru. Chile left.")
    assert list(path_names([doc[4]], doc[1])) == [[]]
    assert number_paths([doc[4]], doc[1], {"|": 1}) == [UNKNOWN]
