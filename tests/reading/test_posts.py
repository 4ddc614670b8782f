"""Posts that a page shows are whose name stands under them, on the day that stands there."""

from collections.abc import Callable

import pytest

from dragoman.model import Reading, Statement

_BEFORE = "Peru will hold talks with Chile, President Ana Ruiz said on Friday."
_AFTER = "The foreign minister said that the post was a mistake."
_SIGNED = "— Ana Ruiz (@AnaRuizPeru) March 3, 2024"


def _told(reading: Reading, words: str) -> list[Statement]:
    text = reading.article.text
    return [said for said in reading.statements if [span.of(text) for span in said.content] == [words]]


@pytest.mark.parametrize("link", ["", " pic.twitter.com/abc123", " https://t.co/abc https://example.org/x"])
def test_a_post_is_its_signers_on_the_day_of_the_signature(read: Callable[..., Reading], link: str) -> None:
    words = "We will never give up the islands. Chile must listen!"
    reading = read(f"{_BEFORE}\n\n{words}{link} {_SIGNED}\n\n{_AFTER}")
    (post,) = _told(reading, words)
    assert post.source is not None
    assert (post.actor, post.source.of(reading.article.text)) == ("ana-ruiz", "Ana Ruiz")
    assert (post.cue, post.date, post.sourcing) == (None, "2024-03-03", "named")


def test_no_other_content_reaches_into_a_post(read: Callable[..., Reading]) -> None:
    reading = read(f'"We wait," said Lise Holm.\n\n"They lie about us. They do not wait." {_SIGNED}\n\n{_AFTER}')
    text = reading.article.text
    (post,) = _told(reading, '"They lie about us. They do not wait."')
    assert post.actor == "ana-ruiz"
    others = [span for said in reading.statements if said.actor == "lise-holm" for span in said.content]
    assert [span.of(text) for span in others] == ['"We wait,"']


def test_of_a_long_paragraph_the_last_sentences_are_the_post(read: Callable[..., Reading]) -> None:
    long = "The harbour was quiet on Friday, and no ship left it before the evening came. " * 5
    reading = read(f"{long}Chile must listen! Nobody else will {_SIGNED}")
    (post,) = [said for said in reading.statements if said.actor == "ana-ruiz"]
    words = post.content[0].of(reading.article.text)
    assert words.endswith("Chile must listen! Nobody else will")
    assert len(words) <= 300
    assert words.startswith("The harbour")


@pytest.mark.parametrize("words", ["It was a so-called deal, and no other!", "We won — big time! Chile must listen."])
def test_a_dash_in_a_post_does_not_sign_it(read: Callable[..., Reading], words: str) -> None:
    (post,) = _told(read(f"{_BEFORE}\n\n{words} {_SIGNED}\n\n{_AFTER}"), words)
    assert post.actor == "ana-ruiz"


def test_a_signature_may_stand_below_the_post(read: Callable[..., Reading]) -> None:
    (post,) = _told(read(f"{_BEFORE}\n\nChile must listen to us all.\n\n{_SIGNED}"), "Chile must listen to us all.")
    assert (post.actor, post.date) == ("ana-ruiz", "2024-03-03")


def test_what_is_reported_in_a_post_stands_inside_it(read: Callable[..., Reading]) -> None:
    reading = read(f"{_BEFORE}\n\nLise Holm says that the talks have failed {_SIGNED}")
    (inner,) = _told(reading, "that the talks have failed")
    (post,) = _told(reading, "Lise Holm says that the talks have failed")
    assert (inner.actor, inner.within) == ("lise-holm", post.id)
