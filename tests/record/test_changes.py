"""What a copy or a report of a report changed is found, kept apart from what it left out, and shown."""

import json
from collections.abc import Callable

import pytest

from dragoman.model import Reading
from dragoman.record.beside import find_article
from dragoman.record.changes import Change, find_changes
from dragoman.record.decisions import iter_links
from dragoman.record.happenings import find_account
from dragoman.record.store import Record

ORIGIN = """At least 600 people were abducted near the border last year, two officials of the Swiss government said on Friday.

"We have asked them for the names of all prisoners," Anna Keller, a spokeswoman, told reporters. The talks will go on in June, \
a senior official in Bern said.

A flood killed 12 people in Basel, the police said."""
LATER = """At least 500 people were abducted near the border last year, two officials of the Austrian government said.

"We have asked them for a list of all prisoners," said Keller. The talks will go on in June, a senior official in Vienna \
said, according to Northern Wire. Nobody in Graz had seen 7 cows."""
CHANGES = (
    Change("figure", "At least 500 people", "At least 600 people"),
    Change("source", "two officials of the Austrian government", "two officials of the Swiss government"),
    Change(
        "quotation",
        "We have asked them for a list of all prisoners",
        "We have asked them for the names of all prisoners",
    ),
    Change("source", "a senior official in Vienna", "a senior official in Bern"),
)


@pytest.fixture(scope="module")
def pair(read: Callable[..., Reading]) -> tuple[Reading, Reading]:
    return read(LATER, "2024-05-04", None), read(ORIGIN, "2024-05-03", None)


def test_what_was_changed_is_found(pair: tuple[Reading, Reading]) -> None:
    assert find_changes(*pair) == CHANGES


def test_what_was_only_cut_is_no_change(pair: tuple[Reading, Reading], read: Callable[..., Reading]) -> None:
    _, origin = pair
    assert find_changes(origin, origin) == ()
    assert find_changes(read(ORIGIN.partition("\n\n")[0], "2024-05-04", None), origin) == ()


def test_it_is_shown_with_the_link_the_article_and_the_event(sample: Record) -> None:
    links = {link.left: link for link in iter_links(sample, kind="rereports")}
    changed = {name: link for name, link in links.items() if link.differences}
    (link,) = [link for link in changed.values() if "Marina Prado" in json.dumps(link.differences)]
    pair = ["Harbour Press", "Brazilian Defence Minister Marina Prado"]
    assert link.differences == {"source": [pair]}
    (neighbour,) = [one for one in find_article(sample, link.left).neighbours if one.relation == "rereports"]
    assert neighbour.changed == (Change("source", *pair),)
    account = find_account(sample, f"{link.left}/events/e1")
    assert {telling.changed for telling in account.tellings} == {(), neighbour.changed}
