"""Who is told something, or is thought of, is no source of it."""

import pytest
from spacy.language import Language
from spacy.tokens import Doc

from dragoman.model import Span
from dragoman.reading.attribution import Attribution
from dragoman.reading.hearers import without_hearer

_TOLD = {
    "told": "that Peru had left", "informed": "that Peru had left", "notified": "that Peru had left",
    "advised": "to leave", "warned": "that Peru had left", "assured": "that Peru would stay",
    "reminded": "that Peru had left", "briefed": "on the talks", "asked": "whether Peru would stay",
    "urged": "to leave", "ordered": "to leave", "instructed": "to leave",
}  # fmt: skip
_THOUGHT = ("expected", "thought", "believed", "supposed", "known", "seen", "presumed", "assumed", "reckoned", "deemed")


def _source_of(doc: Doc, source: str, verb: str) -> str | None:
    by, cue = (next(token for token in doc if token.text == word) for word in (source, verb))
    one = Attribution(anchor=cue, cue=Span(cue.idx, cue.idx + len(cue)), source=by, content=(Span(0, 1),))
    found = without_hearer(one).source
    return found.text if found is not None else None


@pytest.mark.parametrize(("verb", "what"), sorted(_TOLD.items()))
def test_who_is_told_says_nothing(nlp: Language, verb: str, what: str) -> None:
    assert _source_of(nlp(f"The envoy was {verb} {what}."), "envoy", verb) is None


@pytest.mark.parametrize("verb", _THOUGHT)
def test_who_is_thought_of_says_nothing(nlp: Language, verb: str) -> None:
    assert _source_of(nlp(f"The envoy was {verb} to have the support of Peru."), "envoy", verb) is None


@pytest.mark.parametrize(
    ("text", "source", "verb"),
    [
        ("The envoy spoke in Lima, with ministers expected to meet on Friday.", "ministers", "expected"),
        ("The talks stand still, with the rebels and leaders in Lima expected to hold new ones.", "rebels", "expected"),
        ("The envoy was told by the ministry that Peru had left.", "envoy", "told"),
        ("She’s expected to meet the envoy.", "She", "expected"),
        ("Troops found the rebels believed to hold ten soldiers.", "rebels", "believed"),
    ],
)
def test_nor_does_who_is_expected_to_act(nlp: Language, text: str, source: str, verb: str) -> None:
    assert _source_of(nlp(text), source, verb) is None


@pytest.mark.parametrize(
    ("text", "source", "verb"),
    [
        ("The envoy told reporters that Peru had left.", "envoy", "told"),
        ("The envoy was told by the ministry that Peru had left.", "ministry", "told"),
        ("The envoy had expected to hold talks with Peru.", "envoy", "expected"),
        ("The envoy expected to hold talks with Peru.", "envoy", "expected"),
        ("He’s told reporters that Peru had left the talks.", "He", "told"),
        ("He's urged Congress to pass the bill.", "He", "urged"),
        ("Economists surveyed by Lima expected to see growth of 2 percent.", "Economists", "expected"),
        ("Analysts had long hoped and expected to see the bank cut rates.", "Analysts", "expected"),
        ("The envoy was quoted as saying that Peru had left.", "envoy", "quoted"),
    ],
)
def test_whoever_says_or_thinks_it_stays(nlp: Language, text: str, source: str, verb: str) -> None:
    assert _source_of(nlp(text), source, verb) == source
