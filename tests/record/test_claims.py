"""Statements that tell of no event are held against each other where they say plainly of one matter that it is, or is not."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from dragoman.model import Reading
from dragoman.record.across.claims import Claim, find_contrast, iter_claims
from dragoman.record.across.events import find_match
from dragoman.record.decisions import decide, iter_links
from dragoman.record.store import open_record
from tests.record.samples import readings


@pytest.mark.parametrize(
    ("content", "standing"),
    [
        ("talks with Japan are on track", "happened"),
        ("negotiations with Japan continue", "happened"),
        ("Mongolia is in formal talks with Japan", "happened"),
        ("a summit with Japan is being prepared", "planned"),
        ("Mongolia will resume negotiations with Japan in May", "planned"),
        ("Mongolia wants a summit with Japan", "sought"),
        ("it is ready for a dialogue with Japan", "sought"),
        ("no talks with Japan are planned", "denied"),
        ("a summit with Japan is not a matter of concern to Mongolia", "denied"),
        ("Mongolia is not seeking a meeting with Japan", "denied"),
        ("a deal with Japan is off", "denied"),
        # Near misses: of something else, on a condition, of another time, or not plain.
        ("there was no progress in the talks with Japan", None),
        ("the meeting with Japan was not useful", None),
        ("it had no comment on the talks with Japan", None),
        ("talks with Japan could resume if the ships leave", None),
        ("it had not ruled out a meeting with Japan", None),
        ("Mongolia may hold a meeting with Japan", None),
        ("no meeting with Japan took place last year", None),
        ("Mongolia wants the talks with Japan to fail", None),
        ("Japan remains a friend", None),
    ],
)
def test_what_is_said_of_a_matter(read: Callable[..., Reading], content: str, standing: str | None) -> None:
    found = list(iter_claims(read(f"Mongolia's foreign ministry said on Friday that {content}.", "2024-05-03", None)))
    assert [claim.standing for claim in found] == ([standing] if standing else [])
    assert all((claim.speaker, claim.states) == ("MNG", frozenset({"MNG", "JPN"})) for claim in found)


def claim(standing: str, speaker: str = "MNG", *, act: str = "meet", states: str = "MNG JPN") -> Claim:
    return Claim("s1", act, standing, speaker, frozenset(states.split()))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("earlier", "later", "days", "relation"),
    [
        (claim("happened"), claim("denied"), 2, "contradicts"),
        (claim("denied"), claim("planned", "JPN"), 2, "contradicts"),
        (claim("happened"), claim("denied"), 90, "updates"),
        (claim("happened"), claim("denied", "JPN"), 90, None),
        (claim("sought", "JPN"), claim("denied"), 30, "contradicts"),
        (claim("sought"), claim("denied"), 30, "updates"),
        (claim("sought"), claim("planned"), 30, "updates"),
        (claim("happened"), claim("happened", "JPN"), 1, "corroborates"),
        (claim("happened"), claim("happened"), 1, None),
        (claim("happened"), claim("denied"), 400, None),
        (claim("happened"), claim("denied", act="sign"), 2, None),
        (claim("happened"), claim("denied", states="MNG CHN"), 2, None),
        (claim("happened"), claim("denied", "CHN", states="MNG JPN CHN"), 2, None),
    ],
)
def test_what_two_claims_are_to_each_other(earlier: Claim, later: Claim, days: int, relation: str | None) -> None:
    found = find_contrast(earlier, later, days)
    assert (found and found.relation) == relation


def test_what_both_tell_as_one_event_is_linked_as_that(read: Callable[..., Reading]) -> None:
    said = ("talks with Japan are under way", "no talks with Japan are planned")
    earlier, later = (
        next(iter_claims(read(f"Mongolia's foreign ministry said on Friday that {content}.", "2024-05-03")))
        for content in said
    )
    later = replace(later, tellings=tuple(replace(one, article="another") for one in later.tellings))
    assert find_match(*earlier.tellings, *later.tellings) is not None
    assert find_contrast(earlier, later, 1) is None
    contrast = find_contrast(earlier, replace(later, tellings=()), 1)
    assert contrast is not None
    assert contrast.relation == "contradicts"


def test_the_sample_s_statements_are_linked_whatever_comes_first(fresh_url: Callable[[], str]) -> None:
    kinds = ("contradicts", "updates", "corroborates")
    found = []
    for some in (readings(), readings()[::-1]):
        record = open_record(fresh_url())
        list(record.add(some))
        names = {reading.article.id: reading.article.source_id for reading in some}
        links = [link for kind in kinds for link in iter_links(record, kind=kind) if "statements/" in link.left_row]
        found.append({(link.kind, names[link.left], names[link.right]) for link in links})
        record.rebuild()
        again = [link for kind in kinds for link in iter_links(record, kind=kind) if "statements/" in link.left_row]
        assert again == links
        decide(record, links[0].key, confirmed=False)
        record.rebuild()
        assert next(link for link in iter_links(record) if link.key == links[0].key).standing == "rejected"
        record.close()
    assert found[0] == found[1]
    assert found[0] == {
        ("updates", "talks-3", "talks-1"),
        ("updates", "talks-3", "talks-4"),
    }
